/* compiler/lower_unwind.c - stacks of processes without frame pointers (dw_ustack): the program
 * itself follows the stack, by the tables that the runtime keeps for processes it was told of
 * (runtime/base/unwind.h).  Here is what a body does: it finds the tables of the process, has the
 * stack followed (lower_unwind_round.c), says where that failed, and keeps the result. */
#include "compiler/lower_unwind.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "compiler/row.h"
#include "runtime/base/unwind.h"

static void store_frame(struct lowering *l, LLVMValueRef stack, ir_value index, ir_value address)
{
	ir_store(l, ir_offset(l, stack, LLVMBuildShl(l->builder, index, ir_word(l, 3), "")),
		sizeof(struct image_stack), 8, address);
}

/* The kernel starts a program with this value of the stack pointer: a function that still has it
 * has no caller, though that may be said nowhere, as of the one that loaders begin with. */
static ir_value start_of_stack(struct lowering *l)
{
	return lower_kernel_word(l,
		lower_kernel_pointer(l, lower_current_task(l), "task_struct", "mm"), "mm_struct",
		"start_stack");
}

/* The last frame says that there should be more; counted. */
static void tell_failure(struct lowering *l, LLVMValueRef stack, LLVMValueRef state, uint32_t limit)
{
	struct ir_branch failed = ir_if(l, ir_load(l, state, STATE_FAILED, 8, false)), more, room;
	ir_value count = ir_opaque(l, ir_load_volatile(l, state, STATE_COUNT, 8));

	more = ir_if(l,
		ir_compare(
			l, OP_NE, unwind_register(l, state, UNWIND_RSP), start_of_stack(l), false));
	lower_count(l, COUNTER_UNWIND);
	room = ir_if(l, ir_compare(l, OP_LT, count, ir_word(l, limit), false));
	store_frame(l, stack, count, ir_word(l, UNWIND_FAILURE));
	ir_store(l, state, STATE_COUNT, 8, ir_binary(l, OP_ADD, count, ir_word(l, 1), false));
	ir_end(l, &room);
	ir_end(l, &more);
	ir_end(l, &failed);
}

/* What struct mm_struct has of the space of addresses that the thread is in: unwind_space(). */
static ir_value current_space(struct lowering *l)
{
	LLVMValueRef mm = lower_kernel_pointer(l, lower_current_task(l), "task_struct", "mm");
	ir_value start_code = lower_kernel_word(l, mm, "mm_struct", "start_code"),
		 start_stack = lower_kernel_word(l, mm, "mm_struct", "start_stack");
	ir_value end_code = lower_kernel_word(l, mm, "mm_struct", "end_code");

	start_code = LLVMBuildShl(l->builder, start_code, ir_word(l, 7), "");
	end_code = LLVMBuildShl(l->builder, end_code, ir_word(l, 23), "");
	start_stack = LLVMBuildXor(
		l->builder, LLVMBuildXor(l->builder, start_stack, start_code, ""), end_code, "");
	return LLVMBuildOr(l->builder, start_stack, ir_word(l, 1ull << 63), "");
}

static LLVMValueRef look_up_process(struct lowering *l, ir_value key, ir_value number)
{
	ir_value args[] = {ir_map_symbol(l, l->layout->internal.unwind_processes), key};

	ir_store(l, key, 0, 8, number);
	return ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);
}

/* What the current process has mapped, or NULL: by its number, if it is still in that space, else
 * by the space. */
static LLVMValueRef find_process(struct lowering *l, ir_value pid)
{
	ir_value key = lower_temporary(l, 8), space = current_space(l);
	LLVMValueRef found = ir_alloca(l, ir_ptr(l), 8), process = look_up_process(l, key, pid);
	struct ir_branch known, moved;

	LLVMBuildStore(l->builder, LLVMConstNull(ir_ptr(l)), found);
	known = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, process), ir_word(l, 0), false));
	moved = ir_if(l,
		ir_compare(l, OP_EQ,
			ir_load(l, process, offsetof(struct unwind_process, space), 8, false),
			space, false));
	LLVMBuildStore(l->builder, process, found);
	ir_end(l, &moved);
	ir_end(l, &known);
	process = LLVMBuildLoad2(l->builder, ir_ptr(l), found, "");
	known = ir_if(l, ir_is_null(l, process));
	LLVMBuildStore(l->builder, look_up_process(l, key, space), found);
	ir_end(l, &known);
	return LLVMBuildLoad2(l->builder, ir_ptr(l), found, "");
}

ir_value lower_unwound_stack(struct lowering *l, uint32_t limit)
{
	LLVMValueRef stack = lower_scratch(l, unwind_state_at(l) + STATE_SIZE),
		     state = ir_gep(l, stack, unwind_state_at(l)), process;
	ir_value pid = row_own_pid(l), id = ir_cell(l, ir_word(l, 0));
	struct ir_branch some, known;

	unwind_begin(l, state);
	some = ir_if(l, unwind_register(l, state, UNWIND_RIP));
	process = find_process(l, pid);
	known = ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, process), ir_word(l, 0), false));
	unwind_follow(l, stack, process, limit);
	ir_else(l, &known);
	store_frame(l, stack, ir_word(l, 0), unwind_register(l, state, UNWIND_RIP));
	ir_store(l, state, STATE_COUNT, 8, ir_word(l, 1));
	ir_store(l, state, STATE_FAILED, 8, ir_word(l, 1));
	ir_end(l, &known);
	tell_failure(l, stack, state, limit);
	ir_cell_set(l, id,
		lower_keep_user_stack(
			l, stack, pid, ir_load_volatile(l, state, STATE_COUNT, 8), limit));
	ir_end(l, &some);
	return ir_cell_get(l, id);
}
