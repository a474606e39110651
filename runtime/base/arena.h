/* runtime/base/arena.h - memory that is freed together: one per compilation, one scratch arena per
 * event. */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/** Make an empty arena.  The caller frees it with arena_free().  NULL when out of memory. */
struct arena *arena_new(void);

/** Free the arena and everything in it; NULL is allowed. */
void arena_free(struct arena *a);

/** Forget everything allocated so far but keep the memory for reuse. */
void arena_reset(struct arena *a);

/** Zeroed memory, aligned to 16 bytes; never NULL: when memory is out, the process says so on
 * stderr and exits with code 2. */
void *arena_alloc(struct arena *a, size_t size);

/** As arena_alloc(), but NULL when out of memory: for a tracer that must go on. */
void *arena_try_alloc(struct arena *a, size_t size);

/** Copies that live as long as the arena; never NULL. */
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t len);
void *arena_memdup(struct arena *a, const void *data, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

/** A zeroed object, or an array of n of them. */
#define arena_new_object(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

/** Make room behind the `count` elements of an array of the arena: when `capacity`, a uint32_t, is
 * used up, the array moves to twice the room.  NULL and 0 to begin with. */
#define arena_grow(a, items, count, capacity) \
	((items) = arena_grown((a), (items), (count), &(capacity), sizeof(*(items))))
void *arena_grown(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size);
