/* compiler/lower_search.c - looks for one string in another, neither of them known before.  The
 * kernel calls a function of the program for every byte that is compared (bpf_loop, Linux 5.17), so
 * that its verifier looks at it once, however long the strings are.  All that the rounds share lies
 * in scratch memory: of the stack the verifier of Linux 6.1 believes that it stays as the first
 * round found it. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "compiler/row.h"
#include "runtime/base/util.h"

/* In scratch memory: where the part is looked for, how much of it fits there, where it was found;
 * then both strings, each with room for one byte more. */
enum { AT = 0, FITS = 8, FOUND = 16, STRINGS = 24 };

struct search {
	uint32_t text_mask, part_mask; /* one less than the room of each, a power of two */
};

static ir_value byte_at(
	struct lowering *l, LLVMValueRef state, uint32_t base, ir_value index, uint32_t mask)
{
	ir_value bounded = LLVMBuildAnd(l->builder, ir_opaque(l, index), ir_word(l, mask), "");

	return ir_load(l, ir_offset(l, ir_gep(l, state, base), bounded), 0, 1, false);
}

static void return_if(struct lowering *l, ir_value cond, LLVMBasicBlockRef then)
{
	LLVMBasicBlockRef on = ir_block(l, "on");

	LLVMBuildCondBr(l->builder, ir_bool(l, cond), then, on);
	ir_at(l, on);
}

/* One byte of the text against one of the part. */
static void put_round(struct lowering *l, const struct search *s)
{
	LLVMBasicBlockRef found = ir_block(l, "found"), fits = ir_block(l, "fits"),
			  stop = ir_block(l, "stop");
	LLVMValueRef state =
		LLVMBuildLoad2(l->builder, ir_ptr(l), LLVMGetParam(l->function, 1), "");
	ir_value at = ir_load(l, state, AT, 8, false), have = ir_load(l, state, FITS, 8, false),
		 zero = ir_word(l, 0), one = ir_word(l, 1);
	ir_value want = byte_at(l, state, STRINGS + s->text_mask + 1, have, s->part_mask), byte;

	return_if(l, ir_compare(l, OP_EQ, want, zero, false), found);
	byte = byte_at(l, state, STRINGS, ir_binary(l, OP_ADD, at, have, false), s->text_mask);
	return_if(l, ir_compare(l, OP_EQ, want, byte, false), fits);
	/* the text ends before the part does: it does not stand further on either */
	return_if(l, ir_compare(l, OP_EQ, byte, zero, false), stop);
	ir_store(l, state, AT, 8, ir_binary(l, OP_ADD, at, one, false));
	ir_store(l, state, FITS, 8, zero);
	LLVMBuildRet(l->builder, zero);
	ir_at(l, fits);
	ir_store(l, state, FITS, 8, ir_binary(l, OP_ADD, have, one, false));
	LLVMBuildRet(l->builder, zero);
	ir_at(l, found);
	ir_store(l, state, FOUND, 8, at);
	LLVMBuildBr(l->builder, stop);
	ir_at(l, stop);
	LLVMBuildRet(l->builder, one);
}

/* The function of the rounds for strings of such sizes: (round, address of the pointer to the
 * scratch memory) -> 1 to stop. */
static LLVMValueRef round_function(struct lowering *l, const struct search *s)
{
	const char *name =
		arena_printf(l->c->arena, "__builtin_search_%u_%u", s->text_mask, s->part_mask);
	LLVMTypeRef params[] = { ir_int(l, 8), ir_ptr(l) };
	LLVMValueRef f = LLVMGetNamedFunction(l->module, name), outer = l->function;
	LLVMBuilderRef builder = l->builder;

	if (f)
		return f;
	f = LLVMAddFunction(l->module, name, LLVMFunctionType(ir_int(l, 8), params, 2, false));
	LLVMSetLinkage(f, LLVMInternalLinkage);
	l->function = f;
	l->builder = LLVMCreateBuilderInContext(l->context);
	ir_at(l, ir_block(l, "entry"));
	put_round(l, s);
	LLVMDisposeBuilder(l->builder);
	l->builder = builder;
	l->function = outer;
	return f;
}

/* A string with a NUL behind it, whatever room it fills. */
static void put_string(
	struct lowering *l, LLVMValueRef state, uint32_t base, ir_value string, uint32_t size)
{
	ir_copy(l, ir_gep(l, state, base), string, size);
	ir_store(l, state, base + size, 1, ir_word(l, 0));
}

ir_value lower_search(
	struct lowering *l, ir_value text, uint32_t text_size, ir_value part, uint32_t part_size)
{
	struct search s = { row_length_room(text_size), row_length_room(part_size) };
	uint64_t rounds = (uint64_t)(text_size + 1) * (part_size + 1);
	LLVMValueRef state = lower_scratch(l, STRINGS + s.text_mask + 1 + s.part_mask + 1),
		     frame = lower_temporary(l, 8);

	ir_store(l, state, AT, 8, ir_word(l, 0));
	ir_store(l, state, FITS, 8, ir_word(l, 0));
	ir_store(l, state, FOUND, 8, ir_word(l, UINT64_MAX));
	put_string(l, state, STRINGS, text, text_size);
	put_string(l, state, STRINGS + s.text_mask + 1, part, part_size);
	LLVMBuildStore(l->builder, state, frame);
	ir_value args[] = { ir_word(l, MIN_OF(rounds, LOOP_ROUNDS_MAX)), round_function(l, &s),
		frame, ir_word(l, 0) };

	lower_helper(l, BPF_FUNC_loop, args, 4);
	return ir_load(l, state, FOUND, 8, false);
}
