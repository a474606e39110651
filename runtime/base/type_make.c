/* runtime/base/type_make.c - types and their names as objects of an arena. */
#include "runtime/base/arena.h"
#include "runtime/base/type.h"
#include "runtime/base/util.h"

const struct type *type_string(struct arena *a, uint32_t capacity)
{
	struct type *t = arena_new_object(a, struct type);

	t->kind = TYPE_STRING;
	t->align = 1;
	t->size = capacity;
	return t;
}

const struct type *type_buffer(struct arena *a, uint32_t capacity)
{
	struct type *t = arena_new_object(a, struct type);

	t->kind = TYPE_BUFFER;
	t->align = 4;
	t->count = capacity;
	t->size = ROUND_UP((uint32_t)sizeof(uint32_t) + capacity, 4);
	return t;
}

const struct type *type_with_unit(struct arena *a, bool is_signed, enum unit unit)
{
	struct type *t = arena_memdup(a, type_int(8, is_signed), sizeof(*t));

	t->unit = (uint8_t)unit;
	return t;
}

const struct type *type_named(struct arena *a, enum decoder decoder, const char *set)
{
	struct type *t = arena_new_object(a, struct type);

	t->kind = TYPE_NAMED;
	t->size = t->align = 8;
	t->decoder = (uint8_t)decoder;
	t->name = set;
	return t;
}

const struct type *type_array(struct arena *a, const struct type *elem, uint32_t count)
{
	struct type *t = arena_new_object(a, struct type);

	t->kind = TYPE_ARRAY;
	t->elem = elem;
	t->count = count;
	t->size = elem->size * count;
	t->align = elem->align;
	return t;
}

const struct type *type_tuple(struct arena *a, const struct type *const *parts,
	const char *const *names, uint32_t count)
{
	struct type *t = arena_new_object(a, struct type);
	struct type_field *fields = arena_new_array(a, struct type_field, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		fields[i].type = parts[i];
		fields[i].name = names ? names[i] : NULL;
	}
	t->kind = names ? TYPE_RECORD : TYPE_TUPLE;
	t->fields = fields;
	t->field_count = count;
	/* the kernel has no keys and values of no bytes: an empty tuple takes one */
	t->size = MAX_OF(type_layout(fields, count, &t->align), 1u);
	return t;
}

const char *type_text(struct arena *a, const struct type *t)
{
	struct buffer b = { 0 };

	type_put_name(&b, t);
	return buffer_keep(&b, a);
}
