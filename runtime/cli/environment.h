/* runtime/cli/environment.h - config values from environment variables. */
#pragma once

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"

/** Add a REQUEST_CONFIG entry for each config key that SONDE_<KEY> or, second in rank,
 * BPFTRACE_<KEY> sets. */
void environment_config(struct arena *a, struct buffer *request);
