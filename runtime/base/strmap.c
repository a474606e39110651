/* runtime/base/strmap.c - a hash table from strings to pointers: open addressing, linear probing, a
 * power-of-two number of slots at most three quarters full.  The table never shrinks. */
#include "runtime/base/strmap.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/hash.h"
#include "runtime/base/mem.h"

#define FIRST_CAPACITY 16

struct strmap_slot {
	char *key;              /* NULL: free */
	void *value;
	uint64_t hash;
};

/* The slot that holds key, or the free one where it belongs.  There is always a free one. */
static struct strmap_slot *find_slot(
	struct strmap_slot *slots, size_t capacity, const char *key, uint64_t hash)
{
	size_t at = hash & (capacity - 1);

	while (slots[at].key && (slots[at].hash != hash || strcmp(slots[at].key, key) != 0))
		at = (at + 1) & (capacity - 1);
	return &slots[at];
}

void strmap_free(struct strmap *m)
{
	for (size_t i = 0; i < m->capacity; i++)
		mem_free(m->slots[i].key);
	mem_free(m->slots);
	*m = (struct strmap){ 0 };
}

void *strmap_get(const struct strmap *m, const char *key)
{
	struct strmap_slot *slot;

	if (!m->capacity)
		return NULL;
	slot = find_slot(m->slots, m->capacity, key, hash_add_text(HASH_START, key));
	return slot->key ? slot->value : NULL;
}

static int grow(struct strmap *m)
{
	size_t capacity = m->capacity ? m->capacity * 2 : FIRST_CAPACITY;
	struct strmap_slot *slots = m->arena ? arena_try_alloc(m->arena, capacity * sizeof(*slots))
		: mem_zalloc(capacity, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < m->capacity; i++) {
		struct strmap_slot *old = &m->slots[i];

		if (old->key)
			*find_slot(slots, capacity, old->key, old->hash) = *old;
	}
	if (!m->arena)
		mem_free(m->slots);
	m->slots = slots;
	m->capacity = capacity;
	return 0;
}

int strmap_put(struct strmap *m, const char *key, void *value)
{
	uint64_t hash = hash_add_text(HASH_START, key);
	struct strmap_slot *slot;

	if (m->count >= m->capacity / 4 * 3 && grow(m))
		return -ENOMEM;
	slot = find_slot(m->slots, m->capacity, key, hash);
	if (!slot->key) {
		slot->key = m->arena ? arena_strdup(m->arena, key) : mem_strdup(key);
		if (!slot->key)
			return -ENOMEM;
		slot->hash = hash;
		m->count++;
	}
	slot->value = value;
	return 0;
}

void *strmap_remove(struct strmap *m, const char *key)
{
	size_t mask = m->capacity - 1, hole;
	struct strmap_slot *slot = m->capacity
		? find_slot(m->slots, m->capacity, key, hash_add_text(HASH_START, key))
		: NULL;

	if (!slot || !slot->key)
		return NULL;
	void *value = slot->value;

	if (!m->arena)
		mem_free(slot->key);
	hole = (size_t)(slot - m->slots);
	/* what went past the slot on its way from where it belongs moves up, so that nothing free
	 * lies on the way to it */
	for (size_t at = (hole + 1) & mask; m->slots[at].key; at = (at + 1) & mask)
		if (((at - m->slots[at].hash) & mask) >= ((at - hole) & mask)) {
			m->slots[hole] = m->slots[at];
			hole = at;
		}
	m->slots[hole] = (struct strmap_slot){ 0 };
	m->count--;
	return value;
}
