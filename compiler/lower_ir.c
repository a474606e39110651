/* compiler/lower_ir.c - words, memory and control flow in terms of LLVM: the ground that the rest
 * of the lowering and the rows of the language stand on. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "runtime/base/util.h"

/* memcpy and memset are unrolled by LLVM; beyond this many pieces one helper call is faster and
 * smaller. */
#define UNROLL_LIMIT 32

/* Where we are */

struct compilation *lower_compilation(const struct lowering *l)
{
	return l->c;
}

const struct match *lower_match(const struct lowering *l)
{
	return l->body->matches[0];
}

/* Places in the script: debug line n of the module stands for spans[n - 1]; the object pass turns
 * lines back into spans. */

uint32_t lower_span_line(struct lowering *l, struct span span)
{
	struct lowered *out = l->out;

	if (out->span_count && out->spans[out->span_count - 1].start == span.start &&
		out->spans[out->span_count - 1].end == span.end)
		return out->span_count;
	arena_grow(l->c->arena, out->spans, out->span_count, out->span_capacity);
	out->spans[out->span_count++] = span;
	return out->span_count;
}

void lower_set_span(struct lowering *l, struct span span)
{
	uint32_t line = lower_span_line(l, span);

	LLVMSetCurrentDebugLocation2(l->builder,
		LLVMDIBuilderCreateDebugLocation(l->context, line, 0, l->debug_scope, NULL));
}

/* Types, constants, blocks */

LLVMTypeRef ir_int(struct lowering *l, uint32_t bytes)
{
	return LLVMIntTypeInContext(l->context, bytes * 8);
}

LLVMTypeRef ir_ptr(struct lowering *l)
{
	return LLVMPointerTypeInContext(l->context, 0);
}

LLVMValueRef ir_word(struct lowering *l, uint64_t value)
{
	return LLVMConstInt(ir_int(l, 8), value, false);
}

ir_value lower_const(struct lowering *l, uint64_t value)
{
	return ir_word(l, value);
}

LLVMValueRef ir_bool(struct lowering *l, ir_value word)
{
	return LLVMBuildICmp(l->builder, LLVMIntNE, word, ir_word(l, 0), "");
}

static ir_value from_bool(struct lowering *l, LLVMValueRef bit)
{
	return LLVMBuildZExt(l->builder, bit, ir_int(l, 8), "");
}

LLVMBasicBlockRef ir_block(struct lowering *l, const char *name)
{
	return LLVMAppendBasicBlockInContext(l->context, l->function, name);
}

void ir_at(struct lowering *l, LLVMBasicBlockRef block)
{
	LLVMPositionBuilderAtEnd(l->builder, block);
}

void ir_goto(struct lowering *l, LLVMBasicBlockRef block)
{
	if (!LLVMGetBasicBlockTerminator(LLVMGetInsertBlock(l->builder)))
		LLVMBuildBr(l->builder, block);
}

LLVMValueRef ir_alloca(struct lowering *l, LLVMTypeRef type, uint32_t align)
{
	/* only in the entry block, before anything else: BPF has no dynamic stack */
	LLVMValueRef first = LLVMGetFirstInstruction(l->entry_block), slot;

	if (first)
		LLVMPositionBuilderBefore(l->entry, first);
	slot = LLVMBuildAlloca(l->entry, type, "");

	LLVMSetAlignment(slot, align);
	return slot;
}

LLVMValueRef ir_gep(struct lowering *l, LLVMValueRef base, uint32_t offset)
{
	LLVMValueRef at = ir_word(l, offset);

	return offset ? LLVMBuildGEP2(l->builder, ir_int(l, 1), base, &at, 1, "") : base;
}

LLVMValueRef ir_symbol(struct lowering *l, const char *name)
{
	LLVMValueRef g = LLVMGetNamedGlobal(l->module, name);

	return g ? g : LLVMAddGlobal(l->module, ir_int(l, 1), name);
}

