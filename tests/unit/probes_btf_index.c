/* tests/unit/probes_btf_index.c - the files that keep scans of the types of the kernel and its
 * modules: what is written is what is read; damaged, foreign and stale files are not used, nor
 * those of another build; whatever their tables say, no look-up leaves the blob. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "probes/btf_index.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"
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

static const char *path_of(const char *directory, const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static void write_file(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

/* 1 int, 2 struct sock {int a; struct sock *next}, 3 pointer to it, 4 enum side, 5 typedef word */
static void make_kernel(struct blob *b)
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
static void make_module(struct blob *b)
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

static int set_up(void **state)
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
static int entries(const char *directory, char *name, size_t size)
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

static void empty(const char *directory)
{
	char name[256];

	while (entries(directory, name, sizeof(name)))
		assert_int_equal(unlink(path_of(directory, name)), 0);
	rmdir(directory);
}

static int tear_down(void **state)
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

static struct btf_index_key key_of(const char *directory)
{
	struct btf_index_key key;
	int fd = open(sysfs_path("kernel/btf/vmlinux"), O_RDONLY);

	assert_true(btf_index_key(&key, directory, fd, sysfs_path(KERNEL_NOTES)));
	close(fd);
	return key;
}

static struct btf_index_key module_key(void)
{
	struct btf_index_key kernel = key_of(cache), key;
	int fd = open(sysfs_path("kernel/btf/big"), O_RDONLY);

	assert_true(btf_index_key_module(&key, &kernel, fd, sysfs_path(MODULE_NOTES)));
	close(fd);
	return key;
}

static void check_types(void)
{
	struct btf_enumerator e;

	assert_non_null(kernel_btf());
	assert_int_equal(kernel_btf()->count, 5);
	assert_int_equal(kernel_btf_find(kernel_btf(), BTF_KIND_STRUCT, "sock"), 2);
	assert_int_equal(kernel_btf_find(kernel_btf(), BTF_KIND_TYPEDEF, "word"), 5);
	assert_int_equal(kernel_btf_find(kernel_btf(), BTF_KIND_UNION, "sock"), 0);
	assert_int_equal(kernel_btf_find(kernel_btf(), BTF_KIND_PTR, ""), 0);
	assert_int_equal(kernel_btf_member(kernel_btf(), 2, "next", NULL), 8);
	assert_true(btf_types_enumerator(NULL, "RIGHT", &e));
	assert_int_equal(e.value, 8);
	assert_false(btf_types_enumerator(NULL, "side", &e));
}

/* The first process writes, the next one reads; a new kernel has a file of its own. */
static void test_kept(void **state)
{
	struct btf_index_key key = key_of(cache);
	struct btf_index index;
	char name[256];

	(void)state;
	assert_false(btf_index_open(&index, &key));
	kernel_btf_set_sysfs(sysfs_root, cache);
	check_types();
	assert_int_equal(entries(cache, name, sizeof(name)), 1);
	assert_string_equal(name, key.file);
	assert_true(btf_index_open(&index, &key));
	assert_int_equal(index.tables.count, tables.count);
	assert_memory_equal(index.tables.offsets, tables.offsets, tables.count * 4);
	assert_int_equal(index.tables.slots, tables.slots);
	assert_memory_equal(index.tables.names, tables.names, tables.slots * 4);
	btf_index_close(&index);
	kernel_btf_set_sysfs(sysfs_root, cache);
	check_types();

	struct btf_index_key other = key;

	other.of[60] ^= 1;
	assert_false(btf_index_open(&index, &other));
	empty(cache);
}

/* With the bytes of the BTF in it, as for kernels that do not let theirs be mapped. */
static void test_with_blob(void **state)
{
	struct btf_index_key key = key_of(cache);
	struct btf_index index;
	struct kernel_btf b;

	(void)state;
	assert_true(btf_index_wanted(&key));
	btf_index_write(&key, &tables, blob.all.data, blob.all.len);
	assert_true(btf_index_open(&index, &key));
	assert_int_equal(index.blob_len, blob.all.len);
	assert_memory_equal(index.blob, blob.all.data, blob.all.len);
	assert_int_equal(
		kernel_btf_open_scanned(&b, NULL, index.blob, index.blob_len, &index.tables), 0);
	assert_int_equal(kernel_btf_find(&b, BTF_KIND_STRUCT, "sock"), 2);
	kernel_btf_close(&b);
	btf_index_close(&index);
	empty(cache);
}

