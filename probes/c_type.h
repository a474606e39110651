/* probes/c_type.h - types that arrive as C text ("const char *", "pid_t"), as format files write
 * them, turned into ours. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/** Type of a value of a known size and sign.  A size that no integer has gives an array of bytes;
 * size 0 gives NULL. */
const struct type *c_type_value(struct arena *a, const char *text, uint32_t size, bool is_signed);

/** Type of an array of `size` bytes whose elements are declared by the text: strings for char; NULL
 * when it has no elements. */
const struct type *c_type_array(
	struct arena *a, const char *text, uint32_t count, uint32_t size, bool is_signed);

/** An integer type that is the same everywhere, by its name without qualifiers; NULL for any
 * other. */
const struct type *c_type_known(const char *text);

/** Type of a system call's argument, which fills a register whatever its C type is: the declared
 * type decides. */
const struct type *c_type_argument(struct arena *a, const char *text);
