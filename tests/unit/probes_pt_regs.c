/* tests/unit/probes_pt_regs.c - our offsets of registers are those of the kernel's header, of the
 * architecture that this is compiled for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <asm/ptrace.h>

#include "probes/pt_regs.h"

static void test_offsets(void **state)
{
	(void)state;
#if defined(__x86_64__)
#define SAME(id, member) assert_int_equal(8 * PT_X86_##id, offsetof(struct pt_regs, member))
	SAME(R15, r15);
	SAME(R14, r14);
	SAME(R13, r13);
	SAME(R12, r12);
	SAME(BP, rbp);
	SAME(BX, rbx);
	SAME(R11, r11);
	SAME(R10, r10);
	SAME(R9, r9);
	SAME(R8, r8);
	SAME(AX, rax);
	SAME(CX, rcx);
	SAME(DX, rdx);
	SAME(SI, rsi);
	SAME(DI, rdi);
	SAME(ORIG_AX, orig_rax);
	SAME(IP, rip);
	SAME(CS, cs);
	SAME(FLAGS, eflags);
	SAME(SP, rsp);
	SAME(SS, ss);
	assert_int_equal(8 * PT_X86_COUNT, sizeof(struct pt_regs));
#elif defined(__aarch64__)
#define SAME(id, member) assert_int_equal(8 * PT_ARM_##id, offsetof(struct user_pt_regs, member))
	SAME(R0, regs[0]);
	SAME(R30, regs[30]);
	SAME(SP, sp);
	SAME(PC, pc);
	SAME(PSTATE, pstate);
	assert_int_equal(8 * PT_ARM_COUNT, sizeof(struct user_pt_regs));
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_offsets) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
