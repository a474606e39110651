/* compiler/lower_veil.c - keeps the verifier from following a program's values.  Called by the
 * object pass after LLVM's passes.
 *
 * Where a branch tests a word that the verifier knows something of - that it is 0 here and anything
 * there, since a key was missing or found, or since another branch tested it before - it follows
 * one side only, and from then on tells states by that word.  Where two ways meet it then goes on
 * along both, and forty of them that meet are 2^40 ways: it gives up after a million instructions.
 * Of a word that it knows nothing of it follows both sides, and ways that meet are one again.  So
 * every word that is tested is first combined with a zero of which the verifier knows nothing: the
 * distance of a stack address from itself, since it does not follow the values of addresses.  So is
 * every word that is one thing or another by the way that was taken: the verifier of Linux 6.1
 * tells states by whether it knows something of a word on the stack or nothing.
 *
 * Left alone are bounds, and words that say whether an address is NULL: the verifier has to see
 * them, and they are tested behind ir_opaque().  Left alone are programs with few tests, too: those
 * must be as fast as they can be. */
#include "compiler/lower_llvm.h"

#include <string.h>

/* So many words tested one after the other, calls included, make at most 2^8 ways through a
 * program. */
#define TESTS_FEW 8

/* Veils make a function up to twice as long, and a branch of BPF reaches 32767 instructions: longer
 * ones do without. */
#define INSTRUCTIONS_MAX 16000

/* How deep bits are made of others, where it matters what of. */
#define BITS_DEEP 4

/* How far words are followed to find what they are used for. */
#define USES_DEEP 6

/* The attribute of functions that are done, and the metadata of words. */
#define VEIL "veil"

struct veil {
	LLVMContextRef context;
	LLVMBuilderRef builder;
	LLVMValueRef place; /* a byte of the stack of the function */
	LLVMValueRef start; /* of the block, behind its phi nodes */
	LLVMValueRef zero;  /* of the block, once there is one */
};

static unsigned veil_kind(LLVMValueRef v)
{
	return LLVMGetMDKindIDInContext(LLVMGetTypeContext(LLVMTypeOf(v)), VEIL, strlen(VEIL));
}

/* What is tested */

static bool is_integer(LLVMValueRef v)
{
	return LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind;
}

static bool is_bit(LLVMValueRef v)
{
	return is_integer(v) && LLVMGetIntTypeWidth(LLVMTypeOf(v)) == 1;
}

/* What fits a register as it is: LLVM makes integers of other sizes, too. */
static bool is_word(LLVMValueRef v)
{
	unsigned bits = is_integer(v) ? LLVMGetIntTypeWidth(LLVMTypeOf(v)) : 0;

	return (bits == 1 || bits == 8 || bits == 16 || bits == 32 || bits == 64) &&
		!LLVMIsConstant(v);
}

/* Made by ir_opaque(), not here. */
static bool is_opaque(LLVMValueRef v)
{
	return LLVMIsACallInst(v) && LLVMIsAInlineAsm(LLVMGetCalledValue(v)) &&
		!LLVMGetMetadata(v, veil_kind(v));
}

/* What a value is nothing but: LLVM compares words of one bit with constants where it could use the
 * bit. */
static LLVMValueRef origin(LLVMValueRef v)
{
	while ((LLVMIsAICmpInst(v) && LLVMIsAZExtInst(LLVMGetOperand(v, 0)) &&
		       LLVMIsConstant(LLVMGetOperand(v, 1))) ||
		(LLVMIsAZExtInst(v) && is_bit(LLVMGetOperand(v, 0))))
		v = LLVMGetOperand(v, 0);
	return v;
}

/* Does a bit, or a word made of bits, say whether an address is NULL, or a bound is kept? */
static bool is_needed(LLVMValueRef v, uint32_t depth)
{
	bool found = false;

	v = origin(v);
	if (LLVMIsAICmpInst(v)) {
		LLVMValueRef a = LLVMGetOperand(v, 0), b = LLVMGetOperand(v, 1);

		return !is_integer(a) || is_opaque(a) || is_opaque(b);
	}
	if (depth && (LLVMIsABinaryOperator(v) || LLVMIsASelectInst(v)))
		for (int i = 0; i < LLVMGetNumOperands(v); i++)
			found |= is_needed(LLVMGetOperand(v, (unsigned)i), depth - 1);
	return found;
}

/* Whether an instruction goes somewhere, or chooses something, by its first operand. */
static bool is_decided(LLVMValueRef v)
{
	return LLVMIsABranchInst(v) ? LLVMIsConditional(v)
		: LLVMIsASwitchInst(v) || LLVMIsASelectInst(v);
}

/* Does a comparison do nothing but decide an instruction of its block?  The code generator makes
 * one branch of both. */
static bool is_joined(LLVMValueRef v)
{
	LLVMBasicBlockRef block = LLVMGetInstructionParent(v);

	for (;;) {
		LLVMUseRef use = LLVMGetFirstUse(v);
		LLVMValueRef user = use ? LLVMGetUser(use) : NULL;

		if (!user || LLVMGetNextUse(use) || LLVMGetInstructionParent(user) != block)
			return false;
		if (is_decided(user))
			return LLVMGetOperand(user, 0) == v;
		if (!LLVMIsAZExtInst(user) && origin(user) == user)
			return false;
		v = user;
	}
}

