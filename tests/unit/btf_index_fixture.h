/* tests/unit/btf_index_fixture.h - types of a kernel and of a module of it, and a directory for the
 * files that keep scans of them.  For tests of probes/btf_index.h. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/btf_index.h"
#include "tests/unit/btf_blob.h"
#include "tests/unit/sysfs.h"

#define HEADER 120 /* bytes of the file before its tables */
#define KERNEL_NOTES "kernel/notes"
#define MODULE_NOTES "module/big/notes/.note.gnu.build-id"
#define MODULE_FILLERS 2000 /* types without which a module would be too small for an index */

static struct arena *arena;
static struct blob blob, module_blob;
static struct kernel_btf scanned, module_scanned;
static struct kernel_btf_tables tables, module_tables;
static char cache[64];

static inline const char *path_of(const char *directory, const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static inline void write_file(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

/* 1 int, 2 struct sock {int a; struct sock *next}, 3 pointer to it, 4 enum side, 5 typedef word */
static inline void make_kernel(struct blob *b)
{
	text(b, "");
	uint32_t n_int = text(b, "int"), n_sock = text(b, "sock"), n_a = text(b, "a"),
		 n_next = text(b, "next"), n_side = text(b, "side");
	uint32_t n_left = text(b, "LEFT"), n_right = text(b, "RIGHT"), n_word = text(b, "word");

	WORDS(b, n_int, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32);
	WORDS(b, n_sock, INFO(BTF_KIND_STRUCT, 2), 16, n_a, 1, 0, n_next, 3, 64);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), 2);
	WORDS(b, n_side, INFO(BTF_KIND_ENUM, 2), 4, n_left, 7, n_right, 8);
	WORDS(b, n_word, INFO(BTF_KIND_TYPEDEF, 0), 1);
	finish(b);
}

/* 6 struct conn {int a; struct sock *next}, whose members have names and types of the kernel's; 7
 * enum north; and many typedefs */
static inline void make_module(struct blob *b)
{
	uint32_t n_conn = text(b, "conn"), n_north = text(b, "north"), n_up = text(b, "UP");
	const struct btf_member *of_sock = (const void *)(kernel_btf_type(&scanned, 2) + 1);

	WORDS(b, n_conn, INFO(BTF_KIND_STRUCT, 2), 16, of_sock[0].name_off, 1, 0,
		of_sock[1].name_off, 3, 64);
	WORDS(b, n_north, INFO(BTF_KIND_ENUM, 1), 4, n_up, 9);
	for (int i = 0; i < MODULE_FILLERS; i++) {
		char name[24];

		snprintf(name, sizeof(name), "filler%d", i);
		WORDS(b, text(b, name), INFO(BTF_KIND_TYPEDEF, 0), 1);
	}
	finish(b);
}

static inline int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	sysfs_make();
	snprintf(cache, sizeof(cache), "%s/cache", sysfs_root);
	make_kernel(&blob);
	assert_int_equal(kernel_btf_open(&scanned, NULL, blob.all.data, blob.all.len), 0);
	assert_true(kernel_btf_tables(&scanned, &tables));
	module_blob.base = &scanned;
	make_module(&module_blob);
	assert_int_equal(kernel_btf_open(&module_scanned, &scanned, module_blob.all.data,
				 module_blob.all.len),
		0);
	assert_true(kernel_btf_tables(&module_scanned, &module_tables));
	sysfs_write_types("vmlinux", blob.all.data, blob.all.len);
	sysfs_write_notes(KERNEL_NOTES, 1);
	return 0;
}

/* How many entries a directory has; a last one of that name is copied to *name. */
static inline int entries(const char *directory, char *name, size_t size)
{
	DIR *dir = opendir(directory);
	int count = 0;

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (e->d_name[0] == '.')
			continue;
		count++;
		if (name)
			snprintf(name, size, "%s", e->d_name);
	}
	if (dir)
		closedir(dir);
	return count;
}

static inline void empty(const char *directory)
{
	char name[256];

	while (entries(directory, name, sizeof(name)))
		assert_int_equal(unlink(path_of(directory, name)), 0);
	rmdir(directory);
}

static inline int tear_down(void **state)
{
	(void)state;
	kernel_btf_set_sysfs(NULL, NULL);
	kernel_btf_close(&module_scanned);
	kernel_btf_close(&scanned);
	blob_free(&module_blob);
	blob_free(&blob);
	sysfs_remove();
	arena_free(arena);
	return 0;
}

static inline struct btf_index_key key_of(const char *directory)
{
	struct btf_index_key key;
	int fd = open(sysfs_path("kernel/btf/vmlinux"), O_RDONLY);

	assert_true(btf_index_key(&key, directory, fd, sysfs_path(KERNEL_NOTES)));
	close(fd);
	return key;
}

static inline struct btf_index_key module_key(void)
{
	struct btf_index_key kernel = key_of(cache), key;
	int fd = open(sysfs_path("kernel/btf/big"), O_RDONLY);

	assert_true(btf_index_key_module(&key, &kernel, fd, sysfs_path(MODULE_NOTES)));
	close(fd);
	return key;
}
