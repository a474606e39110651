/* probes/dwarf_blob.c - types of a program as BTF that is made when somebody asks.  An entry gets
 * an id when something refers to it, and becomes a BTF type when that id is looked at: so a struct
 * costs what is looked at of it, and everything that knows the kernel's types works with a
 * program's.  Owns the blobs, for the life of the process. */
#include "probes/dwarf_blob.h"

#include <stdlib.h>
#include <string.h>

#include "probes/btf_items.h"
#include "probes/cache.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

/* half of what the numbers of kernel_btf_id() have room for: a script's go on behind the
 * kernel's */
#define TYPES_MOST (1u << 21)
#define TEXTS_MOST (1u << 24)
/* entries of a hostile file may have the same members over and over */
#define PARTS_MOST (1u << 22)

/* Ids */

static uint32_t entry_hash(const struct dwarf_unit *u, uint64_t offset, uint32_t dimension)
{
	uint64_t x = ((uintptr_t)u->file >> 4) ^ (u->section * 0x9e3779b9u) ^
		(offset * 0x9e3779b97f4a7c15ull) ^ dimension;

	return (uint32_t)(x ^ x >> 32);
}

static void put_slot(struct dwarf_blob *b, uint32_t id)
{
	const struct entry *e = &b->entries.items[id - 1];
	uint32_t at = entry_hash(e->unit, e->offset, e->dimension) & b->mask;

	while (b->slots[at])
		at = (at + 1) & b->mask;
	b->slots[at] = id;
}

static bool grow_slots(struct dwarf_blob *b)
{
	uint32_t count = b->slots ? 2 * (b->mask + 1) : 256,
		 *slots = mem_zalloc(count, sizeof(*slots));

	if (!slots)
		return false;
	mem_free(b->slots);
	b->slots = slots;
	b->mask = count - 1;
	for (uint32_t id = 1; id <= b->entries.count; id++)
		put_slot(b, id);
	return true;
}

uint32_t dwarf_blob_id(
	struct dwarf_blob *b, struct dwarf_unit *u, uint64_t offset, uint32_t dimension)
{
	struct entry one = { .unit = u, .offset = offset, .dimension = dimension };

	if (2 * b->entries.count >= b->mask && !grow_slots(b))
		return 0;
	for (uint32_t at = entry_hash(u, offset, dimension) & b->mask; b->slots[at];
		at = (at + 1) & b->mask) {
		const struct entry *e = &b->entries.items[b->slots[at] - 1];

		if (e->unit == u && e->offset == offset && e->dimension == dimension)
			return b->slots[at];
	}
	if (b->entries.count + 1 >= TYPES_MOST || !VEC_PUSH(&b->entries, one))
		return 0;
	put_slot(b, (uint32_t)b->entries.count);
	return (uint32_t)b->entries.count;
}

static uint32_t id_of_die(struct dwarf_blob *b, const struct dwarf_die *d)
{
	return dwarf_blob_id(b, d->unit, d->offset, 0);
}

uint32_t dwarf_blob_type_of(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct dwarf_value v;

	return dwarf_die_inherited(d, DW_AT_type, &v) && v.class == DWARF_REFERENCE
		? dwarf_blob_id(b, v.unit, v.number, 0)
		: 0;
}

uint32_t dwarf_blob_text(struct dwarf_blob *b, const char *text)
{
	return text && *text && b->texts.count < TEXTS_MOST && VEC_PUSH(&b->texts, text)
		? (uint32_t)b->texts.count
		: 0;
}

/* The source */

static const struct btf_type *blob_type(void *from, uint32_t id)
{
	static const struct btf_type nothing = { .info = BTF_KIND_FWD << 24 };
	struct dwarf_blob *b = from;
	struct dwarf_die d;

	if (!id || id > b->entries.count)
		return NULL;
	struct entry e = b->entries.items[id - 1];

	if (!e.made) {
		/* the array of entries may move while others get their ids */
		e.made = b->parts < PARTS_MOST && dwarf_die_read(e.unit, e.offset, &d)
			? dwarf_make_type(b, &d, e.dimension)
			: &nothing;
		b->parts += BTF_INFO_VLEN(e.made->info);
		b->entries.items[id - 1].made = e.made;
	}
	return e.made;
}

