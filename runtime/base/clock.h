/* runtime/base/clock.h - the kernel's clocks as one number. */
#pragma once

#include <stdint.h>
#include <time.h>

#define SECOND_NS 1000000000ull

/** Nanoseconds of a clock (CLOCK_MONOTONIC: what programs in the kernel and its events have,
 * too). */
static inline uint64_t clock_ns(clockid_t clock)
{
	struct timespec now = { 0 };

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}
