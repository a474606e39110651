/* compiler/lower_expr.c - expressions to values: constants, variables, operators, fields, and the
 * values that a probe carries. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>
#include <string.h>

#include "compiler/fact.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

static bool sign_is_flexible(const struct node *n)
{
	return n->is_literal && n->kind == NODE_INT && (int64_t)n->integer.value >= 0;
}

bool type_is_signed(const struct type *t)
{
	return t->kind == TYPE_INT && t->is_signed;
}

bool operands_signed(const struct node *a, const struct node *b)
{
	if (sign_is_flexible(a) != sign_is_flexible(b))
		return type_is_signed(sign_is_flexible(a) ? b->type : a->type);
	return type_is_signed(a->type) || type_is_signed(b->type);
}

/* Values of the probe */

static ir_value context_pointer(struct lowering *l, const struct access *a)
{
	return ir_load_volatile(l, l->ctx, a->pointer_offset, 8);
}

static ir_value read_memory(
	struct lowering *l, enum bpf_func_id helper, ir_value address, uint32_t size)
{
	ir_value temporary = lower_temporary(l, 8),
		 args[] = {temporary, LLVMConstInt(ir_int(l, 4), size, false), address};

	ir_zero(l, temporary, 8);
	lower_helper(l, helper, args, 3);
	return ir_load(l, temporary, 0, size, false);
}

static ir_value read_kernel(struct lowering *l, ir_value address, uint32_t size)
{
	return read_memory(l, BPF_FUNC_probe_read_kernel, address, size);
}

static ir_value user_address(struct lowering *l, const struct access *a)
{
	ir_value address = ir_word(l, (uint64_t)a->number);

	if (a->pointer_offset != ACCESS_NO_POINTER)
		address = LLVMBuildAdd(l->builder, address, context_pointer(l, a), "");
	if (a->scale)
		address = LLVMBuildAdd(l->builder, address,
			LLVMBuildMul(l->builder, ir_load_volatile(l, l->ctx, a->index_offset, 8),
				ir_word(l, a->scale), ""),
			"");
	return address;
}

/* The word that an access loads, zero extended. */
static ir_value access_load(struct lowering *l, const struct access *a)
{
	switch (a->kind) {
	case ACCESS_CTX:
		return lower_context_word(l, a);
	case ACCESS_CTX_NUMBER:
		return read_kernel(l,
			LLVMBuildAdd(l->builder,
			LLVMBuildPtrToInt(l->builder, l->ctx, ir_int(l, 8), ""),
			lower_access_offset(l, a), ""),
			a->size);
	case ACCESS_CTX_PTR_READ:
		return read_kernel(l,
			LLVMBuildAdd(l->builder, context_pointer(l, a), ir_word(l, a->offset), ""),
			a->size);
	case ACCESS_CTX_PTR_DIRECT:
		return ir_load_volatile(l,
			LLVMBuildIntToPtr(l->builder, context_pointer(l, a), ir_ptr(l), ""),
			a->offset, a->size);
	case ACCESS_IS_RETURN:
		return ir_kernel_call(l, a->offset);
	case ACCESS_CONSTANT:
		return ir_word(l, (uint64_t)a->number);
	case ACCESS_CTX_SUM:
		return LLVMBuildAdd(l->builder, ir_load_volatile(l, l->ctx, a->offset, 8),
			ir_word(l, (uint64_t)a->number), "");
	case ACCESS_FUNC_SUM:
		return LLVMBuildAdd(l->builder, lower_helper(l, BPF_FUNC_get_func_ip, &l->ctx, 1),
			ir_word(l, (uint64_t)a->number), "");
	case ACCESS_USER_READ:
		return read_memory(l, BPF_FUNC_probe_read_user, user_address(l, a), a->size);
	case ACCESS_NONE:
	case ACCESS_CTX_BYTES:
	case ACCESS_CTX_PTR_BYTES:
	case ACCESS_CTX_PIECES:
	case ACCESS_USER_BYTES:
	case ACCESS_DATA_LOC:
		break;
	}
	return ir_word(l, 0);
}

ir_value lower_access_word(struct lowering *l, const struct access *a, bool sign)
{
	return ir_extend(l, access_load(l, a), a->size ? a->size : 8, sign || a->is_signed);
}

