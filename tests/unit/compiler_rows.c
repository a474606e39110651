/* tests/unit/compiler_rows.c - what the rows compute, without LLVM and without a kernel: the
 * functions of compiler/lower.h are replaced by ones that work the values out at once, so that a
 * row's code can be compared with the C functions it stands for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/builtin.h"
#include "compiler/compilation.h"
#include "compiler/lower.h"
#include "compiler/row.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

/* A value is a word (addresses too), a cell a word that changes. */
struct LLVMOpaqueValue {
	uint64_t word;
};

enum { MAX_DEPTH = 64 };

struct lowering {
	struct compilation compilation;
	uint64_t sample; /* what every argument evaluates to */
	const struct node *target;
	uint8_t *element; /* the element of the target */
	size_t element_size;
	bool active[MAX_DEPTH]; /* conditions of the branches around */
	unsigned depth;
};

static ir_value word(struct lowering *l, uint64_t w)
{
	ir_value v = arena_alloc(l->compilation.arena, sizeof(*v));

	v->word = w;
	return v;
}

static bool is_active(const struct lowering *l)
{
	for (unsigned i = 0; i < l->depth; i++)
		if (!l->active[i])
			return false;
	return true;
}

struct compilation *lower_compilation(const struct lowering *l)
{
	return (struct compilation *)&l->compilation;
}

ir_value lower_const(struct lowering *l, uint64_t value)
{
	return word(l, value);
}

ir_value lower_argument(struct lowering *l, const struct node *call, uint32_t n)
{
	(void)call;
	assert_int_equal(n, 0);
	return word(l, l->sample);
}

ir_value lower_expression(struct lowering *l, const struct node *n)
{
	(void)n;
	return word(l, l->sample);
}

static uint64_t divided(enum operator op, uint64_t a, uint64_t b)
{
	if (!b)
		return 1;
	return op == OP_DIV ? a / b : a % b;
}

ir_value ir_binary(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	uint64_t x = a->word, y = b->word;

	switch ((int)op) {
	case OP_ADD: return word(l, x + y);
	case OP_SUB: return word(l, x - y);
	case OP_MUL: return word(l, x * y);
	case OP_SHL: return word(l, x << (y & 63));
	case OP_SHR: return word(l, is_signed ? (uint64_t)((int64_t)x >> (y & 63)) : x >> (y & 63));
	case OP_AND: return word(l, x & y);
	case OP_OR: return word(l, x | y);
	case OP_XOR: return word(l, x ^ y);
	case OP_DIV:
	case OP_MOD:
		if (is_signed && y && (int64_t)y != -1)
			return word(l, (uint64_t)(op == OP_DIV ? (int64_t)x / (int64_t)y
				: (int64_t)x % (int64_t)y));
		return word(l, divided(op, x, y));
	}
	fail_msg("operator %s", operator_text(op));
	return NULL;
}

ir_value ir_compare(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	bool less = is_signed ? (int64_t)a->word < (int64_t)b->word : a->word < b->word;
	bool equal = a->word == b->word;

	switch ((int)op) {
	case OP_EQ: return word(l, equal);
	case OP_NE: return word(l, !equal);
	case OP_LT: return word(l, less);
	case OP_LE: return word(l, less || equal);
	case OP_GT: return word(l, !less && !equal);
	case OP_GE: return word(l, !less);
	}
	fail_msg("operator %s", operator_text(op));
	return NULL;
}

ir_value ir_select(struct lowering *l, ir_value cond, ir_value yes, ir_value no)
{
	(void)l;
	return cond->word ? yes : no;
}

ir_value ir_opaque(struct lowering *l, ir_value v)
{
	(void)l;
	return v;
}

ir_value ir_extend(struct lowering *l, ir_value v, uint32_t size, bool is_signed)
{
	unsigned unused = 64 - 8 * size;

	return word(l, is_signed ? (uint64_t)((int64_t)(v->word << unused) >> unused)
		: v->word << unused >> unused);
}

static void *host(ir_value address)
{
	return (void *)(uintptr_t)address->word;
}

ir_value ir_offset(struct lowering *l, ir_value address, ir_value bytes)
{
	return word(l, address->word + bytes->word);
}

ir_value ir_load(
	struct lowering *l, ir_value address, uint32_t offset, uint32_t size, bool is_signed)
{
	uint64_t w = 0;

	assert_int_equal(offset % size, 0);
	if (is_active(l))
		memcpy(&w, (char *)host(address) + offset, size);
	return ir_extend(l, word(l, w), size, is_signed);
}

