/* runtime/flame_tree.c - builds the tree of a flame graph.  Called by runtime/flame.c. */
#include "runtime/flame_tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

enum { FIRST_NODES = 64 };

/* A frame under its caller. */
struct place_in_tree {
	uint32_t parent;
	const struct folded_frame *frame;
};

int flame_tree_open(struct flame_tree *t)
{
	*t = (struct flame_tree){
		.arena = arena_new(), .capacity = FIRST_NODES, .slot_mask = 2 * FIRST_NODES - 1
	};
	t->nodes = mem_zalloc(t->capacity, sizeof(*t->nodes));
	t->slots = mem_zalloc((size_t)t->slot_mask + 1, sizeof(*t->slots));
	if (!t->arena || !t->nodes || !t->slots)
		return -ENOMEM;
	t->nodes[0] = (struct flame_node){ .name = "all", .len = strlen("all") };
	t->count = 1;
	return 0;
}

void flame_tree_close(struct flame_tree *t)
{
	arena_free(t->arena);
	mem_free(t->nodes);
	mem_free(t->slots);
	mem_free(t->order);
	*t = (struct flame_tree){ 0 };
}

static uint32_t hash_of(uint32_t parent, enum folded_origin origin, const char *name, size_t len)
{
	return hash_fold(hash_add(HASH_START ^ parent ^ (uint64_t)origin << 32, name, len));
}

static bool is_at(const struct flame_node *n, const struct place_in_tree *p)
{
	return n->parent == p->parent && n->origin == p->frame->origin && n->len == p->frame->len &&
		memcmp(n->name, p->frame->text, n->len) == 0;
}

/* The slot of a node that is there, or the free one where it belongs. */
static uint32_t *slot_of(struct flame_tree *t, const struct place_in_tree *p)
{
	uint32_t i =
		hash_of(p->parent, p->frame->origin, p->frame->text, p->frame->len) & t->slot_mask;

	while (t->slots[i] && !is_at(&t->nodes[t->slots[i] - 1], p))
		i = (i + 1) & t->slot_mask;
	return &t->slots[i];
}

static int grow(struct flame_tree *t)
{
	uint32_t capacity = t->capacity * 2,
		 *slots = mem_zalloc((size_t)capacity * 2, sizeof(*slots));
	struct flame_node *nodes = slots ? mem_realloc(t->nodes, capacity * sizeof(*nodes)) : NULL;

	if (!nodes) {
		mem_free(slots);
		return -ENOMEM;
	}
	mem_free(t->slots);
	t->nodes = nodes;
	t->capacity = capacity;
	t->slots = slots;
	t->slot_mask = capacity * 2 - 1;
	for (uint32_t n = 1; n < t->count; n++) {
		const struct flame_node *node = &t->nodes[n];
		uint32_t i =
			hash_of(node->parent, node->origin, node->name, node->len) & t->slot_mask;

		while (t->slots[i])
			i = (i + 1) & t->slot_mask;
		t->slots[i] = n + 1;
	}
	return 0;
}

/* The node of a frame under its caller, new where there is none; 0, which no callee is, when out of
 * memory. */
static uint32_t child_of(struct flame_tree *t, uint32_t parent, const struct folded_frame *frame)
{
	struct place_in_tree place = { parent, frame };
	uint32_t *slot;
	char *name;

	if (t->count == t->capacity && grow(t))
		return 0;
	slot = slot_of(t, &place);
	if (*slot)
		return *slot - 1;
	name = arena_try_alloc(t->arena, frame->len + 1);
	if (!name)
		return 0;
	memcpy(name, frame->text, frame->len);
	t->nodes[t->count] = (struct flame_node){
		.name = name,
		.len = frame->len,
		.origin = frame->origin,
		.parent = parent,
		.depth = t->nodes[parent].depth + 1,
	};
	t->depth = MAX_OF(t->depth, t->nodes[t->count].depth);
	*slot = ++t->count;
	return t->count - 1;
}

static void add_weight(uint64_t *total, uint64_t weight)
{
	if (__builtin_add_overflow(*total, weight, total))
		*total = UINT64_MAX;
}

int flame_tree_add(struct flame_tree *t, const struct folded_stack *stack)
{
	uint64_t weight = stack->weight.u;
	uint32_t at = 0;

	if (weight == 0 || (stack->weight.kind == VALUE_INT && stack->weight.i < 0))
		return 0;
	add_weight(&t->nodes[0].total, weight);
	for (size_t i = 0; i < stack->count; i++) {
		at = child_of(t, at, &stack->frames[i]);
		if (!at)
			return -ENOMEM;
		add_weight(&t->nodes[at].total, weight);
	}
	return 0;
}

static int compare_nodes(const void *a, const void *b, void *nodes)
{
	const struct flame_node *x = (const struct flame_node *)nodes + *(const uint32_t *)a;
	const struct flame_node *y = (const struct flame_node *)nodes + *(const uint32_t *)b;
	int order;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	order = memcmp(x->name, y->name, MIN_OF(x->len, y->len));
	if (order || x->len != y->len)
		return order ? order : x->len < y->len ? -1 : 1;
	return (int)x->origin - (int)y->origin;
}

int flame_tree_finish(struct flame_tree *t)
{
	t->order = mem_alloc(t->count * sizeof(*t->order));
	if (!t->order)
		return -ENOMEM;
	for (uint32_t i = 0; i < t->count; i++)
		t->order[i] = i;
	/* the root stays the first: it is its own parent, and no other node's number is below it */
	qsort_r(t->order + 1, t->count - 1, sizeof(*t->order), compare_nodes, t->nodes);
	for (uint32_t i = 1; i < t->count; i++) {
		struct flame_node *parent = &t->nodes[t->nodes[t->order[i]].parent];

		if (!parent->child_count++)
			parent->first_child = i;
	}
	return 0;
}