/* A comparison of which the verifier may know nothing. */
static bool is_test(LLVMValueRef v)
{
	return LLVMIsAICmpInst(v) && !is_needed(v, BITS_DEEP);
}

static bool is_followed(LLVMValueRef v, uint32_t depth);

/* Does the verifier want to know bounds of a word that is used in this way? */
static bool is_use_followed(LLVMValueRef user, LLVMValueRef v, uint32_t depth)
{
	if (LLVMIsAGetElementPtrInst(user) || LLVMIsAReturnInst(user))
		return true;
	if (LLVMIsACallInst(user) && !LLVMIsAInlineAsm(LLVMGetCalledValue(user)))
		return !LLVMIsAFunction(LLVMGetCalledValue(user));
	if (LLVMIsASelectInst(user) && LLVMGetOperand(user, 0) == v)
		return false;
	return (LLVMIsABinaryOperator(user) || LLVMIsACastInst(user) || LLVMIsAPHINode(user) ||
		       LLVMIsASelectInst(user) || LLVMIsACallInst(user)) &&
		is_followed(user, depth);
}

/* Is a word, or one that it becomes, part of an address, handed to the kernel, or the result of a
 * function, of which the kernel allows only some? */
static bool is_followed(LLVMValueRef v, uint32_t depth)
{
	for (LLVMUseRef use = LLVMGetFirstUse(v); use && depth; use = LLVMGetNextUse(use))
		if (is_use_followed(LLVMGetUser(use), v, depth - 1))
			return true;
	return false;
}

/* A word that a loop carries from round to round: its counter the verifier has to follow, and of
 * the others it knows nothing after the first round. */
static bool is_carried(LLVMValueRef phi)
{
	LLVMBasicBlockRef here = LLVMGetInstructionParent(phi);

	for (LLVMBasicBlockRef b = here; b; b = LLVMGetNextBasicBlock(b))
		for (unsigned i = 0; i < LLVMCountIncoming(phi); i++)
			if (LLVMGetIncomingBlock(phi, i) == b)
				return true;
	return false;
}

/* A word that depends on the way, or is chosen other than to keep a bound. */
static bool is_choice(LLVMValueRef v)
{
	if (!is_word(v) || is_bit(v))
		return false;
	if (LLVMIsASelectInst(v))
		return !is_needed(LLVMGetOperand(v, 0), BITS_DEEP);
	return LLVMIsAPHINode(v) && !is_carried(v);
}

/* Veils */

/* A zero that neither LLVM nor the verifier knows, in the block where code is being written. */
static LLVMValueRef unknown_zero(struct veil *w)
{
	LLVMValueRef address;

	if (w->zero)
		return w->zero;
	address = LLVMBuildPtrToInt(w->builder, w->place, LLVMInt64TypeInContext(w->context), "");
	return w->zero = LLVMBuildSub(
		       w->builder, address, llvm_opaque(w->builder, address, false), "");
}

/* The same word, of which neither knows anything. */
static LLVMValueRef veiled(struct veil *w, LLVMValueRef word)
{
	LLVMValueRef zero = LLVMBuildTrunc(w->builder, unknown_zero(w), LLVMTypeOf(word), ""),
		     result = llvm_opaque(
			     w->builder, LLVMBuildXor(w->builder, word, zero, ""), true);

	LLVMSetMetadata(result, veil_kind(result),
		LLVMMetadataAsValue(w->context, LLVMMDNodeInContext2(w->context, NULL, 0)));
	return result;
}

static void veil_operands(struct veil *w, LLVMValueRef test)
{
	for (unsigned i = 0; i < 2; i++)
		if (is_word(LLVMGetOperand(test, i)) && !is_bit(LLVMGetOperand(test, i)))
			LLVMSetOperand(test, i, veiled(w, LLVMGetOperand(test, i)));
}

static LLVMValueRef word_of(struct veil *w, LLVMValueRef bit)
{
	return LLVMBuildZExt(w->builder, bit, LLVMInt64TypeInContext(w->context), "");
}

/* Everybody else uses the result in its place; `first` is what it is made of, or from. */
static void put_in_place(LLVMValueRef v, LLVMValueRef first, LLVMValueRef result)
{
	LLVMReplaceAllUsesWith(v, result);
	LLVMSetOperand(first, 0, v);
}

/* A comparison that several instructions go by is made once, into a register, so that the verifier
 * does not find the second to follow from the first. */
static void keep_result(struct veil *w, LLVMValueRef test)
{
	LLVMValueRef word;

	LLVMPositionBuilderBefore(w->builder, LLVMGetNextInstruction(test));
	word = word_of(w, test);
	put_in_place(test, word, LLVMBuildTrunc(w->builder, veiled(w, word), LLVMTypeOf(test), ""));
}

static void veil_choice(struct veil *w, LLVMValueRef v)
{
	LLVMValueRef result;

	LLVMPositionBuilderBefore(
		w->builder, LLVMIsAPHINode(v) ? w->start : LLVMGetNextInstruction(v));
	result = veiled(w, v);
	put_in_place(v, LLVMGetOperand(result, 0), result);
}

