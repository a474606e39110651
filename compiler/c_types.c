/* compiler/c_types.c - the types that C definitions make: numbers for them, sizes, names.  How they
 * become BTF is in c_btf.c.  Called by the definitions (c_define.c, c_struct.c). */
#include "compiler/c_types.h"

#include <string.h>

#include "compiler/c_types_internal.h"
#include "probes/btf_types.h"
#include "probes/c_type.h"
#include "runtime/base/hash.h"
#include "runtime/base/util.h"

#define DEPTH_MAX 32    /* of types in types, against kernels that refer to themselves */

static const unsigned tag_kinds[C_TAG_COUNT] = { BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_ENUM };

struct c_types *c_types_new(struct arena *a)
{
	struct c_types *t = arena_new_object(a, struct c_types);

	t->arena = a;
	return t;
}

/* The kernel's types are asked for when the first definition is there, not before. */
static const struct kernel_btf *kernel(struct c_types *t)
{
	if (!t->first) {
		t->kernel = kernel_btf();
		t->first = t->kernel ? t->kernel->last + 1 : 1;
	}
	return t->kernel;
}

static struct c_type *own(const struct c_types *t, uint32_t id)
{
	return t->first && id >= t->first && id - t->first < t->count ? t->items[id - t->first]
		: NULL;
}

static uint32_t add(struct c_types *t, struct c_type like)
{
	struct c_type *type = arena_memdup(t->arena, &like, sizeof(like));

	kernel(t);
	arena_grow(t->arena, t->items, t->count, t->capacity);
	type->id = t->first + t->count;
	t->items[t->count++] = type;
	return type->id;
}

/* Names */

static struct c_name **bucket_of(struct c_types *t, enum c_name_space space, const char *name)
{
	return &t->names[hash_add_text(HASH_START ^ space, name) % ARRAY_SIZE(t->names)];
}

static struct c_name *name_find(struct c_types *t, enum c_name_space space, const char *name)
{
	struct c_name *n = *bucket_of(t, space, name);

	while (n && (n->space != space || !str_eq(n->text, name)))
		n = n->next;
	return n;
}

/* The newest of a name is found. */
static struct c_name *name_add(struct c_types *t, enum c_name_space space, const char *name)
{
	struct c_name **bucket = bucket_of(t, space, name),
		      *n = arena_new_object(t->arena, struct c_name);

	*n = (struct c_name){ .next = *bucket, .space = space, .text = name };
	*bucket = n;
	return n;
}

static void note_defined(struct c_types *t, struct c_name *n)
{
	arena_grow(t->arena, t->defined, t->defined_count, t->defined_capacity);
	t->defined[t->defined_count++] = n;
}

uint32_t c_types_defined_count(const struct c_types *t)
{
	return t->defined_count;
}

const char *c_types_defined(const struct c_types *t, uint32_t index)
{
	static const char *const words[] = {
		[NAME_STRUCT] = "struct",
		[NAME_UNION] = "union",
		[NAME_ENUM] = "enum",
		[NAME_TYPEDEF] = "typedef",
		[NAME_NUMBER] = "number",
		[NAME_ENUMERATOR] = "constant",
	};
	const struct c_name *n = t->defined[index];

	return arena_printf(t->arena, "%s %s", words[n->space], n->text);
}

/* Plain types */

uint32_t c_types_number(struct c_types *t, const char *name, uint32_t size, enum c_number kind)
{
	struct c_name *n = name_find(t, NAME_NUMBER, name);

	if (n)
		return n->id;
	uint32_t id = add(t,
		(struct c_type){
			.kind = kind == C_FLOAT ? BTF_KIND_FLOAT : BTF_KIND_INT,
			.name = name,
			.size = size,
			.align = MIN_OF(size, 16u),
			.number = kind,
			.defined = true,
		});

	name_add(t, NAME_NUMBER, name)->id = id;
	return id;
}

uint32_t c_types_pointer(struct c_types *t, uint32_t to)
{
	struct c_type *type = own(t, to);

	if (type && type->pointer)
		return type->pointer;
	uint32_t id = add(t,
		(struct c_type){
			.kind = BTF_KIND_PTR,
			.name = "",
			.of = to,
			.size = 8,
			.align = 8,
			.defined = true,
		});

	if (type)
		type->pointer = id;
	return id;
}

static uint32_t depth_of(const struct c_types *t, uint32_t id)
{
	const struct c_type *type = own(t, id);

	return type ? type->depth + 1 : 1;
}

uint32_t c_types_array(struct c_types *t, uint32_t of, uint32_t count)
{
	if (!t->index)
		t->index = c_types_number(t, "unsigned int", 4, C_UNSIGNED);
	return add(t,
		(struct c_type){
			.kind = BTF_KIND_ARRAY,
			.name = "",
			.of = of,
			.elements = count,
			.defined = true,
			.depth = depth_of(t, of),
		});
}

