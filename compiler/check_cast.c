/* compiler/check_cast.c - casts: which there are, and what comes out (language.md E12, T26).  Part
 * of the check pass. */
#include "compiler/check.h"

#include "compiler/shape.h"

#define WORD_BITS 64
#define LISTED_VALUES 16

static bool is_cast_of_word(const struct type *to, const struct type *from)
{
	if (to->kind == TYPE_INT || to->kind == TYPE_BOOL)
		return type_is_number(from) || from->kind == TYPE_POINTER;
	return to->kind == TYPE_POINTER && (from->kind == TYPE_INT || from->kind == TYPE_POINTER);
}

static struct diag *bad_cast(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	const char *name = type_text(ck->arena, to);
	struct diag *d;

	if (to->kind == TYPE_ARRAY && !to->count)
		name = arena_printf(ck->arena, "%s[]", type_text(ck->arena, to->elem));
	d = diag_error(ck->diags, n->span, DIAG_BAD_CAST, "%s cannot be cast to %s",
		type_text(ck->arena, from), name);
	check_note_origin(ck, d, n->cast.operand);
	if (to->kind == TYPE_STRUCT)
		diag_hint(d, "cast to a pointer: (%s *)", to->name);
	return d;
}

/* A literal is one of the enum's values. */
static const struct type *check_enumerator(
	struct checker *ck, const struct node *n, const struct type *to)
{
	uint64_t value = n->cast.operand->integer.value;
	const char *list = "";

	if (type_has_constant(to, value))
		return to;
	for (uint32_t i = 0; i < to->field_count && i < LISTED_VALUES; i++)
		list = arena_printf(
			ck->arena, "%s%s%s", list, i ? ", " : "", to->fields[i].name);
	diag_hint(diag_error(ck->diags, n->cast.operand->span, DIAG_OUT_OF_RANGE,
		      "%lld is no value of '%s'", (long long)value, to->name),
		"its values are %s%s", list, to->field_count > LISTED_VALUES ? " ..." : "");
	return &type_error;
}

/* Arrays */

static const struct type *innermost(const struct type *array)
{
	while (array->kind == TYPE_ARRAY)
		array = array->elem;
	return array;
}

/* The bytes of an integer one by one, or in larger pieces; a literal is as wide as it has to be. */
static const struct type *int_to_array(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	bool literal = n->cast.operand->kind == NODE_INT;
	uint32_t elem = to->elem->size;

	if (!to->count && elem && from->size % elem == 0)
		return type_array(ck->arena, to->elem, from->size / elem);
	if (to->size == from->size || (literal && to->size > from->size && to->size <= 8 &&
					  !(to->size & (to->size - 1))))
		return to;
	diag_hint(bad_cast(ck, n, to, from), "the array has %s%u bytes, the integer %u",
		to->count ? "" : "elements of ", to->count ? to->size : elem, from->size);
	return &type_error;
}

/* The bits of an integer, the lowest first. */
static const struct type *int_to_bits(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	if (!to->count)
		return type_array(ck->arena, to->elem, from->size * 8);
	if (to->count <= WORD_BITS)
		return to;
	diag_hint(bad_cast(ck, n, to, from), "an integer has at most %d bits", WORD_BITS);
	return &type_error;
}

/* All bytes that the string has room for. */
static const struct type *string_to_array(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	if (!to->count)
		return type_array(ck->arena, to->elem, from->size);
	if (to->count == from->size)
		return to;
	diag_hint(bad_cast(ck, n, to, from),
		"the string has room for %u bytes: write [] for as many", from->size);
	return &type_error;
}

static const struct type *check_cast_to_array(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	const struct type *elem = innermost(to);

	if (from->kind == TYPE_INT && to->elem->kind == TYPE_BOOL)
		return int_to_bits(ck, n, to, from);
	if (from->kind == TYPE_INT && elem->kind == TYPE_INT)
		return int_to_array(ck, n, to, from);
	if (from->kind == TYPE_STRING && to->elem->kind == TYPE_INT && to->elem->size == 1)
		return string_to_array(ck, n, to, from);
	bad_cast(ck, n, to, from);
	return &type_error;
}

static bool is_array_of_bytes(const struct type *from, const struct type *to)
{
	return from->kind == TYPE_ARRAY && to->kind == TYPE_INT && from->size == to->size &&
	       innermost(from)->kind == TYPE_INT;
}

static void redundant(struct checker *ck, const struct node *n, const struct type *from)
{
	diag_warning(ck->diags, n->cast.to->span, DIAG_REDUNDANT_CAST,
		"the cast changes nothing: the value is %s already", type_text(ck->arena, from));
}

/* A string of another capacity. */
static const struct type *string_to_string(
	struct checker *ck, const struct node *n, const struct type *to, const struct type *from)
{
	if (!to->size || to->size == from->size)
		redundant(ck, n, from);
	return to->size ? to : from;
}

/* Its cast changes no bits, but makes a number of it (M6). */
static bool is_aggregation_read(const struct node *n)
{
	return n->kind == NODE_MAP && n->map.ref->value_type &&
	       n->map.ref->value_type->kind == TYPE_AGG;
}

const struct type *check_cast(struct checker *ck, struct node *n)
{
	const struct type *to = check_written_type(ck, n->cast.to),
			  *from = check_value(ck, n->cast.operand);

	if (type_is_bad(to) || type_is_bad(from))
		return &type_error;
	if (!to)
		return NULL;
	check_as_written(ck, to, n->cast.operand);
	from = n->cast.operand->type;
	if (!from)
		return is_cast_of_word(to, &type_int64) ? to : NULL;
	if (type_is_enum(to))
		to = type_enum_value(ck->arena, to);
	if (to->kind == TYPE_ARRAY)
		return check_cast_to_array(ck, n, to, from);
	if (to->kind == TYPE_STRING && from->kind == TYPE_STRING)
		return string_to_string(ck, n, to, from);
	if (is_array_of_bytes(from, to))
		return to;
	if (!is_cast_of_word(to, from)) {
		bad_cast(ck, n, to, from);
		return &type_error;
	}
	if (type_is_enum(to) && n->cast.operand->kind == NODE_INT)
		return check_enumerator(ck, n, to);
	/* curtask and its like were numbers once, and old scripts cast them */
	if (to->kind != TYPE_POINTER && n->cast.operand->kind != NODE_INT && !from->clock &&
		!is_aggregation_read(n->cast.operand) && type_equal(to, from))
		redundant(ck, n, from);
	return to;
}
