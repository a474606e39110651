/* compiler/check.c - the check pass: the type of everything.  Variables and maps take the join of
 * all that is put into them anywhere, so the tree is gone through in rounds until no type changes;
 * only the last round reports.  Also the half of compiler/builtin.h that the rows call. */
#include "compiler/check.h"

#include "runtime/base/util.h"
#include "compiler/fold.h"
#include "compiler/resolve.h"
#include "compiler/space.h"

/* Rounds after which types only widen, and after which it is given up: scripts need two or three,
 * and each one costs time and memory. */
#define ROUNDS_FREE 8
#define ROUNDS_MAX 40

/* Gathering */

static bool mixes_probe_and_text(const struct shape *a, const struct shape *b)
{
	if (a->form != SHAPE_OTHER || b->form != SHAPE_OTHER)
		return false;
	return (a->type->kind == TYPE_PROBE && b->type->kind == TYPE_STRING) ||
	       (b->type->kind == TYPE_PROBE && a->type->kind == TYPE_STRING);
}

static const char *shape_name(struct checker *ck, const struct shape *s)
{
	const struct type *t = shape_type(ck->arena, s, true);

	return t ? type_text(ck->arena, t) : "unknown";
}

static void report_conflict(struct checker *ck, const struct gather *g, const struct shape *shape)
{
	const char *before = shape_name(ck, *g->into), *now = shape_name(ck, shape);
	struct diag *d = diag_error(
		ck->diags, g->span, DIAG_TYPE_MISMATCH, "%s is %s, not %s", g->place, before, now);

	diag_note(d, *g->first, "it is %s here", before);
	if (str_eq(before, now))
		diag_hint(
			d, "they are of one kind, but shown with another format, clock or filter");
	if (mixes_probe_and_text(*g->into, shape))
		diag_hint(d, "use either 'probe' or strings in one place");
}

/* `place` as in a gather. */
static void note_changed(struct checker *ck, const char *place, struct span at)
{
	ck->changed = true;
	ck->changed_place = place;
	ck->changed_at = at;
}

/* The first good type of a place holds at once, so that a chain of places in the order of the
 * script takes one round and not one each. What else is put in counts at the end of the round. */
static void settle_first(struct checker *ck, const struct gather *g)
{
	const struct type *t = *g->type ? NULL : shape_type(ck->arena, *g->into, g->wide);

	if (!t || type_is_bad(t))
		return;
	*g->settled = arena_memdup(ck->arena, *g->into, sizeof(**g->into));
	*g->type = t;
	note_changed(ck, g->place, g->span);
}

void check_gather(struct checker *ck, const struct gather *g, const struct shape *shape)
{
	if (!*g->into) {
		*g->into = arena_new_object(ck->arena, struct shape);
		*g->first = g->span;
	} else if ((*g->into)->form == SHAPE_NONE) {
		*g->first = g->span;
	}
	switch (shape_join(ck->arena, *g->into, shape)) {
	case JOIN_OK:
		break;
	case JOIN_SIGN_MIX:
		diag_note(
			diag_warning(ck->diags, g->span, DIAG_SIGN_MIX,
			"%s holds signed and unsigned values: all are taken as int64", g->place),
		    *g->first, "it begins here");
		break;
	case JOIN_CONFLICT:
		report_conflict(ck, g, shape);
		/* with a type that is kept it is one that contains itself */
		(*g->into)->has_conflict |= !ck->keeps;
		break;
	}
	settle_first(ck, g);
}

/* Statements */

static bool has_effect(const struct node *n)
{
	if (n->kind == NODE_TERNARY)
		return (n->ternary.then && has_effect(n->ternary.then)) ||
		       has_effect(n->ternary.other);
	if (n->kind == NODE_BLOCK)
		return !n->list.value || has_effect(n->list.value);
	if (n->kind == NODE_CALL && n->call.builtin)
		return !(n->call.builtin->flags & BI_PURE);
	return n->kind == NODE_STEP;
}

static void check_discarded(struct checker *ck, struct node *n)
{
	const struct node *value = n->expression.value;
	const struct type *t = check_expression(ck, n->expression.value);

	n->type = &type_void;
	if (!t || t->kind == TYPE_VOID || type_is_bad(t) || n->expression.on_purpose ||
		has_effect(value))
		return;
	diag_warning(
		ck->diags, value->span, DIAG_DISCARDED, "the value of this expression is not used");
}

