/* compiler/resolve.c - the resolve pass: attach points become probes of this machine
 * (resolve_probes.c), names become rows of the language, variables of their block and maps of the
 * program, positional parameters become constants.  After it no node is POSITIONAL or
 * POSITIONAL_COUNT, every NAME and CALL has its row (except words that a signature takes as they
 * are), every VARIABLE and MAP its ref. */
#include "compiler/resolve_internal.h"

#include <string.h>

#include "runtime/base/match.h"
#include "runtime/base/util.h"
#include "probes/btf_types.h"
#include "compiler/builtin.h"
#include "compiler/function.h"
#include "compiler/fold.h"
#include "compiler/named_parameter.h"
#include "compiler/walk.h"

/* Variables */

static void report_undefined(struct resolver *r, const struct node *n)
{
	const char *name = scope_shown_name(r->c->arena, n->variable.name);
	struct diag *d = diag_error(r->c->diags, n->span, DIAG_UNDEFINED_VARIABLE,
		"'$%s' is not defined", name);
	struct nearest near;

	if (!diag_is_shown(d))
		return;
	nearest_start(&near, name);
	scope_nearest(r->scopes, &near);
	if (diag_offer(d, "$", &near))
		return;
	if (builtin_find(name, NULL))
		diag_hint(d, "did you mean '%s'?", name);
	else if (strmap_get(&r->maps, name))
		diag_hint(d, "did you mean '@%s'?", name);
	else
		diag_hint(d, "a variable begins with its first assignment and lives to the end of "
			     "that block of its probe");
}

/* Old scripts use variables behind the block that first assigned them (S21). */
static struct variable *revive(struct resolver *r, const struct node *n)
{
	struct variable *v = scope_revive(r->scopes, n->variable.name);
	struct diag *d;

	if (!v)
		return NULL;
	d = diag_warning(r->c->diags, n->span, DIAG_LATE_VARIABLE,
		"'$%s' is used behind the block that it belongs to", v->name);
	diag_note(d, v->declared, "it is first assigned here");
	diag_hint(d, "write 'let $%s;' before that block", v->name);
	return v;
}

static void resolve_variable(struct resolver *r, struct node *n)
{
	struct variable *v = scope_find(r->scopes, n->variable.name);

	if (!v)
		v = revive(r, n);
	if (!v) {
		report_undefined(r, n);
		v = scope_declare(r->scopes, n->variable.name, n->span);
	}
	v->read = true;
	scope_use(r->scopes, n, v);
}

void resolve_assigned_variable(struct resolver *r, struct node *n)
{
	struct variable *v = scope_find(r->scopes, n->variable.name);

	if (!v)
		v = scope_declare(r->scopes, n->variable.name, n->span);
	v->assigned = true;
	scope_use(r->scopes, n, v);
}

static void resolve_let(struct resolver *r, struct node *n)
{
	struct node *target = n->let.variable;
	struct variable *v;

	if (n->let.type && n->let.type->query)
		resolve_child(&n->let.type->query, r);
	if (n->let.value)
		resolve_child(&n->let.value, r);
	v = scope_find(r->scopes, target->variable.name);
	if (v) {
		struct diag *d = diag_error(r->c->diags, target->span, DIAG_REDECLARED,
			"'$%s' is declared twice", v->name);

		diag_note(d, v->declared, "it is declared here");
		diag_hint(d, "assign to it without 'let', or choose another name");
	} else {
		v = scope_declare(r->scopes, target->variable.name, target->span);
		v->is_let = true;
		v->has_written_type = n->let.type != NULL;
	}
	v->assigned |= n->let.value != NULL;
	scope_use(r->scopes, target, v);
}

/* The walk */

static void report_shadow(struct resolver *r, const struct node *n, const struct variable *v)
{
	struct diag *d = diag_error(r->c->diags, n->span, DIAG_REDECLARED,
		"'$%s' cannot be the variable of a loop too", v->name);

	diag_note(d, v->declared, "it begins here");
	diag_hint(d, "choose another name");
}

/* The variable lives in the body only; what the loop goes over is evaluated outside of it. */
static void resolve_for(struct resolver *r, struct node *n)
{
	struct node *name = n->loop.variable;
	struct variable *v = scope_find(r->scopes, name->variable.name);

	resolve_child(&n->loop.over, r);
	if (n->loop.end)
		resolve_child(&n->loop.end, r);
	if (v)
		report_shadow(r, name, v);
	scope_enter(r->scopes);
	if (!v)
		v = scope_declare(r->scopes, name->variable.name, name->span);
	v->is_let = v->assigned = true;
	scope_use(r->scopes, name, v);
	resolve_child(&n->loop.body, r);
	scope_leave(r->scopes);
}

/* self.name is a map without keys, of which each thread has a copy. */
static void resolve_thread_variable(struct resolver *r, struct node *n)
{
	const char *name = n->kind == NODE_FIELD ? thread_variable_name(n) : NULL;

	if (!name)
		return;
	n->kind = NODE_MAP;
	n->map.name = arena_printf(r->c->arena, "self.%s", name);
	n->map.keys = NULL;
	n->map.key_count = 0;
}

