/* compiler/check_space.c - pointers into the kernel and pointers into a process that meet in one
 * place, where reading through it can be right for one of them only (language.md T9).  The last
 * part of the check pass, over a program whose types are all known. */
#include "compiler/check.h"
#include "compiler/space.h"
#include "compiler/walk.h"

struct space_walk {
	struct compilation *c;
	const struct match *match;
};

static const char *const space_text[] = {
	[SPACE_KERNEL] = "the kernel's memory",
	[SPACE_USER] = "the process's memory",
};

/* Numbers that were counted or loaded point nowhere, whatever they were made of. */
static enum space space_here(const struct space_walk *w, const struct node *n)
{
	if (!n || !n->type || (n->type->kind != TYPE_POINTER && !space_is_word(n)))
		return SPACE_UNKNOWN;
	return space_of_value(w->c->program, w->match, n);
}

static void hint_at_casts(struct diag *d)
{
	diag_hint(d, "kptr() and uptr() say where a pointer points");
}

static void check_sides(const struct space_walk *w, const struct node *n, const char *what,
	const struct node *left, const struct node *right)
{
	enum space a = space_here(w, left), b = space_here(w, right);

	if (a == SPACE_UNKNOWN || b == SPACE_UNKNOWN || a == b)
		return;
	hint_at_casts(diag_warning(w->c->diags, n->span, DIAG_SPACE_MIX,
		"'%s' mixes a pointer into %s with one into %s", what, space_text[a],
		space_text[b]));
}

static void check_target_space(
	const struct space_walk *w, const struct node *target, const struct node *value)
{
	bool is_map = target->kind == NODE_MAP;
	struct space_mark *mark = is_map ? &target->map.ref->mark : &target->variable.ref->mark;
	enum space space = space_here(w, value);
	struct diag *d;

	if (space == SPACE_UNKNOWN)
		return;
	if (mark->space == SPACE_UNKNOWN)
		*mark = (struct space_mark){space, value->span};
	if (mark->space == space)
		return;
	d = diag_warning(w->c->diags, value->span, DIAG_SPACE_MIX,
		"'%s%s' holds pointers into %s and, from here, into %s", is_map ? "@" : "$",
		is_map ? target->map.name : target->variable.name, space_text[mark->space],
		space_text[space]);
	diag_note(d, mark->where, "it begins here");
	hint_at_casts(d);
}

static void visit(struct node **child, void *arg)
{
	const struct space_walk *w = arg;
	struct node *n = *child;

	if (n->kind == NODE_BINARY && n->binary.op != OP_LOGICAL_AND &&
		n->binary.op != OP_LOGICAL_OR)
		check_sides(w, n, operator_text(n->binary.op), n->binary.left, n->binary.right);
	else if (n->kind == NODE_TERNARY)
		check_sides(w, n, "?:", n->ternary.then ? n->ternary.then : n->ternary.cond,
			n->ternary.other);
	else if (n->kind == NODE_ASSIGN)
		check_target_space(w, n->assign.target, n->assign.value);
	else if (n->kind == NODE_LET && n->let.value)
		check_target_space(w, n->let.variable, n->let.value);
	else if (n->kind == NODE_VARIABLE && n->variable.element)
		check_target_space(w, n, n->variable.element);
	walk_children(n, visit, arg);
}

void check_spaces(struct compilation *c)
{
	for (struct probe_node *p = c->program->probes; p; p = p->next) {
		struct space_walk w = {.c = c, .match = space_match(p)};

		if (!w.match)
			continue;
		if (p->predicate)
			visit(&p->predicate, &w);
		visit(&p->body, &w);
	}
}
