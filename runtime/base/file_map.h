/* runtime/base/file_map.h - files of others, mapped to be read. */
#pragma once

#include <stddef.h>

/** Map the first `len` bytes, more than 0, of a file to be read, without the breakpoints that other
 * tracers have put into it.  What the file loses meanwhile, since someone writes it anew, reads as
 * zeros.  NULL with errno set; undo with munmap(). */
void *file_map(int fd, size_t len);
