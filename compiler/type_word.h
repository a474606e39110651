/* compiler/type_word.h - the language's own words for types (language.md T1, T2, T6): what the
 * parser takes for a type and the check pass makes one of. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/type.h"

struct type_word {
	const char *name;
	const struct type *type;
	/* instead: its first brackets hold a number of bytes */
	const struct type *(*of_capacity)(struct arena *a, uint32_t capacity);
	bool may_be_name; /* of something else too, where either could stand */
};

/** The row of a word that is `len` bytes long; NULL when the language has no such type. */
const struct type_word *type_word_find(const char *name, size_t len);

/** Visit the names of all rows. */
void type_word_each(void (*visit)(const char *name, void *arg), void *arg);
