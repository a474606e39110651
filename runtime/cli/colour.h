/* runtime/cli/colour.h - whether diagnostics are coloured (output.md U6). */
#pragma once

#include <stdbool.h>

#include "runtime/session.h"

/** The names of `enum when`, for tables of names. */
#define WHEN_NAMES [WHEN_AUTO] = "auto", [WHEN_ALWAYS] = "always", [WHEN_NEVER] = "never"

/** What that means for colours here: auto is both streams being terminals that can show them. */
bool colour_wanted(enum when when);

/** What the environment wants: NO_COLOR before SONDE_COLOR before BPFTRACE_COLOR before auto.  *wrong is the variable whose value is none, else NULL. */
bool colour_of_environment(const char **wrong);
