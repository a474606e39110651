/* probes/go.c - functions of Go programs: how they are called, and where they begin for good.
 * Called by uprobe_find.c. */
#include "probes/go.h"

#include <string.h>

#include "probes/elf.h"
#include "probes/function_code.h"
#include "probes/x86_length.h"
#include "runtime/base/util.h"

/* .go.buildinfo (debug/buildinfo of Go): a magic text, the size of a pointer, flags, and with the
 * flag below, which linkers set from Go 1.18 on, the version in place of a pointer to it. */
#define BUILDINFO_MAGIC "\xff Go buildinf:"
#define BUILDINFO_FLAGS 15
#define BUILDINFO_INLINE 2

bool go_uses_registers(struct elf_file *f)
{
	struct elf_section section;

	return elf_file_section(f, ".go.buildinfo", 0, &section) && section.bytes &&
		section.len > BUILDINFO_FLAGS &&
		!memcmp(section.bytes, BUILDINFO_MAGIC, sizeof(BUILDINFO_MAGIC) - 1) &&
		section.bytes[BUILDINFO_FLAGS] & BUILDINFO_INLINE;
}

bool go_is_stack_function(const char *symbol)
{
	size_t len = strlen(symbol);

	return len > 5 && str_eq(symbol + len - 5, ".abi0");
}

#if defined(__x86_64__)

#define PROLOGUE_MOST 40        /* bytes before the branch that leaves for a larger stack */

/* The last jump to the start: where the code that makes the stack larger ends. */
static uint64_t restart(const struct function_code *code)
{
	struct x86_instruction one;
	uint64_t found = 0;

	for (uint64_t at = 0; at < code->len && x86_decode(code->bytes + at, code->len - at, &one);
		at += one.length)
		if (one.flow == X86_JUMP && (int64_t)at + one.target == 0)
			found = at;
	return found;
}

uint64_t go_entry(const struct function_code *code)
{
	/* cmp 0x10(%r14), of the goroutine, with the stack pointer or what it will be */
	static const uint8_t compare[] = { 0x3b, 0x66, 0x10 };
	struct x86_instruction one;
	uint64_t end = restart(code);
	bool compares = false;

	for (uint64_t at = 0; end && at < MIN_OF(code->len, PROLOGUE_MOST) &&
		x86_decode(code->bytes + at, code->len - at, &one);
		at += one.length) {
		uint64_t target = (uint64_t)((int64_t)at + one.target);

		if (one.flow == X86_BRANCH)
			return compares && target > at && target < end ? at + one.length : 0;
		compares |= one.length == 1 + sizeof(compare) && (code->bytes[at] | 0x04) == 0x4d &&
			!memcmp(code->bytes + at + 1, compare, sizeof(compare));
		if (one.flow != X86_NEXT)
			return 0;
	}
	return 0;
}

#else

uint64_t go_entry(const struct function_code *code)
{
	(void)code;
	return 0;
}

#endif
