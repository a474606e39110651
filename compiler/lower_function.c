/* compiler/lower_function.c - functions of the script.  Every program that calls one has a copy of
 * it, a function that the verifier follows with the values of each call.
 *
 * A function is called with the program's scratch memory and context, and with its first parameters
 * that are words; the other parameters, and a result that is no word, lie in a part of scratch
 * memory that only it has: it cannot be running twice, because none calls itself. */
#include "compiler/lower_llvm.h"

#include "compiler/function.h"
#include "compiler/walk.h"
#include "runtime/base/util.h"

/* The kernel passes five words in registers. */
enum { PARAM_SCRATCH, PARAM_CTX, PARAM_FIRST, PARAM_COUNT = 5, IN_REGISTER = UINT32_MAX };

/* Of what the functions of a body may hand out on the stack, so much each: they call each other,
 * and loops in them call back. */
#define FUNCTION_FRAME 56

static LLVMTypeRef function_type(struct lowering *l)
{
	LLVMTypeRef params[PARAM_COUNT] = { ir_ptr(l), ir_ptr(l), ir_int(l, 8), ir_int(l, 8),
		ir_int(l, 8) };

	return LLVMFunctionType(ir_int(l, 8), params, PARAM_COUNT, false);
}

static bool returns_word(const struct function *f)
{
	return f->result->kind == TYPE_VOID || type_is_word(f->result);
}

/* Where parameters lie: words in registers as long as there are any. */
static void place_parameters(struct lowering *l, struct function *f)
{
	uint32_t registers = PARAM_COUNT - PARAM_FIRST, i = 0;

	f->param_at = arena_new_array(l->c->arena, uint32_t, f->param_count + 1);
	for (struct node *p = f->params; p; p = p->next) {
		struct variable *v = p->let.variable->variable.ref;

		if (type_is_word(v->type) && registers) {
			f->param_at[i++] = IN_REGISTER;
			registers--;
			continue;
		}
		f->param_at[i++] = v->offset = lower_reserve(l, v->type->size + 8);
		v->shared = v->placed = true;
	}
}

static void take_registers(struct lowering *l, const struct function *f)
{
	uint32_t next = PARAM_FIRST, i = 0;

	for (struct node *p = f->params; p; p = p->next) {
		struct variable *v = p->let.variable->variable.ref;

		if (f->param_at[i++] == IN_REGISTER)
			lower_store_variable(l, v, LLVMGetParam(l->function, next++), v->type);
	}
}

/* The result is zero until something is returned. */
static void place_result(struct lowering *l, struct function *f)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->builder);
	uint32_t size = MAX_OF(f->result->size, 8u);

	ir_at(l, l->init_block);
	l->result_cell = NULL;
	if (returns_word(f) && !l->loop_leaves) {
		l->result_cell = ir_cell(l, ir_word(l, 0));
	} else {
		f->result_at = lower_reserve(l, size + 8);
		ir_zero(l, lower_reserved(l, f->result_at), size);
	}
	ir_at(l, here);
}

void lower_function_result(struct lowering *l, ir_value v, const struct node *value)
{
	const struct function *f = l->fn;

	if (!v)
		return;
	if (!returns_word(f))
		lower_store(l, lower_reserved(l, f->result_at), 0, f->result, v, value->type);
	else if (l->result_cell)
		ir_cell_set(l, l->result_cell, v);
	else
		ir_store(l, lower_reserved(l, f->result_at), 0, 8, v);
}

static void end_function(struct lowering *l, const struct function *f, LLVMBasicBlockRef start)
{
	ir_value word;

	ir_goto(l, l->leave_block);
	ir_at(l, l->init_block);
	ir_goto(l, start);
	ir_at(l, l->entry_block);
	LLVMBuildStore(l->builder, LLVMGetParam(l->function, PARAM_SCRATCH), l->scratch_slot);
	ir_goto(l, l->init_block);
	ir_at(l, l->leave_block);
	word = l->result_cell ? ir_cell_get(l, l->result_cell)
		: returns_word(f) ? ir_load(l, lower_reserved(l, f->result_at), 0, 8, false)
		: ir_word(l, 0);
	LLVMBuildRet(l->builder, word);
	LLVMDisposeBuilder(l->entry);
	lower_check_size(l);
}

