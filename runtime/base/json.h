/* runtime/base/json.h - writing JSON text as output.md chapter 3 wants it. */
#pragma once

#include "runtime/base/buffer.h"

/** Append bytes as a JSON string with its quotes: valid UTF-8 kept, every other byte as \u00HH,
 * control characters escaped. */
void json_put_string(struct buffer *b, const char *bytes, size_t len);

/** The same without the surrounding quotes, for a string that is built from parts. */
void json_put_escaped(struct buffer *b, const char *bytes, size_t len);

/** Length in bytes (1 to 4) of the valid UTF-8 character at p, of at most len bytes; 0 if there is
 * none (overlong forms, surrogates and values above U+10FFFF are invalid). */
size_t utf8_length(const char *p, size_t len);
