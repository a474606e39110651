/* compiler/shape.c - the join of the types of everything that is put into one place.  Used by the
 * check pass only; all memory is the compilation's arena. */
#include "compiler/shape.h"

#include "runtime/base/util.h"

static uint32_t signed_size(int64_t min, uint64_t max)
{
	if (min >= INT8_MIN && max <= INT8_MAX)
		return 1;
	if (min >= INT16_MIN && max <= INT16_MAX)
		return 2;
	return min >= INT32_MIN && max <= INT32_MAX ? 4 : 8;
}

static uint32_t unsigned_size(uint64_t max)
{
	if (max <= UINT8_MAX)
		return 1;
	if (max <= UINT16_MAX)
		return 2;
	return max <= UINT32_MAX ? 4 : 8;
}

const struct type *type_literal(uint64_t value, bool is_unsigned)
{
	if (is_unsigned)
		return type_int(unsigned_size(value), false);
	if ((int64_t)value < 0)
		return type_int(signed_size((int64_t)value, 0), true);
	return type_int(signed_size(0, value), true);
}

/* The common type of two integer types; a raw mark or a clock survives only when both have it. */
static const struct type *join_integers(const struct type *a, const struct type *b, bool *mixed)
{
	const struct type *narrow, *wide;

	if (type_equal(a, b))
		return a;
	if (a->is_signed == b->is_signed)
		return type_int(MAX_OF(a->size, b->size), a->is_signed);
	narrow = a->is_signed ? a : b;
	wide = a->is_signed ? b : a; /* the unsigned one, which needs one more bit */
	if (wide->size < 8)
		return type_int(MAX_OF(narrow->size, wide->size * 2), true);
	*mixed = true;
	return &type_int64;
}

/* The type of an integer place: the join of its types, widened by its literals. */
static const struct type *plain_type(const struct shape *s, bool wide, bool *mixed)
{
	const struct type *t = s->type;
	uint32_t size;

	if (!s->has_literal)
		return t;
	if (!t) {
		if (s->max > INT64_MAX) {
			*mixed = s->min < 0;
			return s->min < 0 ? &type_int64 : &type_uint64;
		}
		return wide ? &type_int64 : type_int(signed_size(s->min, s->max), true);
	}
	if (!t->is_signed && s->min >= 0) {
		size = MAX_OF(t->size, unsigned_size(s->max));
		return size == t->size ? t : type_int(size, false);
	}
	if (!t->is_signed) {
		*mixed = t->size == 8 || s->max > INT64_MAX;
		size = MAX_OF(MIN_OF(t->size * 2, 8u), signed_size(s->min, s->max));
		return type_int(size, true);
	}
	*mixed = s->max > INT64_MAX;
	size = MAX_OF(t->size, signed_size(s->min, s->max));
	return size == t->size ? t : type_int(size, true);
}

static const struct type *enum_type(struct arena *a, const struct type *t, uint32_t size)
{
	struct type *sized;

	if (t->size == size)
		return t;
	sized = arena_memdup(a, t, sizeof(*t));
	sized->size = sized->align = (uint8_t)size;
	return sized;
}

const struct type *type_enum_value(struct arena *a, const struct type *t)
{
	return t && type_is_enum(t) ? enum_type(a, t, 8) : NULL;
}

bool type_has_constant(const struct type *t, uint64_t value)
{
	for (uint32_t i = 0; i < t->field_count; i++)
		if (t->fields[i].value == value)
			return true;
	return false;
}

static struct shape literal_shape(uint64_t value, bool is_unsigned)
{
	struct shape s = {.form = SHAPE_INTEGER};

	if (is_unsigned)
		s.type = type_literal(value, true);
	else
		s.has_literal = true;
	if (!is_unsigned && (int64_t)value < 0)
		s.min = (int64_t)value;
	else
		s.max = value;
	return s;
}

struct shape shape_flexible_word(void)
{
	return (struct shape){.form = SHAPE_INTEGER, .has_literal = true, .max = INT64_MAX};
}

