/* runtime/flat.h - a value as one field or label of the formats for programs. */
#pragma once

#include "runtime/value.h"

/** Append a stack on one line: frames between ';', the outermost first. */
void flat_put_stack(const struct decode_context *ctx, struct buffer *b, const struct value *v);

/** Append a value on one level: numbers as they are, whatever unit people would see them in;
 * nothing for none. */
void flat_put(struct decode_context *ctx, struct buffer *b, const struct value *v);

/** ';' separates frames: what stands in the buffer from `start` on gets ':' in its place. */
void flat_keep_whole(struct buffer *b, size_t start);
