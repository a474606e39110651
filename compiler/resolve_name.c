/* compiler/resolve_name.c - names and calls: what each stands for, a row of the language, a
 * function of the script or of an imported object, a macro of the preprocessor, a constant; and
 * what is said of those that stand for nothing.  Part of the resolve pass. */
#include "compiler/resolve_internal.h"

#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "compiler/builtin.h"
#include "compiler/c_object.h"
#include "compiler/c_script.h"
#include "compiler/config.h"
#include "compiler/expand.h"
#include "compiler/fact.h"
#include "compiler/function.h"
#include "compiler/shape.h"
#include "compiler/walk.h"

static void offer_row(const struct builtin *b, void *arg)
{
	if (!(b->flags & BI_NUMBERED))
		nearest_offer(arg, b->name);
}

static void hint_enumerator(struct resolver *r, struct diag *d, const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	btf_types_each_enumerator(&r->c->programs, nearest_visit, &near);
	c_script_each_constant(nearest_visit, &near);
	diag_offer(d, "", &near);
}

/* The nearest row, or what has exactly this name and is written with a sign before it. */
static void hint_known(struct resolver *r, struct diag *d, const char *name)
{
	struct nearest near;

	if (!diag_is_shown(d))
		return;
	nearest_start(&near, name);
	builtin_each(offer_row, &near);
	for (const struct probe_node *p = r->c->program->functions; p; p = p->next)
		nearest_offer(&near, p->function->name);
	c_function_each(r->c, nearest_visit, &near);
	if (scope_find(r->scopes, name))
		diag_hint(d, "did you mean '$%s'?", name);
	else if (strmap_get(&r->maps, name))
		diag_hint(d, "did you mean '@%s'?", name);
	else if (!diag_offer(d, "", &near) && name[0] >= 'A' && name[0] <= 'Z')
		hint_enumerator(r, d, name);
}

static void report_unknown(struct resolver *r, struct span where, const char *name, bool is_call)
{
	enum diag_id id = is_call ? DIAG_UNKNOWN_FUNCTION : DIAG_UNKNOWN_NAME;

	if (name_is_not_yet(name))
		diag_error(r->c->diags, where, DIAG_NOT_YET, "'%s' is not there yet", name);
	else
		hint_known(
			r, diag_error(r->c->diags, where, id, "'%s' is not defined", name), name);
}

/* One of the kernel itself is what it is there. */
static void assume_enumerator(struct compilation *c, const struct node *n, const char *name,
	const struct btf_enumerator *e)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(e->enum_id, &id);

	if (b && *b->name && !b->source)
		fact_assume(c, FACT_ENUMERATOR, name, e->value, n->span);
}

/* A constant of the kernel (E18). */
static bool resolve_enumerator(struct resolver *r, struct node *n, const char *name)
{
	struct btf_enumerator e;

	if (name_is_not_yet(name) || !btf_types_enumerator(&r->c->programs, name, &e))
		return false;
	assume_enumerator(r->c, n, name, &e);
	n->kind = NODE_INT;
	n->integer.value = e.value;
	n->integer.is_unsigned = e.is_unsigned;
	n->integer.is_duration = false;
	n->of_enum = type_enum_value(r->c->arena, btf_types_by_id(e.enum_id, r->c->arena));
	return true;
}

/* What a #define of the script makes of a name (C7). */
static bool resolve_macro(struct resolver *r, struct node *n)
{
	struct c_replaced done;
	struct node *child = n, *next = n->next;

	if (!c_script_replace(r->c, n, &done))
		return false;
	if (!done.macro)
		return true;
	expand_node(r->c, &child);
	resolve_child(&child, r);
	if (child != n)
		*n = *child;
	/* the copy is a use of the variable, too */
	if (n->kind == NODE_VARIABLE)
		scope_use(r->scopes, n, n->variable.ref);
	n->next = next;
	c_script_replaced(r->c, &done);
	return true;
}

/* What a name stands for in a call. */
struct callee {
	const struct builtin *row;
	struct function *function;
	struct c_function *c_function;
};

/* Functions of the script come first, whose names no row has but weak ones; those of imported
 * objects go before weak ones too. */
static struct callee find_callee(struct resolver *r, const char *name)
{
	struct callee found = {
		.function = strmap_get(&r->functions, name),
		.row = builtin_find(name, NULL),
	};

	if (found.function)
		found.row = &function_row;
	else if (!found.row || found.row->flags & BI_WEAK)
		found.c_function = c_function_find(r->c, name);
	if (found.c_function)
		found.row = &c_function_row;
	return found;
}

void resolve_name(struct resolver *r, struct node *n)
{
	const char *name = n->name.text;
	struct callee callee = find_callee(r, name);
	const struct builtin *b = callee.row;

	if (!b || b->flags & BI_WEAK) {
		if (resolve_macro(r, n) || resolve_enumerator(r, n, name))
			return;
		if (!b) {
			if (name_is_not_yet(name) || !c_script_constant(r->c, n))
				report_unknown(r, n->span, name, false);
			return;
		}
	}
	if (b->flags & BI_ENTRY)
		r->probe->uses_entry = true;
	if (b->flags & BI_VARIABLE) {
		config_allows_name(r->c, name, n->span);
		n->name.builtin = b;
		return;
	}
	/* f and f() are the same (E11) */
	n->kind = NODE_CALL;
	n->call.name = name;
	n->call.name_span = n->span;
	n->call.args = NULL;
	n->call.arg_count = 0;
	n->call.data = NULL;
	n->call.function = callee.function;
	n->call.c_function = callee.c_function;
	n->call.dropped = false;
	n->call.builtin = b;
}

static bool takes_variable(const struct builtin_signature *s, uint32_t index)
{
	return s->param_count &&
	       s->params[MIN_OF(index, s->param_count - 1)].kind == PARAM_VARIABLE;
}

static void resolve_arguments(struct resolver *r, struct node *n, const struct builtin *b)
{
	struct builtin_signature signature = {0};
	uint32_t i = 0;

	builtin_signature(b, r->c->arena, &signature);
	for (struct node **arg = &n->call.args; *arg; arg = &(*arg)->next, i++) {
		if ((*arg)->kind == NODE_NAME && builtin_takes_word(&signature, i))
			continue;
		if ((*arg)->kind == NODE_VARIABLE && takes_variable(&signature, i)) {
			resolve_assigned_variable(r, *arg);
			continue;
		}
		if (i == 0 && (b->flags & BI_PARAMETER_TEXT) && resolve_parameter_text(r->c, *arg))
			continue;
		resolve_child(arg, r);
	}
}

void resolve_call(struct resolver *r, struct node *n)
{
	const char *name = n->call.name;
	struct callee callee = find_callee(r, name);
	const struct builtin *b = callee.row;

	if (!b) {
		if (!c_script_refuse_call(r->c, name, n->call.name_span))
			report_unknown(r, n->call.name_span, name, true);
		walk_children(n, resolve_child, r);
		return;
	}
	if (!callee.function)
		config_allows_name(r->c, name, n->call.name_span);
	if ((b->flags & BI_VARIABLE) && !n->call.arg_count) {
		n->kind = NODE_NAME;
		n->name.text = name;
		n->name.builtin = b;
		return;
	}
	n->call.function = callee.function;
	n->call.c_function = callee.c_function;
	n->call.builtin = b;
	resolve_arguments(r, n, b);
}