static void check_block(struct checker *ck, struct node *n)
{
	n->type = &type_void;
	for (struct node *s = n->list.first; s; s = s->next)
		check_statement(ck, s);
}

static void check_if(struct checker *ck, struct node *n)
{
	struct node *chosen;
	enum choice choice;

	n->type = &type_void;
	check_condition(ck, n->branch.cond);
	choice = check_chosen(ck, n, n->branch.cond, n->branch.then, n->branch.other, &chosen);
	if (chosen)
		check_statement(ck, chosen);
	if (choice != CHOICE_NONE)
		return;
	check_statement(ck, n->branch.then);
	if (n->branch.other)
		check_statement(ck, n->branch.other);
}

/* The provider whose probes keep what their body returns, or NULL. */
static const struct provider *keeper_of_result(const struct probe_node *p)
{
	for (const struct attach_node *a = p->attach; a; a = a->next)
		if (a->spec.provider && a->spec.provider->flags & PROVIDER_RESULT)
			return a->spec.provider;
	return NULL;
}

/* What a test or bench returns says how it went. */
void check_result(struct checker *ck, struct node *value)
{
	const struct type *t = check_value(ck, value);
	const struct provider *keeper = keeper_of_result(ck->probe);

	if (keeper && t && !type_is_bad(t) && !type_is_number(t))
		diag_hint(diag_error(ck->diags, value->span, DIAG_BAD_OPERAND,
				  "a %s returns a number, not %s", keeper->name,
				  type_text(ck->arena, t)),
			"0 says that it went well");
}

static void check_jump(struct checker *ck, struct node *n)
{
	(void)ck;
	n->type = &type_void;
}

static void (*const statements[NODE_KIND_COUNT])(struct checker *ck, struct node *n) = {
	[NODE_EXPRESSION] = check_discarded,
	[NODE_ASSIGN] = check_assign,
	[NODE_LET] = check_let,
	[NODE_IF] = check_if,
	[NODE_BLOCK] = check_block,
	[NODE_WHILE] = check_while,
	[NODE_UNROLL] = check_unroll,
	[NODE_FOR_RANGE] = check_for_range,
	[NODE_FOR_MAP] = check_for_map,
	[NODE_BREAK] = check_jump,
	[NODE_CONTINUE] = check_jump,
	[NODE_RETURN] = check_return,
};

void check_statement(struct checker *ck, struct node *n)
{
	if (statements[n->kind])
		statements[n->kind](ck, n);
	else
		diag_error(ck->diags, n->span, DIAG_INTERNAL,
			"this is no statement; please report it");
}

/* Rounds */

static struct shape *kept(struct checker *ck, const struct shape *before)
{
	return ck->keeps && before ? arena_memdup(ck->arena, before, sizeof(*before)) : NULL;
}

static void begin_round(struct checker *ck, struct program *p)
{
	for (struct map *m = p->maps; m; m = m->next) {
		m->key_gathered = kept(ck, m->key_shape);
		m->value_gathered = kept(ck, m->value_shape);
	}
	for (struct probe_node *probe = program_next(p, NULL); probe;
		probe = program_next(p, probe))
		for (struct variable *v = probe->variables; v; v = v->next)
			v->gathered = kept(ck, v->shape);
	for (struct probe_node *code = p->functions; code; code = code->next)
		code->function->result_gathered = kept(ck, code->function->result_shape);
}

static bool settle(struct checker *ck, struct shape **shape, const struct shape *gathered,
	const struct type **type, bool wide)
{
	if (!gathered || (*shape && shape_equal(*shape, gathered)))
		return false;
	*shape = arena_memdup(ck->arena, gathered, sizeof(*gathered));
	/* uses of what is no type are silent */
	*type = (*shape)->has_conflict ? &type_error : shape_type(ck->arena, *shape, wide);
	return true;
}

