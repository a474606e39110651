/* tests/unit/runtime_agg.c - aggregations merged over CPUs against the same samples taken one by
 * one, and the labels of histograms. */
#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/agg.h"
#include "tests/lib/test_image.h"
#include "runtime/base/image_write.h"

#define CPUS 3

static const int64_t samples[] = { 5, -3, 0, 1000, 7, -9000000000, 5, 64, 1, 2, 3, INT32_MAX };

static struct type agg_type(enum agg_id id, const struct type *sample)
{
	struct type t = { .kind = TYPE_AGG, .align = 8, .agg = id, .elem = sample };

	t.size = agg_value_size(id, &t.agg_params);
	return t;
}

static void add_wide(uint64_t *words, unsigned __int128 n)
{
	n += (unsigned __int128)words[1] << 64 | words[0];
	words[0] = (uint64_t)n;
	words[1] = (uint64_t)(n >> 64);
}

/* What a program in the kernel does for one sample. */
static void take(void *value, const struct type *t, int64_t sample)
{
	uint64_t *words = value;
	uint64_t best;

	switch (t->agg) {
	case AGG_COUNT:
		words[0]++;
		return;
	case AGG_SUM:
		words[0] += (uint64_t)sample;
		return;
	case AGG_MIN:
	case AGG_MAX:
		best = agg_extreme_encode((uint64_t)sample, t->elem->is_signed, t->agg == AGG_MIN);
		words[0] = MAX_OF(words[0], best);
		words[1] = 1;
		return;
	case AGG_AVG:
	case AGG_STATS:
		words[0]++;
		words[1] += (uint64_t)sample;
		return;
	case AGG_HIST:
		words[hist_bucket_of(sample, t->agg_params.bits)]++;
		return;
	case AGG_LHIST:
		words[lhist_bucket_of(sample, &t->agg_params)]++;
		return;
	case AGG_PCT:
		best = agg_extreme_encode((uint64_t)sample, t->agg_params.has_negatives, false);
		words[0] = MAX_OF(words[0], best);
		words[1 + pct_bucket_of((uint64_t)sample, &t->agg_params)]++;
		return;
	case AGG_STDDEV:
		words[0]++;
		add_wide(words + 1, (unsigned __int128)sample);
		add_wide(words + 3, (unsigned __int128)((__int128)sample * sample));
		return;
	case AGG_TSERIES:       /* by tests/golden/render/series */
	case AGG_COUNT_OF:
		return;
	}
}

/* The text of an aggregation of samples spread over CPUs, the last of which took none. */
static const char *merged(const struct type *t, const int64_t *from, size_t count, uint32_t div)
{
	static struct buffer out;
	struct image_writer w = { 0 };
	struct test_image image;
	const struct agg *row = agg_row(t->agg);
	char *cpus[CPUS], *acc = calloc(1, t->size);
	struct value v;

	test_image_open(&image, &w, "..");
	for (size_t c = 0; c < CPUS; c++)
		cpus[c] = calloc(1, t->size);
	for (size_t i = 0; i < count; i++)
		take(cpus[i % (CPUS - 1)], t, from[i]);
	for (size_t c = 0; c < CPUS; c++)
		row->merge(acc, cpus[c], t);
	assert_int_equal(row->to_value(&image.ctx, acc, t, div, &v), 0);
	assert_int_equal(row->is_empty ? row->is_empty(acc, t) : 0, row->is_empty && count == 0);
	buffer_clear(&out);
	value_put_text(&image.ctx, &out, &v);
	for (size_t c = 0; c < CPUS; c++)
		free(cpus[c]);
	free(acc);
	test_image_close(&image);
	return buffer_text(&out);
}

