/* compiler/lower_stmt.c - statements. */
#include "compiler/lower_llvm.h"

ir_value lower_variable_address(struct lowering *l, struct variable *v)
{
	return v->shared ? lower_reserved(l, v->offset) : v->storage;
}

ir_value lower_variable_word(struct lowering *l, struct variable *v)
{
	return v->shared ? ir_load(l, lower_variable_address(l, v), 0, 8, false)
		: ir_cell_get(l, v->storage);
}

void lower_store_variable(
	struct lowering *l, struct variable *v, ir_value value, const struct type *from)
{
	const struct type *t = v->type;

	if (type_is_word(t))
		value = ir_extend(l, value, t->size, t->kind == TYPE_INT && t->is_signed);
	if (!type_is_word(t))
		lower_store(l, lower_variable_address(l, v), 0, t, value, from);
	else if (v->shared)
		ir_store(l, lower_variable_address(l, v), 0, 8, value);
	else
		ir_cell_set(l, v->storage, value);
}

void lower_variable_assign(
	struct lowering *l, const struct node *variable, ir_value value, const struct type *type)
{
	lower_store_variable(l, variable->variable.ref, value, type);
}

static void assign_value(
	struct lowering *l, const struct node *target, ir_value value, const struct type *from)
{
	if (target->kind == NODE_VARIABLE)
		lower_store_variable(l, target->variable.ref, value, from);
	else
		lower_map_assign(l, target, value, from);
}

/* target op= value on a map element: in place, a missing one starts at 0 (E8). */
static void assign_element(struct lowering *l, const struct node *n)
{
	const struct node *target = n->assign.target;
	const struct type *t = target->type;
	ir_value right = lower_steps(l, t, lower_expression(l, n->assign.value)), old;
	struct lower_element e = lower_element_begin(l, target);

	old = lower_load(l, e.address, 0, t);
	lower_store(l, e.address, 0, t,
		lower_arithmetic(l, n, n->assign.op, target, old, n->assign.value, right), t);
	lower_element_end(l, &e);
}

static void lower_assign(struct lowering *l, struct node *n)
{
	const struct node *target = n->assign.target, *value = n->assign.value;

	if (n->assign.op != OP_NONE && target->kind == NODE_MAP) {
		assign_element(l, n);
	} else if (n->assign.op != OP_NONE) {
		ir_value old = lower_expression(l, target),
			 right = lower_steps(l, target->type, lower_expression(l, value));

		lower_store_variable(l, target->variable.ref,
			lower_arithmetic(l, n, n->assign.op, target, old, value, right),
			&type_int64);
	} else if (target->kind == NODE_MAP && target->map.ref->value_type->kind == TYPE_AGG) {
		l->target = target;
		lower_expression(l, value);
		l->target = NULL;
	} else {
		assign_value(l, target, lower_expression(l, value), value->type);
	}
}

static void lower_branch(struct lowering *l, struct node *n)
{
	struct frame_mark mark = frame_mark(l);
	struct ir_branch b = ir_if(l, lower_expression(l, n->branch.cond));

	/* nothing of the condition is needed in the bodies */
	frame_release(l, mark);
	lower_block(l, n->branch.then);
	if (n->branch.other) {
		ir_else(l, &b);
		if (n->branch.other->kind == NODE_IF)
			lower_branch(l, n->branch.other);
		else
			lower_block(l, n->branch.other);
	}
	ir_end(l, &b);
}

static void lower_let(struct lowering *l, struct node *n)
{
	struct variable *v = n->let.variable->variable.ref;

	if (n->let.value)
		assign_value(
			l, n->let.variable, lower_expression(l, n->let.value), n->let.value->type);
	else if (l->loop.next && type_is_word(v->type)) /* every round begins with zero */
		lower_store_variable(l, v, ir_word(l, 0), v->type);
	else if (l->loop.next)
		ir_zero(l, lower_variable_address(l, v), v->type->size);
}

static void lower_return(struct lowering *l, struct node *n)
{
	ir_value result = n->expression.value ? lower_expression(l, n->expression.value) : NULL;

	if (l->fn)
		lower_function_result(l, result, n->expression.value);
	else if (result && lower_match(l)->spec.provider->flags & PROVIDER_RESULT)
		ir_store(l, lower_control(l, offsetof(struct image_control, result)), 0, 8, result);
	ir_return(l);
}

static void lower_discarded(struct lowering *l, struct node *n)
{
	l->discarded = n->expression.value;
	lower_expression(l, n->expression.value);
	l->discarded = NULL;
}

static void lower_inner_block(struct lowering *l, struct node *n)
{
	lower_block(l, n);
}

static void (*const statements[NODE_KIND_COUNT])(struct lowering *l, struct node *n) = {
	[NODE_EXPRESSION] = lower_discarded,
	[NODE_ASSIGN] = lower_assign,
	[NODE_LET] = lower_let,
	[NODE_IF] = lower_branch,
	[NODE_BLOCK] = lower_inner_block,
	[NODE_WHILE] = lower_loop,
	[NODE_UNROLL] = lower_loop,
	[NODE_FOR_RANGE] = lower_loop,
	[NODE_FOR_MAP] = lower_loop,
	[NODE_BREAK] = lower_jump,
	[NODE_CONTINUE] = lower_jump,
	[NODE_RETURN] = lower_return,
};

static void lower_statement(struct lowering *l, struct node *n)
{
	struct frame_mark mark = frame_mark(l);

	lower_set_span(l, n->span);
	statements[n->kind](l, n);
	frame_release(l, mark);
}

void lower_block(struct lowering *l, const struct node *block)
{
	for (struct node *n = block->list.first; n; n = n->next)
		lower_statement(l, n);
}
