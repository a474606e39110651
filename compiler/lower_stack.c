/* compiler/lower_stack.c - stacks, and registers.  The kernel's own map of stacks drops the ones
 * whose hashes collide, so a stack is kept in a plain hash of ours, once, under a number that is
 * computed from its frames and, in user space, the process; that number is the value of the
 * language. */
#include "compiler/lower_llvm.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>

#include "compiler/row.h"
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

/* A stack as it is being taken, with its header before it. */
struct taken {
	enum stack_space space;
	LLVMValueRef stack;
	ir_value pid;           /* USER */
	ir_value count;         /* of frames, at most limit */
	uint32_t limit;
	uint32_t frame_bytes;   /* a power of two */
};

static LLVMValueRef frames_of(struct lowering *l, const struct taken *t)
{
	return ir_gep(l, t->stack, sizeof(struct image_stack));
}

static ir_value frame_offset(struct lowering *l, const struct taken *t, ir_value index)
{
	return LLVMBuildShl(
		l->builder, index, ir_word(l, (uint64_t)__builtin_ctz(t->frame_bytes)), "");
}

/* The frames, and the process, as one number, never 0. */
static ir_value hash_frames(struct lowering *l, const struct taken *t)
{
	ir_value first = t->pid ? mix(l, t->count, t->pid, MIX_FRAME) : t->count;
	ir_value hash = ir_cell(l, first), at = ir_cell(l, ir_word(l, 0));
	LLVMBasicBlockRef loop = ir_block(l, "frames"), body = ir_block(l, "frame"),
			  end = ir_block(l, "hashed");

	ir_goto(l, loop);
	ir_at(l, loop);
	/* both bounds are tested: the constant one is what the verifier counts the rounds by */
	LLVMBuildCondBr(l->builder,
		LLVMBuildAnd(l->builder, ir_bool(l, ir_counts(l, ir_cell_get(l, at), t->limit)),
			ir_bool(l,
				ir_compare(l, OP_LT, ir_opaque(l, ir_cell_get(l, at)), t->count,
					false)),
			""),
		body, end);
	ir_at(l, body);
	LLVMValueRef i = ir_cell_get(l, at);
	LLVMValueRef where = ir_offset(l, frames_of(l, t), frame_offset(l, t, i));

	for (uint32_t word = 0; word < t->frame_bytes; word += 8)
		ir_cell_set(l, hash,
			mix(l, ir_cell_get(l, hash), ir_load(l, where, word, 8, false), MIX_FRAME));
	ir_cell_set(l, at, LLVMBuildAdd(l->builder, i, ir_word(l, 1), ""));
	LLVMBuildBr(l->builder, loop);
	ir_at(l, end);
	LLVMValueRef whole = mix(l, ir_cell_get(l, hash), ir_word(l, 0), MIX_END);

	return ir_select(l, whole, whole, ir_word(l, 1));
}

static ir_value stacks_map(struct lowering *l, enum stack_space space)
{
	return ir_symbol(l, arena_printf(l->c->arena, "map.%u", l->layout->internal.stacks[space]));
}

