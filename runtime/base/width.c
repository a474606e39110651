/* runtime/base/width.c - how much room text takes on a terminal.  Called by what aligns columns. */
#include "runtime/base/width.h"

#include <locale.h>
#include <wchar.h>

#include "runtime/base/json.h"

/* The character of a valid sequence of `len` bytes. */
static wchar_t character_of(const char *bytes, size_t len)
{
	static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned c = (unsigned char)bytes[0] & first_bits[len];

	for (size_t i = 1; i < len; i++)
		c = c << 6 | ((unsigned char)bytes[i] & 0x3f);
	return (wchar_t)c;
}

/* The widths of characters are the C library's, which knows them in its UTF-8 locales only: one is
 * taken for the time of a text that needs it. */
static size_t width_of_utf8(const char *bytes, size_t len)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before = (locale_t)0;
	size_t columns = 0;

	if (utf8)
		before = uselocale(utf8);
	for (size_t at = 0; at < len;) {
		size_t bytes_of = utf8_length(bytes + at, len - at);
		int width = bytes_of > 1 ? wcwidth(character_of(bytes + at, bytes_of)) : 1;

		columns += width < 0 ? 1 : (size_t)width;
		at += bytes_of ? bytes_of : 1;
	}
	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
	return columns;
}

size_t text_width(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return width_of_utf8(bytes, len);
	return len;
}