static void ask_everything(struct kernel_btf *b)
{
	static const char *const names[] = { "int", "sock", "side", "LEFT", "word", "conn", "UP",
		"nothing" };
	struct name_list list = { 0 };

	for (uint32_t id = 0; id <= b->count + 1; id++) {
		kernel_btf_member(b, id, "next", NULL);
		kernel_btf_value_type(b, id, arena);
		assert_non_null(kernel_btf_c_text(b, id, arena));
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		for (unsigned kind = 0; kind < 20; kind++)
			assert_true(kernel_btf_find(b, kind, names[i]) <= b->count);
		assert_true(kernel_btf_find_enumerator(b, names[i]) <= b->count);
	}
	kernel_btf_names(b, BTF_KIND_STRUCT, "", &list, arena);
}

/* Each byte of the file: in the header it makes the file useless, in the tables and the types it
 * leads nowhere. */
static void test_damaged(void **state)
{
	struct btf_index_key key = key_of(cache);
	struct btf_index index;
	uint8_t *good, *bad;
	size_t len;

	(void)state;
	assert_true(btf_index_wanted(&key));
	btf_index_write(&key, &tables, blob.all.data, blob.all.len);
	assert_true(btf_index_open(&index, &key));
	len = index.map_len;
	good = mem_alloc(len);
	bad = mem_alloc(len);
	memcpy(good, index.map, len);
	btf_index_close(&index);
	for (size_t i = 0; i < len; i++) {
		struct kernel_btf b;

		/* most of the names are empty slots: some of them will do */
		if (i > HEADER + 200 && i < len - blob.all.len && i % 64)
			continue;
		memcpy(bad, good, len);
		bad[i] ^= (uint8_t)(1u << i % 8);
		write_file(path_of(cache, key.file), bad, len);
		assert_int_equal(btf_index_open(&index, &key), i >= HEADER);
		if (i < HEADER)
			continue;
		if (!kernel_btf_open_scanned(&b, NULL, index.blob, index.blob_len, &index.tables)) {
			ask_everything(&b);
			kernel_btf_close(&b);
		}
		btf_index_close(&index);
		arena_reset(arena);
	}
	for (size_t cut = 0; cut < len; cut += 7) {
		write_file(path_of(cache, key.file), good, cut);
		assert_false(btf_index_open(&index, &key));
	}
	mem_free(good);
	mem_free(bad);
	/* what cannot be used is written anew */
	kernel_btf_set_sysfs(sysfs_root, cache);
	check_types();
	assert_true(btf_index_open(&index, &key));
	btf_index_close(&index);
	empty(cache);
}

/* Tables full of whatever there is, and without the empty slot that ends a search. */
static void try_wild_tables(const struct kernel_btf *good, const struct blob *bytes,
	const struct kernel_btf_tables *made)
{
	uint32_t offsets[5], names[16];

	for (int round = 0; round < 5000; round++) {
		const struct kernel_btf_tables wild = { offsets, 5, names, 16 };
		struct kernel_btf b;

		for (size_t i = 0; i < ARRAY_SIZE(offsets); i++)
			offsets[i] = rand() % 3 ? (uint32_t)rand() % (good->types_len + 8)
				: (uint32_t)rand() * 2u;
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			names[i] = rand() % 3 ? (uint32_t)rand() % 16 : (uint32_t)rand() * 2u;
		offsets[4] = made->offsets[made->count - 1];
		assert_int_equal(kernel_btf_open_scanned(
					 &b, good->base, bytes->all.data, bytes->all.len, &wild),
			0);
		ask_everything(&b);
		kernel_btf_close(&b);
		arena_reset(arena);
	}
}

static void test_wild_tables(void **state)
{
	(void)state;
	srand(1);
	try_wild_tables(&scanned, &blob, &tables);
	try_wild_tables(&module_scanned, &module_blob, &module_tables);
}

/* What others could have written is not believed. */
static void test_ownership(void **state)
{
	struct btf_index_key key = key_of(cache);
	struct btf_index index;
	char file[512], aside[512];

	(void)state;
	assert_true(btf_index_wanted(&key));
	btf_index_write(&key, &tables, NULL, 0);
	snprintf(file, sizeof(file), "%s", path_of(cache, key.file));
	snprintf(aside, sizeof(aside), "%s/aside", sysfs_root);
	assert_true(btf_index_open(&index, &key));
	btf_index_close(&index);
	assert_int_equal(chmod(file, 0622), 0);
	assert_false(btf_index_open(&index, &key));
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(chmod(cache, 0770), 0);
	assert_false(btf_index_open(&index, &key));
	assert_false(btf_index_wanted(&key));
	assert_int_equal(chmod(cache, 0700), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(file, 12345, 0), 0);
		assert_false(btf_index_open(&index, &key));
		assert_int_equal(chown(file, 0, 0), 0);
		assert_int_equal(chown(cache, 12345, 0), 0);
		assert_false(btf_index_open(&index, &key));
		assert_false(btf_index_wanted(&key));
		assert_int_equal(chown(cache, 0, 0), 0);
	}
	assert_true(btf_index_open(&index, &key));
	btf_index_close(&index);
	/* behind a link the file may be anybody's */
	assert_int_equal(rename(file, aside), 0);
	assert_int_equal(symlink(aside, file), 0);
	assert_false(btf_index_open(&index, &key));
	assert_int_equal(unlink(file), 0);
	assert_int_equal(unlink(aside), 0);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_false(btf_index_open(&index, &key));
	empty(cache);
}

