/* probes/btf.c - scans a BTF blob, whose bytes are somebody else's (probes/btf_blobs.c), and answers questions about its types.  A full parse as libbpf
 * makes it costs ten times as much as the scan.  Asked by machine.c, the providers, btf_types.c and C types. */
#include "probes/btf.h"
#include "probes/btf_enum.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define MAX_DEPTH 32    /* of nested types, against blobs that refer to themselves */
#define MANY_FINDS 16   /* from here on a table by name is cheaper than scans */

/* Ids by name, open addressing; 0 is an empty slot. */
struct kernel_btf_index {
	unsigned finds;
	uint32_t *table;
	uint32_t mask;
};

static unsigned kind_of(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

/* Bytes behind the common header, by kind: a fixed part and a part per member; 0xff marks kinds that do not exist. */
static bool extra_bytes(const struct btf_type *t, uint32_t *extra)
{
	static const struct { uint8_t fixed, each; } sizes[] = {
		[BTF_KIND_INT] = { 4, 0 },
		[BTF_KIND_PTR] = { 0, 0 },
		[BTF_KIND_ARRAY] = { sizeof(struct btf_array), 0 },
		[BTF_KIND_STRUCT] = { 0, sizeof(struct btf_member) },
		[BTF_KIND_UNION] = { 0, sizeof(struct btf_member) },
		[BTF_KIND_ENUM] = { 0, sizeof(struct btf_enum) },
		[BTF_KIND_FUNC_PROTO] = { 0, sizeof(struct btf_param) },
		[BTF_KIND_VAR] = { sizeof(struct btf_var), 0 },
		[BTF_KIND_DATASEC] = { 0, sizeof(struct btf_var_secinfo) },
		[BTF_KIND_DECL_TAG] = { sizeof(struct btf_decl_tag), 0 },
		[BTF_KIND_ENUM64] = { 0, sizeof(struct btf_enum64) },
	};
	unsigned kind = kind_of(t);

	if (kind == BTF_KIND_UNKN || kind >= ARRAY_SIZE(sizes))
		return false;
	*extra = sizes[kind].fixed + sizes[kind].each * (uint32_t)BTF_INFO_VLEN(t->info);
	return true;
}

static int index_types(struct kernel_btf *b)
{
	size_t most = b->types_len / sizeof(struct btf_type) + 1, used = 0;

	b->offsets = mem_alloc(most * sizeof(*b->offsets));
	if (!b->offsets)
		return -ENOMEM;
	for (uint32_t at = 0; at < b->types_len;) {
		uint32_t extra;

		if (b->types_len - at < sizeof(struct btf_type) || !extra_bytes((const void *)(b->types + at), &extra) ||
		    b->types_len - at - sizeof(struct btf_type) < extra) {
			mem_free(b->offsets);
			b->offsets = NULL;
			return -EINVAL;
		}
		b->offsets[used++] = at;
		at += (uint32_t)sizeof(struct btf_type) + extra;
	}
	b->count = b->first - 1 + (uint32_t)used;
	return 0;
}

int kernel_btf_open(struct kernel_btf *b, const struct kernel_btf *base, const void *bytes, size_t len)
{
	const struct btf_header *h = bytes;

	*b = (struct kernel_btf){ .base = base, .name = "", .first = base ? base->count + 1 : 1,
				  .text_first = base ? base->text_first + base->strings_len : 0 };
	if (len < sizeof(*h) || h->magic != BTF_MAGIC || h->hdr_len < sizeof(*h) || h->hdr_len > len)
		return -EINVAL;
	size_t room = len - h->hdr_len;

	if (h->type_off > room || h->type_len > room - h->type_off || h->str_off > room || h->str_len > room - h->str_off ||
	    h->type_off % 4 || h->hdr_len % 4 || !h->str_len)
		return -EINVAL;
	b->types = (const uint8_t *)bytes + h->hdr_len + h->type_off;
	b->types_len = h->type_len;
	b->strings = (const char *)bytes + h->hdr_len + h->str_off;
	b->strings_len = h->str_len;
	if (b->strings[b->strings_len - 1])
		return -EINVAL;
	int ret = index_types(b);

	if (ret)
		return ret;
	b->index = mem_zalloc(1, sizeof(*b->index));
	if (!b->index) {
		kernel_btf_close(b);
		return -ENOMEM;
	}
	return 0;
}

void kernel_btf_close(struct kernel_btf *b)
{
	if (b->index)
		mem_free(b->index->table);
	mem_free(b->index);
	mem_free(b->offsets);
	memset(b, 0, sizeof(*b));
}

const struct btf_type *kernel_btf_type(const struct kernel_btf *b, uint32_t id)
{
	while (b->base && id < b->first)
		b = b->base;
	return id && id <= b->count ? (const void *)(b->types + b->offsets[id - b->first]) : NULL;
}

const char *kernel_btf_text(const struct kernel_btf *b, uint32_t offset)
{
	while (b->base && offset < b->text_first)
		b = b->base;
	return offset - b->text_first < b->strings_len ? b->strings + (offset - b->text_first) : "";
}

static uint32_t hash_name(unsigned kind, const char *name)
{
	uint32_t hash = 2166136261u ^ kind;

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return hash;
}

static bool is_named(const struct kernel_btf *b, uint32_t id, unsigned kind, const char *name)
{
	const struct btf_type *t = kernel_btf_type(b, id);

	return kind_of(t) == kind && str_eq(kernel_btf_text(b, t->name_off), name);
}

/* Lower ids come first in a chain, so that the table finds the same type as a scan. */
static void build_table(const struct kernel_btf *b)
{
	uint32_t size = 1024;

	while (size < 2 * (uint64_t)(b->count - b->first + 1) && size < 1u << 30)
		size *= 2;
	b->index->table = mem_zalloc(size, sizeof(uint32_t));
	if (!b->index->table)
		return;
	b->index->mask = size - 1;
	for (uint32_t id = b->first; id <= b->count; id++) {
		const struct btf_type *t = kernel_btf_type(b, id);
		const char *name = kernel_btf_text(b, t->name_off);
		uint32_t slot = hash_name(kind_of(t), name) & b->index->mask;

		if (!*name)
			continue;
		while (b->index->table[slot])
			slot = (slot + 1) & b->index->mask;
		b->index->table[slot] = id;
	}
}

uint32_t kernel_btf_find(const struct kernel_btf *b, unsigned kind, const char *name)
{
	struct kernel_btf_index *index = b->index;

	if (index->finds < MANY_FINDS && ++index->finds == MANY_FINDS)
		build_table(b);
	if (index->table) {
		uint32_t slot = hash_name(kind, name) & index->mask;

		while (index->table[slot] && !is_named(b, index->table[slot], kind, name))
			slot = (slot + 1) & index->mask;
		return index->table[slot];
	}
	for (uint32_t id = b->first; id <= b->count; id++)
		if (is_named(b, id, kind, name))
			return id;
	return 0;
}

void kernel_btf_names(const struct kernel_btf *b, unsigned kind, const char *prefix, struct name_list *out, struct arena *a)
{
	size_t len = strlen(prefix);

	for (uint32_t id = b->first; id <= b->count; id++) {
		const struct btf_type *t = kernel_btf_type(b, id);
		const char *name = kernel_btf_text(b, t->name_off);

		if (kind_of(t) == kind && !strncmp(name, prefix, len))
			name_list_add(out, a, name + len);
	}
}

static bool is_qualifier(unsigned kind)
{
	return kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT || kind == BTF_KIND_TYPE_TAG;
}

uint32_t kernel_btf_strip(const struct kernel_btf *b, uint32_t id)
{
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		const struct btf_type *t = kernel_btf_type(b, id);

		if (!t || (!is_qualifier(kind_of(t)) && kind_of(t) != BTF_KIND_TYPEDEF))
			return id;
		id = t->type;
	}
	return 0;
}

