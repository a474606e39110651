/* tests/unit/probes_jit_map.c - functions that programs name in /tmp/perf-PID.map: which one
 * counts, lines that are none, files that grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "probes/jit_map.h"

static char path[64];

static void write_map(const char *how, const char *text)
{
	FILE *f = fopen(path, how);

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void expect(struct jit_map *m, uint64_t address, const char *name, uint64_t start)
{
	uint64_t at = 0;
	const char *found = jit_map_find(m, address, &at);

	if (!name) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found, name);
	assert_int_equal(at, start);
}

static int remove_map(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void the_last_line_of_a_place_counts(void **state)
{
	struct jit_map *m;

	(void)state;
	write_map("w",
		"1000 100 first\n1080 10 inner\n2000 10 LazyCompile:~f a.js:1\n1040 80 over both\n3000 10 alone\n500 4000 early and wide\n600 8 in it\n");
	m = jit_map_open(getpid());
	assert_non_null(m);
	assert_string_equal(jit_map_path(m), path);
	expect(m, 0x1000, "early and wide", 0x500);
	expect(m, 0x600, "in it", 0x600);
	expect(m, 0x608, "early and wide", 0x500);
	expect(m, 0x4500, NULL, 0);
	expect(m, 0x4ff, NULL, 0);
	jit_map_close(m);
	write_map("w", "1000 100 first\n1080 10 inner\n1040 80 over both\n2000 10 alone\n");
	m = jit_map_open(getpid());
	expect(m, 0x103f, "first", 0x1000);
	expect(m, 0x1040, "over both", 0x1040);
	expect(m, 0x1085, "over both", 0x1040);
	expect(m, 0x10c0, "first", 0x1000);
	expect(m, 0x1100, NULL, 0);
	expect(m, 0x2009, "alone", 0x2000);
	jit_map_close(m);
}

static void what_is_no_line_is_left_out(void **state)
{
	struct jit_map *m;

	(void)state;
	write_map("w",
		"\n1000\n1000 \n1000 10\n1000 10 \nxyz 10 bad\n1000 zz bad\n1000 0 empty\nffffffffffffff00 1000 over the end\n"
		"fffffffffffffffff 10 too large\n4000 10 good\n5000 10 not ended");
	m = jit_map_open(getpid());
	assert_non_null(m);
	expect(m, 0x1000, NULL, 0);
	expect(m, UINT64_MAX - 4, NULL, 0);
	expect(m, 0x4000, "good", 0x4000);
	expect(m, 0x5000, NULL, 0);
	jit_map_close(m);
}

static void a_file_that_grows_is_read_again(void **state)
{
	struct timespec while_a_little = { .tv_nsec = 60000000 };
	struct jit_map *m;

	(void)state;
	write_map("w", "1000 10 old\n");
	m = jit_map_open(getpid());
	expect(m, 0x1000, "old", 0x1000);
	write_map("a", "1000 10 new\n2000 10 other\n");
	nanosleep(&while_a_little, NULL);
	expect(m, 0x2000, "other", 0x2000);
	expect(m, 0x1000, "new", 0x1000);
	jit_map_close(m);
}

static void what_is_no_file_is_not_read(void **state)
{
	(void)state;
	unlink(path);
	assert_null(jit_map_open(getpid()));
	jit_map_close(NULL);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(jit_map_open(getpid()));
	unlink(path);
	assert_int_equal(symlink("/proc/self/maps", path), 0);
	assert_null(jit_map_open(getpid()));
}

/* Somebody else's file says nothing about our process. */
static void files_of_others_do_not_count(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	write_map("w", "1000 10 lie\n");
	assert_int_equal(chown(path, 12345, 12345), 0);
	assert_null(jit_map_open(getpid()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_last_line_of_a_place_counts, remove_map),
		cmocka_unit_test_teardown(what_is_no_line_is_left_out, remove_map),
		cmocka_unit_test_teardown(a_file_that_grows_is_read_again, remove_map),
		cmocka_unit_test_teardown(what_is_no_file_is_not_read, remove_map),
		cmocka_unit_test_teardown(files_of_others_do_not_count, remove_map),
	};

	snprintf(path, sizeof(path), "/tmp/perf-%d.map", getpid());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
