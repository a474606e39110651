/* runtime/base/agg.c - bucket arithmetic and value sizes of the aggregations.  The compiler lays
 * maps out with it, the runtime reads them with it. */
#include "runtime/base/agg.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* After bucket 0 (negatives) come the exact ones: 0 to 2^(k+1) - 1. */
static uint32_t exact_count(uint32_t k)
{
	return 2u << k;
}

uint32_t hist_bucket_count(uint32_t k)
{
	return 1 + exact_count(k) + ((62 - k) << k);
}

/* The bucket of a number among the exact ones and those that follow them. */
static uint32_t magnitude_bucket_of(uint64_t magnitude, uint32_t k)
{
	uint32_t power;

	if (magnitude < exact_count(k))
		return (uint32_t)magnitude;
	power = 63 - (uint32_t)__builtin_clzll(magnitude);
	/* shifted, the number lies between 2^k and 2^(k+1) - 1 */
	return exact_count(k) + ((power - k - 1) << k) + (uint32_t)(magnitude >> (power - k)) -
	       (1u << k);
}

uint32_t hist_bucket_of(int64_t sample, uint32_t k)
{
	return sample < 0 ? 0 : 1 + magnitude_bucket_of((uint64_t)sample, k);
}

int64_t hist_bucket_start(uint32_t bucket, uint32_t k)
{
	uint32_t above, power;

	if (bucket <= exact_count(k))
		return (int64_t)bucket - 1;
	above = bucket - 1 - exact_count(k);
	power = k + 1 + (above >> k);
	return (int64_t)((uint64_t)((1u << k) + (above & ((1u << k) - 1))) << (power - k));
}

uint64_t hist_bucket_width(uint32_t bucket, uint32_t k)
{
	if (bucket <= exact_count(k))
		return 1;
	return 1ULL << (1 + ((bucket - 1 - exact_count(k)) >> k));
}

uint32_t pct_bucket_count(const struct agg_params *p)
{
	return p->has_negatives ? 2 * PCT_SIDE_BUCKETS : PCT_SIDE_BUCKETS;
}

uint32_t pct_bucket_of(uint64_t sample, const struct agg_params *p)
{
	if (p->has_negatives && (int64_t)sample < 0)
		return PCT_SIDE_BUCKETS + magnitude_bucket_of(0 - sample, PCT_BITS);
	return magnitude_bucket_of(sample, PCT_BITS);
}

uint64_t pct_bucket_largest(uint32_t bucket)
{
	uint32_t side = bucket % PCT_SIDE_BUCKETS;
	uint64_t start = (uint64_t)hist_bucket_start(1 + side, PCT_BITS);

	if (bucket >= PCT_SIDE_BUCKETS)
		return 0 - start;
	return start + hist_bucket_width(1 + side, PCT_BITS) - 1;
}

/* Buckets between min and max; the last may be narrower. */
static uint64_t lhist_inner(const struct agg_params *p)
{
	uint64_t span = (uint64_t)p->max - (uint64_t)p->min;

	if (p->max <= p->min || p->step <= 0)
		return 0;
	return span / (uint64_t)p->step + (span % (uint64_t)p->step != 0);
}

uint32_t lhist_bucket_count(const struct agg_params *p)
{
	uint64_t inner = lhist_inner(p);

	return inner > UINT32_MAX - 2 ? UINT32_MAX : (uint32_t)inner + 2;
}

uint32_t lhist_bucket_of(int64_t sample, const struct agg_params *p)
{
	if (sample < p->min)
		return 0;
	if (sample >= p->max)
		return lhist_bucket_count(p) - 1;
	return 1 + (uint32_t)(((uint64_t)sample - (uint64_t)p->min) / (uint64_t)p->step);
}

uint32_t agg_value_size(enum agg_id id, const struct agg_params *p)
{
	static const uint8_t fixed[AGG_COUNT_OF] = {
		[AGG_COUNT] = sizeof(struct agg_count_value),
		[AGG_SUM] = sizeof(struct agg_sum_value),
		[AGG_MIN] = sizeof(struct agg_extreme_value),
		[AGG_MAX] = sizeof(struct agg_extreme_value),
		[AGG_AVG] = sizeof(struct agg_mean_value),
		[AGG_STATS] = sizeof(struct agg_mean_value),
		[AGG_STDDEV] = sizeof(struct agg_deviation_value),
	};
	uint32_t buckets;

	if (fixed[id])
		return fixed[id];
	if (id == AGG_TSERIES)
		return (uint32_t)sizeof(struct agg_tseries_slot) *
			(p->intervals > TSERIES_MAX_INTERVALS ? TSERIES_MAX_INTERVALS
				: p->intervals);
	if (id == AGG_PCT)
		return (uint32_t)sizeof(struct agg_pct_value) + 8 * pct_bucket_count(p);
	buckets = id == AGG_HIST ? hist_bucket_count(p->bits) : lhist_bucket_count(p);
	return buckets > UINT32_MAX / 8 ? UINT32_MAX : buckets * 8;
}

static const char *const stats_fields[] = { "count", "average", "total" };

static uint32_t percentile_count(const struct agg_params *p)
{
	uint32_t count = 0;

	while (count < PCT_MAX_PERCENTILES && p->percentiles[count])
		count++;
	return count;
}

uint32_t agg_field_count(enum agg_id id, const struct agg_params *p)
{
	if (id == AGG_STATS)
		return sizeof(stats_fields) / sizeof(*stats_fields);
	return id == AGG_PCT ? percentile_count(p) + 2 : 0;
}

void agg_field_name(enum agg_id id, const struct agg_params *p, uint32_t i, char *name)
{
	char digits[12];

	if (id == AGG_STATS || i == 0) {
		snprintf(name, AGG_FIELD_NAME, "%s", stats_fields[i]);
		return;
	}
	if (i > percentile_count(p)) {
		snprintf(name, AGG_FIELD_NAME, "max");
		return;
	}
	/* 999 is 99.9 % */
	snprintf(digits, sizeof(digits), "%" PRIu32, p->percentiles[i - 1]);
	snprintf(name, AGG_FIELD_NAME, strlen(digits) > 2 ? "p%.2s.%s" : "p%.2s%s", digits,
		strlen(digits) > 2 ? digits + 2 : "");
}

const char *agg_name(enum agg_id id)
{
#define AGG_NAME(id, name) [AGG_##id] = #name,
	static const char *const names[] = { AGG_LIST(AGG_NAME) };
#undef AGG_NAME

	return names[id];
}
