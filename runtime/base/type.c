/* runtime/base/type.c - the type model: shared instances, equality, names, tuple layout. */
#include "runtime/base/type.h"

#include "runtime/base/util.h"

#define INT_TYPE(bytes, sign, raw) \
	{ \
		.kind = TYPE_INT, .size = (bytes), .align = (bytes), .is_signed = (sign), \
		.is_raw = (raw) \
	}

const struct type type_error = { .kind = TYPE_ERROR, .size = 8, .align = 8 };
const struct type type_void = { .kind = TYPE_VOID, .align = 1 };
const struct type type_bool = { .kind = TYPE_BOOL, .size = 1, .align = 1 };
const struct type type_probe = { .kind = TYPE_PROBE, .size = 8, .align = 8 };
const struct type type_ksym = { .kind = TYPE_KSYM, .size = 8, .align = 8 };
const struct type type_usym = {
	.kind = TYPE_USYM, .size = sizeof(struct user_address), .align = 8
};
const struct type type_inet = {
	.kind = TYPE_INET, .size = sizeof(struct inet_address), .align = 4
};
const struct type type_sockaddr = {
	.kind = TYPE_SOCKADDR, .size = sizeof(struct socket_address), .align = 2
};
const struct type type_mac = { .kind = TYPE_MAC, .size = 8, .align = 8 };
const struct type type_username = { .kind = TYPE_USERNAME, .size = 8, .align = 8 };
#define STACK_TYPE(of, mode) [mode] = { .kind = (of), .size = 8, .align = 8, .clock = (mode) }
const struct type type_kstack[STACK_KERNEL_MODES] = {
	STACK_TYPE(TYPE_KSTACK, STACK_BPFTRACE),
	STACK_TYPE(TYPE_KSTACK, STACK_PERF),
	STACK_TYPE(TYPE_KSTACK, STACK_RAW),
};
const struct type type_ustack[STACK_MODE_COUNT] = {
	STACK_TYPE(TYPE_USTACK, STACK_BPFTRACE),
	STACK_TYPE(TYPE_USTACK, STACK_PERF),
	STACK_TYPE(TYPE_USTACK, STACK_RAW),
	STACK_TYPE(TYPE_USTACK, STACK_BUILD_ID),
	STACK_TYPE(TYPE_USTACK, STACK_BUILD_ID_OF_ADDRESS),
};
const struct type type_pointer = { .kind = TYPE_POINTER, .size = 8, .align = 8 };
const struct type type_int8 = INT_TYPE(1, true, false);
const struct type type_int16 = INT_TYPE(2, true, false);
const struct type type_int32 = INT_TYPE(4, true, false);
const struct type type_int64 = INT_TYPE(8, true, false);
const struct type type_uint8 = INT_TYPE(1, false, false);
const struct type type_uint16 = INT_TYPE(2, false, false);
const struct type type_uint32 = INT_TYPE(4, false, false);
const struct type type_uint64 = INT_TYPE(8, false, false);
const struct type type_raw = INT_TYPE(8, false, true);

const struct type *type_int(uint32_t size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? &type_int8 : &type_uint8;
	case 2:
		return is_signed ? &type_int16 : &type_uint16;
	case 4:
		return is_signed ? &type_int32 : &type_uint32;
	}
	return is_signed ? &type_int64 : &type_uint64;
}

static bool names_equal(const char *a, const char *b)
{
	return a == b || (a && b && str_eq(a, b));
}

static bool fields_equal(const struct type *a, const struct type *b)
{
	if (a->field_count != b->field_count)
		return false;
	if (a->fields == b->fields)
		return true;
	for (uint32_t i = 0; i < a->field_count; i++) {
		const struct type_field *x = &a->fields[i], *y = &b->fields[i];

		if (x->offset != y->offset || x->bit_offset != y->bit_offset ||
			x->bit_size != y->bit_size || x->value != y->value ||
			!names_equal(x->name, y->name) || !type_equal(x->type, y->type))
			return false;
	}
	return true;
}

