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

static void lower_assign(struct lowering *l, const struct node *n)
{
	const struct node *target = n->assign.target, *value = n->assign.value;

	if (n->assign.op != OP_NONE && target->kind == NODE_MAP) {
		assign_element(l, n);
	} else if (n->assign.op != OP_NONE) {
		ir_value old = lower_expression(l, target),
			 right = lower_steps(l, target->type, lower_expression(l, value));

		lower_store_variable(l, target->variable.ref,
		    lower_arithmetic(l, n, n->assign.op, target, old, value, right), &type_int64);
	} else if (target->kind == NODE_MAP && target->map.ref->value_type->kind == TYPE_AGG) {
		l->target = target;
		lower_expression(l, value);
		l->target = NULL;
	} else {
		assign_value(l, target, lower_expression(l, value), value->type);
	}
}

static void lower_branch(struct lowering *l, const struct node *n)
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

static void lower_let(struct lowering *l, const struct node *n)
{
	struct variable *v = n->let.variable->variable.ref;

	if (n->let.value)
		assign_value(l, n->let.variable, lower_expression(l, n->let.value), n->let.value->type);
	else if (l->loop.next && type_is_word(v->type)) /* every round begins with zero */
		lower_store_variable(l, v, ir_word(l, 0), v->type);
	else if (l->loop.next)
		ir_zero(l, lower_variable_address(l, v), v->type->size);
}

static void lower_return(struct lowering *l, const struct node *n)
{
	ir_value result = n->expression.value ? lower_expression(l, n->expression.value) : NULL;

	if (l->fn)
		lower_function_result(l, result, n->expression.value);
	else if (result && lower_match(l)->spec.provider->flags & PROVIDER_RESULT)
		ir_store(l, lower_control(l, offsetof(struct image_control, result)), 0, 8, result);
	ir_return(l);
}

static void lower_statement(struct lowering *l, struct node *n)
{
	struct frame_mark mark = frame_mark(l);

	lower_set_span(l, n->span);
	switch (n->kind) {
	case NODE_EXPRESSION:
		l->discarded = n->expression.value;
		lower_expression(l, n->expression.value);
		l->discarded = NULL;
		break;
	case NODE_ASSIGN:
		lower_assign(l, n);
		break;
	case NODE_LET:
		lower_let(l, n);
		break;
	case NODE_IF:
		lower_branch(l, n);
		break;
	case NODE_BLOCK:
		lower_block(l, n);
		break;
	case NODE_WHILE:
	case NODE_UNROLL:
	case NODE_FOR_RANGE:
	case NODE_FOR_MAP:
		lower_loop(l, n);
		break;
	case NODE_BREAK:
	case NODE_CONTINUE:
		lower_jump(l, n);
		break;
	case NODE_RETURN:
		lower_return(l, n);
		break;
	case NODE_INT:
	case NODE_STRING:
	case NODE_BOOL:
	case NODE_NAME:
	case NODE_VARIABLE:
	case NODE_MAP:
	case NODE_POSITIONAL:
	case NODE_POSITIONAL_COUNT:
	case NODE_UNARY:
	case NODE_STEP:
	case NODE_BINARY:
	case NODE_TERNARY:
	case NODE_FIELD:
	case NODE_INDEX:
	case NODE_CALL:
	case NODE_TUPLE:
	case NODE_RECORD:
	case NODE_CAST:
	case NODE_DEREF:
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
	case NODE_COMPTIME:
	case NODE_ADDRESS:
	case NODE_KIND_COUNT:
		break;
	}
	frame_release(l, mark);
}

void lower_block(struct lowering *l, const struct node *block)
{
	for (struct node *n = block->list.first; n; n = n->next)
		lower_statement(l, n);
}
