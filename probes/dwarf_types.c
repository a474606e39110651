/* probes/dwarf_types.c - types of a program as BTF that is made when somebody asks.  An entry gets an id when something refers to it, and becomes a BTF type when
 * that id is looked at: so a struct costs what is looked at of it, and everything that knows the kernel's types works with a program's.
 *
 * What BTF has no word for: a class is a struct, a base class a member without a name, a reference a pointer, the variants of a Rust enum lie over each other
 * as members.  Whatever else there is becomes a BTF_KIND_FLOAT of its size: known, but not readable. */
#include <stdlib.h>
#include <string.h>

#include "probes/cache.h"
#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

#define TYPES_MOST (1u << 21)           /* half of what the numbers of kernel_btf_id() have room for: a script's go on behind the kernel's */
#define TEXTS_MOST (1u << 24)
#define VLEN_MOST UINT16_MAX
#define DEPTH_MOST 32
#define KFLAG (1u << 31)
#define CHAR_BITS 8

/* An entry that has an id; dimension: how many of the first dimensions of an array are left out. */
struct entry {
	struct dwarf_unit *unit;
	uint64_t offset;
	uint32_t dimension;
	const struct btf_type *made;    /* NULL: nobody looked */
	uint32_t same;                  /* the first type that is alike; 0: not known */
	struct btf_items **items;       /* kernel_btf_items(): stays where it is when the array of entries moves; NULL: nobody asked */
};

struct dwarf_blob {
	struct kernel_btf btf;
	struct dwarf *dwarf;
	struct arena *arena;
	struct { struct entry *items; size_t count, capacity; } entries;        /* by id - 1 */
	struct { const char **items; size_t count, capacity; } texts;           /* by offset - 1 */
	uint32_t *slots;                /* ids by entry, open addressing */
	uint32_t mask;
	struct { struct likeness { uint64_t hash; uint32_t id; } *items; size_t count, capacity; } likenesses;   /* by hash */
};

/* Ids */

static uint32_t entry_hash(const struct dwarf_unit *u, uint64_t offset, uint32_t dimension)
{
	uint64_t x = ((uintptr_t)u->file >> 4) ^ (u->section * 0x9e3779b9u) ^ (offset * 0x9e3779b97f4a7c15ull) ^ dimension;

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
	uint32_t count = b->slots ? 2 * (b->mask + 1) : 256, *slots = mem_zalloc(count, sizeof(*slots));

	if (!slots)
		return false;
	mem_free(b->slots);
	b->slots = slots;
	b->mask = count - 1;
	for (uint32_t id = 1; id <= b->entries.count; id++)
		put_slot(b, id);
	return true;
}

