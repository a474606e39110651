/* compiler/check_function.c - functions of the script: types of parameters and results, calls,
 * return (language.md Q10 to Q13).  Part of the check pass. */
#include "compiler/check.h"

#include "compiler/function.h"

static bool lacks_capacity(const struct type *t)
{
	return (t->kind == TYPE_STRING || t->kind == TYPE_BUFFER) && check_is_open(t);
}

void check_function_head(struct checker *ck, struct function *f)
{
	const struct type *t = check_written_type(ck, f->result_name);

	for (struct node *p = f->params; p; p = p->next)
		check_let(ck, p);
	if (t && t->kind == TYPE_AGG) {
		diag_hint(diag_error(ck->diags, f->result_name->span, DIAG_BAD_OPERAND,
			      "the result of '%s' cannot be an aggregation", f->name),
			"aggregations live in maps: a function may assign them there");
		t = &type_error;
	} else if (t && lacks_capacity(t)) {
		diag_hint(diag_error(ck->diags, f->result_name->span, DIAG_EXPECTED,
			      "expected the whole type of the result of '%s', not only %s", f->name,
			      type_text(ck->arena, t)),
			"a string has a capacity: string[64]");
		t = &type_error;
	} else if (t && !type_is_bad(t)) {
		t = check_size(ck, f->result_name->span, t);
	}
	f->result_written = t && type_is_enum(t) ? type_enum_value(ck->arena, t) : t;
	if (!t || !check_is_open(t))
		f->result = f->result_written;
}

/* "f($a : int64, $b : string[16]) : bool" */
static const char *form(struct checker *ck, const struct function *f)
{
	const char *text = arena_printf(ck->arena, "fn %s(", f->name);

	for (const struct node *p = f->params; p; p = p->next) {
		const struct variable *v = p->let.variable->variable.ref;

		text = arena_printf(ck->arena, "%s$%s : %s%s", text, v->name,
			v->type ? type_text(ck->arena, v->type) : "?", p->next ? ", " : "");
	}
	return arena_printf(
		ck->arena, "%s) : %s", text, f->result ? type_text(ck->arena, f->result) : "?");
}

static bool is_castable(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL || t->kind == TYPE_POINTER;
}

/* A value must be as it is in the other type (Q11). */
static bool check_lossless(struct checker *ck, const struct node *value, const struct type *to,
	const char *place, struct span written)
{
	struct shape shape = shape_of_node(ck->arena, value);
	enum fit fit = check_fit(ck, to, value, &shape);
	struct diag *d;

	if (fit == FIT_GOOD)
		return true;
	d = check_misfit(ck, value, to, fit, place);
	diag_note(d, written, "its type is written here");
	if (fit != FIT_OUTSIDE &&
		(fit == FIT_NARROW || (is_castable(to) && is_castable(value->type))))
		diag_hint(d, "cast it: (%s)", type_text(ck->arena, to));
	return false;
}

static bool check_argument_of(
	struct checker *ck, const struct function *f, const struct node *param, struct node *arg)
{
	struct variable *v = param->let.variable->variable.ref;
	struct shape shape;

	check_as_written(ck, v->written, arg);
	if (!v->written || !arg->type)
		return true;
	if (type_is_bad(v->written) || type_is_bad(arg->type))
		return false;
	if (check_is_open(v->written)) {
		shape = shape_of_node(ck->arena, arg);
		check_into_variable(ck, param->let.variable, arg, &shape);
		return true;
	}
	return check_lossless(ck, arg, v->written,
		arena_printf(ck->arena, "'$%s' of %s()", v->name, f->name), param->let.type->span);
}

bool check_argument_count(struct checker *ck, const struct node *call, const char *name,
	uint32_t count, const char *form)
{
	if (call->call.arg_count == count)
		return true;
	diag_hint(diag_error(ck->diags, call->span, DIAG_ARGUMENT_COUNT,
			  "%s() takes %u argument%s, not %u", name, count, count == 1 ? "" : "s",
			  call->call.arg_count),
		"%s", form);
	return false;
}

const struct type *function_call_check(struct checker *ck, struct node *n)
{
	struct function *f = n->call.function;
	struct node *param = f->params;

	if (!check_argument_count(ck, n, f->name, f->param_count, form(ck, f)))
		return f->result ? f->result : &type_error;
	for (struct node *arg = n->call.args; arg; arg = arg->next, param = param->next)
		check_argument_of(ck, f, param, arg);
	checker_probe(ck)->uses_typed |= f->code->uses_typed;
	return f->result ? f->result : &type_error;
}

/* What is returned, as a value that the written type of the result allows. */
static void check_returned(struct checker *ck, struct function *f, const struct node *value)
{
	const char *place = arena_printf(ck->arena, "the result of %s()", f->name);
	struct shape shape;

	if (!check_is_open(f->result_written) || value->type->kind != f->result_written->kind) {
		check_lossless(ck, value, f->result_written, place, f->result_name->span);
		return;
	}
	shape = shape_of_node(ck->arena, value);
	check_gather(ck,
		&(struct gather){
		.into = &f->result_gathered,
		.settled = &f->result_shape,
		.type = &f->result,
		.first = &f->result_first,
		.span = value->span,
		.place = place,
		},
		&shape);
}

void check_return(struct checker *ck, struct node *n)
{
	struct function *f = ck->probe->function;
	struct node *value = n->expression.value;
	const struct type *t;

	n->type = &type_void;
	if (!f && value)
		check_result(ck, value);
	if (!f)
		return;
	t = value ? check_value(ck, value) : NULL;
	if (value)
		check_as_written(ck, f->result_written, value);
	if (!f->result_written || type_is_bad(f->result_written))
		return;
	if (!value && f->result_written->kind != TYPE_VOID)
		diag_note(diag_error(ck->diags, n->span, DIAG_TYPE_MISMATCH,
				  "%s() must return a value: it is %s", f->name,
				  type_text(ck->arena, f->result_written)),
			f->result_name->span, "the type of its result is written here");
	else if (value && f->result_written->kind == TYPE_VOID)
		diag_note(diag_error(ck->diags, value->span, DIAG_TYPE_MISMATCH,
				  "%s() returns no value", f->name),
			f->result_name->span, "the type of its result is written here");
	else if (value && t && !type_is_bad(t))
		check_returned(ck, f, value);
}
