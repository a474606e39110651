/* probes/dwarf_types.c - entries of debug information as BTF types, one at a time.  Called by
 * dwarf_blob.c.
 *
 * What BTF has no word for: a class is a struct, a base class a member without a name, a reference
 * a pointer, the variants of a Rust enum lie over each other as members, behind one that says which
 * it is.  Whatever else there is becomes a BTF_KIND_FLOAT of its size: known, but not readable. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_blob.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

#define VLEN_MOST UINT16_MAX
#define NESTED_MOST 1024        /* structs in one by a member without a name */
#define KFLAG (1u << 31)
#define KFLAG_BITS_MOST 0xffffff
#define CHAR_BITS 8

static struct btf_type *new_type(
	struct dwarf_blob *b, unsigned kind, const char *name, size_t extra)
{
	struct btf_type *t = arena_alloc(b->arena, sizeof(*t) + extra);

	t->info = kind << 24;
	t->name_off = dwarf_blob_text(b, name);
	return t;
}

static const struct btf_type *make_unreadable(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct btf_type *t = new_type(b, BTF_KIND_FLOAT, dwarf_die_name(d), 0);

	t->size = (uint32_t)MIN_OF(dwarf_die_number(d, DW_AT_byte_size, 0), UINT32_MAX);
	return t;
}

/* Others are floating-point numbers, or digits in the way of Cobol. */
static bool is_integer(uint64_t encoding)
{
	switch (encoding) {
	case DW_ATE_address:
	case DW_ATE_boolean:
	case DW_ATE_signed:
	case DW_ATE_signed_char:
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
	case DW_ATE_UCS:
	case DW_ATE_ASCII:
		return true;
	}
	return false;
}

static const struct btf_type *make_number(struct dwarf_blob *b, const struct dwarf_die *d)
{
	uint64_t encoding = dwarf_die_number(d, DW_AT_encoding, 0),
		 size = dwarf_die_number(d, DW_AT_byte_size, 0);
	uint32_t flags = encoding == DW_ATE_boolean ? BTF_INT_BOOL
		: encoding == DW_ATE_signed || encoding == DW_ATE_signed_char ? BTF_INT_SIGNED
		: 0;
	struct btf_type *t;

	if (!is_integer(encoding) || !size || size > 16)
		return make_unreadable(b, d);
	t = new_type(b, BTF_KIND_INT, dwarf_die_full_name(d), sizeof(uint32_t));
	t->size = (uint32_t)size;
	*(uint32_t *)(t + 1) = flags << 24 | (uint32_t)size * CHAR_BITS;
	return t;
}

static const struct btf_type *make_reference(
	struct dwarf_blob *b, const struct dwarf_die *d, unsigned kind)
{
	struct btf_type *t =
		new_type(b, kind, kind == BTF_KIND_TYPEDEF ? dwarf_die_full_name(d) : NULL, 0);

	t->type = dwarf_blob_type_of(b, d);
	return t;
}

/* A pointer to a method is two words. */
static const struct btf_type *make_member_pointer(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct btf_type *t = new_type(b, BTF_KIND_FLOAT, NULL, 0);
	struct dwarf_die to;

	t->size = dwarf_die_reference(d, DW_AT_type, &to) && to.abbrev.tag == DW_TAG_subroutine_type
		? 16
		: 8;
	return t;
}

/* Enums */

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

	for (int depth = 0;
		depth < DWARF_DEPTH_MOST && dwarf_die_reference(&base, DW_AT_type, &base);
		depth++) {
		uint64_t encoding = dwarf_die_number(&base, DW_AT_encoding, 0);

		if (base.abbrev.tag == DW_TAG_base_type)
			return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	}
	for (bool more = dwarf_die_child(d, &e); more; more = dwarf_die_next(&e))
		if (dwarf_die_attribute(&e, DW_AT_const_value, &v) && v.class == DWARF_SIGNED &&
			(int64_t)v.number < 0)
			return true;
	return false;
}

static uint32_t count_children(const struct dwarf_die *d, unsigned tag)
{
	uint32_t count = 0;
	struct dwarf_die c;

	for (bool more = dwarf_die_child(d, &c); more && count < VLEN_MOST;
		more = dwarf_die_next(&c))
		count += c.abbrev.tag == tag;
	return count;
}

/* Room for `count` of them; add_enumerator() fills it in. */
static struct btf_type *new_enum(
	struct dwarf_blob *b, const char *name, uint32_t size, uint32_t count, bool is_signed)
{
	bool large = size == 8;
	struct btf_type *t = new_type(b, large ? BTF_KIND_ENUM64 : BTF_KIND_ENUM, name,
		count * (large ? sizeof(struct btf_enum64) : sizeof(struct btf_enum)));

