/* runtime/cli/replace.h - files that are written as a whole: nobody ever sees half of one. */
#pragma once

#include <stddef.h>
#include <sys/stat.h>

#include "runtime/base/arena.h"

/** A run of bytes of a file. */
struct file_part {
	const void *bytes;
	size_t len;
};

/** Write a file out of its parts, in the place of the one at path, or of the one that a link there
 * points to; a device or a pipe is written to.  Mode and owner are those of `like`; only root keeps
 * the owner of a file of somebody else.  NULL: a program that this user makes.  0 or -errno. */
int replace_file(struct arena *a, const char *path, const struct file_part *parts, size_t count,
	const struct stat *like);
