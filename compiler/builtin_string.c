/* compiler/builtin_string.c - rows that make text: str syscall_name strerror. */

#include <stdio.h>
#include <string.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "compiler/shape.h"
#include "probes/machine.h"
#include "runtime/base/util.h"

static bool is_byte_array(const struct type *t)
{
	return t->kind == TYPE_ARRAY && t->elem->kind == TYPE_INT && t->elem->size == 1;
}

/* Text already: str() has nothing to read. */
static bool is_text(const struct type *t)
{
	return t->kind == TYPE_STRING || t->kind == TYPE_PROBE;
}

/* Capacity that the second argument asks for; 0 when it is wrong, the configured one when there is
 * none. */
static uint32_t asked_capacity(struct checker *c, const struct node *n)
{
	uint32_t limit = checker_compilation(c)->config.max_strlen;
	const struct node *len = row_argument(n, 1);
	struct diag *d;
	int64_t value;

	if (!len || !checker_literal_int(len, &value))
		return limit;
	if (value < 0) {
		diag_error(checker_diags(c), len->span, DIAG_OUT_OF_RANGE,
			"str() cannot read a negative number of bytes");
		return 0;
	}
	if ((uint64_t)value < limit)
		return (uint32_t)value + 1;
	d = diag_warning(checker_diags(c), len->span, DIAG_STRING_CAPACITY,
		"str() reads at most %u bytes here", limit - 1);
	diag_hint(d, "the limit is max_strlen: set SONDE_MAX_STRLEN to raise it");
	return limit;
}

static const char *decimal(struct arena *a, const struct node *literal)
{
	int64_t value;

	if (checker_literal_int(literal, &value))
		return arena_printf(a, "%lld", (long long)value);
	return arena_printf(a, "%llu", (unsigned long long)literal->integer.value);
}

static const struct type *str_check(struct checker *c, struct node *n)
{
	const struct node *from = row_argument(n, 0), *len = row_argument(n, 1);
	const struct type *t = from->type;
	uint32_t capacity;

	if (!t || t->kind == TYPE_ERROR)
		return t;
	if (len && len->type && len->type->kind != TYPE_ERROR && !row_is_integer(len->type)) {
		diag_error(checker_diags(c), len->span, DIAG_BAD_ARGUMENT,
			"str() needs an integer as length, not %s",
			row_type_name(checker_arena(c), len->type));
		return &type_error;
	}
	capacity = asked_capacity(c, n);
	if (!capacity)
		return &type_error;
	n->call.data = from->kind == NODE_INT ? (void *)decimal(checker_arena(c), from) : NULL;
	if (n->call.data)
		return type_string(checker_arena(c), (uint32_t)strlen(n->call.data) + 1);
	if (is_text(t) || is_byte_array(t)) {
		uint32_t size = is_byte_array(t) ? t->count : t->size;
		int64_t value;

		if (len && !checker_literal_int(len, &value)) {
			diag_error(checker_diags(c), len->span, DIAG_NOT_YET,
				"a length that is not constant is not there yet for a string");
			return &type_error;
		}
		return t->kind == TYPE_PROBE ||
				       (t->kind == TYPE_STRING && (!len || size <= capacity))
			       ? t
			       : type_string(checker_arena(c), len ? MIN_OF(size, capacity) : size);
	}
	if (t->kind == TYPE_POINTER || (row_is_integer(t) && t->kind != TYPE_BOOL))
		return type_string(checker_arena(c), capacity);
	diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
		"str() needs an address or a string, not %s", row_type_name(checker_arena(c), t));
	return &type_error;
}

/* The first bytes of a string that is here already, the last of them a zero. */
static ir_value cut_string(struct lowering *l, ir_value text, uint32_t capacity)
{
	ir_value cut = lower_temporary(l, capacity);

	ir_copy(l, cut, text, capacity - 1);
	ir_store(l, cut, capacity - 1, 1, lower_const(l, 0));
	return cut;
}

/* The length as a word of at most `most`; what is negative reads nothing. */
static ir_value bounded_length(struct lowering *l, const struct node *len, uint32_t most)
{
	ir_value word = lower_expression(l, len), limit = lower_const(l, most);

	if (len->type->is_signed)
		word = ir_select(l, ir_compare(l, OP_LT, word, lower_const(l, 0), true),
			lower_const(l, 0), word);
	return ir_select(l, ir_compare(l, OP_LT, word, limit, false), word, limit);
}

