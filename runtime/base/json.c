/* runtime/base/json.c - JSON strings out of bytes that may be anything.  Called by the JSON sink
 * and by listings. */
#include "runtime/base/json.h"

#include <stdbool.h>

static bool is_continuation(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t utf8_length(const char *p, size_t len)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned char low = 0x80, high = 0xbf;  /* allowed second byte */
	size_t need;

	if (len == 0)
		return 0;
	if (u[0] < 0x80)
		return 1;
	if (u[0] < 0xc2 || u[0] > 0xf4)
		return 0;
	need = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	if (len < need)
		return 0;
	if (u[0] == 0xe0)
		low = 0xa0;     /* below: overlong */
	if (u[0] == 0xed)
		high = 0x9f;    /* above: surrogates */
	if (u[0] == 0xf0)
		low = 0x90;     /* below: overlong */
	if (u[0] == 0xf4)
		high = 0x8f;    /* above: beyond U+10FFFF */
	if (u[1] < low || u[1] > high)
		return 0;
	for (size_t i = 2; i < need; i++)
		if (!is_continuation(u[i]))
			return 0;
	return need;
}

/* The character behind the backslash of a short escape, or 0. */
static char short_escape(char c)
{
	static const char pairs[][2] = {
		{ '"', '"' }, { '\\', '\\' }, { '\n', 'n' }, { '\r', 'r' }, { '\t', 't' },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i][0] == c)
			return pairs[i][1];
	return 0;
}

static void put_special(struct buffer *b, char c)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)c;
	char escape[6] = { '\\', short_escape(c) };

	if (escape[1]) {
		buffer_append(b, escape, 2);
		return;
	}
	escape[1] = 'u';
	escape[2] = '0';
	escape[3] = '0';
	escape[4] = hex[byte >> 4];
	escape[5] = hex[byte & 15];
	buffer_append(b, escape, sizeof(escape));
}

void json_put_escaped(struct buffer *b, const char *bytes, size_t len)
{
	size_t plain = 0;       /* start of the run that is kept as it is */
	size_t at = 0;

	while (at < len) {
		unsigned char c = (unsigned char)bytes[at];
		size_t kept = utf8_length(bytes + at, len - at);

		if (kept > 1 || (kept == 1 && c >= 0x20 && c != 0x7f && c != '"' && c != '\\')) {
			at += kept;
			continue;
		}
		buffer_append(b, bytes + plain, at - plain);
		put_special(b, bytes[at]);
		plain = ++at;
	}
	if (len > plain)
		buffer_append(b, bytes + plain, len - plain);
}

void json_put_string(struct buffer *b, const char *bytes, size_t len)
{
	buffer_putc(b, '"');
	json_put_escaped(b, bytes, len);
	buffer_putc(b, '"');
}
