/* compiler/lower_unwind.h - the memory in which a stack is followed (dw_ustack), and the following;
 * lower_unwind.c begins it and lower_unwind_round.c does it.
 *
 * It is scratch memory of a body: the stack as it is kept (struct image_stack), with room for all
 * frames, and behind it the state. */
#pragma once

#include "compiler/lower_llvm.h"
#include "probes/pt_regs.h"
#include "runtime/base/unwind.h"

/** The state, in bytes from its start. */
enum {
	/* by their numbers in DWARF; that of the next instruction is the address to record next */
	STATE_REGISTERS = 0,
	/* 1 when that address is behind a call, or a system call, which what is said of its
	 * function covers */
	STATE_IS_RETURN = 8 * UNWIND_REGISTERS,
	STATE_COUNT = STATE_IS_RETURN + 8, /* of frames */
	STATE_FAILED = STATE_COUNT + 8,
	/* the innermost return probe that may wait above, the place of the return address that it
	 * has put aside, and what is there now */
	STATE_PENDING = STATE_FAILED + 8,
	STATE_PENDING_SLOT = STATE_PENDING + 8,
	STATE_TRAMPOLINE = STATE_PENDING_SLOT + 8,
	/* words below the CFA, where functions save registers */
	STATE_SAVED = STATE_TRAMPOLINE + 8,
	/* what a function that saves all registers pushes, and the return address above */
	STATE_SAVED_WORDS = 7,
	STATE_WORD = STATE_SAVED + 8 * STATE_SAVED_WORDS, /* one more, to read to */
	/* struct pt_regs, as the kernel has it; more than a struct ucontext has of them */
	STATE_RAW = STATE_WORD + 8,
	STATE_RAW_REGISTERS = 8 * PT_X86_COUNT,
	STATE_SIZE = STATE_RAW + STATE_RAW_REGISTERS,
};

/** Where the state lies behind a stack. */
static inline uint32_t unwind_state_at(const struct lowering *l)
{
	return sizeof(struct image_stack) + l->c->stack_bytes[STACK_USER];
}

static inline ir_value unwind_register(
	struct lowering *l, LLVMValueRef state, enum unwind_register number)
{
	return ir_load(l, state, STATE_REGISTERS + 8 * (uint32_t)number, 8, false);
}

/** Start at what the current thread came into the kernel with. */
void unwind_begin(struct lowering *l, LLVMValueRef state);

/** Follow the stack by the tables of a process (struct unwind_process), for up to `limit` frames:
 * the frames are in the stack then, STATE_COUNT and STATE_FAILED say how it ended. */
void unwind_follow(struct lowering *l, LLVMValueRef stack, LLVMValueRef process, uint32_t limit);
