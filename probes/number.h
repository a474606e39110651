/* probes/number.h - numbers in attach points, written as the language writes them: 0x1f, 0b11, 017,
 * 1_000, 1e6, 250ms. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** The number that text is, all of it; false when it is none or does not fit 64 bits. */
bool number_parse(const char *text, uint64_t *out);

/** A number with a unit of time (ns us ms s m h d) in nanoseconds; without a unit it counts
 * nanoseconds.  False as above. */
bool duration_parse(const char *text, uint64_t *ns, bool *has_unit);
