/* tests/unit/probes_cache.c - files that are kept: those of one family make room for each other,
 * the longest unused first; what writers that died left goes; and what a directory must be to be
 * used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "probes/cache.h"

static const struct cache_family family = {
	.beginning = "kept-", .bytes_most = 100, .files_most = 4, .checked = true
};
static char directory[] = "/tmp/sonde-kept-XXXXXX";
static int dir = -1;

static int set_up(void **state)
{
	(void)state;
	strcpy(directory, "/tmp/sonde-kept-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	dir = cache_open_directory(directory, true);
	return dir < 0;
}

static int tear_down(void **state)
{
	char command[64];

	(void)state;
	close(dir);
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static void write_bytes(const char *name, size_t len)
{
	char bytes[256] = "";
	const struct iovec parts[] = { { bytes, len / 2 }, { bytes, len - len / 2 } };

	assert_true(cache_write(dir, name, &family, parts, 2));
}

/* Last used so many hours ago. */
static void age(const char *name, int hours)
{
	const struct timespec then[] = { { .tv_sec = time(NULL) - hours * 3600L },
		{ .tv_sec = time(NULL) - hours * 3600L } };

	assert_int_equal(utimensat(dir, name, then, 0), 0);
}

static bool is_there(const char *name)
{
	return !faccessat(dir, name, F_OK, 0);
}

static void test_number(void **state)
{
	static const char *const names[] = { "kept-a", "kept-b", "kept-c", "kept-d" };

	(void)state;
	for (int i = 0; i < 4; i++) {
		write_bytes(names[i], 10);
		age(names[i], 10 + i);
	}
	close(openat(dir, "other", O_CREAT | O_WRONLY, 0600));
	age("other", 24 * 365);

	struct stat st;
	int fd = cache_open_file(dir, "kept-d", &st);

	assert_true(fd >= 0);
	cache_used(fd, &st);
	close(fd);
	write_bytes("kept-e", 10);
	assert_false(is_there("kept-c"));
	assert_true(is_there("kept-a") && is_there("kept-b") && is_there("kept-d") &&
		is_there("kept-e"));
	assert_true(is_there("other"));
}

static void test_bytes(void **state)
{
	(void)state;
	write_bytes("kept-a", 60);
	age("kept-a", 2);
	write_bytes("kept-b", 30);
	age("kept-b", 1);
	write_bytes("kept-c", 50);
	assert_false(is_there("kept-a"));
	assert_true(is_there("kept-b") && is_there("kept-c"));
	/* what is larger than all may be stays until there is another */
	write_bytes("kept-d", 200);
	assert_true(is_there("kept-d"));
	assert_false(is_there("kept-b") || is_there("kept-c"));
	age("kept-d", 1);
	write_bytes("kept-e", 1);
	assert_false(is_there("kept-d"));
}

static void test_old(void **state)
{
	(void)state;
	write_bytes("kept-a", 1);
	age("kept-a", 24 * 91);
	write_bytes("kept-b", 1);
	age("kept-b", 24 * 89);
	close(openat(dir, "kept-c.1-2", O_CREAT | O_WRONLY, 0600));
	age("kept-c.1-2", 2);
	close(openat(dir, "kept-d.1-2", O_CREAT | O_WRONLY, 0600));
	write_bytes("kept-e", 1);
	assert_false(is_there("kept-a") || is_there("kept-c.1-2"));
	assert_true(is_there("kept-b") && is_there("kept-d.1-2") && is_there("kept-e"));
}

static void add(void *arg, uint64_t bytes)
{
	uint64_t *sums = arg;

	sums[0]++;
	sums[1] += bytes;
}

static void test_each(void **state)
{
	uint64_t sums[2] = { 0 };

	(void)state;
	write_bytes("kept-a", 7);
	write_bytes("kept-b", 8);
	close(openat(dir, "kept-c.1-2", O_CREAT | O_WRONLY, 0600));
	cache_each(dir, &family, false, add, sums);
	assert_int_equal(sums[0], 2);
	assert_int_equal(sums[1], 15);
	cache_each(dir, &family, true, add, sums);
	assert_int_equal(sums[0], 4);
	assert_false(is_there("kept-a") || is_there("kept-b") || is_there("kept-c.1-2"));
}

static void test_directory(void **state)
{
	char path[64], out[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/x", directory);
	assert_null(cache_problem(path));
	assert_null(cache_problem(directory));
	assert_int_equal(cache_open_directory(path, false), -1);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	assert_string_equal(cache_problem(path), "it is no directory");
	unlink(path);
	assert_int_equal(symlink(directory, path), 0);
	assert_string_equal(cache_problem(path), "it is no directory");
	assert_int_equal(cache_open_directory(path, false), -1);
	assert_int_equal(chmod(directory, 0770), 0);
	assert_string_equal(cache_problem(directory), "others may write to it");
	assert_int_equal(cache_open_directory(directory, true), -1);
	assert_int_equal(chmod(directory, 0700), 0);
	if (geteuid())
		assert_string_equal(cache_problem("/"), "it belongs to another user");

	setenv("SONDE_CACHE_DIR", path, 1);
	assert_true(cache_directory(out, sizeof(out), NULL));
	assert_string_equal(out, path);
	setenv("SONDE_CACHE_DIR", "relative", 1);
	assert_true(cache_directory(out, sizeof(out), NULL));
	assert_string_not_equal(out, "relative");
	assert_false(cache_directory(out, 4, "/long"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_old, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_each, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_directory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
