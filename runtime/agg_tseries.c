/* runtime/agg_tseries.c - how time series become points, oldest first (language.md A8).  The kernel
 * keeps one copy for all CPUs. */
#include <errno.h>
#include <string.h>

#include "runtime/agg_word.h"

static struct agg_tseries_slot load_slot(const void *acc, uint32_t i)
{
	struct agg_tseries_slot slot;

	memcpy(&slot, (const char *)acc + (size_t)i * sizeof(slot), sizeof(slot));
	/* being emptied for the first sample of an interval */
	if (slot.interval & TSERIES_BUSY)
		slot.interval = 0;
	return slot;
}

static void tseries_merge(void *acc, const void *cpu, const struct type *t)
{
	for (uint32_t i = 0; i < t->agg_params.intervals; i++) {
		struct agg_tseries_slot have = load_slot(acc, i), one = load_slot(cpu, i);

		if (one.interval > have.interval)
			memcpy((char *)acc + (size_t)i * sizeof(one), &one, sizeof(one));
	}
}

static uint64_t newest(const void *acc, const struct type *t)
{
	uint64_t last = 0;

	for (uint32_t i = 0; i < t->agg_params.intervals; i++) {
		uint64_t interval = load_slot(acc, i).interval;

		last = interval > last ? interval : last;
	}
	return last;
}

/* The oldest interval with a sample among those that are kept. */
static uint64_t oldest(const void *acc, const struct type *t, uint64_t last)
{
	uint64_t first = last;

	for (uint32_t i = 0; i < t->agg_params.intervals; i++) {
		uint64_t interval = load_slot(acc, i).interval;

		if (interval && interval < first && last - interval < t->agg_params.intervals)
			first = interval;
	}
	return first;
}

static int tseries_compare(const void *a, const void *b, const struct type *t)
{
	return agg_word_compare(newest(a, t), newest(b, t), false);
}

static struct value slot_value(
	const struct agg_tseries_slot *slot, const struct type *t, uint32_t div)
{
	uint32_t how = t->agg_params.reduction;
	bool as_signed = agg_is_signed(t);
	uint64_t word = slot->value;

	if (how == TSERIES_MIN || how == TSERIES_MAX)
		word = agg_extreme_decode(word, as_signed, how == TSERIES_MIN);
	else if (how == TSERIES_AVG && slot->count)
		word = agg_word_divide(word, slot->count, as_signed);
	return agg_sample_value(t, word, div);
}

static int tseries_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	const struct agg_params *p = &t->agg_params;
	uint64_t last = newest(acc, t), first = oldest(acc, t, last);
	size_t count = last ? (size_t)(last - first) + 1 : 0;
	struct value_point *points = arena_try_alloc(ctx->arena, count * sizeof(*points));

	if (!points)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		points[i] = (struct value_point){ .start_ns = (first + i - 1) * (uint64_t)p->step };
	for (uint32_t i = 0; i < p->intervals; i++) {
		struct agg_tseries_slot slot = load_slot(acc, i);

		if (!slot.interval || slot.interval < first)
			continue;
		points[slot.interval - first].has_value = true;
		points[slot.interval - first].value = slot_value(&slot, t, div);
	}
	*out = (struct value){
		.kind = VALUE_SERIES,
		.series = {.points = points, .count = count, .interval_ns = (uint64_t)p->step},
	};
	return 0;
}

const struct agg tseries_agg = {
	.merge = tseries_merge,
	.to_value = tseries_to_value,
	.compare = tseries_compare,
	.json_type = "tseries",
};