static uint32_t size_at_depth(const struct kernel_btf *b, uint32_t id, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || depth > MAX_DEPTH)
		return 0;
	switch (kind_of(t)) {
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return t->size;
	case BTF_KIND_PTR:
		return 8;
	case BTF_KIND_ARRAY: {
		const struct btf_array *array = (const void *)(t + 1);
		uint64_t size = (uint64_t)size_at_depth(b, array->type, depth + 1) * array->nelems;

		return size > UINT32_MAX ? 0 : (uint32_t)size;
	}
	}
	return 0;
}

uint32_t kernel_btf_size(const struct kernel_btf *b, uint32_t id)
{
	return size_at_depth(b, id, 0);
}

static int member_at_depth(const struct kernel_btf *b, uint32_t id, const char *name, uint32_t *size, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || depth > MAX_DEPTH || (kind_of(t) != BTF_KIND_STRUCT && kind_of(t) != BTF_KIND_UNION))
		return -1;
	const struct btf_member *members = (const void *)(t + 1);
	bool packed = BTF_INFO_KFLAG(t->info);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_member *m = &members[i];
		const char *text = kernel_btf_text(b, m->name_off);
		uint32_t bits = packed ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;

		if (!*text) {
			int inner = member_at_depth(b, m->type, name, size, depth + 1);

			if (inner >= 0)
				return inner + (int)(bits / 8);
		} else if (str_eq(text, name)) {
			if (bits % 8 || (packed && BTF_MEMBER_BITFIELD_SIZE(m->offset)))
				return -1;
			if (size)
				*size = kernel_btf_size(b, m->type);
			return (int)(bits / 8);
		}
	}
	return -1;
}

