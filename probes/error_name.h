/* probes/error_name.h - names of error numbers. */
#pragma once

#include <stdint.h>

/** "ENOENT" for 2 and for -2, in 64 bits or in the 32 that a function left in a register; errors
 * that only the kernel knows too.  NULL when the number has none. */
const char *error_name(int64_t number);