/* Bits are no registers of their own: they are veiled as words. */
static LLVMValueRef veiled_decision(struct veil *w, LLVMValueRef by)
{
	LLVMValueRef none = LLVMConstInt(LLVMInt64TypeInContext(w->context), 0, false);

	return is_bit(by)
		? LLVMBuildICmp(w->builder, LLVMIntNE, veiled(w, word_of(w, by)), none, "")
		: veiled(w, by);
}

static void veil_instruction(struct veil *w, LLVMValueRef v)
{
	LLVMValueRef by = is_decided(v) ? LLVMGetOperand(v, 0) : NULL;
	bool is_part = origin(v) != v && LLVMIsAICmpInst(origin(v)) && is_joined(origin(v));

	LLVMPositionBuilderBefore(w->builder, v);
	LLVMSetCurrentDebugLocation2(w->builder, LLVMInstructionGetDebugLoc(v));
	if (by && is_word(by) && !is_needed(by, BITS_DEEP) &&
		!(LLVMIsAICmpInst(by) && is_joined(by)))
		LLVMSetOperand(v, 0, veiled_decision(w, by));
	if (is_choice(v) && !is_followed(v, USES_DEEP)) {
		veil_choice(w, v);
	} else if (is_test(v) && !is_part) {
		veil_operands(w, v);
		if (!is_joined(v) && !is_followed(v, USES_DEEP))
			keep_result(w, v);
	}
}

static void veil_function(LLVMContextRef context, LLVMValueRef function)
{
	LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(function);
	struct veil w = {.context = context, .builder = LLVMCreateBuilderInContext(context)};

	LLVMPositionBuilderBefore(w.builder, LLVMGetFirstInstruction(entry));
	w.place = LLVMBuildAlloca(w.builder, LLVMInt8TypeInContext(context), "");
	for (LLVMBasicBlockRef b = entry; b; b = LLVMGetNextBasicBlock(b)) {
		w.zero = NULL;
		w.start = LLVMGetFirstInstruction(b);
		while (LLVMIsAPHINode(w.start))
			w.start = LLVMGetNextInstruction(w.start);
		for (LLVMValueRef v = LLVMGetFirstInstruction(b), next; v; v = next) {
			next = LLVMGetNextInstruction(v);
			veil_instruction(&w, v);
		}
	}
	LLVMDisposeBuilder(w.builder);
}

/* Programs */

/* A program, or the body of one: what it returns is a constant, and bodies run one after the
 * other. */
static bool is_body(LLVMValueRef function)
{
	LLVMTypeRef result = LLVMGetReturnType(LLVMGlobalGetValueType(function));

	return LLVMGetTypeKind(result) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(result) == 32;
}

/* The function that an operand of a call names: one that is called, or that the kernel is to call
 * back; NULL: none. */
static LLVMValueRef callee_at(LLVMValueRef v, int i)
{
	LLVMValueRef f = LLVMGetOperand(v, (unsigned)i);

	return LLVMIsACallInst(v) && LLVMIsAFunction(f) && LLVMGetFirstBasicBlock(f) && !is_body(f)
		? f
		: NULL;
}

/* How many tests a run of a function may meet, those of what it calls included; stops counting when
 * there are many. */
static uint32_t count_tests(LLVMValueRef function)
{
	uint32_t count = 0;

	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef v = LLVMGetFirstInstruction(b); v && count <= TESTS_FEW;
			v = LLVMGetNextInstruction(v)) {
			count += is_test(v);
			for (int i = 0; i < LLVMGetNumOperands(v); i++)
				if (callee_at(v, i))
					count += count_tests(callee_at(v, i));
		}
	return count;
}

static uint32_t count_instructions(LLVMValueRef function)
{
	uint32_t count = 0;

	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef v = LLVMGetFirstInstruction(b); v; v = LLVMGetNextInstruction(v))
			count++;
	return count;
}

static void veil_all(LLVMContextRef context, LLVMValueRef function)
{
	if (count_instructions(function) > INSTRUCTIONS_MAX ||
		LLVMGetStringAttributeAtIndex(
			function, LLVMAttributeFunctionIndex, VEIL, strlen(VEIL)))
		return;
	LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex,
		LLVMCreateStringAttribute(context, VEIL, strlen(VEIL), "", 0));
	veil_function(context, function);
	for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b;
		b = LLVMGetNextBasicBlock(b))
		for (LLVMValueRef v = LLVMGetFirstInstruction(b); v; v = LLVMGetNextInstruction(v))
			for (int i = 0; i < LLVMGetNumOperands(v); i++)
				if (callee_at(v, i))
					veil_all(context, callee_at(v, i));
}

void lower_veil(const struct lowered *out)
{
	for (LLVMValueRef f = LLVMGetFirstFunction(out->module); f; f = LLVMGetNextFunction(f))
		if (LLVMGetFirstBasicBlock(f) && is_body(f) && count_tests(f) > TESTS_FEW)
			veil_all(out->context, f);
}
