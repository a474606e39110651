/* probes/btf.c - scans a BTF blob, whose bytes are somebody else's (probes/btf_blobs.c), and
 * answers questions about its types.  A full parse as libbpf makes it costs ten times as much as
 * the scan.  Asked by machine.c, the providers, btf_types.c and C types. */
#include "probes/btf.h"

#include <errno.h>
#include <string.h>

#include "probes/btf_enum.h"
#include "probes/btf_items.h"
#include "runtime/base/hash.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

#define MANY_FINDS 16   /* from here on a table by name is cheaper than scans */

/* stands for the kind of an enumerator's name in the table; the id is that of its enum */
#define ENUMERATOR 0x40

/* Ids by name, open addressing; 0 is an empty slot. */
struct kernel_btf_index {
	unsigned finds;
	const uint32_t *table;
	uint32_t mask;
	/* mem_alloc'ed; NULL when the tables are somebody else's */
	uint32_t *own_offsets, *own_table;
	struct btf_items **items;               /* by id - first; NULL: none was asked for */
};

/* Stands for a type that tables of somebody else's put where none can be: nothing follows from
 * it. */
static const struct btf_type no_type = { .info = BTF_KIND_FWD << 24 };

static unsigned kind_of(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

/* Bytes behind the common header, by kind: a fixed part and a part per member; 0xff marks kinds
 * that do not exist. */
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

/* Bytes of the type at an offset; 0 when it does not lie inside. */
static uint32_t type_bytes(const struct kernel_btf *b, uint32_t at)
{
	uint32_t extra;

	if (at % 4 || at > b->types_len || b->types_len - at < sizeof(struct btf_type) ||
		!extra_bytes((const void *)(b->types + at), &extra) ||
		b->types_len - at - sizeof(struct btf_type) < extra)
		return 0;
	return (uint32_t)sizeof(struct btf_type) + extra;
}

static int scan_types(struct kernel_btf *b)
{
	size_t most = b->types_len / sizeof(struct btf_type) + 1, used = 0;
	uint32_t *offsets = b->index->own_offsets = mem_alloc(most * sizeof(*offsets));

	if (!offsets)
		return -ENOMEM;
	for (uint32_t at = 0, bytes; at < b->types_len; at += bytes) {
		bytes = type_bytes(b, at);
		if (!bytes)
			return -EINVAL;
		offsets[used++] = at;
	}
	b->offsets = offsets;
	b->count = b->last = b->first - 1 + (uint32_t)used;
	return 0;
}

/* The sections of a blob, and an index with nothing in it. */
static int open_sections(
	struct kernel_btf *b, const struct kernel_btf *base, const void *bytes, size_t len)
{
	const struct btf_header *h = bytes;

	*b = (struct kernel_btf){ .base = base, .name = "", .first = base ? base->last + 1 : 1,
				  .text_first = base ? base->text_first + base->strings_len : 0 };
	if (len < sizeof(*h) || h->magic != BTF_MAGIC || h->hdr_len < sizeof(*h) ||
		h->hdr_len > len)
		return -EINVAL;
	size_t room = len - h->hdr_len;

	if (h->type_off > room || h->type_len > room - h->type_off || h->str_off > room ||
		h->str_len > room - h->str_off || h->type_off % 4 || h->hdr_len % 4 || !h->str_len)
		return -EINVAL;
	b->types = (const uint8_t *)bytes + h->hdr_len + h->type_off;
	b->types_len = h->type_len;
	b->strings = (const char *)bytes + h->hdr_len + h->str_off;
	b->strings_len = h->str_len;
	if (b->strings[b->strings_len - 1])
		return -EINVAL;
	b->index = mem_zalloc(1, sizeof(*b->index));
	return b->index ? 0 : -ENOMEM;
}

int kernel_btf_open(
	struct kernel_btf *b, const struct kernel_btf *base, const void *bytes, size_t len)
{
	int ret = open_sections(b, base, bytes, len);

	if (!ret)
		ret = scan_types(b);
	if (ret)
		kernel_btf_close(b);
	return ret;
}

int kernel_btf_open_scanned(struct kernel_btf *b, const struct kernel_btf *base, const void *bytes,
	size_t len, const struct kernel_btf_tables *tables)
{
	int ret = open_sections(b, base, bytes, len);

	if (ret)
		return ret;
	/* the tables are of these bytes if the last type ends where the types end */
	uint32_t last = tables->count ? tables->offsets[tables->count - 1] : 0,
		 size = type_bytes(b, last);

	if (!size || last + size != b->types_len || !tables->slots ||
		tables->slots & (tables->slots - 1)) {
		kernel_btf_close(b);
		return -EINVAL;
	}
	b->offsets = tables->offsets;
	b->count = b->last = b->first - 1 + tables->count;
	b->index->table = tables->names;
	b->index->mask = tables->slots - 1;
	return 0;
}

void kernel_btf_close(struct kernel_btf *b)
{
	for (uint32_t i = 0; b->index && b->index->items && i <= b->count - b->first; i++)
		btf_items_free(b->index->items[i]);
	if (b->index) {
		mem_free(b->index->items);
		mem_free(b->index->own_table);
		mem_free(b->index->own_offsets);
	}
	mem_free(b->index);
	memset(b, 0, sizeof(*b));
}

const struct btf_type *kernel_btf_type(const struct kernel_btf *b, uint32_t id)
{
	while (b->base && id < b->first)
		b = b->base;
	if (b->source)
		return id ? b->source->type(b->from, id) : NULL;
	if (!id || id > b->count)
		return NULL;
	uint32_t at = b->offsets[id - b->first];

	return b->index->own_offsets || type_bytes(b, at) ? (const void *)(b->types + at)
		: &no_type;
}

const char *kernel_btf_text(const struct kernel_btf *b, uint32_t offset)
{
	while (b->base && offset < b->text_first)
		b = b->base;
	if (b->source)
		return b->source->text(b->from, offset);
	return offset - b->text_first < b->strings_len ? b->strings + (offset - b->text_first) : "";
}

static uint32_t hash_name(unsigned kind, const char *name)
{
	return hash_fold(hash_add_text(HASH_START ^ kind, name));
}

static bool is_enum(const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_ENUM || kind_of(t) == BTF_KIND_ENUM64;
}

static bool is_named(const struct kernel_btf *b, uint32_t id, unsigned kind, const char *name)
{
	const struct btf_type *t = id >= b->first ? kernel_btf_type(b, id) : NULL;

	if (!t)
		return false;
	if (kind == ENUMERATOR)
		return is_enum(t) && btf_items_find(b, id, name);
	return kind_of(t) == kind && str_eq(kernel_btf_text(b, t->name_off), name);
}

/* A slot is an id, and above it as many bits of the name's hash as there is room for: most names
 * that are not meant are told apart without a look at them. */
static uint32_t id_mask(const struct kernel_btf *b)
{
	uint32_t mask = 1;

	while (mask < b->count)
		mask = mask << 1 | 1;
	return mask;
}

/* A table under construction; without slots, names are only counted. */
struct naming {
	uint32_t *slots;
	uint32_t mask, names;
	uint32_t id, id_mask;
};

/* Lower ids come first in a chain, so that the table finds the same type as a scan. */
static void put_name(struct naming *n, unsigned kind, const char *name)
{
	uint32_t hash = hash_name(kind, name), slot = hash & n->mask;

	if (!*name)
		return;
	n->names++;
	if (!n->slots)
		return;
	while (n->slots[slot])
		slot = (slot + 1) & n->mask;
	n->slots[slot] = (hash & ~n->id_mask) | n->id;
}

static bool put_enumerator(const char *name, const struct btf_enumerator *e, void *arg)
{
	(void)e;
	put_name(arg, ENUMERATOR, name);
	return false;
}

static void put_names(const struct kernel_btf *b, struct naming *n)
{
	for (n->id = b->first; n->id <= b->count; n->id++) {
		const struct btf_type *t = kernel_btf_type(b, n->id);

		put_name(n, kind_of(t), kernel_btf_text(b, t->name_off));
		if (is_enum(t))
			btf_enum_walk(b, t, put_enumerator, n);
	}
}

static void build_table(const struct kernel_btf *b)
{
	struct naming n = { .id_mask = id_mask(b) };
	uint32_t size = 1024;

	put_names(b, &n);
	while (size < n.names + (uint64_t)n.names / 2 && size < 1u << 30)
		size *= 2;
	n.slots = mem_zalloc(size, sizeof(uint32_t));
	if (!n.slots)
		return;
	n.mask = size - 1;
	put_names(b, &n);
	b->index->table = b->index->own_table = n.slots;
	b->index->mask = n.mask;
}

static uint32_t find_name(const struct kernel_btf *b, unsigned kind, const char *name)
{
	struct kernel_btf_index *index = b->index;

	if (!index->table && ++index->finds == MANY_FINDS)
		build_table(b);
	if (index->table) {
		uint32_t hash = hash_name(kind, name), slot = hash & index->mask, ids = id_mask(b);

		for (uint32_t tries = 0; index->table[slot] && tries <= index->mask;
			tries++, slot = (slot + 1) & index->mask)
			if (!((index->table[slot] ^ hash) & ~ids) &&
				is_named(b, index->table[slot] & ids, kind, name))
				return index->table[slot] & ids;
		return 0;
	}
	for (uint32_t id = b->first; id <= b->count; id++)
		if (is_named(b, id, kind, name))
			return id;
	return 0;
}

uint32_t kernel_btf_find(const struct kernel_btf *b, unsigned kind, const char *name)
{
	if (b->source)
		return b->source->find(b->from, kind, name);
	return *name ? find_name(b, kind, name) : 0;
}

uint32_t kernel_btf_find_enumerator(const struct kernel_btf *b, const char *name)
{
	if (b->source)
		return b->source->find_enumerator(b->from, name);
	return *name ? find_name(b, ENUMERATOR, name) : 0;
}

struct btf_items **kernel_btf_items(const struct kernel_btf *b, uint32_t id)
{
	while (b->base && id < b->first)
		b = b->base;
	if (b->source)
		return b->source->items(b->from, id);
	if (!b->index->items)
		b->index->items = mem_zalloc(b->count + 1 - b->first, sizeof(struct btf_items *));
	return b->index->items ? &b->index->items[id - b->first] : NULL;
}

bool kernel_btf_tables(const struct kernel_btf *b, struct kernel_btf_tables *out)
{
	if (!b->index->table)
		build_table(b);
	*out = (struct kernel_btf_tables){ b->offsets, b->count + 1 - b->first, b->index->table,
		b->index->mask + 1 };
	return b->index->table != NULL;
}

void kernel_btf_names(const struct kernel_btf *b, unsigned kind, const char *prefix,
	struct name_list *out, struct arena *a)
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
	return kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT ||
		kind == BTF_KIND_TYPE_TAG;
}

