/* compiler/builtin_bytes.c - rows that look at bytes: buf strncmp memcmp strlen str_concat
 * strcap. */

#include <linux/bpf.h>
#include <string.h>

#include "compiler/check.h"
#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/util.h"

enum { BUFFER_HEAD = 4, CONCAT_CAPACITY = 1024, COMPARE_MOST = 1024 };

static bool is_address(const struct type *t)
{
	return t->kind == TYPE_POINTER || t->kind == TYPE_INT;
}

/* Bytes of what lies in memory as a whole; 0 for addresses and everything else. */
static uint32_t whole_size(const struct type *t)
{
	return t->kind == TYPE_ARRAY || t->kind == TYPE_STRING ? t->size : 0;
}

/* buf */

/* Room for what is asked for; 0 after an error. */
static uint32_t buffer_capacity(
	struct checker *c, const struct node *at, const struct node *len, uint32_t whole)
{
	uint32_t limit =
		MAX_OF(checker_compilation(c)->config.max_strlen, 2 * BUFFER_HEAD) - BUFFER_HEAD;
	uint32_t most = whole ? MIN_OF(whole, limit) : limit;
	struct diag *d;
	int64_t value;

	if (len && checker_literal_int(len, &value)) {
		if (whole && (uint64_t)value > whole) {
			diag_error(checker_diags(c), len->span, DIAG_OUT_OF_RANGE,
				"buf() is asked for %lld bytes of something that has %u",
				(long long)value, whole);
			return 0;
		}
		if ((uint64_t)value <= limit)
			return (uint32_t)value;
	} else if (len || whole <= limit) {
		return most;
	}
	d = diag_warning(checker_diags(c), at->span,
		DIAG_STRING_CAPACITY, "buf() reads at most %u bytes here", limit);
	diag_hint(d, "the limit is max_strlen: set SONDE_MAX_STRLEN to raise it");
	return limit;
}

static const struct type *buf_check(struct checker *c, struct node *n)
{
	struct node *from = row_argument(n, 0);
	const struct node *len = row_argument(n, 1);
	uint32_t whole = whole_size(checker_as_text(c, from)), capacity;

	if (!whole && !is_address(from->type)) {
		diag_error(checker_diags(c), from->span, DIAG_BAD_ARGUMENT,
			"buf() needs an address, an array or a string, not %s",
			type_text(checker_arena(c), from->type));
		return &type_error;
	}
	if (!whole && !len) {
		diag_hint(diag_error(checker_diags(c), n->span, DIAG_BAD_ARGUMENT,
				  "buf() needs to know how many bytes lie at an address"),
			"write buf(address, length)");
		return &type_error;
	}
	if (!row_in_range(c, n, 1, "a number of bytes", 1, INT64_MAX))
		return &type_error;
	capacity = buffer_capacity(c, len ? len : from, len, whole);
	return capacity ? type_buffer(checker_arena(c), capacity) : &type_error;
}

static ir_value buf_lower(struct lowering *l, const struct node *n)
{
	const struct node *from = row_argument(n, 0), *len = row_argument(n, 1);
	uint32_t capacity = n->type->count;
	bool place = node_is_place(from) && whole_size(from->type);
	bool traced = place || is_address(from->type), user = row_is_user(l, from);
	int64_t value;
	ir_value size = len && !checker_literal_int(len, &value)
				? row_length(l, len, capacity)
				: lower_const(l, capacity);
	ir_value address = place ? lower_place_address(l, from) : lower_argument(l, n, 0), buffer,
		 got;

	buffer = lower_temporary(l, BUFFER_HEAD + row_length_room(capacity));
	ir_zero(l, buffer, n->type->size);
	got = lower_read(l, ir_offset(l, buffer, lower_const(l, BUFFER_HEAD)), size, address,
		traced && user);
	/* what cannot be read is empty */
	ir_store(l, buffer, 0, BUFFER_HEAD,
		ir_select(l, ir_compare(l, OP_EQ, got, lower_const(l, 0), false), size,
			lower_const(l, 0)));
	return buffer;
}

/* strncmp, memcmp */

