/* probes/cache.h - files that keep what was found out about this machine for the processes to
 * come.  Others see all of a file or nothing, also after a crash; what is not our own, or what
 * others may write, is not looked at.  A place that cannot be written is no error. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/uio.h>

/** Where they are kept: `directory`; NULL: $SONDE_CACHE_DIR, else /var/cache/sonde for root, else
 * sonde in $XDG_CACHE_HOME or ~/.cache.  False when there is no place. */
bool cache_directory(char *out, size_t size, const char *directory);

/** A descriptor of the directory if it is our own, or -1; made first if it is not there and `make`
 * says so. */
int cache_open_directory(const char *directory, bool make);

/** Why cache_open_directory() refuses a directory; NULL when it is only not there. */
const char *cache_problem(const char *directory);

/** A descriptor for reading one of its files if it is our own, or -1. */
int cache_open_file(int directory, const char *file, struct stat *st);

/** Files of one kind. */
struct cache_family {
	const char *beginning;  /* of their names */
	uint64_t bytes_most;    /* of all together; 0: as many as there are */
	uint32_t files_most;    /* 0: as many as there are */
	/* a reader finds out when one is not whole: no need to wait for the disk */
	bool checked;
};

/** Write a file of the parts, in their order, and remove those of its family that nobody will ask
 * for: unused for long, left by writers that died, or the longest unused of too many.  False when
 * it could not be written. */
bool cache_write(int directory, const char *file, const struct cache_family *family,
	const struct iovec *parts, size_t count);

/** A file was of use: it is not the next one to be removed. */
void cache_used(int fd, const struct stat *st);

/** Call for each file of the family with its size; `remove` removes it, too. */
void cache_each(int directory, const struct cache_family *family, bool remove,
	void (*visit)(void *arg, uint64_t bytes), void *arg);

/** 128 bits that stand for some bytes wherever two that differ must not be taken for the same
 * (XXH3). */
struct cache_digest {
	uint64_t low, high;
};
struct cache_digest cache_digest(const void *bytes, size_t len);

static inline bool cache_digest_eq(struct cache_digest a, struct cache_digest b)
{
	return a.low == b.low && a.high == b.high;
}
