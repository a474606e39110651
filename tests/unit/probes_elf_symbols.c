/* tests/unit/probes_elf_symbols.c - functions of this program by their places in its file, and
 * files that say what is not so. */
#include <elf.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "probes/elf_symbols.h"

int elf_symbols_marker(int n);
__attribute__((noinline)) int elf_symbols_marker(int n)
{
	__asm__ volatile("" : "+r"(n));
	return n + 1;
}

static uint8_t *image;
static size_t image_len;

static int read_own(void **state)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	struct stat st;

	(void)state;
	if (fd < 0 || fstat(fd, &st))
		return -1;
	image_len = (size_t)st.st_size;
	image = malloc(image_len);
	for (size_t at = 0; at < image_len;) {
		ssize_t n = read(fd, image + at, image_len - at);

		if (n <= 0)
			return -1;
		at += (size_t)n;
	}
	return close(fd);
}

static int free_own(void **state)
{
	(void)state;
	free(image);
	return 0;
}

/* By /proc/self/maps, as no part of the table knows it. */
static uint64_t offset_of(const void *address)
{
	uint64_t at = (uint64_t)(uintptr_t)address, start, end, offset;
	FILE *f = fopen("/proc/self/maps", "r");
	char line[512];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx-%lx %*s %lx", &start, &end, &offset) == 3 && at >= start &&
			at < end) {
			fclose(f);
			return at - start + offset;
		}
	fclose(f);
	fail();
	return 0;
}

static void expect_marker(const struct elf_symbols *s, uint64_t offset)
{
	struct elf_symbol symbol;

	assert_true(elf_symbols_find(s, offset + 2, &symbol));
	assert_int_equal(symbol.name_len, strlen("elf_symbols_marker"));
	assert_memory_equal(symbol.name, "elf_symbols_marker", symbol.name_len);
	assert_int_equal(symbol.offset, 2);
	assert_true(symbol.is_sized);
}

static void own_functions_are_found(void **state)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	struct elf_symbols *s = elf_symbols_read(fd),
			   *same = elf_symbols_read_memory(image, image_len);
	uint64_t address = 0;
	struct elf_symbol symbol;

	(void)state;
	assert_non_null(s);
	assert_non_null(same);
	elf_symbols_sort(s);
	elf_symbols_sort(same);
	expect_marker(s, offset_of(elf_symbols_marker));
	expect_marker(same, offset_of(elf_symbols_marker));
	assert_true(elf_symbols_is_whole(s));
	assert_true(elf_symbols_bytes(s) > 1000);
	assert_true(elf_symbols_address(s, offset_of(elf_symbols_marker), &address));
	assert_int_equal(address % 4096, (uint64_t)(uintptr_t)elf_symbols_marker % 4096);
	assert_false(elf_symbols_find(s, UINT64_MAX, &symbol));
	assert_false(elf_symbols_find(s, 0, &symbol));
	elf_symbols_free(s);
	elf_symbols_free(same);
	elf_symbols_free(NULL);
	close(fd);
}

static void look_all_over(struct elf_symbols *s)
{
	struct elf_symbol symbol;

	if (!s)
		return;
	elf_symbols_sort(s);
	for (uint64_t at = 0; at < image_len; at += 997)
		if (elf_symbols_find(s, at, &symbol))
			assert_true(symbol.name_len <= strlen(symbol.name));
	elf_symbols_find(s, UINT64_MAX, &symbol);
	elf_symbols_free(s);
}

static void files_may_be_cut_off(void **state)
{
	(void)state;
	for (size_t len = 0; len < image_len; len += len < 256 ? 1 : 4099) {
		/* of just that size, so that reading on is noticed */
		uint8_t *part = malloc(len ? len : 1);

		memcpy(part, image, len);
		look_all_over(elf_symbols_read_memory(part, len));
		free(part);
	}
}

static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* Where a change hurts: the header, the headers of segments and of sections, the table of
 * symbols. */
static size_t place_of_change(uint64_t random)
{
	const Elf64_Ehdr *header = (const void *)image;
	size_t at = random >> 8;

	switch (random % 4) {
	case 0:
		return at % sizeof(*header);
	case 1:
		return header->e_phoff + at % ((size_t)header->e_phnum * header->e_phentsize);
	case 2:
		return header->e_shoff + at % ((size_t)header->e_shnum * header->e_shentsize);
	}
	return at % image_len;
}

static void files_may_say_anything(void **state)
{
	uint64_t seed = 88172645463325252u;
	uint8_t *changed = malloc(image_len);

	(void)state;
	for (int i = 0; i < 300; i++) {
		memcpy(changed, image, image_len);
		for (uint64_t k = next_random(&seed) % 8 + 1; k > 0; k--) {
			uint64_t random = next_random(&seed);

			changed[place_of_change(random)] = (uint8_t)(random >> 40);
		}
		look_all_over(elf_symbols_read_memory(changed, image_len));
	}
	free(changed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_functions_are_found),
		cmocka_unit_test(files_may_be_cut_off),
		cmocka_unit_test(files_may_say_anything),
	};

	return cmocka_run_group_tests(tests, read_own, free_own);
}
