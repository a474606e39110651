/* probes/cache.c - files that keep what was found out about this machine: where they are, whose they may be, how they are written.  Called by btf_index.c
 * for the kernel's types and by boot_cache.c for texts of the kernel. */
#include "probes/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/base/util.h"

#define UNUSED_DAYS 90                  /* files that nobody opened for so long are removed */

bool cache_directory(char *out, size_t size, const char *directory)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int len = -1;

	if (directory)
		len = snprintf(out, size, "%s", directory);
	else if (!geteuid())
		len = snprintf(out, size, "/var/cache/sonde");
	else if (cache && *cache == '/')
		len = snprintf(out, size, "%s/sonde", cache);
	else if (home && *home == '/')
		len = snprintf(out, size, "%s/.cache/sonde", home);
	return len > 0 && (size_t)len < size;
}

static bool is_own(int fd, mode_t kind, struct stat *st)
{
	return !fstat(fd, st) && (st->st_mode & S_IFMT) == kind && st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* Only the last directory is ours to make, and the one above it in a home. */
static void make_directory(const char *directory)
{
	char above[256];
	char *slash;

	if (!mkdir(directory, 0700) || errno != ENOENT || strlen(directory) >= sizeof(above))
		return;
	strcpy(above, directory);
	slash = strrchr(above, '/');
	if (!slash || slash == above)
		return;
	*slash = '\0';
	if (!mkdir(above, 0700))
		mkdir(directory, 0700);
}

int cache_open_directory(const char *directory, bool make)
{
	struct stat st;
	int fd;

	if (make)
		make_directory(directory);
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && is_own(fd, S_IFDIR, &st))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

int cache_open_file(int directory, const char *file, struct stat *st)
{
	int fd = openat(directory, file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || is_own(fd, S_IFREG, st))
		return fd;
	close(fd);
	return -1;
}

/* Remove what nobody will ask for: what was of use long ago, and what writers that died left. */
static void sweep(int directory, const char *beginning, const char *keep)
{
	int copy = dup(directory);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	time_t now = time(NULL);

	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct stat st;

		if (!str_starts(e->d_name, beginning) || str_eq(e->d_name, keep) || fstatat(directory, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		if (now - MAX_OF(st.st_mtime, st.st_atime) > UNUSED_DAYS * 86400L || (strchr(e->d_name, '.') && now - st.st_mtime > 3600))
			unlinkat(directory, e->d_name, 0);
	}
	if (dir)
		closedir(dir);
	else if (copy >= 0)
		close(copy);
}

static bool write_all(int fd, const void *bytes, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(fd, (const char *)bytes + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

void cache_write(int directory, const char *file, const char *beginning, const struct iovec *parts, size_t count)
{
	struct timespec now;
	char temporary[96];
	bool written = true;
	int fd;

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(temporary, sizeof(temporary), "%s.%d-%ld", file, getpid(), now.tv_nsec);
	fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	for (size_t i = 0; written && i < count; i++)
		written = write_all(fd, parts[i].iov_base, parts[i].iov_len);
	/* it must be on the disk before it has its name: a crash in between would leave a file of zeros */
	written = written && !fdatasync(fd);
	close(fd);
	if (!written || renameat(directory, temporary, directory, file))
		unlinkat(directory, temporary, 0);
	sweep(directory, beginning, file);
}

uint64_t cache_hash(uint64_t hash, const void *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3ull;
	return hash;
}
