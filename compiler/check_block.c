/* compiler/check_block.c - what chooses and what is chosen: blocks as values, aggregations at the
 * end of one, c ? a : b, c ?: b, comptime (language.md E1 to E4, E14, M6).  Part of the check
 * pass. */
#include "compiler/check.h"

#include "compiler/fold.h"

const struct type *check_block_value(struct checker *ck, struct node *n)
{
	for (struct node *s = n->list.first; s; s = s->next)
		check_statement(ck, s);
	return n->list.value ? check_expression(ck, n->list.value) : &type_void;
}

/* @m = { ...; count() } is { ...; @m = count(); } (M6). */
bool check_block_aggregation(struct checker *ck, struct node *assign)
{
	struct node *block = assign->assign.value, *value, *inner;
	struct node **end;

	if (block->kind != NODE_BLOCK || !block->list.value)
		return false;
	value = block->list.value;
	while (value->kind == NODE_BLOCK && value->list.value)
		value = value->list.value;
	if (!node_is_aggregation(value))
		return false;
	inner = arena_memdup(ck->arena, assign, sizeof(*assign));
	inner->next = NULL;
	inner->assign.value = block->list.value;
	block->list.value = NULL;
	for (end = &block->list.first; *end; end = &(*end)->next)
		;
	*end = inner;
	assign->kind = NODE_BLOCK;
	assign->list = block->list;
	assign->list.count++;
	return true;
}

/* comptime */

static bool is_last_round(const struct checker *ck)
{
	return ck->diags == ck->c->diags;
}

/* The value of a checked expression that is known by now, as a literal; else the part that is
 * not. */
static const struct node *known(struct checker *ck, const struct node *n, struct node *literal)
{
	struct compilation reports = *ck->c;

	reports.diags = ck->diags;
	return fold_checked(&reports, n, literal);
}

const struct type *check_comptime(struct checker *ck, struct node *n)
{
	const struct type *t = check_value(ck, n->unary.operand);
	const struct node *unknown;
	struct node literal;

	if (!t || type_is_bad(t))
		return t;
	unknown = known(ck, n->unary.operand, &literal);
	if (!unknown)
		return t;
	if (!is_last_round(ck) && fold_awaits_types(unknown))
		return NULL;
	diag_note(diag_error(ck->diags, unknown->span, DIAG_NOT_A_LITERAL,
		      "this is not known before the program runs"),
		n->span, "'comptime' needs it here");
	return &type_error;
}

/* Which branch a condition takes, as far as comptime says. */
static enum choice decide(struct checker *ck, const struct node *cond, bool *yes)
{
	const struct node *unknown;
	struct node literal;

	if (!fold_is_comptime(cond) || type_is_bad(cond->type))
		return CHOICE_NONE;
	unknown = cond->type ? known(ck, cond, &literal) : cond;
	if (unknown)
		return !is_last_round(ck) && fold_awaits_types(unknown) ? CHOICE_PENDING
			: CHOICE_NONE;
	*yes = literal.kind != NODE_STRING && literal.integer.value;
	return CHOICE_MADE;
}

enum choice check_chosen(struct checker *ck, struct node *n, const struct node *cond,
	struct node *then, struct node *other, struct node **chosen)
{
	struct node *next = n->next, *taken;
	enum choice choice;
	bool yes;

	choice = decide(ck, cond, &yes);
	*chosen = NULL;
	if (choice != CHOICE_MADE)
		return choice;
	taken = *chosen = yes ? then : other;
	if (!is_last_round(ck))
		return choice;
	if (taken)
		*n = *taken;
	else
		*n = (struct node){.kind = NODE_BLOCK, .span = n->span};
	n->next = next;
	*chosen = n;
	return choice;
}

/* c ? a : b, c ?: b */

static void different_types(struct checker *ck, const struct node *then, const struct node *other)
{
	struct diag *d = diag_error(ck->diags, other->span, DIAG_TYPE_MISMATCH,
		"the two values are of different types: this one is %s",
		type_text(ck->arena, other->type));

	diag_note(d, then->span, "this one is %s", type_text(ck->arena, then->type));
}

/* `probe` is the text that it stands for beside another one (B18). */
static void agree_on_text(struct checker *ck, struct node *a, struct node *b)
{
	if (a->type->kind == TYPE_STRING)
		checker_as_text(ck, b);
	else if (b->type->kind == TYPE_STRING)
		checker_as_text(ck, a);
}

const struct type *check_ternary(struct checker *ck, struct node *n)
{
	struct node *then = n->ternary.then ? n->ternary.then : n->ternary.cond,
		    *other = n->ternary.other, *chosen;
	struct shape shape, second;
	enum choice choice;

	check_condition(ck, n->ternary.cond);
	n->ternary.taken = NULL;
	choice = check_chosen(ck, n, n->ternary.cond, then, other, &chosen);
	if (choice == CHOICE_PENDING)
		return NULL;
	if (choice == CHOICE_MADE) {
		if (chosen != n)
			n->ternary.taken = chosen;
		return check_expression(ck, chosen);
	}
	if (n->ternary.then)
		check_expression(ck, then);
	check_expression(ck, other);
	if (type_is_bad(n->ternary.cond->type) || type_is_bad(then->type) ||
		type_is_bad(other->type))
		return &type_error;
	if (!then->type || !other->type)
		return then->type ? then->type : other->type;
	agree_on_text(ck, then, other);
	shape = shape_of_node(ck->arena, then);
	second = shape_of_node(ck->arena, other);
	if (shape_join(ck->arena, &shape, &second) == JOIN_CONFLICT) {
		different_types(ck, then, other);
		return &type_error;
	}
	return shape_type(ck->arena, &shape, false);
}