static void test_merge(void **state)
{
	static const uint64_t large[] = { 1, UINT64_MAX, 1ULL << 63 };
	const int64_t *unsigned_samples = (const int64_t *)large;
	static const struct {
		enum agg_id id;
		bool is_signed;
		uint32_t div;
		const char *all, *none, *large;
	} cases[] = {
		{ AGG_COUNT, true, 1, "12", "0", "3" },
		{ AGG_COUNT, true, 5, "2", "0", "0" },
		{ AGG_SUM, true, 1, "-6852515269", "0", "-9223372036854775808" },
		{ AGG_SUM, false, 1, "18446744066857036347", "0", "9223372036854775808" },
		{ AGG_SUM, true, 1000, "-6852515", "0", "-9223372036854775" },
		{ AGG_MIN, true, 1, "-9000000000", "0", "-9223372036854775808" },
		{ AGG_MIN, false, 1, "0", "0", "1" },
		{ AGG_MAX, true, 1, "2147483647", "0", "1" },
		{ AGG_MAX, false, 1, "18446744073709551613", "0", "18446744073709551615" },
		{ AGG_MAX, false, 2, "9223372036854775806", "0", "9223372036854775807" },
		{ AGG_AVG, true, 1, "-571042939", "0", "-3074457345618258602" },
		{ AGG_AVG, false, 1, "1537228672238086362", "0", "3074457345618258602" },
		{ AGG_AVG, true, 10, "-57104293", "0", "-307445734561825860" },
		{ AGG_STATS, true, 1,
			"{ .count = 12, .average = -571042939, .total = -6852515269 }",
			"{ .count = 0, .average = 0, .total = 0 }",
			"{ .count = 3, .average = -3074457345618258602, .total = -9223372036854775808 }" },
		{ AGG_STATS, false, 100,
			"{ .count = 12, .average = 15372286722380863, .total = 184467440668570363 }",
			"{ .count = 0, .average = 0, .total = 0 }",
			"{ .count = 3, .average = 30744573456182586, .total = 92233720368547758 }" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct type t =
			agg_type(cases[i].id, cases[i].is_signed ? &type_int64 : &type_uint64);

		assert_string_equal(
			merged(&t, samples, ARRAY_SIZE(samples), cases[i].div), cases[i].all);
		assert_string_equal(merged(&t, NULL, 0, cases[i].div), cases[i].none);
		assert_string_equal(merged(&t, unsigned_samples, ARRAY_SIZE(large), cases[i].div),
			cases[i].large);
	}
}

static void test_hist(void **state)
{
	struct type t = agg_type(AGG_HIST, &type_int64);
	static const int64_t few[] = { 2, 3, 5, 5, -1 }, last[] = { INT64_MAX };

	(void)state;
	assert_string_equal(merged(&t, few, 5, 1),
		"{ (..., 0) = 1, [0] = 0, [1] = 0, [2, 4) = 2, [4, 8) = 2 }");
	assert_string_equal(merged(&t, few, 5, 2),
		"{ (..., 0) = 0, [0] = 0, [1] = 0, [2, 4) = 1, [4, 8) = 1 }");
	assert_string_equal(merged(&t, last, 1, 1), "{ [4E, 8E) = 1 }");
	assert_string_equal(merged(&t, NULL, 0, 1), "{}");
}

/* One bucket of a histogram by a sample in it. */
static void check_bucket(struct type *t, int64_t sample, const char *label)
{
	char expected[80];

	t->size = agg_value_size(t->agg, &t->agg_params);
	snprintf(expected, sizeof(expected), "{ %s = 1 }", label);
	assert_string_equal(merged(t, &sample, 1, 1), expected);
}

static void test_hist_labels(void **state)
{
	static const struct {
		uint32_t bits;
		int64_t sample;
		const char *label;
	} cases[] = {
		{ 0, -5, "(..., 0)" },
		{ 0, 0, "[0]" },
		{ 0, 1, "[1]" },
		{ 0, 2, "[2, 4)" },
		{ 0, 3, "[2, 4)" },
		{ 0, 4, "[4, 8)" },
		{ 0, 256, "[256, 512)" },
		{ 0, 512, "[512, 1K)" },
		{ 0, 1023, "[512, 1K)" },
		{ 0, 1024, "[1K, 2K)" },
		{ 0, 524288, "[512K, 1M)" },
		{ 0, 1 << 20, "[1M, 2M)" },
		{ 0, 1LL << 30, "[1G, 2G)" },
		{ 0, 1LL << 39, "[512G, 1T)" },
		{ 0, 1LL << 49, "[512T, 1P)" },
		{ 0, 1LL << 59, "[512P, 1E)" },
		{ 0, 1LL << 60, "[1E, 2E)" },
		{ 0, INT64_MAX, "[4E, 8E)" },
		{ 1, 3, "[3]" },
		{ 1, 4, "[4, 6)" },
		{ 1, 7, "[6, 8)" },
		{ 1, 1023, "[768, 1024)" },
		{ 1, 2047, "[1536, 2K)" },
		{ 1, 2048, "[2K, 3K)" },
		{ 2, 7, "[7]" },
		{ 2, 8, "[8, 10)" },
		{ 2, 900, "[896, 1024)" },
		{ 2, 1024, "[1024, 1280)" },
		{ 2, 4095, "[3584, 4K)" },
		{ 2, 10240, "[10K, 12K)" },
		{ 5, 63, "[63]" },
		{ 5, 64, "[64, 66)" },
		{ 5, 32767, "[32256, 32K)" },
		{ 5, 65535, "[63K, 64K)" },
		{ 5, 65536, "[64K, 66K)" },
		{ 3, INT64_MAX, "[7680P, 8E)" },
		{ 4, INT64_MAX, "[7936P, 8192P)" },
	};
	struct type t = agg_type(AGG_HIST, &type_int64);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		t.agg_params.bits = cases[i].bits;
		check_bucket(&t, cases[i].sample, cases[i].label);
	}
}