/* Where the bytes of a string or array lie, as a kernel address. */
static ir_value access_address(struct lowering *l, const struct access *a)
{
	ir_value ctx = LLVMBuildPtrToInt(l->builder, l->ctx, ir_int(l, 8), ""), loc;

	switch (a->kind) {
	case ACCESS_CTX_BYTES:
		return LLVMBuildAdd(l->builder, ctx, lower_access_offset(l, a), "");
	case ACCESS_CTX_PTR_BYTES:
		return LLVMBuildAdd(l->builder, context_pointer(l, a), ir_word(l, a->offset), "");
	case ACCESS_DATA_LOC:
		loc = LLVMBuildAnd(l->builder, lower_data_location(l, a), ir_word(l, 0xffff), "");
		return LLVMBuildAdd(l->builder, LLVMBuildAdd(l->builder, ctx, loc, ""),
			ir_word(l, a->size), "");
	case ACCESS_NONE:
	case ACCESS_CTX:
	case ACCESS_CTX_NUMBER:
	case ACCESS_CTX_PTR_READ:
	case ACCESS_CTX_PTR_DIRECT:
	case ACCESS_IS_RETURN:
	case ACCESS_CONSTANT:
	case ACCESS_CTX_SUM:
	case ACCESS_FUNC_SUM:
	case ACCESS_USER_READ:
	case ACCESS_CTX_PIECES:
	case ACCESS_USER_BYTES:
		break;
	}
	return ir_word(l, 0);
}

/* A value that lies in words of the context, which need not be side by side. */
static ir_value access_pieces(struct lowering *l, const struct access *a)
{
	ir_value bytes = lower_temporary(l, ROUND_UP(a->size, 8));

	ir_zero(l, bytes, ROUND_UP(a->size, 8));
	for (uint32_t i = 0; i < a->piece_count; i++) {
		const struct access_piece *p = &a->pieces[i];

		ir_store(l, bytes, p->offset, p->size,
			p->is_known ? ir_word(l, p->number)
				: ir_load_volatile(l, l->ctx, p->ctx_offset, 8));
	}
	return bytes;
}

ir_value lower_access(struct lowering *l, const struct access *a, const struct type *t)
{
	if (type_is_word(t))
		return lower_access_word(l, a, type_is_signed(t));
	if (t->kind == TYPE_STRING)
		return lower_read_string(l, access_address(l, a), false, t->size, NULL);

	if (a->kind == ACCESS_CTX_PIECES)
		return access_pieces(l, a);

	bool user = a->kind == ACCESS_USER_BYTES;
	ir_value bytes = lower_temporary(l, t->size),
		 args[] = { bytes, LLVMConstInt(ir_int(l, 4), t->size, false),
			 user ? user_address(l, a) : access_address(l, a) };

	ir_zero(l, bytes, t->size);
	lower_helper(l, user ? BPF_FUNC_probe_read_user : BPF_FUNC_probe_read_kernel, args, 3);
	return bytes;
}

ir_value lower_probe_arg(struct lowering *l, uint32_t index)
{
	const struct match *m = lower_match(l);

	return lower_access(l, &m->plan.args[index], m->carries.args[index].type);
}

/* Gaps between the fields are zero, so that equal arguments are equal keys. */
ir_value lower_probe_args(struct lowering *l, const struct type *t)
{
	const struct match *m = lower_match(l);
	ir_value result;
	uint32_t at = 0, count = 0;
	ir_value *values = arena_new_array(l->c->arena, ir_value, t->field_count + 1);
	uint32_t *indexes = arena_new_array(l->c->arena, uint32_t, t->field_count + 1);

	for (; at < m->carries.arg_count && count < t->field_count; at++) {
		if (!m->carries.args[at].name || !m->carries.args[at].type)
			continue;
		indexes[count] = at;
		values[count++] = lower_probe_arg(l, at);
	}
	result = lower_temporary(l, t->size);
	ir_zero(l, result, t->size);
	for (uint32_t i = 0; i < count; i++)
		lower_store(l, result, t->fields[i].offset, t->fields[i].type, values[i],
			m->carries.args[indexes[i]].type);
	return result;
}

ir_value lower_probe_word(struct lowering *l, uint32_t n)
{
	return lower_access_word(l, &lower_match(l)->plan.words[n], false);
}

