/* runtime/agg.h - the runtime's half of an aggregation: one row each, joined to the compiler's half
 * by AGG_LIST. */
#pragma once

#include "runtime/value.h"

/** What a map of an aggregation is to a system of metrics. */
enum metric_kind {
	METRIC_NONE,            /* it has no such form */
	METRIC_COUNTER,         /* only grows; what is signed is a gauge */
	METRIC_GAUGE,
	METRIC_SUMMARY,         /* count and total of a record */
	METRIC_QUANTILES,       /* count and percentiles of a record */
	METRIC_HISTOGRAM,
	METRIC_KIND_COUNT
};

struct agg {
	/** Add one CPU's value to acc (acc starts zeroed). */
	void (*merge)(void *acc, const void *cpu, const struct type *t);

	/** Turn a merged value into what is shown; div divides what is shown (0 and 1: not).  0 or
	 * -ENOMEM. */
	int (*to_value)(struct decode_context *ctx, const void *acc, const struct type *t,
		uint32_t div, struct value *out);

	/** Printing order (language.md chapter 12), by merged value. */
	int (*compare)(const void *a, const void *b, const struct type *t);

	/** True when nothing was ever added, so that it does not print (min and max of no sample);
	 * NULL: never. */
	bool (*is_empty)(const void *acc, const struct type *t);

	enum metric_kind metric;
	const char *json_type;  /* "map", "stats", "hist" (output.md J5, J8, J9) */
};

#define AGG_ROW(id, name) extern const struct agg name##_agg;
AGG_LIST(AGG_ROW)
#undef AGG_ROW

/** The row of an aggregation. */
const struct agg *agg_row(enum agg_id id);
