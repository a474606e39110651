/* compiler/expand.c - the expand pass: each use of a macro becomes a copy of the macro's body
 * (language.md 9.1).
 *
 * The copy is hygienic: variables of the body are called name#N in the Nth use, which no script can
 * write, and belong to blocks of that use; maps are those that were passed in.  Places in the copy
 * are those of a new source (struct source) that stands for the macro's text and remembers where
 * the macro was used, so that every later message can show both.  Arguments are expanded where they
 * are written, before they are put into the copy, and keep their places.  Called by the driver, and
 * by the resolve pass for the text of a #define. */
#include "compiler/expand.h"

#include <string.h>

#include "compiler/builtin.h"
#include "compiler/expand_internal.h"
#include "compiler/prelude.h"
#include "compiler/walk.h"
#include "runtime/base/util.h"

#define EXPANDED_MAX 100000     /* nodes that all uses together may become */
#define EXPANDED_DEPTH_MAX 1000 /* of the tree: later passes walk it by recursion */
#define CHAIN_SHOWN 8           /* macros that a message names of a chain of uses */

/** One use of a macro. */
struct use {
	const struct use *outer;        /* whose body it stands in; NULL: the script */
	const struct macro *macro;
	uint32_t number;                /* from 1 */
	uint32_t move;                  /* from places of the macro to those of this use */
	struct span site;
	struct node **args;             /* by parameter */
};

/** What the walk carries. */
struct walk {
	struct expander *x;
	/* whose body is being copied; NULL: the script, where it stands */
	const struct use *use;
};

static void expand(struct node **child, void *arg);

/* Copies */

static const struct macro_param *find_param(
	const struct use *use, enum macro_param_kind kind, const char *name, uint32_t *index)
{
	*index = 0;
	for (const struct macro_param *p = use->macro->params; p; p = p->next, (*index)++)
		if (p->kind == kind && str_eq(p->name, name))
			return p;
	return NULL;
}

static void move_span(const struct use *use, struct span *span)
{
	span->start += use->move;
	span->end += use->move;
}

static struct type_name *copy_type(struct arena *a, const struct use *use, struct type_name *t)
{
	if (!t)
		return NULL;
	t = arena_memdup(a, t, sizeof(*t));
	if (use)
		move_span(use, &t->span);
	return t;
}

static struct member_name *copy_path(
	struct arena *a, const struct use *use, struct member_name *path)
{
	struct member_name *first = NULL, **end = &first;

	for (; path; path = path->next) {
		*end = arena_memdup(a, path, sizeof(*path));
		if (use)
			move_span(use, &(*end)->span);
		end = &(*end)->next;
	}
	return first;
}

/* A node and what hangs on it that is no child; with `use` its places move there. */
static struct node *copy_one(struct expander *x, const struct use *use, const struct node *of)
{
	struct arena *a = x->c->arena;
	struct node *n = arena_memdup(a, of, sizeof(*of));

	x->nodes++;
	if (use)
		move_span(use, &n->span);
	if (n->kind == NODE_CALL && use) {
		move_span(use, &n->call.name_span);
	} else if (n->kind == NODE_FIELD && use) {
		move_span(use, &n->field.name_span);
	} else if (n->kind == NODE_CAST) {
		n->cast.to = copy_type(a, use, n->cast.to);
	} else if (n->kind == NODE_LET) {
		n->let.type = copy_type(a, use, n->let.type);
	} else if (n->kind == NODE_SIZEOF || n->kind == NODE_OFFSETOF || n->kind == NODE_TYPEOF) {
		n->query.of = copy_type(a, use, n->query.of);
		n->query.path = copy_path(a, use, n->query.path);
	} else if (n->kind == NODE_RECORD) {
		n->list.names = copy_path(a, use, n->list.names);
	} else if (n->kind == NODE_BLOCK && use) {
		n->list.expansion = use->number;
	}
	return n;
}

static void copy_child(struct node **child, void *arg)
{
	*child = copy_one(arg, NULL, *child);
	walk_children(*child, copy_child, arg);
}

