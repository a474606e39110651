/* compiler/lower_struct.c - reads of what lies behind pointers: fields, elements, *p.  Every step
 * is a read that cannot fault; one that fails gives zero, so that a chain through a NULL pointer is
 * zero too.  Called by lower_expr.c for the places that the check pass marked. */
#include "compiler/lower_llvm.h"

#include <linux/bpf.h>

#include "compiler/check.h"
#include "compiler/fact.h"
#include "probes/btf_types.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

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

static void warn_outside(struct lowering *l, const struct node *n, ir_value inside)
{
	struct ir_branch b = ir_if(l, ir_compare(l, OP_EQ, inside, ir_word(l, 0), false));

	lower_warning(
		l, "the index is outside of the array: the element is taken as zero", n->span);
	ir_end(l, &b);
}

/* Outside of the array: an address that cannot be read, so that the value is zero (E10). */
static ir_value element_address(struct lowering *l, const struct node *n)
{
	const struct type *t = n->index.object->type;
	ir_value base = base_address(l, n->index.object), at, address, inside;
	uint32_t count = t->kind == TYPE_ARRAY ? t->count : t->kind == TYPE_STRING ? t->size : 0;

	fact_assume_size(l->c, n->type, n->span);
	if (n->index.at->kind == NODE_INT)
		return add(l, base, n->index.at->integer.value * n->index.stride);
	at = lower_expression(l, n->index.at);
	address = LLVMBuildAdd(l->builder, base,
		LLVMBuildMul(l->builder, at, ir_word(l, n->index.stride), ""), "");
	if (!count)
		return address;
	inside = ir_compare(l, OP_LT, at, ir_word(l, count), false);
	warn_outside(l, n, inside);
	return ir_select(l, inside, address, ir_word(l, 0));
}

static ir_value place_address(struct lowering *l, const struct node *n)
{
	if (n->kind == NODE_FIELD) {
		const struct node *holder;
		ir_value offset = lower_member_offset(l, n, &holder),
			 base = base_address(l, holder);

		return offset ? LLVMBuildAdd(l->builder, base, offset, "") : base;
	}
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
	ir_value bytes = lower_temporary(l, room);

	if (size < room)
		ir_zero(l, bytes, room);
	lower_read(l, bytes, LLVMConstInt(ir_int(l, 4), size, false), address, user);
	return bytes;
}

/* The bits of a field out of the word that begins at its offset. */
static ir_value take_bits(struct lowering *l, ir_value word, const struct type_field *f)
{
	uint32_t up = 64 - (f->bit_offset + f->bit_size), down = 64 - f->bit_size;

	word = LLVMBuildShl(l->builder, word, ir_word(l, up), "");
	if (type_is_signed(f->type))
		return LLVMBuildAShr(l->builder, word, ir_word(l, down), "");
	return LLVMBuildLShr(l->builder, word, ir_word(l, down), "");
}

/* A field that is no whole number of bytes: no byte beyond it is read. */
static ir_value read_bits(
	struct lowering *l, ir_value address, bool user, const struct type_field *f)
{
	uint32_t bits = f->bit_offset + f->bit_size;

	return take_bits(
		l, ir_load(l, read_bytes(l, address, user, (bits + 7) / 8, 8), 0, 8, false), f);
}

/* Fields of values in the program's own memory.  Nothing says that they are aligned, or that the
 * bytes behind the end of a string are zeros. */
ir_value lower_part(
	struct lowering *l, ir_value base, const struct type_field *f, const struct type *t)
{
	uint32_t size = f->bit_size ? (f->bit_offset + f->bit_size + 7u) / 8 : t->size;
	ir_value copy;

	if (t->kind == TYPE_STRING)
		return lower_read_string(l, ir_gep(l, base, f->offset), false, t->size, NULL);
	if (!f->bit_size && f->offset % (type_is_word(t) ? t->size : 8) == 0)
		return lower_load(l, base, f->offset, t);
	copy = lower_temporary(l, MAX_OF(size, 8u));
	if (size < 8)
		ir_zero(l, copy, 8);
	ir_copy_aligned(l, copy, 8, ir_gep(l, base, f->offset), alignment_at(f->offset), size);
	return f->bit_size ? take_bits(l, ir_load(l, copy, 0, 8, false), f)
		: lower_load(l, copy, 0, t);
}

