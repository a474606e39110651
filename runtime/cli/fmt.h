/* runtime/cli/fmt.h - `sonde fmt`. */
#pragma once

#include "runtime/base/buffer.h"

struct options;

/** Lay out the script that the options name.  Its text in canonical layout is appended to `out`, or
 * goes into its file with -w; with --check neither. Returns the exit code, having said why: 1 with
 * --check for a script that is laid out differently. */
int fmt_run(const struct options *o, struct buffer *out);
