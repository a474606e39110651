/* compiler/builtin_assert.c - rows that end a run, or a compilation, when something does not hold:
 * assert, fail, static_assert. */

#include <string.h>

#include "compiler/compilation.h"
#include "compiler/fold.h"
#include "compiler/row.h"
#include "runtime/base/format.h"

/* assert: errorf("%s", message) and exit(1) */

static const struct type *assert_check(struct checker *c, struct node *n)
{
	const struct node *cond = row_argument(n, 0);

	if (row_is_integer(cond->type) || cond->type->kind == TYPE_POINTER)
		return NULL;
	diag_error(checker_diags(c), cond->span, DIAG_BAD_ARGUMENT,
		"assert() needs a condition: an integer, a pointer or a truth value, not %s",
		type_text(checker_arena(c), cond->type));
	return &type_error;
}

static ir_value assert_lower(struct lowering *l, const struct node *n)
{
	struct ir_branch holds = ir_if(l, lower_argument(l, n, 0));

	ir_else(l, &holds);
	lower_event(l, &(struct lower_event){
			       .kind = ACTION_ERRORF,
			       .text = "%s",
			       .args = row_argument(n, 1),
			       .arg_count = 1,
			       .span = n->span,
		       });
	lower_exit(l, lower_const(l, 1), n->span);
	ir_end(l, &holds);
	return NULL;
}

/* fail: reported where the call is part of the program still, behind the fold pass */

static const struct type *fail_check(struct checker *c, struct node *n)
{
	const struct node *arg = row_argument(n, 1);
	struct format f;

	if (!row_format_check(c, n, &f))
		return &type_error;
	for (; arg; arg = arg->next) {
		if (arg->kind == NODE_INT || arg->kind == NODE_STRING || arg->kind == NODE_BOOL)
			continue;
		diag_error(checker_diags(c), arg->span, DIAG_NOT_A_LITERAL,
			"fail() takes literals only: it speaks when the script is compiled");
		return &type_error;
	}
	return NULL;
}

/* The next value of a format, which stands behind the ones before. */
static const struct node *take(const struct node **arg)
{
	const struct node *n = *arg;

	*arg = n ? n->next : NULL;
	return n;
}

static int take_number(const struct node **arg, bool from_arg, int otherwise)
{
	const struct node *n = from_arg ? take(arg) : NULL;

	return n ? (int)n->integer.value : otherwise;
}

/* A literal as the conversion takes it (language.md V1 to V3). */
static uint64_t word_of(const struct node *n, const struct format_item *item)
{
	uint64_t word = n->integer.value;
	int64_t value = (int64_t)word;
	bool is_signed = item->conversion == FORMAT_SIGNED;
	bool is_short = !n->integer.is_unsigned && value < 0 && value >= INT32_MIN;
	uint32_t bits = item->narrow ? item->narrow
		: is_short && item->conversion != FORMAT_POINTER ? 32
		: 64;
	uint32_t drop = 64 - bits;

	return is_signed ? (uint64_t)((int64_t)(word << drop) >> drop) : word << drop >> drop;
}

/* A literal as text: what %s shows of it. */
static const char *text_of(struct arena *a, const struct node *n)
{
	if (n->kind == NODE_STRING)
		return n->string.text;
	if (n->kind == NODE_BOOL)
		return n->integer.value ? "true" : "false";
	return arena_printf(
		a, n->integer.is_unsigned ? "%llu" : "%lld", (unsigned long long)n->integer.value);
}

/* C leaves out the 0x of zero. */
static void put_pointer(struct buffer *b, struct arena *a, const struct format_item *item,
	int width, int precision, uint64_t word)
{
	bool is_left = item->flags & FORMAT_MINUS;
	int digits = precision < 0 ? 1 : precision;

	if (precision < 0 && (item->flags & FORMAT_ZERO) && !is_left)
		digits = width - 2 > 1 ? width - 2 : 1;
	buffer_printf(b, is_left ? "%-*s" : "%*s", width,
		arena_printf(a, "0x%.*llx", digits, (unsigned long long)word));
}

