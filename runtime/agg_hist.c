/* runtime/agg_hist.c - how histograms are merged over CPUs and become labelled buckets: hist and
 * lhist.  Labels live in the context's arena. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "runtime/agg_word.h"

#define LABEL_ROOM 64

static uint64_t load_count(const void *acc, uint32_t bucket)
{
	return agg_word(acc, bucket * sizeof(uint64_t));
}

static uint32_t bucket_count(const struct type *t)
{
	return t->agg == AGG_HIST ? hist_bucket_count(t->agg_params.bits)
		: lhist_bucket_count(&t->agg_params);
}

static void hist_merge(void *acc, const void *cpu, const struct type *t)
{
	agg_words_merge(acc, cpu, 0, bucket_count(t));
}

static uint64_t total_count(const void *acc, const struct type *t)
{
	return agg_words_total(acc, 0, bucket_count(t));
}

static int hist_compare(const void *a, const void *b, const struct type *t)
{
	return agg_word_compare(total_count(a, t), total_count(b, t), false);
}

/* A bound of hist: in units of 1024^i, i the power of 1024 in the width of the bucket that starts
 * at it. */
static int put_bound(char *to, size_t room, uint64_t bound, uint64_t width)
{
	static const char suffixes[] = " KMGTPE";
	unsigned unit = (unsigned)__builtin_ctzll(width) / 10;

	if (unit == 0)
		return snprintf(to, room, "%" PRIu64, bound);
	return snprintf(to, room, "%" PRIu64 "%c", bound >> (10 * unit), suffixes[unit]);
}

static void hist_bucket(const struct type *t, uint32_t i, struct value_bucket *b, char *label)
{
	uint32_t k = t->agg_params.bits;
	uint64_t width, end, end_width;
	int len;

	if (i == 0) {
		*b = (struct value_bucket){ .has_max = true, .max = -1 };
		snprintf(label, LABEL_ROOM, "(..., 0)");
		return;
	}
	width = hist_bucket_width(i, k);
	*b = (struct value_bucket){
		.has_min = true, .has_max = true, .min = hist_bucket_start(i, k)
	};
	end = (uint64_t)b->min + width;
	b->max = (int64_t)(end - 1);
	if (width == 1) {
		snprintf(label, LABEL_ROOM, "[%" PRId64 "]", b->min);
		return;
	}
	/* the bucket behind the last one would be the first of the next power of two */
	end_width = i + 1 < hist_bucket_count(k) ? hist_bucket_width(i + 1, k) : 1ULL << (63 - k);
	label[0] = '[';
	len = 1 + put_bound(label + 1, LABEL_ROOM - 1, (uint64_t)b->min, width);
	len += snprintf(label + len, (size_t)(LABEL_ROOM - len), ", ");
	len += put_bound(label + len, (size_t)(LABEL_ROOM - len), end, end_width);
	snprintf(label + len, (size_t)(LABEL_ROOM - len), ")");
}

static int put_linear_bound(char *to, size_t room, int64_t bound, int64_t step)
{
	const int64_t kilo = 1024, mega = 1024 * 1024;

	if (step % kilo == 0 && bound != 0 && bound % mega == 0)
		return snprintf(to, room, "%" PRId64 "M", bound / mega);
	if (step % kilo == 0 && bound != 0 && bound % kilo == 0)
		return snprintf(to, room, "%" PRId64 "K", bound / kilo);
	return snprintf(to, room, "%" PRId64, bound);
}

static void lhist_bucket(const struct type *t, uint32_t i, struct value_bucket *b, char *label)
{
	const struct agg_params *p = &t->agg_params;
	char low[24], high[24];
	int64_t end;

	if (i == 0) {
		*b = (struct value_bucket){
			.has_max = true, .max = p->min == INT64_MIN ? p->min : p->min - 1};
		put_linear_bound(low, sizeof(low), p->min, p->step);
		snprintf(label, LABEL_ROOM, "(..., %s)", low);
		return;
	}
	if (i == lhist_bucket_count(p) - 1) {
		*b = (struct value_bucket){ .has_min = true, .min = p->max };
		put_linear_bound(low, sizeof(low), p->max, p->step);
		snprintf(label, LABEL_ROOM, "[%s, ...)", low);
		return;
	}
	/* wraps only for parameters that the compiler refuses */
	*b = (struct value_bucket){
		.has_min = true,
		.has_max = true,
		.min = (int64_t)((uint64_t)p->min + (uint64_t)(i - 1) * (uint64_t)p->step),
	};
	end = (uint64_t)p->max - (uint64_t)b->min > (uint64_t)p->step ? b->min + p->step : p->max;
	b->max = end - 1;
	put_linear_bound(low, sizeof(low), b->min, p->step);
	put_linear_bound(high, sizeof(high), end, p->step);
	if (p->step == 1)
		snprintf(label, LABEL_ROOM, "[%s]", low);
	else
		snprintf(label, LABEL_ROOM, "[%s, %s)", low, high);
}

static int hist_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	uint32_t first = 0, last = bucket_count(t);
	struct value_bucket *buckets;
	char (*labels)[LABEL_ROOM];

	*out = (struct value){ .kind = VALUE_HIST };
	while (first < last && load_count(acc, first) == 0)
		first++;
	while (last > first && load_count(acc, last - 1) == 0)
		last--;
	buckets = arena_try_alloc(ctx->arena, (size_t)(last - first) * sizeof(*buckets));
	labels = arena_try_alloc(ctx->arena, (size_t)(last - first) * sizeof(*labels));
	if (!buckets || !labels)
		return -ENOMEM;
	for (uint32_t i = first; i < last; i++) {
		struct value_bucket *b = &buckets[i - first];

		if (t->agg == AGG_HIST)
			hist_bucket(t, i, b, labels[i - first]);
		else
			lhist_bucket(t, i, b, labels[i - first]);
		b->label = labels[i - first];
		b->weight = load_count(acc, i);
		b->count = b->weight / (div ? div : 1);
	}
	out->hist.buckets = buckets;
	out->hist.count = last - first;
	return 0;
}

const struct agg hist_agg = {
	.merge = hist_merge,
	.to_value = hist_to_value,
	.compare = hist_compare,
	.metric = METRIC_HISTOGRAM,
	.json_type = "hist",
};

const struct agg lhist_agg = {
	.merge = hist_merge,
	.to_value = hist_to_value,
	.compare = hist_compare,
	.metric = METRIC_HISTOGRAM,
	.json_type = "hist",
};
