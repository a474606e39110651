/* probes/btf_types.c - structs, unions, enums and typedefs of the running kernel, its modules and
 * the script, turned into our types one at a time.  Owns nothing: texts live in the BTF blobs
 * (probes/btf_blobs.c), types in the caller's arena.  Asked by the compiler's check pass. */
#include "probes/btf_types.h"

#include <string.h>

#include "probes/btf.h"
#include "probes/btf_enum.h"
#include "probes/btf_items.h"
#include "probes/c_type.h"
#include "runtime/base/util.h"

static unsigned kind_of(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

static bool is_composite(const struct btf_type *t)
{
	return t && (kind_of(t) == BTF_KIND_STRUCT || kind_of(t) == BTF_KIND_UNION);
}

bool btf_types_present(void)
{
	return kernel_btf() != NULL;
}

/* The name of the last typedef on the way to a type, "" when there is none. */
static const char *typedef_name(const struct kernel_btf *b, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(b, id);
	const char *name = "";

	for (int depth = 0; t && id != kernel_btf_strip(b, id) && depth < KERNEL_BTF_DEPTH_MOST;
		depth++) {
		if (kind_of(t) == BTF_KIND_TYPEDEF)
			name = kernel_btf_text(b, t->name_off);
		id = t->type;
		t = kernel_btf_type(b, id);
	}
	return name;
}

static const struct type *struct_type(
	const struct kernel_btf *b, uint32_t id, const char *alias, struct arena *a)
{
	const struct btf_type *t = kernel_btf_type(b, id);
	const char *tag = kind_of(t) == BTF_KIND_UNION ? "union" : "struct",
		   *name = kernel_btf_text(b, t->name_off);
	struct type *out = arena_new_object(a, struct type);

	*out = (struct type){.kind = TYPE_STRUCT, .size = t->size, .align = 8};
	out->btf_id = kernel_btf_id(b, id);
	out->name = *name || !*alias
			? arena_printf(a, "%s %s", tag, *name ? name : "without a name")
			: alias;
	return out;
}

/* The kernel is built with chars that have no sign from Linux 6.2 on; the language's have one
 * (T30). */
static bool is_char(const struct kernel_btf *b, const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_INT && str_eq(kernel_btf_text(b, t->name_off), "char");
}

/* The kernel's arrays of several dimensions are arrays of arrays. */
static const struct type *array_type(
	const struct kernel_btf *b, const struct btf_type *t, struct arena *a)
{
	const struct btf_array *array = (const void *)(t + 1);
	const struct type *elem = btf_types_by_id(kernel_btf_id(b, array->type), a);

	if (!elem || kernel_btf_size(b, array->type) > UINT32_MAX / (array->nelems + 1ull))
		return NULL;
	if (elem->kind == TYPE_INT && elem->size == 1 && elem->is_signed)
		return type_string(a, array->nelems);
	return type_array(a, elem, array->nelems);
}

/* A struct that a blob only knows by name may be another blob's: the kernel's pointers to what is a
 * module's.  A program's is its own. */
static const struct type *forwarded_type(
	const struct kernel_btf *b, const struct btf_type *t, struct arena *a)
{
	unsigned kind = BTF_INFO_KFLAG(t->info) ? BTF_KIND_UNION : BTF_KIND_STRUCT;
	const char *name = kernel_btf_text(b, t->name_off);
	uint32_t number = b->source ? kernel_btf_id(b, kernel_btf_find(b, kind, name))
		: kernel_btf_lookup(NULL, kind, name);

	return number ? btf_types_by_id(number, a) : NULL;
}

const struct type *btf_types_by_id(uint32_t number, struct arena *a)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(number, &id);

	if (!b)
		return number ? NULL : &type_void;
	const char *alias = typedef_name(b, id);

	id = kernel_btf_strip(b, id);
	const struct btf_type *t = kernel_btf_type(b, id);

	if (!t)
		return &type_void;
	if (is_composite(t))
		return struct_type(b, id, alias, a);
	if (kind_of(t) == BTF_KIND_ARRAY)
		return array_type(b, t, a);
	if (is_char(b, t))
		return &type_int8;
	if (kind_of(t) == BTF_KIND_ENUM || kind_of(t) == BTF_KIND_ENUM64)
		return btf_enum_type(b, id, alias, a);
	if (kind_of(t) == BTF_KIND_FWD)
		return forwarded_type(b, t, a);
	return kernel_btf_value_type(b, id, a);
}

