/* compiler/lower_choice.c - values that statements or a condition stand before: blocks, c ? a : b
 * and c ?: b (language.md E1 to E4). Called by lower_expr.c. */
#include "compiler/lower_llvm.h"

ir_value lower_block_value(struct lowering *l, const struct node *n)
{
	lower_block(l, n);
	return n->list.value ? lower_expression(l, n->list.value) : ir_word(l, 0);
}

/* Where the value that is chosen goes to: a cell, memory, or nowhere. */
struct chosen {
	const struct type *type;
	ir_value place;
};

static void choose(struct lowering *l, const struct node *n, const struct chosen *to);

static void put(struct lowering *l, ir_value v, const struct type *from, const struct chosen *to)
{
	if (type_is_word(to->type))
		ir_cell_set(l, to->place, v);
	else if (to->type->kind != TYPE_VOID)
		lower_store(l, to->place, 0, to->type, v, from);
}

/* A value that is a choice itself puts what it chooses there right away: a long "else if" needs one
 * place, not one for each. */
static void put_value(struct lowering *l, const struct node *n, const struct chosen *to)
{
	if (n->kind == NODE_TERNARY) {
		choose(l, n, to);
	} else if (n->kind == NODE_BLOCK && n->list.value) {
		lower_block(l, n);
		put_value(l, n->list.value, to);
	} else {
		put(l, lower_expression(l, n), n->type, to);
	}
}

static void choose(struct lowering *l, const struct node *n, const struct chosen *to)
{
	ir_value cond = lower_expression(l, n->ternary.cond);
	struct ir_branch b = ir_if(l, cond);

	if (n->ternary.then)
		put_value(l, n->ternary.then, to);
	else
		put(l, cond, n->ternary.cond->type, to);
	ir_else(l, &b);
	put_value(l, n->ternary.other, to);
	ir_end(l, &b);
}

ir_value lower_ternary(struct lowering *l, const struct node *n)
{
	struct chosen to = {.type = n->type};
	bool word = type_is_word(n->type);

	if (word)
		to.place = ir_cell(l, ir_word(l, 0));
	else if (n->type->kind != TYPE_VOID)
		to.place = lower_temporary(l, n->type->size);
	choose(l, n, &to);
	return word ? ir_cell_get(l, to.place) : to.place;
}
