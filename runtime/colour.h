/* runtime/colour.h - what is coloured (output.md U6): messages, and the results of tests. */
#pragma once

#include <stdbool.h>

#include "runtime/session.h"

/** The names of `enum when`, for tables of names. */
#define WHEN_NAMES [WHEN_AUTO] = "auto", [WHEN_ALWAYS] = "always", [WHEN_NEVER] = "never"

/** What that means for text that goes to a descriptor: auto is a terminal that can show colours. */
bool colour_shown(enum when when, int fd);

/** Have messages and diagnostics coloured so: auto is both streams being such terminals. */
void colour_messages(enum when when);

/** What the environment wants: NO_COLOR before SONDE_COLOR before BPFTRACE_COLOR before auto.
 * *wrong is the variable whose value is none, else NULL. */
enum when colour_of_environment(const char **wrong);
