/* runtime/base/util.h - what C lacks: array sizes, string tests, a typed growable array. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "runtime/base/mem.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
/* A number, or a macro of one, as a text. */
#define TEXT_OF(number) TEXT_OF_(number)
#define TEXT_OF_(number) #number
#define ROUND_UP(n, to) (((n) + (to) - 1) / (to) * (to))
#define MIN_OF(a, b) ((a) < (b) ? (a) : (b))
#define MAX_OF(a, b) ((a) > (b) ? (a) : (b))

static inline bool str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static inline bool str_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/** Grow *items (count used of *capacity, each `size` bytes) so that one more fits.  False when out
 * of memory: nothing changed. */
static inline bool vec_reserve(void **items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return true;
	size_t bigger = *capacity ? *capacity * 2 : 8;
	void *moved = mem_realloc(*items, bigger * size);

	if (!moved)
		return false;
	*items = moved;
	*capacity = bigger;
	return true;
}

/** Append to a struct with members items, count, capacity (size_t); evaluates to false when out of
 * memory.  Free .items with mem_free(). */
#define VEC_PUSH(v, item) \
	(vec_reserve((void **)&(v)->items, (v)->count, &(v)->capacity, sizeof(*(v)->items)) && \
		(((v)->items[(v)->count++] = (item)), true))
