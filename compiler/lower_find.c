/* compiler/lower_find.c - looks for a constant text in a string, in one walk over its bytes: the
 * text is made into a machine whose states count the characters that fit so far, a table that the
 * program reads.  One way through the code, whatever the bytes are, keeps the verifier quick. */
#include "compiler/lower_llvm.h"

#include <string.h>

#include "runtime/base/util.h"

enum { BYTES = 256 };

/* The longest beginning of the text that `have` characters of it and one byte end with. */
static uint32_t fitting(const char *text, uint32_t have, uint8_t byte)
{
	for (uint32_t len = have + 1; len > 0; len--)
		if ((uint8_t)text[len - 1] == byte && !memcmp(text, text + have + 1 - len, len - 1))
			return len;
	return 0;
}

/* State `len` is found, and the one behind it that the string has ended: nothing leads out of
 * either. */
static uint8_t *make_table(struct lowering *l, const char *text, uint32_t len, uint32_t states)
{
	uint8_t *table = arena_alloc(l->c->arena, (size_t)states * BYTES);

	for (uint32_t state = 0; state < states; state++)
		for (uint32_t byte = 0; byte < BYTES; byte++)
			table[state * BYTES + byte] =
				(uint8_t)(state >= len ? MIN_OF(state, len + 1)
					: !byte ? len + 1
					: fitting(text, state, (uint8_t)byte));
	return table;
}

ir_value lower_find(struct lowering *l, ir_value string, uint32_t size, const char *text)
{
	uint32_t len = (uint32_t)strlen(text), states = 4;

	while (states < len + 2)
		states *= 2;
	ir_value table = lower_data_const(l, make_table(l, text, len, states), states * BYTES),
		 zero = ir_word(l, 0), one = ir_word(l, 1);
	ir_value at = ir_cell(l, zero), state = ir_cell(l, zero), before = ir_cell(l, zero);
	LLVMBasicBlockRef loop = ir_block(l, "bytes"), end = ir_block(l, "searched");

	ir_goto(l, loop);
	ir_at(l, loop);
	ir_value i = ir_cell_get(l, at), byte = ir_load(l, ir_offset(l, string, i), 0, 1, false);
	ir_value row = ir_binary(l, OP_MUL, ir_cell_get(l, state), ir_word(l, BYTES), false);
	/* the mask is for the verifier, which does not know what is in the table; right before its
	 * use, where Linux 6.1 wants it */
	ir_value entry = ir_binary(l, OP_AND, ir_opaque(l, ir_binary(l, OP_ADD, row, byte, false)),
		ir_word(l, states * BYTES - 1), false);
	ir_value next = ir_load(l, ir_offset(l, table, entry), 0, 1, false),
		 found = ir_compare(l, OP_EQ, next, ir_word(l, len), false);

	ir_cell_set(l, state, next);
	ir_cell_set(l, before,
		ir_binary(l, OP_ADD, ir_cell_get(l, before),
			ir_binary(l, OP_SUB, one, found, false), false));
	ir_cell_set(l, at, ir_binary(l, OP_ADD, i, one, false));
	LLVMBuildCondBr(l->builder, ir_bool(l, ir_counts(l, ir_cell_get(l, at), size)), loop, end);
	ir_at(l, end);
	/* so many bytes came before the last one of the first place */
	ir_value place =
		ir_select(l, ir_compare(l, OP_EQ, ir_cell_get(l, state), ir_word(l, len), false),
			ir_binary(l, OP_SUB, ir_cell_get(l, before), ir_word(l, len - 1), false),
			ir_word(l, UINT64_MAX));
	/* by way of memory of which the verifier knows nothing: it would go through the loop again
	 * for every value, were it asked about one */
	LLVMValueRef slot = lower_scratch(l, 8);

	ir_store(l, slot, 0, 8, place);
	return ir_load_volatile(l, slot, 0, 8);
}
