/* runtime/cli/alternative.h - scripts that name another one for kernels that lack a probe of
 * theirs. */
#pragma once

#include "runtime/base/arena.h"

/** The script to run in the place of this one: what the first line
 *
 *	// needs PROBE, else NAME
 *
 * of its leading comment names whose PROBE this machine does not have (any of PROBE's matches will
 * do).  The name lives in the arena, as does *missing, the probe; NULL when nothing is missing, or
 * when it cannot be told. */
const char *script_alternative(struct arena *a, const char *text, const char **missing);