/* Keep the stack under its number, unless it is there; counted when there is no room. */
static ir_value keep(struct lowering *l, const struct taken *t)
{
	ir_value id = hash_frames(l, t), map = stacks_map(l, t->space), key = lower_temporary(l, 8);
	ir_value find[] = {map, key}, add[] = {map, key, t->stack, ir_word(l, BPF_NOEXIST)};

	ir_store(l, key, 0, 8, id);
	struct ir_branch missing =
		ir_if(l, ir_is_null(l, ir_helper_ptr(l, BPF_FUNC_map_lookup_elem, find, 2)));

	ir_store(l, t->stack, offsetof(struct image_stack, count), 8, t->count);
	ir_store(
		l, t->stack, offsetof(struct image_stack, pid), 8, t->pid ? t->pid : ir_word(l, 0));
	ir_store(l, t->stack, offsetof(struct image_stack, time_ns), 8,
		t->pid ? lower_helper(l, BPF_FUNC_ktime_get_ns, NULL, 0) : ir_word(l, 0));
	ir_value failed = lower_helper(l, BPF_FUNC_map_update_elem, add, 4);
	struct ir_branch refused = ir_if(l, failed);
	/* another CPU was first */
	struct ir_branch full =
		ir_if(l, ir_compare(l, OP_NE, failed, ir_word(l, (uint64_t)-EEXIST), false));

	lower_count(l, COUNTER_MAPS + l->layout->internal.stacks[t->space]);
	ir_end(l, &full);
	if (t->pid) {
		ir_else(l, &refused);
		lower_notice(l, t->pid);
	}
	ir_end(l, &refused);
	ir_end(l, &missing);
	return id;
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

struct stubs {
	struct kernel_symbol items[MOST_HOOKS * KALLSYMS_STUBS];
	const char *names[MOST_HOOKS * KALLSYMS_STUBS];
	uint32_t count;
};

static void find_stubs(struct lowering *l, struct stubs *out)
{
	*out = (struct stubs){0};
	for (uint32_t i = 0; i < l->prog->attached_count && l->prog->attached_count <= MOST_HOOKS;
		i++)
		for (uint32_t k = 0; k < KALLSYMS_STUBS; k++) {
			const char *event = l->prog->attached[i]->plan.stub_event;
			struct kallsyms *symbols = event ? kernel_symbols_stubs(l->c) : NULL;
			uint64_t address;

			if (!symbols)
				return;
			out->names[out->count] =
				arena_printf(l->c->arena, "%s%s", kallsyms_stub_prefixes[k], event);
			address = kallsyms_address(symbols, out->names[out->count]);
			/* the machine that a portable image runs on may have what this one has
			 * not */
			if ((address && kallsyms_at(symbols, address, &out->items[out->count])) ||
				l->c->portable)
				out->count++;
		}
}

/* 1 when a frame lies in one of the functions. */
static ir_value in_stub(struct lowering *l, const struct stubs *stubs, ir_value frame)
{
	ir_value any = ir_word(l, 0);

	for (uint32_t i = 0; i < stubs->count; i++) {
		const struct kernel_symbol *s = &stubs->items[i];
		ir_value start = lower_fact(
				 l, FACT_SYMBOL_START, stubs->names[i], NULL, s->address),
			 size = lower_fact(
				 l, FACT_SYMBOL_SIZE, stubs->names[i], NULL, s->end - s->address);
		ir_value at = LLVMBuildSub(l->builder, frame, start, "");

		any = LLVMBuildOr(l->builder, any, ir_compare(l, OP_LT, at, size, false), "");
	}
	return any;
}

/* How many frames at the start are the tracepoint's own: 0 to KALLSYMS_STUBS. */
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
	uint32_t extra = stubs.count ? KALLSYMS_STUBS : 0;
	/* in scratch memory however small it is: the map takes all of it, written or not; one word
	 * more than there are stubs, for the mask above */
	struct taken t = {
		.space = STACK_KERNEL,
		.stack = lower_scratch(l,
			sizeof(struct image_stack) + l->c->stack_bytes[STACK_KERNEL] +
				8 * (KALLSYMS_STUBS + 1)),
		.limit = limit,
		.frame_bytes = 8,
	};
	LLVMValueRef frames = frames_of(l, &t);
	ir_value args[] = {
		l->ctx, frames, ir_word(l, 8 * (limit + extra)), ir_word(l, own_frames(l))};
	ir_value bytes = lower_helper(l, BPF_FUNC_get_stack, args, 4),
		 id = ir_cell(l, ir_word(l, 0));
	struct ir_branch some = ir_if(l, ir_compare(l, OP_GT, bytes, ir_word(l, 0), true));

	t.count = LLVMBuildLShr(l->builder, bytes, ir_word(l, 3), "");
	if (stubs.count) {
		ir_value skip = count_stubs(l, &stubs, frames, t.count),
			 left = LLVMBuildSub(l->builder, t.count, skip, "");

		t.count = ir_select(l, ir_compare(l, OP_LT, left, ir_word(l, limit), false), left,
			ir_word(l, limit));
		t.stack = ir_offset(l, t.stack, LLVMBuildShl(l->builder, skip, ir_word(l, 3), ""));
	}
	ir_cell_set(l, id, keep(l, &t));
	ir_end(l, &some);
	return ir_cell_get(l, id);
}