/* The kinds that a text may stand for, and its name without the first word. */
static const struct tag {
	const char *word;
	uint8_t kinds[2];
} tags[] = {
	{"struct ", {BTF_KIND_STRUCT}},
	{"union ", {BTF_KIND_UNION}},
	{"enum ", {BTF_KIND_ENUM, BTF_KIND_ENUM64}},
	{"", {BTF_KIND_TYPEDEF, BTF_KIND_INT}},
};

static const struct tag *tag_of(const char *text)
{
	const struct tag *tag = tags;

	while (!str_starts(text, tag->word))
		tag++;
	return tag;
}

static uint32_t number_by_name(const struct btf_programs *in, const char *text)
{
	const struct tag *tag = tag_of(text);
	uint32_t number = 0;

	for (size_t i = 0; !number && i < ARRAY_SIZE(tag->kinds) && tag->kinds[i]; i++)
		number = kernel_btf_lookup(in, tag->kinds[i], text + strlen(tag->word));
	return number;
}

/* The number of a type that a program has under a name; 0: none, or it is another one's. */
static uint32_t program_type(const struct btf_programs *in, const char *text)
{
	uint32_t number = c_type_known(text) || str_eq(text, "void") ? 0 : number_by_name(in, text),
		 id;
	const struct kernel_btf *b = kernel_btf_of(number, &id);

	return b && b->source ? number : 0;
}

static const struct type *pointer_to(
	const struct btf_programs *in, const char *text, size_t len, struct arena *a)
{
	struct type *out = arena_memdup(a, &type_pointer, sizeof(type_pointer));

	while (len && text[len - 1] == ' ')
		len--;
	out->name = arena_printf(a, "%.*s", (int)len, text);
	if (str_eq(out->name, "char"))
		out->elem = &type_int8;
	/* a name of a program's means that type wherever the pointer goes */
	if (btf_program(in, 0))
		out->btf_id = program_type(in, out->name);
	return out;
}

const struct type *btf_types_by_name(
	const struct btf_programs *in, const char *text, struct arena *a)
{
	const struct type *known;
	size_t len = strlen(text);
	uint32_t number;

	while (str_starts(text, "const ")) {
		text += strlen("const ");
		len = strlen(text);
	}
	if (len && text[len - 1] == '*')
		return pointer_to(in, text, len - 1, a);
	if (str_eq(text, "void"))
		return &type_void;
	known = c_type_known(text);
	if (known)
		return known;
	number = number_by_name(in, text);
	return number ? btf_types_by_id(number, a) : NULL;
}

const struct type *btf_types_pointee(
	const struct btf_programs *in, const struct type *pointer, struct arena *a)
{
	if (pointer->elem)
		return pointer->elem;
	if (pointer->btf_id)
		return btf_types_by_id(pointer->btf_id, a);
	return pointer->name ? btf_types_by_name(in, pointer->name, a) : NULL;
}

/* Members */

static const struct btf_member *members_of(const struct btf_type *t)
{
	return (const void *)(t + 1);
}

static uint32_t bits_of(const struct btf_type *t, const struct btf_member *m)
{
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

static void take_member(const struct kernel_btf *b, const struct btf_type *t,
	const struct btf_member *m, uint32_t bits, struct arena *a, struct type_field *out)
{
	*out = (struct type_field){.name = out->name, .offset = bits / 8};
	out->type = btf_types_by_id(kernel_btf_id(b, m->type), a);
	if (!BTF_INFO_KFLAG(t->info) || !BTF_MEMBER_BITFIELD_SIZE(m->offset))
		return;
	out->bit_offset = (uint8_t)(bits % 8);
	out->bit_size = (uint8_t)BTF_MEMBER_BITFIELD_SIZE(m->offset);
}

static bool find_member(const struct kernel_btf *b, uint32_t id, uint32_t start, struct arena *a,
	struct type_field *out, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, id = kernel_btf_strip(b, id));
	const struct btf_member *m;
	uint32_t number;

	if (!is_composite(t) || depth > KERNEL_BTF_DEPTH_MOST)
		return false;
	number = btf_items_find(b, id, out->name);
	if (!number)
		return false;
	m = &members_of(t)[number - 1];
	if (!*kernel_btf_text(b, m->name_off))
		return find_member(b, m->type, start + bits_of(t, m), a, out, depth + 1);
	take_member(b, t, m, start + bits_of(t, m), a, out);
	return true;
}

