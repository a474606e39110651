/* compiler/agg_hist.c - rows of the histograms, hist and lhist, and how the kernel finds the bucket
 * of a sample: the same as hist_bucket_of() and lhist_bucket_of() of runtime/base/agg.h. */

#include <stddef.h>

#include "compiler/compilation.h"
#include "compiler/row.h"

struct agg_params *row_agg_params(struct checker *c, struct node *n)
{
	if (n->kind != NODE_CALL)
		return NULL;
	if (!n->call.data)
		n->call.data = arena_new_object(checker_arena(c), struct agg_params);
	return n->call.data;
}

const struct agg_params *row_target_params(const struct lowering *l)
{
	return &lower_target(l)->map.ref->value_type->agg_params;
}

/* Add 1 to a bucket of the target by its number, which the caller has kept below their count in a
 * way that the verifier sees. */
static void bucket_add(struct lowering *l, ir_value bucket)
{
	struct lower_element e = lower_element_begin(l, lower_target(l));

	e.address = ir_offset(l, e.address, ir_binary(l, OP_SHL, bucket, lower_const(l, 3), false));
	lower_element_add(l, &e, 0, lower_const(l, 1));
	lower_element_end(l, &e);
}

static const struct type *hist_check(struct checker *c, struct node *n)
{
	const struct node *bits = row_argument(n, 1);
	struct agg_params *p = row_agg_params(c, n);
	int64_t value;

	if (p && bits && row_in_range(c, n, 1, "a number of bits", 0, HIST_MAX_BITS) &&
		checker_literal_int(bits, &value))
		p->bits = (uint32_t)value;
	return NULL;
}

/* floor(log2(word)) of a word that is not 0, without branches: the sign of 0 - (v >> n) tells
 * whether anything is left above n bits. */
static ir_value log2_lower(struct lowering *l, ir_value word)
{
	ir_value zero = lower_const(l, 0), result = zero;

	for (uint32_t power = 5; power < 6; power--) {
		ir_value above = ir_binary(l, OP_SHR, word, lower_const(l, 1u << power), false);
		ir_value sign = ir_binary(l, OP_SHR, ir_binary(l, OP_SUB, zero, above, false),
			lower_const(l, 63), false);
		ir_value step = ir_binary(l, OP_SHL, sign, lower_const(l, power), false);

		word = ir_binary(l, OP_SHR, word, step, false);
		result = ir_binary(l, OP_OR, result, step, false);
	}
	return result;
}

/* With s = log2 of what is above the bits, the bucket is (s << bits) + (magnitude >> s). */
ir_value row_magnitude_bucket(struct lowering *l, ir_value magnitude, uint32_t k)
{
	ir_value bits = lower_const(l, k), one = lower_const(l, 1);
	ir_value above =
		ir_binary(l, OP_OR, ir_binary(l, OP_SHR, magnitude, bits, false), one, false);
	ir_value s = log2_lower(l, above);

	return ir_binary(l, OP_ADD, ir_binary(l, OP_SHL, s, bits, false),
		ir_binary(l, OP_SHR, magnitude, s, false), false);
}

/* A negative sample, taken as unsigned, comes out at or above the number of buckets: one test keeps
 * the index in bounds and sends it to bucket 0. */
static ir_value hist_lower(struct lowering *l, const struct node *n)
{
	uint32_t k = row_target_params(l)->bits;
	ir_value bucket = row_magnitude_bucket(l, lower_argument(l, n, 0), k);
	ir_value count = lower_const(l, hist_bucket_count(k));

	bucket = ir_binary(l, OP_ADD, bucket, lower_const(l, 1), false);
	bucket_add(l, row_index_below(l, bucket, count, lower_const(l, 0)));
	return NULL;
}

/* Buckets between minimum and maximum; the last may be narrower. */
static uint64_t inner_buckets(const struct agg_params *p)
{
	uint64_t span = (uint64_t)p->max - (uint64_t)p->min, step = (uint64_t)p->step;

	return span / step + (span % step != 0);
}

static const struct type *lhist_check(struct checker *c, struct node *n)
{
	struct agg_params *p = row_agg_params(c, n);
	const struct node *args[] = { row_argument(n, 1), row_argument(n, 2), row_argument(n, 3) };
	struct diags *diags = checker_diags(c);
	struct agg_params given = { 0 };

	if (!p || !args[2] || !checker_literal_int(args[0], &given.min) ||
		!checker_literal_int(args[1], &given.max) ||
		!checker_literal_int(args[2], &given.step))
		return NULL;
	if (!row_in_range(c, n, 3, "a step", 1, INT64_MAX))
		return NULL;
	if (given.min >= given.max)
		diag_error(diags, args[1]->span, DIAG_OUT_OF_RANGE,
			"lhist() needs a maximum above its minimum %lld, not %lld",
			(long long)given.min, (long long)given.max);
	else if (inner_buckets(&given) > LHIST_MAX_BUCKETS)
		diag_hint(diag_error(diags, n->span, DIAG_OUT_OF_RANGE,
				  "lhist() would need %llu buckets, more than the %d it can have",
				  (unsigned long long)inner_buckets(&given), LHIST_MAX_BUCKETS),
			"use a larger step");
	else
		*p = given;
	return NULL;
}

static ir_value lhist_lower(struct lowering *l, const struct node *n)
{
	const struct agg_params *p = row_target_params(l);
	ir_value sample = lower_argument(l, n, 0), min = lower_const(l, (uint64_t)p->min),
		 max = lower_const(l, (uint64_t)p->max);
	ir_value last = lower_const(l, lhist_bucket_count(p) - 1);
	ir_value inner = ir_binary(l, OP_SUB, sample, min, false);
	ir_value bucket = ir_binary(l, OP_ADD,
		ir_binary(l, OP_DIV, inner, lower_const(l, (uint64_t)p->step), false),
		lower_const(l, 1), false);

	bucket = ir_select(l, ir_compare(l, OP_GE, sample, max, true), last, bucket);
	bucket = ir_select(l, ir_compare(l, OP_LT, sample, min, true), lower_const(l, 0), bucket);
	bucket_add(l, row_index_below(l, bucket, last, last));
	return NULL;
}

const struct builtin agg_hist_builtins[] = {
	{
		.name = "hist",
		.signature = "hist(int n, literal_int bits?) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_HIST,
		.help = "a histogram of a number by powers of two, each cut into 2 to the power "
			"of bits equal parts",
		.example = "tracepoint:syscalls:sys_exit_read { @ns = hist(latency); }",
		.check = hist_check,
		.lower = hist_lower,
	},
	{
		.name = "lhist",
		.signature =
			"lhist(int n, literal_int min, literal_int max, literal_int step) -> agg",
		.flags = BI_AGGREGATION,
		.agg = AGG_LHIST,
		.help = "a histogram of a number with steps of equal width from min to max",
		.example =
			"tracepoint:syscalls:sys_enter_write { @bytes = lhist(args.count, 0, 1000, 100); }",
		.check = lhist_check,
		.lower = lhist_lower,
	},
	{ 0 },
};
