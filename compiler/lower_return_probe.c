/* compiler/lower_return_probe.c - the return probes that wait for functions of the current thread
 * (uretprobes, of whatever program).  A return probe lets a function return to a trampoline, and
 * keeps where it would have returned to in a list of the thread's, innermost first: the place of
 * the return address (`stack`), and that itself.  Those of functions that were left some other
 * way, as by longjmp(), stay in the list for a while.  Called by lower_unwind_round.c and
 * lower_stack.c, whose stacks have to go on behind the trampoline. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "probes/machine.h"
#include "runtime/base/util.h"

static uint32_t member(const char *type, const char *name)
{
	return (uint32_t)machine_btf_member(type, name, NULL);
}

LLVMValueRef lower_kernel_pointer(
	struct lowering *l, LLVMValueRef object, const char *type, const char *name)
{
	return LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, object, member(type, name)), "");
}

ir_value lower_kernel_word(
	struct lowering *l, LLVMValueRef object, const char *type, const char *name)
{
	return ir_load(l, object, member(type, name), 8, false);
}

bool lower_knows_return_probes(void)
{
	static const char *const members[][2] = { { "task_struct", "utask" },
		{ "uprobe_task", "return_instances" }, { "return_instance", "stack" },
		{ "return_instance", "orig_ret_vaddr" }, { "return_instance", "next" },
		{ "task_struct", "mm" }, { "mm_struct", "uprobes_state" },
		{ "uprobes_state", "xol_area" }, { "xol_area", "vaddr" } };

	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		if (machine_btf_member(members[i][0], members[i][1], NULL) < 0)
			return false;
	return true;
}

ir_value lower_return_trampoline(struct lowering *l)
{
	LLVMValueRef mm = lower_kernel_pointer(l, lower_current_task(l), "task_struct", "mm");
	LLVMValueRef state = ir_gep(l, mm, member("mm_struct", "uprobes_state"));

	return lower_kernel_word(l, lower_kernel_pointer(l, state, "uprobes_state", "xol_area"),
		"xol_area", "vaddr");
}

static ir_value read_word(struct lowering *l, LLVMValueRef word, LLVMValueRef address)
{
	ir_value args[] = {word, LLVMConstInt(ir_int(l, 4), 8, false), address};

	lower_helper(l, BPF_FUNC_probe_read_kernel, args, 3);
	return ir_load(l, word, 0, 8, false);
}

ir_value lower_innermost_return_probe(struct lowering *l, LLVMValueRef word)
{
	LLVMValueRef task = lower_kernel_pointer(l, lower_current_task(l), "task_struct", "utask");
	LLVMValueRef list = lower_kernel_pointer(l, task, "uprobe_task", "return_instances");
	ir_value first = ir_cell(l, ir_word(l, 0));
	struct ir_branch some =
		ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, list), ir_word(l, 0), false));

	/* read again, as a number: the verifier does not let one of the pointers that it knows be
	 * computed with */
	ir_cell_set(l, first,
		read_word(l, word, ir_gep(l, task, member("uprobe_task", "return_instances"))));
	ir_end(l, &some);
	return ir_cell_get(l, first);
}

ir_value lower_return_probe(struct lowering *l, LLVMValueRef word, ir_value probe, const char *name)
{
	ir_value address =
		LLVMBuildAdd(l->builder, probe, ir_word(l, member("return_instance", name)), "");

	return read_word(l, word, LLVMBuildIntToPtr(l->builder, address, ir_ptr(l), ""));
}