	t->info |= is_signed ? KFLAG : 0;
	t->size = size;
	return t;
}

static void add_enumerator(
	struct dwarf_blob *b, struct btf_type *t, const char *name, uint64_t value)
{
	uint32_t i = BTF_INFO_VLEN(t->info), text = dwarf_blob_text(b, name);

	if (BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64)
		((struct btf_enum64 *)(t + 1))[i] =
			(struct btf_enum64){ text, (uint32_t)value, (uint32_t)(value >> 32) };
	else
		((struct btf_enum *)(t + 1))[i] = (struct btf_enum){ text, (int32_t)value };
	t->info++;
}

/* What only names the type unit that its definition is in, declared or not; NULL: it is the
 * definition itself, or there is none. */
static const struct btf_type *make_of_unit(struct dwarf_blob *b, const struct dwarf_die *d)
{
	struct dwarf_die definition;
	struct btf_type *t;

	if (!dwarf_die_reference(d, DW_AT_signature, &definition) ||
		(definition.offset == d->offset && definition.unit == d->unit))
		return NULL;
	t = new_type(b, BTF_KIND_CONST, NULL, 0);
	t->type = dwarf_blob_id(b, definition.unit, definition.offset, 0);
	return t;
}

static const struct btf_type *make_enum(struct dwarf_blob *b, const struct dwarf_die *d)
{
	const struct btf_type *elsewhere = make_of_unit(b, d);

	if (elsewhere)
		return elsewhere;
	uint32_t count = count_children(d, DW_TAG_enumerator);
	bool is_signed = enum_is_signed(d);
	struct btf_type *t = new_enum(b, dwarf_die_full_name(d),
		(uint32_t)dwarf_die_number(d, DW_AT_byte_size, 4), count, is_signed);
	struct dwarf_die e;

	for (bool more = dwarf_die_child(d, &e); more && BTF_INFO_VLEN(t->info) < count;
		more = dwarf_die_next(&e)) {
		struct dwarf_value v = { .class = DWARF_NONE };

		if (e.abbrev.tag == DW_TAG_enumerator)
			add_enumerator(b, t, dwarf_die_text(&e, DW_AT_name),
				dwarf_die_attribute(&e, DW_AT_const_value, &v)
					? enumerator_value(&v, is_signed)
					: 0);
	}
	return t;
}

/* The variants of an enum of Rust by their discriminants; the one that has none is all other
 * values. */
static const struct btf_type *make_variant_names(struct dwarf_blob *b, const struct dwarf_die *part)
{
	uint32_t count = count_children(part, DW_TAG_variant);
	struct dwarf_die discriminant, type, variant, member;
	uint32_t size = dwarf_die_reference(part, DW_AT_discr, &discriminant) &&
			dwarf_die_reference(&discriminant, DW_AT_type, &type)
		? (uint32_t)dwarf_die_number(&type, DW_AT_byte_size, 0)
		: 0;

	if (size != 1 && size != 2 && size != 4 && size != 8)
		return make_unreadable(b, part);
	struct btf_type *t = new_enum(b, NULL, size, count, false);

	for (bool more = dwarf_die_child(part, &variant); more && BTF_INFO_VLEN(t->info) < count;
		more = dwarf_die_next(&variant)) {
		struct dwarf_value v;

		if (variant.abbrev.tag == DW_TAG_variant &&
			dwarf_die_attribute(&variant, DW_AT_discr_value, &v) &&
			dwarf_die_child(&variant, &member))
			add_enumerator(b, t, dwarf_die_text(&member, DW_AT_name), v.number);
	}
	return t;
}

/* Arrays */

/* The number of the first element where an array does not say it (DWARF 5, 7.12). */
static uint64_t usual_lower_bound(const struct dwarf_die *d)
{
	static const uint8_t from_one[] = {
		DW_LANG_Ada83,
		DW_LANG_Cobol74,
		DW_LANG_Cobol85,
		DW_LANG_Fortran77,
		DW_LANG_Fortran90,
		DW_LANG_Pascal83,
		DW_LANG_Modula2,
		DW_LANG_Ada95,
		DW_LANG_Fortran95,
		DW_LANG_PLI,
		DW_LANG_Modula3,
		DW_LANG_Julia,
		DW_LANG_Fortran03,
		DW_LANG_Fortran08,
		DW_LANG_Fortran18,
		DW_LANG_Ada2005,
		DW_LANG_Ada2012,
	};

	dwarf_unit_root(d->unit);
	for (size_t i = 0; i < ARRAY_SIZE(from_one); i++)
		if (d->unit->language == from_one[i])
			return 1;
	return 0;
}

