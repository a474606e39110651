/* tests/unit/base_type.c - type names, equality and layouts; bucket arithmetic and value sizes of
 * aggregations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/event.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

static struct type string_of(uint32_t size)
{
	return (struct type){ .kind = TYPE_STRING, .size = size, .align = 1 };
}

static struct type tuple_of(struct type_field *fields, uint32_t count)
{
	struct type t = { .kind = TYPE_TUPLE, .fields = fields, .field_count = count };

	t.size = type_layout(fields, count, &t.align);
	return t;
}

static void check_name(const struct type *t, const char *expected)
{
	struct buffer b = { 0 };

	type_put_name(&b, t);
	assert_string_equal(buffer_text(&b), expected);
	buffer_free(&b);
}

static void test_plain_names(void **state)
{
	(void)state;
	check_name(&type_void, "void");
	check_name(&type_bool, "bool");
	check_name(&type_int8, "int8");
	check_name(&type_int16, "int16");
	check_name(&type_int32, "int32");
	check_name(&type_int64, "int64");
	check_name(&type_uint8, "uint8");
	check_name(&type_uint16, "uint16");
	check_name(&type_uint32, "uint32");
	check_name(&type_uint64, "uint64");
	check_name(&type_raw, "uint64");
	check_name(&type_pointer, "void*");
	check_name(&type_probe, "probe");
}

static void test_composed_names(void **state)
{
	struct type s16 = string_of(16);
	struct type_field pair[] = { { .type = &type_int64 }, { .type = &s16 } };
	struct type_field single[] = { { .type = &type_bool } };
	struct type two = tuple_of(pair, 2), one = tuple_of(single, 1), none = tuple_of(NULL, 0);
	struct type sock = { .kind = TYPE_STRUCT, .size = 8, .align = 8, .name = "struct sock" };
	struct type to_sock = { .kind = TYPE_POINTER, .size = 8, .align = 8, .elem = &sock };
	struct type to_named = {
		.kind = TYPE_POINTER, .size = 8, .align = 8, .name = "struct file"
	};
	struct type array = {
		.kind = TYPE_ARRAY, .size = 12, .align = 4, .count = 3, .elem = &type_int32
	};
	struct type stamp = { .kind = TYPE_TIMESTAMP, .size = 8, .align = 8, .name = "%H" };

	(void)state;
	check_name(&s16, "string[16]");
	check_name(&two, "(int64,string[16])");
	check_name(&one, "(bool,)");
	check_name(&none, "()");
	check_name(&sock, "struct sock");
	check_name(&to_sock, "struct sock*");
	check_name(&to_named, "struct file*");
	check_name(&array, "int32[3]");
	check_name(&stamp, "timestamp");
	check_name(&type_ksym, "ksym_t");
	check_name(&type_kstack[STACK_BPFTRACE], "kstack_t");
	check_name(&type_kstack[STACK_PERF], "kstack_t(perf)");
	check_name(&type_kstack[STACK_RAW], "kstack_t(raw)");
	check_name(&type_ustack[STACK_BPFTRACE], "ustack_t");
	check_name(&type_ustack[STACK_BUILD_ID], "ustack_t(build_id)");
	assert_false(type_equal(&type_kstack[STACK_PERF], &type_ustack[STACK_PERF]));
	assert_false(type_equal(&type_kstack[STACK_PERF], &type_kstack[STACK_RAW]));
}

/* As C lays out int64_t[3], and the bytes of a buffer behind their number. */
static void test_made(void **state)
{
	struct arena *a = arena_new();
	const struct type *pair[] = { &type_uint8, &type_int64 };
	const char *names[] = { "a", "b" };
	const struct type *array = type_array(a, type_array(a, &type_int64, 3), 2),
			  *buffer = type_buffer(a, 5);
	const struct type *record = type_tuple(a, pair, names, 2),
			  *empty = type_tuple(a, NULL, NULL, 0);

	(void)state;
	assert_int_equal(array->size, sizeof(int64_t[2][3]));
	assert_int_equal(array->align, _Alignof(int64_t));
	assert_string_equal(type_text(a, array), "int64[3][2]");
	assert_int_equal(buffer->size, 12);
	assert_string_equal(type_text(a, buffer), "buffer[5]");
	assert_int_equal(type_string(a, 7)->size, 7);
	assert_string_equal(type_text(a, type_string(a, 7)), "string[7]");
	assert_int_equal(record->size, sizeof(struct { uint8_t a; int64_t b; }));
	assert_string_equal(type_text(a, record), "(a=uint8,b=int64)");
	assert_int_equal(empty->size, 1);
	arena_free(a);
}

