/* compiler/clang_depends.h - what a run of clang depends on. */
#pragma once

#include <stdbool.h>

#include "probes/rows.h"
#include "runtime/base/arena.h"

/* The rule that names the files. */
#define CLANG_DEPENDS_TARGET "sonde-depends"

/** The directories of headers that `clang -v` says it searches, or would if they were there, each
 * once, in its order; in the arena. */
struct name_list clang_depends_directories(const char *search, struct arena *a);

/** Look at all files that clang reads, and at all places where it did not find them:
 * compiler/witness.c remembers it.  `search` and `rules` are what `clang -M -MT
 * CLANG_DEPENDS_TARGET -v` writes to its standard error and output.  False when what it makes may
 * depend on something else, too. */
bool clang_depends_look(const char *search, const char *rules, struct arena *a);