static const char *blob_text(void *from, uint32_t offset)
{
	const struct dwarf_blob *b = from;

	return offset && offset <= b->texts.count ? b->texts.items[offset - 1] : "";
}

/* What types that are alike have in common: the layout of a struct, but not what its pointers point
 * to. */
static uint64_t add_word(uint64_t hash, uint64_t word)
{
	return hash_add(hash, &word, sizeof(word));
}

static uint64_t add_text(uint64_t hash, const char *text)
{
	return hash_add(hash, text, strlen(text) + 1);
}

static uint64_t likeness_of_struct(struct dwarf_blob *b, const struct btf_type *t, uint64_t hash)
{
	const struct btf_member *members = (const void *)(t + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		hash = add_text(hash, blob_text(b, members[i].name_off));
		hash = add_word(hash, members[i].offset);
		hash = add_word(hash, kernel_btf_size(&b->btf, members[i].type));
	}
	return hash;
}

static uint64_t likeness(struct dwarf_blob *b, uint32_t id, int depth)
{
	const struct btf_type *t = blob_type(b, id);
	uint64_t hash = HASH_START;

	if (!t || depth > KERNEL_BTF_DEPTH_MOST)
		return hash;
	hash = add_text(add_word(hash, t->info), blob_text(b, t->name_off));
	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return likeness_of_struct(b, t, add_word(hash, t->size));
	case BTF_KIND_PTR:
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPEDEF:
		return add_word(hash, likeness(b, t->type, depth + 1));
	case BTF_KIND_ARRAY:
		return add_word(
			add_word(hash,
				likeness(b, ((const struct btf_array *)(t + 1))->type, depth + 1)),
			((const struct btf_array *)(t + 1))->nelems);
	}
	return add_word(hash, t->size);
}

/* The first one of a likeness, itself when it is that. */
static uint32_t first_alike(struct dwarf_blob *b, uint32_t id)
{
	uint64_t hash = likeness(b, id, 0);
	size_t at = BISECT(i, b->likenesses.count, b->likenesses.items[i].hash < hash);

	if (at < b->likenesses.count && b->likenesses.items[at].hash == hash)
		return b->likenesses.items[at].id;
	if (!VEC_PUSH(&b->likenesses, ((struct likeness){ hash, id })))
		return id;
	memmove(&b->likenesses.items[at + 1], &b->likenesses.items[at],
		(b->likenesses.count - 1 - at) * sizeof(struct likeness));
	b->likenesses.items[at] = (struct likeness){ hash, id };
	return id;
}

static uint32_t blob_same(void *from, uint32_t id)
{
	struct dwarf_blob *b = from;

	if (id > b->entries.count)
		return 0;
	if (!b->entries.items[id - 1].same) {
		uint32_t same = first_alike(b, id);

		b->entries.items[id - 1].same = same;
	}
	return b->entries.items[id - 1].same;
}

static struct btf_items **blob_items(void *from, uint32_t id)
{
	struct dwarf_blob *b = from;
	struct entry *e = id && id <= b->entries.count ? &b->entries.items[id - 1] : NULL;

	if (e && !e->items)
		e->items = arena_new_object(b->arena, struct btf_items *);
	return e ? e->items : NULL;
}

static bool names_of(unsigned kind, enum dwarf_names *out)
{
	static const struct {
		uint8_t btf;
		enum dwarf_names names;
	} kinds[] = {
		{ BTF_KIND_STRUCT, DWARF_STRUCTS },
		{ BTF_KIND_UNION, DWARF_UNIONS },
		{ BTF_KIND_ENUM, DWARF_ENUMS },
		{ BTF_KIND_TYPEDEF, DWARF_TYPEDEFS },
		{ BTF_KIND_INT, DWARF_BASES },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		*out = kinds[i].names;
		if (kinds[i].btf == kind)
			return true;
	}
	return false;
}

static uint32_t blob_find(void *from, unsigned kind, const char *name)
{
	struct dwarf_blob *b = from;
	enum dwarf_names names;
	struct dwarf_die d;

	return *name && names_of(kind, &names) && dwarf_find_name(b->dwarf, names, name, &d)
		? id_of_die(b, &d)
		: 0;
}

