/* compiler/lower_unwind_round.c - how a program follows a stack.  The registers that a thread came
 * into the kernel with are on its kernel stack; every round of a loop records an address, finds the
 * mapping, the page and the rule for it (runtime/base/unwind.h), and computes the registers of the
 * caller by that.  A round is one function for all programs of the module.  Called by
 * lower_unwind.c. */
#include "compiler/lower_unwind.h"

#include <linux/bpf.h>
#include <stddef.h>

#include "runtime/base/util.h"

/* The kernel keeps no more return probes of a thread waiting (MAX_URETPROBE_DEPTH). */
#define MOST_PENDING 64

/* What the loop hands to a round. */
enum { FRAME_STACK = 0, FRAME_PROCESS = 8, FRAME_SIZE = 16 };

/* User space of x86_64 ends below, with five levels of page tables too. */
#define ADDRESS_LIMIT (1ull << 56)

/* Where registers lie in struct pt_regs, and behind UCONTEXT_REGISTERS in struct ucontext, in
 * words, by their numbers. */
static const uint8_t in_pt_regs[UNWIND_REGISTERS] = { PT_X86_AX, PT_X86_DX, PT_X86_CX, PT_X86_BX,
	PT_X86_SI, PT_X86_DI, PT_X86_BP, PT_X86_SP, PT_X86_R8, PT_X86_R9, PT_X86_R10, PT_X86_R11,
	PT_X86_R12, PT_X86_R13, PT_X86_R14, PT_X86_R15, PT_X86_IP };
#define SYSTEM_CALL PT_X86(ORIG_AX) /* the number of the system call that the thread is in, or -1 */
static const uint8_t in_ucontext[UNWIND_REGISTERS] = { 13, 12, 14, 11, 9, 8, 10, 15, 0, 1, 2, 3, 4,
	5, 6, 7, 16 };
#define UCONTEXT_REGISTERS 40

/* A round as it is being written. */
struct round {
	LLVMValueRef stack, state, process, key;
	LLVMBasicBlockRef failed, ended;
};

static ir_value add(struct lowering *l, ir_value a, ir_value b)
{
	return LLVMBuildAdd(l->builder, a, b, "");
}

static void go_on_if(struct lowering *l, ir_value word, LLVMBasicBlockRef otherwise)
{
	LLVMBasicBlockRef on = ir_block(l, "on");

	LLVMBuildCondBr(l->builder, ir_bool(l, word), on, otherwise);
	ir_at(l, on);
}

static ir_value read_user(struct lowering *l, LLVMValueRef to, uint32_t size, ir_value from)
{
	ir_value args[] = { to, LLVMConstInt(ir_int(l, 4), size, false),
		LLVMBuildIntToPtr(l->builder, from, ir_ptr(l), "") };

	return lower_helper(l, BPF_FUNC_probe_read_user, args, 3);
}

/* The registers out of STATE_RAW, where each has its place. */
static void sort_registers(struct lowering *l, LLVMValueRef state, const uint8_t *places)
{
	for (uint32_t i = 0; i < UNWIND_REGISTERS; i++)
		ir_store(l, state, STATE_REGISTERS + 8 * i, 8,
			ir_load(l, state, STATE_RAW + 8 * places[i], 8, false));
}

/* Tables */

/* Where, in bytes, the last of `count` rows (a power of two) is whose first field is not above the
 * key; the first when there is none.  Without branches, in which the verifier would get lost:
 * whether a field is above is a carry. */
static ir_value search(struct lowering *l, LLVMValueRef rows, uint32_t count, uint32_t row_size,
	uint32_t field_size, ir_value key)
{
	ir_value at = ir_word(l, 0), behind = add(l, key, ir_word(l, 1));

	for (uint32_t step = count / 2 * row_size; step >= row_size; step /= 2) {
		ir_value field = ir_load(l, ir_offset(l, rows, at), step, field_size, false);
		ir_value carry = LLVMBuildLShr(l->builder,
			ir_opaque(l, LLVMBuildSub(l->builder, field, behind, "")), ir_word(l, 63),
			"");

		at = add(
			l, at, LLVMBuildMul(l->builder, ir_opaque(l, carry), ir_word(l, step), ""));
	}
	return at;
}

