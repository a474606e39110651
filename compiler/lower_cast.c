/* compiler/lower_cast.c - casts to values (language.md T26).  Called by lower_expr.c. */
#include "compiler/lower_llvm.h"

/* One bool a bit, the lowest first. */
static ir_value bits_of(struct lowering *l, ir_value word, const struct type *t)
{
	ir_value bits = lower_temporary(l, t->size);

	for (uint32_t i = 0; i < t->count; i++)
		ir_store(l, bits, i, 1,
			ir_binary(l, OP_AND, ir_binary(l, OP_SHR, word, ir_word(l, i), false),
			ir_word(l, 1), false));
	return bits;
}

static ir_value to_array(
	struct lowering *l, ir_value v, const struct type *to, const struct type *from)
{
	ir_value bytes;

	if (from->kind == TYPE_STRING)
		return v;
	if (to->elem->kind == TYPE_BOOL)
		return bits_of(l, v, to);
	bytes = lower_temporary(l, to->size);
	ir_store(l, bytes, 0, to->size, v);
	return bytes;
}

static ir_value to_string(
	struct lowering *l, ir_value v, const struct type *to, const struct type *from)
{
	ir_value text = lower_temporary(l, to->size);

	lower_store(l, text, 0, to, v, from);
	return text;
}

ir_value lower_cast(struct lowering *l, const struct node *n)
{
	const struct type *to = n->type, *from = n->cast.operand->type;
	ir_value v = lower_expression(l, n->cast.operand);

	if (to->kind == TYPE_ARRAY)
		return to_array(l, v, to, from);
	if (to->kind == TYPE_STRING)
		return to_string(l, v, to, from);
	if (from->kind == TYPE_ARRAY)
		return ir_load(l, v, 0, to->size, to->is_signed);
	if (to->kind == TYPE_BOOL)
		return ir_compare(l, OP_NE, v, ir_word(l, 0), false);
	return to->kind == TYPE_INT ? ir_extend(l, v, to->size, to->is_signed) : v;
}
