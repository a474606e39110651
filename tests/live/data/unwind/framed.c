/* tests/live/data/unwind/framed.c - a library that calls back, as outside.c does, with a frame of FRAME bytes: two that differ only in that have the same
 * instructions at the same places. */

__asm__(".text\n.globl outside\n.type outside, @function\noutside:\n.cfi_startproc\n"
	"sub $" FRAME ", %rsp\n.cfi_adjust_cfa_offset " FRAME "\n"
	"mov %rdi, %rax\nmov %rsi, %rdi\ncall *%rax\n"
	"add $" FRAME ", %rsp\n.cfi_adjust_cfa_offset -" FRAME "\nret\n"
	".cfi_endproc\n.size outside, . - outside\n");