uint32_t kernel_btf_strip(const struct kernel_btf *b, uint32_t id)
{
	for (int depth = 0; depth < KERNEL_BTF_DEPTH_MOST; depth++) {
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

	if (!t || depth > KERNEL_BTF_DEPTH_MOST)
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

static int member_at_depth(
	const struct kernel_btf *b, uint32_t id, const char *name, uint32_t *size, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!t || depth > KERNEL_BTF_DEPTH_MOST ||
		(kind_of(t) != BTF_KIND_STRUCT && kind_of(t) != BTF_KIND_UNION))
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

int kernel_btf_member(
	const struct kernel_btf *b, uint32_t struct_id, const char *name, uint32_t *size)
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

static const struct type *pointer_type(
	const struct kernel_btf *b, const struct btf_type *t, struct arena *a)
{
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));
	uint32_t target = t->type;
	const struct btf_type *to = kernel_btf_type(b, target);

	for (int depth = 0; to && is_qualifier(kind_of(to)) && depth < KERNEL_BTF_DEPTH_MOST;
		depth++) {
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
	const struct btf_type *t;

	id = kernel_btf_strip(b, id);
	t = kernel_btf_type(b, id);
	if (!t)
		return NULL;
	switch (kind_of(t)) {
	case BTF_KIND_INT:
		return int_type(t);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return btf_enum_type(b, id, "", a);
	case BTF_KIND_PTR:
		return pointer_type(b, t, a);
	}
	return NULL;
}

static const char *c_text_at_depth(
	const struct kernel_btf *b, uint32_t id, struct arena *a, int depth)
{
	static const char *const keyword[] = {
		[BTF_KIND_STRUCT] = "struct ",
		[BTF_KIND_UNION] = "union ",
		[BTF_KIND_ENUM] = "enum ",
		[BTF_KIND_ENUM64] = "enum ",
	};
	const struct btf_type *t = kernel_btf_type(b, id);

	if (!t || depth > KERNEL_BTF_DEPTH_MOST)
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

		return arena_printf(
			a, "%s[%u]", c_text_at_depth(b, array->type, a, depth + 1), array->nelems);
	}
	if (kind == BTF_KIND_FUNC_PROTO)
		return "void";
	if (kind == BTF_KIND_FWD)
		return arena_printf(a, "%s %s", BTF_INFO_KFLAG(t->info) ? "union" : "struct",
			kernel_btf_text(b, t->name_off));
	const char *before = kind < ARRAY_SIZE(keyword) && keyword[kind] ? keyword[kind] : "",
		   *name = kernel_btf_text(b, t->name_off);

	/* C++'s pointers to members have no name */
	return *before || *name ? arena_printf(a, "%s%s", before, name) : "(unnamed)";
}

const char *kernel_btf_c_text(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	return c_text_at_depth(b, id, a, 0);
}