/* An argument, which is used as often as its parameter is written. */
static struct node *copy_argument(struct expander *x, struct node *arg, struct node *next)
{
	copy_child(&arg, x);
	arg->next = next;
	return arg;
}

/* Names of a macro's body */

static void copy_variable(const struct walk *w, struct node *n)
{
	uint32_t index;

	if (find_param(w->use, MACRO_VARIABLE, n->variable.name, &index))
		n->variable.name = w->use->args[index]->variable.name;
	else
		n->variable.name =
			arena_printf(w->x->c->arena, "%s#%u", n->variable.name, w->use->number);
}

static void copy_map(const struct walk *w, struct node *n)
{
	uint32_t index;
	struct diag *d;

	if (find_param(w->use, MACRO_MAP, n->map.name, &index)) {
		n->map.name = w->use->args[index]->map.name;
		return;
	}
	d = diag_error(w->x->c->diags, n->span, DIAG_MACRO_MAP, "'@%s' is no map of the macro '%s'",
		n->map.name, w->use->macro->name);
	diag_hint(d, "a macro reaches the maps that are passed to it: give it a parameter '@%s'",
		n->map.name);
}

/* The argument that a name in the body stands for, or NULL. */
static struct node *argument_of(const struct walk *w, const struct node *n)
{
	const char *name = n->kind == NODE_NAME ? n->name.text
		: n->kind == NODE_CALL && !n->call.arg_count ? n->call.name
		: NULL;
	uint32_t index;

	return name && find_param(w->use, MACRO_EXPRESSION, name, &index) ? w->use->args[index]
		: NULL;
}

/* The names of a member written as an expression, a.b; NULL when it is something else. */
static struct member_name *path_of(
	struct arena *a, const struct node *n, struct member_name *behind)
{
	struct member_name *m = arena_new_object(a, struct member_name);

	m->next = behind;
	m->span = n->span;
	if (n->kind == NODE_NAME) {
		m->text = n->name.text;
		return m;
	}
	m->text = n->kind == NODE_FIELD ? n->field.name : NULL;
	return m->text ? path_of(a, n->field.object, m) : NULL;
}

/* Parameters among the members of an offsetof. */
static void replace_path(const struct walk *w, struct node *n)
{
	for (struct member_name **at = &n->query.path; *at; at = &(*at)->next) {
		uint32_t index;
		struct member_name *named =
			find_param(w->use, MACRO_EXPRESSION, (*at)->text, &index)
			? path_of(w->x->c->arena, w->use->args[index], (*at)->next)
			: NULL;

		if (named)
			*at = named;
	}
}

/* typeof(T) that was passed where a type is asked for is that type. */
static void unwrap_type(struct node *n)
{
	const struct node *value = n->query.value;

	if (value && value->kind == NODE_TYPEOF) {
		n->query.of = value->query.of;
		n->query.value = value->query.value;
	}
}

/* Uses */

/* Of a chain of uses, from the last one back to `first`. */
static const char *chain_text(
	struct arena *a, const struct use *last, const struct use *first, const char *name)
{
	const char *chain = name;
	const struct use *u = last;

	for (int shown = 0; u != first && shown < CHAIN_SHOWN; u = u->outer, shown++)
		chain = arena_printf(a, "%s, which uses %s", u->macro->name, chain);
	return u == first ? chain : arena_printf(a, "..., which uses %s", chain);
}

static bool report_recursion(
	struct expander *x, const struct use *around, const struct macro *m, struct span where)
{
	const struct use *same = around;
	struct diag *d;

	while (same && same->macro != m)
		same = same->outer;
	if (!same)
		return false;
	d = diag_error(
		x->c->diags, where, DIAG_MACRO_RECURSION, "the macro '%s' uses itself", m->name);
	if (around != same && diag_is_shown(d))
		diag_hint(d, "%s uses %s", m->name, chain_text(x->c->arena, around, same, m->name));
	return true;
}

/* Bounds; false when one is reached, which is reported once, where the script uses the macro that
 * grows. */
