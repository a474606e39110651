/* tests/unit/probes_elf.c - functions of ELF files against what nm prints, the cache of the dynamic
 * linker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "probes/elf.h"
#include "probes/library.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

__attribute__((noinline, used)) int probes_elf_sample(int x);
int probes_elf_sample(int x)
{
	__asm__ volatile("");
	return x + 1;
}

struct wanted {
	const char *name;
	struct elf_function found;
	unsigned count, all;
};

static int look(const struct elf_function *fn, void *arg)
{
	struct wanted *w = arg;

	w->all++;
	if (str_eq(fn->name, w->name)) {
		w->found = *fn;
		w->count++;
	}
	return 0;
}

/* The bytes at the offset are those of the function in memory. */
static void test_own_function(void **state)
{
	const char *why;
	struct elf_file *f = elf_file_open("/proc/self/exe", NULL, &why);
	struct wanted w = { .name = "probes_elf_sample" };
	uint8_t bytes[4];

	(void)state;
	assert_non_null(f);
	assert_int_equal(elf_file_functions(f, look, &w), 0);
	assert_int_equal(w.count, 1);
	assert_true(w.found.size >= sizeof(bytes));
	FILE *file = fopen("/proc/self/exe", "r");

	assert_non_null(file);
	assert_int_equal(fseek(file, (long)w.found.offset, SEEK_SET), 0);
	assert_int_equal(fread(bytes, 1, sizeof(bytes), file), sizeof(bytes));
	fclose(file);
	assert_memory_equal(bytes, (const void *)(uintptr_t)probes_elf_sample, sizeof(bytes));
	assert_false(elf_file_is_go(f));
	elf_file_close(f);
}

static int stop_at_third(const struct elf_function *fn, void *arg)
{
	(void)fn;
	return ++*(int *)arg == 3 ? 42 : 0;
}

/* The C library has no .symtab, so nm -D prints all there is: with every version of a name, as they
 * stand in the table. */
static void test_libc_against_nm(void **state)
{
	struct arena *a = arena_new();
	const char *path = library_find("libc", a), *why;
	unsigned printed = 0;
	char line[512], debug[PATH_MAX];

	(void)state;
	if (!path || access("/usr/bin/nm", X_OK) || access("/usr/bin/awk", X_OK)) {
		arena_free(a);
		print_message("no libc in the linker's cache, or no nm\n");
		skip();
	}
	FILE *p = popen(
		arena_printf(a,
			"nm -D --defined-only %s | awk '$2 ~ /^[TtWi]$/ { n++; if ($3 ~ /^malloc(@|$)/) at = $1 } END { print n, at }'",
			path),
		"r");
	unsigned long malloc_at = 0;

	assert_non_null(p);
	assert_non_null(fgets(line, sizeof(line), p));
	pclose(p);
	assert_int_equal(sscanf(line, "%u %lx", &printed, &malloc_at), 2);
	struct elf_file *f = elf_file_open(path, NULL, &why);
	struct wanted w = { .name = "malloc" };
	int calls = 0;

	assert_non_null(f);
	assert_int_equal(elf_file_functions(f, look, &w), 0);
	/* where its debug symbols are installed, there are those as well, and some are in both */
	if (debug_file_find(&(struct debug_file_place){ "", path }, debug))
		assert_true(w.all > printed && w.count >= 1);
	else
		assert_true(w.all == printed && w.count == 1);
	/* code of a shared library is mapped where it lies in the file */
	assert_int_equal(w.found.offset, malloc_at);
	assert_int_equal(elf_file_functions(f, stop_at_third, &calls), 42);
	assert_int_equal(calls, 3);
	elf_file_close(f);
	arena_free(a);
}

static void test_refused_files(void **state)
{
	char name[] = "/tmp/probes_elf_XXXXXX";
	int fd = mkstemp(name);
	Elf64_Ehdr header = { 0 };
	const char *why;

	(void)state;
	assert_true(fd >= 0);
	assert_null(elf_file_open("/nonexistent/file", NULL, &why));
	assert_string_equal(why, "no such file");
	assert_null(elf_file_open("/tmp", NULL, &why));
	assert_string_equal(why, "it is not a file");
	assert_null(elf_file_open(name, NULL, &why));
	assert_string_equal(why, "it is not an ELF file");
	memcpy(header.e_ident, ELFMAG "\2\1\1", 7);
	header.e_type = ET_DYN;
	header.e_version = EV_CURRENT;
	header.e_ehsize = sizeof(header);
	header.e_machine = EM_S390;
	assert_int_equal(pwrite(fd, &header, sizeof(header), 0), sizeof(header));
	assert_null(elf_file_open(name, NULL, &why));
	assert_string_equal(why, "it was built for another architecture");
	header.e_ident[EI_CLASS] = ELFCLASS32;
	assert_int_equal(pwrite(fd, &header, sizeof(header), 0), sizeof(header));
	assert_null(elf_file_open(name, NULL, &why));
	assert_string_equal(why, "it is a 32-bit program, and only 64-bit ones can be traced");
	close(fd);
	unlink(name);
}