static uint32_t blob_find_enumerator(void *from, const char *name)
{
	struct dwarf_blob *b = from;
	struct dwarf_die d;

	return *name && dwarf_find_name(b->dwarf, DWARF_ENUMERATORS, name, &d) ? id_of_die(b, &d)
		: 0;
}

static void blob_each_name(
	void *from, unsigned kind, void (*visit)(const char *name, void *arg), void *arg)
{
	struct dwarf_blob *b = from;
	enum dwarf_names names;

	if (names_of(kind, &names))
		dwarf_each_name(b->dwarf, names, visit, arg);
}

static const struct kernel_btf_source dwarf_source = { blob_type, blob_text, blob_items, blob_same,
	blob_find, blob_find_enumerator, blob_each_name };

/* Programs that were asked about, with and without debug information. */
static struct {
	struct program { char *root, *path; struct dwarf_blob *blob; } *items;
	size_t count, capacity;
} programs;

static struct dwarf_blob *open_blob(const struct debug_file_place *of)
{
	struct dwarf *d = dwarf_open(of);
	struct dwarf_blob *b = d ? mem_zalloc(1, sizeof(*b)) : NULL;

	if (!b || !(b->arena = arena_new())) {
		if (b)
			arena_free(b->arena);
		mem_free(b);
		dwarf_close(d);
		return NULL;
	}
	b->dwarf = d;
	b->btf.name = arena_strdup(b->arena, of->path);
	b->btf.first = 1;
	b->btf.last = TYPES_MOST;
	b->btf.strings_len = TEXTS_MOST + 1;
	b->btf.source = &dwarf_source;
	b->btf.from = b;
	return b;
}

static void close_blob(struct dwarf_blob *b)
{
	dwarf_close(b->dwarf);
	for (size_t i = 0; i < b->entries.count; i++)
		if (b->entries.items[i].items)
			btf_items_free(*b->entries.items[i].items);
	mem_free(b->entries.items);
	mem_free(b->texts.items);
	mem_free(b->slots);
	mem_free(b->likenesses.items);
	arena_free(b->arena);
	mem_free(b);
}

const struct kernel_btf *dwarf_types(const struct debug_file_place *of)
{
	for (size_t i = 0; i < programs.count; i++) {
		const struct program *p = &programs.items[i];

		if (str_eq(p->root, of->root) && str_eq(p->path, of->path))
			return p->blob ? &p->blob->btf : NULL;
	}
	struct program p = { mem_strdup(of->root), mem_strdup(of->path), NULL };

	if (p.root && p.path)
		p.blob = open_blob(of);
	/* the place in the list first: numbers are not given back */
	if (!p.root || !p.path || !VEC_PUSH(&programs, p)) {
		if (p.blob)
			close_blob(p.blob);
		mem_free(p.root);
		mem_free(p.path);
		return NULL;
	}
	if (p.blob && !kernel_btf_add_program(&p.blob->btf)) {
		close_blob(p.blob);
		programs.items[programs.count - 1].blob = p.blob = NULL;
	}
	return p.blob ? &p.blob->btf : NULL;
}

void dwarf_types_forget(void)
{
	kernel_btf_forget_programs();
	for (size_t i = 0; i < programs.count; i++) {
		if (programs.items[i].blob)
			close_blob(programs.items[i].blob);
		mem_free(programs.items[i].root);
		mem_free(programs.items[i].path);
	}
	mem_free(programs.items);
	memset(&programs, 0, sizeof(programs));
}

const struct kernel_btf *dwarf_types_of_kernel(const char *path)
{
	struct dwarf_blob *b = open_blob(&(struct debug_file_place){ "", path });

	if (b)
		b->btf.name = "vmlinux";
	return b ? &b->btf : NULL;
}

struct dwarf *dwarf_of_types(const struct kernel_btf *b)
{
	return b->source == &dwarf_source ? ((struct dwarf_blob *)b->from)->dwarf : NULL;
}

uint32_t dwarf_type_id(const struct kernel_btf *b, const struct dwarf_die *d)
{
	return id_of_die(b->from, d);
}

uint32_t dwarf_type_id_of(const struct kernel_btf *b, const struct dwarf_die *d)
{
	return dwarf_blob_type_of(b->from, d);
}
