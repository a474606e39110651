/* tests/unit/sysfs.h - a directory that stands for /sys: what a test says that the kernel and its
 * modules describe of themselves. */
#pragma once

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSFS_NOTES_MAX 64

static char sysfs_root[] = "/tmp/sonde-sysfs-XXXXXX";

static inline const char *sysfs_path(const char *below)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", sysfs_root, below);
	return path;
}

static inline void sysfs_make(void)
{
	strcpy(sysfs_root + strlen(sysfs_root) - 6, "XXXXXX");
	assert_non_null(mkdtemp(sysfs_root));
}

/* A file, and the directories that it lies in. */
static inline void sysfs_write(const char *below, const void *bytes, size_t len)
{
	char path[512];

	snprintf(path, sizeof(path), "%s", sysfs_path(below));
	for (char *slash = path + strlen(sysfs_root) + 1; (slash = strchr(slash, '/'));
		*slash++ = '/') {
		*slash = '\0';
		mkdir(path, 0700);
	}
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static inline void sysfs_write_types(const char *name, const void *bytes, size_t len)
{
	char below[128];

	snprintf(below, sizeof(below), "kernel/btf/%s", name);
	sysfs_write(below, bytes, len);
}

/* ELF notes with a build id of 20 bytes, behind another note. */
static inline void sysfs_write_notes(const char *below, uint8_t build_id)
{
	static const uint32_t sizes[] = { 4, 20, 3 };
	static const char other[] = "\6\0\0\0\4\0\0\0\1\0\0\0Linux\0\0\0\1\2\3\4";
	char notes[SYSFS_NOTES_MAX];
	size_t len = sizeof(other) - 1;

	memcpy(notes, other, len);
	memcpy(notes + len, sizes, sizeof(sizes));
	memcpy(notes + len + sizeof(sizes), "GNU", 4);
	memset(notes + len + sizeof(sizes) + 4, build_id, sizes[1]);
	sysfs_write(below, notes, len + sizeof(sizes) + 4 + sizes[1]);
}

static inline int sysfs_remove_one(
	const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

static inline void sysfs_remove(void)
{
	nftw(sysfs_root, sysfs_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