/* An element that is no word, at an address that nothing is known of: its bytes. */
static void copy_element(struct lowering *l, ir_value to, ir_value from, const struct type *t)
{
	if (t->kind == TYPE_STRING)
		ir_copy(l, to, lower_read_string(l, from, false, t->size, NULL), t->size);
	else
		ir_copy_aligned(l, to, 8, from, alignment_at(t->size), t->size);
}

ir_value lower_value_element(struct lowering *l, const struct node *n)
{
	const struct type *array = n->index.object->type;
	bool is_string = array->kind == TYPE_STRING;
	const struct type *t = is_string ? &type_int8 : array->elem;
	uint32_t count = is_string ? array->size : array->count;
	ir_value base = lower_expression(l, n->index.object), result, at, inside, from;
	bool word = type_is_word(t);
	struct ir_branch b;

	if (n->index.at->kind == NODE_INT)
		return lower_part(l, base,
			&(struct type_field){
			.offset = (uint32_t)n->index.at->integer.value * t->size},
			n->type);
	result = word ? ir_cell(l, ir_word(l, 0)) : lower_temporary(l, t->size);
	if (!word)
		ir_zero(l, result, t->size);
	at = ir_opaque(l, lower_expression(l, n->index.at));
	inside = ir_compare(l, OP_LT, at, ir_word(l, count), false);
	b = ir_if(l, inside);
	from = ir_offset(l, base, LLVMBuildMul(l->builder, at, ir_word(l, t->size), ""));
	if (word)
		ir_cell_set(l, result, ir_load(l, from, 0, t->size, type_is_signed(t)));
	else
		copy_element(l, result, from, t);
	ir_end(l, &b);
	warn_outside(l, n, inside);
	return word ? ir_cell_get(l, result) : result;
}

ir_value lower_value_field(struct lowering *l, const struct node *n)
{
	ir_value sink = l->string_sink, base;

	l->string_sink = NULL;
	base = lower_expression(l, n->field.object);
	l->string_sink = sink;
	return lower_part(l, base, n->field.member, n->type);
}

ir_value lower_place(struct lowering *l, const struct node *n)
{
	const struct type *t = n->type;
	ir_value word = lower_context_field(l, n), address;
	uint64_t offset = 0;
	bool user = !row_in_context(n, &offset) && row_is_user(l, n);

	if (word)
		return word;
	address = lower_place_address(l, n);
	if (t->kind == TYPE_STRING)
		return lower_read_string(l, address, user, t->size, NULL);
	if (!type_is_word(t))
		fact_assume_layout(l->c, t, n->span);
	if (!type_is_word(t))
		return read_bytes(l, address, user, t->size, t->size);
	if (n->kind == NODE_FIELD && n->field.member->bit_size)
		return read_bits(l, address, user, n->field.member);
	return ir_load(
		l, read_bytes(l, address, user, t->size, t->size), 0, t->size, type_is_signed(t));
}

/* A pointer to nothing known moves by bytes. */
ir_value lower_steps(struct lowering *l, const struct type *t, ir_value count)
{
	const struct type *to =
		t->kind == TYPE_POINTER ? btf_types_pointee(&l->c->programs, t, l->c->arena) : NULL;

	if (to)
		fact_assume_size(l->c, to, l->place);
	return to && to->size > 1 ? LLVMBuildMul(l->builder, count, ir_word(l, to->size), "")
		: count;
}

ir_value lower_pointer_arithmetic(struct lowering *l, const struct node *n)
{
	bool left = n->binary.left->type->kind == TYPE_POINTER;
	ir_value a = lower_expression(l, n->binary.left), b = lower_expression(l, n->binary.right);
	ir_value step = lower_steps(l, n->type, left ? b : a);

	if (n->binary.op == OP_SUB)
		return LLVMBuildSub(l->builder, a, step, "");
	return LLVMBuildAdd(l->builder, left ? a : b, step, "");
}