/* Take over what the round gathered; ck->changed tells whether that is something new. */
static void end_round(struct checker *ck, struct program *p)
{
	for (struct map *m = p->maps; m; m = m->next) {
		bool key = settle(ck, &m->key_shape, m->key_gathered, &m->key_type, true);
		bool value = settle(ck, &m->value_shape, m->value_gathered, &m->value_type, true);

		if (key || value)
			note_changed(ck, arena_printf(ck->arena, "'%s'", m->title), m->first);
	}
	for (struct probe_node *probe = program_next(p, NULL); probe;
		probe = program_next(p, probe))
		for (struct variable *v = probe->variables; v; v = v->next)
			if (settle(ck, &v->shape, v->gathered, &v->type, false))
				note_changed(
					ck, arena_printf(ck->arena, "'$%s'", v->name), v->declared);
	for (struct probe_node *code = p->functions; code; code = code->next) {
		struct function *f = code->function;

		if (settle(ck, &f->result_shape, f->result_gathered, &f->result, false))
			note_changed(ck, arena_printf(ck->arena, "the result of %s()", f->name),
				f->name_span);
	}
}

/* The type of a variable that nothing is put into but itself: the written one, where the rest of it
 * is not a capacity. */
static const struct type *assumed_type(const struct variable *v)
{
	bool lacks_capacity =
		v->written && (v->written->kind == TYPE_STRING || v->written->kind == TYPE_BUFFER);

	return v->written && !lacks_capacity ? v->written : &type_int64;
}

/* What only depends on itself ($x = $x + 1 with nothing else) begins as an int64. */
static bool assume_unknown(struct program *p)
{
	bool assumed = false;

	for (struct map *m = p->maps; m; m = m->next) {
		if (!m->value_type) {
			m->value_type = &type_int64;
			assumed = true;
		}
		if (m->is_keyed && !m->key_type) {
			m->key_type = &type_int64;
			assumed = true;
		}
	}
	for (struct probe_node *probe = program_next(p, NULL); probe;
		probe = program_next(p, probe))
		for (struct variable *v = probe->variables; v; v = v->next)
			if (!v->type) {
				v->type = assumed_type(v);
				assumed = true;
			}
	for (struct probe_node *code = p->functions; code; code = code->next)
		if (!code->function->result && code->function->result_written) {
			code->function->result = code->function->result_written;
			assumed = true;
		}
	return assumed;
}

/* A map that something waits for (is_scalar) and no use decides has no keys.  One at a time: the
 * answer may decide others. */
static bool assume_scalar(struct checker *ck, struct program *p)
{
	for (struct map *m = p->maps; m; m = m->next)
		if (m->key_asked && !m->key_known) {
			note_changed(ck, arena_printf(ck->arena, "'%s'", m->title), m->first);
			m->key_known = true;
			m->key_decided = m->first;
			return true;
		}
	return false;
}

static void check_round(struct checker *ck, struct program *p)
{
	begin_round(ck, p);
	for (ck->probe = p->functions; ck->probe; ck->probe = ck->probe->next)
		check_function_head(ck, ck->probe->function);
	for (ck->probe = program_next(p, NULL); ck->probe; ck->probe = program_next(p, ck->probe)) {
		probe_look_into(ck->c, ck->probe);
		if (ck->probe->predicate)
			check_condition(ck, ck->probe->predicate);
		check_statement(ck, ck->probe->body);
	}
	probe_look_into(ck->c, NULL);
}

static bool check_rounds(struct checker *ck, struct program *p)
{
	for (unsigned round = 0; round < ROUNDS_MAX; round++) {
		ck->diags = diags_new(ck->arena);
		ck->keeps = round >= ROUNDS_FREE;
		ck->changed = false;
		check_round(ck, p);
		end_round(ck, p);
		if (!ck->changed && !assume_unknown(p) && !assume_scalar(ck, p))
			return true;
	}
	return false;
}

static void report_untyped(struct checker *ck, struct span where, const char *name)
{
	diag_hint(diag_error(ck->diags, where, DIAG_TYPE_MISMATCH,
		      "the type of '%s' cannot be told from what is assigned to it", name),
		"assign it a value of the type that it shall have");
}

/* @t = (@t, 1): every round found another type, and the last one does not hold what it is made
 * of. */
static void check_contained(struct checker *ck, const struct shape *settled,
	const struct shape *gathered, struct span where, const char *name)
{
	struct shape both;

	if (!settled || !gathered)
		return;
	both = *settled;
	if (shape_join(ck->arena, &both, gathered) == JOIN_CONFLICT)
		diag_hint(diag_error(ck->diags, where, DIAG_TYPE_MISMATCH,
			      "the type of '%s' contains itself", name),
			"assign it parts of the value that it had");
}

/* Places whose values all go wrong because of each other: every error was silenced by the next.
 * Where something could not be checked, what hangs on it is not the script's mistake. */