int kernel_btf_member(const struct kernel_btf *b, uint32_t struct_id, const char *name, uint32_t *size)
{
	return member_at_depth(b, struct_id, name, size, 0);
}

static const struct type *int_type(const struct btf_type *t)
{
	uint32_t info;

	memcpy(&info, t + 1, sizeof(info));
	if (BTF_INT_ENCODING(info) & BTF_INT_BOOL)
		return t->size == 1 ? &type_bool : NULL;
	if (t->size != 1 && t->size != 2 && t->size != 4 && t->size != 8)
		return NULL;
	return type_int(t->size, BTF_INT_ENCODING(info) & BTF_INT_SIGNED);
}

static const struct type *pointer_type(const struct kernel_btf *b, const struct btf_type *t, struct arena *a)
{
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));
	uint32_t target = t->type;
	const struct btf_type *to = kernel_btf_type(b, target);

	for (int depth = 0; to && is_qualifier(kind_of(to)) && depth < MAX_DEPTH; depth++) {
		target = to->type;
		to = kernel_btf_type(b, target);
	}
	out->name = kernel_btf_c_text(b, target, a);
	out->btf_id = kernel_btf_id(b, target);
	if (str_eq(out->name, "char"))
		out->elem = &type_int8;
	return out;
}

const struct type *kernel_btf_value_type(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t)
		return NULL;
	switch (kind_of(t)) {
	case BTF_KIND_INT:
		return int_type(t);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return btf_enum_type(b, t, "", a);
	case BTF_KIND_PTR:
		return pointer_type(b, t, a);
	}
	return NULL;
}

static const char *c_text_at_depth(const struct kernel_btf *b, uint32_t id, struct arena *a, int depth)
{
	static const char *const keyword[] = {
		[BTF_KIND_STRUCT] = "struct ", [BTF_KIND_UNION] = "union ", [BTF_KIND_ENUM] = "enum ", [BTF_KIND_ENUM64] = "enum ",
	};
	const struct btf_type *t = kernel_btf_type(b, id);

	if (!t || depth > MAX_DEPTH)
		return "void";
	unsigned kind = kind_of(t);

	if (kind == BTF_KIND_PTR) {
		const char *to = c_text_at_depth(b, t->type, a, depth + 1);

		return arena_printf(a, "%s%s*", to, to[strlen(to) - 1] == '*' ? "" : " ");
	}
	if (kind == BTF_KIND_CONST) {
		const struct btf_type *to = kernel_btf_type(b, t->type);
		const char *text = c_text_at_depth(b, t->type, a, depth + 1);

		return to && kind_of(to) == BTF_KIND_PTR ? text : arena_printf(a, "const %s", text);
	}
	if (is_qualifier(kind))
		return c_text_at_depth(b, t->type, a, depth + 1);
	if (kind == BTF_KIND_ARRAY) {
		const struct btf_array *array = (const void *)(t + 1);

		return arena_printf(a, "%s[%u]", c_text_at_depth(b, array->type, a, depth + 1), array->nelems);
	}
	if (kind == BTF_KIND_FUNC_PROTO)
		return "void";
	if (kind == BTF_KIND_FWD)
		return arena_printf(a, "%s %s", BTF_INFO_KFLAG(t->info) ? "union" : "struct", kernel_btf_text(b, t->name_off));
	const char *before = kind < ARRAY_SIZE(keyword) && keyword[kind] ? keyword[kind] : "";

	return arena_printf(a, "%s%s", before, kernel_btf_text(b, t->name_off));
}

const char *kernel_btf_c_text(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	return c_text_at_depth(b, id, a, 0);
}
