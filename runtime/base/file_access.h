/* runtime/base/file_access.h - whether this process may do something with a file. */
#pragma once

#include <fcntl.h>
#include <unistd.h>

/** As access(), which however asks for the real user, for whom the capabilities that the program
 * was given do not count. */
static inline int file_access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}
