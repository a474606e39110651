/* compiler/check_c_function.c - calls of functions of imported objects: arguments against the
 * prototype (language.md Q22).  Part of the check pass. */
#include "compiler/check.h"

#include "compiler/c_object.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

static const char *parameter_text(struct checker *ck, const struct c_function *f, uint32_t i)
{
	if (*f->param_names[i])
		return arena_printf(ck->arena, "'%s' of %s()", f->param_names[i], f->name);
	return arena_printf(ck->arena, "argument %u of %s()", i + 1, f->name);
}

static bool is_generic(const struct type *pointer)
{
	return !pointer->elem && !pointer->name;
}

/* Memory of the program that is handed over as what `to` points to. */
static bool is_memory_of(struct checker *ck, const struct type *to, const struct type *memory)
{
	const struct type *wanted = btf_types_pointee(&ck->c->programs, to, ck->arena);
	bool bytes = wanted && type_is_number(wanted) && wanted->size == 1;

	if (is_generic(to) || !wanted || (bytes && memory->kind == TYPE_STRING))
		return true;
	if (type_is_number(wanted) && type_is_number(memory))
		return wanted->size == memory->size;
	return wanted->kind == TYPE_STRUCT ? check_same_memory(wanted, memory)
		: wanted->kind == memory->kind;
}

static enum fit fit_address(struct checker *ck, const struct type *to, const struct node *arg)
{
	const struct type *from = arg->type, *pointee;

	if (arg->kind == NODE_INT && !arg->integer.value)
		return FIT_GOOD;
	if (arg->kind == NODE_ADDRESS && arg->unary.operand->kind == NODE_VARIABLE)
		return is_memory_of(ck, to, arg->unary.operand->type) ? FIT_GOOD : FIT_NEVER;
	if (from->kind == TYPE_STRING)
		return is_memory_of(ck, to, from) ? FIT_GOOD : FIT_NEVER;
	if (from->kind != TYPE_POINTER)
		return FIT_NEVER;
	if (is_generic(to) || is_generic(from) || type_equal(to, from) ||
		(to->name && from->name && str_eq(to->name, from->name)))
		return FIT_GOOD;
	pointee = btf_types_pointee(&ck->c->programs, from, ck->arena);
	return pointee && type_is_number(pointee) && is_memory_of(ck, to, pointee) ? FIT_GOOD
		: FIT_NEVER;
}

static void check_passed(
	struct checker *ck, const struct c_function *f, uint32_t i, const struct node *arg)
{
	const struct type *to = f->params[i];
	struct shape shape = shape_of_node(ck->arena, arg);
	enum fit fit = to->kind == TYPE_POINTER ? fit_address(ck, to, arg)
		: check_fit(ck, to, arg, &shape);
	struct diag *d;

	if (fit == FIT_GOOD)
		return;
	d = check_misfit(ck, arg, to, fit, parameter_text(ck, f, i));
	diag_hint(d, "%s", f->prototype);
	if (fit == FIT_NARROW)
		diag_hint(d, "cast it: (%s)", type_text(ck->arena, to));
}

/* Only what a register holds can be passed. */
static bool check_prototype(struct checker *ck, const struct node *n, const struct c_function *f)
{
	const char *why =
		f->result ? NULL : "its result is of a type that scripts have no values of";

	if (f->result && f->result->kind == TYPE_POINTER)
		why = "its result is a pointer, which scripts cannot follow safely";
	if (f->param_count > C_FUNCTION_PARAMS)
		why = "the kernel passes at most 5 arguments";
	for (uint32_t i = 0; i < f->param_count && !why; i++)
		if (!f->params[i])
			why = "a parameter is of a type that scripts have no values of";
	if (why)
		diag_hint(diag_error(ck->diags, n->call.name_span, DIAG_BAD_ARGUMENT,
				  "%s() cannot be called: %s", f->name, why),
			"%s", f->prototype);
	return !why;
}

const struct type *c_function_check(struct checker *ck, struct node *n)
{
	const struct c_function *f = n->call.c_function;
	const struct node *arg = n->call.args;

	if (!check_prototype(ck, n, f))
		return &type_error;
	if (!check_argument_count(ck, n, f->name, f->param_count, f->prototype))
		return f->result;
	for (uint32_t i = 0; i < f->param_count; i++, arg = arg->next)
		if (arg->type && !type_is_bad(arg->type))
			check_passed(ck, f, i, arg);
	return f->result;
}
