/* compiler/lower_value.c - values of any type in memory: storing, loading and comparing them. */
#include "compiler/lower_llvm.h"

#include "runtime/base/util.h"

/* A word that is not 0 when `size` bytes differ. */
static ir_value bytes_differ(struct lowering *l, ir_value a, ir_value b, uint32_t at, uint32_t size)
{
	LLVMValueRef differ = ir_word(l, 0);
	uint32_t end = at + size;

	while (at < end) {
		uint32_t left = end - at, step = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
		ir_value x = ir_load(l, a, at, step, false), y = ir_load(l, b, at, step, false);

		differ = LLVMBuildOr(l->builder, differ, LLVMBuildXor(l->builder, x, y, ""), "");
		at += step;
	}
	return differ;
}

/* Bytes compared at a time, with one branch; beyond this many pieces they are compared in a
 * loop. */
enum { PIECE = 64, PIECES_UNROLLED = 8 };

/* Whole pieces, at least one, up to the first that differs.  The way back is a branch: Linux 6.1
 * refuses a loop that an instruction which is none falls back into. */
static void compare_in_loop(
	struct lowering *l, ir_value differ, ir_value a, ir_value b, uint32_t size)
{
	ir_value zero = ir_word(l, 0), at = ir_cell(l, zero), here, next;
	LLVMBasicBlockRef loop = ir_block(l, "compare"), end = ir_block(l, "compared");

	ir_goto(l, loop);
	ir_at(l, loop);
	here = ir_cell_get(l, at);
	next = LLVMBuildAdd(l->builder, here, ir_word(l, PIECE), "");
	ir_cell_set(l, differ,
		bytes_differ(l, ir_offset(l, a, here), ir_offset(l, b, here), 0, PIECE));
	ir_cell_set(l, at, next);
	LLVMBuildCondBr(l->builder,
		LLVMBuildAnd(l->builder, ir_bool(l, ir_counts(l, next, size)),
			ir_bool(l,
				ir_compare(l, OP_EQ, ir_opaque(l, ir_cell_get(l, differ)), zero,
					false)),
			""),
		loop, end);
	ir_at(l, end);
}

/* The same for any number of them. */
static ir_value all_bytes_differ(struct lowering *l, ir_value a, ir_value b, uint32_t size)
{
	ir_value zero = ir_word(l, 0), differ = ir_cell(l, zero);
	struct ir_branch more[PIECES_UNROLLED + 1];
	uint32_t count = 0, at = 0;

	if (size / PIECE > PIECES_UNROLLED) {
		at = size / PIECE * PIECE;
		compare_in_loop(l, differ, a, b, at);
		if (at < size)
			more[count++] =
				ir_if(l, ir_compare(l, OP_EQ, ir_cell_get(l, differ), zero, false));
	}
	for (; at < size; at += PIECE) {
		ir_value here = bytes_differ(l, a, b, at, MIN_OF(size - at, (uint32_t)PIECE));

		ir_cell_set(l, differ, here);
		if (size - at > PIECE)
			more[count++] = ir_if(l, ir_compare(l, OP_EQ, here, zero, false));
	}
	while (count--)
		ir_end(l, &more[count]);
	return ir_cell_get(l, differ);
}

ir_value lower_bytes_equal(struct lowering *l, ir_value a, ir_value b, uint32_t size)
{
	return ir_compare(l, OP_EQ, all_bytes_differ(l, a, b, size), ir_word(l, 0), false);
}

/* The part of another tuple or record that belongs to a part of this one: by name in records. */
static const struct type_field *counterpart(
	const struct type *t, uint32_t i, const struct type *other)
{
	return t->kind == TYPE_RECORD ? type_field(other, t->fields[i].name) : &other->fields[i];
}

/* A word that is not 0 when two values differ.  Tuples and records are compared with one test for
 * all of their words: each test of its own would be a branch, and a bit that is kept until the last
 * is known. */
static ir_value values_differ(
	struct lowering *l, ir_value a, const struct type *ta, ir_value b, const struct type *tb)
{
	ir_value differ = ir_word(l, 0);

