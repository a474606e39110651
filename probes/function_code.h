/* probes/function_code.h - what the code of one function says about where probes can sit in it.
 * Offsets count from its first byte. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct function_code {
	const uint8_t *bytes;
	size_t len;
};

enum code_place {
	CODE_INSTRUCTION,       /* one begins there */
	CODE_INSIDE,            /* it lies in the middle of one */
	CODE_UNKNOWN,           /* what is before it cannot be read as code */
};

/** Where an offset below the length of the code lies.  CODE_INSIDE: the instruction around it goes
 * from *before up to *after. */
enum code_place code_place(
	const struct function_code *code, uint64_t offset, uint64_t *before, uint64_t *after);

/** Called for each instruction that returns to the caller; non-zero stops and is returned. */
typedef int (*code_return_fn)(uint64_t offset, void *arg);

/** Visit all of them.  0, what visit() returned, or -ENOENT with *why (static text) when they are
 * not all of the ways out of the function, or none. */
int code_returns(
	const struct function_code *code, code_return_fn visit, void *arg, const char **why);

/** How far behind the start of the function to probe its entry, 0 or 4: behind an endbr64, which
 * the kernel has to step over at ten times the cost of what it runs itself, where such an
 * instruction follows; not where a jump in the function leads there. */
uint64_t code_entry(const struct function_code *code);

/** False when the kernel takes no probe on the instruction at the offset: uprobes refuse some kinds
 * of them. */
bool code_takes_probe(const struct function_code *code, uint64_t offset);