static LLVMValueRef look_up(struct lowering *l, const struct round *r, uint32_t map, ir_value key)
{
	ir_value args[] = { ir_map_symbol(l, map), r->key };

	ir_store(l, r->key, 0, 8, key);
	LLVMValueRef found = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, args, 2);

	go_on_if(l, ir_compare(l, OP_EQ, ir_is_null(l, found), ir_word(l, 0), false), r->failed);
	return found;
}

static LLVMValueRef find_mapping(struct lowering *l, const struct round *r, ir_value address)
{
	const uint32_t size = sizeof(struct unwind_mapping);

	go_on_if(l, ir_compare(l, OP_LT, address, ir_word(l, ADDRESS_LIMIT), false), r->failed);
	LLVMValueRef mappings = ir_gep(l, r->process, offsetof(struct unwind_process, mappings));
	LLVMValueRef m =
		ir_offset(l, mappings, search(l, mappings, UNWIND_MAPPINGS, size, 8, address));

	go_on_if(l,
		ir_compare(l, OP_GE, address,
			ir_load(l, m, offsetof(struct unwind_mapping, start), 8, false), false),
		r->failed);
	go_on_if(l,
		ir_compare(l, OP_LT, address,
			ir_load(l, m, offsetof(struct unwind_mapping, end), 8, false), false),
		r->failed);
	return m;
}

/* Through the pages to the number of the rule. */
static ir_value find_number(
	struct lowering *l, const struct round *r, LLVMValueRef mapping, ir_value address)
{
	ir_value at = LLVMBuildSub(l->builder, address,
		ir_load(l, mapping, offsetof(struct unwind_mapping, bias), 8, false), "");
	ir_value levels = ir_load(l, mapping, offsetof(struct unwind_mapping, levels), 4, false);
	ir_value number =
		ir_cell(l, ir_load(l, mapping, offsetof(struct unwind_mapping, page), 4, false));
	LLVMBasicBlockRef found = ir_block(l, "number");

	for (uint32_t level = 1; level <= UNWIND_LEVELS; level++) {
		LLVMValueRef page =
			look_up(l, r, l->layout->internal.unwind_pages, ir_cell_get(l, number));
		ir_value row = search(l, page, UNWIND_PAGE_ROWS, sizeof(struct unwind_row), 4, at);

		ir_cell_set(l, number,
			ir_load(l, ir_offset(l, page, row), offsetof(struct unwind_row, value), 4,
				false));
		if (level < UNWIND_LEVELS)
			go_on_if(l, ir_compare(l, OP_GT, levels, ir_word(l, level), false), found);
	}
	ir_goto(l, found);
	ir_at(l, found);
	return ir_cell_get(l, number);
}

/* Where the cache has an address, if it has it. */
static LLVMValueRef word_of_cache(
	struct lowering *l, const struct round *r, ir_value address, ir_value high)
{
	ir_value index = LLVMBuildAnd(l->builder, LLVMBuildXor(l->builder, address, high, ""),
		ir_word(l, (1 << UNWIND_CACHE_BITS) - 1), "");
	LLVMValueRef cache = ir_gep(l, r->process, offsetof(struct unwind_process, cache));

	return ir_offset(l, cache, LLVMBuildShl(l->builder, index, ir_word(l, 3), ""));
}

static LLVMValueRef find_rule(struct lowering *l, const struct round *r)
{
	ir_value address = LLVMBuildSub(l->builder, unwind_register(l, r->state, UNWIND_RIP),
		ir_load(l, r->state, STATE_IS_RETURN, 8, false), "");
	ir_value high = LLVMBuildLShr(l->builder, address, ir_word(l, UNWIND_CACHE_BITS), "");
	LLVMValueRef word = word_of_cache(l, r, address, high);
	ir_value cached = ir_load(l, word, 0, 8, false),
		 number = ir_cell(
			 l, LLVMBuildAnd(l->builder, cached, ir_word(l, UNWIND_RULES - 1), ""));
	struct ir_branch other = ir_if(l,
		ir_compare(l, OP_NE,
			LLVMBuildLShr(l->builder, cached, ir_word(l, UNWIND_RULE_BITS), ""), high,
			false));

	ir_cell_set(l, number, find_number(l, r, find_mapping(l, r, address), address));
	high = LLVMBuildShl(l->builder, high, ir_word(l, UNWIND_RULE_BITS), "");
	ir_store(l, word, 0, 8, LLVMBuildOr(l->builder, high, ir_cell_get(l, number), ""));
	ir_end(l, &other);
	return look_up(l, r, l->layout->internal.unwind_rules, ir_cell_get(l, number));
}

