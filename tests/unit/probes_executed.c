/* tests/unit/probes_executed.c - which program runs when a file is executed: first lines of
 * scripts, and what env(1) makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/executed.h"
#include "runtime/base/util.h"

static struct arena *arena;
static char directory[] = "/tmp/sonde-executed-XXXXXX";

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return arena && mkdtemp(directory) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return rmdir(directory);
}

/* What runs for a file with such a beginning; "itself". */
static const char *runs(const char *text)
{
	const char *path = arena_printf(arena, "%s/script", directory), *found;
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	found = executed_program(path, arena);
	unlink(path);
	return str_eq(found, path) ? "itself" : found;
}

static const char *real(const char *path)
{
	static char full[PATH_MAX];

	assert_non_null(realpath(path, full));
	return full;
}

static void test_interpreters(void **state)
{
	(void)state;
	assert_string_equal(runs("\177ELF"), "itself");
	assert_string_equal(runs(""), "itself");
	assert_string_equal(runs("#!"), "itself");
	assert_string_equal(runs("#! \t \n/bin/sh"), "itself");
	assert_string_equal(runs("#!/no/such/thing -e\n"), "/no/such/thing");
	assert_string_equal(runs("#! \t/no/such/thing\t-e -f\n#!/bin/sh\n"), "/no/such/thing");
	assert_string_equal(runs("#!/no/such/thing"), "/no/such/thing");
	assert_string_equal(runs("#!/no/env/there x\n"), "/no/env/there");
}

static void test_env(void **state)
{
	static const char *const lines[] = { "sh", "sh -e", "-S sh -e -u", "-Ssh -e",
		"-S A=1 B= sh", "A=1 sh", "-i sh", "-S\tsh" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_string_equal(
			runs(arena_printf(arena, "#!/usr/bin/env %s\nexit\n", lines[i])),
			real("/bin/sh"));
	/* what it cannot be told of runs env, at first */
	assert_string_equal(runs("#!/usr/bin/env\n"), "/usr/bin/env");
	assert_string_equal(runs("#!/usr/bin/env -u A sh\n"), "/usr/bin/env");
	assert_string_equal(runs("#!/usr/bin/env -S\n"), "/usr/bin/env");
	assert_string_equal(runs("#!/usr/bin/env A=1\n"), "/usr/bin/env");
	assert_string_equal(runs("#!/usr/bin/env no-such-program\n"), "/usr/bin/env");
}

/* A script that is its own interpreter is followed no further than the kernel would. */
static void test_circle(void **state)
{
	const char *path = arena_printf(arena, "%s/circle", directory);
	FILE *f = fopen(path, "w");

	(void)state;
	assert_non_null(f);
	fprintf(f, "#!%s\n", path);
	fclose(f);
	assert_string_equal(executed_program(path, arena), path);
	unlink(path);
}

/* An interpreter that is a pipe, to which nobody writes, is not waited for. */
static void test_pipe(void **state)
{
	const char *pipe = arena_printf(arena, "%s/pipe", directory);

	(void)state;
	assert_int_equal(mkfifo(pipe, 0700), 0);
	alarm(20);
	assert_string_equal(runs(arena_printf(arena, "#!%s\n", pipe)), pipe);
	alarm(0);
	unlink(pipe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interpreters),
		cmocka_unit_test(test_env),
		cmocka_unit_test(test_circle),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
