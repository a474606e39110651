/* tests/unit/probes_debug_file.c - separate debug files, made by the machine's own compiler and
 * objcopy: found by build id, by link and check sum, in the root directory of another process, and
 * not when they belong to another program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "runtime/base/util.h"

/* A directory with /bin/prog in it, which has a build id, and /bin/plain, which has none. */
static char root[] = "/tmp/sonde-debug-file-XXXXXX";

/** Run a shell command in the directory. */
__attribute__((format(printf, 1, 2))) static void sh(const char *format, ...)
{
	char command[4096];
	int len = snprintf(command, sizeof(command), "cd %s && ", root);
	va_list args;

	va_start(args, format);
	vsnprintf(command + len, sizeof(command) - (size_t)len, format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

static int make_programs(void **state)
{
	(void)state;
	if (!mkdtemp(root))
		return -1;
	sh("mkdir -p bin && echo 'int main(void) { return 0; }' > p.c && cc -g -Wl,--build-id=sha1 -o bin/prog p.c &&"
	   "cc -g -Wl,--build-id=none -o bin/plain p.c && cp bin/prog prog.whole && cp bin/plain plain.whole");
	return 0;
}

static int remove_programs(void **state)
{
	(void)state;
	sh("rm -rf %s", root);
	return 0;
}

/* The programs as they were, and no debug files. */
static int start_over(void **state)
{
	(void)state;
	sh("rm -rf usr bin && mkdir bin && cp prog.whole bin/prog && cp plain.whole bin/plain");
	return 0;
}

static const char *found_in(const char *search, const char *path)
{
	static char out[PATH_MAX];
	struct debug_file_place place = { root, path, search };

	return debug_file_find(&place, out) ? out + strlen(root) : NULL;
}

static const char *found(const char *path)
{
	return found_in(NULL, path);
}

static size_t id_of(const char *path, char hex[2 * DEBUG_FILE_ID_MOST + 1])
{
	char full[PATH_MAX];
	uint8_t id[DEBUG_FILE_ID_MOST];

	snprintf(full, sizeof(full), "%s%s", root, path);
	int fd = open(full, O_RDONLY);
	size_t len = debug_file_build_id(fd, id);

	close(fd);
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", id[i]);
	return len;
}

static void test_build_id(void **state)
{
	char hex[2 * DEBUG_FILE_ID_MOST + 1];

	(void)state;
	assert_int_equal(id_of("/bin/prog", hex), 20);
	sh("readelf -n bin/prog | grep -q 'Build ID: %s'", hex);
	assert_int_equal(id_of("/bin/plain", hex), 0);
	assert_int_equal(id_of("/p.c", hex), 0);
	/* files of debug information alone have no bytes where the segments say */
	sh("objcopy --only-keep-debug bin/prog bin/prog.debug");
	assert_int_equal(id_of("/bin/prog.debug", hex), 20);
}

static void test_by_build_id(void **state)
{
	char hex[2 * DEBUG_FILE_ID_MOST + 1], expected[PATH_MAX];

	(void)state;
	assert_null(found("/bin/prog"));
	id_of("/bin/prog", hex);
	snprintf(
		expected, sizeof(expected), "/usr/lib/debug/.build-id/%.2s/%s.debug", hex, hex + 2);
	sh("mkdir -p usr/lib/debug/.build-id/%.2s && objcopy --only-keep-debug bin/prog .%s && strip bin/prog",
		hex, expected);
	assert_string_equal(found("/bin/prog"), expected);
	/* a file of another program does not count */
	sh("cp bin/plain .%s", expected);
	assert_null(found("/bin/prog"));
}

static void test_by_link(void **state)
{
	static const char *const places[] = { "/bin/x.debug", "/bin/.debug/x.debug",
		"/usr/lib/debug/bin/x.debug" };
	static const char *const programs[] = { "/bin/prog", "/bin/plain" };

	for (size_t p = 0; p < ARRAY_SIZE(programs); p++) {
		for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
			const char *program = programs[p], *place = places[i];

			start_over(state);
			sh("objcopy --only-keep-debug .%s x.debug && objcopy --strip-debug --add-gnu-debuglink=x.debug .%s",
				program, program);
			assert_null(found(program));
			sh("mkdir -p $(dirname .%s) && mv x.debug .%s", place, place);
			assert_string_equal(found(program), place);
			/* one byte of it changed: the check sum is another one, the build id still
			 * the same */
			sh("printf 1 | dd of=.%s bs=1 seek=9 conv=notrunc 2>/dev/null", place);
			assert_int_equal(found(program) != NULL, p == 0);
		}
	}
}

/* Directories that the user names go in place of the usual ones (Z20). */
static void test_path(void **state)
{
	static const struct {
		const char *path, *found;
	} cases[] = {
		{ "/srv/dbg", "/srv/dbg/bin/x.debug" },
		{ "/none:/srv", "/srv/x.debug" },
		{ "sub/of:/srv/dbg", "/bin/sub/of/x.debug" },
		{ ":/srv", "/bin/x.debug" },
		{ "", "/bin/x.debug" },
		{ "/none", NULL },
		{ ":", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *place = cases[i].found ? cases[i].found : "/usr/lib/debug/bin/x.debug";

		start_over(state);
		sh("objcopy --only-keep-debug bin/prog x.debug && objcopy --strip-debug --add-gnu-debuglink=x.debug bin/prog && mkdir -p $(dirname .%s) && mv x.debug .%s",
			place, place);
		if (cases[i].found)
			assert_string_equal(found_in(cases[i].path, "/bin/prog"), cases[i].found);
		else
			assert_null(found_in(cases[i].path, "/bin/prog"));
	}
}

/* A '+' wants the check sum where the build id is right, too. */
static void test_path_with_checksum(void **state)
{
	char hex[2 * DEBUG_FILE_ID_MOST + 1], by_id[PATH_MAX];
	const char *const places[] = { "/srv/x.debug", by_id };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		start_over(state);
		id_of("/bin/prog", hex);
		snprintf(by_id, sizeof(by_id), "/srv/.build-id/%.2s/%s.debug", hex, hex + 2);
		sh("objcopy --only-keep-debug bin/prog x.debug && objcopy --strip-debug --add-gnu-debuglink=x.debug bin/prog && mkdir -p $(dirname .%s) && mv x.debug .%s",
			places[i], places[i]);
		assert_string_equal(found_in("/none:+/srv", "/bin/prog"), places[i]);
		sh("printf 1 | dd of=.%s bs=1 seek=9 conv=notrunc 2>/dev/null", places[i]);
		assert_null(found_in("/none:+/srv", "/bin/prog"));
		assert_string_equal(found_in("+/none:/srv", "/bin/prog"), places[i]);
	}
}

/* As dwz writes it: the name, a NUL, the build id. */
static void write_shared_link(const char *name, const char *hex)
{
	char path[PATH_MAX];
	unsigned byte;

	snprintf(path, sizeof(path), "%s/link", root);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fwrite(name, 1, strlen(name) + 1, f);
	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		fputc((int)byte, f);
	assert_int_equal(fclose(f), 0);
}

static void test_shared_by_dwz(void **state)
{
	struct debug_file_place place = { root, "/bin/a" };
	char out[PATH_MAX], hex[2 * DEBUG_FILE_ID_MOST + 1];

	(void)state;
	assert_false(debug_file_find_shared(&place, out));
	id_of("/bin/prog", hex);
	write_shared_link("../shared", hex);
	sh("objcopy --add-section .gnu_debugaltlink=link bin/plain bin/a");
	assert_false(debug_file_find_shared(&place, out));
	sh("cp bin/prog shared");
	assert_true(debug_file_find_shared(&place, out));
	assert_string_equal(out + strlen(root), "/bin/../shared");
	sh("cp bin/plain shared");
	assert_false(debug_file_find_shared(&place, out));
}

/* bin/plain with a section of these bytes, as printf writes them. */
static void put_supplement(const char *path, const char *bytes)
{
	sh("printf '%s' >bytes && objcopy --add-section .debug_sup=bytes bin/plain %s", bytes,
		path);
}

/* The same as DWARF 5 has it; the file that is shared says its id there, too. */
static void test_supplement(void **state)
{
	static const char link[] = "\\5\\0\\0../shared\\0\\3abc";
	static const struct {
		const char *link, *shared;
		bool fits;
	} cases[] = {
		{ link, "\\5\\0\\1\\0\\3abc", true },
		{ link, "\\5\\0\\1\\0\\3abd", false },
		{ link, "\\5\\0\\1\\0\\2ab", false },
		{ link, "\\5\\0\\0\\0\\3abc", false },
		{ link, "\\5\\0\\1\\0\\4abc", false },
		{ "\\5\\0\\0../shared\\0\\4abc", "\\5\\0\\1\\0\\3abc", false },
		{ "\\5\\0\\1../shared\\0\\3abc", "\\5\\0\\1\\0\\3abc", false },
		{ "\\6\\0\\0../shared\\0\\3abc", "\\5\\0\\1\\0\\3abc", false },
		{ "\\5\\0\\0../shared", "\\5\\0\\1\\0\\3abc", false },
	};
	struct debug_file_place place = { root, "/bin/a" };
	char out[PATH_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		put_supplement("bin/a", cases[i].link);
		put_supplement("shared", cases[i].shared);
		assert_int_equal(debug_file_find_shared(&place, out), cases[i].fits);
		if (cases[i].fits)
			assert_string_equal(out + strlen(root), "/bin/../shared");
	}
}

/* What is no program, is not there, or is broken has no debug file and does no harm. */
static void test_bad_input(void **state)
{
	(void)state;
	assert_null(found("/p.c"));
	assert_null(found("/not/there"));
	assert_null(found("relative"));
	sh("for n in 20 64 100 700; do head -c $n bin/prog > bin/cut; cp bin/cut bin/cut$n; done;"
	   "printf 'x' > long && objcopy --add-section .gnu_debuglink=long bin/plain bin/nolink");
	assert_null(found("/bin/cut20"));
	assert_null(found("/bin/cut64"));
	assert_null(found("/bin/cut100"));
	assert_null(found("/bin/cut700"));
	assert_null(found("/bin/nolink"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_build_id, start_over),
		cmocka_unit_test_setup(test_by_build_id, start_over),
		cmocka_unit_test_setup(test_path, start_over),
		cmocka_unit_test_setup(test_path_with_checksum, start_over),
		cmocka_unit_test_setup(test_by_link, start_over),
		cmocka_unit_test_setup(test_shared_by_dwz, start_over),
		cmocka_unit_test_setup(test_supplement, start_over),
		cmocka_unit_test_setup(test_bad_input, start_over),
	};

	return cmocka_run_group_tests(tests, make_programs, remove_programs);
}