/* Rules */

static ir_value is_kind(struct lowering *l, LLVMValueRef rule, enum unwind_kind kind)
{
	return ir_compare(l, OP_EQ, ir_load(l, rule, offsetof(struct unwind_rule, kind), 1, false),
		ir_word(l, kind), false);
}

static ir_value word_of_user(struct lowering *l, const struct round *r, ir_value address)
{
	go_on_if(l,
		ir_compare(l, OP_EQ, read_user(l, ir_gep(l, r->state, STATE_WORD), 8, address),
			ir_word(l, 0), false),
		r->failed);
	return ir_load(l, r->state, STATE_WORD, 8, false);
}

/* A register by a number in the rule, from `first` on. */
static ir_value register_of(
	struct lowering *l, const struct round *r, ir_value number, uint32_t first)
{
	ir_value index = LLVMBuildAnd(l->builder,
		ir_opaque(l, LLVMBuildSub(l->builder, number, ir_word(l, first), "")),
		ir_word(l, 15), "");

	return ir_load(l,
		ir_offset(l, r->state, LLVMBuildShl(l->builder, index, ir_word(l, 3), "")),
		STATE_REGISTERS, 8, false);
}

static ir_value canonical_frame_address(
	struct lowering *l, const struct round *r, LLVMValueRef rule)
{
	ir_value base = register_of(
		l, r, ir_load(l, rule, offsetof(struct unwind_rule, base), 1, false), 0);
	ir_value cfa = ir_cell(
		l, add(l, base, ir_load(l, rule, offsetof(struct unwind_rule, offset), 4, true)));
	ir_value more = ir_load(l, rule, offsetof(struct unwind_rule, add), 4, true);
	struct ir_branch memory = ir_if(l, is_kind(l, rule, UNWIND_MEMORY)), plt;

	ir_cell_set(l, cfa, add(l, word_of_user(l, r, ir_cell_get(l, cfa)), more));
	ir_end(l, &memory);
	plt = ir_if(l, is_kind(l, rule, UNWIND_PLT));
	ir_value place = LLVMBuildAnd(
		l->builder, unwind_register(l, r->state, UNWIND_RIP), ir_word(l, 15), "");

	ir_cell_set(l, cfa,
		add(l, ir_cell_get(l, cfa),
			LLVMBuildShl(l->builder, ir_compare(l, OP_GE, place, more, false),
				ir_word(l, 3), "")));
	ir_end(l, &plt);
	return ir_cell_get(l, cfa);
}

/* What was saved `words` words from an address: most of it has been read at once already. */
static ir_value saved_word(struct lowering *l, const struct round *r, ir_value is_read,
	ir_value address, ir_value words)
{
	ir_value place = ir_opaque(l, add(l, words, ir_word(l, STATE_SAVED_WORDS))),
		 value = ir_cell(l, ir_word(l, 0));
	struct ir_branch near = ir_if(l,
		LLVMBuildAnd(l->builder, is_read,
			ir_compare(l, OP_LT, place, ir_word(l, STATE_SAVED_WORDS), false), ""));
	ir_value index = LLVMBuildAnd(l->builder, ir_opaque(l, place), ir_word(l, 7), "");

	ir_cell_set(l, value,
		ir_load(l,
			ir_offset(l, r->state, LLVMBuildShl(l->builder, index, ir_word(l, 3), "")),
			STATE_SAVED, 8, false));
	ir_else(l, &near);
	ir_cell_set(l, value,
		word_of_user(
			l, r, add(l, address, LLVMBuildShl(l->builder, words, ir_word(l, 3), ""))));
	ir_end(l, &near);
	return ir_cell_get(l, value);
}

