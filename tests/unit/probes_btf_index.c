/* tests/unit/probes_btf_index.c - the files that keep scans of the kernel's types: what is written
 * is what is read; damaged, foreign and stale files are not used, nor those of another build;
 * whatever their tables say, also for a module's types, no look-up leaves the blob. */
#include <sys/wait.h>
#include <time.h>

#include "probes/btf_types.h"
#include "runtime/base/util.h"
#include "tests/unit/btf_index_fixture.h"

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
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