uint32_t c_types_function(struct c_types *t)
{
	if (!t->function)
		t->function = add(t, (struct c_type){ .kind = BTF_KIND_FUNC_PROTO, .name = "" });
	return t->function;
}

uint32_t c_types_typedef(
	struct c_types *t, const char *name, uint32_t of, uint32_t align, bool is_weak)
{
	uint32_t id = add(t,
		(struct c_type){
			.kind = BTF_KIND_TYPEDEF,
			.name = name,
			.of = of,
			.align = align,
			.defined = true,
			.is_weak = is_weak,
			.depth = depth_of(t, of),
		});

	struct c_name *n = name_add(t, NAME_TYPEDEF, name);

	n->id = id;
	if (!is_weak)
		note_defined(t, n);
	return id;
}

/* u8, __s64, uint32_t, int16: what the name says. */
static uint32_t fixed(struct c_types *t, const char *name)
{
	const struct type *known = c_type_known(name);
	const char *at = name;

	if (known)
		return c_types_number(
			t, name, known->size, known->is_signed ? C_SIGNED : C_UNSIGNED);
	bool is_unsigned = *at == 'u';

	at += is_unsigned;
	if (!str_starts(at, "int"))
		return 0;
	at += 3;
	for (uint32_t bits = 8; bits <= 64; bits *= 2) {
		const char *digits = arena_printf(t->arena, "%u", bits);

		if (str_starts(at, digits) &&
			(!at[strlen(digits)] || str_eq(at + strlen(digits), "_t")))
			return c_types_number(
				t, name, bits / 8, is_unsigned ? C_UNSIGNED : C_SIGNED);
	}
	return 0;
}

bool c_types_named(struct c_types *t, const char *name, uint32_t *out)
{
	struct c_name *n = name_find(t, NAME_TYPEDEF, name);
	const struct kernel_btf *b = kernel(t);

	*out = n ? n->id : 0;
	if (!*out)
		*out = fixed(t, name);
	if (!*out && str_eq(name, "bool"))
		*out = c_types_number(t, "_Bool", 1, C_BOOL);
	if (!*out && b)
		*out = kernel_btf_find(b, BTF_KIND_TYPEDEF, name);
	return *out;
}

/* Tags */

uint32_t c_types_tag(struct c_types *t, enum c_tag tag, const char *name)
{
	struct c_name *n = name ? name_find(t, (enum c_name_space)tag, name) : NULL;

	if (n)
		return n->id;
	uint32_t id = add(
		t, (struct c_type){ .kind = tag_kinds[tag], .name = name ? name : "", .tag = tag });

	if (name)
		name_add(t, (enum c_name_space)tag, name)->id = id;
	return id;
}

uint32_t c_types_begin(
	struct c_types *t, enum c_tag tag, const char *name, bool is_weak, bool *twice)
{
	uint32_t id = c_types_tag(t, tag, name);
	struct c_type *type = own(t, id);

	*twice = type->defined;
	if (type->defined || type->begun) {
		id = add(t, (struct c_type){ .kind = tag_kinds[tag], .name = name, .tag = tag });
		/* the one before loses its name, whoever uses it keeps it */
		if (type->defined)
			type->name = "";
		name_add(t, (enum c_name_space)tag, name)->id = id;
		type = own(t, id);
	}
	if (name && !is_weak)
		note_defined(t, name_find(t, (enum c_name_space)tag, name));
	type->begun = true;
	type->is_weak = is_weak;
	t->any = true;
	return id;
}

void c_types_end(
	struct c_types *t, uint32_t id, struct c_member *members, uint32_t size, uint32_t align)
{
	struct c_type *type = own(t, id);

	type->members = members;
	type->size = size;
	type->align = align;
	type->defined = true;
}

void c_types_end_enum(
	struct c_types *t, uint32_t id, struct c_enumerator *items, uint32_t size, bool is_signed)
{
	struct c_type *type = own(t, id);

	type->items = items;
	type->size = type->align = size;
	type->number = is_signed ? C_SIGNED : C_UNSIGNED;
	type->kind = size == 8 ? BTF_KIND_ENUM64 : BTF_KIND_ENUM;
	type->defined = true;
}

void c_types_add_enumerator(struct c_types *t, const struct c_enumerator *e)
{
	struct c_name *n = name_add(t, NAME_ENUMERATOR, e->name);

	n->enumerator = e;
	note_defined(t, n);
}

bool c_types_enumerator(struct c_types *t, const char *name, uint64_t *value, bool *is_unsigned)
{
	struct c_name *n = name_find(t, NAME_ENUMERATOR, name);
	struct btf_enumerator e;

	if (n) {
		*value = n->enumerator->value;
		*is_unsigned = n->enumerator->is_unsigned;
		return true;
	}
	if (!btf_types_enumerator(NULL, name, &e))
		return false;
	*value = e.value;
	*is_unsigned = e.is_unsigned;
	return true;
}

/* Of the kernel's types */

