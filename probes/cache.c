/* probes/cache.c - files that keep what was found out about this machine: where they are, whose
 * they may be, how they are written.  Called by btf_index.c for the kernel's types, by
 * dwarf_index.c for those of programs, by boot_cache.c for texts of the kernel, and by
 * runtime/cli/cache.c for images. */
#include "probes/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "runtime/base/file_access.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"

#define DIRECTORY_VARIABLE "SONDE_CACHE_DIR"
#define SECOND 1000000000ll
#define UNUSED_NS (90 * 86400 * SECOND) /* files that nobody opened for so long are removed */
#define WRITING_NS (3600 * SECOND)      /* what is not finished after so long will never be */
#define USED_SECONDS 60                 /* uses are noted no more often than that */

bool cache_directory(char *out, size_t size, const char *directory)
{
	const char *own = getenv(DIRECTORY_VARIABLE), *cache = getenv("XDG_CACHE_HOME"),
		   *home = getenv("HOME");
	int len = -1;

	if (directory)
		len = snprintf(out, size, "%s", directory);
	else if (own && *own == '/')
		len = snprintf(out, size, "%s", own);
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
	return !fstat(fd, st) && (st->st_mode & S_IFMT) == kind && st->st_uid == geteuid() &&
		!(st->st_mode & (S_IWGRP | S_IWOTH));
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

const char *cache_problem(const char *directory)
{
	struct stat st;

	if (lstat(directory, &st))
		return errno == ENOENT ? NULL : strerror(errno);
	if (!S_ISDIR(st.st_mode))
		return "it is no directory";
	if (st.st_uid != geteuid())
		return "it belongs to another user";
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return "others may write to it";
	return file_access(directory, R_OK | X_OK) ? strerror(errno) : NULL;
}

int cache_open_file(int directory, const char *file, struct stat *st)
{
	int fd = openat(directory, file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || is_own(fd, S_IFREG, st))
		return fd;
	close(fd);
	return -1;
}

struct cached {
	char name[NAME_MAX + 1];
	int64_t used;           /* nanoseconds since 1970 */
	uint64_t bytes;
};

struct cached_list {
	struct cached *items;
	size_t count, capacity;
};

static int64_t in_ns(const struct timespec *t)
{
	return t->tv_sec * SECOND + t->tv_nsec;
}

/* All files of a family, also those that are being written: their names go on behind a point. */
static struct cached_list list_family(int directory, const struct cache_family *family)
{
	struct cached_list list = { 0 };
	int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);

	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct cached one;
		struct stat st;

		if (!str_starts(e->d_name, family->beginning) ||
			fstatat(directory, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		snprintf(one.name, sizeof(one.name), "%s", e->d_name);
		one.used = strchr(e->d_name, '.') ? in_ns(&st.st_mtim)
			: MAX_OF(in_ns(&st.st_mtim), in_ns(&st.st_atim));
		one.bytes = (uint64_t)st.st_size;
		if (!VEC_PUSH(&list, one))
			break;
	}
	if (dir)
		closedir(dir);
	else if (copy >= 0)
		close(copy);
	return list;
}

static int compare_use(const void *a, const void *b)
{
	int64_t left = ((const struct cached *)a)->used, right = ((const struct cached *)b)->used;

	return (left < right) - (left > right);
}

/* Remove what nobody will ask for: what was of use long ago, what writers that died left, and the
 * longest unused where there is too much. */
static void sweep(int directory, const struct cache_family *family, const char *keep)
{
	struct cached_list list = list_family(directory, family);
	uint64_t bytes = 0, files = 0;
	int64_t now = time(NULL) * SECOND;

	/* what was just written has its place first, whatever else was used at the same time */
	for (size_t i = 0; i < list.count; i++)
		if (str_eq(list.items[i].name, keep))
			list.items[i].used = INT64_MAX;
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare_use);
	for (size_t i = 0; i < list.count; i++) {
		const struct cached *one = &list.items[i];
		bool too_much, writing = strchr(one->name, '.');

		bytes += one->bytes;
		files++;
		too_much = (family->bytes_most && bytes > family->bytes_most) ||
			(family->files_most && files > family->files_most);
		if (!str_eq(one->name, keep) &&
			(now - one->used > (writing ? WRITING_NS : UNUSED_NS) ||
				(too_much && !writing))) {
			unlinkat(directory, one->name, 0);
			bytes -= one->bytes;
			files--;
		}
	}
	mem_free(list.items);
}

void cache_each(int directory, const struct cache_family *family, bool remove,
	void (*visit)(void *arg, uint64_t bytes), void *arg)
{
	struct cached_list list = list_family(directory, family);

	for (size_t i = 0; i < list.count; i++)
		if ((!remove || !unlinkat(directory, list.items[i].name, 0)) &&
			!strchr(list.items[i].name, '.'))
			visit(arg, list.items[i].bytes);
	mem_free(list.items);
}

void cache_used(int fd, const struct stat *st)
{
	if (time(NULL) - st->st_mtime > USED_SECONDS)
		futimens(fd, NULL);
}

bool cache_write(int directory, const char *file, const struct cache_family *family,
	const struct iovec *parts, size_t count)
{
	struct timespec now;
	char temporary[96];
	bool written = true;
	int fd;

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(temporary, sizeof(temporary), "%s.%d-%ld", file, getpid(), now.tv_nsec);
	fd = openat(
		directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	for (size_t i = 0; written && i < count; i++)
		written = !write_all(fd, parts[i].iov_base, parts[i].iov_len);
	/* it must be on the disk before it has its name: a crash in between would leave a file of
	 * zeros */
	written = written && (family->checked || !fdatasync(fd));
	close(fd);
	written = written && !renameat(directory, temporary, directory, file);
	if (!written)
		unlinkat(directory, temporary, 0);
	sweep(directory, family, file);
	return written;
}

struct cache_digest cache_digest(const void *bytes, size_t len)
{
	XXH128_hash_t hash = XXH3_128bits(bytes, len);

	return (struct cache_digest){ hash.low64, hash.high64 };
}