/* A function that was just entered has no frame yet: the kernel goes on with its caller's caller,
 * unless it knows the first instruction (some versions know push %rbp).  The caller is where the
 * function returns to: it is put between, before which there is room for one frame. */
static void insert_caller(struct lowering *l, struct taken *t)
{
	LLVMValueRef first = frames_of(l, t);
	ir_value caller = lower_access_word(l, &lower_match(l)->plan.return_address, false),
		 innermost = ir_load(l, first, 8, 8, false);
	ir_value second = ir_load(l, first, 16, 8, false),
		 more = ir_compare(l, OP_GT, t->count, ir_word(l, 1), false);
	ir_value has_it = LLVMBuildAnd(
			 l->builder, more, ir_compare(l, OP_EQ, second, caller, false), ""),
		 skip;
	struct ir_branch missing = ir_if(l,
		ir_compare(l, OP_EQ, LLVMBuildOr(l->builder, has_it, ir_is_null(l, caller), ""),
			ir_word(l, 0), false));

	ir_store(l, first, 0, 8, innermost);
	ir_store(l, first, 8, 8, caller);
	ir_end(l, &missing);
	skip = LLVMBuildOr(l->builder, has_it, ir_is_null(l, caller), "");
	t->count =
		ir_select(l, skip, t->count, LLVMBuildAdd(l->builder, t->count, ir_word(l, 1), ""));
	t->count = ir_select(l, ir_compare(l, OP_LT, t->count, ir_word(l, t->limit), false),
		t->count, ir_word(l, t->limit));
	/* the verifier finds the bound in the mask */
	skip = LLVMBuildAnd(l->builder, ir_opaque(l, skip), ir_word(l, 1), "");
	t->stack = ir_offset(l, t->stack, LLVMBuildShl(l->builder, skip, ir_word(l, 3), ""));
}

/* What the loop over frames whose functions may have a return probe waiting hands to a round, and
 * memory to read to. */
enum {
	SHOWN_FRAMES = 0,
	SHOWN_COUNT = 8,
	SHOWN_PROBE = 16,
	SHOWN_TRAMPOLINE = 24,
	SHOWN_WORD = 32,
	SHOWN_SIZE = 40
};

static void write_show_caller(struct lowering *l, ir_value index, LLVMValueRef frame)
{
	LLVMValueRef frames = LLVMBuildLoad2(
			     l->builder, ir_ptr(l), ir_gep(l, frame, SHOWN_FRAMES), ""),
		     at, word = ir_gep(l, frame, SHOWN_WORD);
	ir_value probe = ir_load(l, frame, SHOWN_PROBE, 8, false);
	struct ir_branch inside, counted, instead;

	inside = ir_if(l,
		ir_compare(l, OP_LT, index, ir_word(l, l->c->stack_bytes[STACK_USER] / 8), false));
	counted = ir_if(
		l, ir_compare(l, OP_LT, index, ir_load(l, frame, SHOWN_COUNT, 8, false), false));
	at = ir_offset(l, frames, LLVMBuildShl(l->builder, index, ir_word(l, 3), ""));
	instead = ir_if(l,
		ir_compare(l, OP_EQ, ir_load(l, at, 0, 8, false),
			ir_load(l, frame, SHOWN_TRAMPOLINE, 8, false), false));
	ir_store(l, at, 0, 8, lower_return_probe(l, word, probe, "orig_ret_vaddr"));
	ir_store(l, frame, SHOWN_PROBE, 8, lower_return_probe(l, word, probe, "next"));
	ir_end(l, &instead);
	ir_end(l, &counted);
	ir_end(l, &inside);
	ir_goto(l, l->leave_block);
	ir_at(l, l->leave_block);
	LLVMBuildRet(l->builder, ir_word(l, 0));
}

