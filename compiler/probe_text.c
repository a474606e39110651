/* compiler/probe_text.c - the value of `probe` as a string of the kernel's program (language.md
 * B18).  While it is only shown it is a number, which the reader has the name of; where text is
 * wanted it becomes a call of the row here, which looks the name up in a table.  Called by the
 * check pass. */
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/layout.h"
#include "compiler/row.h"
#include "compiler/shape.h"
#include "runtime/base/util.h"

/* What `probe` is called on a match. */
static const char *name_of(const struct attach_node *a, const struct match *m)
{
	return a->label ? a->label : m->spec.text;
}

/* With room for the longest name of the program: the value may come from any of its probes. */
static const struct type *text_check(struct checker *c, struct node *n)
{
	const struct type *t = row_argument(n, 0)->type;
	uint32_t room = 1;

	if (!t || t->kind != TYPE_PROBE)
		return t ? t : &type_error;
	for (const struct probe_node *p = checker_compilation(c)->program->probes; p; p = p->next)
		for (const struct attach_node *a = p->attach; a; a = a->next)
			for (const struct match *m = a->matches; m; m = m->next)
				room = MAX_OF(room, (uint32_t)strlen(name_of(a, m)) + 1);
	return type_string(checker_arena(c), room);
}

/* The index is bounded by a mask, which the verifier sees. */
static ir_value text_lower(struct lowering *l, const struct node *n)
{
	const struct layout *lay = lower_compilation(l)->layout;
	uint32_t stride = ROUND_UP(n->type->size, 8), rows = 1;
	ir_value value = lower_argument(l, n, 0), index;
	char *table;

	if (row_argument(n, 0)->type->kind != TYPE_PROBE)
		return value;
	while (rows < lay->match_count)
		rows *= 2;
	table = arena_alloc(lower_compilation(l)->arena, (size_t)rows * stride);
	memset(table, 0, (size_t)rows * stride);
	for (uint32_t i = 0; i < lay->match_count; i++) {
		const char *name = name_of(lay->matches[i]->attach, lay->matches[i]);

		memcpy(table + (size_t)i * stride, name, MIN_OF(strlen(name), n->type->size - 1));
	}
	index = ir_binary(l, OP_AND, ir_opaque(l, value), lower_const(l, rows - 1), false);
	return ir_offset(l, lower_data_const(l, table, rows * stride),
		ir_binary(l, OP_MUL, index, lower_const(l, stride), false));
}

static const struct builtin text_row = {
	.name = "probe",
	.signature = "probe(any value) -> custom",
	.flags = BI_PURE,
	.help = "the name of a probe as a string",
	.check = text_check,
	.lower = text_lower,
};

const struct type *checker_as_text(struct checker *c, struct node *n)
{
	struct node *value;

	if (!n->type || n->type->kind != TYPE_PROBE)
		return n->type;
	value = arena_memdup(checker_arena(c), n, sizeof(*n));
	value->next = NULL;
	*n = (struct node){ .kind = NODE_CALL, .span = n->span, .next = n->next };
	n->call.name = text_row.name;
	n->call.name_span = n->span;
	n->call.builtin = &text_row;
	n->call.args = value;
	n->call.arg_count = 1;
	n->type = text_check(c, n);
	return n->type;
}
