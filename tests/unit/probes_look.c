/* tests/unit/probes_look.c - looks at this machine: each kind sees the same as long as nothing
 * changes, and something else as soon as it does; what is kept of them is read again, and damaged
 * bytes are found out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/look.h"
#include "runtime/base/util.h"

static char directory[] = "/tmp/sonde-look-XXXXXX";

static int set_up(void **state)
{
	(void)state;
	return !mkdtemp(directory) || chdir(directory);
}

static int tear_down(void **state)
{
	(void)state;
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* So long that the kernel's clock has moved on. */
static void grow_old(void)
{
	usleep(40000);
}

static struct look take(enum look_kind kind, uint32_t detail, const char *name)
{
	struct look look = { .kind = kind, .detail = detail, .name = name };

	assert_true(look_take(&look));
	assert_true(look_holds(&look));
	return look;
}

static void test_files(void **state)
{
	struct look look = take(LOOK_FILE, 0, "missing");

	(void)state;
	write_text("missing", "a");
	assert_false(look_holds(&look));

	look = take(LOOK_FILE, 0, "missing");
	/* it is so new that its times say nothing: its text counts */
	assert_int_equal(look.detail, 1);
	write_text("missing", "b");
	assert_false(look_holds(&look));
	write_text("missing", "a");
	assert_true(look_holds(&look));

	grow_old();
	look = take(LOOK_FILE, 0, "missing");
	assert_int_equal(look.detail, 0);
	write_text("missing", "a");
	assert_false(look_holds(&look));

	grow_old();
	look = take(LOOK_FILE, 0, "missing");
	write_text("other", "a");
	assert_true(look_holds(&look));
	assert_int_equal(rename("other", "missing"), 0);
	assert_false(look_holds(&look));
	assert_int_equal(unlink("missing"), 0);
	assert_false(look_holds(&look));
}

static void test_directories(void **state)
{
	(void)state;
	for (int old = 0; old < 2; old++) {
		assert_int_equal(mkdir("d", 0700), 0);
		write_text("d/one", "");
		if (old)
			grow_old();
		struct look names = take(LOOK_FILE, 0, "d"), status = take(LOOK_STATUS, 0, "d");

		assert_int_equal(names.detail, !old);
		write_text("d/two", "");
		assert_false(look_holds(&names));
		assert_true(look_holds(&status));
		assert_int_equal(system("rm -r d"), 0);
		assert_false(look_holds(&status));
	}
}

static void test_paths(void **state)
{
	(void)state;
	assert_int_equal(symlink("a", "link"), 0);
	struct look link = take(LOOK_LINK, 0, "link"), resolved = take(LOOK_RESOLVED, 0, "link"),
		    access_ = take(LOOK_ACCESS, F_OK, "link"),
		    pattern = take(LOOK_PATTERN, 0, "[ab]"), status = take(LOOK_STATUS, 0, "link");

	write_text("a", "x");
	assert_true(look_holds(&link));
	assert_false(look_holds(&resolved));
	assert_false(look_holds(&access_));
	assert_false(look_holds(&pattern));
	assert_false(look_holds(&status));
	resolved = take(LOOK_RESOLVED, 0, "link");
	pattern = take(LOOK_PATTERN, 0, "[ab]");
	write_text("b", "x");
	assert_true(look_holds(&resolved));
	assert_false(look_holds(&pattern));
	assert_int_equal(unlink("link"), 0);
	assert_int_equal(symlink("b", "link"), 0);
	assert_false(look_holds(&link));
	assert_false(look_holds(&resolved));
	/* the same words mean something else elsewhere */
	resolved = take(LOOK_RESOLVED, 0, "link");
	assert_int_equal(mkdir("below", 0700), 0);
	assert_int_equal(chdir("below"), 0);
	assert_false(look_holds(&resolved));
	assert_int_equal(chdir(".."), 0);
}

static void test_variables(void **state)
{
	(void)state;
	unsetenv("SONDE_LOOK");
	struct look look = take(LOOK_VARIABLE, 0, "SONDE_LOOK");

	setenv("SONDE_LOOK", "", 1);
	assert_false(look_holds(&look));
	look = take(LOOK_VARIABLE, 0, "SONDE_LOOK");
	setenv("SONDE_LOOK", "x", 1);
	assert_false(look_holds(&look));
	unsetenv("SONDE_LOOK");
	assert_false(look_holds(&look));
}

/* What the kernel makes up: the text counts, and what changes all the time cannot be told. */
static void test_kernel(void **state)
{
	static const char *const same[] = { "/proc/self/maps", "/proc/modules", "/proc/kallsyms",
		"/sys/devices/system/cpu/possible", "/sys/kernel/btf/vmlinux", "/sys/module",
		"/proc/sys/kernel/osrelease" };
	struct look look = { .kind = LOOK_FILE, .name = "/proc" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		take(LOOK_FILE, 0, same[i]);
	take(LOOK_TRIAL, 0, "");
	take(LOOK_STATUS, 0, "/proc/self/ns/pid");
	take(LOOK_FILE_SYSTEM, 0, "/proc");
	assert_false(look_take(&look));

	int fd = open("/dev/null", O_RDONLY);
	char name[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	look = take(LOOK_LINK, 0, name);
	close(fd);
	assert_false(look_holds(&look));

	look = take(LOOK_FILE, 0, "/proc/self/comm");
	write_text("/proc/self/comm", "another");
	assert_false(look_holds(&look));
}

static void test_kept(void **state)
{
	const struct look looks[] = { take(LOOK_FILE, 0, "/etc/passwd"), take(LOOK_TRIAL, 0, ""),
		take(LOOK_VARIABLE, 0, "PATH") };
	struct buffer kept = { 0 };
	struct look back;
	size_t cursor = 0, count = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++)
		look_put(&kept, &looks[i]);
	for (; look_next(kept.data, kept.len, &cursor, &back) == 1; count++) {
		assert_int_equal(back.kind, looks[count].kind);
		assert_int_equal(back.detail, looks[count].detail);
		assert_string_equal(back.name, looks[count].name);
		assert_true(cache_digest_eq(back.seen, looks[count].seen));
	}
	assert_int_equal(count, ARRAY_SIZE(looks));
	assert_int_equal(cursor, kept.len);

	/* cut anywhere but between two: found out, and nothing behind the end is read */
	for (size_t len = 1, ends = 0; len < kept.len; len++) {
		char *cut = malloc(len);
		int got;

		assert_non_null(cut);
		memcpy(cut, kept.data, len);
		cursor = 0;
		while ((got = look_next(cut, len, &cursor, &back)) == 1)
			;
		ends += got == 0;
		assert_true(got == 0 || got == -EINVAL);
		assert_true(ends < ARRAY_SIZE(looks));
		free(cut);
	}
	kept.data[0] = (char)LOOK_KIND_COUNT;
	cursor = 0;
	assert_int_equal(look_next(kept.data, kept.len, &cursor, &back), -EINVAL);

	/* flags with which glob() would call functions of its caller's, or write behind what the
	 * caller has */
	for (size_t i = 0; i < 3; i++) {
		static const int harmful[] = { GLOB_ALTDIRFUNC, GLOB_APPEND, GLOB_DOOFFS };
		struct look pattern = {
			.kind = LOOK_PATTERN, .detail = (uint32_t)harmful[i], .name = "/e*"
		};

		kept.len = 0;
		cursor = 0;
		look_put(&kept, &pattern);
		assert_int_equal(look_next(kept.data, kept.len, &cursor, &back), -EINVAL);
	}
	buffer_free(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_directories),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
