/* runtime/value_text.c - the text form of values (what printf's %s, print and map entries show) and
 * of times.  Owns nothing. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runtime/base/clock.h"
#include "runtime/base/escape.h"
#include "runtime/base/util.h"
#include "runtime/series.h"
#include "runtime/value.h"

static void put_hex(struct buffer *b, uint64_t n)
{
	char digits[18];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[n & 15];
		n >>= 4;
	} while (n);
	digits[--at] = 'x';
	digits[--at] = '0';
	buffer_append(b, digits + at, sizeof(digits) - at);
}

void value_escape(const struct decode_context *ctx, struct buffer *b, size_t start)
{
	if (ctx->escape != ESCAPE_NONE)
		text_escape_controls(b, start, ctx->escape == ESCAPE_KEEP_LINES);
}

static void put_string(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	size_t start = b->len;

	buffer_append(b, v->string.bytes, v->string.len);
	value_escape(ctx, b, start);
	if (!v->string.truncated)
		return;
	buffer_puts(b, image_text(ctx->image, ctx->image->header->str_trailer));
	ctx->truncated_strings++;
}

void value_put_bytes(struct buffer *b, enum bytes_form form, const struct value *v)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < v->string.len; i++) {
		unsigned char c = (unsigned char)v->string.bytes[i];

		if (form == BYTES_PRINTABLE && c >= 0x20 && c <= 0x7e) {
			buffer_putc(b, (char)c);
			continue;
		}
		if (form != BYTES_SPACED)
			buffer_puts(b, "\\x");
		else if (i)
			buffer_putc(b, ' ');
		buffer_putc(b, digits[c >> 4]);
		buffer_putc(b, digits[c & 15]);
	}
}

static void put_items(
	struct decode_context *ctx, struct buffer *b, const struct value *v, const char *separator)
{
	for (size_t i = 0; i < v->list.count; i++) {
		if (i > 0)
			buffer_puts(b, separator);
		if (v->kind == VALUE_RECORD) {
			buffer_putc(b, '.');
			buffer_puts(b, v->list.names[i]);
			buffer_puts(b, " = ");
		}
		value_put_text(ctx, b, &v->list.items[i]);
	}
}

static void put_record(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	if (v->list.count == 0) {
		buffer_puts(b, "{}");
		return;
	}
	buffer_puts(b, "{ ");
	put_items(ctx, b, v, ", ");
	buffer_puts(b, " }");
}

/* Only reached where a histogram stands inside another value; maps of histograms are drawn by the
 * text sink. */
static void put_buckets(struct buffer *b, const struct value *v)
{
	buffer_putc(b, '{');
	for (size_t i = 0; i < v->hist.count; i++) {
		buffer_puts(b, i ? ", " : " ");
		buffer_puts(b, v->hist.buckets[i].label);
		buffer_puts(b, " = ");
		buffer_put_u64(b, v->hist.buckets[i].count);
	}
	buffer_puts(b, v->hist.count ? " }" : "}");
}

static void put_number(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	bool is_negative = v->kind == VALUE_INT && v->i < 0;

	unit_put(b, ctx->without_units ? UNIT_NONE : v->unit, is_negative,
		is_negative ? 0 - v->u : v->u);
}

void value_put_rate(struct buffer *b, const struct value *v)
{
	unit_put(b, v->unit, v->rate.is_negative, v->rate.whole);
	if (v->unit == UNIT_NONE)
		buffer_printf(b, ".%u", v->rate.tenths);
}

static void put_stack(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	buffer_putc(b, '\n');
	for (size_t i = 0; i < v->stack.count; i++) {
		size_t start;

		buffer_puts(b, v->stack.indent);
		start = b->len;
		buffer_append(b, v->stack.frames[i].text, v->stack.frames[i].len);
		value_escape(ctx, b, start);
		buffer_putc(b, '\n');
	}
}

