/* compiler/lower_struct.c - reads of what lies behind pointers: fields, elements, *p.  Every step
 * is a read that cannot fault; one that fails gives zero, so that a chain through a NULL pointer is
 * zero too.  Called by lower_expr.c for the places that the check pass marked. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "compiler/check.h"
#include "probes/btf_types.h"
#include "compiler/row.h"

static ir_value add(struct lowering *l, ir_value address, uint64_t bytes)
{
	return bytes ? LLVMBuildAdd(l->builder, address, ir_word(l, bytes), "") : address;
}

static ir_value place_address(struct lowering *l, const struct node *n);

/* The pointer that an access goes through, or the place that it lies in. */
static ir_value base_address(struct lowering *l, const struct node *object)
{
	return object->type->kind == TYPE_POINTER ? lower_expression(l, object)
						  : place_address(l, object);
}

/* Outside of the array: an address that cannot be read, so that the value is zero (E10). */
static ir_value element_address(struct lowering *l, const struct node *n)
{
	const struct type *t = n->index.object->type;
	ir_value base = base_address(l, n->index.object), at, address;
	uint32_t count = t->kind == TYPE_ARRAY ? t->count : t->kind == TYPE_STRING ? t->size : 0;

	if (n->index.at->kind == NODE_INT)
		return add(l, base, n->index.at->integer.value * n->index.stride);
	at = lower_expression(l, n->index.at);
	address = LLVMBuildAdd(
	    l->builder, base, LLVMBuildMul(l->builder, at, ir_word(l, n->index.stride), ""), "");
	if (!count)
		return address;
	return ir_select(
	    l, ir_compare(l, OP_LT, at, ir_word(l, count), false), address, ir_word(l, 0));
}

static ir_value place_address(struct lowering *l, const struct node *n)
{
	if (n->kind == NODE_FIELD)
		return add(l, base_address(l, n->field.object), n->field.member->offset);
	if (n->kind == NODE_INDEX)
		return element_address(l, n);
	return lower_expression(l, n->unary.operand);
}

ir_value lower_place_address(struct lowering *l, const struct node *n)
{
	ir_value sink = l->string_sink, address;

	/* only the string itself may go straight into the record, not one on the way to it */
	l->string_sink = NULL;
	address = place_address(l, n);
	l->string_sink = sink;
	return address;
}

/* Bytes of memory into a temporary of `room` bytes, whose rest is zero. */
static ir_value read_bytes(
    struct lowering *l, ir_value address, bool user, uint32_t size, uint32_t room)
{
	ir_value bytes = lower_temporary(l, room),
		 args[] = {bytes, LLVMConstInt(ir_int(l, 4), size, false), address};

	if (size < room)
		ir_zero(l, bytes, room);
	lower_helper(l, user ? BPF_FUNC_probe_read_user : BPF_FUNC_probe_read_kernel, args, 3);
	return bytes;
}

/* The bits of a field that is no whole number of bytes: no byte beyond it is read. */
static ir_value read_bits(
    struct lowering *l, ir_value address, bool user, const struct type_field *f)
{
	uint32_t bits = f->bit_offset + f->bit_size, up = 64 - bits, down = 64 - f->bit_size;
	ir_value word = ir_load(l, read_bytes(l, address, user, (bits + 7) / 8, 8), 0, 8, false);

	word = LLVMBuildShl(l->builder, word, ir_word(l, up), "");
	if (type_is_signed(f->type))
		return LLVMBuildAShr(l->builder, word, ir_word(l, down), "");
	return LLVMBuildLShr(l->builder, word, ir_word(l, down), "");
}

ir_value lower_place(struct lowering *l, const struct node *n)
{
	const struct type *t = n->type;
	bool user = row_is_user(l, n);
	ir_value address = lower_place_address(l, n);

	if (t->kind == TYPE_STRING)
		return lower_read_string(l, address, user, t->size, NULL);
	if (!type_is_word(t))
		return read_bytes(l, address, user, t->size, t->size);
	if (n->kind == NODE_FIELD && n->field.member->bit_size)
		return read_bits(l, address, user, n->field.member);
	return ir_load(
	    l, read_bytes(l, address, user, t->size, t->size), 0, t->size, type_is_signed(t));
}

/* A pointer to nothing known moves by bytes. */
ir_value lower_pointer_arithmetic(struct lowering *l, const struct node *n)
{
	const struct type *to = btf_types_pointee(n->type, l->c->arena);
	bool left = n->binary.left->type->kind == TYPE_POINTER;
	ir_value a = lower_expression(l, n->binary.left), b = lower_expression(l, n->binary.right);
	ir_value step = ir_word(l, to && to->size ? to->size : 1);

	step = LLVMBuildMul(l->builder, left ? b : a, step, "");
	if (n->binary.op == OP_SUB)
		return LLVMBuildSub(l->builder, a, step, "");
	return LLVMBuildAdd(l->builder, left ? a : b, step, "");
}

ir_value lower_cast(struct lowering *l, const struct node *n)
{
	ir_value v = lower_expression(l, n->cast.operand);

	if (n->type->kind == TYPE_BOOL)
		return ir_compare(l, OP_NE, v, ir_word(l, 0), false);
	return n->type->kind == TYPE_INT ? ir_extend(l, v, n->type->size, n->type->is_signed) : v;
}