void ir_store(struct lowering *l, ir_value address, uint32_t offset, uint32_t size, ir_value v)
{
	assert_int_equal(offset % size, 0); /* the verifier wants that of the stack */
	if (is_active(l))
		memcpy((char *)host(address) + offset, &v->word, size);
}

ir_value lower_temporary(struct lowering *l, uint32_t size)
{
	void *memory = arena_alloc(l->compilation.arena, size);

	memset(memory, 0xa5, size);
	return word(l, (uint64_t)(uintptr_t)memory);
}

ir_value lower_data_const(struct lowering *l, const void *bytes, uint32_t size)
{
	return word(l, (uint64_t)(uintptr_t)arena_memdup(l->compilation.arena, bytes, size));
}

void ir_zero(struct lowering *l, ir_value address, uint32_t size)
{
	if (is_active(l))
		memset(host(address), 0, size);
}

void ir_copy(struct lowering *l, ir_value to, ir_value from, uint32_t size)
{
	if (is_active(l))
		memcpy(host(to), host(from), size);
}

struct ir_branch ir_if(struct lowering *l, ir_value cond)
{
	assert_in_range(l->depth, 0, MAX_DEPTH - 1);
	l->active[l->depth++] = cond->word != 0;
	return (struct ir_branch){ 0 };
}

void ir_else(struct lowering *l, struct ir_branch *b)
{
	(void)b;
	l->active[l->depth - 1] = !l->active[l->depth - 1];
}

void ir_end(struct lowering *l, struct ir_branch *b)
{
	(void)b;
	l->depth--;
}

ir_value ir_cell(struct lowering *l, ir_value initial)
{
	return word(l, initial->word);
}

void ir_cell_set(struct lowering *l, ir_value cell, ir_value v)
{
	if (is_active(l))
		cell->word = v->word;
}

ir_value ir_cell_get(struct lowering *l, ir_value cell)
{
	return word(l, cell->word);
}

const struct node *lower_target(const struct lowering *l)
{
	return l->target;
}

struct lower_element lower_element_begin(struct lowering *l, const struct node *map)
{
	assert_ptr_equal(map, l->target);
	return (struct lower_element){ .address = word(l, (uint64_t)(uintptr_t)l->element),
		.map = map->map.ref };
}

void lower_element_end(struct lowering *l, struct lower_element *e)
{
	(void)l;
	(void)e;
}

static uint64_t *element_word(struct lowering *l, const struct lower_element *e, uint32_t offset)
{
	uint8_t *at = (uint8_t *)host(e->address) + offset;

	assert_true(at >= l->element && at + 8 <= l->element + l->element_size);
	assert_int_equal((at - l->element) % 8, 0);
	return (uint64_t *)(void *)at;
}

void lower_element_add(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value v)
{
	*element_word(l, e, offset) += v->word;
}

void lower_element_add_wide(struct lowering *l, const struct lower_element *e, uint32_t offset,
	ir_value low, ir_value high)
{
	uint64_t *words = element_word(l, e, offset);
	bool carry = words[0] + low->word < low->word;

	words[0] += low->word;
	words[1] += high->word + carry;
}

void lower_element_max(
	struct lowering *l, const struct lower_element *e, uint32_t offset, ir_value v)
{
	uint64_t *best = element_word(l, e, offset);

	*best = MAX_OF(*best, v->word);
}