static struct shape tuple_shape(struct arena *a, uint32_t count)
{
	struct shape s = {.form = SHAPE_TUPLE, .count = count};

	s.parts = arena_new_array(a, struct shape, count + 1);
	return s;
}

/* The tuple becomes a record whose names are to be filled in. */
static void name_parts(struct arena *a, struct shape *s)
{
	s->form = SHAPE_RECORD;
	s->names = arena_new_array(a, const char *, s->count + 1);
}

struct shape shape_of_agg(
	struct arena *a, enum agg_id id, const struct agg_params *params, struct shape sample)
{
	struct shape s = tuple_shape(a, 1);
	struct type *t = arena_new_object(a, struct type);

	t->kind = TYPE_AGG;
	t->align = 8;
	t->agg = id;
	t->agg_params = *params;
	t->size = agg_value_size(id, params);
	s.form = SHAPE_AGG;
	s.type = t;
	s.parts[0] = sample;
	return s;
}

struct shape shape_of_type(struct arena *a, const struct type *t)
{
	struct shape s = {.form = SHAPE_OTHER, .type = t};

	if (!t)
		return (struct shape){.form = SHAPE_NONE};
	switch (t->kind) {
	case TYPE_ERROR:
		return (struct shape){.form = SHAPE_NONE, .is_bad = true};
	case TYPE_BOOL:
		return (struct shape){.form = SHAPE_BOOL};
	case TYPE_INT:
		s.form = SHAPE_INTEGER;
		if (type_is_enum(t)) {
			s.of_enum = t;
			s.type = type_int(t->size, t->is_signed);
		}
		return s;
	case TYPE_TUPLE:
	case TYPE_RECORD:
		s = tuple_shape(a, t->field_count);
		for (uint32_t i = 0; i < t->field_count; i++)
			s.parts[i] = shape_of_type(a, t->fields[i].type);
		if (t->kind == TYPE_RECORD)
			name_parts(a, &s);
		for (uint32_t i = 0; i < t->field_count && s.names; i++)
			s.names[i] = t->fields[i].name;
		return s;
	case TYPE_VOID:
	case TYPE_STRING:
	case TYPE_POINTER:
	case TYPE_ARRAY:
	case TYPE_STRUCT:
	case TYPE_TIMESTAMP:
	case TYPE_PROBE:
	case TYPE_KSYM:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_USYM:
	case TYPE_INET:
	case TYPE_MAC:
	case TYPE_USERNAME:
	case TYPE_CGROUP_PATH:
	case TYPE_NAMED:
	case TYPE_SOCKADDR:
	case TYPE_BUFFER:
	case TYPE_AGG:
		break;
	}
	return s;
}

static struct shape list_shape(struct arena *a, const struct node *first, uint32_t count)
{
	struct shape s = tuple_shape(a, count);
	uint32_t i = 0;

	for (const struct node *n = first; n && i < count; n = n->next, i++) {
		s.parts[i] = shape_of_node(a, n);
		s.is_bad |= s.parts[i].is_bad;
	}
	return s;
}

static struct shape record_shape(struct arena *a, const struct node *n)
{
	struct shape s = list_shape(a, n->list.first, n->list.count);
	uint32_t i = 0;

	name_parts(a, &s);
	for (const struct member_name *m = n->list.names; m && i < s.count; m = m->next)
		s.names[i++] = m->text;
	return s;
}

/* What a place holds that has only seen literals stays as flexible as they are. */
static bool only_literals(const struct shape *s)
{
	return s && s->form == SHAPE_INTEGER && !s->type && !s->is_bad;
}

struct shape shape_of_node(struct arena *a, const struct node *n)
{
	struct shape s, other;

