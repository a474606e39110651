/* compiler/lower_data.c - read-only data of programs: constant texts and tables, zeros, and what
 * the image has only when it runs. */
#include "compiler/lower_llvm.h"

#include <string.h>

#include "runtime/base/util.h"
#include "compiler/named_parameter.h"
#include "compiler/object.h"

static ir_value constant_bytes(struct lowering *l, const void *bytes, uint32_t size)
{
	LLVMValueRef data = LLVMConstStringInContext(l->context, bytes, size, true);
	LLVMValueRef g = LLVMAddGlobal(l->module, LLVMTypeOf(data), "data");

	LLVMSetInitializer(g, data);
	LLVMSetGlobalConstant(g, true);
	LLVMSetLinkage(g, LLVMInternalLinkage);
	LLVMSetAlignment(g, 8);
	/* the text must stay where it is: early-cse would turn loads from it into immediates of the
	 * wrong width for helpers' arguments */
	LLVMSetSection(g, ".rodata");
	return g;
}

ir_value lower_data_const(struct lowering *l, const void *bytes, uint32_t size)
{
	return constant_bytes(l, bytes, size);
}

ir_value lower_string_const(struct lowering *l, const char *text, uint32_t size)
{
	/* to a multiple of 8, so that whole words of it may be compared and copied */
	uint32_t room = ROUND_UP(size, 8);
	char *padded = arena_alloc(l->c->arena, room);

	memcpy(padded, text, MIN_OF(strlen(text), size));
	return constant_bytes(l, padded, room);
}

/* It has a section of its own, by which the object pass finds it.  LLVM must not take what is there
 * now for what programs will read. */
static LLVMValueRef late_bytes(
	struct lowering *l, const void *bytes, uint32_t size, const char *section)
{
	LLVMValueRef g = constant_bytes(l, bytes, size);

	LLVMSetLinkage(g, LLVMExternalLinkage);
	LLVMSetExternallyInitialized(g, true);
	LLVMSetSection(g, section);
	return g;
}

static void make_parameters(struct lowering *l)
{
	uint32_t size = 0;
	char *block;

	for (const struct named_parameter *p = l->c->named; p; p = p->next)
		size = p->offset + ROUND_UP(p->parameter.size, 8);
	if (!size)
		return;
	block = arena_alloc(l->c->arena, size);
	for (const struct named_parameter *p = l->c->named; p; p = p->next)
		memcpy(block + p->offset, p->initial, p->parameter.size);
	l->parameters = late_bytes(l, block, size, PARAMETERS_SECTION);
}

void lower_late_data(struct lowering *l)
{
	uint32_t size = l->layout->tables_size;

	make_parameters(l);
	if (size)
		l->tables = late_bytes(l, arena_alloc(l->c->arena, size), size, TABLES_SECTION);
}

ir_value lower_parameter(struct lowering *l, uint32_t offset)
{
	return ir_gep(l, l->parameters, offset);
}

LLVMValueRef ir_zero_data(struct lowering *l, uint32_t size)
{
	LLVMValueRef g = LLVMGetNamedGlobal(l->module, "zeros");
	uint32_t have = g ? LLVMGetArrayLength(LLVMGlobalGetValueType(g)) : 0;

	if (have >= size)
		return g;
	/* a larger one takes the place of the smaller */
	LLVMTypeRef type = LLVMArrayType2(ir_int(l, 1), ROUND_UP(size, 8));
	LLVMValueRef bigger = LLVMAddGlobal(l->module, type, "");

	LLVMSetInitializer(bigger, LLVMConstNull(type));
	LLVMSetGlobalConstant(bigger, true);
	LLVMSetLinkage(bigger, LLVMInternalLinkage);
	LLVMSetAlignment(bigger, 8);
	LLVMSetSection(bigger, ".rodata");
	if (g) {
		LLVMReplaceAllUsesWith(g, bigger);
		LLVMDeleteGlobal(g);
	}
	LLVMSetValueName2(bigger, "zeros", 5);
	return bigger;
}
