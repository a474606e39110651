/* tests/unit/runtime_value.c - values decoded from bytes, their text, their order, times and
 * divisions. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/lib/test_image.h"
#include "runtime/base/event.h"
#include "runtime/base/image_write.h"

#define NS 1000000000ULL

/* The text of one value of a type lying at `bytes`. */
static const char *text_of(struct test_image *t, const struct type *type, const void *bytes)
{
	static struct buffer out;
	struct value v;

	buffer_clear(&out);
	assert_int_equal(value_decode(&t->ctx, type, bytes, &v), 0);
	value_put_text(&t->ctx, &out, &v);
	return buffer_text(&out);
}

static void open_plain(struct test_image *t)
{
	struct image_writer w = { 0 };

	test_image_open(t, &w, "..");
}

static void test_words(void **state)
{
	static const unsigned char bytes[8] = { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const struct {
		const struct type *type;
		const char *text;
	} cases[] = {
		{ &type_int8, "-2" },
		{ &type_int16, "-2" },
		{ &type_int32, "-2" },
		{ &type_int64, "-2" },
		{ &type_uint8, "254" },
		{ &type_uint16, "65534" },
		{ &type_uint32, "4294967294" },
		{ &type_uint64, "18446744073709551614" },
		{ &type_raw, "18446744073709551614" },
		{ &type_bool, "true" },
		{ &type_pointer, "0xfffffffffffffffe" },
		{ &type_void, "null" },
	};
	static const unsigned char zero[8];
	struct test_image t;

	(void)state;
	open_plain(&t);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(text_of(&t, cases[i].type, bytes), cases[i].text);
	assert_string_equal(text_of(&t, &type_bool, zero), "false");
	assert_string_equal(text_of(&t, &type_pointer, zero), "0x0");
	test_image_close(&t);
}

static void test_strings(void **state)
{
	const struct type s4 = test_string(4), s0 = test_string(0);
	struct test_image t;

	(void)state;
	open_plain(&t);
	assert_string_equal(text_of(&t, &s4, "abc"), "abc");
	assert_string_equal(text_of(&t, &s4, "a\0bc"), "a");
	assert_string_equal(text_of(&t, &s4, "\0abc"), "");
	assert_int_equal(t.ctx.truncated_strings, 0);
	assert_string_equal(text_of(&t, &s4, "abcd"), "abcd..");
	assert_int_equal(t.ctx.truncated_strings, 1);
	assert_string_equal(text_of(&t, &s0, ""), "");
	assert_int_equal(t.ctx.truncated_strings, 1);
	test_image_close(&t);
}

static void test_nested(void **state)
{
	const struct type s8 = test_string(8);
	struct type pair = {
		.kind = TYPE_ARRAY, .align = 1, .size = 2, .count = 2, .elem = &type_uint8
	};
	struct type pairs = {
		.kind = TYPE_ARRAY, .align = 1, .size = 4, .count = 2, .elem = &pair
	};
	struct type none = {
		.kind = TYPE_ARRAY, .align = 1, .size = 0, .count = 0, .elem = &type_uint8
	};
	struct type_field inner_fields[] = { { .type = &type_int32 }, { .type = &type_bool } };
	struct type inner = test_tuple(inner_fields, 2);
	struct type_field fields[] = { { .type = &type_int8 }, { .type = &s8 },
		{ .type = &inner } };
	struct type tuple = test_tuple(fields, 3);
	struct type empty = test_tuple(NULL, 0);
	struct type_field members[] = { { "m", &type_int32, 4 }, { "ok", &type_bool, 8 } };
	struct type record = {
		.kind = TYPE_STRUCT,
		.align = 4,
		.size = 12,
		.fields = members,
		.field_count = 2,
		.name = "args",
	};
	struct type bare = { .kind = TYPE_STRUCT, .align = 1, .size = 0, .name = "empty" };
	unsigned char bytes[24] __attribute__((aligned(8))) = { 5, 6, 7, 8, 0xff };
	struct test_image t;

	(void)state;
	open_plain(&t);
	assert_string_equal(text_of(&t, &pair, bytes), "[5,6]");
	assert_string_equal(text_of(&t, &pairs, bytes), "[[5,6],[7,8]]");
	assert_string_equal(text_of(&t, &none, bytes), "[]");
	assert_int_equal(fields[2].offset, 12);
	memcpy(bytes + 1, "a, (b)", 7);
	memcpy(bytes + 12, "\xfe\xff\xff\xff\x01", 5);
	assert_string_equal(text_of(&t, &tuple, bytes), "(5, a, (b), (-2, true))");
	assert_string_equal(text_of(&t, &empty, bytes), "()");
	memcpy(bytes + 4, "\x02\x00\x00\x00\x00", 5);
	assert_string_equal(text_of(&t, &record, bytes), "{ .m = 2, .ok = false }");
	assert_string_equal(text_of(&t, &bare, bytes), "{}");
	test_image_close(&t);
}

/* Members of one union, and bit fields beside each other, as C lays them out. */
static void test_overlapping(void **state)
{
	struct type state_type = type_int32;
	struct type_field names[] = { { .name = "OPEN", .value = 1 },
		{ .name = "SHUT", .value = (uint64_t)-2 } };
	struct type_field members[] = {
		{ .name = "word", .type = &type_uint32 },
		{ .name = "low", .type = &type_uint32, .bit_size = 3 },
		{ .name = "sign", .type = &type_int32, .bit_offset = 3, .bit_size = 2 },
		{ .name = "flag", .type = &type_bool, .bit_offset = 5, .bit_size = 1 },
		{
			.name = "door",
			.type = &state_type,
			.offset = 1,
			.bit_offset = 7,
			.bit_size = 2,
		},
		{ .name = "nothing", .type = &type_void },
	};
	struct type both = {
		.kind = TYPE_STRUCT,
		.align = 4,
		.size = 4,
		.fields = members,
		.field_count = 6,
		.name = "union u",
	};
	struct {
		unsigned low : 3;
		int sign : 2;
		bool flag : 1;
		unsigned gap : 9;
		int door : 2;
	} c = { 5, -1, true, 0, -2 };
	uint32_t word;
	char want[128];
	struct test_image t;

	(void)state;
	state_type.name = "enum door";
	state_type.fields = names;
	state_type.field_count = 2;
	open_plain(&t);
	memcpy(&word, &c, sizeof(word));
	snprintf(want, sizeof(want),
		"{ .word = %u, .low = 5, .sign = -1, .flag = true, .door = SHUT, .nothing = null }",
		word);
	assert_string_equal(text_of(&t, &both, &word), want);
	test_image_close(&t);
}

/* `probe` values show the probe's name; an index that no probe has shows nothing. */
static void test_probe(void **state)
{
	uint64_t indices[] = { 0, 1, UINT64_MAX };
	struct image_writer w = { 0 };
	struct image_probe probe = { .stage = PROBE_STAGE_BEGIN };
	struct test_image t;

	(void)state;
	probe.provider = image_write_text(&w, "begin");
	probe.mechanism = probe.target_text[0] = probe.target_text[1] = image_write_text(&w, "");
	probe.text = image_write_text(&w, "tracepoint:sched:sched_switch");
	image_write_record(&w, IMAGE_INSNS, &(struct image_insn){ .code = 0x95 });
	image_write_record(&w, IMAGE_PROGS,
		&(struct image_prog){ .name = image_write_text(&w, "p"), .insn_count = 1 });
	image_write_record(&w, IMAGE_PROBES, &probe);
	test_image_open(&t, &w, "..");
	assert_string_equal(text_of(&t, &type_probe, &indices[0]), "tracepoint:sched:sched_switch");
	assert_string_equal(text_of(&t, &type_probe, &indices[1]), "");
	assert_string_equal(text_of(&t, &type_probe, &indices[2]), "");
	test_image_close(&t);
}

static const char *time_text(const char *format, uint64_t ns)
{
	static struct buffer out;

	buffer_clear(&out);
	return time_put(&out, format, ns) ? buffer_text(&out) : NULL;
}

static void test_times(void **state)
{
	/* 2023-11-14 22:13:20 UTC */
	const uint64_t when = 1700000000 * NS + 7008009;
	char too_long[3000];

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	assert_string_equal(time_text("%H:%M:%S\n", when), "22:13:20\n");
	assert_string_equal(
		time_text("%Y-%m-%d %H:%M:%S.%k", when), "2023-11-14 22:13:20.007008009");
	assert_string_equal(time_text("%f %l", when), "007008 007");
	assert_string_equal(time_text("%%f %%%l", when), "%f %007");
	assert_string_equal(time_text("", when), "");
	assert_string_equal(time_text("plain", when), "plain");
	memset(too_long, 'x', sizeof(too_long));
	too_long[sizeof(too_long) - 1] = 0;
	assert_null(time_text(too_long, when));
	/* a year that struct tm cannot hold is no crash */
	assert_non_null(time_text("%Y", UINT64_MAX));
}

static void test_timestamps(void **state)
{
	struct type stamp = { .kind = TYPE_TIMESTAMP, .align = 8, .size = 8, .name = "%s.%k" };
	uint64_t ns = 5 * NS + 3, zero = 0;
	struct test_image t;

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	open_plain(&t);
	t.ctx.boot_offset_ns = 1000 * NS;
	t.ctx.monotonic_offset_ns = 2000 * NS;
	t.ctx.tai_offset_ns = 0 - 1 * NS;
	assert_string_equal(text_of(&t, &stamp, &ns), "1005.000000003");
	stamp.clock = CLOCK_ID_MONOTONIC;
	assert_string_equal(text_of(&t, &stamp, &ns), "2005.000000003");
	stamp.clock = CLOCK_ID_SW_TAI;
	assert_string_equal(text_of(&t, &stamp, &ns), "4.000000003");
	assert_string_equal(text_of(&t, &stamp, &zero), "(?)");
	test_image_close(&t);
}

/* The offsets turn a clock of now into the wall clock of now. */
static void test_clocks(void **state)
{
	struct decode_context ctx = { 0 };
	struct timespec boot, real;
	uint64_t computed, wanted;

	(void)state;
	decode_context_set_clocks(&ctx);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	clock_gettime(CLOCK_REALTIME, &real);
	computed = ctx.boot_offset_ns + (uint64_t)boot.tv_sec * NS + (uint64_t)boot.tv_nsec;
	wanted = (uint64_t)real.tv_sec * NS + (uint64_t)real.tv_nsec;
	assert_true(computed < wanted + 60 * NS && wanted < computed + 60 * NS);
}

static int compare(struct test_image *t, const struct type *type, const void *a, const void *b)
{
	struct value va, vb;
	int order;

	assert_int_equal(value_decode(&t->ctx, type, a, &va), 0);
	assert_int_equal(value_decode(&t->ctx, type, b, &vb), 0);
	order = value_compare(&va, &vb);
	assert_int_equal(value_compare(&vb, &va) > 0, order < 0);
	assert_int_equal(value_compare(&vb, &va) == 0, order == 0);
	return order;
}

static void test_order(void **state)
{
	const struct type s4 = test_string(4);
	struct type_field fields[] = { { .type = &type_int32 }, { .type = &s4 } };
	struct type tuple = test_tuple(fields, 2);
	int64_t minus = -1, one = 1;
	struct { int32_t i; char s[4]; } a = { 1, "b" }, b = { 1, "a" }, c = { -1, "z" };
	struct test_image t;

	(void)state;
	open_plain(&t);
	assert_true(compare(&t, &type_int64, &minus, &one) < 0);
	assert_true(compare(&t, &type_uint64, &minus, &one) > 0);
	assert_true(compare(&t, &type_pointer, &minus, &one) > 0);
	assert_true(compare(&t, &type_int64, &one, &one) == 0);
	assert_true(compare(&t, &type_bool, "\0", "\1") < 0);
	assert_true(compare(&t, &s4, "ab\0", "b\0\0") < 0);
	assert_true(compare(&t, &s4, "ab\0", "abc") < 0);
	assert_true(compare(&t, &s4, "ab\0x", "ab\0y") == 0);
	assert_true(compare(&t, &s4, "\xc3\xa9", "z\0\0") > 0);
	assert_true(compare(&t, &tuple, &a, &b) > 0);
	assert_true(compare(&t, &tuple, &c, &b) < 0);
	assert_true(compare(&t, &tuple, &a, &a) == 0);
	test_image_close(&t);
}

static void test_divide(void **state)
{
	const struct type s4 = test_string(4);
	struct type_field fields[] = { { .type = &type_int64 }, { .type = &type_uint64 },
		{ .type = &s4 }, { .type = &type_bool } };
	struct type tuple = test_tuple(fields, 4);
	struct { int64_t i; uint64_t u; char s[4]; bool b; } bytes = { -7, UINT64_MAX, "9", true };
	struct buffer out = { 0 };
	struct test_image t;
	struct value v;

	(void)state;
	open_plain(&t);
	assert_int_equal(value_decode(&t.ctx, &tuple, &bytes, &v), 0);
	assert_int_equal(value_divide(&t.ctx, &v, 0), 0);
	assert_int_equal(value_divide(&t.ctx, &v, 1), 0);
	assert_int_equal(value_divide(&t.ctx, &v, 2), 0);
	value_put_text(&t.ctx, &out, &v);
	assert_string_equal(buffer_text(&out), "(-3, 9223372036854775807, 9, true)");
	buffer_free(&out);
	test_image_close(&t);
}

/* Arguments of a record, in line and apart, and records that are too short. */
static void test_arguments(void **state)
{
	const struct type s100 = test_string(100);
	struct type_field fields[] = { { .type = &type_int16 }, { .type = &s100 } };
	struct type args = test_tuple(fields, 2);
	char record[32] __attribute__((aligned(8))) = { 0 };
	struct event_string where = { 24, 3 };
	struct test_image t;
	struct value v;

	(void)state;
	open_plain(&t);
	memcpy(record + 8, "\xff\xff", 2);
	memcpy(record + 12, &where, sizeof(where));
	memcpy(record + 24, "abc", 3);
	assert_int_equal(value_decode_argument(&t.ctx, &args, 0, record, 27, &v), 0);
	assert_int_equal(v.kind, VALUE_INT);
	assert_int_equal(v.i, -1);
	assert_int_equal(value_decode_argument(&t.ctx, &args, 1, record, 27, &v), 0);
	assert_int_equal(v.kind, VALUE_STRING);
	assert_int_equal(v.string.len, 3);
	assert_memory_equal(v.string.bytes, "abc", 3);
	assert_false(v.string.truncated);
	/* the string reaches beyond the record; the fixed part does; there is no such argument */
	assert_int_equal(value_decode_argument(&t.ctx, &args, 1, record, 26, &v), 0);
	assert_int_equal(v.kind, VALUE_NONE);
	assert_int_equal(value_decode_argument(&t.ctx, &args, 0, record, 23, &v), 0);
	assert_int_equal(v.kind, VALUE_NONE);
	assert_int_equal(value_decode_argument(&t.ctx, &args, 2, record, 27, &v), 0);
	assert_int_equal(v.kind, VALUE_NONE);
	assert_int_equal(value_decode_argument(&t.ctx, NULL, 0, record, 27, &v), 0);
	assert_int_equal(v.kind, VALUE_NONE);
	test_image_close(&t);
}

static void test_out_of_memory(void **state)
{
	struct type pair = {
		.kind = TYPE_ARRAY, .align = 8, .size = 40000, .count = 5000, .elem = &type_uint64
	};
	char *bytes = calloc(1, 40000);
	struct test_image t;
	struct value v;

	(void)state;
	open_plain(&t);
	mem_fail_after(0);
	assert_int_equal(value_decode(&t.ctx, &pair, bytes, &v), -ENOMEM);
	mem_fail_after(-1);
	assert_int_equal(value_decode(&t.ctx, &pair, bytes, &v), 0);
	free(bytes);
	test_image_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_overlapping),
		cmocka_unit_test(test_probe),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_timestamps),
		cmocka_unit_test(test_clocks),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_divide),
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
