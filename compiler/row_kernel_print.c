/* compiler/row_kernel_print.c - formats that the kernel prints: where there is no reader who
 * formats values (printf() in pinned iterators) or none is wanted (debugf()), the kernel does it
 * (bpf_seq_printf, bpf_trace_vprintk), as far as it can.  What it cannot is refused here.  Called
 * by the rows of both. */

#include <ctype.h>

#include "compiler/compilation.h"
#include "compiler/row.h"
#include "runtime/base/format.h"
#include "runtime/base/util.h"

enum { MAX_VALUES = 12 }; /* MAX_BPRINTF_VARARGS, kernel/bpf/helpers.c */

/* The kernel's conversion for each of ours; NULL: it has none. */
static const char *const conversions[] = {
	[FORMAT_LITERAL] = "",
	[FORMAT_SIGNED] = "lld",
	[FORMAT_UNSIGNED] = "llu",
	[FORMAT_HEX] = "llx",
	[FORMAT_HEX_UPPER] = "llX",
	[FORMAT_CHAR] = "c",
	[FORMAT_POINTER] = "llx",
	[FORMAT_STRING] = "s",
	[FORMAT_GFP] = NULL,
};

/* Why the kernel cannot do it; NULL when it can. */
static const char *refusal(const struct format_item *item)
{
	if (!conversions[item->conversion])
		return "the kernel has no such conversion";
	if (item->width_from_arg || item->precision_from_arg)
		return "the kernel takes no width or precision from a value";
	if (item->has_precision)
		return "the kernel takes no precision";
	if (item->flags & FORMAT_HASH)
		return "the kernel has no flag '#'";
	if (item->conversion == FORMAT_POINTER && (item->width || item->flags))
		return "the kernel takes no width for a pointer";
	return NULL;
}

/* Letters that the kernel does not print are refused by it at run time, with all of the format. */
static bool is_plain(const char *text, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)text[i];

		if (ch >= 0x80 || !(isprint(ch) || isspace(ch)))
			return false;
	}
	return true;
}

static void check_item(struct checker *c, const char *subject, const struct node *format,
	const struct format_item *item, struct node *arg)
{
	struct span where = row_format_span(c, format, item->at, item->at_len);
	const char *why = refusal(item);

	if (why)
		diag_error(checker_diags(c), where, DIAG_BAD_FORMAT,
			"%s cannot use this conversion: %s", subject, why);
	if (!is_plain(item->literal, item->literal_len))
		diag_error(checker_diags(c), format->span, DIAG_BAD_FORMAT,
			"%s prints ASCII text only: the kernel refuses other bytes", subject);
	if (item->conversion == FORMAT_STRING)
		checker_as_text(c, arg);
	if (item->conversion == FORMAT_STRING && arg->type && arg->type->kind != TYPE_ERROR &&
		arg->type->kind != TYPE_STRING && arg->type->kind != TYPE_INT)
		diag_error(checker_diags(c), arg->span, DIAG_FORMAT_ARGUMENTS,
			"%s prints strings and integers, not %s: the kernel formats them", subject,
			type_text(checker_arena(c), arg->type));
}

void row_kernel_print_check(struct checker *c, const struct node *n, const struct format *f,
	const char *subject, uint32_t most)
{
	const struct node *format = row_argument(n, 0);
	struct node *arg = format->next;

	if (f->arg_count > MIN_OF(most, MAX_VALUES))
		diag_hint(diag_error(checker_diags(c), n->span, DIAG_FORMAT_ARGUMENTS,
				  "%s takes at most %u values, not %u", subject,
				  MIN_OF(most, MAX_VALUES), f->arg_count),
			"print them in several statements");
	for (uint32_t i = 0; i < f->count; i++) {
		const struct format_item *item = &f->items[i];

		check_item(c, subject, format, item, arg);
		if (item->conversion != FORMAT_LITERAL && arg)
			arg = arg->next;
	}
}

static void put_literal(struct buffer *b, const struct format_item *item)
{
	for (uint32_t i = 0; i < item->literal_len; i++) {
		if (item->literal[i] == '%')
			buffer_putc(b, '%');
		buffer_putc(b, item->literal[i]);
	}
}

static enum format_conversion conversion_of(const struct format_item *item, const struct type *t)
{
	if (item->conversion == FORMAT_STRING && t->kind == TYPE_INT)
		return t->is_signed ? FORMAT_SIGNED : FORMAT_UNSIGNED;
	return item->conversion;
}

static void put_conversion(
	struct buffer *b, const struct format_item *item, enum format_conversion conversion)
{
	static const struct {
		unsigned flag;
		char letter;
	} flags[] = { { FORMAT_MINUS, '-' }, { FORMAT_PLUS, '+' }, { FORMAT_SPACE, ' ' },
		{ FORMAT_ZERO, '0' } };

	buffer_puts(b, conversion == FORMAT_POINTER ? "0x%" : "%");
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (item->flags & flags[i].flag)
			buffer_putc(b, flags[i].letter);
	if (item->width)
		buffer_printf(b, "%d", item->width);
	buffer_puts(b, conversions[conversion]);
}

/* A number as our own printf() takes it (language.md V1 to V3). */
static ir_value number(struct lowering *l, const struct format_item *item, ir_value word,
	const struct type *t, enum format_conversion conversion)
{
	bool is_signed = conversion == FORMAT_SIGNED;

	if (item->narrow)
		return ir_extend(l, word, item->narrow / 8, is_signed);
	if (is_signed && t->is_raw)
		return ir_select(l,
			ir_compare(l, OP_LE, word, lower_const(l, UINT32_MAX), false),
			ir_extend(l, word, 4, true), word);
	if (!is_signed && t->kind == TYPE_INT && t->is_signed && t->size <= 4)
		return ir_extend(l, word, 4, false);
	return word;
}

/* A string ends with a NUL there. */
static ir_value terminated(struct lowering *l, ir_value value, const struct type *t)
{
	const struct type *to = type_string(lower_compilation(l)->arena, t->size + 1);
	ir_value copy = lower_temporary(l, to->size);

	lower_store(l, copy, 0, to, value, t);
	return copy;
}

void row_kernel_print_lower(struct lowering *l, const struct node *n, row_kernel_print_fn print)
{
	struct arena *a = lower_compilation(l)->arena;
	const struct node *format = row_argument(n, 0), *arg = format->next;
	ir_value values[MAX_VALUES];
	struct buffer text = { 0 };
	uint32_t count = 0, at, at_len;
	const char *what;
	struct format f;

	if (format_parse(format->string.text, a, &f, &what, &at, &at_len) < 0)
		return;
	for (uint32_t i = 0; i < f.count; i++) {
		const struct format_item *item = &f.items[i];
		enum format_conversion conversion;
		ir_value value;

		put_literal(&text, item);
		if (item->conversion == FORMAT_LITERAL || !arg || count == MAX_VALUES)
			continue;
		conversion = conversion_of(item, arg->type);
		put_conversion(&text, item, conversion);
		value = lower_expression(l, arg);
		values[count++] = conversion == FORMAT_STRING
					  ? terminated(l, value, arg->type)
						: number(l, item, value, arg->type, conversion);
		arg = arg->next;
	}
	print(l, buffer_text(&text), values, count);
	buffer_free(&text);
}
