/* tests/unit/probes_x86.c - instructions of x86-64 against objdump: every boundary in the functions
 * of the C library, bash and libcrypto; and one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/elf.h"
#include "probes/library.h"
#include "probes/x86_length.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

/* Addresses at which objdump sees an instruction, rising. */
struct boundaries {
	uint64_t *items;
	size_t count, capacity;
	char *mnemonics;        /* 16 bytes each: what objdump calls it */
};

#define MNEMONIC 16

static void read_objdump(struct boundaries *b, const char *path)
{
	char command[4400], line[512], *text;
	FILE *f;

	snprintf(command, sizeof(command), "objdump -d -z --no-show-raw-insn '%s'", path);
	f = popen(command, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		uint64_t address = strtoull(line, &text, 16);

		if (line[0] != ' ' || strncmp(text, ":\t", 2))
			continue;
		if (b->count == b->capacity) {
			b->capacity = b->capacity ? 2 * b->capacity : 1 << 20;
			b->items = realloc(b->items, b->capacity * sizeof(*b->items));
			b->mnemonics = realloc(b->mnemonics, b->capacity * MNEMONIC);
			assert_true(b->items && b->mnemonics);
		}
		snprintf(b->mnemonics + b->count * MNEMONIC, MNEMONIC, "%.*s",
			(int)strcspn(text + 2, "\n"), text + 2);
		b->items[b->count++] = address;
	}
	assert_int_equal(pclose(f), 0);
}

static size_t find(const struct boundaries *b, uint64_t address)
{
	return BISECT(i, b->count, b->items[i] < address);
}

struct comparison {
	const struct boundaries *theirs;
	const uint8_t *image;
	uint64_t bias;          /* address less offset in the file, of code */
	uint64_t start, end;    /* of .text, in the file */
	size_t functions, instructions, unknown, returns;
};

/* Data among the code: objdump says (bad), or has a prefix without an instruction. */
static bool is_data(const char *mnemonic)
{
	return strstr(mnemonic, "(bad)") || (str_starts(mnemonic, "rex") && !strchr(mnemonic, ' '));
}

/* What objdump cannot read may be anything: its next boundary is taken. */
static int compare_function(const struct elf_function *fn, void *arg)
{
	struct comparison *c = arg;
	uint64_t at = 0;

	if (fn->offset < c->start || fn->offset >= c->end)
		return 0;
	c->functions++;
	while (at < fn->size) {
		size_t i = find(c->theirs, fn->offset + at + c->bias);
		struct x86_instruction own;

		if (i + 1 >= c->theirs->count || c->theirs->items[i] != fn->offset + at + c->bias)
			fail_msg(
				"%s+0x%" PRIx64 ": objdump has no instruction there", fn->name, at);
		const char *mnemonic = c->theirs->mnemonics + i * MNEMONIC;
		uint64_t length =
			MIN_OF(c->theirs->items[i + 1] - c->theirs->items[i], fn->size - at);

		if (is_data(mnemonic)) {
			c->unknown++;
			at += length;
			continue;
		}
		if (!x86_decode(c->image + fn->offset + at, fn->size - at, &own))
			fail_msg("%s+0x%" PRIx64 ": not decoded: %s", fn->name, at, mnemonic);
		/* objdump shows a wait in front of some instructions as part of them */
		if (c->image[fn->offset + at] == 0x9b && length > 1)
			own.length = (uint8_t)length;
		if (own.length != length)
			fail_msg("%s+0x%" PRIx64 ": %u bytes and not %" PRIu64 ": %s", fn->name, at,
				own.length, length, mnemonic);
		bool returns = str_starts(mnemonic, "ret") || str_starts(mnemonic, "repz ret") ||
			str_starts(mnemonic, "bnd ret") || str_starts(mnemonic, "lret");

		if ((own.flow == X86_RETURN) != returns)
			fail_msg(
				"%s+0x%" PRIx64 ": it returns, or not: %s", fn->name, at, mnemonic);
		c->returns += returns;
		c->instructions++;
		at += length;
	}
	return 0;
}

