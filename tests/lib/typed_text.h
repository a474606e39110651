/* tests/lib/typed_text.h - types and values written as text, read into the type model and into the
 * bytes that programs in the kernel would leave.
 *
 * Types: int8 ... uint64 raw bool ptr void probe usym (ADDRESS@PID) inet ("ADDRESS") mac username
 * kstack ustack (NUMBER of a stack) sockaddr ("BYTES") duration size buffer[N] ("BYTES") string[N]
 * TYPE*N (array) enum(NAME=NUMBER,...)TYPE (TYPE,TYPE) {name TYPE,name TYPE} timestamp"FORMAT"
 * (boot time; behind it monotonic), count sum.TYPE min.TYPE max.TYPE avg.TYPE stats.TYPE hist.BITS
 * lhist.MIN.MAX.STEP pct.TYPE.P.P... stddev.TYPE tseries.TYPE.NANOSECONDS.INTERVALS.REDUCTION (n*i
 * is then the sample n in interval i).  Values: numbers, true, "strings", [..], (..), {..}; an
 * aggregation is <samples|samples>, a list for each CPU; 5*3 are three samples of 5.  What is
 * malformed ends the program. */
#pragma once

#include <arpa/inet.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/agg.h"
#include "tests/lib/test_image.h"

enum { FIELDS_MAX = 64 };

static struct arena *memory;
static const char *at;          /* where the file is read */
static const char *file_name;
static unsigned line_number;

static inline void __attribute__((noreturn, format(printf, 1, 2))) malformed(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("not ok - %s:%u: ", file_name, line_number);
	vprintf(fmt, ap);
	printf(" before '%.30s'\n", at);
	va_end(ap);
	exit(1);
}

static inline void skip_blanks(void)
{
	while (*at == ' ' || *at == '\t')
		at++;
}

static inline bool take(const char *token)
{
	skip_blanks();
	if (!str_starts(at, token))
		return false;
	at += strlen(token);
	return true;
}

static inline void expect(const char *token)
{
	if (!take(token))
		malformed("'%s' expected", token);
}

static inline const char *take_word(const char *stops)
{
	size_t len;

	skip_blanks();
	len = strcspn(at, stops);
	at += len;
	return arena_strndup(memory, at - len, len);
}

static inline uint64_t take_number(void)
{
	char *end;
	uint64_t n;

	skip_blanks();
	n = *at == '-' ? (uint64_t)strtoll(at, &end, 0) : strtoull(at, &end, 0);
	if (end == at)
		malformed("a number expected");
	at = end;
	return n;
}

/* One character of an escaped text. */
static inline char take_escaped(void)
{
	static const char letters[] = "nrt0\\\"", meanings[] = "\n\r\t\0\\\"";
	char hex[3] = { 0 };
	const char *found;

	if (*at != '\\')
		return *at++;
	at++;
	if (*at == 'x' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2])) {
		memcpy(hex, at + 1, 2);
		at += 3;
		return (char)strtoul(hex, NULL, 16);
	}
	found = *at ? strchr(letters, *at) : NULL;
	if (!found)
		malformed("unknown escape");
	at++;
	return meanings[found - letters];
}

static inline char *take_string(size_t *len)
{
	char *text;

	expect("\"");
	text = arena_alloc(memory, strlen(at) + 1);
	*len = 0;
	while (*at != '"') {
		if (*at == 0 || *at == '\n')
			malformed("the string does not end");
		text[(*len)++] = take_escaped();
	}
	at++;
	return text;
}

static inline const struct type *take_type(void);

static inline struct type *new_type(enum type_kind kind, uint32_t size, uint8_t align)
{
	struct type *t = arena_new_object(memory, struct type);

	*t = (struct type){ .kind = kind, .size = size, .align = align };
	return t;
}

