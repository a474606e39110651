/* runtime/base/buffer.h - a growable run of bytes: what text is formatted into and images are
 * written with. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/** Zero-initialise to use.  `failed` is set when memory ran out; appends are then ignored. */
struct buffer {
	char *data;             /* not NUL-terminated unless buffer_text() was called */
	size_t len;
	size_t capacity;
	bool failed;
};

/** Free the memory and make the buffer empty again. */
void buffer_free(struct buffer *b);

/** Make it empty, keep the memory. */
static inline void buffer_clear(struct buffer *b)
{
	b->len = 0;
	b->failed = false;
}

/** Append bytes, a string, a character n times, formatted text. */
void buffer_append(struct buffer *b, const void *data, size_t len);
void buffer_puts(struct buffer *b, const char *text);
void buffer_putc(struct buffer *b, char c);
void buffer_fill(struct buffer *b, char c, size_t n);
void buffer_printf(struct buffer *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *b, const char *fmt, va_list ap);

/** Append decimal numbers without going through printf: the hot path of printing. */
void buffer_put_u64(struct buffer *b, uint64_t n);
void buffer_put_i64(struct buffer *b, int64_t n);

/** Make room for len more bytes and return where they go (the caller then adds to b->len); NULL
 * when out of memory. */
char *buffer_reserve(struct buffer *b, size_t len);

/** The bytes with a NUL behind them (not counted in len); "" when memory ran out.  Owned by the
 * buffer. */
const char *buffer_text(struct buffer *b);

/** The same as a copy that lives as long as the arena; the buffer is freed. */
char *buffer_keep(struct buffer *b, struct arena *a);