/* A conversion of a literal: C's own, of 64 bits. */
static void put_item(
	struct buffer *b, struct arena *a, const struct format_item *item, const struct node **arg)
{
	static const char *const letters[] = {
		[FORMAT_SIGNED] = "lld",
		[FORMAT_UNSIGNED] = "llu",
		[FORMAT_OCTAL] = "llo",
		[FORMAT_HEX] = "llx",
		[FORMAT_HEX_UPPER] = "llX",
		[FORMAT_CHAR] = "c",
		[FORMAT_STRING] = "s",
	};
	static const char flags[] = "-+ #0"; /* in the order of enum format_flag */
	int width = take_number(arg, item->width_from_arg, item->width);
	int precision = take_number(
		arg, item->precision_from_arg, item->has_precision ? item->precision : -1);
	const struct node *n = take(arg);
	struct buffer spec = { 0 };

	if (!n || item->conversion > FORMAT_STRING)
		return;
	if (item->conversion == FORMAT_POINTER) {
		put_pointer(b, a, item, width, precision, word_of(n, item));
		return;
	}
	buffer_putc(&spec, '%');
	for (uint32_t i = 0; flags[i]; i++)
		if (item->flags & (1u << i))
			buffer_putc(&spec, flags[i]);
	buffer_printf(&spec, "*.*%s", letters[item->conversion]);
	if (item->conversion == FORMAT_STRING)
		buffer_printf(b, buffer_text(&spec), width, precision, text_of(a, n));
	else
		buffer_printf(b, buffer_text(&spec), width, precision, word_of(n, item));
	buffer_free(&spec);
}

static void fail_reached(struct compilation *c, const struct node *n)
{
	const struct node *format = row_argument(n, 0), *arg = format->next;
	struct buffer text = { 0 };
	uint32_t at, at_len;
	const char *what;
	struct format f;

	if (format_parse(format->string.text, c->arena, &f, &what, &at, &at_len) < 0)
		return;
	for (uint32_t i = 0; i < f.count; i++) {
		buffer_append(&text, f.items[i].literal, f.items[i].literal_len);
		if (f.items[i].conversion != FORMAT_LITERAL)
			put_item(&text, c->arena, &f.items[i], &arg);
	}
	diag_error(c->diags, n->span, DIAG_FAILED, "%s", buffer_text(&text));
	buffer_free(&text);
}

/* static_assert */

static void static_assert_reached(struct compilation *c, const struct node *n)
{
	struct node cond;
	const struct node *unknown = fold_checked(c, row_argument(n, 0), &cond);

	if (unknown || cond.kind == NODE_STRING)
		diag_error(c->diags, unknown ? unknown->span : cond.span, DIAG_NOT_A_LITERAL,
			"static_assert() needs a condition that is known when the script is compiled");
	else if (!cond.integer.value)
		diag_error(c->diags, n->span, DIAG_FAILED, "%s", row_argument(n, 1)->string.text);
}

static ir_value nothing_lower(struct lowering *l, const struct node *n)
{
	(void)l;
	(void)n;
	return NULL;
}

const struct builtin assert_builtins[] = {
	{
		.name = "assert",
		.signature = "assert(any condition, string message) -> void",
		.flags = BI_ASYNC | BI_MAY_LEAVE,
		.help = "when a condition does not hold, print a message with its place in the script and exit with code 1",
		.example =
			"tracepoint:syscalls:sys_exit_read { assert(args.ret < 1000000000, \"a read of a gigabyte\"); }",
		.check = assert_check,
		.lower = assert_lower,
	},
	{
		.name = "fail",
		.signature = "fail(literal_string format, any ...) -> void",
		.help = "refuse the script with a message, where this is part of it when constant conditions have been decided",
		.example =
			"begin { if comptime (!kfunc_exist(\"bpf_path_d_path\")) { fail(\"this kernel is too old\"); } }",
		.check = fail_check,
		.lower = nothing_lower,
		.reached = fail_reached,
	},
	{
		.name = "static_assert",
		.signature = "static_assert(any condition, literal_string message) -> void",
		.help = "refuse the script with a message when a constant condition does not hold",
		.example =
			"begin { static_assert(sizeof(struct task_struct) > 1000, \"an odd kernel\"); }",
		.lower = nothing_lower,
		.reached = static_assert_reached,
	},
	{ 0 },
};