/* The kernel's struct of the same name, for one that the script does not define. */
uint32_t c_types_in_kernel(struct c_types *t, const struct c_type *type)
{
	const struct kernel_btf *b = kernel(t);
	uint32_t id = 0;

	if (!b || !*type->name)
		return 0;
	id = kernel_btf_find(b, type->kind, type->name);
	if (!id && type->tag == C_TAG_ENUM && type->kind == BTF_KIND_ENUM)
		id = kernel_btf_find(b, BTF_KIND_ENUM64, type->name);
	return id;
}

/* BTF does not say how a type is aligned: as its most demanding member, unless that would not
 * fit. */
static uint32_t kernel_align(const struct kernel_btf *b, uint32_t id, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	unsigned kind = t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
	const struct btf_member *m = (const void *)(t + 1);
	uint32_t align = 1;

	if (!t || depth > DEPTH_MAX)
		return 1;
	if (kind == BTF_KIND_PTR)
		return 8;
	if (kind == BTF_KIND_ARRAY)
		return kernel_align(b, ((const struct btf_array *)(t + 1))->type, depth + 1);
	if (kind != BTF_KIND_STRUCT && kind != BTF_KIND_UNION)
		return MIN_OF(MAX_OF(t->size, 1u), 16u);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t a = kernel_align(b, m[i].type, depth + 1), bits = m[i].offset;

		if (BTF_INFO_KFLAG(t->info))
			bits = BTF_MEMBER_BITFIELD_SIZE(m[i].offset)
				? 0
				: BTF_MEMBER_BIT_OFFSET(m[i].offset);
		if (bits % (a * 8))
			return 1;
		align = MAX_OF(align, a);
	}
	return t->size % align ? 1 : align;
}

static bool kernel_size(const struct kernel_btf *b, uint32_t id, uint32_t *size, uint32_t *align)
{
	const struct btf_type *t = b ? kernel_btf_type(b, kernel_btf_strip(b, id)) : NULL;

	if (!t || BTF_INFO_KIND(t->info) == BTF_KIND_FWD ||
		BTF_INFO_KIND(t->info) == BTF_KIND_FUNC_PROTO)
		return false;
	*size = kernel_btf_size(b, id);
	*align = kernel_align(b, id, 0);
	return true;
}

/* Questions */

static bool array_size(
	struct c_types *t, const struct c_type *type, uint32_t *size, uint32_t *align)
{
	if (!c_types_size(t, type->of, size, align))
		return false;
	uint64_t all = (uint64_t)*size * type->elements;

	if (all > C_SIZE_MAX)
		return false;
	*size = (uint32_t)all;
	return true;
}

bool c_types_size(struct c_types *t, uint32_t id, uint32_t *size, uint32_t *align)
{
	struct c_type *type = own(t, id);

	if (!type)
		return id && kernel_size(kernel(t), id, size, align);
	if (type->depth > DEPTH_MAX)
		return false;
	if (type->kind == BTF_KIND_ARRAY)
		return array_size(t, type, size, align);
	if (type->kind == BTF_KIND_TYPEDEF) {
		if (!c_types_size(t, type->of, size, align))
			return false;
		if (type->align)
			*align = type->align;
		return true;
	}
	if (!type->defined)
		return kernel_size(kernel(t), c_types_in_kernel(t, type), size, align);
	*size = type->size;
	*align = type->align;
	return true;
}

/* Through typedefs; NULL: of the kernel, *id says which. */
static struct c_type *strip(struct c_types *t, uint32_t *id)
{
	struct c_type *type = own(t, *id);

	while (type && type->kind == BTF_KIND_TYPEDEF) {
		*id = type->of;
		type = own(t, *id);
	}
	if (type && !type->defined) {
		*id = c_types_in_kernel(t, type);
		type = NULL;
	}
	if (!type && t->kernel)
		*id = kernel_btf_strip(t->kernel, *id);
	return type;
}

bool c_types_is_integer(struct c_types *t, uint32_t id)
{
	struct c_type *type = strip(t, &id);
	const struct btf_type *b = !type && t->kernel ? kernel_btf_type(t->kernel, id) : NULL;
	unsigned kind = type ? type->kind : b ? BTF_INFO_KIND(b->info) : BTF_KIND_UNKN;

	return kind == BTF_KIND_INT || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64;
}

bool c_types_member(
	struct c_types *t, uint32_t id, const char *name, uint64_t *bits, uint32_t *type)
{
	struct c_type *s = strip(t, &id);
	uint32_t size;
	int offset;

	if (!s) {
		offset = t->kernel ? kernel_btf_member(t->kernel, id, name, &size) : -1;
		*bits = 8 * (uint64_t)offset;
		*type = 0;
		return offset >= 0;
	}
	for (const struct c_member *m = s->members; m; m = m->next) {
		if (*m->name ? str_eq(m->name, name)
			: c_types_member(t, m->type, name, bits, type)) {
			*bits = m->bit_offset + (*m->name ? 0 : *bits);
			*type = *m->name ? m->type : *type;
			return true;
		}
	}
	return false;
}

bool c_types_any(const struct c_types *t)
{
	return t->count;
}
