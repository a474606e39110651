/* runtime/base/buffer.c - a growable run of bytes.  Errors stick: after a failed allocation appends
 * do nothing and the owner looks at `failed` once, at the end. */
#include "runtime/base/buffer.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/mem.h"

#define FIRST_CAPACITY 256

void buffer_free(struct buffer *b)
{
	mem_free(b->data);
	*b = (struct buffer){ 0 };
}

char *buffer_reserve(struct buffer *b, size_t len)
{
	size_t capacity = b->capacity ? b->capacity : FIRST_CAPACITY;
	char *moved;

	if (b->failed)
		return NULL;
	if (b->data && len <= b->capacity - b->len)
		return b->data + b->len;
	while (capacity - b->len < len && capacity <= SIZE_MAX / 2)
		capacity *= 2;
	moved = capacity - b->len < len ? NULL : mem_realloc(b->data, capacity);
	if (!moved) {
		b->failed = true;
		return NULL;
	}
	b->data = moved;
	b->capacity = capacity;
	return b->data + b->len;
}

void buffer_append(struct buffer *b, const void *data, size_t len)
{
	char *to = buffer_reserve(b, len);

	if (!to || len == 0)
		return;
	memcpy(to, data, len);
	b->len += len;
}

void buffer_puts(struct buffer *b, const char *text)
{
	buffer_append(b, text, strlen(text));
}

void buffer_putc(struct buffer *b, char c)
{
	char *to = buffer_reserve(b, 1);

	if (!to)
		return;
	*to = c;
	b->len++;
}

void buffer_fill(struct buffer *b, char c, size_t n)
{
	char *to = buffer_reserve(b, n);

	if (!to)
		return;
	memset(to, c, n);
	b->len += n;
}

void buffer_vprintf(struct buffer *b, const char *fmt, va_list ap)
{
	va_list again;
	char *to;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0) {
		b->failed = true;
		return;
	}
	to = buffer_reserve(b, (size_t)len + 1);
	if (!to)
		return;
	vsnprintf(to, (size_t)len + 1, fmt, ap);
	b->len += (size_t)len;
}

void buffer_printf(struct buffer *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buffer_vprintf(b, fmt, ap);
	va_end(ap);
}

void buffer_put_u64(struct buffer *b, uint64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	buffer_append(b, digits + at, sizeof(digits) - at);
}

void buffer_put_i64(struct buffer *b, int64_t n)
{
	if (n < 0)
		buffer_putc(b, '-');
	buffer_put_u64(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

const char *buffer_text(struct buffer *b)
{
	char *end = buffer_reserve(b, 1);

	if (!end)
		return "";
	*end = 0;
	return b->data;
}

char *buffer_keep(struct buffer *b, struct arena *a)
{
	char *text = arena_strdup(a, buffer_text(b));

	buffer_free(b);
	return text;
}
