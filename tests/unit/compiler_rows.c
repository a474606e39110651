/* tests/unit/compiler_rows.c - what the rows compute, without LLVM and without a kernel: a row's
 * code is run at once (tests/unit/lower_at_once.h) and compared with the C functions it stands
 * for. */
#include <inttypes.h>
#include <stdio.h>

#include "compiler/row.h"
#include "probes/machine.h"
#include "tests/unit/lower_at_once.h"

/* A map with an aggregation, and a call on it, as the earlier passes leave them. */
struct fixture {
	struct lowering l;
	struct node call, argument, map_node;
	struct map map;
	struct type value_type;
	uint64_t words[4000];
};

static struct fixture *fixture_new(
	const char *name, const struct type *sample, struct agg_params params)
{
	struct arena *a = arena_new();
	struct fixture *f = arena_new_object(a, struct fixture);
	const struct builtin *b = builtin_find(name, NULL);

	assert_non_null(b);
	f->l.compilation.arena = a;
	f->argument = (struct node){ .kind = NODE_INT, .type = sample };
	f->call = (struct node){ .kind = NODE_CALL,
		.call = { .name = name, .args = &f->argument, .arg_count = 1, .builtin = b } };
	f->value_type = (struct type){
		.kind = TYPE_AGG, .agg = b->agg, .agg_params = params, .elem = sample
	};
	f->map.value_type = &f->value_type;
	f->map_node = (struct node){ .kind = NODE_MAP, .map = { .name = "", .ref = &f->map } };
	f->l.target = &f->map_node;
	f->l.element = (uint8_t *)f->words;
	f->l.element_size = b->flags & BI_AGGREGATION ? agg_value_size(b->agg, &params) : 0;
	assert_in_range(f->l.element_size, 0, sizeof(f->words));
	return f;
}

static void fixture_free(struct fixture *f)
{
	arena_free(f->l.compilation.arena);
}

static ir_value run(struct fixture *f, uint64_t sample)
{
	f->l.sample = sample;
	return f->call.call.builtin->lower(&f->l, &f->call);
}

/* Values around every power of two and both ends, and a spread of others. */
static uint64_t sample_at(unsigned i)
{
	uint64_t power = 1ULL << (i / 5 % 64);

	return i < 320 ? power + i % 5 - 2 : i * 0x9e3779b97f4a7c15ULL >> (i % 61);
}

enum { SAMPLES = 1000 };

static void hist_finds_the_bucket(void **state)
{
	(void)state;
	for (uint32_t k = 0; k <= HIST_MAX_BITS; k++) {
		for (unsigned i = 0; i < SAMPLES; i++) {
			struct fixture *f = fixture_new(
				"hist", &type_int64, (struct agg_params){ .bits = k });
			uint64_t sample = sample_at(i);
			uint32_t want = hist_bucket_of((int64_t)sample, k);

			run(f, sample);
			for (uint32_t b = 0; b < hist_bucket_count(k); b++)
				if (f->words[b] != (b == want))
					fail_msg("hist(%" PRId64 ", %u): bucket %u has %" PRIu64
						 ", wanted %u",
						(int64_t)sample, k, b, f->words[b], want);
			fixture_free(f);
		}
	}
}

static void lhist_finds_the_bucket(void **state)
{
	static const struct agg_params params[] = {
		{ .min = 0, .max = 100, .step = 10 },
		{ .min = 0, .max = 1000, .step = 1 },
		{ .min = -50, .max = 50, .step = 7 },
		{ .min = 10, .max = 11, .step = 100 },
		{ .min = INT64_MIN, .max = INT64_MAX, .step = INT64_MAX / 400 },
		{ .min = -1, .max = 4096, .step = 1024 },
	};

	(void)state;
	for (size_t p = 0; p < ARRAY_SIZE(params); p++) {
		for (unsigned i = 0; i < SAMPLES; i++) {
			struct fixture *f = fixture_new("lhist", &type_int64, params[p]);
			uint64_t sample = i < 400 ? (uint64_t)((int64_t)i - 200) * 6
				: sample_at(i - 400);
			uint32_t want = lhist_bucket_of((int64_t)sample, &params[p]);

			run(f, sample);
			for (uint32_t b = 0; b < lhist_bucket_count(&params[p]); b++)
				if (f->words[b] != (b == want))
					fail_msg("lhist(%" PRId64
						 ") number %zu: bucket %u has %" PRIu64
						 ", wanted %u",
						(int64_t)sample, p, b, f->words[b], want);
			fixture_free(f);
		}
	}
}