static uint32_t id_of(struct dwarf_blob *b, struct dwarf_unit *u, uint64_t offset, uint32_t dimension)
{
	struct entry one = { .unit = u, .offset = offset, .dimension = dimension };

	if (2 * b->entries.count >= b->mask && !grow_slots(b))
		return 0;
	for (uint32_t at = entry_hash(u, offset, dimension) & b->mask; b->slots[at]; at = (at + 1) & b->mask) {
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
	return id_of(b, d->unit, d->offset, 0);
}

/* The type that an attribute refers to; 0: void. */
static uint32_t id_of_type(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct dwarf_value v;

	return dwarf_die_inherited(d, DW_AT_type, &v) && v.class == DWARF_REFERENCE ? id_of(b, v.unit, v.number, 0) : 0;
}

static uint32_t text_id(struct dwarf_blob *b, const char *text)
{
	return text && *text && b->texts.count < TEXTS_MOST && VEC_PUSH(&b->texts, text) ? (uint32_t)b->texts.count : 0;
}

/* Making */

static struct btf_type *new_type(struct dwarf_blob *b, unsigned kind, const char *name, size_t extra)
{
	struct btf_type *t = arena_alloc(b->arena, sizeof(*t) + extra);

	t->info = kind << 24;
	t->name_off = text_id(b, name);
	return t;
}

static const struct btf_type *make_unreadable(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct btf_type *t = new_type(b, BTF_KIND_FLOAT, dwarf_die_name(d), 0);

	t->size = (uint32_t)MIN_OF(dwarf_die_number(d, DW_AT_byte_size, 0), UINT32_MAX);
	return t;
}

static const struct btf_type *make_number(struct dwarf_blob *b, const struct dwarf_die *d)
{
	uint64_t encoding = dwarf_die_number(d, DW_AT_encoding, 0), size = dwarf_die_number(d, DW_AT_byte_size, 0);
	uint32_t flags = encoding == DW_ATE_boolean ? BTF_INT_BOOL : encoding == DW_ATE_signed || encoding == DW_ATE_signed_char ? BTF_INT_SIGNED : 0;
	struct btf_type *t;

	if (encoding == DW_ATE_complex_float || encoding == DW_ATE_float || encoding == DW_ATE_imaginary_float || encoding == DW_ATE_decimal_float ||
	    !size || size > 16)
		return make_unreadable(b, d);
	t = new_type(b, BTF_KIND_INT, dwarf_die_full_name(d), sizeof(uint32_t));
	t->size = (uint32_t)size;
	*(uint32_t *)(t + 1) = flags << 24 | (uint32_t)size * CHAR_BITS;
	return t;
}

static const struct btf_type *make_reference(struct dwarf_blob *b, const struct dwarf_die *d, unsigned kind)
{
	struct btf_type *t = new_type(b, kind, kind == BTF_KIND_TYPEDEF ? dwarf_die_full_name(d) : NULL, 0);

	t->type = id_of_type(b, d);
	return t;
}

/* A pointer to a method is two words. */
static const struct btf_type *make_member_pointer(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct btf_type *t = new_type(b, BTF_KIND_FLOAT, NULL, 0);
	struct dwarf_die to;

	t->size = dwarf_die_reference(d, DW_AT_type, &to) && to.abbrev.tag == DW_TAG_subroutine_type ? 16 : 8;
	return t;
}

/* Enums */

struct enumerators {
	struct dwarf_blob *blob;
	const struct btf_type *type;
	uint32_t count;
	bool is_signed;
};

/* A number without a form that has a sign is one by the bytes that it takes. */
static uint64_t enumerator_value(const struct dwarf_value *v, bool is_signed)
{
	switch (v->form) {
	case DW_FORM_data1:
		return is_signed ? (uint64_t)(int8_t)v->number : v->number;
	case DW_FORM_data2:
		return is_signed ? (uint64_t)(int16_t)v->number : v->number;
	case DW_FORM_data4:
		return is_signed ? (uint64_t)(int32_t)v->number : v->number;
	}
	return v->number;
}

/* By the type of the numbers where the compiler names it; else by a negative one among them. */
static bool enum_is_signed(const struct dwarf_die *d)
{
	struct dwarf_die base = *d, e;
	struct dwarf_value v;

	for (int depth = 0; depth < DEPTH_MOST && dwarf_die_reference(&base, DW_AT_type, &base); depth++) {
		uint64_t encoding = dwarf_die_number(&base, DW_AT_encoding, 0);

		if (base.abbrev.tag == DW_TAG_base_type)
			return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	}
	for (bool more = dwarf_die_child(d, &e); more; more = dwarf_die_next(&e))
		if (dwarf_die_attribute(&e, DW_AT_const_value, &v) && v.class == DWARF_SIGNED && (int64_t)v.number < 0)
			return true;
	return false;
}

static uint32_t count_children(const struct dwarf_die *d, unsigned tag)
{
	uint32_t count = 0;
	struct dwarf_die c;

	for (bool more = dwarf_die_child(d, &c); more && count < VLEN_MOST; more = dwarf_die_next(&c))
		count += c.abbrev.tag == tag;
	return count;
}

static const struct btf_type *make_enum(struct dwarf_blob *b, const struct dwarf_die *d)
{
	uint32_t count = count_children(d, DW_TAG_enumerator), size = (uint32_t)dwarf_die_number(d, DW_AT_byte_size, 4), i = 0;
	bool large = size == 8, is_signed = enum_is_signed(d);
	struct btf_type *t = new_type(b, large ? BTF_KIND_ENUM64 : BTF_KIND_ENUM, dwarf_die_full_name(d),
				      count * (large ? sizeof(struct btf_enum64) : sizeof(struct btf_enum)));
	struct btf_enum64 *wide = (void *)(t + 1);
	struct btf_enum *narrow = (void *)(t + 1);
	struct dwarf_die e;

	t->info |= count | (is_signed ? KFLAG : 0);
	t->size = size;
	for (bool more = dwarf_die_child(d, &e); more && i < count; more = dwarf_die_next(&e)) {
		struct dwarf_value v = { .class = DWARF_NONE };

		if (e.abbrev.tag != DW_TAG_enumerator)
			continue;
		uint64_t value = dwarf_die_attribute(&e, DW_AT_const_value, &v) ? enumerator_value(&v, is_signed) : 0;
		uint32_t name = text_id(b, dwarf_die_text(&e, DW_AT_name));

		if (large)
			wide[i] = (struct btf_enum64){ name, (uint32_t)value, (uint32_t)(value >> 32) };
		else
			narrow[i] = (struct btf_enum){ name, (int32_t)value };
		i++;
	}
	return t;
}

/* Arrays */

/* The dimension of that number; a language that counts from 1 says so. */
static bool dimension_at(const struct dwarf_die *d, uint32_t number, struct dwarf_die *out)
{
	for (bool more = dwarf_die_child(d, out); more; more = dwarf_die_next(out)) {
		if (out->abbrev.tag != DW_TAG_subrange_type && out->abbrev.tag != DW_TAG_enumeration_type)
			continue;
		if (!number--)
			return true;
	}
	return false;
}

/* What has no constant bound has no elements that are known. */
static uint32_t elements(const struct dwarf_die *dimension)
{
	struct dwarf_value upper;
	uint64_t count = dwarf_die_number(dimension, DW_AT_count, 0);

	if (!count && dwarf_die_attribute(dimension, DW_AT_upper_bound, &upper) && (upper.class == DWARF_NUMBER || upper.class == DWARF_SIGNED)) {
		/* -1, in as many bytes as the bound takes, is the bound of an array of none */
		bool none = (upper.class == DWARF_SIGNED && (int64_t)upper.number < 0) || (upper.form == DW_FORM_data8 && upper.number == UINT64_MAX) ||
			    (upper.form == DW_FORM_data4 && upper.number == UINT32_MAX);

		count = none ? 0 : upper.number - dwarf_die_number(dimension, DW_AT_lower_bound, 0) + 1;
	}
	return count > UINT32_MAX ? 0 : (uint32_t)count;
}

static const struct btf_type *make_array(struct dwarf_blob *b, const struct dwarf_die *d, uint32_t dimension)
{
	struct btf_type *t = new_type(b, BTF_KIND_ARRAY, NULL, sizeof(struct btf_array));
	struct btf_array *array = (void *)(t + 1);
	struct dwarf_die range, inner;

	if (dimension_at(d, dimension, &range))
		array->nelems = elements(&range);
	array->type = dimension < DEPTH_MOST && dimension_at(d, dimension + 1, &inner) ? id_of(b, d->unit, d->offset, dimension + 1) : id_of_type(b, d);
	return t;
}

/* Structs */

struct member {
	const char *name;
	uint32_t type;
	uint64_t bits, bit_size;
};

struct members {
	struct member *items;
	size_t count, capacity;
	bool has_bits;
};

/* A bit field of versions before 4 counts from the highest bit of a word of the given size. */
static bool take_bit_field(const struct dwarf_die *d, uint64_t start, struct member *m)
{
	struct dwarf_value v;

	m->bit_size = dwarf_die_number(d, DW_AT_bit_size, 0);
	if (!m->bit_size)
		return true;
	if (dwarf_die_attribute(d, DW_AT_data_bit_offset, &v)) {
		m->bits = start + v.number;
		return true;
	}
	if (dwarf_die_attribute(d, DW_AT_bit_offset, &v))
		m->bits += dwarf_die_number(d, DW_AT_byte_size, 4) * CHAR_BITS - v.number - m->bit_size;
	return m->bit_size <= 64;
}

/* Where a member lies: a number, or before version 3 an expression that adds one.  False for what is only known at run time (virtual base classes). */
static bool member_offset(const struct dwarf_die *d, uint64_t *out)
{
	struct dwarf_value v;

	*out = 0;
	if (!dwarf_die_attribute(d, DW_AT_data_member_location, &v))
		return true;
	*out = v.number;
	if (v.class != DWARF_BLOCK)
		return v.class == DWARF_NUMBER || v.class == DWARF_SIGNED;
	struct dwarf_cursor c = dwarf_cursor(v.block, 0);

	if (dwarf_read(&c, 1) != DW_OP_plus_uconst)
		return false;
	*out = dwarf_read_uleb(&c);
	return !c.bad && c.at == c.end;
}

static void add_member(struct dwarf_blob *b, struct members *list, const struct dwarf_die *d, uint64_t start)
{
	struct member m = { .name = d->abbrev.tag == DW_TAG_member ? dwarf_die_text(d, DW_AT_name) : NULL };
	uint64_t offset;

	/* static ones lie elsewhere */
	if (dwarf_die_flag(d, DW_AT_external) || dwarf_die_flag(d, DW_AT_declaration) || !member_offset(d, &offset) || offset > UINT32_MAX / CHAR_BITS)
		return;
	m.type = id_of_type(b, d);
	m.bits = start + offset * CHAR_BITS;
	if (!take_bit_field(d, start, &m) || list->count == VLEN_MOST)
		return;
	list->has_bits |= m.bit_size != 0;
	VEC_PUSH(list, m);
}

/* Variants lie over each other, beside what tells which one it is. */
static void add_members(struct dwarf_blob *b, struct members *list, const struct dwarf_die *d, int depth)
{
	struct dwarf_die c;

	for (bool more = depth < DEPTH_MOST && dwarf_die_child(d, &c); more; more = dwarf_die_next(&c)) {
		if (c.abbrev.tag == DW_TAG_member || c.abbrev.tag == DW_TAG_inheritance)
			add_member(b, list, &c, 0);
		else if (c.abbrev.tag == DW_TAG_variant_part || c.abbrev.tag == DW_TAG_variant)
			add_members(b, list, &c, depth + 1);
	}
}

/* Declared only: the definition is a type unit's, or somewhere else, where btf_types.c looks for it by name. */
static const struct btf_type *make_declared(struct dwarf_blob *b, const struct dwarf_die *d, bool is_union)
{
	struct dwarf_die definition;
	struct btf_type *t;

	if (dwarf_die_reference(d, DW_AT_signature, &definition) && (definition.offset != d->offset || definition.unit != d->unit)) {
		t = new_type(b, BTF_KIND_CONST, NULL, 0);
		t->type = id_of_die(b, &definition);
		return t;
	}
	t = new_type(b, BTF_KIND_FWD, dwarf_die_full_name(d), 0);
	t->info |= is_union ? KFLAG : 0;
	return t;
}

static const struct btf_type *make_struct(struct dwarf_blob *b, const struct dwarf_die *d)
{
	bool is_union = d->abbrev.tag == DW_TAG_union_type;
	struct members list = { 0 };

	if (dwarf_die_flag(d, DW_AT_declaration))
		return make_declared(b, d, is_union);
	add_members(b, &list, d, 0);
	struct btf_type *t = new_type(b, is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT, dwarf_die_full_name(d), list.count * sizeof(struct btf_member));
	struct btf_member *out = (void *)(t + 1);

	t->info |= (uint32_t)list.count | (list.has_bits ? KFLAG : 0);
	t->size = (uint32_t)MIN_OF(dwarf_die_number(d, DW_AT_byte_size, 0), UINT32_MAX);
	for (size_t i = 0; i < list.count; i++) {
		const struct member *m = &list.items[i];

		out[i] = (struct btf_member){ text_id(b, m->name), m->type,
					      list.has_bits ? (uint32_t)(m->bit_size << 24 | (m->bits & 0xffffff)) : (uint32_t)m->bits };
	}
	mem_free(list.items);
	return t;
}

static const struct btf_type *make_nothing(struct dwarf_blob *b, const struct dwarf_die *d)
{
	const char *name = dwarf_die_name(d);
	struct btf_type *t;

	/* that of nullptr is a pointer; "void" of some compilers is none */
	if (!name || !strstr(name, "nullptr"))
		return make_reference(b, d, BTF_KIND_CONST);
	t = new_type(b, BTF_KIND_PTR, NULL, 0);
	return t;
}

static const struct btf_type *make(struct dwarf_blob *b, const struct dwarf_die *d, uint32_t dimension)
{
	switch (d->abbrev.tag) {
	case DW_TAG_base_type:
		return make_number(b, d);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		return make_reference(b, d, BTF_KIND_PTR);
	case DW_TAG_ptr_to_member_type:
		return make_member_pointer(b, d);
	case DW_TAG_const_type:
	case DW_TAG_atomic_type:
	case DW_TAG_immutable_type:
	case DW_TAG_packed_type:
	case DW_TAG_shared_type:
	case DW_TAG_subrange_type:
		return make_reference(b, d, BTF_KIND_CONST);
	case DW_TAG_volatile_type:
		return make_reference(b, d, BTF_KIND_VOLATILE);
	case DW_TAG_restrict_type:
		return make_reference(b, d, BTF_KIND_RESTRICT);
	case DW_TAG_typedef:
	case DW_TAG_template_alias:
		return make_reference(b, d, BTF_KIND_TYPEDEF);
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
	case DW_TAG_union_type:
		return make_struct(b, d);
	case DW_TAG_enumeration_type:
		return make_enum(b, d);
	case DW_TAG_array_type:
		return make_array(b, d, dimension);
	case DW_TAG_subroutine_type:
		return new_type(b, BTF_KIND_FUNC_PROTO, NULL, 0);
	case DW_TAG_unspecified_type:
		return make_nothing(b, d);
	}
	return make_unreadable(b, d);
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
		e.made = dwarf_die_read(e.unit, e.offset, &d) ? make(b, &d, e.dimension) : &nothing;
		b->entries.items[id - 1].made = e.made;
	}
	return e.made;
}

