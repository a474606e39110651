/* runtime/agg_deviation.c - how stddev is merged over CPUs, and the deviation from its three sums,
 * exactly (language.md 17.6). */
#include <string.h>

#include "runtime/agg_word.h"

typedef unsigned __int128 wide_t;

struct sums {
	uint64_t count;
	wide_t total;           /* two's complement */
	wide_t squares;
};

static struct sums load_sums(const void *bytes)
{
	struct agg_deviation_value v;

	memcpy(&v, bytes, sizeof(v));
	return (struct sums){
		.count = v.count,
		.total = (wide_t)v.total[1] << 64 | v.total[0],
		.squares = (wide_t)v.squares[1] << 64 | v.squares[0],
	};
}

static void deviation_merge(void *acc, const void *cpu, const struct type *t)
{
	struct sums sum = load_sums(acc), one = load_sums(cpu);
	struct agg_deviation_value v;

	(void)t;
	sum.total += one.total;
	sum.squares += one.squares;
	v = (struct agg_deviation_value){
		.count = sum.count + one.count,
		.total = {(uint64_t)sum.total, (uint64_t)(sum.total >> 64)},
		.squares = {(uint64_t)sum.squares, (uint64_t)(sum.squares >> 64)},
	};
	memcpy(acc, &v, sizeof(v));
}

/* The largest number whose square is not above n. */
static uint64_t root(wide_t n)
{
	uint64_t result = 0;

	for (int bit = 63; bit >= 0; bit--) {
		uint64_t more = result | 1ull << bit;

		if ((wide_t)more * more <= n)
			result = more;
	}
	return result;
}

/* With the samples moved by the truncated mean m, total = m * count + rest, the sum of the squares
 * becomes squares - 2 * m * total + m * m * count, which is small enough for 128 bits again, so
 * that the sums may wrap on the way there. */
static uint64_t deviation(const void *acc)
{
	struct sums s = load_sums(acc);
	bool negative = (s.total >> 127) != 0;
	wide_t magnitude = negative ? 0 - s.total : s.total, mean, rest, around;

	if (s.count == 0)
		return 0;
	mean = magnitude / s.count;
	rest = magnitude % s.count;
	around = s.squares - 2 * mean * magnitude + mean * mean * s.count;
	return root((around - (rest * rest + s.count - 1) / s.count) / s.count);
}

static int deviation_to_value(struct decode_context *ctx, const void *acc, const struct type *t,
	uint32_t div, struct value *out)
{
	(void)ctx;
	*out = value_integer(deviation(acc) / (div ? div : 1), false,
		t->elem ? (enum unit)t->elem->unit : UNIT_NONE);
	return 0;
}

static int deviation_compare(const void *a, const void *b, const struct type *t)
{
	(void)t;
	return agg_word_compare(deviation(a), deviation(b), false);
}

const struct agg stddev_agg = {
	.merge = deviation_merge,
	.to_value = deviation_to_value,
	.compare = deviation_compare,
	.metric = METRIC_GAUGE,
	.json_type = "map",
};
