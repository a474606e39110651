/* runtime/value.c - decodes bytes that programs in the kernel wrote (event records, map keys and
 * values) into value trees, compares and divides them.  The session calls it for every record and
 * entry; strings of a value stay where the bytes are, all else lives in the context's arena. */
#include "runtime/value.h"

#include <errno.h>
#include <string.h>

#include "runtime/agg.h"
#include "runtime/base/clock.h"
#include "runtime/base/event.h"
#include "runtime/base/util.h"

/* A type nested deeper than this is not the compiler's: decoding would only overflow the stack. */
#define MAX_DEPTH 100
#define MANY_ARGUMENTS 128

static const char unshowable_time[] = "(?)";

static int decode(struct decode_context *ctx, const struct type *t, const void *bytes,
	unsigned depth, struct value *out);

static uint64_t load_unsigned(const void *bytes, uint32_t size)
{
	uint64_t word = 0;

	memcpy(&word, bytes, MIN_OF(size, (uint32_t)sizeof(word)));
	return word;
}

static int64_t load_signed(const void *bytes, uint32_t size)
{
	unsigned unused = 64 - 8 * MIN_OF(size, 8u);

	if (size == 0)
		return 0;
	return (int64_t)(load_unsigned(bytes, size) << unused) >> unused;
}

static struct value value_text(const char *text)
{
	return (struct value){.kind = VALUE_TEXT, .string = {.bytes = text, .len = strlen(text)}};
}

static struct value value_string(const char *bytes, size_t len, size_t capacity)
{
	const char *end = memchr(bytes, 0, len);

	if (end)
		return (struct value){
			.kind = VALUE_STRING,
			.string = { .bytes = bytes, .len = (size_t)(end - bytes) },
		};
	return (struct value){
		.kind = VALUE_STRING,
		.string = { bytes, len, .truncated = len > 0 && len >= capacity },
	};
}

static struct value value_buffer(const struct type *t, const char *bytes)
{
	uint32_t len = (uint32_t)load_unsigned(bytes, sizeof(uint32_t));

	return (struct value){ .kind = VALUE_BUFFER,
		.string = { .bytes = bytes + sizeof(uint32_t), .len = MIN_OF(len, t->count) } };
}

struct value value_integer(uint64_t word, bool is_signed, enum unit unit)
{
	if (is_signed)
		return (struct value){ .kind = VALUE_INT, .unit = unit, .i = (int64_t)word };
	return (struct value){ .kind = VALUE_UINT, .unit = unit, .u = word };
}

static int decode_array(struct decode_context *ctx, const struct type *t, const char *bytes,
	unsigned depth, struct value *out)
{
	struct value *items = arena_try_alloc(ctx->arena, (size_t)t->count * sizeof(*items));
	int err = items ? 0 : -ENOMEM;

	for (uint32_t i = 0; !err && i < t->count; i++)
		err = decode(ctx, t->elem, bytes + (size_t)i * t->elem->size, depth + 1, &items[i]);
	*out = (struct value){ .kind = VALUE_ARRAY, .list = { .items = items, .count = t->count } };
	return err;
}

static struct value decode_enum(const struct type *t, uint64_t word)
{
	struct value v = { .kind = VALUE_ENUM };

	v.constant.number = word;
	v.constant.is_signed = t->is_signed;
	for (uint32_t i = 0; i < t->field_count && !v.constant.name; i++)
		if (t->fields[i].value == word)
			v.constant.name = t->fields[i].name;
	return v;
}

static struct value decode_number(const struct type *t, uint64_t word)
{
	if (t->kind == TYPE_BOOL)
		return (struct value){ .kind = VALUE_BOOL, .truth = word != 0 };
	if (type_is_enum(t))
		return decode_enum(t, word);
	return value_integer(word, t->is_signed, (enum unit)t->unit);
}

