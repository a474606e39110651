/* tests/unit/probes_btf_index_module.c - the files that keep scans of the types of modules: which
 * of them have one, and that each build of a module, and of the kernel, has its own. */
#include "probes/btf_types.h"
#include "tests/unit/btf_index_fixture.h"

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
		cmocka_unit_test(test_module_kept),
		cmocka_unit_test(test_module_changed),
		cmocka_unit_test(test_no_index),
		cmocka_unit_test(test_module_damaged),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