static void pct_finds_the_bucket(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 2 * SAMPLES; i++) {
		const struct type *t = i % 2 ? &type_int64 : &type_uint64;
		struct agg_params params = { .percentiles = { 50 }, .has_negatives = i % 2 };
		struct fixture *f = fixture_new("pct", t, params);
		uint64_t sample = i < SAMPLES ? sample_at(i / 2) : 0 - sample_at(i / 2);
		uint32_t want = pct_bucket_of(sample, &params);
		uint64_t best = agg_extreme_encode(sample, i % 2, false);

		run(f, sample);
		assert_int_equal(f->words[0], best);
		for (uint32_t b = 0; b < pct_bucket_count(&params); b++)
			if (f->words[1 + b] != (b == want))
				fail_msg("pct(%" PRId64 "): bucket %u has %" PRIu64 ", wanted %u",
					(int64_t)sample, b, f->words[1 + b], want);
		fixture_free(f);
	}
}

/* The three sums of stddev against the compiler's own arithmetic of 128 bits. */
static void check_sums(const struct type *t)
{
	struct fixture *f = fixture_new("stddev", t, (struct agg_params){ 0 });
	unsigned __int128 total = 0, squares = 0;

	for (unsigned i = 0; i < SAMPLES; i++) {
		uint64_t sample = sample_at(i);
		bool negative = t->is_signed && (int64_t)sample < 0;
		unsigned __int128 magnitude = negative ? 0 - sample : sample;

		run(f, sample);
		total += negative ? 0 - magnitude : magnitude;
		squares += magnitude * magnitude;
	}
	assert_int_equal(f->words[0], SAMPLES);
	assert_int_equal(f->words[1], (uint64_t)total);
	assert_int_equal(f->words[2], (uint64_t)(total >> 64));
	assert_int_equal(f->words[3], (uint64_t)squares);
	assert_int_equal(f->words[4], (uint64_t)(squares >> 64));
	fixture_free(f);
}

static void stddev_adds_up(void **state)
{
	(void)state;
	check_sums(&type_int64);
	check_sums(&type_uint64);
}

static void scalars_add_up(void **state)
{
	struct fixture *count = fixture_new("count", &type_uint64, (struct agg_params){ 0 });
	struct fixture *sum = fixture_new("sum", &type_int64, (struct agg_params){ 0 });
	struct fixture *avg = fixture_new("avg", &type_int64, (struct agg_params){ 0 });
	struct fixture *stats = fixture_new("stats", &type_int64, (struct agg_params){ 0 });
	static const int64_t samples[] = { 5, -12, 7, 1000, -3 }; /* 997 in all */

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		run(count, (uint64_t)samples[i]);
		run(sum, (uint64_t)samples[i]);
		run(avg, (uint64_t)samples[i]);
		run(stats, (uint64_t)samples[i]);
	}
	assert_int_equal(count->words[0], 5);
	assert_int_equal(sum->words[0], 997);
	assert_int_equal(avg->words[0], 5);
	assert_int_equal(avg->words[1], 997);
	assert_int_equal(stats->words[0], 5);
	assert_int_equal(stats->words[1], 997);
	fixture_free(count);
	fixture_free(sum);
	fixture_free(avg);
	fixture_free(stats);
}

/* The extreme of some samples as the runtime reads it, and as an expression reads it. */
static void check_extreme(const char *name, const struct type *t, const uint64_t *samples,
	size_t count, uint64_t want)
{
	struct fixture *f = fixture_new(name, t, (struct agg_params){ 0 });
	const struct builtin *b = f->call.call.builtin;
	ir_value read;

	for (size_t i = 0; i < count; i++)
		run(f, samples[i]);
	assert_int_equal(f->words[1] != 0, count != 0);
	if (count)
		assert_int_equal(
			agg_extreme_decode(f->words[0], t->is_signed, b->agg == AGG_MIN), want);
	read = b->value(&f->l, word(&f->l, f->words[0]), word(&f->l, f->words[1]), &f->value_type);
	assert_int_equal(read->word, want);
	fixture_free(f);
}