/* Before Linux 6.11 frames whose functions have a return probe waiting are shown as its
 * trampoline. */
static void show_callers(struct lowering *l, LLVMValueRef frames, ir_value count, uint32_t limit)
{
	LLVMValueRef frame;
	struct ir_branch some;
	ir_value probe;

	if (!lower_knows_return_probes())
		return;
	frame = ir_alloca(l, LLVMArrayType2(ir_int(l, 8), SHOWN_SIZE / 8), 8);
	probe = lower_innermost_return_probe(l, ir_gep(l, frame, SHOWN_WORD));
	some = ir_if(l, probe);
	if (!l->show_caller)
		l->show_caller = lower_round(l, "show_caller", write_show_caller);
	LLVMBuildStore(l->builder, frames, ir_gep(l, frame, SHOWN_FRAMES));
	ir_store(l, frame, SHOWN_COUNT, 8, count);
	ir_store(l, frame, SHOWN_PROBE, 8, probe);
	ir_store(l, frame, SHOWN_TRAMPOLINE, 8, lower_return_trampoline(l));
	lower_rounds(l, limit, l->show_caller, frame);
	ir_end(l, &some);
}

ir_value lower_user_stack(struct lowering *l, uint32_t limit, bool build_id)
{
	/* a frame with a build id cannot be made here */
	bool entered =
		lower_match(l)->plan.return_address.kind != ACCESS_NONE && limit > 1 && !build_id;
	struct taken t = {
		.space = STACK_USER,
		.stack = lower_scratch(
			l, sizeof(struct image_stack) + l->c->stack_bytes[STACK_USER] + 16),
		.limit = limit,
		.frame_bytes = build_id ? sizeof(struct image_build_id) : 8,
	};
	ir_value args[] = { l->ctx, ir_gep(l, frames_of(l, &t), entered ? 8 : 0),
		ir_word(l, t.frame_bytes * limit),
		ir_word(l, BPF_F_USER_STACK | (build_id ? BPF_F_USER_BUILD_ID : 0)) };
	ir_value bytes = lower_helper(l, BPF_FUNC_get_stack, args, 4),
		 id = ir_cell(l, ir_word(l, 0));
	struct ir_branch some = ir_if(l, ir_compare(l, OP_GT, bytes, ir_word(l, 0), true));

	t.pid = row_own_pid(l);
	t.count = LLVMBuildLShr(
		l->builder, bytes, ir_word(l, (uint64_t)__builtin_ctz(t.frame_bytes)), "");
	if (!build_id)
		show_callers(l, ir_gep(l, frames_of(l, &t), entered ? 8 : 0), t.count, limit);
	if (entered)
		insert_caller(l, &t);
	ir_cell_set(l, id, keep(l, &t));
	ir_end(l, &some);
	return ir_cell_get(l, id);
}

ir_value lower_keep_user_stack(
	struct lowering *l, LLVMValueRef stack, ir_value pid, ir_value count, uint32_t limit)
{
	const struct taken t = {
		.space = STACK_USER,
		.stack = stack,
		.pid = pid,
		.count = count,
		.limit = limit,
		.frame_bytes = 8,
	};

	return keep(l, &t);
}

ir_value lower_stack_len(struct lowering *l, enum stack_space space, ir_value id)
{
	ir_value key = lower_temporary(l, 8), count = ir_cell(l, ir_word(l, 0)), found;
	ir_value find[] = {stacks_map(l, space), key};

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