static void test_lhist_labels(void **state)
{
	static const struct {
		int64_t min, max, step, sample;
		const char *label;
	} cases[] = {
		{ 0, 100, 10, -1, "(..., 0)" },
		{ 0, 100, 10, 0, "[0, 10)" },
		{ 0, 100, 10, 99, "[90, 100)" },
		{ 0, 100, 10, 100, "[100, ...)" },
		{ 0, 10, 3, 9, "[9, 10)" },
		{ 0, 5, 1, 3, "[3]" },
		{ -5, 5, 1, -5, "[-5]" },
		{ -5, 5, 2, 4, "[3, 5)" },
		{ -5, 5, 1, -6, "(..., -5)" },
		{ 0, 4096, 1024, 500, "[0, 1K)" },
		{ 0, 4096, 1024, 5000, "[4K, ...)" },
		{ 0, 4096, 1024, -1, "(..., 0)" },
		{ 0, 10485760, 1048576, 3000000, "[2M, 3M)" },
		{ 0, 10485760, 524288, 1572864, "[1536K, 2M)" },
		{ -1048576, 1048576, 1048576, -5, "[-1M, 0)" },
		{ 1, 4097, 1024, 1500, "[1025, 2049)" },
		{ 0, 4000, 1000, 1500, "[1000, 2000)" },
		{ INT64_MIN, INT64_MAX, INT64_MAX, 0, "[-1, 9223372036854775806)" },
		{ INT64_MIN, INT64_MAX, INT64_MAX, INT64_MAX - 1,
			"[9223372036854775806, 9223372036854775807)" },
	};
	struct type t = agg_type(AGG_LHIST, &type_int64);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		t.agg_params = (struct agg_params){
			.min = cases[i].min, .max = cases[i].max, .step = cases[i].step
		};
		check_bucket(&t, cases[i].sample, cases[i].label);
	}
}

/* Bounds are inclusive, counts and weights differ by div. */
static void test_buckets(void **state)
{
	struct type t = agg_type(AGG_HIST, &type_int64), linear = agg_type(AGG_LHIST, &type_int64);
	uint64_t *acc = calloc(1, t.size);
	struct image_writer w = { 0 };
	struct test_image image;
	struct value v;

	(void)state;
	test_image_open(&image, &w, "..");
	acc[0] = 4;
	acc[hist_bucket_of(8, 0)] = 9;
	assert_int_equal(hist_agg.to_value(&image.ctx, acc, &t, 2, &v), 0);
	assert_int_equal(v.hist.count, 6);
	assert_false(v.hist.buckets[0].has_min);
	assert_int_equal(v.hist.buckets[0].max, -1);
	assert_int_equal(v.hist.buckets[5].min, 8);
	assert_int_equal(v.hist.buckets[5].max, 15);
	assert_int_equal(v.hist.buckets[5].count, 4);
	assert_int_equal(v.hist.buckets[5].weight, 9);
	memset(acc, 0, t.size);
	linear.agg_params = (struct agg_params){ .min = -10, .max = 10, .step = 15 };
	acc[0] = acc[1] = acc[2] = acc[3] = 1;
	assert_int_equal(lhist_agg.to_value(&image.ctx, acc, &linear, 0, &v), 0);
	assert_int_equal(v.hist.count, 4);
	assert_int_equal(v.hist.buckets[0].max, -11);
	assert_int_equal(v.hist.buckets[1].min, -10);
	assert_int_equal(v.hist.buckets[1].max, 4);
	assert_int_equal(v.hist.buckets[2].min, 5);
	assert_int_equal(v.hist.buckets[2].max, 9);
	assert_int_equal(v.hist.buckets[3].min, 10);
	assert_false(v.hist.buckets[3].has_max);
	free(acc);
	test_image_close(&image);
}

