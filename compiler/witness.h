/* compiler/witness.h - sees what the compiler looks at, so that its answer can be kept for as long
 * as nothing of that changes. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"

/** From now on, remember every look. */
void witness_start(void);

/** Append the looks (probes/look.h), each once.  False when the answer came of something that
 * nobody could tell the change of later. */
bool witness_put(struct buffer *out);
