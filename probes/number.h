/* probes/number.h - numbers in attach points, written as the language writes them: 0x1f, 0b11, 017,
 * 1_000, 1e6, 250ms. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct probe_error;
struct probe_spec;

/** The number that text is, all of it; false when it is none or does not fit 64 bits. */
bool number_parse(const char *text, uint64_t *out);

/** A number with a unit of time (ns us ms s m h d) in nanoseconds; without a unit it counts
 * nanoseconds.  False as above. */
bool duration_parse(const char *text, uint64_t *ns, bool *has_unit);

/** Text is a number, with or without a unit of time, but of more than 64 bits. */
bool number_is_too_large(const char *text);

/** Refuse text, of that part of the attach point, when it is a number above `most`; 0 when it is
 * no number at all, which the caller knows to say better. */
int number_limit(const struct probe_spec *spec, unsigned part, const char *text, uint64_t most,
	struct probe_error *err);
