/* compiler/row.c - what the rows of the language share: their arguments, tests on types, and
 * numbers as text.  Where a pointer points is in row_user.c. */

#include "compiler/row.h"

#include <linux/bpf.h>
#include <string.h>

#include "compiler/check.h"
#include "compiler/compilation.h"
#include "runtime/base/util.h"

const char *row_fact_text(const struct node *use)
{
	const struct node *first = row_argument(use, 0);

	return first && first->kind == NODE_STRING ? first->string.text : NULL;
}

struct node *row_argument(const struct node *use, uint32_t n)
{
	struct node *arg = use->kind == NODE_CALL ? use->call.args : NULL;

	while (arg && n--)
		arg = arg->next;
	return arg;
}

uint32_t row_argument_count(const struct node *use)
{
	return use->kind == NODE_CALL ? use->call.arg_count : 0;
}

const char *row_name(const struct node *use)
{
	return use->kind == NODE_CALL ? use->call.name : use->name.text;
}

uint32_t row_number(const struct node *use)
{
	uint32_t number = 0;

	builtin_find(row_name(use), &number);
	return number;
}

int row_word_at(const struct node *use, uint32_t n, const char *const *words, int none)
{
	const struct node *arg = row_argument(use, n);

	if (!arg)
		return none;
	for (int i = 0; arg->kind == NODE_NAME && words[i]; i++)
		if (str_eq(arg->name.text, words[i]))
			return i;
	return -1;
}

int row_word(
	struct checker *c, const struct node *use, uint32_t n, const char *const *words, int none)
{
	int which = row_word_at(use, n, words, none);

	if (which < 0) {
		struct buffer list = { 0 };
		struct diag *d = diag_error(checker_diags(c), row_argument(use, n)->span,
			DIAG_BAD_ARGUMENT, "%s() does not know this word", use->call.name);

		for (int i = 0; words[i]; i++)
			buffer_printf(&list, "%s%s", i ? ", " : "", words[i]);
		diag_hint(d, "use one of: %s", buffer_text(&list));
		buffer_free(&list);
	}
	return which;
}

bool row_is_compound(const struct type *t)
{
	return t->kind == TYPE_AGG && !agg_is_number(t->agg);
}

static const char *literal_text(struct arena *a, const struct node *n)
{
	return n->integer.is_unsigned
		       ? arena_printf(a, "%llu", (unsigned long long)n->integer.value)
			: arena_printf(a, "%lld", (long long)n->integer.value);
}

bool row_in_range(struct checker *c, const struct node *use, uint32_t n, const char *what,
	int64_t low, int64_t high)
{
	const struct node *arg = row_argument(use, n);
	const char *end;
	int64_t value;

	if (!arg || arg->kind != NODE_INT ||
		(checker_literal_int(arg, &value) && value >= low && value <= high))
		return true;
	end = high == INT64_MAX ? arena_printf(checker_arena(c), "of at least %lld", (long long)low)
		: arena_printf(checker_arena(c), "from %lld to %lld",
					  (long long)low, (long long)high);
	diag_error(checker_diags(c), arg->span, DIAG_OUT_OF_RANGE, "%s() takes %s %s, not %s",
		row_name(use), what, end, literal_text(checker_arena(c), arg));
	return false;
}

bool row_is_integer(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL ||
	       (t->kind == TYPE_AGG && !row_is_compound(t));
}

ir_value row_bytes(struct lowering *l, const struct node *use, uint32_t n, uint32_t size)
{
	const struct node *arg = row_argument(use, n);
	bool pointer = arg->type->kind == TYPE_POINTER || arg->type->kind == TYPE_INT;
	ir_value bytes, from;

	if (!pointer && !node_is_place(arg))
		return lower_argument(l, use, n);
	from = pointer ? lower_argument(l, use, n) : lower_place_address(l, arg);
	bytes = lower_temporary(l, size);
	lower_read(l, bytes, lower_const(l, size), from, row_is_user(l, arg));
	return bytes;
}

ir_value row_extreme_code(struct lowering *l, ir_value word, bool is_signed, bool is_min)
{
	return ir_binary(
		l, OP_XOR, word, lower_const(l, agg_extreme_encode(0, is_signed, is_min)), false);
}

