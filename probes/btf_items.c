/* probes/btf_items.c - members and enumerators of BTF types.  A scan for a name is enough for a
 * type that is asked a few times; one that is asked often gets a table, or else a script could
 * define a struct of ten thousand members and name each of them.  Owns what hangs on the types of
 * blobs. */
#include "probes/btf_items.h"

#include "probes/btf_enum.h"
#include "runtime/base/mem.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

#define MANY_FINDS 16   /* from here on a table is cheaper than scans */

struct btf_items {
	struct type_field *fields;      /* of an enum */
	struct strmap numbers;  /* by name */
	unsigned finds;
	bool has_table;
};

static bool is_composite(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info) == BTF_KIND_STRUCT ||
		BTF_INFO_KIND(t->info) == BTF_KIND_UNION;
}

static bool is_enum(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info) == BTF_KIND_ENUM || BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64;
}

/* A walk over the names of a type; each comes with the number of the item. */
struct item_walk {
	bool (*visit)(struct item_walk *w, const char *name);   /* true: stop */
	uint32_t number;
	const char *wanted;             /* of a scan */
	struct strmap *numbers;         /* of a table that is being made */
	bool failed;
};

static bool walk_members(
	const struct kernel_btf *b, const struct btf_type *t, struct item_walk *w, int depth)
{
	const struct btf_member *members = (const void *)(t + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const char *text = kernel_btf_text(b, members[i].name_off);
		const struct btf_type *inner =
			*text ? NULL : kernel_btf_type(b, kernel_btf_strip(b, members[i].type));

		if (!depth)
			w->number = i + 1;
		if (*text && w->visit(w, text))
			return true;
		if (inner && is_composite(inner) && depth < KERNEL_BTF_DEPTH_MOST &&
			walk_members(b, inner, w, depth + 1))
			return true;
	}
	return false;
}

static bool visit_enumerator(const char *name, const struct btf_enumerator *e, void *arg)
{
	struct item_walk *w = arg;

	(void)e;
	w->number++;
	return w->visit(w, name);
}

static bool walk(const struct kernel_btf *b, const struct btf_type *t, struct item_walk *w)
{
	return is_composite(t) ? walk_members(b, t, w, 0)
		: is_enum(t) && btf_enum_walk(b, t, visit_enumerator, w);
}

static bool is_wanted(struct item_walk *w, const char *name)
{
	return str_eq(name, w->wanted);
}

static uint32_t scan(const struct kernel_btf *b, const struct btf_type *t, const char *name)
{
	struct item_walk w = { .visit = is_wanted, .wanted = name };

	return walk(b, t, &w) ? w.number : 0;
}

/* The first of a name counts. */
static bool put(struct item_walk *w, const char *name)
{
	if (!strmap_get(w->numbers, name))
		w->failed = strmap_put(w->numbers, name, (void *)(uintptr_t)w->number) != 0;
	return w->failed;
}

static void make_table(
	const struct kernel_btf *b, const struct btf_type *t, struct btf_items *items)
{
	struct item_walk w = { .visit = put, .numbers = &items->numbers };

	items->has_table = !walk(b, t, &w);
	if (!items->has_table)
		strmap_free(&items->numbers);
}

/* The slot's, made when it is empty; NULL when memory is out. */
static struct btf_items *items_of(const struct kernel_btf *b, uint32_t id)
{
	struct btf_items **slot = kernel_btf_items(b, id);

	if (slot && !*slot)
		*slot = mem_zalloc(1, sizeof(**slot));
	return slot ? *slot : NULL;
}

uint32_t btf_items_find(const struct kernel_btf *b, uint32_t id, const char *name)
{
	const struct btf_type *t = kernel_btf_type(b, id);
	struct btf_items *items = items_of(b, id);

	if (items && !items->has_table && ++items->finds == MANY_FINDS)
		make_table(b, t, items);
	return items && items->has_table ? (uint32_t)(uintptr_t)strmap_get(&items->numbers, name)
		: scan(b, t, name);
}

static bool add_enumerator(const char *name, const struct btf_enumerator *e, void *arg)
{
	struct type_field **next = arg;

	(*next)->name = name;
	(*next)->value = e->value;
	++*next;
	return false;
}

const struct type_field *btf_items_fields(const struct kernel_btf *b, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(b, id);
	struct btf_items *items = items_of(b, id);
	struct type_field *next;

	if (!items || !is_enum(t))
		return NULL;
	if (!items->fields) {
		next = items->fields = mem_zalloc(BTF_INFO_VLEN(t->info) + 1, sizeof(*next));
		if (next)
			btf_enum_walk(b, t, add_enumerator, &next);
	}
	return items->fields;
}

void btf_items_free(struct btf_items *items)
{
	if (!items)
		return;
	strmap_free(&items->numbers);
	mem_free(items->fields);
	mem_free(items);
}