static void compare_file(const char *name, size_t least)
{
	struct arena *a = arena_new();
	const char *path = library_find(name, a), *why;
	struct boundaries theirs = { 0 };

	if (!path) {
		arena_free(a);
		return;
	}
	read_objdump(&theirs, path);
	struct elf_file *f = elf_file_open(path, NULL, &why);
	struct elf_section text;

	assert_non_null(f);
	assert_true(elf_file_section(f, ".text", 0, &text));
	uint64_t offset;

	assert_true(elf_file_offset(f, text.address, true, &offset));
	struct comparison c = {
		.theirs = &theirs,
		.image = text.bytes - offset,
		.bias = text.address - offset,
		.start = offset,
		.end = offset + text.len,
	};

	elf_file_functions(f, compare_function, &c);
	if (getenv("V"))
		fprintf(stderr,
			"# %s: %zu functions, %zu instructions, %zu unknown to objdump, %zu returns\n",
			path, c.functions, c.instructions, c.unknown, c.returns);
	assert_true(c.instructions >= least);
	assert_true(c.unknown * 1000 < c.instructions);
	elf_file_close(f);
	free(theirs.items);
	free(theirs.mnemonics);
	arena_free(a);
}

static void test_libc(void **state)
{
	(void)state;
	compare_file("libc.so.6", 100000);
}

static void test_bash(void **state)
{
	(void)state;
	compare_file("bash", 100000);
}

static void test_libcrypto(void **state)
{
	(void)state;
	compare_file("libcrypto.so.3", 100000);
}

/* Forms that those have few of, and how they go on; the lengths are what objdump says of the same
 * bytes. */
