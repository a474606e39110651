/* runtime/cli/doctor.h - `sonde doctor`: what this kernel, these privileges and this installation
 * can do. */
#pragma once

#include "runtime/base/buffer.h"
#include "runtime/cli/options.h"

/** Append a line (or with -f json a record) for each check: its state, what was found, and what to
 * do about it.  0, or EXIT_CODE_ENVIRONMENT when no program could run. */
int doctor_run(const struct options *o, struct buffer *out);