static bool params_equal(const struct agg_params *a, const struct agg_params *b)
{
	return a->min == b->min && a->max == b->max && a->step == b->step && a->bits == b->bits &&
	       a->has_negatives == b->has_negatives && a->intervals == b->intervals &&
	       a->reduction == b->reduction &&
	       !memcmp(a->percentiles, b->percentiles, sizeof(a->percentiles));
}

bool type_equal(const struct type *a, const struct type *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind)
		return false;
	if (a->size != b->size || a->align != b->align || a->count != b->count ||
		a->clock != b->clock || a->unit != b->unit || a->decoder != b->decoder)
		return false;
	if (a->is_signed != b->is_signed || a->is_raw != b->is_raw ||
		!names_equal(a->name, b->name))
		return false;
	if (a->kind == TYPE_AGG &&
		(a->agg != b->agg || !params_equal(&a->agg_params, &b->agg_params)))
		return false;
	/* structs without a name are told apart by their ids */
	if (a->btf_id && b->btf_id && a->btf_id != b->btf_id)
		return false;
	return type_equal(a->elem, b->elem) && fields_equal(a, b);
}

bool type_is_word(const struct type *t)
{
	switch (t->kind) {
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_POINTER:
	case TYPE_TIMESTAMP:
	case TYPE_PROBE:
	case TYPE_KSYM:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_MAC:
	case TYPE_USERNAME:
	case TYPE_CGROUP_PATH:
	case TYPE_NAMED:
		return true;
	case TYPE_ERROR:
	case TYPE_VOID:
	case TYPE_STRING:
	case TYPE_ARRAY:
	case TYPE_TUPLE:
	case TYPE_STRUCT:
	case TYPE_AGG:
	case TYPE_USYM:
	case TYPE_INET:
	case TYPE_SOCKADDR:
	case TYPE_BUFFER:
	case TYPE_RECORD:
		break;
	}
	return false;
}

const struct type_field *type_field(const struct type *t, const char *name)
{
	for (uint32_t i = 0; i < t->field_count; i++)
		if (names_equal(t->fields[i].name, name))
			return &t->fields[i];
	return NULL;
}

static void put_tuple_name(struct buffer *b, const struct type *t)
{
	buffer_putc(b, '(');
	for (uint32_t i = 0; i < t->field_count; i++) {
		if (i)
			buffer_putc(b, ',');
		if (t->kind == TYPE_RECORD)
			buffer_printf(b, "%s=", t->fields[i].name);
		type_put_name(b, t->fields[i].type);
	}
	buffer_puts(b, t->kind == TYPE_TUPLE && t->field_count == 1 ? ",)" : ")");
}

static void put_pointer_name(struct buffer *b, const struct type *t)
{
	if (t->elem)
		type_put_name(b, t->elem);
	else
		buffer_puts(b, t->name ? t->name : "void");
	buffer_putc(b, '*');
}

/* Aggregations of samples without a sign are called usum_t and so on; counts have no sample,
 * histograms and the like no name in the language. */
static void put_agg_name(struct buffer *b, const struct type *t)
{
	static const bool signed_name[AGG_COUNT_OF] = {
		[AGG_SUM] = true,
		[AGG_MIN] = true,
		[AGG_MAX] = true,
		[AGG_AVG] = true,
		[AGG_STATS] = true,
	};
	static const bool nameless[AGG_COUNT_OF] = {
		[AGG_HIST] = true,
		[AGG_LHIST] = true,
		[AGG_PCT] = true,
		[AGG_STDDEV] = true,
		[AGG_TSERIES] = true,
	};

	if (signed_name[t->agg] && t->elem && !t->elem->is_signed)
		buffer_putc(b, 'u');
	buffer_puts(b, agg_name(t->agg));
	if (!nameless[t->agg])
		buffer_puts(b, "_t");
}

const char *stack_mode_name(enum stack_mode mode)
{
	static const char *const names[STACK_MODE_COUNT] = {
		[STACK_BPFTRACE] = "bpftrace",
		[STACK_PERF] = "perf",
		[STACK_RAW] = "raw",
		[STACK_BUILD_ID] = "build_id",
		[STACK_BUILD_ID_OF_ADDRESS] = "build_id",
	};

	return names[mode];
}

bool stack_mode_looks_up(enum stack_mode mode)
{
	return mode != STACK_RAW && mode != STACK_BUILD_ID;
}

