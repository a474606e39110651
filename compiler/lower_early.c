/* compiler/lower_early.c - values that are other ones in a function than in the body that calls it,
 * or that the kernel calls it back for: a stack begins with frames of the program, whose number
 * only the body knows.  So they are taken in the body, before its outermost loop and before its
 * calls, and lie in scratch memory. */
#include "compiler/lower_llvm.h"

#include "compiler/function.h"
#include "compiler/walk.h"

struct early {
	struct early *next;
	const struct node *node;
	uint32_t at; /* in scratch memory */
};

/* The row of a node when it is one of those, else NULL. */
static const struct builtin *early_row(const struct node *n)
{
	const struct builtin *b = n->kind == NODE_NAME ? n->name.builtin
		: n->kind == NODE_CALL ? n->call.builtin
		: NULL;

	return b && (b->flags & BI_BEFORE_LOOPS) ? b : NULL;
}

static struct early *add(struct lowering *l, struct early **list, const struct node *n)
{
	struct early *e = arena_new_object(l->c->arena, struct early);

	e->node = n;
	e->at = lower_reserve(l, 8);
	e->next = *list;
	return *list = e;
}

static const struct early *find(const struct early *e, const struct node *n)
{
	while (e->node != n)
		e = e->next;
	return e;
}

static void take(struct lowering *l, const struct early *e)
{
	ir_store(l, lower_reserved(l, e->at), 0, 8, early_row(e->node)->lower(l, e->node));
}

/* In functions */

static void reserve_node(struct node **child, void *arg)
{
	struct lowering *l = arg;

	if (early_row(*child))
		add(l, &l->function_early, *child);
	walk_children(*child, reserve_node, arg);
}

void lower_reserve_early(struct lowering *l, struct probe_node *code)
{
	reserve_node(&code->body, l);
}

static void take_called(struct node **child, void *arg);

/* Once in a walk is enough, however often it is called. */
static void take_function(struct lowering *l, struct function *f)
{
	if (f->takings == l->takings)
		return;
	f->takings = l->takings;
	take_called(&f->code->body, l);
}

static void take_called(struct node **child, void *arg)
{
	struct lowering *l = arg;

	if (early_row(*child))
		take(l, find(l->function_early, *child));
	if ((*child)->kind == NODE_CALL && (*child)->call.function)
		take_function(l, (*child)->call.function);
	walk_children(*child, take_called, arg);
}

void lower_take_called(struct lowering *l, struct function *f)
{
	l->takings++;
	take_function(l, f);
}

/* In loops */

static void take_early(struct node **child, void *arg)
{
	struct lowering *l = arg;

	if (early_row(*child))
		take(l, add(l, &l->early, *child));
	if ((*child)->kind == NODE_CALL && (*child)->call.function)
		take_function(l, (*child)->call.function);
	walk_children(*child, take_early, arg);
}

void lower_take_early(struct lowering *l, struct node *loop)
{
	l->takings++;
	walk_children(loop, take_early, l);
}

ir_value lower_early(struct lowering *l, const struct node *n)
{
	return ir_load(l, lower_reserved(l, find(l->fn ? l->function_early : l->early, n)->at), 0,
		8, false);
}
