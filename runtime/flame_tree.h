/* runtime/flame_tree.h - stacks with weights as a tree: frames with the same name under the same
 * caller are one. */
#pragma once

#include <stdint.h>

#include "runtime/folded.h"

struct flame_node {
	const char *name;       /* not terminated; the tree's */
	size_t len;
	enum folded_origin origin;
	uint64_t total;         /* weight of the stacks that go through it */
	uint32_t parent;        /* the root is its own */
	uint32_t depth;         /* of the root: 0 */
	uint32_t first_child, child_count;      /* in `order`, set by flame_tree_finish() */
};

struct flame_tree {
	struct arena *arena;            /* names */
	struct flame_node *nodes;       /* the first is the root */
	uint32_t count, capacity;
	/* nodes by parent, origin and name, plus one: open addressing */
	uint32_t *slots;
	uint32_t slot_mask;
	uint32_t *order;                /* nodes by parent, then by name */
	uint32_t depth;                 /* the most of any node */
};

/** Start with the root alone.  0 or -ENOMEM; undo with flame_tree_close() in any case. */
int flame_tree_open(struct flame_tree *t);
void flame_tree_close(struct flame_tree *t);

/** Add a stack; one that weighs nothing, or less, is left out.  0 or -ENOMEM. */
int flame_tree_add(struct flame_tree *t, const struct folded_stack *stack);

/** Put the children of each node side by side, by name: nothing may be added behind it.  0 or
 * -ENOMEM. */
int flame_tree_finish(struct flame_tree *t);
