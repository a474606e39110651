/* compiler/lower_loop.c - loops.  The kernel calls a function of the program for every round
 * (bpf_loop, Linux 5.17; bpf_for_each_map_elem), so that its verifier looks at the body once or
 * twice however many rounds there are.  That function is written here, with the state of the
 * function around it put aside.
 *
 * The functions of one body share its scratch memory.  What they share lies there and not on the
 * stack: the verifier knows the values of the stack, takes them for those of every round on Linux
 * before 6.7, and follows each round with its own values after.  The stack holds only the frame
 * that is handed to the callbacks: the pointers to scratch memory and to the context.
 *
 * A round returns 0 to go on and 1 to stop.  One that leaves the whole body sets its word "left"
 * first, which is looked at behind the loop. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "runtime/base/util.h"

enum { FRAME_SCRATCH = 0, FRAME_CTX = 8, FRAME_SIZE = 16 };

/* Scratch memory that all functions of the body know */

uint32_t lower_reserve(struct lowering *l, uint32_t size)
{
	uint32_t at = l->scratch_used;

	l->uses_scratch = true;
	l->scratch_used += ROUND_UP(size, 8);
	l->scratch_peak = MAX_OF(l->scratch_peak, l->scratch_used);
	return at;
}

LLVMValueRef lower_reserved(struct lowering *l, uint32_t at)
{
	return ir_gep(l, LLVMBuildLoad2(l->builder, ir_ptr(l), l->scratch_slot, ""), at);
}

/* The frame */

static LLVMValueRef frame_of(struct lowering *l)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->builder);

	if (l->loop_frame)
		return l->loop_frame;
	l->loop_frame = ir_alloca(l, LLVMArrayType2(ir_int(l, 8), FRAME_SIZE / 8), 8);
	ir_at(l, l->init_block);
	LLVMBuildStore(l->builder, LLVMBuildLoad2(l->builder, ir_ptr(l), l->scratch_slot, ""),
		ir_gep(l, l->loop_frame, FRAME_SCRATCH));
	LLVMBuildStore(l->builder, l->ctx, ir_gep(l, l->loop_frame, FRAME_CTX));
	ir_at(l, here);
	return l->loop_frame;
}

/* Callbacks */

struct callback {
	struct lowering outer; /* put aside */
	LLVMBasicBlockRef here, start;
	LLVMValueRef function;
	bool leaves;
};

/* Begin the function of a loop's rounds, whose parameter `frame` is the frame. */
static void begin_callback(struct lowering *l, struct callback *cb, const struct node *n,
	LLVMTypeRef *params, uint32_t count, uint32_t frame)
{
	LLVMTypeRef type = LLVMFunctionType(ir_int(l, 8), params, count, false);

	cb->here = LLVMGetInsertBlock(l->builder);
	cb->outer = *l;
	cb->start = lower_begin_function(l, "round", type, true);
	cb->function = l->function;
	l->scratch_used = cb->outer.scratch_used;
	l->scratch_peak = cb->outer.scratch_peak;
	l->home = n;
	l->loop_frame = LLVMGetParam(l->function, frame);
	l->selector = NULL;
	lower_set_span(l, n->span);
	ir_at(l, l->entry_block);
	l->ctx = LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, l->loop_frame, FRAME_CTX), "");
	LLVMBuildStore(l->builder,
		LLVMBuildLoad2(l->builder, ir_ptr(l), ir_gep(l, l->loop_frame, FRAME_SCRATCH), ""),
		l->scratch_slot);
	ir_at(l, cb->start);
	lower_place_variables(l);
	l->loop = (struct loop_exits){ir_block(l, "next"), ir_block(l, "stop")};
}

static void return_word(struct lowering *l, uint64_t word)
{
	LLVMBuildRet(l->builder, ir_word(l, word));
}

/* End it, and go on in the function around it. */
static void end_callback(struct lowering *l, struct callback *cb)
{
	ir_goto(l, l->loop.next);
	ir_at(l, l->loop.next);
	return_word(l, 0);
	ir_at(l, l->loop.stop);
	return_word(l, 1);
	cb->leaves = LLVMGetFirstUse(LLVMBasicBlockAsValue(l->leave_block));
	ir_at(l, l->leave_block);
	if (cb->leaves)
		ir_store(l, lower_reserved(l, l->left_at), 0, 8, ir_word(l, 1));
	return_word(l, 1);
	ir_at(l, l->init_block);
	ir_goto(l, cb->start);
	ir_at(l, l->entry_block);
	ir_goto(l, l->init_block);
	LLVMDisposeBuilder(l->entry);
	lower_check_size(l);

	cb->outer.scratch_peak = l->scratch_peak;
	cb->outer.uses_scratch |= l->uses_scratch;
	*l = cb->outer;
	ir_at(l, cb->here);
}

