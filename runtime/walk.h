/* runtime/walk.h - runs that end by themselves: walks over the kernel's objects. */
#pragma once

#include "runtime/attach.h"
#include "runtime/stream.h"

/** Read the attached walk to its end, or until the run is to end, and hand on its events.  0 or
 * -errno, already reported. */
int walk_run(struct stream *s, const struct attached *a);
