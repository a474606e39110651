/* probes/dwarf_cursor.h - numbers and texts out of bytes that somebody else wrote, as DWARF and
 * call frame information have them; nothing is read past their end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dwarf_bytes {
	const uint8_t *data;
	size_t len;
};

/** Reads forward through some bytes; `bad` once it went past the end, and everything is 0 from then
 * on. */
struct dwarf_cursor {
	const uint8_t *data;
	size_t at, end;
	bool bad;
};

struct dwarf_cursor dwarf_cursor(struct dwarf_bytes bytes, uint64_t at);
/** `size` bytes as a number: 1, 2, 3, 4 or 8. */
uint64_t dwarf_read(struct dwarf_cursor *c, unsigned size);
/** The same at an offset. */
uint64_t dwarf_word_at(struct dwarf_bytes bytes, uint64_t at, unsigned size);
uint64_t dwarf_read_uleb(struct dwarf_cursor *c);
int64_t dwarf_read_sleb(struct dwarf_cursor *c);
void dwarf_skip(struct dwarf_cursor *c, uint64_t bytes);
/** The next `len` bytes, passed over, as a cursor that ends with them: `at` still counts from where
 * that of the other one does. */
struct dwarf_cursor dwarf_take(struct dwarf_cursor *c, uint64_t len);
/** A text that ends with a NUL; "" past the end. */
const char *dwarf_read_text(struct dwarf_cursor *c);
/** True for that text at an offset of a section, with its NUL. */
bool dwarf_is_text_at(struct dwarf_bytes bytes, uint64_t offset, const char *text);
/** The text at an offset of a section; NULL when there is none. */
const char *dwarf_text_at(struct dwarf_bytes bytes, uint64_t offset);
