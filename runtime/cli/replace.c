/* runtime/cli/replace.c - a new file beside the old one takes its name.  Called by `sonde fmt` and
 * `sonde build`. */
#include "runtime/cli/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "runtime/base/write_all.h"

static int write_parts(int fd, const struct file_part *parts, size_t count)
{
	int err = 0;

	for (size_t i = 0; i < count && !err; i++)
		err = write_all(fd, parts[i].bytes, parts[i].len);
	return err;
}

static mode_t program_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0777 & ~mask;
}

static int fill(int fd, const struct file_part *parts, size_t count, const struct stat *like)
{
	int err = write_parts(fd, parts, count);

	if (!err && like && fchown(fd, like->st_uid, like->st_gid) && errno != EPERM)
		err = -errno;
	if (!err && fchmod(fd, like ? like->st_mode & 07777 : program_mode()))
		err = -errno;
	if (!err && fsync(fd))
		err = -errno;
	return err;
}

/* A device or a pipe stays what it is: it takes the bytes. */
static int write_through(const char *path, const struct file_part *parts, size_t count)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC),
	    err = fd < 0 ? -errno : write_parts(fd, parts, count);

	if (fd >= 0)
		close(fd);
	return err;
}

/* Of a file that is under way when somebody ends the program, nothing may be left. */
static int replace_regular(const char *path, char *temporary, const struct file_part *parts,
	size_t count, const struct stat *like)
{
	sigset_t all, before;
	int fd, err;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	fd = mkostemp(temporary, O_CLOEXEC);
	err = fd < 0 ? -errno : fill(fd, parts, count, like);
	if (fd >= 0)
		close(fd);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(temporary);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

int replace_file(struct arena *a, const char *path, const struct file_part *parts, size_t count,
	const struct stat *like)
{
	char target[PATH_MAX];
	bool there = realpath(path, target) != NULL;
	struct stat old;

	if (there && !stat(target, &old) && !S_ISREG(old.st_mode))
		return write_through(target, parts, count);
	/* a link keeps pointing where it did */
	path = there ? target : path;
	return replace_regular(
		path, arena_strdup(a, arena_printf(a, "%s.XXXXXX", path)), parts, count, like);
}