bool btf_types_member(
	const struct type *t, const char *name, struct arena *a, struct type_field *out)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(t->btf_id, &id);

	*out = (struct type_field){.name = name};
	return b && *name && find_member(b, id, 0, a, out, 0);
}

static void visit_members(const struct kernel_btf *b, uint32_t id,
	void (*visit)(const char *, void *), void *arg, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));

	if (!is_composite(t) || depth > KERNEL_BTF_DEPTH_MOST)
		return;
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_member *m = &members_of(t)[i];
		const char *text = kernel_btf_text(b, m->name_off);

		if (*text)
			visit(text, arg);
		else
			visit_members(b, m->type, visit, arg, depth + 1);
	}
}

void btf_types_each_member(
	const struct type *t, void (*visit)(const char *name, void *arg), void *arg)
{
	uint32_t id;
	const struct kernel_btf *b = kernel_btf_of(t->btf_id, &id);

	if (b)
		visit_members(b, id, visit, arg, 0);
}

struct name_visit {
	const struct tag *tag;
	void (*visit)(const char *name, void *arg);
	void *arg;
};

static bool visit_names(const struct kernel_btf *b, void *arg)
{
	struct name_visit *v = arg;

	for (size_t i = 0; b->source && i < ARRAY_SIZE(v->tag->kinds) && v->tag->kinds[i]; i++)
		b->source->each_name(b->from, v->tag->kinds[i], v->visit, v->arg);
	for (uint32_t id = b->first; id <= b->count; id++) {
		const struct btf_type *t = kernel_btf_type(b, id);
		unsigned kind = kind_of(t);

		if (t->name_off && (kind == v->tag->kinds[0] || kind == v->tag->kinds[1]))
			v->visit(kernel_btf_text(b, t->name_off), v->arg);
	}
	return false;
}

void btf_types_each_like(const struct btf_programs *in, const char *text,
	void (*visit)(const char *name, void *arg), void *arg)
{
	struct name_visit v = {tag_of(text), visit, arg};

	kernel_btf_each(in, visit_names, &v);
}

/* Enumerators */

struct enumerator_walk {
	btf_enumerator_fn visit;
	void *arg;
};

static bool walk_blob(const struct kernel_btf *b, void *arg)
{
	struct enumerator_walk *w = arg;

	for (uint32_t id = b->first; id <= b->count; id++) {
		const struct btf_type *t = kernel_btf_type(b, id);

		if ((kind_of(t) == BTF_KIND_ENUM || kind_of(t) == BTF_KIND_ENUM64) &&
			btf_enum_walk(b, t, w->visit, w->arg))
			return true;
	}
	return false;
}

static bool walk_enumerators(const struct btf_programs *in, btf_enumerator_fn visit, void *arg)
{
	struct enumerator_walk w = {visit, arg};

	return kernel_btf_each(in, walk_blob, &w);
}

struct enumerator_search {
	const char *name;
	struct btf_enumerator *found;
};

static bool search_blob(const struct kernel_btf *b, void *arg)
{
	struct enumerator_search *s = arg;
	uint32_t id = kernel_btf_find_enumerator(b, s->name);
	uint32_t number = id ? btf_items_find(b, id, s->name) : 0;

	if (!number)
		return false;
	*s->found = btf_enum_at(kernel_btf_type(b, id), number - 1);
	s->found->enum_id = kernel_btf_id(b, id);
	return true;
}

bool btf_types_enumerator(
	const struct btf_programs *in, const char *name, struct btf_enumerator *out)
{
	struct enumerator_search s = {name, out};

	return kernel_btf_each(in, search_blob, &s);
}

struct enumerator_visit {
	void (*visit)(const char *name, void *arg);
	void *arg;
};

static bool visit_enumerator(const char *name, const struct btf_enumerator *e, void *arg)
{
	struct enumerator_visit *v = arg;

	(void)e;
	v->visit(name, v->arg);
	return false;
}

void btf_types_each_enumerator(
	const struct btf_programs *in, void (*visit)(const char *name, void *arg), void *arg)
{
	struct enumerator_visit v = {visit, arg};

	walk_enumerators(in, visit_enumerator, &v);
}