/* No place to write to is no error, and no reason to scan for a table that nobody gets. */
static void test_no_place(void **state)
{
	struct btf_index_key key;
	struct btf_index index;

	(void)state;
	write_file(cache, "x", 1);
	key = key_of(cache);
	assert_false(btf_index_wanted(&key));
	btf_index_write(&key, &tables, NULL, 0);
	assert_false(btf_index_open(&index, &key));
	kernel_btf_set_sysfs(sysfs_root, cache);
	check_types();
	assert_int_equal(unlink(cache), 0);
	kernel_btf_set_sysfs(sysfs_root, "/proc/no/such/place");
	check_types();
}

static void test_writers_at_once(void **state)
{
	struct btf_index_key key = key_of(cache);
	struct btf_index index;
	int status;

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (fork())
			continue;
		for (int k = 0; k < 20; k++) {
			if (btf_index_wanted(&key))
				btf_index_write(&key, &tables, blob.all.data, blob.all.len);
			if (!btf_index_open(&index, &key) || index.tables.count != tables.count)
				_exit(1);
			btf_index_close(&index);
		}
		_exit(0);
	}
	for (int i = 0; i < 4; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(entries(cache, NULL, 0), 1);
	empty(cache);
}

/* A write also removes files of kernels that did not run for long, and of writers that died. */
static void test_swept(void **state)
{
	static const struct {
		const char *name;
		long days;
		bool stays;
	} files[] = {
		{ "btf-0123456789abcdef", 10, true },
		{ "btf-fedcba9876543210", 100, false },
		{ "btf-0123456789abcdef.17-1", 1, false },
		{ "btf-0123456789abcdef.18-1", 0, true },
		{ "something else", 1000, true },
	};
	struct btf_index_key key = key_of(cache);

	(void)state;
	assert_true(btf_index_wanted(&key));
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct timespec then[2];

		clock_gettime(CLOCK_REALTIME, &then[0]);
		then[0].tv_sec -= files[i].days * 86400;
		then[1] = then[0];
		write_file(path_of(cache, files[i].name), "x", 1);
		assert_int_equal(utimensat(AT_FDCWD, path_of(cache, files[i].name), then, 0), 0);
	}
	btf_index_write(&key, &tables, NULL, 0);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		assert_int_equal(access(path_of(cache, files[i].name), F_OK) == 0, files[i].stays);
	assert_int_equal(entries(cache, NULL, 0), 4);
	empty(cache);
}

static void put_module(uint8_t build_id)
{
	sysfs_write_types("big", module_blob.all.data, module_blob.all.len);
	sysfs_write_notes(MODULE_NOTES, build_id);
}

/* Types of a process of its own; true when it uses the index that it finds. */
static bool check_module_types(void)
{
	const struct kernel_btf *b;
	char maps[16384], *found;
	struct btf_enumerator e;
	FILE *f;

	kernel_btf_set_sysfs(sysfs_root, cache);
	b = kernel_btf_module("big");
	assert_non_null(b);
	assert_int_equal(b->first, 6);
	assert_int_equal(b->count, 7 + MODULE_FILLERS);
	assert_int_equal(kernel_btf_find(b, BTF_KIND_STRUCT, "conn"), 6);
	assert_int_equal(kernel_btf_find(b, BTF_KIND_TYPEDEF, "filler1999"), 7 + MODULE_FILLERS);
	assert_int_equal(kernel_btf_find(b, BTF_KIND_STRUCT, "sock"), 0);
	assert_int_equal(kernel_btf_member(b, 6, "next", NULL), 8);
	assert_string_equal(kernel_btf_c_text(b, 3, arena), "struct sock *");
	assert_true(btf_types_enumerator(NULL, "UP", &e));
	assert_int_equal(e.value, 9);
	f = fopen("/proc/self/maps", "r");
	assert_non_null(f);
	maps[fread(maps, 1, sizeof(maps) - 1, f)] = '\0';
	fclose(f);
	found = strstr(maps, module_key().file);
	return found != NULL;
}