static struct value decode_word(const struct type *t, const void *bytes)
{
	return decode_number(t,
		t->is_signed ? (uint64_t)load_signed(bytes, t->size)
			: load_unsigned(bytes, t->size));
}

static struct value decode_bits(const struct type_field *f, const char *bytes)
{
	unsigned bits = f->bit_offset + f->bit_size, left = 64 - bits, right = 64 - f->bit_size;
	uint64_t word = load_unsigned(bytes, (bits + 7) / 8) << left;

	return decode_number(
		f->type, f->type->is_signed ? (uint64_t)((int64_t)word >> right) : word >> right);
}

static int decode_fields(struct decode_context *ctx, const struct type *t, const char *bytes,
	unsigned depth, struct value *out)
{
	bool named = t->kind != TYPE_TUPLE;
	struct value *items = arena_try_alloc(ctx->arena, (size_t)t->field_count * sizeof(*items));
	const char **names =
		named ? arena_try_alloc(ctx->arena, (size_t)t->field_count * sizeof(*names)) : NULL;
	int err = items && (names || !named) ? 0 : -ENOMEM;

	for (uint32_t i = 0; !err && i < t->field_count; i++) {
		if (named)
			names[i] = t->fields[i].name ? t->fields[i].name : "";
		if (t->fields[i].bit_size)
			items[i] = decode_bits(&t->fields[i], bytes + t->fields[i].offset);
		else
			err = decode(ctx, t->fields[i].type, bytes + t->fields[i].offset, depth + 1,
				&items[i]);
	}
	*out = (struct value){
		.kind = named ? VALUE_RECORD : VALUE_TUPLE,
		.list = { .items = items, .names = names, .count = t->field_count },
	};
	return err;
}

static int decode_time(
	struct decode_context *ctx, const struct type *t, uint64_t ns, struct value *out)
{
	const uint64_t offsets[] = {
		[CLOCK_ID_BOOT] = ctx->boot_offset_ns,
		[CLOCK_ID_MONOTONIC] = ctx->monotonic_offset_ns,
		[CLOCK_ID_TAI] = ctx->tai_offset_ns,
		[CLOCK_ID_SW_TAI] = ctx->tai_offset_ns,
	};
	size_t room;
	ssize_t len;
	char *text;

	*out = value_text(unshowable_time);
	if (ns == 0 || !t->name || t->clock >= ARRAY_SIZE(offsets))
		return 0;
	room = time_room(t->name);
	text = arena_try_alloc(ctx->arena, room);
	if (!text)
		return -ENOMEM;
	len = time_format(text, room, t->name, ns + offsets[t->clock]);
	if (len >= 0)
		*out = (struct value){
			.kind = VALUE_TEXT, .string = {.bytes = text, .len = (size_t)len}};
	return 0;
}

static struct value probe_name(struct decode_context *ctx, uint64_t index)
{
	if (index >= ctx->image->counts[IMAGE_PROBES])
		return value_text("");
	return value_text(image_text(ctx->image, ctx->image->probes[index].text));
}

