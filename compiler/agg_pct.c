/* compiler/agg_pct.c - row of pct, the percentiles of a number, and how the kernel updates its
 * buckets: the same as pct_bucket_of() of runtime/base/agg.h. */

#include <stddef.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

/* 1 to 99 per cent; three to five digits that begin with 9 are the digits behind "0." (17.5). */
static bool is_percentile(int64_t p)
{
	return (p >= 1 && p <= 99) || (p >= 900 && p <= 999) || (p >= 9000 && p <= 9999) ||
	       (p >= 90000 && p <= 99999);
}

static bool add_percentile(
	struct checker *c, const struct node *arg, uint32_t *list, uint32_t count)
{
	int64_t p;

	if (!checker_literal_int(arg, &p) || !is_percentile(p)) {
		diag_hint(diag_error(checker_diags(c), arg->span, DIAG_OUT_OF_RANGE,
				  "pct() takes percentiles from 1 to 99, or 999 for 99.9 per cent"),
			"three to five digits that begin with 9 are those behind '0.'");
		return false;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (list[i] != (uint64_t)p)
			continue;
		diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
			"pct() is given the percentile %lld twice", (long long)p);
		return false;
	}
	list[count] = (uint32_t)p;
	return true;
}

static const struct type *pct_check(struct checker *c, struct node *n)
{
	static const uint32_t usual[] = { 50, 90, 99 };
	struct agg_params *p = row_agg_params(c, n);
	uint32_t count = 0;

	if (!p)
		return NULL;
	*p = (struct agg_params){ 0 };
	for (const struct node *arg = row_argument(n, 1); arg; arg = arg->next) {
		if (count == PCT_MAX_PERCENTILES) {
			diag_hint(diag_error(checker_diags(c), arg->span, DIAG_TOO_MANY,
					  "pct() takes up to %d percentiles, not %u",
					  PCT_MAX_PERCENTILES, row_argument_count(n) - 1),
				"ask for the others in a second map");
			return &type_error;
		}
		if (!add_percentile(c, arg, p->percentiles, count++))
			return &type_error;
	}
	for (uint32_t i = 0; !count && i < ARRAY_SIZE(usual); i++)
		p->percentiles[i] = usual[i];
	return NULL;
}

/* The number of a sample's bucket; what lies below zero is mirrored into the second half. */
static ir_value pct_bucket(struct lowering *l, ir_value sample, bool has_negatives)
{
	ir_value zero = lower_const(l, 0), side = lower_const(l, PCT_SIDE_BUCKETS),
		 magnitude = sample, negative = zero, bucket;

	if (has_negatives) {
		negative = ir_compare(l, OP_LT, sample, zero, true);
		magnitude = ir_select(
			l, negative, ir_binary(l, OP_SUB, zero, sample, false), sample);
	}
	bucket = row_index_below(l, row_magnitude_bucket(l, magnitude, PCT_BITS), side, zero);
	if (!has_negatives)
		return bucket;
	return ir_binary(l, OP_ADD, bucket, ir_select(l, negative, side, zero), false);
}

static ir_value pct_lower(struct lowering *l, const struct node *n)
{
	bool has_negatives = row_target_params(l)->has_negatives;
	ir_value sample = lower_argument(l, n, 0);
	ir_value bucket = pct_bucket(l, sample, has_negatives);
	ir_value code = row_extreme_code(l, sample, has_negatives, false);
	struct lower_element e = lower_element_begin(l, lower_target(l));

	lower_element_max(l, &e, offsetof(struct agg_pct_value, best), code);
	e.address = ir_offset(l, e.address, ir_binary(l, OP_SHL, bucket, lower_const(l, 3), false));
	lower_element_add(l, &e, offsetof(struct agg_pct_value, buckets), lower_const(l, 1));
	lower_element_end(l, &e);
	return NULL;
}

const struct builtin agg_pct_builtins[] = {
	{
		.name = "pct",
		.signature = "pct(int n, literal_int ...) -> agg",
		.flags = BI_AGGREGATION | BI_WEAK,
		.agg = AGG_PCT,
		.help = "count, percentiles and largest value of a number: 50, 90 and 99 per cent, or "
			"those that are given",
		.example =
			"tracepoint:syscalls:sys_exit_read { @ns[comm] = pct(latency, 50, 99); }",
		.check = pct_check,
		.lower = pct_lower,
	},
	{ 0 },
};