static void test_compare(void **state)
{
	static const struct {
		enum agg_id id;
		bool is_signed;
		uint64_t a[2], b[2];
		int order;
	} cases[] = {
		{ AGG_COUNT, false, { 1 }, { UINT64_MAX }, -1 },
		{ AGG_SUM, true, { UINT64_MAX }, { 1 }, -1 },
		{ AGG_SUM, false, { UINT64_MAX }, { 1 }, 1 },
		{ AGG_SUM, false, { 7 }, { 7 }, 0 },
		/* averages 2 and 3, totals the other way round; -3 and 2 */
		{ AGG_AVG, false, { 10, 20 }, { 1, 3 }, -1 },
		{ AGG_STATS, true, { 1, (uint64_t)-3 }, { 10, 20 }, -1 },
		{ AGG_AVG, true, { 2, 5 }, { 1, 2 }, 0 },
		{ AGG_AVG, true, { 0, 0 }, { 1, 2 }, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct type t =
			agg_type(cases[i].id, cases[i].is_signed ? &type_int64 : &type_uint64);
		int order = agg_row(cases[i].id)->compare(cases[i].a, cases[i].b, &t);

		assert_int_equal((order > 0) - (order < 0), cases[i].order);
	}
	for (int is_signed = 0; is_signed < 2; is_signed++)
		for (enum agg_id id = AGG_MIN; id <= AGG_MAX; id++) {
			struct type t = agg_type(id, is_signed ? &type_int64 : &type_uint64);
			uint64_t minus[2] = { 0 }, one[2] = { 0 };

			take(minus, &t, -1);
			take(one, &t, 1);
			assert_int_equal(agg_row(id)->compare(minus, one, &t), is_signed ? -1 : 1);
		}
}

static int compare_samples(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	return *seed ^= *seed << 17;
}

/* The number behind ".NAME = " in the text of a record. */
static int64_t field_of(const char *record, const char *name)
{
	char mark[32];
	const char *at;

	snprintf(mark, sizeof(mark), ".%s = ", name);
	at = strstr(record, mark);
	assert_non_null(at);
	return strtoll(at + strlen(mark), NULL, 10);
}

/* Percentiles against those of the sorted samples: never too low, at most 1/32 too high, and never
 * above the largest. */
static void test_percentiles(void **state)
{
	enum { COUNT = 20000 };
	static const struct {
		const char *name;
		uint64_t written, parts;
	} asked[] = {
		{ "p1", 1, 100 },
		{ "p50", 50, 100 },
		{ "p90", 90, 100 },
		{ "p99", 99, 100 },
		{ "p99.9", 999, 1000 },
		{ "p99.99", 9999, 10000 },
		{ "p99.999", 99999, 100000 },
		{ "p95.00", 9500, 10000 },
	};
	int64_t *sorted = calloc(COUNT, sizeof(*sorted));
	uint64_t seed = 88172645463325252ull;

	(void)state;
	for (unsigned spread = 1; spread < 64; spread++) {
		struct type t = agg_type(AGG_PCT, spread % 2 ? &type_int64 : &type_uint64);
		const char *text;

		t.agg_params.has_negatives = t.elem->is_signed;
		for (size_t i = 0; i < ARRAY_SIZE(asked); i++)
			t.agg_params.percentiles[i] = (uint32_t)asked[i].written;
		t.size = agg_value_size(AGG_PCT, &t.agg_params);
		for (size_t i = 0; i < COUNT; i++) {
			uint64_t n = next_random(&seed) >> spread >> next_random(&seed) % 8;

			sorted[i] = spread % 2 && next_random(&seed) % 2 ? -(int64_t)n : (int64_t)n;
		}
		text = merged(&t, sorted, COUNT, 1);
		qsort(sorted, COUNT, sizeof(*sorted), compare_samples);
		assert_int_equal(field_of(text, "count"), COUNT);
		assert_int_equal(field_of(text, "max"), sorted[COUNT - 1]);
		for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
			uint64_t rank =
				(asked[i].written * COUNT + asked[i].parts - 1) / asked[i].parts;
			int64_t exact = sorted[rank - 1], shown = field_of(text, asked[i].name);
			int64_t room = (exact < 0 ? -exact : exact) / 32;

			if (shown < exact || shown - exact > room || shown > sorted[COUNT - 1])
				fail_msg("spread %u: %s is %" PRId64 ", the exact one %" PRId64,
					spread, asked[i].name, shown, exact);
		}
	}
	free(sorted);
}