ir_value lower_probe_variable(struct lowering *l, const char *name)
{
	const struct match *m = lower_match(l);
	struct probe_variable v = { .type = NULL };
	struct probe_error err;

	fact_assume_program(l->c, m);
	/* the check pass asked before, and was told */
	m->spec.provider->variable(&m->spec, name, l->c->arena, &v, &err);
	return lower_access_word(l, &v.access, false);
}

ir_value lower_probe_retval(struct lowering *l)
{
	const struct match *m = lower_match(l);

	return lower_access(l, &m->plan.retval, m->carries.retval);
}

/* Strings */

ir_value lower_read_string(
	struct lowering *l, ir_value pointer, bool user, uint32_t capacity, ir_value len)
{
	uint32_t room = capacity + 1;
	ir_value size = ir_word(l, room), bytes;

	if (len) {
		/* the verifier wants a bound that it can see: the mask */
		uint32_t mask = 1;

		while (mask < capacity)
			mask = mask * 2 + 1;
		room = mask + 1;
		ir_value wanted = LLVMBuildAdd(l->builder, len, ir_word(l, 1), "");

		wanted = ir_select(l, ir_compare(l, OP_LT, len, ir_word(l, capacity - 1), false),
			wanted, ir_word(l, capacity));
		size = LLVMBuildAnd(l->builder, ir_opaque(l, wanted), ir_word(l, mask), "");
	}
	if (l->string_sink && !len) {
		bytes = l->string_sink;
	} else {
		bytes = lower_temporary(l, room);
		ir_zero(l, bytes, room);
	}
	ir_value got = lower_read_text(l, bytes, size, pointer, user);

	if (bytes == l->string_sink)
		l->string_sink_result = got;
	return bytes;
}

/* Strings are padded with zeros, so equal ones are equal bytes.  Long ones are compared piece by
 * piece up to the first difference: in one run LLVM would want to hold more words than the stack
 * has room for. */
/* Operators */

static ir_value lower_logic(struct lowering *l, const struct node *n)
{
	bool is_and = n->binary.op == OP_LOGICAL_AND;
	ir_value left = lower_expression(l, n->binary.left), cell = ir_cell(l, ir_word(l, !is_and));
	struct ir_branch b =
		ir_if(l, is_and ? left : ir_compare(l, OP_EQ, left, ir_word(l, 0), false));

	ir_cell_set(l, cell,
		ir_compare(l, OP_NE, lower_expression(l, n->binary.right), ir_word(l, 0), false));
	ir_end(l, &b);
	return ir_cell_get(l, cell);
}

static ir_value lower_equality(struct lowering *l, const struct node *n)
{
	const struct node *a = n->binary.left, *b = n->binary.right;
	ir_value equal;

	if (a->type->kind == TYPE_PROBE && b->kind == NODE_STRING)
		equal = lower_probe_equal(l, lower_expression(l, a), b);
	else if (b->type->kind == TYPE_PROBE && a->kind == NODE_STRING)
		equal = lower_probe_equal(l, lower_expression(l, b), a);
	else {
		ir_value left = lower_expression(l, a);

		equal = lower_values_equal(l, left, a->type, lower_expression(l, b), b->type);
	}
	return n->binary.op == OP_EQ ? equal : LLVMBuildXor(l->builder, equal, ir_word(l, 1), "");
}

/* A division whose divisor is zero at run time yields 1 and a warning (T23). */
static void warn_division(
	struct lowering *l, const struct node *n, const struct node *divisor, ir_value by)
{
	if (divisor->kind == NODE_INT && divisor->integer.value)
		return;
	struct ir_branch b = ir_if(l, ir_compare(l, OP_EQ, by, ir_word(l, 0), false));

	lower_warning(l, "division by zero: the result is taken as 1", n->span);
	ir_end(l, &b);
}

ir_value lower_arithmetic(struct lowering *l, const struct node *n, enum operator op,
	const struct node *a, ir_value left, const struct node *b, ir_value right)
{
	bool sign = op == OP_SHL || op == OP_SHR ? type_is_signed(a->type) && !sign_is_flexible(a)
		: operands_signed(a, b);

	if (op == OP_DIV || op == OP_MOD)
		warn_division(l, n, b, right);
	return ir_binary(l, op, left, right, sign);
}

