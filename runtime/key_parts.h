/* runtime/key_parts.h - the parts of a map's key and their names (language.md M10): columns and
 * labels of the formats for programs. */
#pragma once

#include "runtime/sink.h"

/** The parts of one key; they belong to the view. */
struct key_parts {
	const struct value *items;
	size_t count;           /* 0 of a scalar */
};

/** The parts of `key`, which is of an entry of the view: the members of a tuple or record,
 * otherwise the key itself. */
struct key_parts key_parts_of(const struct map_view *view, const struct value *key);

/** Append the name of part i: as the program has it, "key1" ... where it has none or another number
 * of parts. */
void key_part_put_name(
	struct buffer *b, const struct map_view *view, const struct key_parts *parts, size_t i);
