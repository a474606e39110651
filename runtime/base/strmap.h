/* runtime/base/strmap.h - a hash table from strings to pointers. */
#pragma once

#include <stddef.h>

struct arena;

/** Zero-initialise to use.  Keys are copied, values belong to the caller. */
struct strmap {
	struct strmap_slot *slots;
	size_t count;
	size_t capacity;
	/* set before use: table and keys live there, and nothing needs to be freed; NULL:
	 * strmap_free() */
	struct arena *arena;
};

/** Free the table (not the values). */
void strmap_free(struct strmap *m);

/** The value of key, or NULL. */
void *strmap_get(const struct strmap *m, const char *key);

/** Set key to value (not NULL), replacing an earlier one.  0 or -ENOMEM. */
int strmap_put(struct strmap *m, const char *key, void *value);

/** Remove key; the value it had, or NULL. */
void *strmap_remove(struct strmap *m, const char *key);
