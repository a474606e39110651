/* runtime/agg_scalar.c - how aggregations of one or two words are merged over CPUs and shown:
 * count, sum, min, max, avg, stats. */
#include <errno.h>
#include <string.h>

#include "runtime/agg_word.h"

static struct agg_mean_value load_mean(const void *bytes)
{
	struct agg_mean_value mean;

	memcpy(&mean, bytes, sizeof(mean));
	return mean;
}

static struct agg_extreme_value load_extreme(const void *bytes)
{
	struct agg_extreme_value extreme;

	memcpy(&extreme, bytes, sizeof(extreme));
	return extreme;
}

static void total_merge(void *acc, const void *cpu, const struct type *t)
{
	(void)t;
	agg_words_merge(acc, cpu, 0, 1);
}

static int count_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	(void)ctx;
	(void)t;
	*out = agg_count_value(agg_word(acc, 0), div);
	return 0;
}

static int count_compare(const void *a, const void *b, const struct type *t)
{
	(void)t;
	return agg_word_compare(agg_word(a, 0), agg_word(b, 0), false);
}

static int sum_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	(void)ctx;
	*out = agg_sample_value(t, agg_word(acc, 0), div);
	return 0;
}

static int sum_compare(const void *a, const void *b, const struct type *t)
{
	return agg_word_compare(agg_word(a, 0), agg_word(b, 0), agg_is_signed(t));
}

/* The encoding makes both min and max the largest word. */
static void extreme_merge(void *acc, const void *cpu, const struct type *t)
{
	struct agg_extreme_value sum = load_extreme(acc), one = load_extreme(cpu);

	(void)t;
	if (one.seen && (!sum.seen || one.best > sum.best))
		sum.best = one.best;
	sum.seen |= one.seen;
	memcpy(acc, &sum, sizeof(sum));
}

static bool extreme_is_empty(const void *acc, const struct type *t)
{
	(void)t;
	return load_extreme(acc).seen == 0;
}

static uint64_t extreme_word(const void *acc, const struct type *t)
{
	struct agg_extreme_value extreme = load_extreme(acc);

	return extreme.seen ? agg_extreme_decode(extreme.best, agg_is_signed(t), t->agg == AGG_MIN)
		: 0;
}

static int extreme_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	(void)ctx;
	*out = agg_sample_value(t, extreme_word(acc, t), div);
	return 0;
}

static int extreme_compare(const void *a, const void *b, const struct type *t)
{
	return agg_word_compare(extreme_word(a, t), extreme_word(b, t), agg_is_signed(t));
}

static void mean_merge(void *acc, const void *cpu, const struct type *t)
{
	(void)t;
	agg_words_merge(acc, cpu, 0, sizeof(struct agg_mean_value) / sizeof(uint64_t));
}

static uint64_t mean_average(struct agg_mean_value mean, bool as_signed)
{
	return mean.count ? agg_word_divide(mean.total, mean.count, as_signed) : 0;
}

static int avg_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	(void)ctx;
	*out = agg_sample_value(t, mean_average(load_mean(acc), agg_is_signed(t)), div);
	return 0;
}

static int mean_compare(const void *a, const void *b, const struct type *t)
{
	bool as_signed = agg_is_signed(t);

	return agg_word_compare(mean_average(load_mean(a), as_signed),
		mean_average(load_mean(b), as_signed), as_signed);
}

static int stats_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	struct agg_mean_value mean = load_mean(acc);
	struct value *fields = arena_try_alloc(ctx->arena, 3 * sizeof(*fields));
	int err = fields ? agg_record(ctx, t, fields, out) : -ENOMEM;

	if (err)
		return err;
	fields[0] = agg_count_value(mean.count, 1);
	fields[1] = agg_sample_value(t, mean_average(mean, agg_is_signed(t)), div);
	fields[2] = agg_sample_value(t, mean.total, div);
	return 0;
}

const struct agg count_agg = {
	.merge = total_merge,
	.to_value = count_to_value,
	.compare = count_compare,
	.metric = METRIC_COUNTER,
	.json_type = "map",
};

const struct agg sum_agg = {
	.merge = total_merge,
	.to_value = sum_to_value,
	.compare = sum_compare,
	.metric = METRIC_COUNTER,
	.json_type = "map",
};

const struct agg min_agg = {
	.merge = extreme_merge,
	.to_value = extreme_to_value,
	.compare = extreme_compare,
	.is_empty = extreme_is_empty,
	.metric = METRIC_GAUGE,
	.json_type = "map",
};

const struct agg max_agg = {
	.merge = extreme_merge,
	.to_value = extreme_to_value,
	.compare = extreme_compare,
	.is_empty = extreme_is_empty,
	.metric = METRIC_GAUGE,
	.json_type = "map",
};

const struct agg avg_agg = {
	.merge = mean_merge,
	.to_value = avg_to_value,
	.compare = mean_compare,
	.metric = METRIC_GAUGE,
	.json_type = "stats",
};

const struct agg stats_agg = {
	.merge = mean_merge,
	.to_value = stats_to_value,
	.compare = mean_compare,
	.metric = METRIC_SUMMARY,
	.json_type = "stats",
};