/* The registers of the caller that the function may have used for itself. */
static void restore_registers(struct lowering *l, const struct round *r, LLVMValueRef rule,
	ir_value cfa, ir_value is_read)
{
	static const enum unwind_register saved[UNWIND_SAVED_COUNT] = UNWIND_SAVED;
	ir_value rbp = unwind_register(l, r->state, UNWIND_RBP),
		 from_rbp = ir_load(l, rule, offsetof(struct unwind_rule, from_rbp), 1, false);

	for (uint32_t i = 0; i < UNWIND_SAVED_COUNT; i++) {
		ir_value words = ir_load(
			l, rule, (uint32_t)(offsetof(struct unwind_rule, saved) + 2 * i), 2, true);
		struct ir_branch some = ir_if(l,
			ir_compare(l, OP_NE, words, ir_word(l, (uint64_t)UNWIND_UNCHANGED), false));
		ir_value off_rbp = ir_compare(l, OP_NE,
			LLVMBuildAnd(l->builder, from_rbp, ir_word(l, 1u << i), ""), ir_word(l, 0),
			false);
		ir_value near = LLVMBuildAnd(l->builder, is_read,
			LLVMBuildXor(l->builder, off_rbp, ir_word(l, 1), ""), "");

		ir_store(l, r->state, STATE_REGISTERS + 8 * (uint32_t)saved[i], 8,
			saved_word(l, r, near, ir_select(l, off_rbp, rbp, cfa), words));
		ir_end(l, &some);
	}
}

/* Return probes */

static void wait_for_probe(struct lowering *l, LLVMValueRef state, ir_value probe)
{
	ir_store(l, state, STATE_PENDING, 8, probe);
	/* one less, so that the end of the list, where nothing can be read, lies above all of the
	 * stack */
	ir_store(l, state, STATE_PENDING_SLOT, 8,
		LLVMBuildSub(l->builder,
			lower_return_probe(l, ir_gep(l, state, STATE_WORD), probe, "stack"),
			ir_word(l, 1), ""));
}

/* Pass over the return probes of functions that lie below a place of the stack. */
static void pass_return_probes(struct lowering *l, const struct round *r, ir_value here)
{
	ir_value passed = ir_cell(l, ir_word(l, 0));
	LLVMBasicBlockRef loop = ir_block(l, "probes"), body = ir_block(l, "probe"),
			  end = ir_block(l, "passed");

	ir_goto(l, loop);
	ir_at(l, loop);
	/* the constant bound is what the verifier counts the rounds by */
	LLVMBuildCondBr(l->builder,
		LLVMBuildAnd(l->builder,
			ir_bool(l, ir_counts(l, ir_cell_get(l, passed), MOST_PENDING)),
			ir_bool(l,
				ir_compare(l, OP_LT,
					ir_load_volatile(l, r->state, STATE_PENDING_SLOT, 8), here,
					false)),
			""),
		body, end);
	ir_at(l, body);
	wait_for_probe(l, r->state,
		lower_return_probe(l, ir_gep(l, r->state, STATE_WORD),
			ir_load_volatile(l, r->state, STATE_PENDING, 8), "next"));
	ir_cell_set(l, passed, add(l, ir_cell_get(l, passed), ir_word(l, 1)));
	LLVMBuildBr(l->builder, loop);
	ir_at(l, end);
}

/* The return address that a function found at `slot`, where `value` is now. */
static ir_value past_return_probe(
	struct lowering *l, const struct round *r, ir_value slot, ir_value value)
{
	ir_value caller = ir_cell(l, value),
		 here = LLVMBuildSub(l->builder, slot, ir_word(l, 1), "");
	struct ir_branch waiting, found;

	if (!lower_knows_return_probes())
		return value;
	waiting = ir_if(l,
		ir_compare(
			l, OP_EQ, value, ir_load(l, r->state, STATE_TRAMPOLINE, 8, false), false));
	pass_return_probes(l, r, here);
	found = ir_if(l,
		ir_compare(l, OP_EQ, ir_load_volatile(l, r->state, STATE_PENDING_SLOT, 8), here,
			false));
	ir_cell_set(l, caller,
		lower_return_probe(l, ir_gep(l, r->state, STATE_WORD),
			ir_load_volatile(l, r->state, STATE_PENDING, 8), "orig_ret_vaddr"));
	ir_end(l, &found);
	ir_end(l, &waiting);
	return ir_cell_get(l, caller);
}

