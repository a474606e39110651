/* compiler/check_let.c - let: variables whose type is written, and what may be put into them
 * (language.md S5, T21).  Part of the check pass. */
#include "compiler/check.h"

/* How a value goes into a place of a written type. */
enum fit {
	FIT_GOOD,
	FIT_NARROW,	/* it may have to be cut: a value that is not known yet */
	FIT_OUTSIDE,	/* a literal that does not fit */
	FIT_NEVER,	/* of another kind */
};

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

static enum fit fit_pointer(const struct type *to, const struct type *from)
{
	bool generic = (!to->elem && !to->name) || (!from->elem && !from->name);

	return generic || type_equal(to, from) ? FIT_GOOD : FIT_NEVER;
}

static enum fit fit_parts(struct checker *ck, const struct type *to, const struct shape *shape)
{
	struct shape both = shape_of_type(ck->arena, to);

	if (shape_join(ck->arena, &both, shape) == JOIN_CONFLICT)
		return FIT_NEVER;
	return type_equal(shape_type(ck->arena, &both, true), to) ? FIT_GOOD : FIT_NARROW;
}

static enum fit fit_of(
    struct checker *ck, const struct type *to, const struct node *value, const struct shape *shape)
{
	const struct type *from = value->type;

	if (shape->form == SHAPE_INTEGER && !shape->type && (to->kind == TYPE_INT || to->kind == TYPE_BOOL))
		return fit_literal(to, shape);
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
		return fit_pointer(to, from);
	if (to->kind == TYPE_TUPLE)
		return fit_parts(ck, to, shape);
	return type_equal(to, from) ? FIT_GOOD : FIT_NEVER;
}

static void report_misfit(struct checker *ck, const struct variable *v, const struct node *value,
    enum fit fit)
{
	const char *to = check_type_name(ck, v->type), *from = check_type_name(ck, value->type);
	struct diag *d;

	if (fit == FIT_NARROW)
		d = diag_warning(ck->diags, value->span,
		    v->type->kind == TYPE_INT ? DIAG_OUT_OF_RANGE : DIAG_STRING_CAPACITY,
		    "%s may not fit into '$%s', which is %s", from, v->name, to);
	else if (fit == FIT_OUTSIDE)
		d = diag_error(ck->diags, value->span, DIAG_OUT_OF_RANGE,
		    "the value does not fit into '$%s', which is %s", v->name, to);
	else
		d = diag_error(ck->diags, value->span, DIAG_TYPE_MISMATCH, "'$%s' is %s, not %s",
		    v->name, to, from);
	diag_note(d, v->typed, "its type is written here");
	if (fit == FIT_NARROW && v->type->kind == TYPE_INT)
		diag_hint(d, "cast it if the rest is not wanted: (%s)", to);
	else if (fit == FIT_NEVER && (v->type->kind == TYPE_POINTER || v->type->kind == TYPE_BOOL) &&
		 (value->type->kind == TYPE_INT || value->type->kind == TYPE_POINTER))
		diag_hint(d, "cast it: (%s)", to);
}

void check_into_written(struct checker *ck, const struct variable *v, const struct node *value,
    const struct shape *shape)
{
	enum fit fit;

	if (!v->type || type_is_bad(v->type) || !value->type || type_is_bad(value->type))
		return;
	fit = fit_of(ck, v->type, value, shape);
	if (fit != FIT_GOOD)
		report_misfit(ck, v, value, fit);
}

/* A string without a capacity takes that of what is assigned, as if no type were written. */
static bool is_open(const struct type *t)
{
	return (t->kind == TYPE_STRING && !t->size) || (t->kind == TYPE_BUFFER && !t->count);
}

static const struct type *cannot_hold(struct checker *ck, const struct node *n, const struct type *t)
{
	struct diag *d = diag_error(ck->diags, n->let.type->span, DIAG_BAD_OPERAND,
	    "a variable cannot hold %s", check_type_name(ck, t));

	if (t->kind == TYPE_AGG)
		diag_hint(d, "aggregations live in maps: @name = %s(...)", agg_name(t->agg));
	return &type_error;
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
	v->typed = n->let.type->span;
	if (is_open(t)) {
		v->has_written_type = false;
		if (!n->let.value)
			diag_hint(diag_error(ck->diags, n->let.type->span, DIAG_EXPECTED,
				      "expected the capacity of '$%s', which has no first value",
				      v->name),
			    "write %s[64]", t->kind == TYPE_STRING ? "string" : "buffer");
		return;
	}
	v->type = t;
}

void check_let(struct checker *ck, struct node *n)
{
	struct node *value = n->let.value;
	struct shape shape;
	const struct type *open;

	n->type = &type_void;
	if (n->let.type)
		declare(ck, n);
	check_expression(ck, n->let.variable);
	if (!value)
		return;
	check_value(ck, value);
	shape = shape_of_node(ck->arena, value);
	open = n->let.type && !n->let.variable->variable.ref->has_written_type
		   ? check_written_type(ck, n->let.type)
		   : NULL;
	if (open && value->type && !type_is_bad(value->type) && open->kind != value->type->kind) {
		diag_note(diag_error(ck->diags, value->span, DIAG_TYPE_MISMATCH,
			      "'$%s' is a %s, not %s", n->let.variable->variable.name,
			      n->let.type->base, check_type_name(ck, value->type)),
		    n->let.type->span, "its type is written here");
		return;
	}
	check_into_variable(ck, n->let.variable, value, &shape);
}