static bool check_compared(struct checker *c, const struct node *use, uint32_t at, bool strings)
{
	struct node *arg = row_argument(use, at);

	checker_as_text(c, arg);
	if (arg->type->kind == TYPE_STRING ||
		(!strings && (whole_size(arg->type) || arg->type->kind == TYPE_POINTER)))
		return true;
	diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT, "%s() compares %s, not %s",
		use->call.name, strings ? "strings" : "strings, arrays and what pointers point to",
		type_text(checker_arena(c), arg->type));
	return false;
}

static const struct type *compare_check(struct checker *c, struct node *n, bool strings)
{
	if (!check_compared(c, n, 0, strings) || !check_compared(c, n, 1, strings))
		return &type_error;
	/* strings end somewhere */
	return row_in_range(c, n, 2, strings ? "a number of characters" : "a number of bytes", 0,
		       strings ? INT64_MAX : COMPARE_MOST)
		       ? NULL
			: &type_error;
}

static const struct type *strncmp_check(struct checker *c, struct node *n)
{
	return compare_check(c, n, true);
}

/* Strings are padded with zeros, so that bytes behind the shorter one's room need no look. */
static ir_value strncmp_lower(struct lowering *l, const struct node *n)
{
	uint32_t size = MIN_OF(row_argument(n, 0)->type->size, row_argument(n, 1)->type->size);
	ir_value a = lower_argument(l, n, 0), b = lower_argument(l, n, 1);
	int64_t most = 0;

	checker_literal_int(row_argument(n, 2), &most);
	return ir_compare(l, OP_EQ, lower_bytes_equal(l, a, b, (uint32_t)MIN_OF(size, most)),
		lower_const(l, 0), false);
}

static const struct type *memcmp_check(struct checker *c, struct node *n)
{
	const struct type *t = compare_check(c, n, false);
	int64_t value = 0;

	for (uint32_t i = 0; !t && i < 2; i++) {
		const struct node *arg = row_argument(n, i);
		uint32_t whole = whole_size(arg->type);

		checker_literal_int(row_argument(n, 2), &value);
		if (!whole || value <= whole)
			continue;
		diag_error(checker_diags(c), arg->span, DIAG_OUT_OF_RANGE,
			"memcmp() is asked for %lld bytes of something that has %u",
			(long long)value, whole);
		return &type_error;
	}
	return t;
}

/* From the last byte to the first: the first that differs is the last to decide. */
static ir_value memcmp_lower(struct lowering *l, const struct node *n)
{
	int64_t count = 0;
	ir_value a, b, result = lower_const(l, 0);

	checker_literal_int(row_argument(n, 2), &count);
	if (!count)
		return result;
	a = row_bytes(l, n, 0, (uint32_t)count);
	b = row_bytes(l, n, 1, (uint32_t)count);
	for (uint32_t at = (uint32_t)count; at-- > 0;) {
		ir_value differ = ir_binary(
			l, OP_SUB, ir_load(l, a, at, 1, false), ir_load(l, b, at, 1, false), true);

		result = ir_select(l, differ, differ, result);
	}
	return result;
}

/* strlen, strcap */

/* Length of a string of the program's own memory, found by the helper that copies strings. */
static ir_value own_length(struct lowering *l, ir_value text, uint32_t capacity)
{
	ir_value copy = lower_temporary(l, capacity), one = lower_const(l, 1);
	ir_value args[] = { copy, lower_const(l, capacity), text };
	ir_value got = lower_helper(l, BPF_FUNC_probe_read_kernel_str, args, 3);
	/* one without an end fills its room */
	ir_value full = ir_load(l, text, capacity - 1, 1, false);

	return ir_select(l, full, lower_const(l, capacity), ir_binary(l, OP_SUB, got, one, true));
}

static const struct type *strlen_check(struct checker *c, struct node *n)
{
	struct node *arg = row_argument(n, 0);

	checker_as_text(c, arg);
	if (arg->type->kind == TYPE_STRING || arg->type->kind == TYPE_POINTER)
		return NULL;
	diag_error(checker_diags(c), arg->span, DIAG_BAD_ARGUMENT,
		"%s() needs a string or a pointer to one, not %s", n->call.name,
		type_text(checker_arena(c), arg->type));
	return &type_error;
}