ir_value lower_kernel_variable(struct lowering *l, uint32_t btf_id)
{
	return ir_symbol(l,
		l->c->portable ? lower_variable_fact(l, btf_id)
			: arena_printf(l->c->arena, "var.%u", btf_id));
}

/* Helpers of the kernel */

static LLVMValueRef call_helper(
	struct lowering *l, int helper, const ir_value *args, uint32_t count, LLVMTypeRef result)
{
	LLVMTypeRef types[5];
	LLVMValueRef values[5];

	for (uint32_t i = 0; i < count; i++) {
		values[i] = args[i];
		types[i] = LLVMTypeOf(args[i]);
	}
	LLVMTypeRef type = LLVMFunctionType(result, types, count, false);

	return LLVMBuildCall2(l->builder, type,
		LLVMBuildIntToPtr(l->builder, ir_word(l, (uint64_t)helper), ir_ptr(l), ""), values,
		count, "");
}

ir_value lower_helper(struct lowering *l, int helper, const ir_value *args, uint32_t count)
{
	return call_helper(l, helper, args, count, ir_int(l, 8));
}

LLVMValueRef ir_helper_ptr(struct lowering *l, int helper, const ir_value *args, uint32_t count)
{
	return call_helper(l, helper, args, count, ir_ptr(l));
}

/* Functions of the kernel: the object pass finds the number of their type in the name. */

static LLVMValueRef call_kernel(struct lowering *l, uint32_t btf_id, const ir_value *args,
	uint32_t count, LLVMTypeRef result)
{
	const char *name = l->c->portable ? lower_function_fact(l, btf_id)
		: arena_printf(l->c->arena, "func.%u", btf_id);
	LLVMValueRef f = LLVMGetNamedFunction(l->module, name), values[5];
	LLVMTypeRef types[5];

	for (uint32_t i = 0; i < count; i++) {
		values[i] = args[i];
		types[i] = LLVMTypeOf(args[i]);
	}
	LLVMTypeRef type = LLVMFunctionType(result, types, count, false);

	if (!f)
		f = LLVMAddFunction(l->module, name, type);
	return LLVMBuildCall2(l->builder, type, f, values, count, "");
}

/* The context goes along: later kernels may want it, those that do not leave it alone. */
ir_value ir_kernel_call(struct lowering *l, uint32_t btf_id)
{
	return call_kernel(l, btf_id, &l->ctx, 1, ir_int(l, 8));
}

ir_value lower_kernel_call(
	struct lowering *l, uint32_t btf_id, const ir_value *args, uint32_t count)
{
	return call_kernel(l, btf_id, args, count, ir_ptr(l));
}

ir_value lower_current_task(struct lowering *l)
{
	return ir_helper_ptr(l, BPF_FUNC_get_current_task_btf, NULL, 0);
}

/* Words */

static ir_value divide(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	LLVMBuilderRef B = l->builder;
	ir_value zero = ir_word(l, 0), one = ir_word(l, 1), shift = ir_word(l, 63);
	LLVMValueRef by_zero = LLVMBuildICmp(B, LLVMIntEQ, b, zero, "");
	ir_value sign_a = zero, sign_b = zero, result;

	/* dividing by zero is undefined in LLVM's IR: divide by one and choose the result
	 * afterwards */
	b = LLVMBuildSelect(B, by_zero, one, b, "");
	if (is_signed) {
		/* signed division came with BPF v4; this is the magnitude's with the signs put back
		 */
		sign_a = LLVMBuildAShr(B, a, shift, "");
		sign_b = LLVMBuildAShr(B, b, shift, "");
		a = LLVMBuildSub(B, LLVMBuildXor(B, a, sign_a, ""), sign_a, "");
		b = LLVMBuildSub(B, LLVMBuildXor(B, b, sign_b, ""), sign_b, "");
	}
	result = op == OP_DIV ? LLVMBuildUDiv(B, a, b, "") : LLVMBuildURem(B, a, b, "");
	if (is_signed) {
		ir_value sign = op == OP_DIV ? LLVMBuildXor(B, sign_a, sign_b, "") : sign_a;

		result = LLVMBuildSub(B, LLVMBuildXor(B, result, sign, ""), sign, "");
	}
	return LLVMBuildSelect(B, by_zero, one, result, "");
}

