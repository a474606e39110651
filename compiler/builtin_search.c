/* compiler/builtin_search.c - rows that look for text in a string: strstr. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"

/* Of a text that is known before; longer ones would make the machine that finds them too large. */
enum { LONGEST_PART = 126 };

static ir_value strstr_lower(struct lowering *l, const struct node *n)
{
	const struct node *text = row_argument(n, 0), *part = row_argument(n, 1);
	size_t len = part->kind == NODE_STRING ? strlen(part->string.text) : 0;

	if (len >= 1 && len <= LONGEST_PART)
		return lower_find(l, lower_argument(l, n, 0), text->type->size, part->string.text);
	if (part->kind == NODE_STRING && !len)
		return lower_const(l, 0);
	return lower_search(l, lower_argument(l, n, 0), text->type->size, lower_argument(l, n, 1),
		part->type->size);
}

const struct builtin search_builtins[] = {
	{
		.name = "strstr",
		.signature = "strstr(string text, string part) -> int64",
		.flags = BI_PURE,
		.help = "where a text first stands in another one, from 0 on, -1 where it does not",
		.example =
			"tracepoint:syscalls:sys_enter_openat /strstr(str(args.filename), \"cache\") >= 0/ { @[comm] = count(); }",
		.lower = strstr_lower,
	},
	{ 0 },
};
