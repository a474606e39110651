/* tests/unit/probes_binaries.c - which files the binary of an attach point stands for: this test's
 * own mappings, paths, names and wildcards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <fcntl.h>
#include <unistd.h>

#include "probes/binaries.h"
#include "probes/rows.h"
#include "runtime/base/util.h"

static struct arena *arena;
static char own[PATH_MAX];

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return realpath("/proc/self/exe", own) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int find(const char *binary, int32_t pid, struct name_list *found, struct probe_error *err)
{
	struct probe_scope scope = { .pids = &pid, .pid_count = pid ? 1 : 0 };
	struct probe_spec spec = {
		.provider = &uprobe_provider,
		.parts = { binary, "f" },
		.part_count = 2,
		.scope = &scope,
	};

	*found = (struct name_list){ 0 };
	return binaries_find(&spec, 0, arena, found, err);
}

static bool holds(const struct name_list *l, const char *path)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_eq(l->items[i], path))
			return true;
	return false;
}

static void test_mapped(void **state)
{
	struct name_list found;
	struct probe_error err;
	char name[PATH_MAX];

	(void)state;
	assert_int_equal(find("", getpid(), &found, &err), 0);
	assert_true(holds(&found, own));
	assert_true(found.count > 1);
	/* each once, sorted */
	for (size_t i = 1; i < found.count; i++)
		assert_true(strcmp(found.items[i - 1], found.items[i]) < 0);
	assert_int_equal(find(strrchr(own, '/') + 1, getpid(), &found, &err), 0);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.items[0], own);
	snprintf(name, sizeof(name), "%.8s*", strrchr(own, '/') + 1);
	assert_int_equal(find(name, getpid(), &found, &err), 0);
	assert_true(holds(&found, own));
	assert_int_equal(find(name, 0, &found, &err), 0);
	assert_true(holds(&found, own));
}

static void test_paths(void **state)
{
	struct name_list found;
	struct probe_error err;
	char other[64];

	(void)state;
	snprintf(other, sizeof(other), "/proc/%d/root/bin/../bin/ls", getpid());
	assert_int_equal(find("/bin/ls", 0, &found, &err), 0);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.items[0], realpath("/bin/ls", (char[PATH_MAX]){ 0 }));
	assert_int_equal(find(other, 0, &found, &err), 0);
	assert_string_equal(found.items[0], other);
	/* the same file by two names is one */
	assert_int_equal(find("/*bin/ls", 0, &found, &err), 0);
	assert_int_equal(found.count, 1);
	assert_int_equal(find("/bin/l[", 0, &found, &err), -ENOENT);
	assert_int_equal(find("/no/such/file*", 0, &found, &err), -ENOENT);
	assert_string_equal(err.message, "no file matches '/no/such/file*'");
	assert_int_equal(find("", INT32_MAX, &found, &err), -ENOENT);
}

/* A file that is gone is found through the mapping. */
static void test_deleted(void **state)
{
	char path[] = "/tmp/probes_binaries.XXXXXX";
	int fd = mkstemp(path);
	struct name_list found;
	struct probe_error err;
	bool deleted = false;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 4096), 0);
	void *map = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	assert_true(map != MAP_FAILED);
	unlink(path);
	assert_int_equal(find("", getpid(), &found, &err), 0);
	for (size_t i = 0; i < found.count; i++)
		deleted |= strstr(found.items[i], "/map_files/") != NULL;
	assert_true(deleted);
	munmap(map, 4096);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mapped),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_deleted),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