static const char *blob_text(void *from, uint32_t offset)
{
	const struct dwarf_blob *b = from;

	return offset && offset <= b->texts.count ? b->texts.items[offset - 1] : "";
}

/* What types that are alike have in common: the layout of a struct, but not what its pointers point to. */
static uint64_t add_word(uint64_t hash, uint64_t word)
{
	return cache_hash(hash, &word, sizeof(word));
}

static uint64_t add_text(uint64_t hash, const char *text)
{
	return cache_hash(hash, text, strlen(text) + 1);
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
	uint64_t hash = CACHE_HASH_START;

	if (!t || depth > DEPTH_MOST)
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
		return add_word(add_word(hash, likeness(b, ((const struct btf_array *)(t + 1))->type, depth + 1)),
				((const struct btf_array *)(t + 1))->nelems);
	}
	return add_word(hash, t->size);
}

/* The first one of a likeness, itself when it is that. */
static uint32_t first_alike(struct dwarf_blob *b, uint32_t id)
{
	uint64_t hash = likeness(b, id, 0);
	size_t low = 0, high = b->likenesses.count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (b->likenesses.items[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < b->likenesses.count && b->likenesses.items[low].hash == hash)
		return b->likenesses.items[low].id;
	if (!VEC_PUSH(&b->likenesses, ((struct likeness){ hash, id })))
		return id;
	memmove(&b->likenesses.items[low + 1], &b->likenesses.items[low], (b->likenesses.count - 1 - low) * sizeof(struct likeness));
	b->likenesses.items[low] = (struct likeness){ hash, id };
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
	static const struct { uint8_t btf; enum dwarf_names names; } kinds[] = {
		{ BTF_KIND_STRUCT, DWARF_STRUCTS }, { BTF_KIND_UNION, DWARF_UNIONS }, { BTF_KIND_ENUM, DWARF_ENUMS },
		{ BTF_KIND_TYPEDEF, DWARF_TYPEDEFS }, { BTF_KIND_INT, DWARF_BASES },
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

	return *name && names_of(kind, &names) && dwarf_find_name(b->dwarf, names, name, &d) ? id_of_die(b, &d) : 0;
}

static uint32_t blob_find_enumerator(void *from, const char *name)
{
	struct dwarf_blob *b = from;
	struct dwarf_die d;

	return *name && dwarf_find_name(b->dwarf, DWARF_ENUMERATORS, name, &d) ? id_of_die(b, &d) : 0;
}

static void blob_each_name(void *from, unsigned kind, void (*visit)(const char *name, void *arg), void *arg)
{
	struct dwarf_blob *b = from;
	enum dwarf_names names;

	if (names_of(kind, &names))
		dwarf_each_name(b->dwarf, names, visit, arg);
}

static const struct kernel_btf_source dwarf_source = { blob_type, blob_text, blob_items, blob_same, blob_find, blob_find_enumerator, blob_each_name };

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
	if (p.blob && !kernel_btf_add_program(&p.blob->btf))
		p.blob = NULL;
	if (p.blob && VEC_PUSH(&programs, p))
		return &p.blob->btf;
	if (!p.blob && p.root && p.path && VEC_PUSH(&programs, p))
		return NULL;
	mem_free(p.root);
	mem_free(p.path);
	return NULL;
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
	return id_of_type(b->from, d);
}