	if (!n->type || n->type->kind == TYPE_ERROR)
		return shape_of_type(a, n->type);
	if (n->kind == NODE_INT) {
		s = literal_shape(n->integer.value, n->integer.is_unsigned);
		s.of_enum = n->of_enum;
		return s;
	}
	if (n->kind == NODE_TUPLE)
		return list_shape(a, n->list.first, n->list.count);
	if (n->kind == NODE_RECORD)
		return record_shape(a, n);
	if (n->kind == NODE_TERNARY && n->ternary.taken)
		return shape_of_node(a, n->ternary.taken);
	if (n->kind == NODE_TERNARY) {
		s = shape_of_node(a, n->ternary.then ? n->ternary.then : n->ternary.cond);
		other = shape_of_node(a, n->ternary.other);
		shape_join(a, &s, &other);
		return s;
	}
	if (n->kind == NODE_BLOCK && n->list.value)
		return shape_of_node(a, n->list.value);
	if (n->kind == NODE_COMPTIME)
		return shape_of_node(a, n->unary.operand);
	if (n->kind == NODE_VARIABLE && only_literals(n->variable.ref->shape))
		return *n->variable.ref->shape;
	if (n->kind == NODE_MAP && only_literals(n->map.ref->value_shape))
		return *n->map.ref->value_shape;
	return shape_of_type(a, n->type);
}

struct shape shape_of_keys(struct arena *a, const struct node *map)
{
	if (map->map.key_count == 1)
		return shape_of_node(a, map->map.keys);
	return list_shape(a, map->map.keys, map->map.key_count);
}

/* A bool where integers are wanted counts as 0 or 1 (T22). */
static struct shape as_integer(const struct shape *s)
{
	struct shape word = {.form = SHAPE_INTEGER, .has_literal = true, .max = 1};

	return s->form == SHAPE_BOOL ? word : *s;
}

static enum join_result join_integer_shapes(struct shape *into, const struct shape *from)
{
	bool before = into->is_mixed, mixed = false;

	if (into->of_enum && (!from->of_enum || !str_eq(into->of_enum->name, from->of_enum->name)))
		into->of_enum = NULL;
	if (from->type && into->type)
		into->type = join_integers(into->type, from->type, &into->is_mixed);
	else if (from->type)
		into->type = from->type;
	if (from->has_literal) {
		into->has_literal = true;
		into->min = MIN_OF(into->min, from->min);
		into->max = MAX_OF(into->max, from->max);
	}
	plain_type(into, true, &mixed);
	into->is_mixed |= mixed | from->is_mixed;
	return into->is_mixed && !before && !from->is_mixed ? JOIN_SIGN_MIX : JOIN_OK;
}

/* The part of `from` that belongs to a part of `into`: by name in records. */
static const struct shape *counterpart(
	const struct shape *into, uint32_t i, const struct shape *from)
{
	if (into->form != SHAPE_RECORD)
		return &from->parts[i];
	/* mostly written in the same order */
	for (uint32_t k = 0; k < from->count; k++) {
		uint32_t at = (i + k) % from->count;

		if (str_eq(from->names[at], into->names[i]))
			return &from->parts[at];
	}
	return NULL;
}

static enum join_result join_tuples(struct arena *a, struct shape *into, const struct shape *from)
{
	struct shape joined = tuple_shape(a, into->count);
	enum join_result worst = JOIN_OK;

	if (into->count != from->count)
		return JOIN_CONFLICT;
	for (uint32_t i = 0; i < into->count; i++) {
		const struct shape *part = counterpart(into, i, from);

		joined.parts[i] = into->parts[i];
		enum join_result r =
			part ? shape_join(a, &joined.parts[i], part) : JOIN_CONFLICT;

		worst = MAX_OF(worst, r);
	}
	if (worst != JOIN_CONFLICT)
		into->parts = joined.parts;
	return worst;
}

static bool is_generic_pointer(const struct type *t)
{
	return !t->elem && !t->name;
}

/* The common type of two that are no integers, bools or tuples; NULL when there is none. */
static const struct type *join_others(const struct type *a, const struct type *b)
{
	if (type_equal(a, b))
		return a;
	if (a->kind != b->kind)
		return NULL;
	if (a->kind == TYPE_STRING)
		return a->size >= b->size ? a : b;
	if (a->kind == TYPE_BUFFER)
		return a->count >= b->count ? a : b;
	if (a->kind == TYPE_POINTER)
		return is_generic_pointer(a) || !is_generic_pointer(b) ? &type_pointer : b;
	return NULL;
}

