/* compiler/walk.c - the children of each kind of node, written down once.  Used by the passes that
 * change or search the tree: resolve, check, fold. */
#include "compiler/walk.h"

static void walk_one(struct node **child, walk_fn visit, void *arg)
{
	if (*child)
		visit(child, arg);
}

static void walk_list(struct node **list, walk_fn visit, void *arg)
{
	while (*list) {
		visit(list, arg);
		list = &(*list)->next;
	}
}

void walk_children(struct node *n, walk_fn visit, void *arg)
{
	switch (n->kind) {
	case NODE_INT:
	case NODE_STRING:
	case NODE_BOOL:
	case NODE_NAME:
	case NODE_VARIABLE:
	case NODE_POSITIONAL:
	case NODE_POSITIONAL_COUNT:
	case NODE_RETURN:
	case NODE_KIND_COUNT:
		return;
	case NODE_MAP:
		walk_list(&n->map.keys, visit, arg);
		return;
	case NODE_UNARY:
		walk_one(&n->unary.operand, visit, arg);
		return;
	case NODE_STEP:
		walk_one(&n->step.target, visit, arg);
		return;
	case NODE_BINARY:
		walk_one(&n->binary.left, visit, arg);
		walk_one(&n->binary.right, visit, arg);
		return;
	case NODE_TERNARY:
		walk_one(&n->ternary.cond, visit, arg);
		walk_one(&n->ternary.then, visit, arg);
		walk_one(&n->ternary.other, visit, arg);
		return;
	case NODE_FIELD:
		walk_one(&n->field.object, visit, arg);
		return;
	case NODE_INDEX:
		walk_one(&n->index.object, visit, arg);
		walk_one(&n->index.at, visit, arg);
		return;
	case NODE_CALL:
		walk_list(&n->call.args, visit, arg);
		return;
	case NODE_TUPLE:
	case NODE_BLOCK:
		walk_list(&n->list.first, visit, arg);
		return;
	case NODE_EXPRESSION:
		walk_one(&n->expression.value, visit, arg);
		return;
	case NODE_ASSIGN:
		/* the value first: that is the order in which they are evaluated and declared */
		walk_one(&n->assign.value, visit, arg);
		walk_one(&n->assign.target, visit, arg);
		return;
	case NODE_LET:
		walk_one(&n->let.value, visit, arg);
		walk_one(&n->let.variable, visit, arg);
		return;
	case NODE_IF:
		walk_one(&n->branch.cond, visit, arg);
		walk_one(&n->branch.then, visit, arg);
		walk_one(&n->branch.other, visit, arg);
		return;
	}
}