static void lower_function(struct lowering *l, struct probe_node *code)
{
	struct function *f = code->function;
	LLVMBasicBlockRef start;

	l->fn = f;
	start = lower_begin_function(l, f->name, function_type(l), true);
	l->ctx = LLVMGetParam(l->function, PARAM_CTX);
	l->selector = NULL;
	lower_survey_loops(l, code);
	l->frame_limit = lower_frame_limit(l, FUNCTION_FRAME);
	f->frames = l->loop_depth + 1;
	place_parameters(l, f);
	lower_reserve_early(l, code);
	lower_place_left(l);
	lower_place_variables(l);
	place_result(l, f);
	take_registers(l, f);
	lower_block(l, code->body);
	end_function(l, f, start);
	f->lowered = l->function;
	f->uses_scratch = l->uses_scratch;
	l->functions_end = l->scratch_peak;
	l->fn = NULL;
}

/* What is called first, so that it is known how deep a function goes. */
static void lower_called(struct node **child, void *arg)
{
	struct lowering *l = arg;
	struct node *n = *child;
	struct function *f = n->kind == NODE_CALL ? n->call.function : NULL;
	struct probe_node *code;

	walk_children(n, lower_called, l);
	if (!f || f->lowered)
		return;
	code = f->code;
	walk_children(code->body, lower_called, l);
	lower_function(l, code);
}

void lower_functions(struct lowering *l)
{
	l->functions_end = 0;
	l->function_early = NULL;
	for (struct probe_node *code = l->c->program->functions; code; code = code->next)
		code->function->lowered = NULL;
	for (uint32_t i = 0; i < l->prog->body_count; i++) {
		struct probe_node *p = l->prog->bodies[i].probe;

		l->body = &l->prog->bodies[i];
		if (p->predicate)
			lower_called(&p->predicate, l);
		lower_called(&p->body, l);
	}
}

/* Calls */

/* All arguments are there before the first is put where the function finds it: one of them may be
 * another call of it. */
static void put_arguments(struct lowering *l, const struct node *n, LLVMValueRef *registers)
{
	const struct function *f = n->call.function;
	ir_value values[FUNCTION_PARAMS_MAX];
	const struct node *arg = n->call.args, *p = f->params;
	uint32_t next = 0;

	for (uint32_t i = 0; i < f->param_count; i++)
		values[i] = lower_argument(l, n, i);
	for (uint32_t i = 0; i < f->param_count; i++, arg = arg->next, p = p->next) {
		const struct type *to = p->let.variable->variable.ref->type;

		if (f->param_at[i] == IN_REGISTER)
			registers[next++] = values[i];
		else if (type_is_word(to))
			ir_store(l, lower_reserved(l, f->param_at[i]), 0, 8, values[i]);
		else
			lower_store(
				l, lower_reserved(l, f->param_at[i]), 0, to, values[i], arg->type);
	}
}

ir_value lower_function_call(struct lowering *l, const struct node *n)
{
	struct function *f = n->call.function;
	LLVMValueRef args[PARAM_COUNT] = { NULL, l->ctx, ir_word(l, 0), ir_word(l, 0),
		ir_word(l, 0) };
	ir_value word, copy;

	l->uses_scratch |= f->uses_scratch;
	if (!l->fn && !l->home)
		lower_take_called(l, f);
	put_arguments(l, n, args + PARAM_FIRST);
	args[PARAM_SCRATCH] = LLVMBuildLoad2(l->builder, ir_ptr(l), l->scratch_slot, "");
	word = LLVMBuildCall2(l->builder, function_type(l), f->lowered, args, PARAM_COUNT, "");
	if (f->result->kind == TYPE_VOID)
		return NULL;
	if (returns_word(f))
		return word;
	copy = lower_temporary(l, f->result->size);
	lower_store(l, copy, 0, f->result, lower_reserved(l, f->result_at), f->result);
	return copy;
}