/* Behind a loop: was the whole body left? */
static void leave_if_left(struct lowering *l, const struct callback *cb)
{
	LLVMBasicBlockRef on = ir_block(l, "on");

	if (!cb->leaves)
		return;
	LLVMBuildCondBr(l->builder,
		ir_bool(l, ir_load(l, lower_reserved(l, l->left_at), 0, 8, false)), l->leave_block,
		on);
	ir_at(l, on);
}

/* A number that the verifier knows nothing of: it goes by way of memory, since the verifier wants
 * to know everything that the number of rounds comes from, and tells states by it. */
static ir_value forgotten(struct lowering *l, ir_value word)
{
	LLVMValueRef at;

	if (LLVMIsConstant(word))
		return word;
	at = lower_reserved(l, lower_reserve(l, 8));
	ir_store(l, at, 0, 8, word);
	return ir_load_volatile(l, at, 0, 8);
}

/* A verifier that knows of no rounds (seen in Linux 6.18) drops the function that nobody calls
 * then, and stumbles over its address that is left: so there is a branch that LLVM can drop as
 * well. */
static void call_loop(
	struct lowering *l, const struct node *n, const struct callback *cb, ir_value rounds)
{
	ir_value unknown = forgotten(l, rounds),
		 args[] = { unknown, cb->function, frame_of(l), ir_word(l, 0) };
	struct ir_branch any = ir_if(l, unknown);

	lower_set_span(l, n->span);
	lower_helper(l, BPF_FUNC_loop, args, 4);
	ir_end(l, &any);
	leave_if_left(l, cb);
}

static void begin_counted(struct lowering *l, struct callback *cb, const struct node *n)
{
	LLVMTypeRef params[] = {ir_int(l, 8), ir_ptr(l)};

	begin_callback(l, cb, n, params, 2, 1);
}

/* while: the condition is tested at the start of every round. */
static void lower_while(struct lowering *l, const struct node *n)
{
	uint32_t ended = lower_reserve(l, 8);
	struct callback cb;
	LLVMBasicBlockRef end, body, stop;
	struct ir_branch endless;

	begin_counted(l, &cb, n);
	end = ir_block(l, "ended");
	body = ir_block(l, "body");
	stop = l->loop.stop;
	l->loop.stop = end;
	LLVMBuildCondBr(l->builder, ir_bool(l, lower_expression(l, n->loop.over)), body, end);
	ir_at(l, body);
	lower_block(l, n->loop.body);
	ir_goto(l, l->loop.next);
	ir_at(l, end);
	ir_store(l, lower_reserved(l, ended), 0, 8, ir_word(l, 1));
	ir_goto(l, stop);
	l->loop.stop = stop;
	end_callback(l, &cb);

	ir_store(l, lower_reserved(l, ended), 0, 8, ir_word(l, 0));
	call_loop(l, n, &cb, ir_word(l, LOOP_ROUNDS_MAX));
	endless = ir_if(l,
		ir_compare(l, OP_EQ, ir_load(l, lower_reserved(l, ended), 0, 8, false),
			ir_word(l, 0), false));
	lower_warning(l, "the loop was stopped after 8388608 rounds", n->loop.over->span);
	ir_end(l, &endless);
}

/* How many rounds a range has. */
static ir_value range_rounds(struct lowering *l, const struct node *n, ir_value from, ir_value to)
{
	bool sign = type_is_signed(n->loop.variable->type);
	ir_value count = ir_select(l, ir_compare(l, OP_LT, from, to, sign),
			 ir_binary(l, OP_SUB, to, from, false), ir_word(l, 0)),
		 rounds;
	struct ir_branch limit;

	if (n->loop.over->kind == NODE_INT && n->loop.end->kind == NODE_INT &&
		n->loop.end->integer.value - n->loop.over->integer.value <= LOOP_ROUNDS_MAX)
		return count;
	rounds = ir_cell(l, count);
	limit = ir_if(l, ir_compare(l, OP_GT, count, ir_word(l, LOOP_ROUNDS_MAX), false));
	lower_warning(l, "the loop is stopped after 8388608 rounds", n->span);
	ir_cell_set(l, rounds, ir_word(l, LOOP_ROUNDS_MAX));
	ir_end(l, &limit);
	return ir_cell_get(l, rounds);
}

/* Both bounds are evaluated before the first round. */
static void lower_range(struct lowering *l, const struct node *n)
{
	bool constant = n->loop.over->kind == NODE_INT;
	ir_value from = lower_expression(l, n->loop.over), to = lower_expression(l, n->loop.end),
		 first;
	ir_value rounds = range_rounds(l, n, from, to);
	uint32_t at = constant ? 0 : lower_reserve(l, 8);
	struct callback cb;

	if (!constant)
		ir_store(l, lower_reserved(l, at), 0, 8, from);
	begin_counted(l, &cb, n);
	first = constant ? from : ir_load(l, lower_reserved(l, at), 0, 8, false);
	lower_store_variable(l, n->loop.variable->variable.ref,
		ir_binary(l, OP_ADD, first, LLVMGetParam(l->function, 0), false), &type_int64);
	lower_block(l, n->loop.body);
	end_callback(l, &cb);
	call_loop(l, n, &cb, rounds);
}