static ir_value str_lower(struct lowering *l, const struct node *n)
{
	const struct node *from = row_argument(n, 0), *len = row_argument(n, 1);
	uint32_t capacity = n->type->size;
	ir_value bound = NULL;
	int64_t value;

	if (n->call.data)
		return lower_string_const(l, n->call.data, capacity);
	if (is_text(from->type))
		return capacity < from->type->size
			       ? cut_string(l, lower_argument(l, n, 0), capacity)
			       : lower_argument(l, n, 0);
	if (is_byte_array(from->type))
		return capacity < from->type->count
			       ? cut_string(l, lower_argument(l, n, 0), capacity)
			       : lower_argument(l, n, 0);
	/* without a bound the text is marked as truncated when there is more of it: so too when the
	 * length asked for is beyond the limit */
	if (len && !checker_literal_int(len, &value))
		bound = bounded_length(l, len, capacity - 1);
	else if (len && (uint64_t)value < capacity)
		bound = lower_const(l, (uint64_t)value);
	return lower_read_string(l, lower_argument(l, n, 0), row_is_user(l, from), capacity, bound);
}

enum { NAME_CAPACITY = 64 };

/* Names by number, `stride` bytes each. */
struct name_table {
	const char *(*name)(uint32_t number);
	uint32_t count;
	uint32_t stride;     /* a multiple of 8 with room for the longest name and its end */
	const char *unknown; /* text in front of a number without a name */
};

/* The name of `number` into a string[64]: out of the table, or else made of the number. */
static ir_value name_lower(struct lowering *l, const struct name_table *t, ir_value number,
	ir_value index, bool is_signed)
{
	struct arena *a = lower_compilation(l)->arena;
	char *bytes = arena_alloc(a, (size_t)t->count * t->stride);
	ir_value text = lower_temporary(l, NAME_CAPACITY), found = ir_cell(l, lower_const(l, 0)),
		 table;
	struct ir_branch known, unknown;

	for (uint32_t i = 0; i < t->count; i++)
		if (t->name(i))
			snprintf(bytes + (size_t)i * t->stride, t->stride, "%s", t->name(i));
	table = lower_data_const(l, bytes, t->count * t->stride);
	known = ir_if(l, ir_compare(l, OP_LT, index, lower_const(l, t->count), false));
	/* again behind a select: the verifier forgets the test when the compiler tests a copy */
	index = ir_select(l, ir_compare(l, OP_LT, index, lower_const(l, t->count), false), index,
		lower_const(l, 0));
	table = ir_offset(l, table, ir_binary(l, OP_MUL, index, lower_const(l, t->stride), false));
	ir_zero(l, text, NAME_CAPACITY);
	ir_copy(l, text, table, t->stride);
	ir_cell_set(l, found, ir_load(l, table, 0, 1, false));
	ir_end(l, &known);
	unknown = ir_if(l, ir_compare(l, OP_EQ, ir_cell_get(l, found), lower_const(l, 0), false));
	row_put_number(l, text, NAME_CAPACITY, t->unknown, number, is_signed);
	ir_end(l, &unknown);
	return text;
}

static ir_value syscall_name_lower(struct lowering *l, const struct node *n)
{
	struct name_table table = {
		.name = machine_syscall_name,
		.count = machine_syscall_limit(),
		.stride = 8,
		.unknown = "unknown syscall ",
	};
	ir_value number = lower_argument(l, n, 0);

	for (uint32_t i = 0; i < table.count; i++) {
		const char *name = machine_syscall_name(i);

		if (name && strlen(name) >= table.stride)
			table.stride = MIN_OF(
				(uint32_t)ROUND_UP(strlen(name) + 1, 8), (uint32_t)NAME_CAPACITY);
	}
	return name_lower(l, &table, number, number, row_argument(n, 0)->type->is_signed);
}

static const char *errno_text(uint32_t number)
{
	return strerrordesc_np((int)number);
}

/* Results of system calls are negative errors, so those have the same texts. */
static ir_value strerror_lower(struct lowering *l, const struct node *n)
{
	static const struct name_table table = { .name = errno_text,
		.count = 134,
		.stride = NAME_CAPACITY,
		.unknown = "unknown error " };
	bool is_signed = row_argument(n, 0)->type->is_signed;
	ir_value number = lower_argument(l, n, 0), zero = lower_const(l, 0);
	ir_value negated = ir_binary(l, OP_SUB, zero, number, true);
	ir_value small = ir_compare(l, OP_LE, negated, lower_const(l, 4095), false);

	if (is_signed)
		number = ir_select(l, small, negated, number);
	return name_lower(l, &table, number, number, is_signed);
}

const struct builtin string_builtins[] = {
	{
		.name = "str",
		.signature = "str(any address, int len?) -> custom",
		.flags = BI_PURE | BI_PARAMETER_TEXT,
		.help = "the string at an address, at most len bytes of it",
		.check = str_check,
		.lower = str_lower,
	},
	{
		.name = "syscall_name",
		.signature = "syscall_name(int number) -> string[64]",
		.flags = BI_PURE,
		.help = "name of a system call by its number",
		.lower = syscall_name_lower,
	},
	{
		.name = "strerror",
		.signature = "strerror(int error) -> string[64]",
		.flags = BI_PURE,
		.help = "what an error number means",
		.lower = strerror_lower,
	},
	{ 0 },
};