static void resolve_target(struct resolver *r, struct node **target, bool reads)
{
	resolve_thread_variable(r, *target);
	if ((*target)->kind == NODE_MAP && r->queries)
		diag_hint(diag_error(r->c->diags, (*target)->span, DIAG_NOT_ASSIGNABLE,
			      "'%s%s' cannot be changed here: only the type of this is asked for",
			      strchr((*target)->map.name, '.') ? "" : "@", (*target)->map.name),
			"change it in a statement of its own");
	if ((*target)->kind == NODE_VARIABLE && !reads)
		resolve_assigned_variable(r, *target);
	else if ((*target)->kind == NODE_MAP)
		resolve_assigned_map(r, *target);
	else
		resolve_child(target, r);
	if ((*target)->kind == NODE_VARIABLE)
		(*target)->variable.ref->assigned = true;
}

static void resolve_block(struct resolver *r, struct node *n)
{
	scope_enter(r->scopes);
	scope_set_expansion(r->scopes, n->list.expansion);
	walk_children(n, resolve_child, r);
	scope_leave(r->scopes);
}

/* sizeof(name): a value of the language, else a type. */
static void resolve_query(struct resolver *r, struct node *n)
{
	struct node *value = n->query.value;
	struct type_name *of;

	if (!value || value->kind != NODE_NAME || builtin_find(value->name.text, NULL) ||
		!btf_types_by_name(&r->c->programs, value->name.text, r->c->arena)) {
		r->queries++;
		walk_children(n, resolve_child, r);
		r->queries--;
		return;
	}
	of = arena_new_object(r->c->arena, struct type_name);
	of->span = value->span;
	of->base = value->name.text;
	n->query.of = of;
	n->query.value = NULL;
}

static void resolve_step(struct resolver *r, struct node *n)
{
	resolve_target(r, &n->step.target, true);
}

static void resolve_assign(struct resolver *r, struct node *n)
{
	resolve_child(&n->assign.value, r);
	resolve_target(r, &n->assign.target, n->assign.op != OP_NONE);
}

/* Other kinds name nothing themselves. */
static void (*const rules[NODE_KIND_COUNT])(struct resolver *r, struct node *n) = {
	[NODE_NAME] = resolve_name,
	[NODE_CALL] = resolve_call,
	[NODE_VARIABLE] = resolve_variable,
	[NODE_MAP] = resolve_map,
	[NODE_POSITIONAL] = resolve_positional,
	[NODE_POSITIONAL_COUNT] = resolve_positional_count,
	[NODE_STEP] = resolve_step,
	[NODE_ASSIGN] = resolve_assign,
	[NODE_LET] = resolve_let,
	[NODE_BLOCK] = resolve_block,
	[NODE_FOR_RANGE] = resolve_for,
	[NODE_FOR_MAP] = resolve_for,
	[NODE_SIZEOF] = resolve_query,
	[NODE_OFFSETOF] = resolve_query,
	[NODE_TYPEOF] = resolve_query,
};

void resolve_child(struct node **child, void *arg)
{
	struct resolver *r = arg;
	struct node *n = *child;

	while (fold_choice(r->c, n))
		;
	resolve_thread_variable(r, n);
	if (rules[n->kind])
		rules[n->kind](r, n);
	else
		walk_children(n, resolve_child, r);
}

static void check_lets_assigned(struct resolver *r, const struct probe_node *p)
{
	for (const struct variable *v = p->variables; v; v = v->next)
		if (v->is_let && !v->assigned)
			diag_warning(r->c->diags, v->declared, DIAG_UNUSED_VARIABLE,
				"'$%s' is never assigned", v->name);
}

/* Functions of the script */

static void declare_function(struct resolver *r, struct function *f)
{
	const struct function *other = strmap_get(&r->functions, f->name);
	const struct builtin *b = builtin_find(f->name, NULL);
	struct diag *d;

	if (other) {
		d = diag_error(r->c->diags, f->name_span, DIAG_REDECLARED,
			"there are two functions '%s'", f->name);
		diag_note(d, other->name_span, "the first one is here");
		return;
	}
	if (b && !(b->flags & BI_WEAK))
		diag_hint(diag_error(r->c->diags, f->name_span, DIAG_REDECLARED,
			      "'%s' is there already: a function cannot take its place", f->name),
			"choose another name");
	strmap_put(&r->functions, f->name, f);
}

static void resolve_parameters(struct resolver *r, struct function *f)
{
	for (struct node *p = f->params; p; p = p->next) {
		resolve_let(r, p);
		p->let.variable->variable.ref->assigned = true;
	}
	if (f->result_name->query)
		resolve_child(&f->result_name->query, r);
}

void resolve_names(struct compilation *c)
{
	struct resolver r = {.c = c, .last_map = &c->program->maps};

	for (struct probe_node *p = c->program->functions; p; p = p->next)
		declare_function(&r, p->function);
	for (struct probe_node *p = program_next(c->program, NULL); p;
		p = program_next(c->program, p)) {
		probe_look_into(c, p);
		r.scopes = scopes_open(c->arena);
		r.probe = p;
		if (p->function)
			resolve_parameters(&r, p->function);
		if (p->predicate)
			resolve_child(&p->predicate, &r);
		resolve_child(&p->body, &r);
		p->variables = scopes_close(r.scopes);
		check_lets_assigned(&r, p);
	}
	probe_look_into(c, NULL);
	functions_refuse_recursion(c);
	strmap_free(&r.functions);
	resolve_check_maps(&r);
	strmap_free(&r.maps);
}

void resolve_pass(struct compilation *c)
{
	named_parameters_collect(c);
	resolve_probes(c);
	if (!diags_have_errors(c->diags))
		resolve_names(c);
	resolve_entries(c);
	resolve_c_programs(c);
}
