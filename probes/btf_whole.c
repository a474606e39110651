/* probes/btf_whole.c - structs and unions with all that is in them, for values that are stored,
 * compared and printed as a whole.  Called by the check pass for the few that are used so; members
 * that are only read one by one stay behind btf_types_member(). */
#include "probes/btf_types.h"

#include "probes/btf.h"
#include "runtime/base/util.h"

struct members {
	struct arena *arena;
	struct type_field *fields; /* NULL: only counted */
	uint32_t count;
	uint32_t size; /* of the outermost struct */
	int depth;
};

static const struct type *whole_type(const struct type *t, struct arena *a, int depth);

static const struct btf_type *composite_at(const struct kernel_btf *b, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	unsigned kind = t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;

	return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION ? t : NULL;
}

/* What cannot be shown is void: the reader says null. */
static const struct type *member_type(
	const struct members *list, const struct type_field *f, const struct type *t)
{
	uint32_t bits = f->bit_offset + f->bit_size;

	t = t ? whole_type(t, list->arena, list->depth + 1) : &type_void;
	if (f->bit_size)
		return (t->kind == TYPE_INT || t->kind == TYPE_BOOL) && bits <= 64 &&
			       f->bit_size <= 8 * t->size &&
			       f->offset + (bits + 7) / 8 <= list->size
			   ? t
				: &type_void;
	return (uint64_t)f->offset + t->size <= list->size ? t : &type_void;
}

static void add_member(struct members *list, const struct kernel_btf *b, const struct btf_type *t,
	const struct btf_member *m, uint32_t bits)
{
	struct type_field *f = &list->fields[list->count];
	const struct type *type = btf_types_by_id(kernel_btf_id(b, m->type), list->arena);

	f->name = kernel_btf_text(b, m->name_off);
	f->offset = bits / 8;
	if (BTF_INFO_KFLAG(t->info) && BTF_MEMBER_BITFIELD_SIZE(m->offset)) {
		f->bit_offset = (uint8_t)(bits % 8);
		f->bit_size = (uint8_t)BTF_MEMBER_BITFIELD_SIZE(m->offset);
	}
	f->type = member_type(list, f, type);
	if (f->type->kind == TYPE_VOID)
		f->bit_offset = f->bit_size = 0;
}

static void add_members(
	struct members *list, const struct kernel_btf *b, uint32_t id, uint32_t start, int depth)
{
	const struct btf_type *t = composite_at(b, id);

	if (!t || depth > KERNEL_BTF_DEPTH_MOST)
		return;
	const struct btf_member *members = (const void *)(t + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_member *m = &members[i];
		uint32_t bits = start + (BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset)
			: m->offset);

		if (!*kernel_btf_text(b, m->name_off)) {
			add_members(list, b, m->type, bits, depth + 1);
			continue;
		}
		if (list->fields)
			add_member(list, b, t, m, bits);
		list->count++;
	}
}

static const struct type *whole_struct(const struct type *t, struct arena *a, int depth)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(t->btf_id, &id);
	struct members list = {.arena = a, .size = t->size, .depth = depth};
	struct type *out;

	if (!b || depth > KERNEL_BTF_DEPTH_MOST)
		return &type_void;
	add_members(&list, b, id, 0, 0);
	list.fields = arena_new_array(a, struct type_field, list.count + 1);
	list.count = 0;
	add_members(&list, b, id, 0, 0);
	out = arena_memdup(a, t, sizeof(*t));
	out->fields = list.fields;
	out->field_count = list.count;
	return out;
}

static const struct type *whole_array(const struct type *t, struct arena *a, int depth)
{
	const struct type *elem = whole_type(t->elem, a, depth + 1);
	struct type *out;

	/* an array of nothing has no elements to tell apart */
	if (!elem->size)
		return &type_void;
	if (elem == t->elem)
		return t;
	out = arena_memdup(a, t, sizeof(*t));
	out->elem = elem;
	return out;
}

static const struct type *whole_type(const struct type *t, struct arena *a, int depth)
{
	if (t->kind == TYPE_ARRAY)
		return whole_array(t, a, depth);
	return t->kind == TYPE_STRUCT && t->btf_id && !t->field_count ? whole_struct(t, a, depth)
		: t;
}

const struct type *btf_types_whole(const struct type *t, struct arena *a)
{
	return whole_type(t, a, 0);
}