static bool has_room(struct expander *x, const struct use *use, struct span where)
{
	if (x->is_full)
		return false;
	if (x->nodes <= EXPANDED_MAX && x->depth <= EXPANDED_DEPTH_MAX)
		return true;
	for (; use; use = use->outer)
		where = use->site;
	if (x->nodes > EXPANDED_MAX)
		diag_hint(
			diag_error(x->c->diags, where, DIAG_MACRO_SIZE,
				"the macros become too large: more than %d expressions and statements",
				EXPANDED_MAX),
			"write a fn instead: its body is there once, however often it is called");
	else
		diag_hint(diag_error(x->c->diags, where, DIAG_MACRO_SIZE,
				  "the macros stand too deep in one another: more than %d levels",
				  EXPANDED_DEPTH_MAX),
			"write a fn in the place of some of them");
	x->is_full = true;
	return false;
}

struct jump_search {
	const struct node *found;
	uint32_t loops;                 /* around, in the argument itself */
};

static void find_jump(struct node **child, void *arg)
{
	struct jump_search *s = arg;
	const struct node *n = *child;

	if (n->kind == NODE_RETURN ||
		(!s->loops && (n->kind == NODE_BREAK || n->kind == NODE_CONTINUE)))
		s->found = n;
	s->loops += node_is_loop(n);
	walk_children(*child, find_jump, arg);
	s->loops -= node_is_loop(n);
}

/* What leaves a body may not leave it from inside of a macro. */
static bool arguments_stay(struct expander *x, struct node *args)
{
	struct jump_search s = { 0 };

	for (struct node **arg = &args; *arg; arg = &(*arg)->next)
		find_jump(arg, &s);
	if (s.found)
		diag_error(x->c->diags, s.found->span, DIAG_MISPLACED,
			"'%s' may not stand in the argument of a macro",
			s.found->kind == NODE_RETURN ? "return"
				: s.found->kind == NODE_BREAK ? "break"
				: "continue");
	return !s.found;
}

void expand_report_full(struct expander *x, struct span where)
{
	if (!x->is_full)
		diag_error(x->c->diags, where, DIAG_MACRO_SIZE,
			"the texts of all uses of macros become too large: more than 4 GiB");
	x->is_full = true;
}

/* The source that stands for the macro's text in this use. */
static bool place_use(struct expander *x, struct use *use)
{
	const struct macro *m = use->macro;
	const struct source *s = compilation_add_source(x->c,
		(struct source){
			.len = m->span.end - m->span.start,
			.origin = m->span.start,
			.used_at = use->site,
		});

	if (!s) {
		expand_report_full(x, use->site);
		return false;
	}
	use->move = s->start - m->span.start;
	use->number = ++x->uses;
	return true;
}

/* The copy of the body in place of a use; what is wrong leaves nothing. */
static struct node *expand_use(
	const struct walk *w, const struct macro *m, struct node *args, struct span site)
{
	struct use use = { .outer = w->use, .macro = m, .site = site };
	struct walk inside = { w->x, &use };
	struct node *result = m->body;
	uint32_t i = 0;

	if (report_recursion(w->x, w->use, m, site) || !has_room(w->x, w->use, site) ||
		!arguments_stay(w->x, args) || !m->body || !place_use(w->x, &use)) {
		result = arena_new_object(w->x->c->arena, struct node);
		result->kind = NODE_BLOCK;
		result->span = site;
		return result;
	}
	use.args = arena_new_array(w->x->c->arena, struct node *, m->param_count + 1);
	for (; args; args = args->next)
		use.args[i++] = args;
	w->x->depth++;
	expand(&result, &inside);
	w->x->depth--;
	return result;
}

/* A name or a call: of a macro, or left as it is. */
static void expand_named(const struct walk *w, struct node **child, const char *name,
	struct span where, struct node *args)
{
	const struct macro *first = expand_find_macros(w->x, name, where), *m = NULL;
	struct node *next = (*child)->next;

	if (first)
		m = expand_choose(w->use && w->use->macro->is_builtin, first, args);
	if (m) {
		*child = expand_use(w, m, args, (*child)->span);
		(*child)->next = next;
	} else if (first && !builtin_find(name, NULL) && !strmap_get(&w->x->functions, name)) {
		expand_report_arguments(w->x, first, where);
	}
}