static void check_typed(struct checker *ck, const struct program *p)
{
	if (diags_have_errors(ck->diags) || diags_unchecked(ck->diags))
		return;
	for (const struct map *m = p->maps; m; m = m->next) {
		if (type_is_bad(m->value_type) || type_is_bad(m->key_type))
			report_untyped(ck, m->assigned, m->title);
		check_contained(ck, m->value_shape, m->value_gathered, m->assigned, m->title);
		check_contained(ck, m->key_shape, m->key_gathered, m->assigned, m->title);
	}
	for (const struct probe_node *probe = program_next(p, NULL); probe;
		probe = program_next(p, probe))
		for (const struct variable *v = probe->variables; v; v = v->next) {
			const char *name = arena_printf(ck->arena, "$%s", v->name);

			if (type_is_bad(v->type))
				report_untyped(ck, v->declared, name);
			check_contained(ck, v->shape, v->gathered, v->declared, name);
		}
}

/* L7: per-CPU values are those that can be put together, which aggregations can. */
static void check_declared(struct compilation *c, const struct map *m)
{
	const struct map_declaration *d = m->declared;
	bool agg = m->value_type->kind == TYPE_AGG;
	struct diag *e;

	if (!d || type_is_bad(m->value_type) || d->kind.percpu == agg)
		return;
	if (agg)
		e = diag_error(c->diags, d->kind_span, DIAG_BAD_DECLARATION,
			"'@%s' is an aggregation (%s), which '%s' does not keep", m->name,
			agg_name(m->value_type->agg), d->kind_name);
	else
		e = diag_error(c->diags, d->kind_span, DIAG_BAD_DECLARATION,
			"'%s' keeps aggregations, and '@%s' is none", d->kind_name, m->name);
	diag_note(e, m->assigned, "it is assigned here");
	diag_hint(e, "declare it as '%s%s'", agg ? "percpu" : "", d->kind.lru ? "lruhash" : "hash");
}

void check_pass(struct compilation *c)
{
	struct checker ck = {.c = c, .arena = c->arena};

	fold_constants(c);
	if (diags_have_errors(c->diags))
		return;
	if (!check_rounds(&ck, c->program)) {
		diag_hint(
			diag_error(c->diags, ck.changed_at, DIAG_TOO_MANY,
				"the type of %s is not settled after %d rounds: too many variables and maps take their types from each other",
				ck.changed_place, ROUNDS_MAX),
			"assign it first a value of the type that it shall have");
		return;
	}
	ck.diags = c->diags;
	ck.keeps = false;
	check_round(&ck, c->program);
	check_typed(&ck, c->program);
	for (const struct map *m = c->program->maps; m; m = m->next)
		check_declared(c, m);
	if (!diags_have_errors(c->diags))
		check_spaces(c);
}

/* For the rows */

struct compilation *checker_compilation(struct checker *c)
{
	return c->c;
}

struct diags *checker_diags(struct checker *c)
{
	return c->diags;
}

struct arena *checker_arena(struct checker *c)
{
	return c->arena;
}

struct probe_node *checker_probe(struct checker *c)
{
	return c->probe;
}

bool checker_literal_int(const struct node *n, int64_t *value)
{
	if (n->kind != NODE_INT || (n->integer.is_unsigned && n->integer.value > INT64_MAX))
		return false;
	*value = (int64_t)n->integer.value;
	return true;
}

const struct type *checker_expression(struct checker *c, struct node *n)
{
	return n->kind == NODE_MAP ? check_map_element(c, n) : check_expression(c, n);
}

void checker_describe(struct checker *c)
{
	for (struct attach_node *a = c->probe->attach; a; a = a->next)
		for (struct match *m = a->matches; m; m = m->next)
			match_describe(c->c, m);
}

void checker_each_match(
	struct checker *c, void (*visit)(const struct match *m, void *arg), void *arg)
{
	for (struct attach_node *a = c->probe->attach; a; a = a->next)
		for (struct match *m = a->matches; m; m = m->next) {
			match_ask_carries(c->c, m);
			if (!m->carries_failed)
				visit(m, arg);
		}
}

static void note_outliving(const struct match *m, void *arg)
{
	const struct match **found = arg;

	if (m->carries.outlives)
		*found = m;
}

const struct match *checker_outliving(struct checker *c)
{
	const struct match *found = NULL;

	checker_each_match(c, note_outliving, &found);
	return found;
}