enum join_result shape_join(struct arena *a, struct shape *into, const struct shape *from)
{
	const struct type *t;
	struct shape word;

	into->is_bad |= from->is_bad;
	if (from->form == SHAPE_NONE)
		return JOIN_OK;
	if (into->form == SHAPE_NONE) {
		bool bad = into->is_bad;

		*into = *from;
		into->is_bad |= bad;
		return JOIN_OK;
	}
	if (into->form == SHAPE_BOOL && from->form == SHAPE_BOOL)
		return JOIN_OK;
	if (into->form <= SHAPE_INTEGER && from->form <= SHAPE_INTEGER) {
		bool bad = into->is_bad;

		word = as_integer(from);
		*into = as_integer(into);
		into->is_bad = bad;
		return join_integer_shapes(into, &word);
	}
	if (into->form != from->form)
		return JOIN_CONFLICT;
	if (into->form == SHAPE_AGG && !type_equal(into->type, from->type))
		return JOIN_CONFLICT;
	if (into->form == SHAPE_TUPLE || into->form == SHAPE_RECORD || into->form == SHAPE_AGG)
		return join_tuples(a, into, from);
	t = join_others(into->type, from->type);
	if (!t)
		return JOIN_CONFLICT;
	into->type = t;
	return JOIN_OK;
}

/* Samples are kept as 64-bit words of their sign. */
static const struct type *agg_type(struct arena *a, const struct shape *s)
{
	struct type *t = arena_memdup(a, s->type, sizeof(*t));
	const struct type *sample = shape_type(a, &s->parts[0], true);

	t->elem = &type_uint64;
	if (sample && sample->kind == TYPE_INT)
		t->elem = sample->unit
			? type_with_unit(a, sample->is_signed, (enum unit)sample->unit)
			: type_int(8, sample->is_signed);
	if (t->agg == AGG_PCT) {
		t->agg_params.has_negatives = t->elem->is_signed;
		t->size = agg_value_size(t->agg, &t->agg_params);
	}
	return t;
}

const struct type *shape_type(struct arena *a, const struct shape *s, bool wide)
{
	const struct type **parts, *t;
	bool mixed = false;

	switch (s->form) {
	case SHAPE_NONE:
		/* what is good decides the type even where something bad was put in as well */
		return s->is_bad ? &type_error : NULL;
	case SHAPE_BOOL:
		return &type_bool;
	case SHAPE_INTEGER:
		t = plain_type(s, wide, &mixed);
		return s->of_enum ? enum_type(a, s->of_enum, s->type ? t->size : 8) : t;
	case SHAPE_AGG:
		return agg_type(a, s);
	case SHAPE_OTHER:
		return s->type;
	case SHAPE_TUPLE:
	case SHAPE_RECORD:
		break;
	}
	parts = arena_alloc(a, sizeof(*parts) * (s->count + 1));
	for (uint32_t i = 0; i < s->count; i++) {
		parts[i] = shape_type(a, &s->parts[i], true);
		if (!parts[i] || parts[i]->kind == TYPE_ERROR)
			return parts[i];
	}
	return type_tuple(a, parts, s->names, s->count);
}

bool shape_equal(const struct shape *a, const struct shape *b)
{
	if (a->form != b->form || a->is_bad != b->is_bad || a->has_conflict != b->has_conflict ||
		a->has_literal != b->has_literal)
		return false;
	if (a->has_literal && (a->min != b->min || a->max != b->max))
		return false;
	if (!a->of_enum != !b->of_enum)
		return false;
	if (!a->type != !b->type || (a->type && !type_equal(a->type, b->type)))
		return false;
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (!shape_equal(&a->parts[i], &b->parts[i]) ||
			(a->names && !str_eq(a->names[i], b->names[i])))
			return false;
	return true;
}
