/* compiler/check_assign.c - everything that puts a value into a variable or a map: =, op=, ++, --,
 * aggregations (language.md S3, S4, E8, M3, M6).  Part of the check pass. */
#include "compiler/check.h"

#include "runtime/base/util.h"

void check_into_variable(struct checker *ck, const struct node *target, const struct node *value,
	const struct shape *shape)
{
	struct variable *v = target->variable.ref;

	if (v->has_written_type && !check_into_written(ck, v, value, shape))
		return;

	check_gather(ck,
		&(struct gather){
		.into = &v->gathered,
		.settled = &v->shape,
		.type = &v->type,
		.first = &v->typed,
		.span = value->span,
		.place = arena_printf(ck->arena, "'$%s'", v->name),
		},
		shape);
}

void checker_assign_element(struct checker *c, struct node *variable, struct node *element)
{
	struct shape shape;

	element->type = check_map_read(c, element);
	shape = shape_of_node(c->arena, element);
	check_into_variable(c, variable, element, &shape);
	variable->variable.element = element;
}

static void gather_map(struct checker *ck, const struct node *target, const struct node *value,
	const struct shape *shape)
{
	struct map *m = target->map.ref;

	check_gather(ck,
		&(struct gather){
		.into = &m->value_gathered,
		.settled = &m->value_shape,
		.type = &m->value_type,
		.wide = true,
		.first = &m->value_span,
		.span = value->span,
		.place = arena_printf(ck->arena, "'%s'", m->title),
		},
		shape);
}

static void gather_target(struct checker *ck, const struct node *target, const struct node *value,
	const struct shape *shape)
{
	if (target->kind == NODE_VARIABLE)
		check_into_variable(ck, target, value, shape);
	else
		gather_map(ck, target, value, shape);
}

/* The place to assign to: its present type in target->type; false when it is none. */
static bool check_target(struct checker *ck, struct node *target)
{
	if (target->kind == NODE_VARIABLE) {
		check_expression(ck, target);
		return true;
	}
	if (target->kind == NODE_MAP)
		return !type_is_bad(check_map_element(ck, target)) || target->map.ref->value_shape;
	diag_hint(diag_error(ck->diags, target->span, DIAG_NOT_ASSIGNABLE,
			  "this cannot be assigned to"),
		"variables ($x) and map elements (@x, @x[key]) can");
	return false;
}

/* Aggregations */

static void check_agg_params(
	struct checker *ck, const struct node *call, struct map *m, const struct shape *agg)
{
	const struct shape *before = m->value_gathered;
	struct diag *d;

	if (!before || before->form != SHAPE_AGG || before->type->agg != agg->type->agg ||
		type_equal(before->type, agg->type))
		return;
	d = diag_error(ck->diags, call->span, DIAG_AGG_PARAMS,
		"%s() of '@%s' has other constants here", call->call.name, m->name);
	diag_note(d, m->value_span, "the first one is here");
	diag_hint(d, "all %s() of one map need the same constants", call->call.name);
}

static struct shape sample_shape(
	struct checker *ck, const struct node *call, const struct builtin *b)
{
	struct builtin_signature s;

	builtin_signature(b, ck->arena, &s);
	if (!s.param_count || s.params[0].kind != PARAM_INT || !call->call.args)
		return shape_of_type(ck->arena, NULL);
	return shape_of_node(ck->arena, call->call.args);
}

static void check_aggregation(struct checker *ck, struct node *n)
{
	static const struct agg_params no_params;
	struct node *call = n->assign.value, *target = n->assign.target;
	const struct builtin *b = call->call.builtin;
	struct shape agg;
	bool good;

	if (n->assign.op != OP_NONE || target->kind != NODE_MAP || target->map.ref->is_thread) {
		check_target(ck, target);
		check_expression(ck, call); /* says where it belongs */
		return;
	}
	good = check_aggregation_call(ck, call);
	if (type_is_bad(check_map_element(ck, target)) && !target->map.ref->value_shape)
		return;
	if (!good && !type_is_bad(call->type))
		return;
	agg = shape_of_agg(ck->arena, b->agg,
		good && call->call.data ? call->call.data : &no_params, sample_shape(ck, call, b));
	agg.is_bad = !good;
	check_agg_params(ck, call, target->map.ref, &agg);
	gather_map(ck, target, call, &agg);
}

bool node_is_aggregation(const struct node *value)
{
	return value->kind == NODE_CALL && value->call.builtin &&
	       (value->call.builtin->flags & BI_AGGREGATION);
}

/* Assignments */

/* @y = @x of an aggregation would have to copy all its words on all CPUs (M6). */
static bool copies_aggregation(
	struct checker *ck, const struct node *target, const struct node *value)
{
	const struct type *t = value->kind == NODE_MAP ? value->map.ref->value_type : NULL;

