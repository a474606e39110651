/* tests/unit/probes_zip.c - members of archives: found, refused with the reason, and damaged ones
 * survived. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/elf.h"
#include "probes/zip.h"
#include "runtime/base/util.h"

#define NAME "lib/x.so"
#define DATA_AT 4096
#define DATA_LEN 256

static void put(uint8_t *to, uint32_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (uint8_t)(value >> 8 * i);
}

/* One member whose data begin at `at`, the directory with a member before it, and a comment. */
static size_t make(uint8_t *out, uint32_t at, unsigned method)
{
	uint8_t *local = out + 10, *entry = out + at + DATA_LEN;
	uint32_t extra = at - 10 - 30 - (uint32_t)strlen(NAME);

	memset(out, 0, 3 * 4096);
	put(local, 0x04034b50, 4);
	put(local + 26, strlen(NAME), 2);
	put(local + 28, extra, 2);
	memcpy(local + 30, NAME, strlen(NAME));
	memset(out + at, 0x5a, DATA_LEN);
	put(entry, 0x02014b50, 4);
	put(entry + 28, 5, 2);
	memcpy(entry + 46, "other", 5);
	entry += 46 + 5;
	put(entry, 0x02014b50, 4);
	put(entry + 10, method, 2);
	put(entry + 20, DATA_LEN, 4);
	put(entry + 28, strlen(NAME), 2);
	put(entry + 30, 3, 2);
	put(entry + 42, 10, 4);
	memcpy(entry + 46, NAME, strlen(NAME));
	entry += 46 + strlen(NAME) + 3;
	put(entry, 0x06054b50, 4);
	put(entry + 10, 2, 2);
	put(entry + 16, at + DATA_LEN, 4);
	put(entry + 20, 7, 2);
	return (size_t)(entry - out) + 22 + 7;
}

static uint8_t bytes[3 * 4096];

static void test_found(void **state)
{
	size_t len = make(bytes, DATA_AT, 0);
	struct zip_member m;

	(void)state;
	assert_null(zip_find(bytes, len, NAME, &m));
	assert_int_equal(m.offset, DATA_AT);
	assert_int_equal(m.len, DATA_LEN);
	assert_string_equal(zip_find(bytes, len, "lib/y.so", &m), "the archive has no such member");
	assert_string_equal(zip_find(bytes, 21, NAME, &m), "it is not a ZIP archive");
	assert_string_equal(zip_find(bytes, 0, NAME, &m), "it is not a ZIP archive");
	len = make(bytes, DATA_AT, 8);
	assert_string_equal(zip_find(bytes, len, NAME, &m),
		"the member of the archive is compressed: it is not what runs");
	len = make(bytes, DATA_AT + 4, 0);
	assert_string_equal(zip_find(bytes, len, NAME, &m),
		"the member of the archive does not begin at a page: nothing can run it from there");
}

/* Each byte of the headers changed, and each length cut: an answer, within the bytes. */
static void test_damaged(void **state)
{
	size_t len = make(bytes, DATA_AT, 0);
	struct zip_member m;

	(void)state;
	for (size_t i = 0; i < len; i++) {
		uint8_t good = bytes[i];

		bytes[i] ^= 0xff;
		uint8_t *copy = malloc(len);

		memcpy(copy, bytes, len);
		if (!zip_find(copy, len, NAME, &m))
			assert_true(
				m.offset <= len && m.len <= len - m.offset && m.offset % 4096 == 0);
		free(copy);
		bytes[i] = good;
	}
	for (size_t cut = DATA_AT + DATA_LEN; cut < len - 7; cut++) {
		uint8_t *copy = malloc(cut);

		memcpy(copy, bytes, cut);
		assert_non_null(zip_find(copy, cut, NAME, &m));
		free(copy);
	}
}

static void test_path(void **state)
{
	(void)state;
	assert_int_equal(zip_path_len("/a/b.zip!/lib/x.so"), 8);
	assert_int_equal(zip_path_len("/a/b.so"), 7);
	assert_int_equal(zip_path_len("/a/b!c"), 6);
}

/* A program in an archive: its addresses are those of its own file, its offsets those of the
 * archive. */
static void test_program(void **state)
{
	char name[] = "/tmp/probes_zip_XXXXXX", path[64];
	size_t len = make(bytes, DATA_AT, 0);
	int fd = mkstemp(name);
	const Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			EV_CURRENT },
		.e_type = ET_DYN,
		.e_machine = ELF_OWN_MACHINE,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(header),
		.e_ehsize = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 2,
	};
	const Elf64_Phdr segments[] = {
		{
			.p_type = PT_LOAD,
			.p_flags = PF_R,
			.p_vaddr = 0x1000,
			.p_filesz = 0xf0,
			.p_memsz = 0x1000,
		},
		{
			.p_type = PT_LOAD,
			.p_flags = PF_R | PF_X,
			.p_offset = 0xf0,
			.p_vaddr = 0x70f0,
			.p_filesz = 0x10,
			.p_memsz = 0x100,
		},
	};
	const char *why;
	uint64_t at;

	(void)state;
	memcpy(bytes + DATA_AT, &header, sizeof(header));
	memcpy(bytes + DATA_AT + sizeof(header), segments, sizeof(segments));
	assert_int_equal(write(fd, bytes, len), len);
	snprintf(path, sizeof(path), "%s!/%s", name, NAME);
	struct elf_file *f = elf_file_open(path, NULL, &why);

	assert_non_null(f);
	assert_true(elf_file_offset(f, 0x70f8, true, &at));
	assert_int_equal(at, DATA_AT + 0xf8);
	assert_true(elf_file_address(f, at, &at));
	assert_int_equal(at, 0x70f8);
	assert_true(elf_file_offset(f, 0x1008, false, &at));
	assert_int_equal(at, DATA_AT + 8);
	/* what is no code, no part of the file, or no part of this member */
	assert_false(elf_file_offset(f, 0x1008, true, &at));
	assert_false(elf_file_offset(f, 0x7100, true, &at));
	assert_false(elf_file_address(f, DATA_AT + 8, &at));
	assert_false(elf_file_address(f, 0xf8, &at));
	elf_file_close(f);
	unlink(name);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
