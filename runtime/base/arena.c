/* runtime/base/arena.c - memory that is freed together.  An arena is a list of chunks and a place
 * in one of them; resetting goes back to the first chunk and keeps the others for the next round.
 * Used by the compiler for everything, by the runtime for what lives as long as one event. */
#include "runtime/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/mem.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

#define ARENA_ALIGN 16
#define FIRST_CHUNK 4096
#define FIRST_ITEMS 8
#define LARGEST_CHUNK (256 * 1024)

struct chunk {
	struct chunk *next;
	size_t capacity;
	_Alignas(ARENA_ALIGN) unsigned char bytes[];
};

struct arena {
	struct chunk *first;
	struct chunk *current;  /* NULL until the first allocation and after a reset */
	size_t used;            /* of current */
	size_t next_capacity;
};

struct arena *arena_new(void)
{
	struct arena *a = mem_zalloc(1, sizeof(*a));

	if (a)
		a->next_capacity = FIRST_CHUNK;
	return a;
}

void arena_free(struct arena *a)
{
	struct chunk *next;

	if (!a)
		return;
	for (struct chunk *c = a->first; c; c = next) {
		next = c->next;
		mem_free(c);
	}
	mem_free(a);
}

void arena_reset(struct arena *a)
{
	a->current = NULL;
	a->used = 0;
}

/* Put a new chunk of at least `size` bytes behind the current one. */
static struct chunk *add_chunk(struct arena *a, size_t size)
{
	size_t capacity = MAX_OF(size, a->next_capacity);
	struct chunk *c;

	if (capacity > SIZE_MAX - sizeof(*c))
		return NULL;
	c = mem_alloc(sizeof(*c) + capacity);
	if (!c)
		return NULL;
	c->capacity = capacity;
	c->next = a->current ? a->current->next : a->first;
	if (a->current)
		a->current->next = c;
	else
		a->first = c;
	a->next_capacity = MIN_OF(a->next_capacity * 2, (size_t)LARGEST_CHUNK);
	return c;
}

void *arena_try_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->current;
	size_t rounded;
	void *result;

	if (size > SIZE_MAX - ARENA_ALIGN)
		return NULL;
	rounded = ROUND_UP(MAX_OF(size, (size_t)1), ARENA_ALIGN);
	if (!c || c->capacity - a->used < rounded) {
		/* the following chunk is free: all behind the current one are */
		c = c ? c->next : a->first;
		if (!c || c->capacity < rounded)
			c = add_chunk(a, rounded);
		if (!c)
			return NULL;
		a->current = c;
		a->used = 0;
	}
	result = c->bytes + a->used;
	a->used += rounded;
	return memset(result, 0, size);
}

static void *or_die(void *memory)
{
	if (memory)
		return memory;
	log_error("memory: allocation failed: the system has no more to give; stop other programs "
		  "or raise the limit (ulimit -v)");
	exit(EXIT_CODE_ENVIRONMENT);
}

void *arena_alloc(struct arena *a, size_t size)
{
	return or_die(arena_try_alloc(a, size));
}

void *arena_memdup(struct arena *a, const void *data, size_t len)
{
	void *copy = arena_alloc(a, len);

	return len ? memcpy(copy, data, len) : copy;
}

void *arena_grown(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
	void *moved;

	if (count < *capacity)
		return items;
	*capacity = *capacity ? *capacity * 2 : FIRST_ITEMS;
	moved = arena_alloc(a, *capacity * size);
	return count ? memcpy(moved, items, count * size) : moved;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_alloc(a, len < SIZE_MAX ? len + 1 : len);

	if (len)
		memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		return arena_strdup(a, "");
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return text;
}