ir_value row_index_below(struct lowering *l, ir_value index, ir_value count, ir_value instead)
{
	index = ir_opaque(l, index);
	return ir_select(l, ir_compare(l, OP_LT, index, count, false), index, instead);
}

uint32_t row_length_room(uint32_t most)
{
	uint32_t mask = 1;

	while (mask < most)
		mask = mask * 2 + 1;
	return mask;
}

ir_value row_length(struct lowering *l, const struct node *len, uint32_t most)
{
	ir_value word = lower_expression(l, len), zero = lower_const(l, 0),
		 limit = lower_const(l, most);

	if (len->kind == NODE_INT)
		return ir_select(l, ir_compare(l, OP_LT, word, limit, false), word, limit);
	if (len->type->is_signed)
		word = ir_select(l, ir_compare(l, OP_LT, word, zero, true), zero, word);
	word = ir_select(l, ir_compare(l, OP_LT, word, limit, false), word, limit);
	return ir_binary(
		l, OP_AND, ir_opaque(l, word), lower_const(l, row_length_room(most)), false);
}

/* Text that grows at its front, as words of eight characters, first character lowest: what digits
 * are collected in. */
struct text_words {
	ir_value words[4];
};

static void prepend(struct lowering *l, struct text_words *t, ir_value bytes, uint32_t count)
{
	ir_value up = lower_const(l, count * 8), down = lower_const(l, 64 - count * 8);

	for (size_t i = ARRAY_SIZE(t->words); i-- > 0;) {
		ir_value low = i ? ir_binary(
					   l, OP_SHR, ir_cell_get(l, t->words[i - 1]), down, false)
				 : bytes;

		ir_cell_set(l, t->words[i],
			ir_binary(l, OP_OR,
				ir_binary(l, OP_SHL, ir_cell_get(l, t->words[i]), up, false), low,
				false));
	}
}

static void prepend_digits(struct lowering *l, struct text_words *t, ir_value number)
{
	enum { DIGITS = 20 }; /* of 2^64 - 1 */
	ir_value rest = ir_cell(l, number), ten = lower_const(l, 10), zero = lower_const(l, 0);
	struct ir_branch more[DIGITS];

	for (int i = 0; i < DIGITS; i++) {
		ir_value n = ir_cell_get(l, rest);
		ir_value digit = ir_binary(l, OP_MOD, n, ten, false);

		prepend(l, t, ir_binary(l, OP_ADD, digit, lower_const(l, '0'), false), 1);
		ir_cell_set(l, rest, ir_binary(l, OP_DIV, n, ten, false));
		more[i] = ir_if(l, ir_compare(l, OP_NE, ir_cell_get(l, rest), zero, false));
	}
	for (int i = DIGITS; i-- > 0;)
		ir_end(l, &more[i]);
}

static uint64_t bytes_of(const char *text, size_t len)
{
	uint64_t word = 0;

	memcpy(&word, text, len); /* little endian machines only */
	return word;
}

void row_put_number(struct lowering *l, ir_value address, uint32_t capacity, const char *prefix,
	ir_value number, bool is_signed)
{
	struct text_words text;
	uint32_t whole = (uint32_t)strlen(prefix) / 8 * 8, rest = (uint32_t)strlen(prefix) - whole;
	ir_value zero = lower_const(l, 0);
	ir_value negative = is_signed ? ir_compare(l, OP_LT, number, zero, true) : zero;

	for (size_t i = 0; i < ARRAY_SIZE(text.words); i++)
		text.words[i] = ir_cell(l, zero);
	prepend_digits(l, &text,
		is_signed ? ir_select(l, negative, ir_binary(l, OP_SUB, zero, number, true), number)
			: number);
	if (is_signed) {
		struct ir_branch minus = ir_if(l, negative);

		prepend(l, &text, lower_const(l, '-'), 1);
		ir_end(l, &minus);
	}
	if (rest)
		prepend(l, &text, lower_const(l, bytes_of(prefix + whole, rest)), rest);
	for (uint32_t at = 0; at + 8 <= capacity; at += 8) {
		uint32_t i = (at - whole) / 8;
		ir_value word = at < whole ? lower_const(l, bytes_of(prefix + at, 8))
			: i < ARRAY_SIZE(text.words) ? ir_cell_get(l, text.words[i])
			: zero;

		ir_store(l, address, at, 8, word);
	}
}
