/* compiler/builtin_watch.c - unwatch(): asks the reader of the ring to take watchpoints away. */

#include "compiler/compilation.h"
#include "compiler/row.h"

static ir_value unwatch_lower(struct lowering *l, const struct node *n)
{
	lower_event_word(l,
		&(struct lower_event){ .kind = ACTION_UNWATCH, .span = n->span, .wake = true },
		lower_argument(l, n, 0));
	return NULL;
}

const struct builtin watch_builtins[] = {
	{
		.name = "unwatch",
		.signature = "unwatch(pointer address) -> void",
		.flags = BI_ASYNC,
		.help = "take away the watchpoints at an address",
		.example = "watchpoint:0x10000000:8:w { print(ustack); unwatch(0x10000000); }",
		.lower = unwatch_lower,
	},
	{ 0 },
};