	if (target->kind != NODE_MAP || target->map.ref->is_thread || !t || t->kind != TYPE_AGG ||
		type_is_bad(value->type))
		return false;
	diag_hint(diag_error(ck->diags, value->span, DIAG_AGG_MISPLACED,
			  "'@%s' is an aggregation (%s): it cannot be copied to another map",
			  value->map.name, agg_name(t->agg)),
		"cast it to the number that it stands for now: (%s)@%s%s",
		type_text(ck->arena, t->elem), value->map.name, value->map.keys ? "[...]" : "");
	return true;
}

/* What target op= value leaves in the target: 64 bits of the sign of both (T22). */
static struct shape compound_shape(struct checker *ck, const struct node *n, const struct type *t)
{
	const struct node *value = n->assign.value;

	if (n->assign.op == OP_SUB || !t)
		return shape_of_type(ck->arena, t ? &type_int64 : NULL);
	if (n->assign.op == OP_SHL || n->assign.op == OP_SHR || value->kind == NODE_INT ||
		value->type->kind == TYPE_BOOL)
		return value->kind == NODE_INT && (int64_t)value->integer.value < 0 &&
			       !value->integer.is_unsigned
			   ? shape_of_type(ck->arena, &type_int64)
				: shape_flexible_word();
	return shape_of_type(
		ck->arena, type_int(8, value->type->kind == TYPE_INT && value->type->is_signed));
}

/* A place that holds an aggregation, or nothing that can be counted with. */
static bool is_steppable(
	struct checker *ck, const struct node *target, const char *text, enum operator op)
{
	const struct type *t = target->type;

	if (!t || type_is_number(t))
		return true;
	if (t->kind == TYPE_POINTER && (op == OP_ADD || op == OP_SUB))
		return true;
	if (type_is_bad(t))
		return false;
	if (t->kind == TYPE_AGG) {
		diag_hint(diag_error(ck->diags, target->span, DIAG_BAD_OPERAND,
			      "'%s' cannot change '@%s': it is an aggregation (%s)", text,
			      target->map.name, agg_name(t->agg)),
			"assign %s() to it again, or use another map", agg_name(t->agg));
		return false;
	}
	check_note_origin(ck,
		diag_error(ck->diags, target->span, DIAG_BAD_OPERAND,
			"'%s' needs an integer, not %s", text, type_text(ck->arena, t)),
		target);
	return false;
}

/* A pointer stays what it is, by however many steps it moves (E16). */
static void check_pointer_step(struct checker *ck, const struct node *by, const char *op)
{
	if (by->type && !type_is_number(by->type))
		diag_error(ck->diags, by->span, DIAG_BAD_OPERAND,
			"'%s' moves a pointer by an integer, not by %s", op,
			type_text(ck->arena, by->type));
}

static void check_compound(struct checker *ck, struct node *n)
{
	struct node *target = n->assign.target, *value = n->assign.value;
	const char *op = arena_printf(ck->arena, "%s=", operator_text(n->assign.op));
	const struct type *known = target->type, *t;
	struct shape shape;

	if (!is_steppable(ck, target, op, n->assign.op) || type_is_bad(value->type))
		return;
	if (known && known->kind == TYPE_POINTER) {
		check_pointer_step(ck, value, op);
		return;
	}
	if (!known)
		target->type = value->type; /* a place that only ever meets this operator */
	t = check_operands(ck, n, n->assign.op, target, value);
	target->type = known;
	if (type_is_bad(t))
		return;
	shape = compound_shape(ck, n, t);
	gather_target(ck, target, n, &shape);
}

void check_assign(struct checker *ck, struct node *n)
{
	struct node *target = n->assign.target, *value = n->assign.value;
	struct shape shape;

	n->type = &type_void;
	if (check_block_aggregation(ck, n)) {
		check_statement(ck, n);
		return;
	}
	if (node_is_aggregation(value)) {
		check_aggregation(ck, n);
		return;
	}
	check_value(ck, value);
	if (!check_target(ck, target))
		return;
	if (n->assign.op != OP_NONE) {
		check_compound(ck, n);
		return;
	}
	if (copies_aggregation(ck, target, value))
		value->type = &type_error;
	if (target->kind == NODE_VARIABLE)
		check_as_written(ck, target->variable.ref->written, value);
	shape = shape_of_node(ck->arena, value);
	gather_target(ck, target, value, &shape);
}

/* ++x x++ --x x-- */
const struct type *check_step(struct checker *ck, struct node *n)
{
	struct node *target = n->step.target;
	struct shape shape;

	if (!check_target(ck, target) || !is_steppable(ck, target, n->step.down ? "--" : "++",
					     n->step.down ? OP_SUB : OP_ADD))
		return &type_error;
	if (target->type && target->type->kind == TYPE_POINTER)
		return target->type;
	shape = n->step.down ? shape_of_type(ck->arena, &type_int64) : shape_flexible_word();
	gather_target(ck, target, n, &shape);
	return target->type;
}
