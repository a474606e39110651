/* probes/x86_length.h - where instructions of x86-64 begin and end, and which of them leave a
 * function: from bytes that nobody has checked. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define X86_LONGEST 15          /* bytes of an instruction (Intel SDM 2.3.11) */

enum x86_flow {
	X86_NEXT,               /* goes on behind it (calls and system calls do, in the end) */
	X86_BRANCH,             /* to `target`, or goes on */
	X86_JUMP,               /* to `target` */
	X86_JUMP_INDIRECT,      /* to where a register or memory says */
	X86_RETURN,             /* to the caller */
};

struct x86_instruction {
	uint8_t length;         /* bytes, 1 to X86_LONGEST */
	enum x86_flow flow;
	int64_t target;         /* counted from the first byte of the instruction */
};

/** Decode the instruction at the start of some code.  False when there is none: unknown, longer
 * than X86_LONGEST, or cut off by the end of the code. */
bool x86_decode(const uint8_t *code, size_t len, struct x86_instruction *out);