static void test_aggregation_names(void **state)
{
	static const struct {
		enum agg_id agg;
		const char *of_signed, *of_unsigned;
	} cases[] = {
		{ AGG_COUNT, "count_t", "count_t" },
		{ AGG_SUM, "sum_t", "usum_t" },
		{ AGG_MIN, "min_t", "umin_t" },
		{ AGG_MAX, "max_t", "umax_t" },
		{ AGG_AVG, "avg_t", "uavg_t" },
		{ AGG_STATS, "stats_t", "ustats_t" },
		{ AGG_HIST, "hist", "hist" },
		{ AGG_LHIST, "lhist", "lhist" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct type t = { .kind = TYPE_AGG, .agg = cases[i].agg, .elem = &type_int64 };

		check_name(&t, cases[i].of_signed);
		t.elem = &type_uint32;
		check_name(&t, cases[i].of_unsigned);
	}
	assert_string_equal(agg_name(AGG_COUNT), "count");
	assert_string_equal(agg_name(AGG_LHIST), "lhist");
}

static void test_equal(void **state)
{
	struct type a = string_of(16), b = string_of(16), c = string_of(17);
	struct type_field fa[] = { { .type = &type_int64 }, { .type = &a } };
	struct type_field fb[] = { { .type = type_int(8, true) }, { .type = &b } };
	struct type_field fc[] = { { .type = &type_int64 }, { .type = &c } };
	struct type ta = tuple_of(fa, 2), tb = tuple_of(fb, 2), tc = tuple_of(fc, 2),
		    td = tuple_of(fa, 1);
	struct type h1 = {
		.kind = TYPE_AGG,
		.agg = AGG_LHIST,
		.agg_params = { .min = 0, .max = 100, .step = 10 },
	};
	struct type h2 = h1, h3 = h1;
	struct type named = { .kind = TYPE_POINTER, .size = 8, .align = 8, .name = "x" };

	(void)state;
	h3.agg_params.step = 20;
	assert_true(type_equal(&a, &b));
	assert_false(type_equal(&a, &c));
	assert_true(type_equal(&ta, &tb));
	assert_false(type_equal(&ta, &tc));
	assert_false(type_equal(&ta, &td));
	assert_true(type_equal(&h1, &h2));
	assert_false(type_equal(&h1, &h3));
	assert_false(type_equal(&type_uint64, &type_raw));
	assert_false(type_equal(&type_uint64, &type_int64));
	assert_false(type_equal(&type_int8, &type_bool));
	assert_false(type_equal(&type_pointer, &named));
	assert_true(type_equal(NULL, NULL));
	assert_false(type_equal(&type_int8, NULL));
	fb[1].offset++;
	assert_false(type_equal(&ta, &tb));
	assert_ptr_equal(type_int(1, false), &type_uint8);
	assert_ptr_equal(type_int(2, true), &type_int16);
	assert_ptr_equal(type_int(4, false), &type_uint32);
	assert_ptr_equal(type_int(8, false), &type_uint64);
}

/* The C compiler lays out the same members. */
static void test_layout(void **state)
{
	struct like { int8_t a; int32_t b; char c[3]; int16_t d; int64_t e; _Bool f; };
	struct type s3 = string_of(3);
	struct type_field fields[] = {
		{ .type = &type_int8 },
		{ .type = &type_int32 },
		{ .type = &s3 },
		{ .type = &type_int16 },
		{ .type = &type_int64 },
		{ .type = &type_bool },
	};
	struct type huge = string_of(UINT32_MAX);
	struct type_field too_much[] = { { .type = &huge }, { .type = &huge },
		{ .type = &type_int64 } };
	uint8_t align;

	(void)state;
	assert_int_equal(type_layout(fields, 6, &align), sizeof(struct like));
	assert_int_equal(align, 8);
	assert_int_equal(fields[0].offset, offsetof(struct like, a));
	assert_int_equal(fields[1].offset, offsetof(struct like, b));
	assert_int_equal(fields[2].offset, offsetof(struct like, c));
	assert_int_equal(fields[3].offset, offsetof(struct like, d));
	assert_int_equal(fields[4].offset, offsetof(struct like, e));
	assert_int_equal(fields[5].offset, offsetof(struct like, f));
	assert_int_equal(type_layout(NULL, 0, &align), 0);
	assert_int_equal(align, 1);
	assert_int_equal(type_layout(too_much, 3, &align), UINT32_MAX);
}

static void test_event_layout(void **state)
{
	struct like {
		struct event_header h;
		uint8_t a;
		char b[64];
		struct event_string c;
		uint64_t d;
		uint16_t e;
	};
	struct type s64 = string_of(64), s65 = string_of(65);
	const struct type_field fields[] = {
		{ .type = &type_uint8 },
		{ .type = &s64 },
		{ .type = &s65 },
		{ .type = &type_uint64 },
		{ .type = &type_uint16 },
	};
	uint32_t offsets[5];

	(void)state;
	assert_int_equal(event_layout(fields, 5, offsets), sizeof(struct like));
	assert_int_equal(offsets[0], offsetof(struct like, a));
	assert_int_equal(offsets[1], offsetof(struct like, b));
	assert_int_equal(offsets[2], offsetof(struct like, c));
	assert_int_equal(offsets[3], offsetof(struct like, d));
	assert_int_equal(offsets[4], offsetof(struct like, e));
	assert_int_equal(event_layout(NULL, 0, NULL), 8);
	assert_int_equal(event_layout(fields, 1, offsets), 16);
}

/* Every bucket begins where the one before ends, and both ends of a bucket fall into it. */
static void test_hist_buckets(void **state)
{
	(void)state;
	for (uint32_t k = 0; k <= HIST_MAX_BITS; k++) {
		uint32_t count = hist_bucket_count(k);
		uint64_t next = 0;

		assert_int_equal(hist_bucket_of(-1, k), 0);
		assert_int_equal(hist_bucket_of(INT64_MIN, k), 0);
		for (uint32_t bucket = 1; bucket < count; bucket++) {
			uint64_t width = hist_bucket_width(bucket, k);

			assert_int_equal(hist_bucket_start(bucket, k), next);
			assert_int_equal(hist_bucket_of((int64_t)next, k), bucket);
			next += width;
			assert_int_equal(hist_bucket_of((int64_t)(next - 1), k), bucket);
			/* 2^k equal buckets a power of two, once values are not exact */
			assert_true(width == 1 || (bucket - 2) >> k == 0 || width << k <= next);
		}
		assert_int_equal(next, 1ULL << 63);
		assert_int_equal(hist_bucket_width((2u << k) + 1, k), 2);
	}
	assert_int_equal(hist_bucket_count(0), 65);
	assert_int_equal(hist_bucket_count(2), 249);
	assert_int_equal(hist_bucket_count(5), 1889);
	assert_int_equal(hist_bucket_of(0, 0), 1);
	assert_int_equal(hist_bucket_of(1, 0), 2);
	assert_int_equal(hist_bucket_of(3, 0), 3);
	assert_int_equal(hist_bucket_of(INT64_MAX, 0), 64);
	assert_int_equal(hist_bucket_start(hist_bucket_of(900, 2), 2), 896);
	assert_int_equal(hist_bucket_width(hist_bucket_of(900, 2), 2), 128);
}

static void test_lhist_buckets(void **state)
{
	const struct agg_params even = { .min = -10, .max = 10, .step = 5 };
	const struct agg_params odd = { .min = 0, .max = 10, .step = 4 };
	const struct agg_params wide = { .min = INT64_MIN, .max = INT64_MAX, .step = INT64_MAX };
	const struct agg_params many = { .min = INT64_MIN, .max = INT64_MAX, .step = 1 };
	static const struct {
		int64_t sample;
		uint32_t bucket;
	} cases[] = {
		{ INT64_MIN, 0 },
		{ -11, 0 },
		{ -10, 1 },
		{ -6, 1 },
		{ -5, 2 },
		{ -1, 2 },
		{ 0, 3 },
		{ 9, 4 },
		{ 10, 5 },
		{ INT64_MAX, 5 },
	};

	(void)state;
	assert_int_equal(lhist_bucket_count(&even), 6);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(lhist_bucket_of(cases[i].sample, &even), cases[i].bucket);
	assert_int_equal(lhist_bucket_count(&odd), 5);
	assert_int_equal(lhist_bucket_of(8, &odd), 3);
	assert_int_equal(lhist_bucket_of(9, &odd), 3);
	assert_int_equal(lhist_bucket_of(10, &odd), 4);
	assert_int_equal(lhist_bucket_count(&wide), 5);
	assert_int_equal(lhist_bucket_of(INT64_MIN, &wide), 1);
	assert_int_equal(lhist_bucket_of(-1, &wide), 2);
	assert_int_equal(lhist_bucket_of(INT64_MAX - 1, &wide), 3);
	assert_int_equal(lhist_bucket_of(INT64_MAX, &wide), 4);
	assert_int_equal(lhist_bucket_count(&many), UINT32_MAX);
}

static void test_agg_sizes(void **state)
{
	const struct agg_params p = { .min = 0, .max = 100, .step = 10, .bits = 1 };

	(void)state;
	assert_int_equal(agg_value_size(AGG_COUNT, &p), 8);
	assert_int_equal(agg_value_size(AGG_SUM, &p), 8);
	assert_int_equal(agg_value_size(AGG_MIN, &p), 16);
	assert_int_equal(agg_value_size(AGG_MAX, &p), 16);
	assert_int_equal(agg_value_size(AGG_AVG, &p), 16);
	assert_int_equal(agg_value_size(AGG_STATS, &p), 16);
	assert_int_equal(agg_value_size(AGG_HIST, &p), 8 * (1 + 4 + 61 * 2));
	assert_int_equal(agg_value_size(AGG_LHIST, &p), 8 * 12);
}

static void test_extremes(void **state)
{
	static const int64_t samples[] = { INT64_MIN, -5, -1, 0, 1, 7, INT64_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		for (int form = 0; form < 4; form++) {
			uint64_t e = agg_extreme_encode((uint64_t)samples[i], form & 1, form & 2);

			assert_int_equal(
				agg_extreme_decode(e, form & 1, form & 2), (uint64_t)samples[i]);
		}
		if (i == 0)
			continue;
		/* signed order: larger samples have larger codes for max, smaller for min */
		assert_true(agg_extreme_encode((uint64_t)samples[i], 1, 0) >
			agg_extreme_encode((uint64_t)samples[i - 1], 1, 0));
		assert_true(agg_extreme_encode((uint64_t)samples[i], 1, 1) <
			agg_extreme_encode((uint64_t)samples[i - 1], 1, 1));
	}
	assert_true(agg_extreme_encode(UINT64_MAX, 0, 0) > agg_extreme_encode(1, 0, 0));
	assert_true(agg_extreme_encode(UINT64_MAX, 0, 1) < agg_extreme_encode(1, 0, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_names),
		cmocka_unit_test(test_composed_names),
		cmocka_unit_test(test_made),
		cmocka_unit_test(test_aggregation_names),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_event_layout),
		cmocka_unit_test(test_hist_buckets),
		cmocka_unit_test(test_lhist_buckets),
		cmocka_unit_test(test_agg_sizes),
		cmocka_unit_test(test_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
