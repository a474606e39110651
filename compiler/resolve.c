/* compiler/resolve.c - the resolve pass: attach points become probes of this machine
 * (resolve_probes.c), names become rows of the language, variables of their block and maps of the
 * program, positional parameters become constants.  After it no node is POSITIONAL or
 * POSITIONAL_COUNT, every NAME and CALL has its row (except words that a signature takes as they
 * are), every VARIABLE and MAP its ref. */
#include "compiler/resolve.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/match.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"
#include "probes/btf_types.h"
#include "compiler/builtin.h"
#include "compiler/c_object.h"
#include "compiler/c_script.h"
#include "compiler/config.h"
#include "compiler/expand.h"
#include "compiler/function.h"
#include "compiler/fold.h"
#include "compiler/named_parameter.h"
#include "compiler/scope.h"
#include "compiler/shape.h"
#include "compiler/walk.h"

struct resolver {
	struct compilation *c;
	struct scopes *scopes;
	struct strmap maps;
	struct map **last_map;
	struct probe_node *probe;
	unsigned queries; /* sizeof() and the like around the node: nothing in them is evaluated */
	struct strmap functions;
};

static void resolve_child(struct node **child, void *arg);

/* Rows */

static void offer_row(const struct builtin *b, void *arg)
{
	if (!(b->flags & BI_NUMBERED))
		nearest_offer(arg, b->name);
}

static void offer_name(const char *name, void *arg)
{
	nearest_offer(arg, name);
}

static void hint_enumerator(struct diag *d, const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	btf_types_each_enumerator(offer_name, &near);
	c_script_each_constant(offer_name, &near);
	if (near.best)
		diag_hint(d, "did you mean '%s'?", near.best);
}

/* The nearest row, or what has exactly this name and is written with a sign before it. */
static void hint_known(struct resolver *r, struct diag *d, const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	builtin_each(offer_row, &near);
	for (const struct probe_node *p = r->c->program->functions; p; p = p->next)
		nearest_offer(&near, p->function->name);
	c_function_each(r->c, offer_name, &near);
	if (scope_find(r->scopes, name))
		diag_hint(d, "did you mean '$%s'?", name);
	else if (strmap_get(&r->maps, name))
		diag_hint(d, "did you mean '@%s'?", name);
	else if (near.best)
		diag_hint(d, "did you mean '%s'?", near.best);
	else if (name[0] >= 'A' && name[0] <= 'Z')
		hint_enumerator(d, name);
}

static void report_unknown(struct resolver *r, struct span where, const char *name, bool is_call)
{
	enum diag_id id = is_call ? DIAG_UNKNOWN_FUNCTION : DIAG_UNKNOWN_NAME;

	if (name_is_not_yet(name))
		diag_error(r->c->diags, where, DIAG_NOT_YET, "'%s' is not there yet", name);
	else
		hint_known(r, diag_error(r->c->diags, where, id, "'%s' is not defined", name), name);
}

/* A constant of the kernel (E18). */
static bool resolve_enumerator(struct resolver *r, struct node *n, const char *name)
{
	struct btf_enumerator e;

	if (name_is_not_yet(name) || !btf_types_enumerator(name, &e))
		return false;
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

/* Functions of the script come first, whose names no row has but weak ones; those of imported objects go before weak ones too. */
static struct callee find_callee(struct resolver *r, const char *name)
{
	struct callee found = {.function = strmap_get(&r->functions, name), .row = builtin_find(name, NULL)};

	if (found.function)
		found.row = &function_row;
	else if (!found.row || found.row->flags & BI_WEAK)
		found.c_function = c_function_find(r->c, name);
	if (found.c_function)
		found.row = &c_function_row;
	return found;
}

static void resolve_name(struct resolver *r, struct node *n)
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
	n->call.with_clear = n->call.dropped = false;
	n->call.builtin = b;
}

static bool takes_variable(const struct builtin_signature *s, uint32_t index)
{
	return s->param_count &&
	       s->params[MIN_OF(index, s->param_count - 1)].kind == PARAM_VARIABLE;
}

static void assign_variable(struct resolver *r, struct node *n);

static void resolve_arguments(struct resolver *r, struct node *n, const struct builtin *b)
{
	struct builtin_signature signature = {0};
	uint32_t i = 0;

	builtin_signature(b, r->c->arena, &signature);
	for (struct node **arg = &n->call.args; *arg; arg = &(*arg)->next, i++) {
		if ((*arg)->kind == NODE_NAME && builtin_takes_word(&signature, i))
			continue;
		if ((*arg)->kind == NODE_VARIABLE && takes_variable(&signature, i)) {
			assign_variable(r, *arg);
			continue;
		}
		if (i == 0 && (b->flags & BI_PARAMETER_TEXT) && resolve_parameter_text(r->c, *arg))
			continue;
		resolve_child(arg, r);
	}
}