static ir_value return_address(struct lowering *l, const struct round *r, LLVMValueRef rule,
	ir_value cfa, ir_value is_read)
{
	ir_value words = ir_load(l, rule, offsetof(struct unwind_rule, return_address), 2, true),
		 slot = add(l, cfa, LLVMBuildShl(l->builder, words, ir_word(l, 3), ""));
	ir_value in = ir_load(l, rule, offsetof(struct unwind_rule, return_in), 1, false),
		 value = ir_cell(l, ir_word(l, 0));
	struct ir_branch in_register = ir_if(l, in);

	ir_cell_set(l, value, register_of(l, r, in, 1));
	ir_else(l, &in_register);
	ir_cell_set(l, value, past_return_probe(l, r, slot, saved_word(l, r, is_read, cfa, words)));
	ir_end(l, &in_register);
	return ir_cell_get(l, value);
}

/* Out of a signal handler: everything is as it was when the signal came. */
static void leave_handler(struct lowering *l, const struct round *r, LLVMBasicBlockRef next)
{
	ir_value at =
		add(l, unwind_register(l, r->state, UNWIND_RSP), ir_word(l, UCONTEXT_REGISTERS));
	ir_value failed = read_user(l, ir_gep(l, r->state, STATE_RAW), 8 * UNWIND_REGISTERS, at);

	go_on_if(l, ir_compare(l, OP_EQ, failed, ir_word(l, 0), false), r->failed);
	sort_registers(l, r->state, in_ucontext);
	ir_store(l, r->state, STATE_IS_RETURN, 8, ir_word(l, 0));
	ir_goto(l, next);
}

/* To the caller, whose stack lies above. */
static void leave_function(struct lowering *l, const struct round *r, LLVMValueRef rule)
{
	ir_value cfa = canonical_frame_address(l, r, rule), is_read, caller;

	go_on_if(l, ir_compare(l, OP_GE, cfa, unwind_register(l, r->state, UNWIND_RSP), false),
		r->failed);
	is_read = read_user(l, ir_gep(l, r->state, STATE_SAVED), 8 * STATE_SAVED_WORDS,
		add(l, cfa, ir_word(l, (uint64_t)(-8 * STATE_SAVED_WORDS))));
	is_read = ir_compare(l, OP_EQ, is_read, ir_word(l, 0), false);
	caller = return_address(l, r, rule, cfa, is_read);
	restore_registers(l, r, rule, cfa, is_read);
	ir_store(l, r->state, STATE_REGISTERS + 8 * UNWIND_RSP, 8, cfa);
	ir_store(l, r->state, STATE_REGISTERS + 8 * UNWIND_RIP, 8, caller);
	ir_store(l, r->state, STATE_IS_RETURN, 8, ir_word(l, 1));
	go_on_if(l, caller, r->ended);
}

/* As it is kept: with UNWIND_INTERRUPTED where that is so. */
static ir_value address_of_frame(struct lowering *l, const struct round *r, ir_value index)
{
	ir_value called = ir_load(l, r->state, STATE_IS_RETURN, 8, false),
		 is_innermost = ir_compare(l, OP_EQ, index, ir_word(l, 0), false);
	ir_value interrupted = LLVMBuildXor(
		l->builder, LLVMBuildOr(l->builder, called, is_innermost, ""), ir_word(l, 1), "");
	uint64_t bit = (uint64_t)__builtin_ctzll(UNWIND_INTERRUPTED);

	return LLVMBuildOr(l->builder, unwind_register(l, r->state, UNWIND_RIP),
		LLVMBuildShl(l->builder, interrupted, ir_word(l, bit), ""), "");
}

static void write_round(
	struct lowering *l, const struct round *r, ir_value index, LLVMBasicBlockRef next)
{
	LLVMBasicBlockRef handler = ir_block(l, "handler");

	go_on_if(l,
		ir_compare(l, OP_LT, index, ir_word(l, l->c->stack_bytes[STACK_USER] / 8), false),
		r->ended);
	ir_store(l, ir_offset(l, r->stack, LLVMBuildShl(l->builder, index, ir_word(l, 3), "")),
		sizeof(struct image_stack), 8, address_of_frame(l, r, index));
	ir_store(l, r->state, STATE_COUNT, 8, add(l, index, ir_word(l, 1)));
	LLVMValueRef rule = find_rule(l, r);