static ir_value strlen_lower(struct lowering *l, const struct node *n)
{
	const struct node *arg = row_argument(n, 0);
	uint32_t capacity = lower_compilation(l)->config.max_strlen;
	ir_value text = lower_argument(l, n, 0);

	if (arg->kind == NODE_STRING)
		return lower_const(l, strlen(arg->string.text));
	if (arg->type->kind == TYPE_STRING)
		return own_length(l, text, arg->type->size);
	return own_length(
		l, lower_read_string(l, text, row_is_user(l, arg), capacity, NULL), capacity);
}

static ir_value strcap_lower(struct lowering *l, const struct node *n)
{
	const struct type *t = row_argument(n, 0)->type;

	return t->kind == TYPE_STRING ? lower_const(l, t->size) : strlen_lower(l, n);
}

/* str_concat */

static ir_value str_concat_lower(struct lowering *l, const struct node *n)
{
	const struct type *ta = row_argument(n, 0)->type, *tb = row_argument(n, 1)->type;
	uint32_t first = MIN_OF(ta->size, CONCAT_CAPACITY - 1),
		 second = MIN_OF(tb->size, CONCAT_CAPACITY);
	ir_value a = lower_argument(l, n, 0), b = lower_argument(l, n, 1), len, at;
	/* room for the second string behind the longest first one: what is behind the capacity is
	 * not used */
	ir_value text = lower_temporary(l, CONCAT_CAPACITY + CONCAT_CAPACITY);
	ir_value copy_first[] = { text, lower_const(l, first + 1), a };

	ir_zero(l, text, CONCAT_CAPACITY);
	len = own_length(l, a, ta->size);
	len = ir_select(l, ir_compare(l, OP_LT, len, lower_const(l, CONCAT_CAPACITY - 1), false),
		len, lower_const(l, CONCAT_CAPACITY - 1));
	at = ir_binary(l, OP_AND, ir_opaque(l, len), lower_const(l, CONCAT_CAPACITY - 1), false);
	lower_helper(l, BPF_FUNC_probe_read_kernel_str, copy_first, 3);
	ir_value copy_second[] = { ir_offset(l, text, at), lower_const(l, second), b };

	lower_helper(l, BPF_FUNC_probe_read_kernel_str, copy_second, 3);
	return text;
}

const struct builtin bytes_builtins[] = {
	{
		.name = "buf",
		.signature = "buf(any from, int length?) -> custom",
		.flags = BI_PURE,
		.help = "bytes at an address, or of an array or string, to be printed with %r",
		.example =
			"tracepoint:syscalls:sys_enter_write { printf(\"%r\\n\", buf(args.buf, 16)); }",
		.check = buf_check,
		.lower = buf_lower,
	},
	{
		.name = "strncmp",
		.signature = "strncmp(any a, any b, literal_int n) -> uint64",
		.flags = BI_PURE,
		.help = "zero when the first n characters of two strings are the same, else 1",
		.example =
			"tracepoint:syscalls:sys_enter_openat /strncmp(str(args.filename), \"/etc/\", 5) == 0/ { @[comm] = count(); }",
		.check = strncmp_check,
		.lower = strncmp_lower,
	},
	{
		.name = "memcmp",
		.signature = "memcmp(any a, any b, literal_int n) -> int64",
		.flags = BI_PURE,
		.help = "the difference of the first of n bytes that differ, 0 when none does",
		.example = "begin { print(memcmp(\"abc\", \"abd\", 3)); }",
		.check = memcmp_check,
		.lower = memcmp_lower,
	},
	{
		.name = "strlen",
		.signature = "strlen(any text) -> uint64",
		.flags = BI_PURE,
		.help = "length of a string in bytes",
		.example =
			"tracepoint:syscalls:sys_enter_openat { @ = lhist(strlen(str(args.filename)), 0, 100, 10); }",
		.check = strlen_check,
		.lower = strlen_lower,
	},
	{
		.name = "strcap",
		.signature = "strcap(any text) -> uint64",
		.flags = BI_PURE,
		.help = "bytes that a string has room for, its length where only a pointer is known",
		.example = "begin { print(strcap(comm)); }",
		.check = strlen_check,
		.lower = strcap_lower,
	},
	{
		.name = "str_concat",
		.signature = "str_concat(string a, string b) -> string[1024]",
		.flags = BI_PURE,
		.help = "two strings, one behind the other",
		.example = "begin { print(str_concat(\"so\", \"nde\")); }",
		.lower = str_concat_lower,
	},
	{ 0 },
};
