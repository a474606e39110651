/* compiler/walk.c - the children of each kind of node, written down once.  Used by the passes that
 * change or search the tree: from expand to lower, all that do not need to know every kind of
 * node. */
#include "compiler/walk.h"

#include <stddef.h>

/* A member of struct node that points to a child or to a list of them; offset 0 ends the row. */
struct slot {
	size_t offset;
	enum { SLOT_ONE, SLOT_LIST, SLOT_TYPE } kind; /* TYPE: a type as written, which may ask for
							 that of an expression */
};

#define ONE(member) {offsetof(struct node, member), SLOT_ONE}
#define LIST(member) {offsetof(struct node, member), SLOT_LIST}
#define TYPE(member) {offsetof(struct node, member), SLOT_TYPE}

/* In the order in which they are evaluated: a value before the place that it goes to. */
static const struct slot children[NODE_KIND_COUNT][5] = {
	[NODE_MAP] = {LIST(map.keys)},
	[NODE_UNARY] = {ONE(unary.operand)},
	[NODE_STEP] = {ONE(step.target)},
	[NODE_BINARY] = {ONE(binary.left), ONE(binary.right)},
	[NODE_TERNARY] = {ONE(ternary.cond), ONE(ternary.then), ONE(ternary.other)},
	[NODE_FIELD] = {ONE(field.object)},
	[NODE_INDEX] = {ONE(index.object), ONE(index.at)},
	[NODE_CALL] = {LIST(call.args)},
	[NODE_TUPLE] = {LIST(list.first)},
	[NODE_RECORD] = {LIST(list.first)},
	[NODE_CAST] = {TYPE(cast.to), ONE(cast.operand)},
	[NODE_DEREF] = {ONE(unary.operand)},
	[NODE_SIZEOF] = {TYPE(query.of), ONE(query.value)},
	[NODE_OFFSETOF] = {TYPE(query.of), ONE(query.value)},
	[NODE_TYPEOF] = {TYPE(query.of), ONE(query.value)},
	[NODE_COMPTIME] = {ONE(unary.operand)},
	[NODE_ADDRESS] = {ONE(unary.operand)},
	[NODE_BLOCK] = {LIST(list.first), ONE(list.value)},
	[NODE_EXPRESSION] = {ONE(expression.value)},
	[NODE_ASSIGN] = {ONE(assign.value), ONE(assign.target)},
	[NODE_LET] = {TYPE(let.type), ONE(let.value), ONE(let.variable)},
	[NODE_WHILE] = {ONE(loop.over), ONE(loop.body)},
	[NODE_UNROLL] = {ONE(loop.over), ONE(loop.body)},
	[NODE_FOR_RANGE] = {ONE(loop.over), ONE(loop.end), ONE(loop.variable), ONE(loop.body)},
	[NODE_FOR_MAP] = {ONE(loop.over), ONE(loop.variable), ONE(loop.body)},
	[NODE_RETURN] = {ONE(expression.value)},
	[NODE_IF] = {ONE(branch.cond), ONE(branch.then), ONE(branch.other)},
};

static void walk_list(struct node **list, walk_fn visit, void *arg)
{
	while (*list) {
		visit(list, arg);
		list = &(*list)->next;
	}
}

static void walk_type(struct type_name *t, walk_fn visit, void *arg)
{
	if (t && t->query)
		visit(&t->query, arg);
}

void walk_children(struct node *n, walk_fn visit, void *arg)
{
	for (const struct slot *s = children[n->kind]; s->offset; s++) {
		struct node **child = (struct node **)((char *)n + s->offset);

		if (s->kind == SLOT_LIST)
			walk_list(child, visit, arg);
		else if (s->kind == SLOT_TYPE)
			walk_type(*(struct type_name **)((char *)n + s->offset), visit, arg);
		else if (*child)
			visit(child, arg);
	}
}
