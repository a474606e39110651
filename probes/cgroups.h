/* probes/cgroups.h - control groups by id and by path, as they are mounted here. */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"

/** Append "hierarchy:path" for each mounted hierarchy that has a control group of this id, with
 * commas between, each once wherever it is mounted; only those whose name matches the wildcard
 * `filter` (NULL: all).  The hierarchy of version 2 is called unified, one of version 1 as the
 * directory that it is mounted on. */
void cgroups_put_paths(struct buffer *b, uint64_t id, const char *filter);

/** Id of the control group that a directory stands for: a path from the root of the file system, or
 * from the root of the version 2 tree.  0: there is none. */
uint64_t cgroups_id(const char *path);