/* The key and the value of the entry, those of them that the body uses. */
static void store_entry(
	struct lowering *l, const struct node *n, ir_value pointer, ir_value key, ir_value value)
{
	struct variable *v = n->loop.variable->variable.ref;
	const struct map *m = n->loop.over->map.ref;
	const struct type_field *parts = v->type->fields;
	ir_value to = lower_variable_address(l, v);

	if (v->parts & 1)
		lower_store(l, to, parts[0].offset, parts[0].type,
			lower_load(l, key, 0, m->key_type), m->key_type);
	if (!(v->parts & 2))
		return;
	if (m->value_type->kind == TYPE_AGG)
		lower_store(l, to, parts[1].offset, parts[1].type,
			lower_aggregation(l, m, pointer, key), m->value_type->elem);
	else
		lower_store(l, to, parts[1].offset, parts[1].type,
			lower_load(l, value, 0, m->value_type), m->value_type);
}

static void lower_entries(struct lowering *l, const struct node *n)
{
	LLVMTypeRef ptr = ir_ptr(l), params[] = {ptr, ptr, ptr, ptr};
	struct callback cb;

	begin_callback(l, &cb, n, params, 4, 3);
	store_entry(l, n, LLVMGetParam(l->function, 0), LLVMGetParam(l->function, 1),
		LLVMGetParam(l->function, 2));
	lower_block(l, n->loop.body);
	end_callback(l, &cb);
	lower_set_span(l, n->span);
	lower_for_each(l, n->loop.over->map.ref, cb.function, frame_of(l));
	leave_if_left(l, &cb);
}

/* The statements again and again; a body that this would make too large runs in a loop. */
static void lower_unroll(struct lowering *l, const struct node *n)
{
	struct loop_exits outer = l->loop;
	struct callback cb;

	if (!n->loop.inlined) {
		begin_counted(l, &cb, n);
		lower_block(l, n->loop.body);
		end_callback(l, &cb);
		call_loop(l, n, &cb, ir_word(l, n->loop.over->integer.value));
		return;
	}
	l->loop.stop = ir_block(l, "unrolled");
	for (uint64_t i = 0; i < n->loop.over->integer.value; i++) {
		l->loop.next = ir_block(l, "copy");
		lower_block(l, n->loop.body);
		ir_goto(l, l->loop.next);
		ir_at(l, l->loop.next);
	}
	ir_goto(l, l->loop.stop);
	ir_at(l, l->loop.stop);
	l->loop = outer;
}

void lower_loop(struct lowering *l, struct node *n)
{
	if (!l->home && !l->fn && !n->loop.inlined)
		lower_take_early(l, n);
	if (n->kind == NODE_WHILE)
		lower_while(l, n);
	else if (n->kind == NODE_UNROLL)
		lower_unroll(l, n);
	else if (n->kind == NODE_FOR_RANGE)
		lower_range(l, n);
	else
		lower_entries(l, n);
}

void lower_jump(struct lowering *l, struct node *n)
{
	ir_goto(l, n->kind == NODE_BREAK ? l->loop.stop : l->loop.next);
	ir_at(l, ir_block(l, "behind"));
}

/* Loops of the lowering's own */

LLVMValueRef lower_round(struct lowering *l, const char *name,
	void (*write)(struct lowering *l, ir_value index, LLVMValueRef frame))
{
	LLVMTypeRef params[] = {ir_int(l, 8), ir_ptr(l)};
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->builder), start;
	struct lowering outer = *l;
	LLVMValueRef function;

	start = lower_begin_function(
		l, name, LLVMFunctionType(ir_int(l, 8), params, 2, false), true);
	function = l->function;
	/* a bound that the verifier has to see is tested of an opaque word */
	write(l, ir_opaque(l, LLVMGetParam(function, 0)), LLVMGetParam(function, 1));
	ir_at(l, l->init_block);
	ir_goto(l, start);
	ir_at(l, l->entry_block);
	ir_goto(l, l->init_block);
	LLVMDisposeBuilder(l->entry);
	*l = outer;
	ir_at(l, here);
	return function;
}

void lower_rounds(struct lowering *l, uint32_t count, LLVMValueRef round, LLVMValueRef frame)
{
	ir_value args[] = {ir_word(l, count), round, frame, ir_word(l, 0)};

	lower_helper(l, BPF_FUNC_loop, args, 4);
}
