/* runtime/flat.h - a value as one field or label of the formats for programs. */
#pragma once

#include "runtime/value.h"

/** Append a value on one level: numbers as they are, whatever unit people would see them in; frames between ';', the outermost first; nothing for none. */
void flat_put(struct decode_context *ctx, struct buffer *b, const struct value *v);
