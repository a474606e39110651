/* runtime/base/escape.c - escapes control characters in what was appended to a buffer.  Called by
 * what writes traced text for a terminal, or on one line. */
#include "runtime/base/escape.h"

#include "runtime/base/json.h"

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/* Bytes of the character at p that have to be escaped; 0: it is harmless, *len bytes long. */
static size_t harmful_bytes(const char *p, size_t left, bool keep_lines, size_t *len)
{
	unsigned char c = (unsigned char)*p;

	*len = utf8_length(p, left);
	if (*len == 0)
		return 1;
	if (*len == 2 && c == 0xc2 && (unsigned char)p[1] < 0xa0)
		return 2;
	if (*len > 1 || (keep_lines && (c == '\n' || c == '\t')))
		return 0;
	return is_control(c);
}

static size_t first_harmful(const struct buffer *b, size_t at, bool keep_lines)
{
	size_t len;

	for (; at < b->len; at += len)
		if (harmful_bytes(b->data + at, b->len - at, keep_lines, &len))
			break;
	return at;
}

bool text_has_controls(const char *text)
{
	while (*text && !is_control((unsigned char)*text))
		text++;
	return *text;
}

void text_escape_controls(struct buffer *b, size_t start, bool keep_lines)
{
	static const char digits[] = "0123456789abcdef";
	struct buffer escaped = { 0 };
	size_t at = b->failed ? b->len : first_harmful(b, start, keep_lines), first = at, len;

	if (at >= b->len)
		return;
	for (; at < b->len; at += len) {
		size_t harmful = harmful_bytes(b->data + at, b->len - at, keep_lines, &len);

		if (!harmful)
			buffer_append(&escaped, b->data + at, len);
		for (size_t i = 0; i < harmful; i++) {
			unsigned char c = (unsigned char)b->data[at + i];

			buffer_append(
				&escaped, (char[]){ '\\', 'x', digits[c >> 4], digits[c & 15] }, 4);
		}
		len = harmful ? harmful : len;
	}
	b->len = first;
	buffer_append(b, escaped.data, escaped.len);
	b->failed |= escaped.failed;
	buffer_free(&escaped);
}