static inline const struct type *take_fields(enum type_kind kind, const char *end)
{
	struct type *t = new_type(kind, 0, 1);
	struct type_field *fields = arena_new_array(memory, struct type_field, FIELDS_MAX);

	while (!take(end)) {
		if (t->field_count == FIELDS_MAX)
			malformed("too many fields");
		if (t->field_count)
			expect(",");
		if (take(end))
			break;
		if (kind == TYPE_STRUCT)
			fields[t->field_count].name = take_word(" ");
		fields[t->field_count++].type = take_type();
	}
	if (kind == TYPE_STRUCT)
		t->name = "record";
	t->fields = fields;
	t->size = type_layout(fields, t->field_count, &t->align);
	return t;
}

static inline const struct type *take_enum(void)
{
	struct type_field *fields = arena_new_array(memory, struct type_field, FIELDS_MAX);
	struct type *t;
	uint32_t count = 0;

	while (!take(")")) {
		if (count == FIELDS_MAX)
			malformed("too many enumerators");
		if (count)
			expect(",");
		fields[count].name = take_word("=");
		expect("=");
		fields[count++].value = take_number();
	}
	t = arena_memdup(memory, take_type(), sizeof(*t));
	t->name = "enum";
	t->fields = fields;
	t->field_count = count;
	return t;
}

static inline const struct type *take_timestamp(void)
{
	struct type *t = new_type(TYPE_TIMESTAMP, 8, 8);
	size_t len;

	t->name = take_string(&len);
	t->clock = take("monotonic") ? CLOCK_ID_MONOTONIC : CLOCK_ID_BOOT;
	return t;
}

static inline const struct type *take_agg(enum agg_id id)
{
	struct type *t = new_type(TYPE_AGG, 0, 8);

	t->agg = id;
	t->elem = &type_int64;
	if (id == AGG_HIST) {
		expect(".");
		t->agg_params.bits = (uint32_t)take_number();
	} else if (id == AGG_LHIST) {
		expect(".");
		t->agg_params.min = (int64_t)take_number();
		expect(".");
		t->agg_params.max = (int64_t)take_number();
		expect(".");
		t->agg_params.step = (int64_t)take_number();
	} else if (id != AGG_COUNT) {
		expect(".");
		t->elem = take_type();
	}
	if (id == AGG_TSERIES) {
		expect(".");
		t->agg_params.step = (int64_t)take_number();
		expect(".");
		t->agg_params.intervals = (uint32_t)take_number();
		expect(".");
		t->agg_params.reduction = (uint32_t)take_number();
	}
	for (uint32_t i = 0; id == AGG_PCT && i < PCT_MAX_PERCENTILES && take("."); i++)
		t->agg_params.percentiles[i] = (uint32_t)take_number();
	t->agg_params.has_negatives = id == AGG_PCT && t->elem->is_signed;
	t->size = agg_value_size(id, &t->agg_params);
	return t;
}

static const struct type duration = {
	.kind = TYPE_INT, .size = 8, .align = 8, .is_signed = true, .unit = UNIT_NS
};
static const struct type size = { .kind = TYPE_INT, .size = 8, .align = 8, .unit = UNIT_BYTES };

static const struct {
	const char *name;
	const struct type *type;
} plain_types[] = {
	{ "int8", &type_int8 },
	{ "int16", &type_int16 },
	{ "int32", &type_int32 },
	{ "int64", &type_int64 },
	{ "uint8", &type_uint8 },
	{ "uint16", &type_uint16 },
	{ "uint32", &type_uint32 },
	{ "uint64", &type_uint64 },
	{ "raw", &type_raw },
	{ "bool", &type_bool },
	{ "ptr", &type_pointer },
	{ "void", &type_void },
	{ "probe", &type_probe },
	{ "kstack", &type_kstack[STACK_BPFTRACE] },
	{ "ustack", &type_ustack[STACK_BPFTRACE] },
	{ "duration", &duration },
	{ "size", &size },
	{ "sockaddr", &type_sockaddr },
	{ "usym", &type_usym },
	{ "inet", &type_inet },
	{ "mac", &type_mac },
	{ "username", &type_username },
};

