/* runtime/cli/replace.c - a new file beside the old one takes its name.  Called by `sonde fmt` and `sonde build`. */
#include "runtime/cli/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "runtime/base/write_all.h"

static mode_t program_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0777 & ~mask;
}

static int fill(int fd, const struct file_part *parts, size_t count, const struct stat *like)
{
	int err = 0;

	for (size_t i = 0; i < count && !err; i++)
		err = write_all(fd, parts[i].bytes, parts[i].len);
	if (!err && like && fchown(fd, like->st_uid, like->st_gid) && errno != EPERM)
		err = -errno;
	if (!err && fchmod(fd, like ? like->st_mode & 07777 : program_mode()))
		err = -errno;
	if (!err && fsync(fd))
		err = -errno;
	return err;
}

int replace_file(struct arena *a, const char *path, const struct file_part *parts, size_t count, const struct stat *like)
{
	char *temporary = arena_strdup(a, arena_printf(a, "%s.XXXXXX", path));
	int fd = mkostemp(temporary, O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = fill(fd, parts, count, like);
	close(fd);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}
