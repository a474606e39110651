/* compiler/check_let.c - let: variables whose type is written, and what may be put into them
 * (language.md S5, T21).  Part of the check pass. */
#include "compiler/check.h"

#include "probes/btf_types.h"

static enum fit fit_literal(const struct type *to, const struct shape *s)
{
	unsigned bits = to->size * 8;

	if (to->kind == TYPE_BOOL)
		return s->min == 0 && s->max <= 1 ? FIT_GOOD : FIT_NEVER;
	if (!to->is_signed)
		return s->min == 0 && (bits == 64 || s->max >> bits == 0) ? FIT_GOOD : FIT_OUTSIDE;
	return s->min >= INT64_MIN >> (64 - bits) && s->max <= (uint64_t)INT64_MAX >> (64 - bits)
		   ? FIT_GOOD
			: FIT_OUTSIDE;
}

static enum fit fit_integer(const struct type *to, const struct type *from)
{
	bool fits = to->is_signed == from->is_signed ? to->size >= from->size
		: to->is_signed && to->size > from->size;

	return fits ? FIT_GOOD : FIT_NARROW;
}

/* Also by another name of what they point to: char and int8. */
static enum fit fit_pointer(struct checker *ck, const struct type *to, const struct type *from)
{
	bool generic = (!to->elem && !to->name) || (!from->elem && !from->name);
	const struct type *a, *b;

	if (generic || check_same_memory(to, from))
		return FIT_GOOD;
	a = btf_types_pointee(&ck->c->programs, to, ck->arena);
	b = btf_types_pointee(&ck->c->programs, from, ck->arena);
	return a && b && check_same_memory(a, b) ? FIT_GOOD : FIT_NEVER;
}

static enum fit fit_parts(struct checker *ck, const struct type *to, const struct shape *shape)
{
	struct shape both = shape_of_type(ck->arena, to);

	if (shape_join(ck->arena, &both, shape) == JOIN_CONFLICT)
		return FIT_NEVER;
	return type_equal(shape_type(ck->arena, &both, true), to) ? FIT_GOOD : FIT_NARROW;
}

/* A value that is no literal, though so far only literals may have been put where it comes from. */
static bool may_change(const struct node *value)
{
	if (value->kind == NODE_TERNARY)
		return may_change(
			       value->ternary.then ? value->ternary.then : value->ternary.cond) ||
			may_change(value->ternary.other);
	if (value->kind == NODE_BLOCK && value->list.value)
		return may_change(value->list.value);
	return value->kind == NODE_VARIABLE || value->kind == NODE_MAP;
}

enum fit check_fit(struct checker *ck, const struct type *to, const struct node *value,
	const struct shape *shape)
{
	const struct type *from = value->type;
	enum fit fit;

	if (type_is_enum(to) && value->kind == NODE_INT)
		return type_has_constant(to, value->integer.value) ? FIT_GOOD : FIT_OUTSIDE;
	if (shape->form == SHAPE_INTEGER && !shape->type &&
		(to->kind == TYPE_INT || to->kind == TYPE_BOOL)) {
		fit = fit_literal(to, shape);
		return fit == FIT_OUTSIDE && may_change(value) ? FIT_NARROW : fit;
	}
	if (to->kind == TYPE_INT && from->kind == TYPE_BOOL)
		return FIT_GOOD;
	if (to->kind != from->kind)
		return FIT_NEVER;
	if (to->kind == TYPE_INT)
		return fit_integer(to, from);
	if (to->kind == TYPE_STRING)
		return to->size >= from->size ? FIT_GOOD
			: value->kind == NODE_STRING ? FIT_OUTSIDE
			: FIT_NARROW;
	if (to->kind == TYPE_BUFFER)
		return to->count >= from->count ? FIT_GOOD : FIT_NARROW;
	if (to->kind == TYPE_POINTER)
		return fit_pointer(ck, to, from);
	if (type_has_parts(to))
		return fit_parts(ck, to, shape);
	return type_equal(to, from) ? FIT_GOOD : FIT_NEVER;
}

struct diag *check_misfit(struct checker *ck, const struct node *value, const struct type *to,
	enum fit fit, const char *place)
{
	const char *name = type_text(ck->arena, to);

	if (fit == FIT_OUTSIDE)
		return diag_error(ck->diags, value->span, DIAG_OUT_OF_RANGE,
			"the value does not fit into %s, which is %s", place, name);
	return diag_error(ck->diags, value->span, DIAG_TYPE_MISMATCH, "%s is %s, not %s", place,
		name, type_text(ck->arena, value->type));
}

static void report_misfit(struct checker *ck, const struct variable *v, const struct node *value,
	enum fit fit)
{
	const char *to = type_text(ck->arena, v->written),
		   *place = arena_printf(ck->arena, "'$%s'", v->name);
	struct diag *d;