static int decode(struct decode_context *ctx, const struct type *t, const void *bytes,
	unsigned depth, struct value *out)
{
	*out = (struct value){ .kind = VALUE_NONE };
	if (depth > MAX_DEPTH)
		return 0;
	switch (t->kind) {
	case TYPE_ERROR:
	case TYPE_VOID:
		return 0;
	case TYPE_BOOL:
	case TYPE_INT:
		*out = decode_word(t, bytes);
		return 0;
	case TYPE_STRING:
		*out = value_string(bytes, t->size, t->size);
		return 0;
	case TYPE_POINTER:
		*out = (struct value){ .kind = VALUE_POINTER, .u = load_unsigned(bytes, t->size) };
		return 0;
	case TYPE_ARRAY:
		return decode_array(ctx, t, bytes, depth, out);
	case TYPE_TUPLE:
	case TYPE_STRUCT:
	case TYPE_RECORD:
		return decode_fields(ctx, t, bytes, depth, out);
	case TYPE_TIMESTAMP:
		return decode_time(ctx, t, load_unsigned(bytes, t->size), out);
	case TYPE_PROBE:
		*out = probe_name(ctx, load_unsigned(bytes, t->size));
		return 0;
	case TYPE_KSYM:
		return value_decode_ksym(ctx, load_unsigned(bytes, t->size), out);
	case TYPE_KSTACK:
	case TYPE_USTACK:
		return value_decode_stack(ctx, t, load_unsigned(bytes, t->size), out);
	case TYPE_USYM:
		return value_decode_usym(ctx, bytes, out);
	case TYPE_INET:
		return value_decode_inet(ctx, bytes, out);
	case TYPE_MAC:
		return value_decode_mac(ctx, bytes, out);
	case TYPE_USERNAME:
		return value_decode_username(ctx, load_unsigned(bytes, t->size), out);
	case TYPE_CGROUP_PATH:
		return value_decode_cgroup_path(ctx, t, load_unsigned(bytes, t->size), out);
	case TYPE_NAMED:
		return value_decode_named(ctx, t, load_unsigned(bytes, t->size), out);
	case TYPE_SOCKADDR:
		return value_decode_sockaddr(ctx, bytes, out);
	case TYPE_BUFFER:
		*out = value_buffer(t, bytes);
		return 0;
	case TYPE_AGG:
		return agg_row(t->agg)->to_value(ctx, bytes, t, 1, out);
	}
	return 0;
}

int value_decode(
	struct decode_context *ctx, const struct type *t, const void *bytes, struct value *out)
{
	return decode(ctx, t, bytes, 0, out);
}

/* A string of the record that lies behind the fixed part.  An impossible place is a string that is
 * not there. */
static struct value string_apart(const struct type *t, const char *record, size_t len, size_t at)
{
	struct event_string where;

	memcpy(&where, record + at, sizeof(where));
	if (where.offset > len || where.len > len - where.offset)
		return (struct value){ .kind = VALUE_NONE };
	return value_string(record + where.offset, where.len, t->size);
}

int value_decode_argument(struct decode_context *ctx, const struct type *args, uint32_t i,
	const void *record, size_t len, struct value *out)
{
	uint32_t few[MANY_ARGUMENTS], *offsets = few;
	const struct type *t;
	uint32_t fixed;

	*out = (struct value){ .kind = VALUE_NONE };
	if (!args || i >= args->field_count)
		return 0;
	if (args->field_count > ARRAY_SIZE(few)) {
		offsets = arena_try_alloc(ctx->arena, (size_t)args->field_count * sizeof(*offsets));
		if (!offsets)
			return -ENOMEM;
	}
	fixed = event_layout(args->fields, args->field_count, offsets);
	if (fixed > len)
		return 0;
	t = args->fields[i].type;
	if (t->kind == TYPE_STRING && t->size > EVENT_INLINE_STRING) {
		*out = string_apart(t, record, len, offsets[i]);
		return 0;
	}
	return decode(ctx, t, (const char *)record + offsets[i], 0, out);
}

static int divide_items(struct decode_context *ctx, struct value *v, uint32_t div)
{
	struct value *items = arena_try_alloc(ctx->arena, v->list.count * sizeof(*items));
	int err = items ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < v->list.count; i++) {
		items[i] = v->list.items[i];
		err = value_divide(ctx, &items[i], div);
	}
	if (!err)
		v->list.items = items;
	return err;
}

