/* probes/executed.h - which program runs when a file is executed. */
#pragma once

#include "runtime/base/arena.h"

/** The file itself, or the interpreter that a script names in its first line; where that is env(1),
 * the program that it finds.  In arena memory, or `path`. */
const char *executed_program(const char *path, struct arena *a);
