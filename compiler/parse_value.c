/* compiler/parse_value.c - statements that stand for a value (language.md E3, E4): a block, whose
 * last expression without ';' is what it is worth, and an 'if', which is then the same as c ? a :
 * b. Called by the expressions of the parser.
 *
 *   value = "{" statement* expression? "}" | "if" condition block "else" (block | if ...)
 */
#include "compiler/parse.h"

static struct node *take_last(struct node *block)
{
	struct node **at = &block->list.first;
	struct node *last;

	while ((*at)->next)
		at = &(*at)->next;
	last = *at;
	*at = NULL;
	block->list.count--;
	return last;
}

static const struct node *last_of(const struct node *block)
{
	const struct node *n = block->list.first;

	while (n && n->next)
		n = n->next;
	return n;
}

/* Does the statement stand for a value where it is the last one of a block? */
static bool is_worth_something(const struct node *n)
{
	if (!n)
		return false;
	if (n->kind == NODE_EXPRESSION)
		return !n->expression.on_purpose;
	if (n->kind == NODE_BLOCK)
		return n->list.has_tail && is_worth_something(last_of(n));
	return n->kind == NODE_IF && n->branch.other && is_worth_something(n->branch.then) &&
	       is_worth_something(n->branch.other);
}

static struct node *value_of_if(struct node *n)
{
	struct node *cond = n->branch.cond, *then = n->branch.then, *other = n->branch.other;

	n->kind = NODE_TERNARY;
	n->ternary.cond = cond;
	n->ternary.then = block_value(then);
	n->ternary.other = other->kind == NODE_IF ? value_of_if(other) : block_value(other);
	return n;
}

struct node *block_value(struct node *block)
{
	struct node *last;

	if (!block->list.has_tail || !is_worth_something(last_of(block)))
		return block;
	last = take_last(block);
	if (last->kind == NODE_IF)
		last = value_of_if(last);
	else if (last->kind == NODE_BLOCK)
		last = block_value(last);
	else
		last = last->expression.value;
	block->list.value = last;
	return block->list.first ? block : last;
}

struct node *parse_block_value(struct parser *p)
{
	return block_value(parse_inner_block(p));
}

struct node *parse_if_value(struct parser *p)
{
	struct node *n = parse_if(p), *last = n;

	while (last->kind == NODE_IF && last->branch.other)
		last = last->branch.other;
	if (last->kind != NODE_IF)
		return value_of_if(n);
	if (!p->panic)
		diag_hint(diag_error(p->compilation->diags, n->span, DIAG_EXPECTED,
			      "expected 'else' behind an 'if' that stands for a value"),
			"there must be a value whether the condition is true or not");
	return n->branch.then;
}