int value_divide(struct decode_context *ctx, struct value *v, uint32_t div)
{
	if (div <= 1)
		return 0;
	switch (v->kind) {
	case VALUE_INT:
		v->i /= (int64_t)div;
		return 0;
	case VALUE_UINT:
		v->u /= div;
		return 0;
	case VALUE_ARRAY:
	case VALUE_TUPLE:
	case VALUE_RECORD:
		return divide_items(ctx, v, div);
	case VALUE_NONE:
	case VALUE_BOOL:
	case VALUE_ENUM:
	case VALUE_POINTER:
	case VALUE_STRING:
	case VALUE_TEXT:
	case VALUE_BUFFER:
	case VALUE_HIST:
	case VALUE_SERIES:
	case VALUE_RATE:
	case VALUE_STACK:
		return 0;
	}
	return 0;
}

struct value value_per_second(const struct value *v, uint64_t period_ns)
{
	bool is_negative = v->kind == VALUE_INT && v->i < 0;
	unsigned __int128 tenths, whole;

	if ((v->kind != VALUE_INT && v->kind != VALUE_UINT) || !period_ns)
		return *v;
	tenths = (unsigned __int128)(is_negative ? 0 - v->u : v->u) * 10 * SECOND_NS;
	tenths = (tenths + period_ns / 2) / period_ns;
	whole = tenths / 10;
	return (struct value){
		.kind = VALUE_RATE,
		.unit = v->unit,
		.rate = {
			.whole = whole > UINT64_MAX ? UINT64_MAX : (uint64_t)whole,
			.tenths = (uint8_t)(tenths % 10),
			.is_negative = is_negative && tenths,
		},
	};
}

static int compare_unsigned(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_bytes(const struct value *a, const struct value *b)
{
	int order = memcmp(a->string.bytes, b->string.bytes, MIN_OF(a->string.len, b->string.len));

	return order ? order : compare_unsigned(a->string.len, b->string.len);
}

static int compare_frames(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->stack.count && i < b->stack.count; i++) {
		const struct value_frame *x = &a->stack.frames[i], *y = &b->stack.frames[i];
		int order = memcmp(x->text, y->text, MIN_OF(x->len, y->len));

		if (order || x->len != y->len)
			return order ? order : compare_unsigned(x->len, y->len);
	}
	return compare_unsigned(a->stack.count, b->stack.count);
}

static int compare_items(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->list.count && i < b->list.count; i++) {
		int order = value_compare(&a->list.items[i], &b->list.items[i]);

		if (order)
			return order;
	}
	return compare_unsigned(a->list.count, b->list.count);
}

static uint64_t total_count(const struct value *v)
{
	uint64_t total = 0;

	for (size_t i = 0; i < v->hist.count; i++)
		total += v->hist.buckets[i].count;
	return total;
}

static int compare_constants(const struct value *a, const struct value *b)
{
	int64_t x = (int64_t)a->constant.number, y = (int64_t)b->constant.number;

	if (a->constant.is_signed)
		return x < y ? -1 : x > y;
	return compare_unsigned(a->constant.number, b->constant.number);
}

int value_compare(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	switch (a->kind) {
	case VALUE_NONE:
		return 0;
	case VALUE_BOOL:
		return (int)a->truth - (int)b->truth;
	case VALUE_INT:
		return a->i < b->i ? -1 : a->i > b->i;
	case VALUE_ENUM:
		return compare_constants(a, b);
	case VALUE_UINT:
	case VALUE_POINTER:
		return compare_unsigned(a->u, b->u);
	case VALUE_STRING:
	case VALUE_TEXT:
	case VALUE_BUFFER:
		return compare_bytes(a, b);
	case VALUE_ARRAY:
	case VALUE_TUPLE:
	case VALUE_RECORD:
		return compare_items(a, b);
	case VALUE_HIST:
		return compare_unsigned(total_count(a), total_count(b));
	case VALUE_STACK:
		return compare_frames(a, b);
	case VALUE_SERIES:
	case VALUE_RATE:
		break;          /* no key, and ordered by its aggregation */
	}
	return 0;
}

void decode_context_set_clocks(struct decode_context *ctx)
{
	ctx->boot_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_BOOTTIME);
	ctx->monotonic_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	ctx->tai_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_TAI);
}