static inline const struct type *take_plain_type(void)
{
	struct type *t;

	for (size_t i = 0; i < ARRAY_SIZE(plain_types); i++)
		if (take(plain_types[i].name))
			return plain_types[i].type;
	for (int id = 0; id < AGG_COUNT_OF; id++) {
		const char *name = agg_name((enum agg_id)id);
		size_t len = strlen(name);

		if (str_starts(at, name) && !isalnum((unsigned char)at[len])) {
			at += len;
			return take_agg((enum agg_id)id);
		}
	}
	if (take("enum("))
		return take_enum();
	if (take("timestamp"))
		return take_timestamp();
	if (take("("))
		return take_fields(TYPE_TUPLE, ")");
	if (take("{"))
		return take_fields(TYPE_STRUCT, "}");
	if (take("buffer[")) {
		uint32_t count = (uint32_t)take_number();

		t = new_type(TYPE_BUFFER, (count + 4 + 3) / 4 * 4, 4);
		t->count = count;
		expect("]");
		return t;
	}
	expect("string[");
	t = new_type(TYPE_STRING, (uint32_t)take_number(), 1);
	expect("]");
	return t;
}

static inline const struct type *take_type(void)
{
	const struct type *t;

	skip_blanks();
	t = take_plain_type();
	while (*at == '*') {
		struct type *array = new_type(TYPE_ARRAY, 0, t->align);

		at++;
		array->elem = t;
		array->count = (uint32_t)take_number();
		array->size = array->count * t->size;
		t = array;
	}
	return t;
}

static inline void add_wide(uint64_t *words, unsigned __int128 n)
{
	unsigned __int128 sum = ((unsigned __int128)words[1] << 64 | words[0]) + n;

	words[0] = (uint64_t)sum;
	words[1] = (uint64_t)(sum >> 64);
}

static inline void add_to_series(
	struct agg_tseries_slot *slot, const struct type *t, uint64_t sample, uint64_t interval)
{
	enum tseries_reduction how = (enum tseries_reduction)t->agg_params.reduction;
	uint64_t code = agg_extreme_encode(sample, t->elem->is_signed, how == TSERIES_MIN);

	if (slot->interval != interval + 1)
		*slot = (struct agg_tseries_slot){ .interval = interval + 1 };
	slot->count++;
	if (how == TSERIES_MIN || how == TSERIES_MAX)
		slot->value = MAX_OF(slot->value, code);
	else
		slot->value = how == TSERIES_LAST ? sample : slot->value + sample;
}

/* What a program in the kernel does for n equal samples. */
static inline void add_samples(uint64_t *words, const struct type *t, uint64_t sample, uint64_t n)
{
	uint64_t best;

	switch (t->agg) {
	case AGG_COUNT:
		words[0] += n;
		return;
	case AGG_SUM:
		words[0] += n * sample;
		return;
	case AGG_MIN:
	case AGG_MAX:
		best = agg_extreme_encode(sample, t->elem->is_signed, t->agg == AGG_MIN);
		words[0] = MAX_OF(words[0], best);
		words[1] = 1;
		return;
	case AGG_AVG:
	case AGG_STATS:
		words[0] += n;
		words[1] += n * sample;
		return;
	case AGG_HIST:
		words[hist_bucket_of((int64_t)sample, t->agg_params.bits)] += n;
		return;
	case AGG_LHIST:
		words[lhist_bucket_of((int64_t)sample, &t->agg_params)] += n;
		return;
	case AGG_PCT:
		best = agg_extreme_encode(sample, t->elem->is_signed, false);
		words[0] = MAX_OF(words[0], best);
		words[1 + pct_bucket_of(sample, &t->agg_params)] += n;
		return;
	case AGG_STDDEV:
		words[0] += n;
		add_wide(words + 1,
			(unsigned __int128)(t->elem->is_signed ? (__int128)(int64_t)sample
				: (__int128)sample) *
				n);
		if (t->elem->is_signed && (int64_t)sample < 0)
			sample = 0 - sample;
		add_wide(words + 3, (unsigned __int128)sample * sample * n);
		return;
	case AGG_TSERIES:
		add_to_series(
			(struct agg_tseries_slot *)(void *)words + n % t->agg_params.intervals, t,
			sample, n);
		return;
	case AGG_COUNT_OF:
		return;
	}
}