static void test_forms(void **state)
{
	static const struct {
		const char *what;
		uint8_t code[16];
		size_t len, length;
		enum x86_flow flow;
		int64_t target;
	} cases[] = {
		{ "nop", { 0x90 }, 1, 1 },
		{ "endbr64", { 0xf3, 0x0f, 0x1e, 0xfa }, 4, 4 },
		{ "mov $imm64", { 0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8 }, 10, 10 },
		{ "mov $imm16", { 0x66, 0xb8, 1, 2 }, 4, 4 },
		{ "movabs", { 0xa1, 1, 2, 3, 4, 5, 6, 7, 8 }, 9, 9 },
		{ "movabs, 32 bits of address", { 0x67, 0xa1, 1, 2, 3, 4 }, 6, 6 },
		{ "test $imm32, mem", { 0xf7, 0x05, 0, 0, 0, 0, 1, 2, 3, 4 }, 10, 10 },
		{ "not mem", { 0xf7, 0x15, 0, 0, 0, 0 }, 6, 6 },
		{ "test $imm16", { 0x66, 0xf7, 0xc0, 1, 2 }, 5, 5 },
		{ "sib without base", { 0x8b, 0x04, 0x25, 1, 2, 3, 4 }, 7, 7 },
		{ "enter", { 0xc8, 1, 2, 3 }, 4, 4 },
		{ "mov to cr0", { 0x0f, 0x22, 0x00 }, 3, 3 },
		{ "mwaitx", { 0x0f, 0x01, 0xfb }, 3, 3 },
		{ "insertq", { 0xf2, 0x0f, 0x78, 0xc1, 4, 5 }, 6, 6 },
		{ "vmread", { 0x0f, 0x78, 0xc1 }, 3, 3 },
		{ "3dnow", { 0x0f, 0x0f, 0xc1, 0x9e }, 4, 4 },
		{ "pshufb", { 0x66, 0x0f, 0x38, 0x00, 0xc1 }, 5, 5 },
		{ "palignr", { 0x66, 0x0f, 0x3a, 0x0f, 0xc1, 8 }, 6, 6 },
		{ "vzeroupper", { 0xc5, 0xf8, 0x77 }, 3, 3 },
		{ "vpshufd", { 0xc5, 0xf9, 0x70, 0xc1, 3 }, 5, 5 },
		{ "vpblendvb", { 0xc4, 0xe3, 0x71, 0x4c, 0xc2, 0x30 }, 6, 6 },
		{ "evex with disp8", { 0x62, 0xf1, 0x7c, 0x48, 0x10, 0x40, 1 }, 7, 7 },
		{ "evex half precision", { 0x62, 0xf5, 0x7c, 0x48, 0x58, 0xc1 }, 6, 6 },
		{ "vpternlog", { 0x62, 0xf3, 0x75, 0x48, 0x25, 0xc2, 0xff }, 7, 7 },
		{ "xop vprotd", { 0x8f, 0xe8, 0x78, 0xc2, 0xc1, 7 }, 6, 6 },
		{ "pop mem", { 0x8f, 0x00 }, 2, 2 },
		{ "rex in front of a prefix", { 0x48, 0x66, 0xb8, 1, 2 }, 5, 5 },
		{ "data16 with rex.w call", { 0x66, 0x66, 0x48, 0xe8, 1, 2, 3, 4 }, 8, 8 },
		{ "ret", { 0xc3 }, 1, 1, X86_RETURN },
		{ "rep ret", { 0xf3, 0xc3 }, 2, 2, X86_RETURN },
		{ "ret n", { 0xc2, 8, 0 }, 3, 3, X86_RETURN },
		{ "jmp short", { 0xeb, 0xfe }, 2, 2, X86_JUMP, 0 },
		{ "jmp", { 0xe9, 1, 0, 0, 0 }, 5, 5, X86_JUMP, 6 },
		{ "bnd jmp", { 0xf2, 0xe9, 1, 0, 0, 0 }, 6, 6, X86_JUMP, 7 },
		{ "je short", { 0x74, 4 }, 2, 2, X86_BRANCH, 6 },
		{ "jne", { 0x0f, 0x85, 0xfa, 0xff, 0xff, 0xff }, 6, 6, X86_BRANCH, 0 },
		{ "loop", { 0xe2, 0xfe }, 2, 2, X86_BRANCH, 0 },
		{ "notrack jmp", { 0x3e, 0xff, 0xe0 }, 3, 3, X86_JUMP_INDIRECT },
		{ "call *rax", { 0xff, 0xd0 }, 2, 2 },
		{ "call", { 0xe8, 1, 2, 3, 4 }, 5, 5 },
		{ "fifteen bytes",
			{ 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
				0x66, 0x66, 0x90 },
			15, 15 },
		{ "sixteen",
			{ 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
				0x66, 0x66, 0x66, 0x90 },
			16, 0 },
		{ "only a prefix", { 0x66 }, 1, 0 },
		{ "pusha", { 0x60 }, 1, 0 },
		{ "vex of an unknown map", { 0xc4, 0xff, 0x71, 0x4c, 0xc2 }, 5, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct x86_instruction own;
		bool known = x86_decode(cases[i].code, cases[i].len, &own);

		if (known != (cases[i].length > 0) || own.length != cases[i].length ||
			own.flow != cases[i].flow || own.target != cases[i].target)
			fail_msg("%s: %u bytes, flow %d to %" PRId64, cases[i].what, own.length,
				own.flow, own.target);
		/* every byte is needed, and no other is looked at */
		for (size_t cut = 0; known && cut < cases[i].length; cut++) {
			uint8_t *copy = malloc(cut + 1);

			memcpy(copy, cases[i].code, cut);
			if (x86_decode(copy, cut, &own))
				fail_msg("%s: decoded from %zu bytes", cases[i].what, cut);
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_libc),
		cmocka_unit_test(test_bash),
		cmocka_unit_test(test_libcrypto),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
