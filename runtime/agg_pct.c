/* runtime/agg_pct.c - how the percentiles of pct are merged over CPUs and found in its buckets
 * (language.md 17.5). */
#include <errno.h>
#include <string.h>

#include "runtime/agg_word.h"

enum {
	BEST = offsetof(struct agg_pct_value, best),
	BUCKETS = offsetof(struct agg_pct_value, buckets)
};

static void pct_merge(void *acc, const void *cpu, const struct type *t)
{
	uint64_t best = agg_word(cpu, BEST);

	if (best > agg_word(acc, BEST))
		memcpy((char *)acc + BEST, &best, sizeof(best));
	agg_words_merge(acc, cpu, BUCKETS, pct_bucket_count(&t->agg_params));
}

static uint64_t total_count(const void *acc, const struct type *t)
{
	return agg_words_total(acc, BUCKETS, pct_bucket_count(&t->agg_params));
}

static int pct_compare(const void *a, const void *b, const struct type *t)
{
	return agg_word_compare(total_count(a, t), total_count(b, t), false);
}

/* Buckets in the order of their samples: from far below zero to zero, then up. */
static uint32_t bucket_at(uint32_t position, const struct agg_params *p)
{
	if (!p->has_negatives)
		return position;
	return position < PCT_SIDE_BUCKETS ? 2 * PCT_SIDE_BUCKETS - 1 - position
		: position - PCT_SIDE_BUCKETS;
}

/* Of how many parts a percentile as written is a number: 100, then 1000 for 999. */
static uint32_t parts_of(uint32_t percentile)
{
	uint32_t parts = 100;

	while (percentile >= parts)
		parts *= 10;
	return parts;
}

/* The sample of that rank is at most this. */
static uint64_t percentile_of(const void *acc, const struct type *t, uint32_t percentile,
	uint64_t total, uint64_t largest)
{
	const struct agg_params *p = &t->agg_params;
	uint32_t parts = parts_of(percentile), count = pct_bucket_count(p), at = 0;
	uint64_t rank = (uint64_t)(((unsigned __int128)total * percentile + parts - 1) / parts),
		 seen = 0, bound;
	bool above;

	if (!total)
		return 0;
	for (;; at++) {
		seen += agg_word(acc, BUCKETS + bucket_at(at, p) * sizeof(uint64_t));
		if (seen >= rank || at + 1 == count)
			break;
	}
	bound = pct_bucket_largest(bucket_at(at, p));
	above = p->has_negatives ? (int64_t)bound > (int64_t)largest : bound > largest;
	return above ? largest : bound;
}

static int pct_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	const struct agg_params *p = &t->agg_params;
	uint64_t total = total_count(acc, t);
	uint64_t largest =
		total ? agg_extreme_decode(agg_word(acc, BEST), p->has_negatives, false) : 0;
	size_t count = agg_field_count(AGG_PCT, p);
	struct value *fields = arena_try_alloc(ctx->arena, count * sizeof(*fields));
	int err = fields ? agg_record(ctx, t, fields, out) : -ENOMEM;

	if (err)
		return err;
	fields[0] = agg_count_value(total, 1);
	for (size_t i = 1; i + 1 < count; i++)
		fields[i] = agg_sample_value(
			t, percentile_of(acc, t, p->percentiles[i - 1], total, largest), div);
	fields[count - 1] = agg_sample_value(t, largest, div);
	return 0;
}

const struct agg pct_agg = {
	.merge = pct_merge,
	.to_value = pct_to_value,
	.compare = pct_compare,
	.metric = METRIC_QUANTILES,
	.json_type = "pct",
};
