/* compiler/c_struct.c - struct, union and enum: what stands in their braces (language.md C5).
 * Called by the declarations. */
#include <string.h>

#include "compiler/c_define.h"
#include "runtime/base/util.h"

#define MEMBERS_MAX 65535       /* what BTF can count */

static struct arena *arena_of(const struct c_cursor *c)
{
	return c->unit->compilation->arena;
}

static void add_field(
	struct c_cursor *c, struct c_body *b, struct c_field like, const char *name, uint32_t type)
{
	struct c_field *f = arena_memdup(arena_of(c), &like, sizeof(like));
	struct c_member *m = arena_new_object(arena_of(c), struct c_member);

	m->name = name ? name : "";
	m->type = type;
	f->member = m;
	f->next = NULL;
	*b->end = f;
	b->end = &f->next;
	if (++b->count > MEMBERS_MAX)
		c_fail(c, "more members than can be counted");
}

/* ":" width */
static void read_width(struct c_cursor *c, struct c_field *f, const char *name, uint32_t type)
{
	const struct c_token *start = c->at;
	struct c_value v = c_value(c);

	f->is_bits = true;
	f->width = (uint32_t)v.bits;
	if (c->failed)
		return;
	if (!c_types_is_integer(c->unit->types, type)) {
		c->at = start;
		c_fail(c, "a bit field is an integer");
	} else if (v.bits > f->size * 8 || (!v.bits && name)) {
		c->at = start;
		c_fail(c,
			v.bits ? "the bit field is wider than its type"
				: "a bit field of no bits has no name");
	}
}

/* declarator (":" width)? ("," ...)* ";" */
static void read_fields(
	struct c_cursor *c, struct c_body *b, uint32_t base, struct c_attributes before)
{
	do {
		struct c_field f = { .attributes = before };
		const struct c_token *start = c->at;
		const char *name = NULL;
		uint32_t type = c_at(c, ":") ? base : c_declarator(c, base, &name, &f.attributes);

		if (!c->failed && !c_types_size(c->unit->types, type, &f.size, &f.align)) {
			c->at = start;
			c_fail(c, "its type has no size that is known here");
		}
		if (!c->failed && c_accept(c, ":"))
			read_width(c, &f, name, type);
		else if (!c->failed && !name)
			c_fail(c, "the name of a member is missing");
		c_attributes(c, &f.attributes);
		if (!c->failed)
			add_field(c, b, f, name, type);
	} while (!c->failed && c_accept(c, ","));
	c_expect(c, ";");
}

/* specifiers fields, or a struct without a name */
static void read_member(struct c_cursor *c, struct c_body *b)
{
	struct c_attributes attributes = { 0 };
	struct c_field f = { 0 };
	bool is_typedef, tagged;
	uint32_t type;

	if (c_accept(c, ";"))
		return;
	if (c_at(c, "_Static_assert")) {
		c->at++;
		c_skip_balanced(c);
		return;
	}
	tagged = c_at(c, "struct") || c_at(c, "union");
	type = c_specifiers(c, &is_typedef, &attributes);
	if (c->failed)
		return;
	if (!c_at(c, ";")) {
		read_fields(c, b, type, attributes);
		return;
	}
	c->at++;
	if (!tagged)
		return;
	f.attributes = attributes;
	if (c_types_size(c->unit->types, type, &f.size, &f.align))
		add_field(c, b, f, NULL, type);
}

static void read_struct(
	struct c_cursor *c, uint32_t id, struct c_attributes *attributes, bool is_union)
{
	struct c_body b = { .end = &b.first, .is_union = is_union };
	struct c_member *first = NULL, **end = &first;
	uint32_t size, align;

	while (!c->failed && !c_at(c, "}")) {
		if (c->at->kind == C_END)
			c_fail(c, "'}' is missing");
		else
			read_member(c, &b);
	}
	if (c->failed)
		return;
	b.pack = c->at->pack;
	c->at++;
	c_attributes(c, attributes);
	if (!c_layout(&b, attributes, &size, &align)) {
		c_fail(c, "the type is too large");
		return;
	}
	for (struct c_field *f = b.first; f; f = f->next) {
		bool unnamed = f->is_bits && !*f->member->name;

		if (unnamed)
			continue;
		*end = f->member;
		end = &f->member->next;
		if (f->is_bits && f->member->bit_offset >= 1u << 24)
			c_fail(c, "a bit field lies too far behind the beginning");
	}
	*end = NULL;
	c_types_end(c->unit->types, id, first, size, align);
}