/* Each CPU's copy is made and merged, as the session merges what the kernel returns. */
static inline void take_samples(const struct type *t, char *bytes)
{
	bool more = true;

	expect("<");
	while (more) {
		uint64_t *copy = arena_alloc(memory, t->size);

		while (!take("|")) {
			if (take(">")) {
				more = false;
				break;
			}
			uint64_t sample = take_number();

			add_samples(copy, t, sample, take("*") ? take_number() : 1);
		}
		agg_row(t->agg)->merge(bytes, copy, t);
	}
}

static inline void take_value(const struct type *t, char *bytes)
{
	uint64_t word;
	size_t len;
	char *text;

	switch (t->kind) {
	case TYPE_ERROR:
	case TYPE_VOID:
		return;
	case TYPE_BOOL:
		*bytes = (char)take("true");
		if (!*bytes)
			expect("false");
		return;
	case TYPE_INT:
	case TYPE_POINTER:
	case TYPE_PROBE:
	case TYPE_TIMESTAMP:
	case TYPE_KSYM:
	case TYPE_KSTACK:
	case TYPE_USTACK:
	case TYPE_MAC:
	case TYPE_USERNAME:
	case TYPE_CGROUP_PATH:
	case TYPE_NAMED:
		word = take_number();
		memcpy(bytes, &word, t->size);
		return;
	case TYPE_USYM:
		word = take_number();
		memcpy(bytes, &word, 8);
		expect("@");
		word = take_number();
		memcpy(bytes + 8, &word, 4);
		return;
	case TYPE_INET:
		text = take_string(&len);
		bytes[0] = strchr(text, ':') ? AF_INET6 : AF_INET;
		if (inet_pton(bytes[0], text, bytes + 4) != 1)
			malformed("an address expected");
		return;
	case TYPE_SOCKADDR:
		text = take_string(&len);
		if (len > t->size - 2)
			malformed("the address is longer than its type");
		memcpy(bytes, &len, 2);
		memcpy(bytes + 2, text, len);
		return;
	case TYPE_BUFFER:
		text = take_string(&len);
		if (len > t->count)
			malformed("the buffer is longer than its type");
		memcpy(bytes, &len, 4);
		memcpy(bytes + 4, text, len);
		return;
	case TYPE_STRING:
		text = take_string(&len);
		if (len > t->size)
			malformed("the string is longer than its type");
		memcpy(bytes, text, len);
		return;
	case TYPE_ARRAY:
		expect("[");
		for (uint32_t i = 0; i < t->count; i++) {
			if (i)
				expect(",");
			take_value(t->elem, bytes + i * t->elem->size);
		}
		expect("]");
		return;
	case TYPE_TUPLE:
	case TYPE_STRUCT:
	case TYPE_RECORD:
		expect(t->kind == TYPE_TUPLE ? "(" : "{");
		for (uint32_t i = 0; i < t->field_count; i++) {
			if (i)
				expect(",");
			take_value(t->fields[i].type, bytes + t->fields[i].offset);
		}
		expect(t->kind == TYPE_TUPLE ? ")" : "}");
		return;
	case TYPE_AGG:
		take_samples(t, bytes);
		return;
	}
}

static inline bool at_line_end(void)
{
	skip_blanks();
	return *at == '\n' || *at == 0;
}

static inline void end_line(void)
{
	if (!at_line_end())
		malformed("end of line expected");
	if (*at) {
		at++;
		line_number++;
	}
}
