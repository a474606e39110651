/* compiler/builtin_search.c - rows that look for text in a string: strstr strcontains. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"

enum { LONGEST_PART = 126 };

static const struct type *search_check(struct checker *c, struct node *n)
{
	const struct node *part = row_argument(n, 1);

	if (part->kind != NODE_STRING) {
		diag_hint(diag_error(checker_diags(c), part->span, DIAG_NOT_YET,
				  "%s() for a text that is not a literal is not there yet", n->call.name),
			"write the text into the call");
		return &type_error;
	}
	if (strlen(part->string.text) <= LONGEST_PART)
		return NULL;
	diag_error(checker_diags(c), part->span, DIAG_OUT_OF_RANGE, "%s() looks for at most %d bytes", n->call.name, LONGEST_PART);
	return &type_error;
}

static ir_value strstr_lower(struct lowering *l, const struct node *n)
{
	const struct node *part = row_argument(n, 1);

	if (!part->string.text[0])
		return lower_const(l, 0);
	return lower_find(l, lower_argument(l, n, 0), row_argument(n, 0)->type->size, part->string.text);
}

static ir_value strcontains_lower(struct lowering *l, const struct node *n)
{
	return ir_compare(l, OP_GE, strstr_lower(l, n), lower_const(l, 0), true);
}

const struct builtin search_builtins[] = {
	{
		.name = "strstr",
		.signature = "strstr(string text, string part) -> int64",
		.flags = BI_PURE,
		.help = "where a text first stands in another one, from 0 on, -1 where it does not",
		.check = search_check,
		.lower = strstr_lower,
	},
	{
		.name = "strcontains",
		.signature = "strcontains(string text, string part) -> bool",
		.flags = BI_PURE,
		.help = "true when a text stands anywhere in another one",
		.check = search_check,
		.lower = strcontains_lower,
	},
	{ 0 },
};
