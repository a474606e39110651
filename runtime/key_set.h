/* runtime/key_set.h - finds keys that read the same (truncated strings, times of one second) and
 * numbers them, so that they stay distinct. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/buffer.h"

/** The keys written so far.  Texts lie behind one another in `texts`, as a reader of UTF-8 gets
 * them; the table is open addressing with linear steps. */
struct key_set {
	struct buffer texts;
	struct key_slot {
		size_t at, len;
		unsigned long next;     /* number for the next key of this text; 0: free */
	} *slots;
	size_t mask;
};

/** Start a set of at most `count` keys.  False when out of memory: then the set is not to be used
 * but closed. */
bool key_set_open(struct key_set *set, size_t count);
void key_set_close(struct key_set *set);

/** Add a key; returns the number behind '#' that makes it a new one, or 0 when it is new so. */
unsigned long key_set_number(struct key_set *set, const char *bytes, size_t len);
