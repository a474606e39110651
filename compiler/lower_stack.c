/* compiler/lower_stack.c - kernel stacks, and registers.  The kernel's own map of stacks drops the ones whose hashes
 * collide, so a stack is kept in a plain hash of ours, once, under a number that is computed from
 * its frames; that number is the value of the language. */
#include "compiler/lower_llvm.h"

#include <errno.h>
#include <linux/bpf.h>

#include "runtime/base/util.h"
#include "probes/kallsyms.h"

/* Odd numbers with many bits set: multiplying by them mixes well. */
#define MIX_FRAME 0x9e3779b97f4a7c15u
#define MIX_END 0xff51afd7ed558ccdu

static ir_value mix(struct lowering *l, ir_value hash, ir_value word, uint64_t factor)
{
	LLVMValueRef mixed = LLVMBuildMul(
	    l->builder, LLVMBuildXor(l->builder, hash, word, ""), ir_word(l, factor), "");

	return LLVMBuildXor(
	    l->builder, mixed, LLVMBuildLShr(l->builder, mixed, ir_word(l, 32), ""), "");
}

/* The frames as one number, never 0. */
static ir_value hash_frames(
    struct lowering *l, LLVMValueRef frames, ir_value count, uint32_t limit)
{
	ir_value hash = ir_cell(l, count), at = ir_cell(l, ir_word(l, 0));
	LLVMBasicBlockRef loop = ir_block(l, "frames"), body = ir_block(l, "frame"),
			  end = ir_block(l, "hashed");

	ir_goto(l, loop);
	ir_at(l, loop);
	/* both bounds are tested: the constant one is what the verifier counts the rounds by */
	LLVMBuildCondBr(l->builder,
	    LLVMBuildAnd(l->builder,
		ir_bool(l, ir_compare(l, OP_LT, ir_cell_get(l, at), ir_word(l, limit), false)),
		ir_bool(l, ir_compare(l, OP_LT, ir_cell_get(l, at), count, false)), ""),
	    body, end);
	ir_at(l, body);
	LLVMValueRef i = ir_cell_get(l, at);
	LLVMValueRef where = ir_offset(l, frames, LLVMBuildShl(l->builder, i, ir_word(l, 3), ""));

	ir_cell_set(
	    l, hash, mix(l, ir_cell_get(l, hash), ir_load(l, where, 0, 8, false), MIX_FRAME));
	ir_cell_set(l, at, LLVMBuildAdd(l->builder, i, ir_word(l, 1), ""));
	LLVMBuildBr(l->builder, loop);
	ir_at(l, end);
	LLVMValueRef whole = mix(l, ir_cell_get(l, hash), ir_word(l, 0), MIX_END);

	return ir_select(l, whole, whole, ir_word(l, 1));
}

/* Keep the stack under its number, unless it is there; counted when there is no room. */
static void keep(struct lowering *l, ir_value id, LLVMValueRef stack)
{
	uint32_t index = l->layout->internal.stacks;
	ir_value map = ir_symbol(l, arena_printf(l->c->arena, "map.%u", index)),
		 key = lower_temporary(l, 8);
	ir_value find[] = {map, key}, add[] = {map, key, stack, ir_word(l, BPF_NOEXIST)};

	ir_store(l, key, 0, 8, id);
	struct ir_branch missing =
	    ir_if(l, ir_is_null(l, ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, find, 2)));
	ir_value failed = lower_helper(l, BPF_FUNC_map_update_elem, add, 4);
	struct ir_branch refused = ir_if(l, failed);
	/* another CPU was first */
	struct ir_branch full =
	    ir_if(l, ir_compare(l, OP_NE, failed, ir_word(l, (uint64_t)-EEXIST), false));

	lower_count(l, COUNTER_MAPS + index);
	ir_end(l, &full);
	ir_end(l, &refused);
	ir_end(l, &missing);
}

/* Raw tracepoints and trampolines have no registers of the event: the walk begins in the program
 * itself, so that its function, the body's when it has several, and the kernel's function that
 * called it (bpf_trace_run4, a trampoline) come first.  They are no part of what is traced. */
static uint32_t own_frames(const struct lowering *l)
{
	uint32_t type = l->prog->plan->prog_type;

	if (type != BPF_PROG_TYPE_RAW_TRACEPOINT && type != BPF_PROG_TYPE_TRACING)
		return 0;
	return l->prog->body_count > 1 ? 3 : 2;
}

/* A tracepoint's own functions come next when they call the program instead of jumping to it: the
 * kernel decides that anew with every program that comes or goes.  So they are known by their
 * addresses.  A program on more hooks than this keeps them. */
#define MOST_HOOKS 8
#define MOST_STUBS 2

struct stubs {
	struct kernel_symbol items[MOST_HOOKS * MOST_STUBS];
	uint32_t count;
};