static ir_value lower_binary(struct lowering *l, const struct node *n)
{
	enum operator op = n->binary.op;

	if (op == OP_LOGICAL_AND || op == OP_LOGICAL_OR)
		return lower_logic(l, n);
	if (op == OP_EQ || op == OP_NE)
		return lower_equality(l, n);

	if (n->type->kind == TYPE_POINTER)
		return lower_pointer_arithmetic(l, n);

	ir_value left = lower_expression(l, n->binary.left),
		 right = lower_expression(l, n->binary.right);

	return lower_arithmetic(l, n, op, n->binary.left, left, n->binary.right, right);
}

static ir_value lower_unary(struct lowering *l, const struct node *n)
{
	ir_value v = lower_expression(l, n->unary.operand);

	switch (n->unary.op) {
	case OP_NEGATE:
		return LLVMBuildNeg(l->builder, v, "");
	case OP_COMPLEMENT:
		return LLVMBuildNot(l->builder, v, "");
	default:
		return ir_compare(l, OP_EQ, v, ir_word(l, 0), false);
	}
}

/* Fields and elements */

static ir_value lower_probe_field(struct lowering *l, const struct node *n)
{
	const struct match *m = lower_match(l);

	for (uint32_t i = 0; i < m->carries.arg_count; i++) {
		const struct type *own = m->carries.args[i].type;
		ir_value v, joined;

		if (!str_eq(m->carries.args[i].name, n->field.name))
			continue;
		v = lower_probe_arg(l, i);
		if (type_is_word(n->type) || own->size >= n->type->size)
			return v;
		/* another probe of this body has a longer string in that field */
		joined = lower_temporary(l, n->type->size);
		lower_store(l, joined, 0, n->type, v, own);
		return joined;
	}
	return ir_word(l, 0);
}

static ir_value lower_field(struct lowering *l, const struct node *n)
{
	const struct type *t = n->field.object->type;

	if (n->field.member)
		return n->field.in_value ? lower_value_field(l, n) : lower_place(l, n);
	if (type_has_parts(t)) {
		const struct type_field *f = &t->fields[n->field.index];

		return lower_load(l, lower_expression(l, n->field.object), f->offset, f->type);
	}
	return lower_probe_field(l, n);
}

static ir_value lower_index(struct lowering *l, const struct node *n)
{
	const struct type *t = n->index.object->type;

	if (n->index.stride)
		return lower_place(l, n);
	if (t->kind == TYPE_ARRAY || t->kind == TYPE_STRING)
		return lower_value_element(l, n);

	const struct type_field *f = &t->fields[n->index.at->integer.value];

	return lower_load(l, lower_expression(l, n->index.object), f->offset, f->type);
}

static ir_value lower_tuple(struct lowering *l, const struct node *n)
{
	ir_value result = lower_temporary(l, n->type->size);
	uint32_t filled = 0, i = 0;

	for (uint32_t k = 0; k < n->type->field_count; k++)
		filled += n->type->fields[k].type->size;
	if (filled != n->type->size)
		ir_zero(l, result, n->type->size);
	for (const struct node *e = n->list.first; e; e = e->next, i++)
		lower_store(l, result, n->type->fields[i].offset, n->type->fields[i].type,
			lower_expression(l, e), e->type);
	return result;
}

static ir_value lower_variable(struct lowering *l, const struct node *n)
{
	struct variable *v = n->variable.ref;

	return type_is_word(v->type) ? lower_variable_word(l, v) : lower_variable_address(l, v);
}

/* &$v as a number that can be counted with: what the verifier knows as a pointer may only be moved
 * within what it points to. */
static ir_value lower_address(struct lowering *l, const struct node *n)
{
	ir_value pointer = ir_cell(l, lower_variable_address(l, n->unary.operand->variable.ref)),
		 number = lower_temporary(l, 8);
	ir_value args[] = {number, LLVMConstInt(ir_int(l, 4), 8, false), pointer};

	lower_helper(l, BPF_FUNC_probe_read_kernel, args, 3);
	return ir_load(l, number, 0, 8, false);
}