	go_on_if(l, ir_compare(l, OP_EQ, is_kind(l, rule, UNWIND_OUTERMOST), ir_word(l, 0), false),
		r->ended);
	go_on_if(l, ir_compare(l, OP_EQ, is_kind(l, rule, UNWIND_UNKNOWN), ir_word(l, 0), false),
		r->failed);
	go_on_if(l, ir_compare(l, OP_EQ, is_kind(l, rule, UNWIND_SIGNAL), ir_word(l, 0), false),
		handler);
	leave_function(l, r, rule);
	ir_goto(l, next);
	ir_at(l, handler);
	leave_handler(l, r, next);
}

static void write_function(struct lowering *l, ir_value index, LLVMValueRef frame)
{
	struct round r = {
		.stack = LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, frame, FRAME_STACK), ""),
		.process =
			LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, frame, FRAME_PROCESS), ""),
		.key = ir_alloca(l, ir_int(l, 8), 8),
		.failed = l->leave_block,
		.ended = ir_block(l, "ended"),
	};
	LLVMBasicBlockRef next = ir_block(l, "next");

	r.state = ir_gep(l, r.stack, unwind_state_at(l));
	write_round(l, &r, index, next);
	ir_at(l, next);
	LLVMBuildRet(l->builder, ir_word(l, 0));
	ir_at(l, r.failed);
	ir_store(l, r.state, STATE_FAILED, 8, ir_word(l, 1));
	ir_goto(l, r.ended);
	ir_at(l, r.ended);
	LLVMBuildRet(l->builder, ir_word(l, 1));
}

/* The walk */

/* The registers that the thread came into the kernel with: they are always at the same end of its
 * kernel stack. */
static void take_registers(struct lowering *l, LLVMValueRef state)
{
	ir_value task = lower_current_task(l);
	ir_value args[] = { ir_gep(l, state, STATE_RAW),
		LLVMConstInt(ir_int(l, 4), STATE_RAW_REGISTERS, false),
		ir_helper_ptr(l, BPF_FUNC_task_pt_regs, &task, 1) };

	lower_helper(l, BPF_FUNC_probe_read_kernel, args, 3);
	sort_registers(l, state, in_pt_regs);
	for (uint32_t at = STATE_COUNT; at < STATE_SAVED; at += 8)
		ir_store(l, state, at, 8, ir_word(l, 0));
	/* behind the instruction that made a system call another function may begin, as it does
	 * behind a call */
	ir_store(l, state, STATE_IS_RETURN, 8,
		ir_compare(l, OP_GE, ir_load(l, state, STATE_RAW + SYSTEM_CALL, 8, false),
			ir_word(l, 0), true));
}

static void take_return_probes(struct lowering *l, LLVMValueRef state)
{
	ir_value probe = lower_innermost_return_probe(l, ir_gep(l, state, STATE_WORD));
	struct ir_branch some;

	/* where no probe waits: what no return address is */
	ir_store(l, state, STATE_TRAMPOLINE, 8, ir_word(l, UINT64_MAX));
	some = ir_if(l, probe);
	wait_for_probe(l, state, probe);
	ir_store(l, state, STATE_TRAMPOLINE, 8, lower_return_trampoline(l));
	ir_end(l, &some);
}

void unwind_begin(struct lowering *l, LLVMValueRef state)
{
	take_registers(l, state);
	if (lower_knows_return_probes())
		take_return_probes(l, state);
}

void unwind_follow(struct lowering *l, LLVMValueRef stack, LLVMValueRef process, uint32_t limit)
{
	LLVMValueRef frame = ir_alloca(l, LLVMArrayType2(ir_int(l, 8), FRAME_SIZE / 8), 8);

	if (!l->unwind)
		l->unwind = lower_round(l, "unwind", write_function);
	LLVMBuildStore(l->builder, stack, ir_gep(l, frame, FRAME_STACK));
	LLVMBuildStore(l->builder, process, ir_gep(l, frame, FRAME_PROCESS));
	lower_rounds(l, limit, l->unwind, frame);
}