static void test_few_percentiles(void **state)
{
	static const int64_t small[] = { 63, 1, 5, 5, 60 };
	struct type t = agg_type(AGG_PCT, &type_uint64);

	(void)state;
	t.agg_params = (struct agg_params){ .percentiles = { 20, 21, 50, 80, 81 } };
	t.size = agg_value_size(AGG_PCT, &t.agg_params);
	assert_string_equal(merged(&t, small, ARRAY_SIZE(small), 1),
		"{ .count = 5, .p20 = 1, .p21 = 5, .p50 = 5, .p80 = 60, .p81 = 63, .max = 63 }");
	assert_string_equal(merged(&t, small, ARRAY_SIZE(small), 5),
		"{ .count = 5, .p20 = 0, .p21 = 1, .p50 = 1, .p80 = 12, .p81 = 12, .max = 12 }");
	assert_string_equal(merged(&t, small, 0, 1),
		"{ .count = 0, .p20 = 0, .p21 = 0, .p50 = 0, .p80 = 0, .p81 = 0, .max = 0 }");
}

/* The largest d with d * d * count * count <= count * squares - total * total, searched for bit by
 * bit in numbers small enough for 128 bits. */
static void test_deviation(void **state)
{
	uint64_t seed = 2463534242u;

	(void)state;
	for (unsigned bits = 1; bits <= 40; bits++) {
		struct type t = agg_type(AGG_STDDEV, &type_int64);
		int64_t samples_of[64];
		__int128 total = 0, squares = 0, left;
		uint64_t d = 0;
		size_t count = 1 + next_random(&seed) % ARRAY_SIZE(samples_of);
		char want[24];

		for (size_t i = 0; i < count; i++) {
			samples_of[i] = (int64_t)(next_random(&seed) >> (64 - bits)) *
				(next_random(&seed) % 3 ? 1 : -1);
			total += samples_of[i];
			squares += (__int128)samples_of[i] * samples_of[i];
		}
		left = squares * (__int128)count - total * total;
		for (int bit = 41; bit >= 0; bit--) {
			__int128 more = (__int128)(d | 1ull << bit) * (__int128)count;

			if (more * more <= left)
				d |= 1ull << bit;
		}
		snprintf(want, sizeof(want), "%" PRIu64, d);
		assert_string_equal(merged(&t, samples_of, count, 1), want);
	}
}

static void test_large_deviation(void **state)
{
	/* around a mean far from zero, where the squares alone say little; and as far apart as
	 * numbers go */
	static const int64_t far[] = { 1700000000000000000, 1700000000000000010,
		1700000000000000020, 1700000000000000030 };
	static const int64_t apart[] = { INT64_MIN, INT64_MAX };
	struct type t = agg_type(AGG_STDDEV, &type_int64);

	(void)state;
	assert_string_equal(merged(&t, far, 4, 1), "11");
	assert_string_equal(merged(&t, far, 4, 10), "1");
	assert_string_equal(merged(&t, far, 1, 1), "0");
	assert_string_equal(merged(&t, far, 0, 1), "0");
	assert_string_equal(merged(&t, apart, 2, 1), "9223372036854775807");
}

/* A value that no program wrote does not trap on the one quotient that has no int64. */
static void test_damaged(void **state)
{
	struct type t = agg_type(AGG_AVG, &type_int64);
	uint64_t bad[2] = { UINT64_MAX, 1ULL << 63 };
	struct decode_context ctx = { 0 };
	struct value v;

	(void)state;
	assert_int_equal(avg_agg.to_value(&ctx, bad, &t, 1, &v), 0);
	assert_int_equal(v.i, 0);
}

static void test_rows(void **state)
{
	static const struct {
		enum agg_id id;
		const char *json_type;
	} rows[] = {
		{ AGG_COUNT, "map" },
		{ AGG_SUM, "map" },
		{ AGG_MIN, "map" },
		{ AGG_MAX, "map" },
		{ AGG_AVG, "stats" },
		{ AGG_STATS, "stats" },
		{ AGG_HIST, "hist" },
		{ AGG_LHIST, "hist" },
		{ AGG_PCT, "pct" },
		{ AGG_STDDEV, "map" },
		{ AGG_TSERIES, "tseries" },
	};

	(void)state;
	assert_int_equal(ARRAY_SIZE(rows), AGG_COUNT_OF);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(agg_row(rows[i].id)->json_type, rows[i].json_type);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_hist),
		cmocka_unit_test(test_hist_labels),
		cmocka_unit_test(test_lhist_labels),
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_few_percentiles),
		cmocka_unit_test(test_deviation),
		cmocka_unit_test(test_large_deviation),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