static void find_stubs(struct lowering *l, struct stubs *out)
{
	static const char *const prefixes[MOST_STUBS] = {"__bpf_trace_", "__traceiter_"};

	*out = (struct stubs){0};
	for (uint32_t i = 0; i < l->prog->attached_count && l->prog->attached_count <= MOST_HOOKS; i++)
		for (uint32_t k = 0; k < MOST_STUBS; k++) {
			const char *event = l->prog->attached[i]->plan.stub_event;
			uint64_t address;

			if (!event || (!l->kallsyms &&
						  kallsyms_read_some("tracepoints", prefixes,
						      MOST_STUBS, &l->kallsyms)))
				return;
			address = kallsyms_address(l->kallsyms,
			    arena_printf(l->c->arena, "%s%s", prefixes[k], event));
			if (address && kallsyms_at(l->kallsyms, address, &out->items[out->count]))
				out->count++;
		}
}

/* 1 when a frame lies in one of the functions. */
static ir_value in_stub(struct lowering *l, const struct stubs *stubs, ir_value frame)
{
	ir_value any = ir_word(l, 0);

	for (uint32_t i = 0; i < stubs->count; i++) {
		const struct kernel_symbol *s = &stubs->items[i];
		ir_value at = LLVMBuildSub(l->builder, frame, ir_word(l, s->address), "");

		any = LLVMBuildOr(l->builder, any,
		    ir_compare(l, OP_LT, at, ir_word(l, s->end - s->address), false), "");
	}
	return any;
}

/* How many frames at the start are the tracepoint's own: 0 to MOST_STUBS. */
static ir_value count_stubs(
    struct lowering *l, const struct stubs *stubs, LLVMValueRef frames, ir_value count)
{
	ir_value first = in_stub(l, stubs, ir_load(l, frames, 0, 8, false)),
		 second = in_stub(l, stubs, ir_load(l, frames, 8, 8, false)),
		 more = ir_compare(l, OP_GT, count, ir_word(l, 1), false);

	second = LLVMBuildAnd(l->builder, LLVMBuildAnd(l->builder, first, second, ""), more, "");
	/* the verifier finds the bound in the mask */
	return LLVMBuildAnd(l->builder, ir_opaque(l, LLVMBuildAdd(l->builder, first, second, "")),
	    ir_word(l, 3), "");
}

ir_value lower_kernel_stack(struct lowering *l, uint32_t limit)
{
	struct stubs stubs;

	find_stubs(l, &stubs);
	uint32_t extra = stubs.count ? MOST_STUBS : 0;
	/* in scratch memory however small it is: the map takes all of it, written or not; one word
	 * more than there are stubs, for the mask above */
	LLVMValueRef stack = lower_scratch(l,
	    sizeof(struct image_stack) + 8 * (l->c->stack_limit + MOST_STUBS + 1)),
		     frames = ir_gep(l, stack, sizeof(struct image_stack));
	ir_value args[] = {
	    l->ctx, frames, ir_word(l, 8 * (limit + extra)), ir_word(l, own_frames(l))};
	ir_value bytes = lower_helper(l, BPF_FUNC_get_stack, args, 4), id = ir_cell(l, ir_word(l, 0));
	struct ir_branch some = ir_if(l, ir_compare(l, OP_GT, bytes, ir_word(l, 0), true));
	ir_value count = LLVMBuildLShr(l->builder, bytes, ir_word(l, 3), "");

	if (stubs.count) {
		ir_value skip = count_stubs(l, &stubs, frames, count);

		count = LLVMBuildSub(l->builder, count, skip, "");
		count = ir_select(l, ir_compare(l, OP_LT, count, ir_word(l, limit), false), count,
		    ir_word(l, limit));
		stack = ir_offset(
		    l, stack, LLVMBuildShl(l->builder, skip, ir_word(l, 3), ""));
		frames = ir_gep(l, stack, sizeof(struct image_stack));
	}
	ir_store(l, stack, 0, 8, count);
	ir_cell_set(l, id, hash_frames(l, frames, count, limit));
	keep(l, ir_cell_get(l, id), stack);
	ir_end(l, &some);
	return ir_cell_get(l, id);
}

ir_value lower_stack_len(struct lowering *l, ir_value id)
{
	ir_value key = lower_temporary(l, 8), count = ir_cell(l, ir_word(l, 0)), found;
	ir_value find[] = {ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.stacks)), key};

	ir_store(l, key, 0, 8, id);
	found = ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, find, 2);
	struct ir_branch there =
	    ir_if(l, ir_compare(l, OP_EQ, ir_is_null(l, found), ir_word(l, 0), false));

	ir_cell_set(l, count, ir_load(l, found, 0, 8, false));
	ir_end(l, &there);
	return ir_cell_get(l, count);
}

ir_value lower_register(struct lowering *l, uint32_t offset)
{
	struct access access = {.kind = ACCESS_CTX, .offset = offset, .size = 8};

	return lower_access_word(l, &access, false);
}