ir_value ir_binary(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	LLVMBuilderRef B = l->builder;
	ir_value count = LLVMBuildAnd(B, b, ir_word(l, 63), "");

	switch (op) {
	case OP_ADD:
		return LLVMBuildAdd(B, a, b, "");
	case OP_SUB:
		return LLVMBuildSub(B, a, b, "");
	case OP_MUL:
		return LLVMBuildMul(B, a, b, "");
	case OP_DIV:
	case OP_MOD:
		return divide(l, op, a, b, is_signed);
	case OP_SHL:
		return LLVMBuildShl(B, a, count, "");
	case OP_SHR:
		return is_signed ? LLVMBuildAShr(B, a, count, "") : LLVMBuildLShr(B, a, count, "");
	case OP_AND:
		return LLVMBuildAnd(B, a, b, "");
	case OP_OR:
		return LLVMBuildOr(B, a, b, "");
	case OP_XOR:
		return LLVMBuildXor(B, a, b, "");
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		return ir_compare(l, op, a, b, is_signed);
	case OP_NONE:
	case OP_LOGICAL_AND:
	case OP_LOGICAL_OR:
	case OP_NEGATE:
	case OP_NOT:
	case OP_COMPLEMENT:
	case OP_COUNT:
		break;
	}
	return ir_word(l, 0);
}

ir_value ir_compare(struct lowering *l, enum operator op, ir_value a, ir_value b, bool is_signed)
{
	static const LLVMIntPredicate predicates[OP_COUNT][2] = {
		[OP_EQ] = {LLVMIntEQ, LLVMIntEQ},
		[OP_NE] = {LLVMIntNE, LLVMIntNE},
		[OP_LT] = {LLVMIntULT, LLVMIntSLT},
		[OP_LE] = {LLVMIntULE, LLVMIntSLE},
		[OP_GT] = {LLVMIntUGT, LLVMIntSGT},
		[OP_GE] = {LLVMIntUGE, LLVMIntSGE},
	};

	return from_bool(l, LLVMBuildICmp(l->builder, predicates[op][is_signed], a, b, ""));
}

LLVMValueRef llvm_opaque(LLVMBuilderRef builder, LLVMValueRef word, bool stays)
{
	LLVMTypeRef type = LLVMTypeOf(word), function = LLVMFunctionType(type, &type, 1, false);
	LLVMValueRef nothing = LLVMGetInlineAsm(
		function, "", 0, "=r,0", 4, stays, false, LLVMInlineAsmDialectATT, false);

	return LLVMBuildCall2(builder, function, nothing, &word, 1, "");
}

ir_value ir_opaque(struct lowering *l, ir_value word)
{
	return llvm_opaque(l->builder, word, false);
}

ir_value ir_counts(struct lowering *l, ir_value counter, uint64_t limit)
{
	return ir_compare(l, OP_LT, ir_opaque(l, counter), ir_word(l, limit), false);
}

ir_value ir_select(struct lowering *l, ir_value cond, ir_value yes, ir_value no)
{
	return LLVMBuildSelect(l->builder, ir_bool(l, cond), yes, no, "");
}

ir_value ir_extend(struct lowering *l, ir_value word, uint32_t size, bool is_signed)
{
	if (size >= 8)
		return word;
	word = LLVMBuildTrunc(l->builder, word, ir_int(l, size), "");
	return is_signed ? LLVMBuildSExt(l->builder, word, ir_int(l, 8), "")
		: LLVMBuildZExt(l->builder, word, ir_int(l, 8), "");
}

/* Memory */

ir_value ir_offset(struct lowering *l, ir_value address, ir_value bytes)
{
	return LLVMBuildGEP2(l->builder, ir_int(l, 1), address, &bytes, 1, "");
}

