/* compiler/lower_process.c - the test that keeps a body to the processes that are asked for (-p,
 * --follow; language.md P11). */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <stddef.h>

bool lower_tests_process(const struct lowering *l)
{
	const struct compilation *c = l->c;

	switch (l->prog->plan->filter) {
	case PROBE_FILTER_NONE:
		return false;
	case PROBE_FILTER_TEST:
		return c->portable || c->follow || c->scope.pid_count;
	case PROBE_FILTER_ATTACH:
		/* attachments cannot be made to processes that are yet to come */
		return c->portable || c->follow;
	}
	return false;
}

/* Whether the bit of a process is set among those that the runtime keeps (struct
 * image_processes). */
static ir_value is_member(struct lowering *l, ir_value pid)
{
	ir_value word = LLVMBuildLShr(l->builder, pid, ir_word(l, 6), ""), at, bits;

	/* both stay below the limit whatever the number is; the verifier sees only the mask */
	word = LLVMBuildAnd(l->builder, word, ir_word(l, PROCESS_LIMIT / 64 - 1), "");
	at = LLVMBuildShl(l->builder, ir_opaque(l, word), ir_word(l, 3), "");
	at = LLVMBuildAnd(l->builder, at, ir_word(l, PROCESS_LIMIT / 8 - 8), "");
	bits = ir_load_volatile(l, ir_offset(l, lower_processes(l), at), 0, 8);
	return LLVMBuildAnd(l->builder,
		LLVMBuildLShr(
			l->builder, bits, LLVMBuildAnd(l->builder, pid, ir_word(l, 63), ""), ""),
		ir_word(l, 1), "");
}

ir_value lower_is_traced(struct lowering *l)
{
	/* whoever runs the image says whether it is about some processes or all of them */
	ir_value all = l->c->portable
		? ir_compare(l, OP_EQ, lower_fact(l, FACT_FILTERED, NULL, NULL, 0), ir_word(l, 0),
			  false)
		: NULL;
	ir_value pid = LLVMBuildLShr(l->builder,
		lower_helper(l, BPF_FUNC_get_current_pid_tgid, NULL, 0), ir_word(l, 32), "");

	if (l->layout->internal.processes != IMAGE_NONE)
		return all ? ir_binary(l, OP_OR, all, is_member(l, pid), false) : is_member(l, pid);
	return ir_compare(l, OP_EQ, pid, ir_word(l, (uint32_t)l->c->scope.pids[0]), false);
}
