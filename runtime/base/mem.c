/* runtime/base/mem.c - the one allocator.  It is the C library's, with a switch that lets a test
 * run out of memory at a chosen allocation.  Every room allocates through it, directly or through
 * arenas and buffers. */
#include "runtime/base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* No object is larger (C's pointer differences). */
#define LARGEST ((size_t)PTRDIFF_MAX)

/* successes left before allocations fail; negative: never fail */
static long fail_after = -1;

static bool may_allocate(void)
{
	if (fail_after < 0)
		return true;
	if (fail_after == 0)
		return false;
	fail_after--;
	return true;
}

void mem_fail_after(long successes)
{
	fail_after = successes;
}

void *mem_alloc(size_t size)
{
	if (size > LARGEST || !may_allocate())
		return NULL;
	return malloc(size ? size : 1);
}

void *mem_zalloc(size_t count, size_t size)
{
	if (size && count > LARGEST / size)
		return NULL;
	if (!may_allocate())
		return NULL;
	return calloc(count && size ? count : 1, count && size ? size : 1);
}

void *mem_realloc(void *ptr, size_t size)
{
	if (size > LARGEST || !may_allocate())
		return NULL;
	return realloc(ptr, size ? size : 1);
}

char *mem_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = mem_alloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

void mem_free(void *ptr)
{
	free(ptr);
}