static LLVMValueRef load(struct lowering *l, ir_value address, uint32_t offset, uint32_t size)
{
	LLVMValueRef v =
		LLVMBuildLoad2(l->builder, ir_int(l, size), ir_gep(l, address, offset), "");

	/* addresses are aligned as their values ask; the verifier checks it for the stack */
	LLVMSetAlignment(v, size);
	return v;
}

ir_value ir_load(
	struct lowering *l, ir_value address, uint32_t offset, uint32_t size, bool is_signed)
{
	LLVMValueRef v = load(l, address, offset, size);

	if (size == 8)
		return v;
	return is_signed ? LLVMBuildSExt(l->builder, v, ir_int(l, 8), "")
		: LLVMBuildZExt(l->builder, v, ir_int(l, 8), "");
}

LLVMValueRef ir_load_volatile(
	struct lowering *l, LLVMValueRef address, uint32_t offset, uint32_t size)
{
	LLVMValueRef v = load(l, address, offset, size);

	LLVMSetVolatile(v, true);
	return size == 8 ? v : LLVMBuildZExt(l->builder, v, ir_int(l, 8), "");
}

LLVMValueRef ir_load_pointer(struct lowering *l, LLVMValueRef base, uint32_t offset)
{
	LLVMValueRef v = LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, base, offset), "");

	LLVMSetVolatile(v, true);
	return v;
}

void ir_store(struct lowering *l, ir_value address, uint32_t offset, uint32_t size, ir_value word)
{
	if (size < 8)
		word = LLVMBuildTrunc(l->builder, word, ir_int(l, size), "");
	LLVMSetAlignment(LLVMBuildStore(l->builder, word, ir_gep(l, address, offset)), size);
}

void ir_atomic_add(struct lowering *l, ir_value address, uint32_t offset, ir_value word)
{
	LLVMBuildAtomicRMW(l->builder, LLVMAtomicRMWBinOpAdd, ir_gep(l, address, offset), word,
		LLVMAtomicOrderingMonotonic, false);
}

ir_value ir_is_null(struct lowering *l, ir_value address)
{
	return from_bool(l, LLVMBuildIsNull(l->builder, address, ""));
}

static void helper_copy(struct lowering *l, LLVMValueRef to, LLVMValueRef from, uint32_t size)
{
	ir_value args[] = {to, LLVMConstInt(ir_int(l, 4), size, false), from};

	lower_helper(l, BPF_FUNC_probe_read_kernel, args, 3);
}

void ir_copy_aligned(struct lowering *l, LLVMValueRef to, uint32_t to_align, LLVMValueRef from,
	uint32_t from_align, uint32_t size)
{
	if (size == 0)
		return;
	if (size / MIN_OF(to_align, from_align) > UNROLL_LIMIT)
		helper_copy(l, to, from, size);
	else
		LLVMBuildMemCpy(l->builder, to, to_align, from, from_align, ir_word(l, size));
}

void ir_zero_aligned(struct lowering *l, LLVMValueRef to, uint32_t align, uint32_t size)
{
	if (size == 0)
		return;
	if (size / align > UNROLL_LIMIT)
		helper_copy(l, to, ir_zero_data(l, size), size);
	else
		LLVMBuildMemSet(l->builder, to, LLVMConstInt(ir_int(l, 1), 0, false),
			ir_word(l, size), align);
}

void ir_zero(struct lowering *l, ir_value address, uint32_t size)
{
	ir_zero_aligned(l, address, 8, size);
}

void ir_copy(struct lowering *l, ir_value to, ir_value from, uint32_t size)
{
	ir_copy_aligned(l, to, 8, from, 8, size);
}

/* Temporaries: small ones are stack slots that statements use again, large ones lie in scratch
 * memory. */

LLVMValueRef lower_scratch(struct lowering *l, uint32_t size)
{
	uint32_t at = l->scratch_used;
	LLVMValueRef base = LLVMBuildLoad2(l->builder, ir_ptr(l), l->scratch_slot, "");

	l->uses_scratch = true;
	l->scratch_used += ROUND_UP(size, 8);
	l->scratch_peak = MAX_OF(l->scratch_peak, l->scratch_used);
	return ir_gep(l, base, at);
}

