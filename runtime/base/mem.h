/* runtime/base/mem.h - the one allocator, so that a test can make it fail. */
#pragma once

#include <stddef.h>

/** Allocate size bytes.  The caller frees with mem_free().  NULL when out of memory. */
void *mem_alloc(size_t size);

/** Allocate count * size zeroed bytes.  NULL when out of memory or when the product overflows. */
void *mem_zalloc(size_t count, size_t size);

/** Resize; like realloc(): on NULL the old block is still the caller's. */
void *mem_realloc(void *ptr, size_t size);

/** Copy a string.  NULL when out of memory. */
char *mem_strdup(const char *text);

/** Free; NULL is allowed. */
void mem_free(void *ptr);

/** Tests only: let the next `successes` allocations work and every later one fail; -1 switches
 * failing off. */
void mem_fail_after(long successes);