	if (ta->kind == TYPE_STRING)
		return all_bytes_differ(l, a, b, MIN_OF(ta->size, tb->size));
	if (!type_has_parts(ta))
		return type_is_word(ta) ? LLVMBuildXor(l->builder, a, b, "")
			: all_bytes_differ(l, a, b, ta->size);
	for (uint32_t i = 0; i < ta->field_count; i++) {
		const struct type_field *fa = &ta->fields[i], *fb = counterpart(ta, i, tb);
		ir_value part = values_differ(l, lower_load(l, a, fa->offset, fa->type), fa->type,
			lower_load(l, b, fb->offset, fb->type), fb->type);

		differ = LLVMBuildOr(l->builder, differ, part, "");
	}
	return differ;
}

ir_value lower_values_equal(
	struct lowering *l, ir_value a, const struct type *ta, ir_value b, const struct type *tb)
{
	if (type_is_word(ta))
		return ir_compare(l, OP_EQ, a, b, false);
	return ir_compare(l, OP_EQ, values_differ(l, a, ta, b, tb), ir_word(l, 0), false);
}

/* `probe == "text"`: one word against the ids of the probes of that name. */
ir_value lower_probe_equal(struct lowering *l, ir_value id, const struct node *text)
{
	ir_value any = ir_word(l, 0);

	for (uint32_t i = 0; i < l->layout->match_count; i++) {
		const struct match *m = l->layout->matches[i];
		const char *name = m->attach->label ? m->attach->label : m->spec.text;

		if (m->name_id == i && str_eq(name, text->string.text))
			any = LLVMBuildOr(l->builder, any,
				ir_compare(l, OP_EQ, id, ir_word(l, i), false), "");
	}
	return any;
}

/* Memory */

uint32_t alignment_at(uint32_t offset)
{
	return offset % 8 == 0 ? 8 : offset % 4 == 0 ? 4 : offset % 2 == 0 ? 2 : 1;
}

static void store_tuple(struct lowering *l, ir_value address, uint32_t offset,
	const struct type *to, ir_value value, const struct type *from)
{
	uint32_t filled = 0;

	for (uint32_t i = 0; i < to->field_count; i++)
		filled += to->fields[i].type->size;
	if (filled != to->size)
		ir_zero_aligned(l, ir_gep(l, address, offset), alignment_at(offset), to->size);
	for (uint32_t i = 0; i < to->field_count; i++) {
		const struct type_field *f = counterpart(to, i, from);

		lower_store(l, address, offset + to->fields[i].offset, to->fields[i].type,
			lower_load(l, value, f->offset, f->type), f->type);
	}
}

void lower_store(struct lowering *l, ir_value address, uint32_t offset, const struct type *to,
	ir_value value, const struct type *from)
{
	LLVMValueRef at;
	uint32_t both, whole;

	if (type_is_word(to)) {
		ir_store(l, address, offset, to->size, value);
		return;
	}
	if (type_has_parts(to)) {
		store_tuple(l, address, offset, to, value, from);
		return;
	}
	at = ir_gep(l, address, offset);
	both = MIN_OF(to->size, from->size);
	/* from whole words on, and before the copy: bytes added to a word that nothing was written
	 * to are bytes added to a register that the verifier has never seen written */
	whole = both / 8 * 8;
	if (to->size > both)
		ir_zero_aligned(l, ir_gep(l, address, offset + whole), alignment_at(offset + whole),
			to->size - whole);
	ir_copy_aligned(l, at, alignment_at(offset), value, 8, both);
}

ir_value lower_load(struct lowering *l, ir_value address, uint32_t offset, const struct type *t)
{
	if (type_is_word(t))
		return ir_load(l, address, offset, t->size, type_is_signed(t));
	if (offset % 8 == 0)
		return ir_gep(l, address, offset);
	/* values behind an address are aligned to 8: this one is not */
	ir_value copy = lower_temporary(l, t->size);

	ir_copy_aligned(l, copy, 8, ir_gep(l, address, offset), alignment_at(offset), t->size);
	return copy;
}