/* This program with bytes changed, all over its headers: opened or refused, read or not, never a
 * crash. */
static void test_damaged_files(void **state)
{
	char name[] = "/tmp/probes_elf_XXXXXX";
	int fd = mkstemp(name);
	FILE *own = fopen("/proc/self/exe", "r");
	static uint8_t bytes[1 << 16];
	const char *why;

	(void)state;
	assert_true(fd >= 0 && own);
	size_t len = fread(bytes, 1, sizeof(bytes), own);

	fclose(own);
	for (size_t at = 0; at < sizeof(Elf64_Ehdr) + 8 * sizeof(Elf64_Phdr); at++) {
		uint8_t good = bytes[at];
		struct wanted w = { .name = "main" };

		bytes[at] ^= 0xff;
		assert_int_equal(pwrite(fd, bytes, len, 0), len);
		struct elf_file *f = elf_file_open(name, NULL, &why);

		if (f)
			assert_int_equal(elf_file_functions(f, look, &w), 0);
		else
			assert_true(strlen(why) > 0);
		elf_file_close(f);
		bytes[at] = good;
	}
	close(fd);
	unlink(name);
}

/* A cache as ldconfig writes it: header, entries, strings. */
static size_t make_cache(uint8_t *out)
{
	static const struct {
		int32_t flags;
		const char *key, *path;
	} entries[] = {
		{ 0x0003, "libfoo.so.2", "/lib32/libfoo.so.2" },
#if defined(__x86_64__)
		{ 0x0303, "libfoobar.so.1", "/lib/libfoobar.so.1" },
		{ 0x0303, "libfoo.so.2", "/lib/libfoo.so.2" },
#else
		{ 0x0a03, "libfoobar.so.1", "/lib/libfoobar.so.1" },
		{ 0x0a03, "libfoo.so.2", "/lib/libfoo.so.2" },
#endif
	};
	uint32_t header[7] = { ARRAY_SIZE(entries), 0 };
	size_t at = 20 + sizeof(header), text = at + 24 * ARRAY_SIZE(entries);

	memcpy(out, "glibc-ld.so.cache1.1", 20);
	memcpy(out + 20, header, sizeof(header));
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++, at += 24) {
		uint32_t entry[6] = { (uint32_t)entries[i].flags, (uint32_t)text };

		strcpy((char *)out + text, entries[i].key);
		text += strlen(entries[i].key) + 1;
		entry[2] = (uint32_t)text;
		strcpy((char *)out + text, entries[i].path);
		text += strlen(entries[i].path) + 1;
		memcpy(out + at, entry, sizeof(entry));
	}
	return text;
}

static void test_cache(void **state)
{
	uint8_t bytes[512];
	size_t len = make_cache(bytes);

	(void)state;
	assert_string_equal(library_in_cache(bytes, len, "libfoo"), "/lib/libfoo.so.2");
	assert_string_equal(library_in_cache(bytes, len, "libfoo.so.2"), "/lib/libfoo.so.2");
	assert_string_equal(library_in_cache(bytes, len, "libfoobar"), "/lib/libfoobar.so.1");
	assert_null(library_in_cache(bytes, len, "libfo"));
	assert_null(library_in_cache(bytes, len, "libfoo.so.3"));
	for (size_t cut = 0; cut < len; cut++) {
		uint8_t *copy = malloc(cut + 1);

		memcpy(copy, bytes, cut);
		const char *path = library_in_cache(copy, cut, "libfoobar");

		if (path)
			assert_string_equal(path, "/lib/libfoobar.so.1");
		free(copy);
	}
}

static void test_find(void **state)
{
	struct arena *a = arena_new();
	char full[4096];

	(void)state;
	assert_non_null(realpath("/bin/sh", full));
	setenv("PATH", "/nonexistent::/bin", 1);
	assert_string_equal(library_find("sh", a), full);
	assert_string_equal(library_find("/bin/../bin/sh", a), full);
	assert_null(library_find("no-such-program", a));
	assert_null(library_find("libno-such-library", a));
	assert_null(library_find("/no/such/file", a));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_function),
		cmocka_unit_test(test_libc_against_nm),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_damaged_files),
		cmocka_unit_test(test_cache),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
