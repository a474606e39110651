/* runtime/base/agg.h - the aggregations, by name and by layout: what the programs in the kernel
 * write and the runtime reads.  Each has one row in the compiler (how to update) and one in the
 * runtime (how to merge and show); this list joins them. */
#pragma once

#include <stdint.h>

#define AGG_LIST(X) \
	X(COUNT, count) \
	X(SUM, sum) \
	X(MIN, min) \
	X(MAX, max) \
	X(AVG, avg) \
	X(STATS, stats) \
	X(HIST, hist) \
	X(LHIST, lhist) \
	X(PCT, pct) \
	X(STDDEV, stddev) \
	X(TSERIES, tseries)

enum agg_id {
#define AGG_ENUM(id, name) AGG_##id,
	AGG_LIST(AGG_ENUM)
#undef AGG_ENUM
	AGG_COUNT_OF
};

#define PCT_MAX_PERCENTILES 8
#define PCT_LARGEST 99999       /* 99.999 % */

/** Constant arguments of an aggregation, equal in all calls on one map: hist uses bits; lhist min,
 * max, step; pct percentiles and has_negatives; tseries step (ns of an interval), intervals and
 * reduction. */
struct agg_params {
	int64_t min;
	int64_t max;
	int64_t step;
	uint32_t bits;
	uint32_t has_negatives; /* there may be negative samples: follows from their type */
	uint32_t intervals;     /* the latest that are kept */
	uint32_t reduction;     /* enum tseries_reduction */
	/* as written, 0 behind the last: 50, 99, 999 for 99.9 % */
	uint32_t percentiles[PCT_MAX_PERCENTILES];
};

/* Layouts in map values.  Every word starts at zero, so that a zeroed value is the aggregation of
 * no samples, and every update is an addition or a maximum: no update needs to see the first
 * sample. */

struct agg_count_value { uint64_t count; };             /* count */
struct agg_sum_value { uint64_t total; };               /* sum: two's complement */
struct agg_extreme_value {                              /* min, max */
	uint64_t best;          /* the largest agg_extreme_encode() so far */
	uint64_t seen;          /* not 0 when there was a sample */
};
struct agg_mean_value {                                 /* avg, stats */
	uint64_t count;
	uint64_t total;
};
/* hist, lhist: one uint64_t per bucket */
struct agg_pct_value {                                  /* pct */
	uint64_t best;          /* agg_extreme_encode() of the largest sample */
	uint64_t buckets[];     /* as many as pct_bucket_count() says */
};
/* stddev: sums of 128 bits, low word first */
struct agg_deviation_value {
	uint64_t count;
	uint64_t total[2];      /* two's complement */
	uint64_t squares[2];
};

/* tseries: as many as it keeps intervals; interval n is in slot n modulo that */
struct agg_tseries_slot {
	/* number of the interval since 1970, plus 1; 0: none; with TSERIES_BUSY while the slot is
	 * being emptied for it */
	uint64_t interval;
	uint64_t value;         /* last sample, total, or agg_extreme_encode() */
	uint64_t count;         /* of samples, for the average */
};
#define TSERIES_BUSY (1ull << 63)
#define TSERIES_MAX_INTERVALS 1000000

enum tseries_reduction {
	TSERIES_LAST,
	TSERIES_AVG,
	TSERIES_MAX,
	TSERIES_MIN,
	TSERIES_SUM,
	TSERIES_REDUCTION_COUNT
};

/** max keeps the largest of the sample with the sign bit flipped when it is signed; min the largest
 * of that value's complement. */
static inline uint64_t agg_extreme_encode(uint64_t sample, int is_signed, int is_min)
{
	uint64_t biased = is_signed ? sample ^ (1ULL << 63) : sample;

	return is_min ? ~biased : biased;
}

/** Inverse of agg_extreme_encode(). */
static inline uint64_t agg_extreme_decode(uint64_t best, int is_signed, int is_min)
{
	uint64_t biased = is_min ? ~best : best;

	return is_signed ? biased ^ (1ULL << 63) : biased;
}

/* hist(n, k): bucket 0 holds negative samples, then 2 * 2^k exact buckets, then 2^k equal buckets
 * for each power of two up to 2^62. */
#define HIST_MAX_BITS 5
#define LHIST_MAX_BUCKETS 1000

/** Number of buckets of hist with k bits (k 0 to 5). */
uint32_t hist_bucket_count(uint32_t k);

/** The bucket of a sample. */
uint32_t hist_bucket_of(int64_t sample, uint32_t k);

/** First value of a bucket from 1 on (bucket 0 has none), and the number of values in it. */
int64_t hist_bucket_start(uint32_t bucket, uint32_t k);
uint64_t hist_bucket_width(uint32_t bucket, uint32_t k);

/** lhist: bucket 0 is below min, the last is max and above.  Count includes both. */
uint32_t lhist_bucket_count(const struct agg_params *p);

/** The bucket of a sample. */
uint32_t lhist_bucket_of(int64_t sample, const struct agg_params *p);

/* pct: buckets as those of hist with 5 bits, without the one for negatives, up to 2^64 - 1; when
 * samples may be negative the same ones follow once more for what lies as far below zero. */
#define PCT_BITS 5
#define PCT_SIDE_BUCKETS 1920

uint32_t pct_bucket_count(const struct agg_params *p);

/** The bucket of a sample, which is taken as signed when samples may be negative. */
uint32_t pct_bucket_of(uint64_t sample, const struct agg_params *p);

/** The largest sample that falls into a bucket. */
uint64_t pct_bucket_largest(uint32_t bucket);

/** Bytes of one value of an aggregation in a map. */
uint32_t agg_value_size(enum agg_id id, const struct agg_params *p);

#define AGG_FIELD_NAME 16

/** Parts of the record that an aggregation is shown as (stats, pct); 0: it is one value. */
uint32_t agg_field_count(enum agg_id id, const struct agg_params *p);

/** The name of part i, "count" or "p99.9", in AGG_FIELD_NAME bytes. */
void agg_field_name(enum agg_id id, const struct agg_params *p, uint32_t i, char *name);

/** The name in the language: "count". */
const char *agg_name(enum agg_id id);