static void extremes_go_by_the_sign(void **state)
{
	static const uint64_t samples[] = { 3, (uint64_t)-7, 100, 0, (uint64_t)-1 };

	(void)state;
	check_extreme("min", &type_int64, samples, 5, (uint64_t)-7);
	check_extreme("max", &type_int64, samples, 5, 100);
	check_extreme("min", &type_uint64, samples, 5, 0);
	check_extreme("max", &type_uint64, samples, 5, (uint64_t)-1);
	check_extreme("min", &type_int64, samples, 0, 0);
	check_extreme("max", &type_int64, samples, 0, 0);
	check_extreme("min", &type_uint64, samples, 1, 3);
	check_extreme("max", &type_int64, (const uint64_t[]){ 1ULL << 63 }, 1, 1ULL << 63);
	check_extreme("min", &type_int64, (const uint64_t[]){ INT64_MAX }, 1, INT64_MAX);
}

static void averages_truncate(void **state)
{
	struct fixture *f = fixture_new("avg", &type_int64, (struct agg_params){ 0 });
	const struct builtin *b = f->call.call.builtin;

	(void)state;
	assert_int_equal(b->value(&f->l, word(&f->l, 3), word(&f->l, 11), &f->value_type)->word, 3);
	assert_int_equal(
		b->value(&f->l, word(&f->l, 3), word(&f->l, (uint64_t)-11), &f->value_type)->word,
		(uint64_t)-3);
	assert_int_equal(b->value(&f->l, word(&f->l, 0), word(&f->l, 0), &f->value_type)->word, 0);
	fixture_free(f);
}

static void numbers_become_text(void **state)
{
	static const uint64_t numbers[] = { 0, 7, 10, 99, 100, 12345678, 99999999, 100000000,
		UINT64_MAX, INT64_MAX, 1ULL << 63, (uint64_t)-1, (uint64_t)-42,
		10000000000000000000ULL };
	static const char *const prefixes[] = { "", "x", "1234567", "12345678", "123456789",
		"unknown error ", "unknown syscall " };
	struct fixture *f = fixture_new("strerror", &type_int64, (struct agg_params){ 0 });

	(void)state;
	for (size_t p = 0; p < ARRAY_SIZE(prefixes); p++) {
		for (size_t i = 0; i < 2 * ARRAY_SIZE(numbers); i++) {
			uint64_t n = numbers[i / 2];
			char want[64] = "";
			ir_value text = lower_temporary(&f->l, 64);

			snprintf(want, sizeof(want), i % 2 ? "%s%" PRId64 : "%s%" PRIu64,
				prefixes[p], n);
			row_put_number(&f->l, text, 64, prefixes[p], word(&f->l, n), i % 2);
			assert_memory_equal(host(text), want, 64);
		}
	}
	fixture_free(f);
}

static void check_name(
	const char *function, const struct type *t, uint64_t number, const char *want)
{
	struct fixture *f = fixture_new(function, t, (struct agg_params){ 0 });

	assert_string_equal((const char *)host(run(f, number)), want);
	fixture_free(f);
}

static void errors_have_their_texts(void **state)
{
	(void)state;
	for (int e = -200; e <= 200; e++) {
		const char *text = strerrordesc_np(e < 0 ? -e : e);
		char unknown[64];

		snprintf(unknown, sizeof(unknown), "unknown error %d", e < 0 ? -e : e);
		check_name("strerror", &type_int64, (uint64_t)e, text ? text : unknown);
	}
	check_name("strerror", &type_int64, (uint64_t)-4095, "unknown error 4095");
	check_name("strerror", &type_int64, (uint64_t)-4096, "unknown error -4096");
	check_name("strerror", &type_int64, 1ULL << 63, "unknown error -9223372036854775808");
	check_name("strerror", &type_uint64, (uint64_t)-2, "unknown error 18446744073709551614");
}

static void system_calls_have_their_names(void **state)
{
	(void)state;
	for (uint32_t n = 0; n < machine_syscall_limit() + 50; n++) {
		const char *name = machine_syscall_name(n);
		char unknown[64];

		snprintf(unknown, sizeof(unknown), "unknown syscall %u", n);
		check_name("syscall_name", &type_int64, n, name ? name : unknown);
	}
	check_name("syscall_name", &type_int64, (uint64_t)-1, "unknown syscall -1");
	check_name(
		"syscall_name", &type_uint64, UINT64_MAX, "unknown syscall 18446744073709551615");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hist_finds_the_bucket),
		cmocka_unit_test(lhist_finds_the_bucket),
		cmocka_unit_test(pct_finds_the_bucket),
		cmocka_unit_test(stddev_adds_up),
		cmocka_unit_test(scalars_add_up),
		cmocka_unit_test(extremes_go_by_the_sign),
		cmocka_unit_test(averages_truncate),
		cmocka_unit_test(numbers_become_text),
		cmocka_unit_test(errors_have_their_texts),
		cmocka_unit_test(system_calls_have_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
