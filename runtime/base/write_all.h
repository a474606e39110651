/* runtime/base/write_all.h - all of some bytes to a descriptor. */
#pragma once

#include <stddef.h>

/** Write all of it, however often that is interrupted, and wait where the descriptor is one that
 * does not block: somebody else may have made our standard output so. 0 or -errno, having written a
 * part of it. */
int write_all(int fd, const void *bytes, size_t len);