	if (fit == FIT_NARROW)
		d = diag_warning(ck->diags, value->span,
			v->written->kind == TYPE_INT ? DIAG_OUT_OF_RANGE : DIAG_STRING_CAPACITY,
			"%s may not fit into %s, which is %s", type_text(ck->arena, value->type),
			place, to);
	else
		d = check_misfit(ck, value, v->written, fit, place);
	diag_note(d, v->written_at, "its type is written here");
	if (fit == FIT_NARROW && v->written->kind == TYPE_INT)
		diag_hint(d, "cast it if the rest is not wanted: (%s)", to);
	else if (fit == FIT_NEVER &&
		(v->written->kind == TYPE_POINTER || v->written->kind == TYPE_BOOL) &&
		(value->type->kind == TYPE_INT || value->type->kind == TYPE_POINTER))
		diag_hint(d, "cast it: (%s)", to);
}

bool check_is_open(const struct type *t)
{
	static const bool rest_follows[TYPE_KIND_COUNT] = {
		[TYPE_TIMESTAMP] = true,
		[TYPE_CGROUP_PATH] = true,
		[TYPE_KSTACK] = true,
		[TYPE_USTACK] = true,
	};

	return rest_follows[t->kind] || (t->kind == TYPE_STRING && !t->size) ||
	       (t->kind == TYPE_BUFFER && !t->count);
}

/* What += and ++ leave in the variable itself is cut to its type, as in C. */
static bool is_change_of(const struct node *value, const struct variable *v)
{
	const struct node *target = value->kind == NODE_ASSIGN ? value->assign.target
		: value->kind == NODE_STEP ? value->step.target
		: NULL;

	return target && target->kind == NODE_VARIABLE && target->variable.ref == v;
}

void check_as_written(struct checker *ck, const struct type *written, struct node *value)
{
	if (written && written->kind == TYPE_STRING)
		checker_as_text(ck, value);
}

bool check_into_written(struct checker *ck, const struct variable *v, const struct node *value,
	const struct shape *shape)
{
	const struct type *to = v->written;
	enum fit fit;

	if (!to || type_is_bad(to) || !value->type || type_is_bad(value->type))
		return false;
	if (check_is_open(to) && to->kind == value->type->kind)
		return true;
	if (is_change_of(value, v))
		return false;
	fit = check_is_open(to) ? FIT_NEVER : check_fit(ck, to, value, shape);
	if (fit != FIT_GOOD)
		report_misfit(ck, v, value, fit);
	return false;
}

static const struct type *cannot_hold(
	struct checker *ck, const struct node *n, const struct type *t)
{
	struct diag *d = diag_error(ck->diags, n->let.type->span, DIAG_BAD_OPERAND,
		"a variable cannot hold %s", type_text(ck->arena, t));

	if (t->kind == TYPE_AGG)
		diag_hint(d, "aggregations live in maps: @name = %s(...)", agg_name(t->agg));
	return &type_error;
}

/* A string has the capacity of what it begins with (T2). */
static void check_begins(struct checker *ck, const struct node *n, const struct type *t)
{
	bool text = t->kind == TYPE_STRING;

	if ((text || t->kind == TYPE_BUFFER) && check_is_open(t) && !n->let.value)
		diag_hint(diag_error(ck->diags, n->let.type->span, DIAG_EXPECTED,
			      "expected the capacity of '$%s', which has no first value",
			      n->let.variable->variable.name),
			"write %s[64]", text ? "string" : "buffer");
}

/* The written type becomes the variable's. */
static void declare(struct checker *ck, const struct node *n)
{
	struct variable *v = n->let.variable->variable.ref;
	const struct type *t = check_written_type(ck, n->let.type);

	if (!t)
		return;
	if (t->kind == TYPE_VOID || t->kind == TYPE_AGG || (t->kind == TYPE_ARRAY && !t->size))
		t = cannot_hold(ck, n, t);
	else if (!type_is_bad(t))
		t = check_size(ck, n->let.type->span, t);
	if (type_is_enum(t))
		t = type_enum_value(ck->arena, t);
	check_begins(ck, n, t);
	v->written_at = n->let.type->span;
	v->written = t;
	if (!check_is_open(t))
		v->type = t;
}

void check_let(struct checker *ck, struct node *n)
{
	struct node *value = n->let.value;
	struct shape shape;

	n->type = &type_void;
	if (n->let.type)
		declare(ck, n);
	check_expression(ck, n->let.variable);
	if (!value)
		return;
	check_value(ck, value);
	check_as_written(ck, n->let.variable->variable.ref->written, value);
	shape = shape_of_node(ck->arena, value);
	check_into_variable(ck, n->let.variable, value, &shape);
}
