/* compiler/fold.c - the fold pass, behind check: statements that never run are dropped, and a
 * print() with the clear() behind it becomes one step (language.md S11, F5).  Constants are folded
 * in fold_constant.c. */
#include "compiler/fold.h"

#include "runtime/base/image.h"
#include "compiler/builtin.h"
#include "compiler/walk.h"

struct folder {
	struct compilation *c;
	uint32_t twins;
	const struct function *function; /* whose body it is, or NULL */
};

/* Statements that leave */

static bool leaves(const struct node *n)
{
	const struct node *value = n->kind == NODE_EXPRESSION ? n->expression.value : NULL;

	if (n->kind == NODE_RETURN || n->kind == NODE_BREAK || n->kind == NODE_CONTINUE)
		return true;
	if (value)
		return value->kind == NODE_CALL && value->call.builtin &&
			(value->call.builtin->flags & BI_LEAVES);
	if (n->kind == NODE_IF)
		return n->branch.other && leaves(n->branch.then) && leaves(n->branch.other);
	for (n = n->kind == NODE_BLOCK ? n->list.first : NULL; n; n = n->next)
		if (leaves(n))
			return true;
	return false;
}

/* What the statement leaves, by the one in it that does so. */
static const char *what_it_leaves(const struct folder *f, const struct node *n)
{
	if (n->kind == NODE_BREAK)
		return "the loop";
	if (n->kind == NODE_CONTINUE)
		return "this round of the loop";
	if (n->kind == NODE_IF)
		return what_it_leaves(f, n->branch.then);
	for (const struct node *s = n->kind == NODE_BLOCK ? n->list.first : NULL; s; s = s->next)
		if (leaves(s))
			return what_it_leaves(f, s);
	return f->function ? "the function" : "the probe";
}

static void drop_unreachable(struct folder *f, struct node *block)
{
	for (struct node *s = block->list.first; s; s = s->next) {
		if (!s->next || !leaves(s))
			continue;
		diag_note(diag_warning(f->c->diags, s->next->span, DIAG_UNREACHABLE,
			      "what follows here never runs"),
			s->span, "this leaves %s", what_it_leaves(f, s));
		s->next = NULL;
	}
}

/* Branches whose condition is a constant */

static bool constant_condition(const struct node *n, bool *value)
{
	if (n->kind != NODE_INT && n->kind != NODE_BOOL)
		return false;
	*value = n->integer.value != 0;
	return true;
}

static void drop_dead_branch(struct node *n)
{
	struct node *next = n->next, *taken;
	bool value;

	if (!constant_condition(n->branch.cond, &value))
		return;
	taken = value ? n->branch.then : n->branch.other;
	if (taken) {
		*n = *taken;
	} else {
		n->kind = NODE_BLOCK;
		n->list.first = NULL;
		n->list.count = 0;
	}
	n->next = next;
}

/* print(@m); clear(@m); */

/* The whole map that a statement is a call with such a row on, or NULL. */
static struct node *call_on_map(struct node *s, unsigned flag)
{
	struct node *call = s->kind == NODE_EXPRESSION ? s->expression.value : NULL, *map;

	if (!call || call->kind != NODE_CALL || !(call->call.builtin->flags & flag))
		return NULL;
	map = call->call.args;
	return map && map->kind == NODE_MAP && !map->map.keys ? call : NULL;
}

struct mention {
	const struct map *map;
	bool found;
};

static void find_mention(struct node **child, void *arg)
{
	struct mention *m = arg;

	if ((*child)->kind == NODE_MAP && (*child)->map.ref == m->map)
		m->found = true;
	else
		walk_children(*child, find_mention, arg);
}

/* True for a statement that may stand between the two: asynchronous itself, and not about the map.
 */
static bool may_stand_between(struct node *s, const struct map *map)
{
	struct mention m = {.map = map};
	struct node *call = s->kind == NODE_EXPRESSION ? s->expression.value : NULL;

	if (!call || call->kind != NODE_CALL || !(call->call.builtin->flags & BI_ASYNC))
		return false;
	find_mention(&s, &m);
	return !m.found;
}

