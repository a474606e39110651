/* compiler/config.h - the config values of a compilation (output.md 6.1): from key=value texts of the environment, and from the script's block. */
#pragma once

#include <stddef.h>

#include "runtime/base/arena.h"
#include "compiler/compilation.h"

/** The values that hold when nothing is set. */
void config_defaults(struct compile_config *config);

/** Set one value from "key=value" of the environment, which the script's block does not change any more; the key in any case, with or without the
 * prefix BPFTRACE_ or SONDE_.  Texts are copied into the arena.  NULL, or what is wrong (in the arena). */
const char *config_set(struct compile_config *config, struct arena *a, const char *text);
