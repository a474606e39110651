/* runtime/base/unit.c - numbers with a unit as people read them.  Called where values become text,
 * and by the compiler for the names. */
#include "runtime/base/clock.h"
#include "runtime/base/unit.h"

#include <inttypes.h>

#include "runtime/base/util.h"

typedef unsigned __int128 wide_t;

#define NS_PER_US 1000u
#define NS_PER_MS 1000000u
#define MINUTE 60u
#define HOUR 3600u
#define DAY 86400u

/* ns: what one is in ns, 0 for what is no duration */
static const struct { const char *name; uint32_t ns; } rows[UNIT_COUNT] = {
	[UNIT_NONE] = { "", 0 },
	[UNIT_NS] = { "ns", 1 },
	[UNIT_US] = { "us", NS_PER_US },
	[UNIT_MS] = { "ms", NS_PER_MS },
	[UNIT_S] = { "s", SECOND_NS },
	[UNIT_BYTES] = { "bytes", 0 },
};

const char *unit_name(enum unit unit)
{
	return rows[unit].name;
}

enum unit unit_by_name(const char *name, size_t len)
{
	size_t i = 0;

	while (i < UNIT_COUNT && (strlen(rows[i].name) != len || memcmp(rows[i].name, name, len)))
		i++;
	return (enum unit)i;
}

/* n by scale with three digits in all; a whole part of more keeps them. */
static void put_three_digits(struct buffer *b, wide_t n, wide_t scale)
{
	uint64_t whole = (uint64_t)(n / scale);
	wide_t rest = n % scale;

	if (whole >= 100)
		buffer_put_u64(b, whole);
	else if (whole >= 10)
		buffer_printf(b, "%" PRIu64 ".%u", whole, (unsigned)(rest * 10 / scale));
	else
		buffer_printf(b, "%" PRIu64 ".%02u", whole, (unsigned)(rest * 100 / scale));
}

static void put_long(struct buffer *b, wide_t seconds)
{
	static const struct { uint32_t from, small; const char *form; } forms[] = {
		{ DAY, HOUR, "%" PRIu64 "d%02" PRIu64 "h" },
		{ HOUR, MINUTE, "%" PRIu64 "h%02" PRIu64 "m" },
		{ MINUTE, 1, "%" PRIu64 "m%02" PRIu64 "s" },
	};
	size_t i = 0;

	while (seconds < forms[i].from)
		i++;
	buffer_printf(b, forms[i].form, (uint64_t)(seconds / forms[i].from),
		(uint64_t)(seconds % forms[i].from / forms[i].small));
}

static void put_duration(struct buffer *b, wide_t ns)
{
	enum unit unit = ns >= SECOND_NS ? UNIT_S : ns >= NS_PER_MS ? UNIT_MS : UNIT_US;

	if (ns >= (wide_t)MINUTE * SECOND_NS) {
		put_long(b, ns / SECOND_NS);
		return;
	}
	if (ns < NS_PER_US) {
		unit = UNIT_NS;
		buffer_put_u64(b, (uint64_t)ns);
	} else {
		put_three_digits(b, ns, rows[unit].ns);
	}
	buffer_puts(b, rows[unit].name);
}

static void put_size(struct buffer *b, uint64_t bytes)
{
	unsigned step = 0;

	while (step < 6 && bytes >> (10 * (step + 1)))
		step++;
	if (!step) {
		buffer_put_u64(b, bytes);
		return;
	}
	put_three_digits(b, bytes, (wide_t)1 << (10 * step));
	buffer_putc(b, " KMGTPE"[step]);
}

void unit_put(struct buffer *b, enum unit unit, bool is_negative, uint64_t magnitude)
{
	if (is_negative)
		buffer_putc(b, '-');
	if (rows[unit].ns)
		put_duration(b, (wide_t)magnitude * rows[unit].ns);
	else if (unit == UNIT_BYTES)
		put_size(b, magnitude);
	else
		buffer_put_u64(b, magnitude);
}