static void join_clear(struct folder *f, struct node *statement, struct node *printed)
{
	struct map *map = printed->map.ref;
	struct node *clear;

	if (!map->twin && f->twins == CONTROL_SELECTORS)
		return;
	for (struct node *s = statement->next; s; s = s->next) {
		clear = call_on_map(s, BI_CLEARS_MAP);
		if (clear && clear->call.args->map.ref == map && !clear->call.dropped) {
			f->twins += !map->twin;
			map->twin = true;
			printed->map.with_clear = true;
			clear->call.dropped = true;
			return;
		}
		if (!may_stand_between(s, map))
			return;
	}
}

static void join_print_clear(struct folder *f, struct node *statement)
{
	struct node *print = call_on_map(statement, BI_PRINTS_MAP);

	for (struct node *arg = print ? print->call.args : NULL; arg; arg = arg->next)
		if (node_is_whole_map(arg))
			join_clear(f, statement, arg);
}

static void fold_statement(struct node **child, void *arg)
{
	struct node *n = *child;

	walk_children(n, fold_statement, arg);
	if (n->kind == NODE_IF)
		drop_dead_branch(n);
	if (n->kind != NODE_BLOCK)
		return;
	drop_unreachable(arg, n);
	for (struct node *s = n->list.first; s; s = s->next)
		join_print_clear(arg, s);
}

/* Rows that have something to say of what is left */

/* S31: from a to b with b <= a. */
static bool is_empty_range(const struct node *from, const struct node *to)
{
	bool constant = from->kind == NODE_INT && to->kind == NODE_INT &&
		!from->integer.is_unsigned && !to->integer.is_unsigned;

	return constant && (int64_t)to->integer.value <= (int64_t)from->integer.value;
}

/* The child that never runs because a constant before it says so, or NULL. */
static const struct node *never_run(const struct node *n)
{
	bool value;

	if (n->kind == NODE_BINARY &&
		(n->binary.op == OP_LOGICAL_AND || n->binary.op == OP_LOGICAL_OR) &&
		constant_condition(n->binary.left, &value))
		return value == (n->binary.op == OP_LOGICAL_OR) ? n->binary.right : NULL;
	if (n->kind == NODE_FOR_RANGE && is_empty_range(n->loop.over, n->loop.end))
		return n->loop.body;
	if (n->kind == NODE_TERNARY && constant_condition(n->ternary.cond, &value))
		return value ? n->ternary.other : n->ternary.then;
	if ((n->kind == NODE_WHILE || n->kind == NODE_UNROLL) &&
		constant_condition(n->loop.over, &value))
		return value ? NULL : n->loop.body;
	return NULL;
}

struct reached {
	struct compilation *c;
	/* of the node whose children are visited: the one that never runs */
	const struct node *dead;
};

static void visit_reached(struct node **child, void *arg)
{
	struct reached *r = arg;
	struct node *n = *child;
	const struct node *dead = r->dead;

	if (n == dead)
		return;
	r->dead = never_run(n);
	walk_children(n, visit_reached, r);
	r->dead = dead;
	if (n->kind == NODE_CALL && n->call.builtin && n->call.builtin->reached)
		n->call.builtin->reached(r->c, n);
}

static bool never_true(const struct node *predicate)
{
	bool value;

	return predicate && constant_condition(predicate, &value) && !value;
}

/* Q12: what falls off the end is zero. */
static void warn_no_result(struct folder *f, const struct probe_node *p)
{
	const struct type *t = p->function->result;

	if (t && t->kind != TYPE_VOID && !leaves(p->body))
		diag_note(diag_warning(f->c->diags, p->function->name_span, DIAG_NO_RESULT,
				  "%s() may end without 'return': its result is zero then",
				  p->function->name),
			p->function->result_name->span, "the type of its result is written here");
}

void fold_pass(struct compilation *c)
{
	struct folder f = {.c = c};
	struct reached reached = {.c = c};

	for (struct probe_node *p = program_next(c->program, NULL); p;
		p = program_next(c->program, p)) {
		f.function = p->function;
		fold_statement(&p->body, &f);
		if (p->function)
			warn_no_result(&f, p);
		if (!never_true(p->predicate))
			visit_reached(&p->body, &reached);
		if (p->predicate)
			visit_reached(&p->predicate, &reached);
	}
}
