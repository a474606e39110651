/* runtime/agg_scalar.c - how aggregations of one or two words are merged over CPUs and shown:
 * count, sum, min, max, avg, stats. */
#include <errno.h>
#include <string.h>

#include "runtime/agg.h"

static bool is_signed(const struct type *t)
{
	return t->elem && t->elem->is_signed;
}

/* Map values lie at multiples of 8 in what the kernel returns, but a recorded dump need not. */
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

static uint64_t load_total(const void *bytes)
{
	uint64_t total;

	memcpy(&total, bytes, sizeof(total));
	return total;
}

static int compare_words(uint64_t a, uint64_t b, bool as_signed)
{
	if (as_signed)
		return (int64_t)a < (int64_t)b ? -1 : (int64_t)a > (int64_t)b;
	return a < b ? -1 : a > b;
}

/* A word as it is shown: in its own sign, divided. */
static struct value show_word(uint64_t word, bool as_signed, uint32_t div)
{
	if (div < 2)
		div = 1;
	if (as_signed)
		return (struct value){ .kind = VALUE_INT, .i = (int64_t)word / (int64_t)div };
	return (struct value){ .kind = VALUE_UINT, .u = word / div };
}

static void total_merge(void *acc, const void *cpu, const struct type *t)
{
	uint64_t total = load_total(acc) + load_total(cpu);

	(void)t;
	memcpy(acc, &total, sizeof(total));
}

static int count_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
    uint32_t div, struct value *out)
{
	(void)ctx;
	(void)t;
	*out = show_word(load_total(acc), false, div);
	return 0;
}

static int count_compare(const void *a, const void *b, const struct type *t)
{
	(void)t;
	return compare_words(load_total(a), load_total(b), false);
}

static int sum_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
    uint32_t div, struct value *out)
{
	(void)ctx;
	*out = show_word(load_total(acc), is_signed(t), div);
	return 0;
}

static int sum_compare(const void *a, const void *b, const struct type *t)
{
	return compare_words(load_total(a), load_total(b), is_signed(t));
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

	return extreme.seen ? agg_extreme_decode(extreme.best, is_signed(t), t->agg == AGG_MIN) : 0;
}

static int extreme_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
    uint32_t div, struct value *out)
{
	(void)ctx;
	*out = show_word(extreme_word(acc, t), is_signed(t), div);
	return 0;
}

static int extreme_compare(const void *a, const void *b, const struct type *t)
{
	return compare_words(extreme_word(a, t), extreme_word(b, t), is_signed(t));
}

static void mean_merge(void *acc, const void *cpu, const struct type *t)
{
	struct agg_mean_value sum = load_mean(acc), one = load_mean(cpu);

	(void)t;
	sum.count += one.count;
	sum.total += one.total;
	memcpy(acc, &sum, sizeof(sum));
}

/* A count that does not fit an int64 is no count: a damaged value must not trap on INT64_MIN / -1.
 */
static uint64_t mean_average(struct agg_mean_value mean, bool as_signed)
{
	if (mean.count == 0)
		return 0;
	if (!as_signed)
		return mean.total / mean.count;
	if (mean.count > INT64_MAX)
		return 0;
	return (uint64_t)((int64_t)mean.total / (int64_t)mean.count);
}

static int avg_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
    uint32_t div, struct value *out)
{
	(void)ctx;
	*out = show_word(mean_average(load_mean(acc), is_signed(t)), is_signed(t), div);
	return 0;
}

static int mean_compare(const void *a, const void *b, const struct type *t)
{
	bool as_signed = is_signed(t);

	return compare_words(mean_average(load_mean(a), as_signed),
	    mean_average(load_mean(b), as_signed), as_signed);
}

static int stats_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
    uint32_t div, struct value *out)
{
	static const char *const names[] = { "count", "average", "total" };
	struct agg_mean_value mean = load_mean(acc);
	struct value *fields = arena_try_alloc(ctx->arena, 3 * sizeof(*fields));

	if (!fields)
		return -ENOMEM;
	fields[0] = show_word(mean.count, false, 1);
	fields[1] = show_word(mean_average(mean, is_signed(t)), is_signed(t), div);
	fields[2] = show_word(mean.total, is_signed(t), div);
	*out = (struct value){
	    .kind = VALUE_RECORD, .list = {.items = fields, .names = names, .count = 3}};
	return 0;
}

const struct agg count_agg = {
	.merge = total_merge,
	.to_value = count_to_value,
	.compare = count_compare,
	.json_type = "map",
};

const struct agg sum_agg = {
	.merge = total_merge,
	.to_value = sum_to_value,
	.compare = sum_compare,
	.json_type = "map",
};

const struct agg min_agg = {
	.merge = extreme_merge,
	.to_value = extreme_to_value,
	.compare = extreme_compare,
	.is_empty = extreme_is_empty,
	.json_type = "map",
};

const struct agg max_agg = {
	.merge = extreme_merge,
	.to_value = extreme_to_value,
	.compare = extreme_compare,
	.is_empty = extreme_is_empty,
	.json_type = "map",
};

const struct agg avg_agg = {
	.merge = mean_merge,
	.to_value = avg_to_value,
	.compare = mean_compare,
	.json_type = "stats",
};

const struct agg stats_agg = {
	.merge = mean_merge,
	.to_value = stats_to_value,
	.compare = mean_compare,
	.json_type = "stats",
};
