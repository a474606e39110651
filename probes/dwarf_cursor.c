/* probes/dwarf_cursor.c - reads numbers and texts out of bytes, never past their end.  Part of the
 * DWARF reader, and of that of call frame information. */
#include <string.h>

#include "probes/dwarf_cursor.h"
#include "runtime/base/util.h"

/* bytes of a name: where each of many entries had a longer one, hashing them would not end */
#define TEXT_MOST (1u << 16)

struct dwarf_cursor dwarf_cursor(struct dwarf_bytes bytes, uint64_t at)
{
	static const uint8_t nothing[1];
	bool bad = at > bytes.len;

	return (struct dwarf_cursor){ bytes.data ? bytes.data : nothing, bad ? 0 : at, bytes.len,
		bad };
}

void dwarf_skip(struct dwarf_cursor *c, uint64_t bytes)
{
	c->bad |= c->bad || bytes > c->end - c->at;
	c->at += c->bad ? 0 : bytes;
}

struct dwarf_cursor dwarf_take(struct dwarf_cursor *c, uint64_t len)
{
	struct dwarf_cursor part = *c;

	dwarf_skip(c, len);
	part.end = c->at;
	part.bad = c->bad;
	return part;
}

uint64_t dwarf_read(struct dwarf_cursor *c, unsigned size)
{
	size_t at = c->at;
	uint64_t value = 0;

	dwarf_skip(c, size);
	if (!c->bad)
		memcpy(&value, c->data + at, size);
	return value;
}

uint64_t dwarf_word_at(struct dwarf_bytes bytes, uint64_t at, unsigned size)
{
	struct dwarf_cursor c = dwarf_cursor(bytes, at);

	return dwarf_read(&c, size);
}

uint64_t dwarf_read_uleb(struct dwarf_cursor *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = (uint8_t)dwarf_read(c, 1);

		value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
		if (!(byte & 0x80))
			return c->bad ? 0 : value;
	}
}

int64_t dwarf_read_sleb(struct dwarf_cursor *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = (uint8_t)dwarf_read(c, 1);

		value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
		if (byte & 0x80)
			continue;
		if (byte & 0x40 && shift + 7 < 64)
			value |= ~0ull << (shift + 7);
		return c->bad ? 0 : (int64_t)value;
	}
}

const char *dwarf_text_at(struct dwarf_bytes bytes, uint64_t offset)
{
	return offset < bytes.len &&
			memchr(bytes.data + offset, 0, MIN_OF(bytes.len - offset, TEXT_MOST))
		? (const char *)bytes.data + offset
		: NULL;
}

bool dwarf_is_text_at(struct dwarf_bytes bytes, uint64_t offset, const char *text)
{
	size_t len = strlen(text) + 1;

	return offset < bytes.len && len <= bytes.len - offset &&
		!memcmp(bytes.data + offset, text, len);
}

const char *dwarf_read_text(struct dwarf_cursor *c)
{
	const char *text =
		c->bad ? NULL : dwarf_text_at((struct dwarf_bytes){ c->data, c->end }, c->at);

	if (!text) {
		c->bad = true;
		return "";
	}
	c->at += strlen(text) + 1;
	return text;
}
