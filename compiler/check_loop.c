/* compiler/check_loop.c - loops: what they go over, and the type of their variable (language.md S8,
 * S30 to S33).  Part of the check pass. */
#include "compiler/check.h"

/* Copies of a body that 'unroll' makes (S8). */
#define UNROLL_MAX 100

void check_while(struct checker *ck, struct node *n)
{
	n->type = &type_void;
	check_condition(ck, n->loop.over);
	check_statement(ck, n->loop.body);
}

void check_unroll(struct checker *ck, struct node *n)
{
	struct node *count = n->loop.over;
	int64_t value;

	n->type = &type_void;
	check_expression(ck, count);
	if (!checker_literal_int(count, &value))
		diag_hint(diag_error(ck->diags, count->span, DIAG_NOT_A_LITERAL,
			      "'unroll' takes an integer literal or a parameter"),
			"for ($i : 0..n) { } takes any number");
	else if (value < 1 || value > UNROLL_MAX)
		diag_hint(diag_error(ck->diags, count->span, DIAG_OUT_OF_RANGE,
			      "'unroll' takes 1 to %d, not %lld", UNROLL_MAX, (long long)value),
			"for ($i : 0..n) { } takes any number");
	check_statement(ck, n->loop.body);
}

/* The variable holds both bounds (S31). */
static void gather_bound(struct checker *ck, const struct node *n, struct node *bound)
{
	const struct type *t = check_value(ck, bound);
	struct shape shape;

	if (t && !type_is_bad(t) && !type_is_number(t)) {
		diag_error(ck->diags, bound->span, DIAG_BAD_OPERAND,
			"a range goes over integers, not %s", type_text(ck->arena, t));
		bound->type = &type_error;
	}
	shape = bound->type && bound->type->kind == TYPE_BOOL
		? shape_of_type(ck->arena, type_int(1, true))
		: shape_of_node(ck->arena, bound);
	check_into_variable(ck, n->loop.variable, bound, &shape);
}

void check_for_range(struct checker *ck, struct node *n)
{
	n->type = &type_void;
	gather_bound(ck, n, n->loop.over);
	gather_bound(ck, n, n->loop.end);
	check_expression(ck, n->loop.variable);
	check_statement(ck, n->loop.body);
}

/* The type of an entry: NULL while it is not known. */
static const struct type *entry_type(struct checker *ck, struct node *over)
{
	const struct map *m = over->map.ref;
	const struct type *parts[] = {m->key_type, m->value_type};

	check_map_whole(ck, over);
	if (m->key_known && !m->is_keyed) {
		diag_note(diag_error(ck->diags, over->span, DIAG_MAP_MIXED,
			      "'%s' has no keys: there is nothing to go over", m->title),
			m->key_decided, "it is used without a key here");
		return &type_error;
	}
	if (!parts[0] || !parts[1])
		return NULL;
	if (type_is_bad(parts[0]) || type_is_bad(parts[1]))
		return &type_error;
	if (parts[1]->kind == TYPE_AGG && !agg_is_number(parts[1]->agg)) {
		report_agg_in_expression(ck, over, parts[1]);
		return &type_error;
	}
	if (parts[1]->kind == TYPE_AGG)
		parts[1] = parts[1]->elem;
	return type_tuple(ck->arena, parts, NULL, 2);
}

void check_for_map(struct checker *ck, struct node *n)
{
	struct shape shape = shape_of_type(ck->arena, entry_type(ck, n->loop.over));

	n->type = &type_void;
	check_into_variable(ck, n->loop.variable, n->loop.over, &shape);
	check_expression(ck, n->loop.variable);
	ck->map_loops++;
	check_statement(ck, n->loop.body);
	ck->map_loops--;
}