static void put_stack_name(struct buffer *b, const struct type *t)
{
	buffer_puts(b, t->kind == TYPE_KSTACK ? "kstack_t" : "ustack_t");
	if (t->clock != STACK_BPFTRACE && t->clock < STACK_MODE_COUNT)
		buffer_printf(b, "(%s)", stack_mode_name((enum stack_mode)t->clock));
}

static void put_int_name(struct buffer *b, const struct type *t)
{
	if (type_is_enum(t))
		buffer_puts(b, t->name);
	else
		buffer_printf(b, "%sint%u", t->is_signed ? "" : "u", t->size * 8);
}

static void put_named_name(struct buffer *b, const struct type *t)
{
	static const char *const names[DECODER_COUNT] = {
#define DECODER_NAME(id, function) [DECODER_##id] = #function,
		DECODER_LIST(DECODER_NAME)
#undef DECODER_NAME
	};

	buffer_puts(b, names[t->decoder]);
	if (t->name)
		buffer_printf(b, "(%s)", t->name);
}

/* A capacity of 0 is not known yet. */
static void put_sized_name(struct buffer *b, const char *name, uint32_t capacity)
{
	buffer_puts(b, name);
	if (capacity)
		buffer_printf(b, "[%u]", capacity);
}

/* Of types that are what they are. */
static const char *const plain_names[] = {
	[TYPE_ERROR] = "unknown",
	[TYPE_VOID] = "void",
	[TYPE_BOOL] = "bool",
	[TYPE_TIMESTAMP] = "timestamp",
	[TYPE_PROBE] = "probe",
	[TYPE_KSYM] = "ksym_t",
	[TYPE_USYM] = "usym_t",
	[TYPE_INET] = "inet",
	[TYPE_MAC] = "macaddr_t",
	[TYPE_USERNAME] = "username_t",
	[TYPE_CGROUP_PATH] = "cgroup_path_t",
	[TYPE_SOCKADDR] = "sockaddr",
};

void type_put_name(struct buffer *b, const struct type *t)
{
	switch (t->kind) {
	case TYPE_ERROR:
	case TYPE_VOID:
	case TYPE_BOOL:
	case TYPE_TIMESTAMP:
	case TYPE_PROBE:
	case TYPE_KSYM:
	case TYPE_USYM:
	case TYPE_INET:
	case TYPE_MAC:
	case TYPE_USERNAME:
	case TYPE_CGROUP_PATH:
	case TYPE_SOCKADDR:
		buffer_puts(b, plain_names[t->kind]);
		return;
	case TYPE_INT:
		put_int_name(b, t);
		return;
	case TYPE_NAMED:
		put_named_name(b, t);
		return;
	case TYPE_STRING:
		put_sized_name(b, "string", t->size);
		return;
	case TYPE_POINTER:
		put_pointer_name(b, t);
		return;
	case TYPE_ARRAY:
		type_put_name(b, t->elem);
		buffer_printf(b, "[%u]", t->count);
		return;
	case TYPE_TUPLE:
	case TYPE_RECORD:
		put_tuple_name(b, t);
		return;
	case TYPE_STRUCT:
		buffer_puts(b, t->name ? t->name : "struct");
		return;
	case TYPE_KSTACK:
	case TYPE_USTACK:
		put_stack_name(b, t);
		return;
	case TYPE_BUFFER:
		put_sized_name(b, "buffer", t->count);
		return;
	case TYPE_AGG:
		put_agg_name(b, t);
		return;
	}
}

uint32_t type_layout(struct type_field *fields, uint32_t count, uint8_t *align)
{
	uint64_t at = 0;

	*align = 1;
	for (uint32_t i = 0; i < count; i++) {
		uint8_t own = fields[i].type->align ? fields[i].type->align : 1;

		at = ROUND_UP(at, (uint64_t)own);
		fields[i].offset = (uint32_t)MIN_OF(at, (uint64_t)UINT32_MAX);
		at += fields[i].type->size;
		*align = MAX_OF(*align, own);
	}
	return (uint32_t)MIN_OF(ROUND_UP(at, (uint64_t)*align), (uint64_t)UINT32_MAX);
}