/* Enums */

static uint32_t enum_size(bool packed, bool is_signed, uint64_t largest, int64_t smallest)
{
	for (uint32_t size = packed ? 1 : 4; size < 8; size *= 2) {
		unsigned bits = size * 8;

		if (!is_signed && !(largest >> bits))
			return size;
		if (is_signed && largest <= (UINT64_C(1) << (bits - 1)) - 1 &&
			smallest >= -(INT64_C(1) << (bits - 1)))
			return size;
	}
	return 8;
}

/* name ("=" value)? */
static struct c_enumerator *read_enumerator(struct c_cursor *c, struct c_value *next)
{
	struct c_enumerator *e = arena_new_object(arena_of(c), struct c_enumerator);
	struct c_attributes unused = { 0 };

	if (c->at->kind != C_NAME) {
		c_fail(c, "the name of a constant is missing");
		return NULL;
	}
	e->name = c_token_text(c->unit, c->at++);
	c_attributes(c, &unused);
	if (c_accept(c, "="))
		*next = c_value(c);
	e->value = next->bits;
	e->is_unsigned = e->value > INT64_MAX && next->is_unsigned;
	next->bits++;
	return e;
}

static void read_enum(struct c_cursor *c, uint32_t id, struct c_attributes *attributes)
{
	struct c_enumerator *first = NULL, **end = &first, *e;
	struct c_value next = { 0 };
	bool is_signed = false;
	uint64_t largest = 0;
	int64_t smallest = 0;
	uint32_t count = 0;

	while (!c->failed && !c_at(c, "}")) {
		e = read_enumerator(c, &next);
		if (c->failed)
			return;
		*end = e;
		end = &e->next;
		c_types_add_enumerator(c->unit->types, e);
		if (e->value > INT64_MAX && !e->is_unsigned) {
			is_signed = true;
			smallest = MIN_OF(smallest, (int64_t)e->value);
		} else {
			largest = MAX_OF(largest, e->value);
		}
		if (++count > MEMBERS_MAX)
			c_fail(c, "more constants than can be counted");
		if (!c_accept(c, ",") && !c_at(c, "}"))
			c_fail(c, "',' or '}' is missing");
	}
	if (c->failed)
		return;
	c->at++;
	c_attributes(c, attributes);
	c_types_end_enum(c->unit->types, id, first,
		enum_size(attributes->packed, is_signed, largest, smallest), is_signed);
}

uint32_t c_tagged(struct c_cursor *c)
{
	enum c_tag tag = c_at(c, "struct") ? C_TAG_STRUCT
		: c_at(c, "union") ? C_TAG_UNION
		: C_TAG_ENUM;
	struct c_attributes attributes = { 0 };
	const char *name = NULL;
	const struct c_token *start = ++c->at;
	bool twice;
	uint32_t id;

	c_attributes(c, &attributes);
	if (c->at->kind == C_NAME) {
		start = c->at;
		name = c_token_text(c->unit, c->at++);
	}
	c_attributes(c, &attributes);
	if (!c_at(c, "{")) {
		if (!name)
			c_fail(c, "a name or '{' is missing");
		return name ? c_types_tag(c->unit->types, tag, name) : 0;
	}
	if (!c_enter(c))
		return 0;
	id = c_types_begin(c->unit->types, tag, name, c->at->weak, &twice);
	if (twice && !c->is_header) {
		c->at = start;
		c_fail(c, "it is defined twice");
		return 0;
	}
	c->at++;
	if (tag == C_TAG_ENUM)
		read_enum(c, id, &attributes);
	else
		read_struct(c, id, &attributes, tag == C_TAG_UNION);
	c->nesting--;
	return id;
}