/* The module's types go through an index from the second process on, also after it was loaded anew;
 * each build and each kernel has its own. */
static void test_module_kept(void **state)
{
	(void)state;
	put_module(1);
	assert_false(check_module_types());
	assert_int_equal(entries(cache, NULL, 0), 2);
	assert_true(check_module_types());
	assert_int_equal(unlink(sysfs_path("kernel/btf/big")), 0);
	put_module(1);
	assert_true(check_module_types());
	assert_int_equal(entries(cache, NULL, 0), 2);
	put_module(2);
	assert_false(check_module_types());
	assert_int_equal(entries(cache, NULL, 0), 3);
	assert_true(check_module_types());
	put_module(1);
	assert_true(check_module_types());
	sysfs_write_notes(KERNEL_NOTES, 2);
	assert_false(check_module_types());
	assert_int_equal(entries(cache, NULL, 0), 5);
	assert_true(check_module_types());
	sysfs_write_notes(KERNEL_NOTES, 1);
	empty(cache);
}

/* Of the same build id, but of other sizes: what the linker did not see was made anew. */
static void test_module_changed(void **state)
{
	struct blob more = { .base = &scanned };
	struct btf_index_key before;

	(void)state;
	put_module(1);
	before = module_key();
	make_module(&more);
	WORDS(&more, text(&more, "added"), INFO(BTF_KIND_TYPEDEF, 0), 1);
	buffer_clear(&more.all);
	finish(&more);
	sysfs_write_types("big", more.all.data, more.all.len);
	assert_memory_not_equal(before.of, module_key().of, sizeof(before.of));
	blob_free(&more);
	empty(cache);
}

/* What has no build id could be mistaken for another build; what is small is scanned as soon as
 * found. */
static void test_no_index(void **state)
{
	struct blob small = { .base = &scanned };

	(void)state;
	put_module(1);
	assert_int_equal(unlink(sysfs_path(MODULE_NOTES)), 0);
	kernel_btf_set_sysfs(sysfs_root, cache);
	assert_int_equal(kernel_btf_find(kernel_btf_module("big"), BTF_KIND_STRUCT, "conn"), 6);
	assert_int_equal(entries(cache, NULL, 0), 1);
	put_module(1);
	sysfs_write(KERNEL_NOTES, "nothing like it", 15);
	kernel_btf_set_sysfs(sysfs_root, cache);
	assert_int_equal(kernel_btf_find(kernel_btf_module("big"), BTF_KIND_STRUCT, "conn"), 6);
	assert_int_equal(entries(cache, NULL, 0), 1);
	sysfs_write_notes(KERNEL_NOTES, 1);
	WORDS(&small, text(&small, "tiny"), INFO(BTF_KIND_STRUCT, 0), 0);
	finish(&small);
	sysfs_write_types("big", small.all.data, small.all.len);
	kernel_btf_set_sysfs(sysfs_root, cache);
	assert_int_equal(kernel_btf_find(kernel_btf_module("big"), BTF_KIND_STRUCT, "tiny"), 6);
	assert_int_equal(entries(cache, NULL, 0), 1);
	blob_free(&small);
	empty(cache);
}

/* Half a file, another's file, other bytes: the types are scanned and the file is written anew. */
static void test_module_damaged(void **state)
{
	struct btf_index_key key;
	char good[256 << 10], file[512];
	size_t len;
	FILE *f;

	(void)state;
	put_module(1);
	key = module_key();
	assert_false(check_module_types());
	snprintf(file, sizeof(file), "%s", path_of(cache, key.file));
	f = fopen(file, "r");
	assert_non_null(f);
	len = fread(good, 1, sizeof(good), f);
	fclose(f);
	assert_in_range(len, HEADER + 4 * MODULE_FILLERS, sizeof(good) - 1);
	write_file(file, good, len / 2);
	assert_false(check_module_types());
	assert_true(check_module_types());
	write_file(file, "", 0);
	assert_false(check_module_types());
	good[40] ^= 1;
	write_file(file, good, len);
	assert_false(check_module_types());
	assert_true(check_module_types());
	assert_int_equal(rename(path_of(cache, key_of(cache).file), file), 0);
	assert_false(check_module_types());
	assert_true(check_module_types());
	assert_int_equal(chmod(file, 0622), 0);
	assert_false(check_module_types());
	empty(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_with_blob),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_wild_tables),
		cmocka_unit_test(test_ownership),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_writers_at_once),
		cmocka_unit_test(test_swept),
		cmocka_unit_test(test_module_kept),
		cmocka_unit_test(test_module_changed),
		cmocka_unit_test(test_no_index),
		cmocka_unit_test(test_module_damaged),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
