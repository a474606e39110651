/* probes/pt_regs.h - struct pt_regs of the kernel, the context of many probes: registers of what
 * was interrupted, 8 bytes each, in their order (asm/ptrace.h; of aarch64 what it calls struct
 * user_pt_regs).  Its layout is fixed.  Operands of static probes are read for both architectures
 * everywhere. */
#pragma once

#include <stdint.h>

/* id, name */
#define PT_X86_LIST(X) \
	X(R15, r15) X(R14, r14) X(R13, r13) X(R12, r12) X(BP, bp) X(BX, bx) X(R11, r11) \
	X(R10, r10) X(R9, r9) X(R8, r8) X(AX, ax) X(CX, cx) X(DX, dx) X(SI, si) X(DI, di) \
	X(ORIG_AX, orig_ax) X(IP, ip) X(CS, cs) X(FLAGS, flags) X(SP, sp) X(SS, ss)

#define PT_ARM_LIST(X) \
	X(R0, r0) X(R1, r1) X(R2, r2) X(R3, r3) X(R4, r4) X(R5, r5) X(R6, r6) X(R7, r7) X(R8, r8) \
	X(R9, r9) X(R10, r10) X(R11, r11) X(R12, r12) X(R13, r13) X(R14, r14) X(R15, r15) \
	X(R16, r16) X(R17, r17) X(R18, r18) X(R19, r19) X(R20, r20) X(R21, r21) X(R22, r22) \
	X(R23, r23) X(R24, r24) X(R25, r25) X(R26, r26) X(R27, r27) X(R28, r28) X(R29, r29) \
	X(R30, r30) X(SP, sp) X(PC, pc) X(PSTATE, pstate)

enum pt_x86 {
#define PT_X86_ENUM(id, name) PT_X86_##id,
	PT_X86_LIST(PT_X86_ENUM)
#undef PT_X86_ENUM
	PT_X86_COUNT
};

enum pt_arm {
#define PT_ARM_ENUM(id, name) PT_ARM_##id,
	PT_ARM_LIST(PT_ARM_ENUM)
#undef PT_ARM_ENUM
	PT_ARM_COUNT
};

/** Offset in bytes: PT_X86(AX), PT_ARM(R0). */
#define PT_X86(id) (8 * PT_X86_##id)
#define PT_ARM(id) (8 * PT_ARM_##id)

/* Of this architecture: what functions of C get their arguments in, those of Go too, and where the
 * result is. */
#if defined(__x86_64__)
#define PT_LIST PT_X86_LIST
#define PT_ARGUMENTS { PT_X86(DI), PT_X86(SI), PT_X86(DX), PT_X86(CX), PT_X86(R8), PT_X86(R9) }
#define PT_GO_ARGUMENTS \
	{ PT_X86(AX), PT_X86(BX), PT_X86(CX), PT_X86(DI), PT_X86(SI), PT_X86(R8), PT_X86(R9), \
	  PT_X86(R10), PT_X86(R11) }
#define PT_RESULT PT_X86(AX)
#define PT_STACK_POINTER PT_X86(SP)
#elif defined(__aarch64__)
#define PT_LIST PT_ARM_LIST
#define PT_ARGUMENTS \
	{ PT_ARM(R0), PT_ARM(R1), PT_ARM(R2), PT_ARM(R3), PT_ARM(R4), PT_ARM(R5), PT_ARM(R6), \
	  PT_ARM(R7) }
#define PT_GO_ARGUMENTS \
	{ PT_ARM(R0), PT_ARM(R1), PT_ARM(R2), PT_ARM(R3), PT_ARM(R4), PT_ARM(R5), PT_ARM(R6), \
	  PT_ARM(R7), PT_ARM(R8), PT_ARM(R9), PT_ARM(R10), PT_ARM(R11), PT_ARM(R12), PT_ARM(R13), \
	  PT_ARM(R14), PT_ARM(R15) }
#define PT_RESULT PT_ARM(R0)
#define PT_STACK_POINTER PT_ARM(SP)
#endif
