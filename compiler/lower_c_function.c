/* compiler/lower_c_function.c - calls of functions and programs of imported objects.  The call is
 * of a symbol that the object pass finds the function by; numbers go extended by the sign of their
 * type, addresses of variables and maps as the verifier knows them. */
#include "compiler/lower_llvm.h"

#include "compiler/c_program.h"

static LLVMValueRef address_of(struct lowering *l, const struct node *operand)
{
	if (operand->kind == NODE_MAP)
		return lower_map_pointer(l, operand->map.ref);
	return lower_variable_address(l, operand->variable.ref);
}

static LLVMValueRef argument(
	struct lowering *l, const struct node *n, const struct node *arg, uint32_t i)
{
	LLVMValueRef v = arg->kind == NODE_ADDRESS ? address_of(l, arg->unary.operand)
		: lower_argument(l, n, i);
	LLVMTypeRef word = ir_int(l, 8);

	return LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMPointerTypeKind
		? LLVMBuildPtrToInt(l->builder, v, word, "")
		: v;
}

/* A number that the function may have changed by its address: a variable's word is extended by its
 * sign. */
static void extend_again(struct lowering *l, const struct node *arg)
{
	struct variable *v;

	if (arg->kind != NODE_ADDRESS || arg->unary.operand->kind != NODE_VARIABLE)
		return;
	v = arg->unary.operand->variable.ref;
	if (type_is_word(v->type) && v->type->size < 8)
		lower_store_variable(l, v, lower_variable_word(l, v), v->type);
}

ir_value lower_c_function_call(struct lowering *l, const struct node *n)
{
	const struct c_function *f = n->call.c_function;
	const char *name = arena_printf(l->c->arena, C_FUNCTION_PREFIX "%s", f->name);
	LLVMValueRef function = LLVMGetNamedFunction(l->module, name), values[C_FUNCTION_PARAMS],
		     result;
	LLVMTypeRef types[C_FUNCTION_PARAMS], type;
	uint32_t i = 0;

	for (const struct node *arg = n->call.args; arg; arg = arg->next, i++) {
		types[i] = ir_int(l, 8);
		values[i] = argument(l, n, arg, i);
	}
	type = LLVMFunctionType(ir_int(l, 8), types, i, false);
	if (!function)
		function = LLVMAddFunction(l->module, name, type);
	result = LLVMBuildCall2(l->builder, type, function, values, i, "");
	for (const struct node *arg = n->call.args; arg; arg = arg->next)
		extend_again(l, arg);
	if (f->result->kind == TYPE_VOID)
		return NULL;
	return ir_extend(
		l, result, f->result->size, f->result->kind == TYPE_INT && f->result->is_signed);
}

/* The kernel follows the context into it.  What it returns would have the kernel do things that
 * sonde's own probes never ask for. */
ir_value lower_c_program_call(struct lowering *l, const struct node *n)
{
	const char *name =
		arena_printf(l->c->arena, C_PROGRAM_PREFIX "%u", l->body->probe->c_program->number);
	LLVMTypeRef ptr = ir_ptr(l), type = LLVMFunctionType(ir_int(l, 8), &ptr, 1, false);
	LLVMValueRef function = LLVMGetNamedFunction(l->module, name);

	(void)n;
	if (!function)
		function = LLVMAddFunction(l->module, name, type);
	LLVMBuildCall2(l->builder, type, function, &l->ctx, 1, "");
	return NULL;
}