/* The dimension of that number. */
static bool dimension_at(const struct dwarf_die *d, uint32_t number, struct dwarf_die *out)
{
	for (bool more = dwarf_die_child(d, out); more; more = dwarf_die_next(out)) {
		if (out->abbrev.tag != DW_TAG_subrange_type &&
			out->abbrev.tag != DW_TAG_enumeration_type)
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

	if (!count && dwarf_die_attribute(dimension, DW_AT_upper_bound, &upper) &&
		(upper.class == DWARF_NUMBER || upper.class == DWARF_SIGNED)) {
		/* -1, in as many bytes as the bound takes, is the bound of an array of none */
		bool none = (upper.class == DWARF_SIGNED && (int64_t)upper.number < 0) ||
			(upper.form == DW_FORM_data8 && upper.number == UINT64_MAX) ||
			(upper.form == DW_FORM_data4 && upper.number == UINT32_MAX);

		count = none ? 0
			: upper.number -
				dwarf_die_number(dimension, DW_AT_lower_bound,
					usual_lower_bound(dimension)) +
				1;
	}
	return count > UINT32_MAX ? 0 : (uint32_t)count;
}

static const struct btf_type *make_array(
	struct dwarf_blob *b, const struct dwarf_die *d, uint32_t dimension)
{
	struct btf_type *t = new_type(b, BTF_KIND_ARRAY, NULL, sizeof(struct btf_array));
	struct btf_array *array = (void *)(t + 1);
	struct dwarf_die range, inner;
	struct dwarf_value stride;

	/* elements that are no bytes of their own, or not side by side */
	if (dwarf_die_attribute(d, DW_AT_bit_stride, &stride) ||
		dwarf_die_attribute(d, DW_AT_byte_stride, &stride))
		return make_unreadable(b, d);
	if (dimension_at(d, dimension, &range))
		array->nelems = elements(&range);
	if (dwarf_die_flag(d, DW_AT_GNU_vector))
		array->index_type = KERNEL_BTF_VECTOR;
	array->type = dimension < DWARF_DEPTH_MOST && dimension_at(d, dimension + 1, &inner)
		? dwarf_blob_id(b, d->unit, d->offset, dimension + 1)
		: dwarf_blob_type_of(b, d);
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
	if (m->bit_size > 64)
		return false;
	if (dwarf_die_attribute(d, DW_AT_data_bit_offset, &v)) {
		m->bits = start + v.number;
		return true;
	}
	if (dwarf_die_attribute(d, DW_AT_bit_offset, &v))
		m->bits += dwarf_die_number(d, DW_AT_byte_size, 4) * CHAR_BITS - v.number -
			m->bit_size;
	return true;
}

/* Where a member lies: a number, or before version 3 an expression that adds one.  False for what
 * is only known at run time (virtual base classes). */
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

static bool is_composite(const struct dwarf_die *d)
{
	return d->abbrev.tag == DW_TAG_structure_type || d->abbrev.tag == DW_TAG_class_type ||
		d->abbrev.tag == DW_TAG_union_type || d->abbrev.tag == DW_TAG_interface_type;
}

/* Count the structs that are in one by members without names, and in those again, down from `left`;
 * false when that is not enough. */
static bool count_nested(const struct dwarf_die *member, uint32_t *left, int depth)
{
	struct dwarf_die t = *member, c;
	bool known = dwarf_die_reference(&t, DW_AT_type, &t);

	for (int i = 0; known && i < DWARF_DEPTH_MOST && !is_composite(&t); i++)
		known = dwarf_die_reference(&t, DW_AT_type, &t);
	if (!known || !is_composite(&t))
		return true;
	if (depth == DWARF_DEPTH_MOST || !*left)
		return false;
	--*left;
	for (bool more = dwarf_die_child(&t, &c); more; more = dwarf_die_next(&c))
		if ((c.abbrev.tag == DW_TAG_inheritance ||
			    (c.abbrev.tag == DW_TAG_member && !dwarf_die_text(&c, DW_AT_name))) &&
			!count_nested(&c, left, depth + 1))
			return false;
	return true;
}

static void add_member(
	struct dwarf_blob *b, struct members *list, const struct dwarf_die *d, uint64_t start)
{
	struct member m = { .name = d->abbrev.tag == DW_TAG_member ? dwarf_die_text(d, DW_AT_name)
		: NULL };
	uint32_t nested_left = NESTED_MOST;
	uint64_t offset;

	/* static ones lie elsewhere */
	if (dwarf_die_flag(d, DW_AT_external) || dwarf_die_flag(d, DW_AT_declaration) ||
		!member_offset(d, &offset) || offset > UINT32_MAX / CHAR_BITS)
		return;
	/* what is in it counts as the struct's, so that a hostile one could be endless */
	if (!m.name && !count_nested(d, &nested_left, 0))
		return;
	m.type = dwarf_blob_type_of(b, d);
	m.bits = start + offset * CHAR_BITS;
	if (!take_bit_field(d, start, &m) || list->count == VLEN_MOST)
		return;
	list->has_bits |= m.bit_size != 0;
	VEC_PUSH(list, m);
}

/* What tells which variant it is: a number with their names, which stands for the whole variant
 * part. */
static void add_discriminant(
	struct dwarf_blob *b, struct members *list, const struct dwarf_die *part)
{
	struct member m = { .name = "discriminant" };
	struct dwarf_die discriminant;
	uint64_t offset;

	if (!dwarf_die_reference(part, DW_AT_discr, &discriminant) ||
		!member_offset(&discriminant, &offset) || offset > UINT32_MAX / CHAR_BITS)
		return;
	m.type = dwarf_blob_id(b, part->unit, part->offset, 0);
	m.bits = offset * CHAR_BITS;
	if (list->count < VLEN_MOST)
		VEC_PUSH(list, m);
}

/* Variants lie over each other, behind their discriminant. */
static void add_members(
	struct dwarf_blob *b, struct members *list, const struct dwarf_die *d, int depth)
{
	struct dwarf_die c;

	if (d->abbrev.tag == DW_TAG_variant_part)
		add_discriminant(b, list, d);
	for (bool more = depth < DWARF_DEPTH_MOST && dwarf_die_child(d, &c); more;
		more = dwarf_die_next(&c)) {
		/* the discriminant has no name of its own */
		if (c.abbrev.tag == DW_TAG_inheritance ||
			(c.abbrev.tag == DW_TAG_member && d->abbrev.tag != DW_TAG_variant_part))
			add_member(b, list, &c, 0);
		else if (c.abbrev.tag == DW_TAG_variant_part || c.abbrev.tag == DW_TAG_variant)
			add_members(b, list, &c, depth + 1);
	}
}

/* Declared only: the definition is somewhere else, where btf_types.c looks for it by name. */
static const struct btf_type *make_declared(
	struct dwarf_blob *b, const struct dwarf_die *d, bool is_union)
{
	struct btf_type *t = new_type(b, BTF_KIND_FWD, dwarf_die_full_name(d), 0);

	t->info |= is_union ? KFLAG : 0;
	return t;
}

/* BTF has 24 bits for the offsets of a struct that has bit fields: where that is not enough, it has
 * none. */
static void leave_out_far_bits(struct members *list)
{
	bool is_far = false;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		is_far |= list->items[i].bits > KFLAG_BITS_MOST;
	for (size_t i = 0; i < list->count; i++)
		if (!is_far || !list->items[i].bit_size)
			list->items[kept++] = list->items[i];
	list->count = kept;
	list->has_bits = !is_far;
}

static const struct btf_type *make_struct(struct dwarf_blob *b, const struct dwarf_die *d)
{
	const struct btf_type *elsewhere = make_of_unit(b, d);
	bool is_union = d->abbrev.tag == DW_TAG_union_type;
	struct members list = { 0 };

	if (elsewhere)
		return elsewhere;
	if (dwarf_die_flag(d, DW_AT_declaration))
		return make_declared(b, d, is_union);
	add_members(b, &list, d, 0);
	if (list.has_bits)
		leave_out_far_bits(&list);
	struct btf_type *t = new_type(b, is_union ? BTF_KIND_UNION : BTF_KIND_STRUCT,
		dwarf_die_full_name(d), list.count * sizeof(struct btf_member));
	struct btf_member *out = (void *)(t + 1);

	t->info |= (uint32_t)list.count | (list.has_bits ? KFLAG : 0);
	t->size = (uint32_t)MIN_OF(dwarf_die_number(d, DW_AT_byte_size, 0), UINT32_MAX);
	for (size_t i = 0; i < list.count; i++) {
		const struct member *m = &list.items[i];

		out[i] = (struct btf_member){ dwarf_blob_text(b, m->name), m->type,
			list.has_bits ? (uint32_t)(m->bit_size << 24 | m->bits)
				: (uint32_t)m->bits };
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

const struct btf_type *dwarf_make_type(
	struct dwarf_blob *b, const struct dwarf_die *d, uint32_t dimension)
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
	case DW_TAG_variant_part:
		return make_variant_names(b, d);
	case DW_TAG_array_type:
		return make_array(b, d, dimension);
	case DW_TAG_subroutine_type:
		return new_type(b, BTF_KIND_FUNC_PROTO, NULL, 0);
	case DW_TAG_unspecified_type:
		return make_nothing(b, d);
	}
	return make_unreadable(b, d);
}
