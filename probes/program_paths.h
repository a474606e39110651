/* probes/program_paths.h - paths that a person may be typing of a program that a probe is on: for
 * completion. */
#pragma once

#include "runtime/base/arena.h"

/** Visit the paths that begin so, but for those with control characters.  A directory's ends with
 * '/', where the path goes on. */
void program_paths(const char *beginning, struct arena *a,
	void (*visit)(const char *path, void *arg), void *arg);