/* ++ and --: on variables and map elements; a missing element starts at 0 (E8). */
static ir_value lower_step(struct lowering *l, const struct node *n)
{
	const struct node *target = n->step.target;
	const struct type *t = target->type;
	ir_value by = lower_steps(l, t, ir_word(l, n->step.down ? -1ULL : 1)), old, changed;

	if (target->kind == NODE_VARIABLE) {
		old = lower_variable_word(l, target->variable.ref);
		changed = ir_extend(
			l, LLVMBuildAdd(l->builder, old, by, ""), t->size, type_is_signed(t));
		lower_store_variable(l, target->variable.ref, changed, t);
		return n->step.prefix ? changed : old;
	}
	ir_value result = ir_cell(l, ir_word(l, 0));
	struct lower_element e = lower_element_begin(l, target);

	old = ir_load(l, e.address, 0, t->size, type_is_signed(t));
	changed =
		ir_extend(l, LLVMBuildAdd(l->builder, old, by, ""), t->size, type_is_signed(t));
	ir_store(l, e.address, 0, t->size, changed);
	ir_cell_set(l, result, n->step.prefix ? changed : old);
	lower_element_end(l, &e);
	return ir_cell_get(l, result);
}

ir_value lower_argument(struct lowering *l, const struct node *call, uint32_t n)
{
	const struct node *arg = call->call.args;
	ir_value sink = l->string_sink, v;

	while (n--)
		arg = arg->next;
	/* only the outermost string of an argument goes straight into the record */
	l->string_sink = NULL;
	v = lower_expression(l, arg);
	l->string_sink = sink;
	return v;
}

static ir_value lower_row(struct lowering *l, const struct node *n, const struct builtin *b)
{
	uint64_t constant = 0;
	ir_value v;

	if (b->constant && (b->constant(n, &constant) || !b->lower))
		return b->fact ? lower_fact(l, b->fact, row_fact_text(n), NULL, constant)
			: ir_word(l, constant);
	v = (l->home || l->fn) && (b->flags & BI_BEFORE_LOOPS) ? lower_early(l, n) : b->lower(l, n);
	return v ? v : ir_word(l, 0);
}

static ir_value lower_name(struct lowering *l, const struct node *n)
{
	return lower_row(l, n, n->name.builtin);
}

static ir_value lower_call(struct lowering *l, const struct node *n)
{
	return lower_row(l, n, n->call.builtin);
}

static ir_value lower_integer(struct lowering *l, const struct node *n)
{
	return ir_word(l, n->integer.value);
}

static ir_value lower_string(struct lowering *l, const struct node *n)
{
	return lower_string_const(l, n->string.text, n->type->size);
}

static ir_value lower_query(struct lowering *l, const struct node *n)
{
	return ir_word(l, n->query.result);
}

static ir_value lower_comptime(struct lowering *l, const struct node *n)
{
	return lower_expression(l, n->unary.operand);
}

/* Other kinds have no value. */
static ir_value (*const expressions[NODE_KIND_COUNT])(struct lowering *l, const struct node *n) = {
	[NODE_INT] = lower_integer,
	[NODE_BOOL] = lower_integer,
	[NODE_STRING] = lower_string,
	[NODE_NAME] = lower_name,
	[NODE_CALL] = lower_call,
	[NODE_VARIABLE] = lower_variable,
	[NODE_MAP] = lower_map_read,
	[NODE_UNARY] = lower_unary,
	[NODE_STEP] = lower_step,
	[NODE_BINARY] = lower_binary,
	[NODE_TERNARY] = lower_ternary,
	[NODE_FIELD] = lower_field,
	[NODE_INDEX] = lower_index,
	[NODE_TUPLE] = lower_tuple,
	[NODE_RECORD] = lower_tuple,
	[NODE_CAST] = lower_cast,
	[NODE_DEREF] = lower_place,
	[NODE_SIZEOF] = lower_query,
	[NODE_OFFSETOF] = lower_query,
	[NODE_COMPTIME] = lower_comptime,
	[NODE_ADDRESS] = lower_address,
	[NODE_BLOCK] = lower_block_value,
};

ir_value lower_expression(struct lowering *l, const struct node *n)
{
	struct span around = l->place;
	struct frame_mark mark = frame_mark(l);
	ir_value value;

	l->place = n->span;
	lower_set_span(l, n->span);
	value = expressions[n->kind] ? expressions[n->kind](l, n) : ir_word(l, 0);
	l->place = around;
	/* a word needs nothing any more of what it was made from */
	if (n->type && type_is_word(n->type))
		frame_release(l, mark);
	else
		frame_keep(l, mark);
	return value;
}
