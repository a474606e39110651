/* runtime/base/escape.h - makes traced bytes harmless where they are shown (output.md 10.8). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/buffer.h"

/** Has a text control characters: could it not stand in a line? */
bool text_has_controls(const char *text);

/** Write what stands in the buffer from `start` on so that it controls nothing: C0 and C1 controls
 * (also as UTF-8), DEL and bytes that are no UTF-8 become \xHH each.  `keep_lines`: line feeds and
 * tabs stay. */
void text_escape_controls(struct buffer *b, size_t start, bool keep_lines);