static LLVMValueRef frame_slot(struct lowering *l, uint32_t size)
{
	for (uint32_t i = 0; i < l->slot_count; i++)
		if (!l->slots[i].depth && l->slots[i].size == size) {
			l->slots[i].depth = l->depth;
			return l->slots[i].alloca;
		}
	if (l->frame_used + size > l->frame_limit)
		return NULL;
	arena_grow(l->c->arena, l->slots, l->slot_count, l->slot_capacity);
	l->frame_used += size;
	l->slots[l->slot_count] = (struct frame_slot){
		.alloca = ir_alloca(l, LLVMArrayType2(ir_int(l, 8), size / 8), 8),
		.size = size,
		.depth = l->depth,
	};
	return l->slots[l->slot_count++].alloca;
}

ir_value lower_temporary(struct lowering *l, uint32_t size)
{
	uint32_t rounded = ROUND_UP(MAX_OF(size, 1), 8);
	/* given back at the end of the statement, so that they may be twice as large as what
	 * stays */
	LLVMValueRef slot =
		rounded <= 2 * l->c->config.on_stack_limit ? frame_slot(l, rounded) : NULL;

	/* 8 bytes more: whole words behind an odd size may be read */
	return slot ? slot : lower_scratch(l, rounded + 8);
}

struct frame_mark frame_mark(struct lowering *l)
{
	return (struct frame_mark){.scratch_used = l->scratch_used, .depth = l->depth++};
}

void frame_release(struct lowering *l, struct frame_mark mark)
{
	for (uint32_t i = 0; i < l->slot_count; i++)
		if (l->slots[i].depth > mark.depth)
			l->slots[i].depth = 0;
	l->scratch_used = mark.scratch_used;
	l->depth = mark.depth;
}

void frame_keep(struct lowering *l, struct frame_mark mark)
{
	for (uint32_t i = 0; i < l->slot_count; i++)
		l->slots[i].depth = MIN_OF(l->slots[i].depth, mark.depth);
	l->depth = mark.depth;
}

ir_value lower_permanent(struct lowering *l, uint32_t size)
{
	uint32_t rounded = ROUND_UP(MAX_OF(size, 1), 8);

	if (rounded <= l->c->config.on_stack_limit && l->frame_used + rounded <= l->frame_limit) {
		l->frame_used += rounded;
		return ir_alloca(l, LLVMArrayType2(ir_int(l, 8), rounded / 8), 8);
	}
	return lower_scratch(l, rounded + 8);
}

/* Control */

struct ir_branch ir_if(struct lowering *l, ir_value word)
{
	LLVMBasicBlockRef then = ir_block(l, "then"), other = ir_block(l, "else"),
			  end = ir_block(l, "end");

	LLVMBuildCondBr(l->builder, ir_bool(l, word), then, other);
	ir_at(l, then);
	return (struct ir_branch){.other = other, .end = end};
}

void ir_else(struct lowering *l, struct ir_branch *b)
{
	ir_goto(l, b->end);
	ir_at(l, b->other);
	b->other = NULL;
}

void ir_end(struct lowering *l, struct ir_branch *b)
{
	if (b->other)
		ir_else(l, b);
	ir_goto(l, b->end);
	ir_at(l, b->end);
}

ir_value ir_cell(struct lowering *l, ir_value initial)
{
	LLVMValueRef cell = ir_alloca(l, LLVMTypeOf(initial), 8);

	ir_cell_set(l, cell, initial);
	return cell;
}

void ir_cell_set(struct lowering *l, ir_value cell, ir_value word)
{
	LLVMBuildStore(l->builder, word, cell);
}

ir_value ir_cell_get(struct lowering *l, ir_value cell)
{
	return LLVMBuildLoad2(l->builder, LLVMGetAllocatedType(cell), cell, "");
}

void ir_return(struct lowering *l)
{
	LLVMBasicBlockRef behind = ir_block(l, "behind");

	ir_goto(l, l->leave_block);
	ir_at(l, behind);
}
