/* runtime/base/unit.h - units of numbers, and how people read them: 1.23us, 2m05s, 4.00K
 * (language.md N21, N22). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/buffer.h"

enum unit { UNIT_NONE, UNIT_NS, UNIT_US, UNIT_MS, UNIT_S, UNIT_BYTES, UNIT_COUNT };

/** The name of a unit: "ns"; "" for UNIT_NONE. */
const char *unit_name(enum unit unit);

/** The unit of a name of `len` bytes; UNIT_COUNT when there is none. */
enum unit unit_by_name(const char *name, size_t len);

/** Append a number of that unit with three significant digits, truncated: durations in the unit
 * that suits them, sizes by 1024. */
void unit_put(struct buffer *b, enum unit unit, bool is_negative, uint64_t magnitude);