static void expand_arguments(const struct walk *w, struct node *call)
{
	const struct builtin *b = builtin_find(call->call.name, NULL);
	struct builtin_signature words = { 0 };
	uint32_t i = 0;

	if (b)
		builtin_signature(b, w->x->c->arena, &words);
	for (struct node **arg = &call->call.args; *arg; arg = &(*arg)->next, i++) {
		/* a word that a function takes as it is: no macro, but maybe a parameter */
		if (b && (*arg)->kind == NODE_NAME && builtin_takes_word(&words, i) &&
			!(w->use && argument_of(w, *arg)))
			*arg = w->use ? copy_one(w->x, w->use, *arg) : *arg;
		else
			expand(arg, (void *)w);
	}
}

/* A statement that is a use of a macro without value is the macro's block. */
static void expand_statement(struct node **child)
{
	struct node *value = (*child)->expression.value;

	if (value->kind != NODE_BLOCK || value->list.value)
		return;
	value->next = (*child)->next;
	*child = value;
}

static void expand_copied(const struct walk *w, struct node *n)
{
	if (n->kind == NODE_VARIABLE)
		copy_variable(w, n);
	else if (n->kind == NODE_MAP)
		copy_map(w, n);
	else if (n->kind == NODE_OFFSETOF)
		replace_path(w, n);
}

static void expand(struct node **child, void *arg)
{
	const struct walk *w = arg;
	struct node *argument = w->use ? argument_of(w, *child) : NULL, *n = *child;

	if (w->use && !has_room(w->x, w->use, n->span))
		return;
	if (argument) {
		*child = copy_argument(w->x, argument, n->next);
		return;
	}
	if (w->use)
		*child = n = copy_one(w->x, w->use, n);
	w->x->depth++;
	if (n->kind == NODE_CALL)
		expand_arguments(w, n);
	else
		walk_children(n, expand, arg);
	w->x->depth--;
	if (w->use)
		expand_copied(w, n);
	if (n->kind == NODE_CALL)
		expand_named(w, child, n->call.name, n->call.name_span, n->call.args);
	else if (n->kind == NODE_NAME)
		expand_named(w, child, n->name.text, n->span, NULL);
	else if (n->kind == NODE_EXPRESSION)
		expand_statement(child);
	else if (n->kind == NODE_SIZEOF || n->kind == NODE_OFFSETOF || n->kind == NODE_TYPEOF)
		unwrap_type(n);
}

/* The pass */

static struct expander *expander_of(struct compilation *c)
{
	if (!c->expander) {
		c->expander = arena_new_object(c->arena, struct expander);
		c->expander->c = c;
		c->expander->macros.arena = c->expander->functions.arena = c->arena;
		for (struct probe_node *p = c->program->functions; p; p = p->next)
			strmap_put(&c->expander->functions, p->function->name, p->function);
	}
	return c->expander;
}

static void find_prelude_name(struct node **child, void *found)
{
	struct node *n = *child;
	const char *name = n->kind == NODE_NAME ? n->name.text
		: n->kind == NODE_CALL ? n->call.name
		: NULL;

	if (name && prelude_has(name))
		*(bool *)found = true;
	else
		walk_children(n, find_prelude_name, found);
}

/* Without macros of the script nothing is walked through twice but what uses the prelude. */
void expand_node(struct compilation *c, struct node **child)
{
	bool has_uses = c->expander;

	if (!has_uses)
		find_prelude_name(child, &has_uses);
	if (has_uses)
		expand(child, &(struct walk){ expander_of(c), NULL });
}

void expand_pass(struct compilation *c)
{
	for (struct macro *m = c->program->macros; m; m = m->next)
		expand_add_macro(expander_of(c), m);
	if (diags_have_errors(c->diags))
		return;
	for (struct probe_node *p = program_next(c->program, NULL); p;
		p = program_next(c->program, p)) {
		if (p->predicate)
			expand_node(c, &p->predicate);
		expand_node(c, &p->body);
	}
}
