/* runtime/cli/info.h - `sonde --info`: what this build and this kernel have, in the words that
 * reports of faults quote. */
#pragma once

#include "runtime/base/buffer.h"

struct options;

/** Append the sections of output.md 7.2. */
void info_put(const struct options *o, struct buffer *out);