/* What else the rows' files call; the rows tested here do not. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define UNUSED_CALL(result, name, ...)                                                             \
	result name(__VA_ARGS__)                                                                   \
	{                                                                                          \
		fail_msg(#name " was called");                                                     \
		abort();                                                                           \
	}
UNUSED_CALL(const struct match *, lower_match, const struct lowering *l)
UNUSED_CALL(ir_value, lower_string_const, struct lowering *l, const char *text, uint32_t size)
UNUSED_CALL(ir_value, lower_read_string, struct lowering *l, ir_value p, bool user,
	uint32_t capacity, ir_value len)
UNUSED_CALL(ir_value, lower_helper, struct lowering *l, int helper, const ir_value *args,
	uint32_t count)
UNUSED_CALL(ir_value, lower_place_address, struct lowering *l, const struct node *n)
UNUSED_CALL(ir_value, lower_bytes_equal, struct lowering *l, ir_value a, ir_value b, uint32_t size)
UNUSED_CALL(ir_value, lower_current_task, struct lowering *l)
UNUSED_CALL(ir_value, lower_find, struct lowering *l, ir_value s, uint32_t size, const char *text)
UNUSED_CALL(ir_value, lower_fact, struct lowering *l, enum fact_kind kind, const char *text,
	const char *member, uint64_t value)
UNUSED_CALL(ir_value, lower_kernel_member, struct lowering *l, const char *type, const char *member)
UNUSED_CALL(ir_value, lower_kernel_variable, struct lowering *l, uint32_t id)
UNUSED_CALL(ir_value, lower_kernel_call, struct lowering *l, uint32_t id, const ir_value *args,
	uint32_t count)
UNUSED_CALL(void, lower_warning, struct lowering *l, const char *text, struct span span)
UNUSED_CALL(struct lower_object, lower_object_begin, struct lowering *l, const struct node *n)
UNUSED_CALL(ir_value, lower_object_end, struct lowering *l, struct lower_object *o, ir_value word)
UNUSED_CALL(ir_value, lower_packet, struct lowering *l, const char *file, ir_value packet,
	ir_value len, ir_value offset, struct span span)
UNUSED_CALL(ir_value, lower_stack_len, struct lowering *l, enum stack_space space, ir_value id)
UNUSED_CALL(ir_value, lower_search, struct lowering *l, ir_value text, uint32_t text_size,
	ir_value part, uint32_t part_size)
UNUSED_CALL(ir_value, lower_control, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_parameter, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_read, struct lowering *l, ir_value to, ir_value size, ir_value address,
	bool user)
UNUSED_CALL(ir_value, lower_read_text, struct lowering *l, ir_value to, ir_value size,
	ir_value address, bool user)
UNUSED_CALL(bool, lower_is_discarded, const struct lowering *l, const struct node *call)
UNUSED_CALL(void, lower_absent_key, struct lowering *l, const struct map *m, ir_value deleted)
UNUSED_CALL(ir_value, lower_probe_id, struct lowering *l)
UNUSED_CALL(ir_value, lower_func, struct lowering *l)
UNUSED_CALL(ir_value, lower_probe_word, struct lowering *l, uint32_t n)
UNUSED_CALL(ir_value, lower_probe_variable, struct lowering *l, const char *name)
UNUSED_CALL(ir_value, lower_register, struct lowering *l, uint32_t offset)
UNUSED_CALL(ir_value, lower_kernel_stack, struct lowering *l, uint32_t limit)
UNUSED_CALL(ir_value, lower_unwound_stack, struct lowering *l, uint32_t limit)
UNUSED_CALL(ir_value, lower_user_stack, struct lowering *l, uint32_t limit, bool build_id)
UNUSED_CALL(void, lower_store, struct lowering *l, ir_value address, uint32_t offset,
	const struct type *to, ir_value value, const struct type *from)
UNUSED_CALL(ir_value, lower_context, struct lowering *l)
UNUSED_CALL(ir_value, lower_path, struct lowering *l, const struct node *n, uint32_t size)
UNUSED_CALL(void, lower_seq_print, struct lowering *l, const char *format, const ir_value *values,
	uint32_t count)
UNUSED_CALL(ir_value, lower_read_word, struct lowering *l, ir_value address, bool user)
UNUSED_CALL(ir_value, lower_probe_retval, struct lowering *l)
UNUSED_CALL(ir_value, lower_probe_args, struct lowering *l, const struct type *t)
UNUSED_CALL(ir_value, lower_map_find, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_latency, struct lowering *l)
UNUSED_CALL(void, lower_entry, struct lowering *l)
UNUSED_CALL(ir_value, lower_slot_claim, struct lowering *l, ir_value slot, ir_value now)
UNUSED_CALL(ir_value, lower_map_read, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_load, struct lowering *l, ir_value address, uint32_t offset,
	const struct type *t)
UNUSED_CALL(void, lower_variable_assign, struct lowering *l, const struct node *variable,
	ir_value value, const struct type *type)
UNUSED_CALL(ir_value, lower_map_delete, struct lowering *l, const struct node *map)
UNUSED_CALL(ir_value, lower_map_len, struct lowering *l, const struct map *map)
UNUSED_CALL(ir_value, ir_is_null, struct lowering *l, ir_value address)
UNUSED_CALL(void, lower_event, struct lowering *l, const struct lower_event *event)
UNUSED_CALL(
	void, lower_event_word, struct lowering *l, const struct lower_event *event, ir_value word)
UNUSED_CALL(void, lower_join, struct lowering *l, const char *separator, ir_value array, bool user,
	struct span span)
UNUSED_CALL(void, lower_exit, struct lowering *l, ir_value code, struct span span)
UNUSED_CALL(ir_value, lower_function_call, struct lowering *l, const struct node *call)
#pragma GCC diagnostic pop

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
