/* tests/unit/probes_btf_percpu.c - per-CPU variables out of a small BTF blob that stands for the
 * kernel's: those of the section and no others, damaged entries passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "btf_blob.h"
#include "probes/btf_percpu.h"
#include "runtime/base/util.h"
#include "sysfs.h"

enum { ID_INT = 1, ID_STRUCT, ID_POINTER, ID_COUNTER, ID_QUEUE, ID_CURRENT, ID_OTHER };

static struct arena *arena;

static void make_types(struct blob *b, const char *section)
{
	text(b, "");
	WORDS(b, text(b, "unsigned int"), INFO(BTF_KIND_INT, 0), 4, 32);
	WORDS(b, text(b, "rq"), INFO(BTF_KIND_STRUCT, 1), 4, text(b, "len"), ID_INT, 0);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), ID_STRUCT);
	WORDS(b, text(b, "counter"), INFO(BTF_KIND_VAR, 0), ID_INT, 1);
	WORDS(b, text(b, "queue"), INFO(BTF_KIND_VAR, 0), ID_STRUCT, 1);
	WORDS(b, text(b, "current"), INFO(BTF_KIND_VAR, 0), ID_POINTER, 1);
	WORDS(b, text(b, "other"), INFO(BTF_KIND_VAR, 0), ID_INT, 1);
	/* the entries in the middle are of no variable, and of nothing at all */
	WORDS(b, text(b, section), INFO(BTF_KIND_DATASEC, 5), 64, ID_COUNTER, 0, 4, ID_INT, 4, 4,
		1000, 4, 4, ID_QUEUE, 8, 4, ID_CURRENT, 16, 8);
	finish(b);
}

/* Let the blob be the kernel's; removes the directory again. */
static void with_kernel(const char *section, void (*check)(void))
{
	struct blob b = { 0 };

	make_types(&b, section);
	sysfs_make();
	sysfs_write_types("vmlinux", b.all.data, b.all.len);
	kernel_btf_set_sysfs(sysfs_root, NULL);
	arena = arena_new();
	check();
	arena_free(arena);
	kernel_btf_set_sysfs(NULL, NULL);
	sysfs_remove();
	blob_free(&b);
}

static void check_pointer(const char *name, const char *type, uint32_t target)
{
	const struct type *t = btf_percpu_pointer(btf_percpu_find(name), arena);

	assert_int_equal(t->kind, TYPE_POINTER);
	assert_string_equal(t->name, type);
	assert_int_equal(t->btf_id, target);
}

static void add_name(const char *name, void *arg)
{
	buffer_printf(arg, "%s ", name);
}

static void check_found(void)
{
	struct buffer names = { 0 };

	assert_int_equal(btf_percpu_find("counter"), ID_COUNTER);
	assert_int_equal(btf_percpu_find("queue"), ID_QUEUE);
	assert_int_equal(btf_percpu_find("other"), 0);
	assert_int_equal(btf_percpu_find("unsigned int"), 0);
	assert_int_equal(btf_percpu_find(""), 0);
	check_pointer("counter", "unsigned int", ID_INT);
	check_pointer("queue", "struct rq", ID_STRUCT);
	check_pointer("current", "struct rq *", ID_POINTER);
	assert_int_equal(btf_percpu_pointer(0, arena)->btf_id, 0);
	btf_percpu_each(add_name, &names);
	assert_string_equal(buffer_text(&names), "counter queue current ");
	buffer_free(&names);
}

static void check_nothing(void)
{
	assert_int_equal(btf_percpu_find("counter"), 0);
	btf_percpu_each(add_name, NULL);
}

static void test_variables(void **state)
{
	(void)state;
	with_kernel(".data..percpu", check_found);
}

static void test_another_section(void **state)
{
	(void)state;
	with_kernel(".data", check_nothing);
}

static void test_no_types(void **state)
{
	(void)state;
	kernel_btf_set_sysfs("/nonexistent", NULL);
	check_nothing();
	kernel_btf_set_sysfs(NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_another_section),
		cmocka_unit_test(test_no_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