static void resolve_call(struct resolver *r, struct node *n)
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
	if ((b->flags & BI_VARIABLE) && !n->call.arg_count) {
		n->kind = NODE_NAME;
		n->name.text = name;
		n->name.builtin = b;
		return;
	}
	n->call.function = callee.function;
	n->call.c_function = callee.c_function;
	if (!n->call.function)
		config_allows_name(r->c, name, n->call.name_span);
	n->call.builtin = b;
	resolve_arguments(r, n, b);
}

/* Variables */

static void report_undefined(struct resolver *r, const struct node *n)
{
	const char *name = scope_shown_name(r->c->arena, n->variable.name);
	struct diag *d = diag_error(r->c->diags, n->span, DIAG_UNDEFINED_VARIABLE,
	    "'$%s' is not defined", name);
	struct nearest near;

	nearest_start(&near, name);
	scope_nearest(r->scopes, &near);
	if (near.best && !str_eq(near.best, name))
		diag_hint(d, "did you mean '$%s'?", near.best);
	else if (builtin_find(name, NULL))
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

static void assign_variable(struct resolver *r, struct node *n)
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
		struct diag *d = diag_error(
		    r->c->diags, target->span, DIAG_REDECLARED, "'$%s' is declared twice", v->name);

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

/* Maps */

static const struct map_declaration *declaration_of(struct resolver *r, const char *name)
{
	for (struct map_declaration *d = r->c->program->map_declarations; d; d = d->next)
		if (str_eq(d->name, name)) {
			d->used = true;
			return d;
		}
	return NULL;
}

static struct map *map_of(struct resolver *r, const struct node *n)
{
	struct map *m = strmap_get(&r->maps, n->map.name);

	if (m)
		return m;
	m = arena_new_object(r->c->arena, struct map);
	m->name = n->map.name;
	m->is_thread = strchr(m->name, '.') != NULL;
	m->title = m->is_thread ? m->name : arena_printf(r->c->arena, "@%s", m->name);
	m->first = n->span;
	m->declared = declaration_of(r, m->name);
	m->assigned = m->key_decided = m->key_span = m->value_span = SPAN_NONE;
	*r->last_map = m;
	r->last_map = &m->next;
	strmap_put(&r->maps, m->name, m);
	return m;
}

static void resolve_map(struct resolver *r, struct node *n)
{
	n->map.ref = map_of(r, n);
	walk_children(n, resolve_child, r);
}

/* The name of a key part as a column (M10), NULL for one without. */
static const char *part_name(struct resolver *r, const struct node *n)
{
	if (n->kind == NODE_NAME)
		return n->name.text;
	if (n->kind == NODE_VARIABLE)
		return scope_shown_name(r->c->arena, n->variable.name);
	if (n->kind == NODE_FIELD && (n->field.name[0] < '0' || n->field.name[0] > '9'))
		return n->field.name;
	return NULL;
}

static const char *unique_name(struct resolver *r, struct strmap *seen, const char *name)
{
	const char *unique = name;

	for (unsigned n = 2; strmap_get(seen, unique); n++)
		unique = arena_printf(r->c->arena, "%s_%u", name, n);
	strmap_put(seen, unique, (void *)unique);
	return unique;
}

static const char *key_names(struct resolver *r, const struct node *map)
{
	const struct node *part = map->map.keys;
	struct strmap seen = {0};
	struct buffer text = {0};

	const struct member_name *named = NULL;

	if (map->map.key_count == 1 && part->kind == NODE_RECORD)
		named = part->list.names;
	if (map->map.key_count == 1 && (part->kind == NODE_TUPLE || named))
		part = part->list.first;
	for (uint32_t i = 1; part; part = part->next, i++) {
		const char *name = named ? named->text : part_name(r, part);

		named = named ? named->next : NULL;
		if (!name)
			name = arena_printf(r->c->arena, "key%u", i);
		if (i > 1)
			buffer_putc(&text, ',');
		buffer_puts(&text, unique_name(r, &seen, name));
	}
	const char *names = arena_strdup(r->c->arena, buffer_text(&text));

	buffer_free(&text);
	strmap_free(&seen);
	return names;
}

static void assign_map(struct resolver *r, struct node *n)
{
	struct map *m;

	resolve_map(r, n);
	m = n->map.ref;
	if (m->assigned.start != UINT32_MAX)
		return;
	m->assigned = n->span;
	if (n->map.keys)
		m->key_names = key_names(r, n);
}

static void check_maps_assigned(struct resolver *r)
{
	for (struct map *m = r->c->program->maps; m; m = m->next) {
		struct nearest near;
		struct diag *d;

		if (m->assigned.start != UINT32_MAX)
			continue;
		d = diag_error(
		    r->c->diags, m->first, DIAG_UNDEFINED_MAP, "'%s' is never assigned", m->title);
		nearest_start(&near, m->name);
		for (struct map *other = r->c->program->maps; other; other = other->next)
			if (other->assigned.start != UINT32_MAX && other->is_thread == m->is_thread)
				nearest_offer(&near, other->name);
		if (near.best)
			diag_hint(d, "did you mean '%s%s'?", m->is_thread ? "" : "@", near.best);
	}
}

static void check_declarations_used(struct resolver *r)
{
	for (const struct map_declaration *d = r->c->program->map_declarations; d; d = d->next)
		if (!d->used)
			diag_warning(r->c->diags, d->span, DIAG_UNUSED_MAP, "'@%s' is declared and not used", d->name);
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
		assign_variable(r, *target);
	else if ((*target)->kind == NODE_MAP)
		assign_map(r, *target);
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

static void resolve_count(struct resolver *r, struct node *n)
{
	n->kind = NODE_INT;
	n->integer.value = r->c->param_count;
	n->integer.is_unsigned = n->integer.is_duration = false;
}

/* sizeof(name): a value of the language, else a type. */
static void resolve_query(struct resolver *r, struct node *n)
{
	struct node *value = n->query.value;
	struct type_name *of;

	if (!value || value->kind != NODE_NAME || builtin_find(value->name.text, NULL) ||
	    !btf_types_by_name(value->name.text, r->c->arena)) {
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

static void resolve_child(struct node **child, void *arg)
{
	struct resolver *r = arg;
	struct node *n = *child;

	while (fold_choice(r->c, n))
		;
	resolve_thread_variable(r, n);
	switch (n->kind) {
	case NODE_NAME:
		resolve_name(r, n);
		return;
	case NODE_CALL:
		resolve_call(r, n);
		return;
	case NODE_VARIABLE:
		resolve_variable(r, n);
		return;
	case NODE_MAP:
		resolve_map(r, n);
		return;
	case NODE_POSITIONAL:
		resolve_positional(r->c, n);
		return;
	case NODE_POSITIONAL_COUNT:
		resolve_count(r, n);
		return;
	case NODE_STEP:
		resolve_target(r, &n->step.target, true);
		return;
	case NODE_ASSIGN:
		resolve_child(&n->assign.value, r);
		resolve_target(r, &n->assign.target, n->assign.op != OP_NONE);
		return;
	case NODE_LET:
		resolve_let(r, n);
		return;
	case NODE_BLOCK:
		resolve_block(r, n);
		return;
	case NODE_FOR_RANGE:
	case NODE_FOR_MAP:
		resolve_for(r, n);
		return;
	case NODE_SIZEOF:
	case NODE_OFFSETOF:
	case NODE_TYPEOF:
		resolve_query(r, n);
		return;
	case NODE_INT:
	case NODE_STRING:
	case NODE_BOOL:
	case NODE_UNARY:
	case NODE_BINARY:
	case NODE_TERNARY:
	case NODE_FIELD:
	case NODE_INDEX:
	case NODE_TUPLE:
	case NODE_RECORD:
	case NODE_CAST:
	case NODE_DEREF:
	case NODE_COMPTIME:
	case NODE_ADDRESS:
	case NODE_EXPRESSION:
	case NODE_IF:
	case NODE_WHILE:
	case NODE_UNROLL:
	case NODE_BREAK:
	case NODE_CONTINUE:
	case NODE_RETURN:
	case NODE_KIND_COUNT:
		walk_children(n, resolve_child, r);
		return;
	}
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
		d = diag_error(r->c->diags, f->name_span, DIAG_REDECLARED, "there are two functions '%s'", f->name);
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
	for (struct probe_node *p = program_next(c->program, NULL); p; p = program_next(c->program, p)) {
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
	functions_refuse_recursion(c);
	strmap_free(&r.functions);
	check_maps_assigned(&r);
	check_declarations_used(&r);
	strmap_free(&r.maps);
}

void resolve_pass(struct compilation *c)
{
	named_parameters_collect(c);
	resolve_probes(c);
	if (!diags_have_errors(c->diags))
		resolve_names(c);
	resolve_entries(c);
}