void value_put_text(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NONE:
		buffer_puts(b, "null");
		return;
	case VALUE_BOOL:
		buffer_puts(b, v->truth ? "true" : "false");
		return;
	case VALUE_INT:
	case VALUE_UINT:
		put_number(ctx, b, v);
		return;
	case VALUE_ENUM:
		if (v->constant.name)
			buffer_puts(b, v->constant.name);
		else
			buffer_put_u64(b, v->constant.number);
		return;
	case VALUE_POINTER:
		put_hex(b, v->u);
		return;
	case VALUE_STRING:
	case VALUE_TEXT:
		put_string(ctx, b, v);
		return;
	case VALUE_BUFFER:
		value_put_bytes(b, BYTES_PRINTABLE, v);
		return;
	case VALUE_ARRAY:
		buffer_putc(b, '[');
		put_items(ctx, b, v, ",");
		buffer_putc(b, ']');
		return;
	case VALUE_TUPLE:
		buffer_putc(b, '(');
		put_items(ctx, b, v, ", ");
		buffer_putc(b, ')');
		return;
	case VALUE_RECORD:
		put_record(ctx, b, v);
		return;
	case VALUE_HIST:
		put_buckets(b, v);
		return;
	case VALUE_SERIES:
		series_put_text(b, v);
		return;
	case VALUE_RATE:
		value_put_rate(b, v);
		buffer_puts(b, "/s");
		return;
	case VALUE_STACK:
		put_stack(ctx, b, v);
		return;
	}
}

void value_put_raw(struct decode_context *ctx, struct buffer *b, const struct value *v)
{
	bool before = ctx->without_units;

	ctx->without_units = true;
	value_put_text(ctx, b, v);
	ctx->without_units = before;
}

/* Our additions to strftime: a letter, how many digits it shows and the ns of its last digit. */
static const struct { char letter; int digits; uint32_t unit; } fractions[] = {
	{ 'f', 6, 1000 }, { 'l', 3, 1000000 }, { 'k', 9, 1 },
};

/* Digits of our addition `letter` at to (10 bytes); 0 when it is none of ours. */
static size_t put_fraction(char *to, char letter, uint32_t ns)
{
	for (size_t i = 0; i < ARRAY_SIZE(fractions); i++)
		if (fractions[i].letter == letter)
			return (size_t)snprintf(
				to, 10, "%0*u", fractions[i].digits, ns / fractions[i].unit);
	return 0;
}

/* The format with our additions replaced by digits and a space behind it, by which an empty result
 * is told from a failure. */
static bool expand_fractions(char *to, size_t room, const char *format, uint32_t ns)
{
	char *end = to + room - 12;     /* the most that one step and the end write */

	for (; *format; format++) {
		size_t digits = *format == '%' ? put_fraction(to, format[1], ns) : 0;

		if (to >= end)
			return false;
		if (digits) {
			to += digits;
			format++;
			continue;
		}
		*to++ = *format;
		if (*format == '%' && format[1])
			*to++ = *++format;
	}
	*to++ = ' ';
	*to = 0;
	return true;
}

/* "%c" and the like become some thirty characters; more than sixteenfold is nothing a format asks
 * for. */
size_t time_room(const char *format)
{
	return 64 + 16 * strlen(format);
}

ssize_t time_format(char *to, size_t room, const char *format, uint64_t realtime_ns)
{
	time_t seconds = (time_t)(realtime_ns / SECOND_NS);
	char expanded[1024];
	struct tm when;

	if (!localtime_r(&seconds, &when))
		return -1;
	if (!expand_fractions(
		expanded, sizeof(expanded), format, (uint32_t)(realtime_ns % SECOND_NS)))
		return -1;
	return (ssize_t)strftime(to, room, expanded, &when) - 1;
}

bool time_put(struct buffer *b, const char *format, uint64_t realtime_ns)
{
	size_t room = time_room(format);
	char *to = buffer_reserve(b, room);
	ssize_t len = to ? time_format(to, room, format, realtime_ns) : -1;

	if (len > 0)
		b->len += (size_t)len;
	return len >= 0;
}
