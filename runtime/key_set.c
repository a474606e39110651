/* runtime/key_set.c - a set of keys as readers see them.  Called by the sinks whose readers take
 * equal keys for one. */
#include "runtime/key_set.h"

#include <stdint.h>
#include <string.h>

#include "runtime/base/hash.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"

bool key_set_open(struct key_set *set, size_t count)
{
	size_t capacity = 8;

	*set = (struct key_set){ 0 };
	while (capacity / 2 < count && capacity <= SIZE_MAX / 4)
		capacity *= 2;
	set->slots = mem_zalloc(capacity, sizeof(*set->slots));
	set->mask = capacity - 1;
	return set->slots != NULL;
}

void key_set_close(struct key_set *set)
{
	buffer_free(&set->texts);
	mem_free(set->slots);
}

static uint64_t hash_bytes(const char *bytes, size_t len)
{
	uint64_t hash = hash_add(HASH_START, bytes, len);

	return hash ^ hash >> 32;
}

/* Adds the text that begins at `start` and ends the buffer.  When it is already there it is dropped
 * and the slot that has it returned, else NULL. */
static struct key_slot *key_set_add(struct key_set *set, size_t start)
{
	size_t len = set->texts.len - start;
	const char *text = set->texts.data + start;
	size_t i = hash_bytes(text, len) & set->mask;

	for (; set->slots[i].next; i = (i + 1) & set->mask) {
		if (set->slots[i].len != len ||
			memcmp(set->texts.data + set->slots[i].at, text, len) != 0)
			continue;
		set->texts.len = start;
		return &set->slots[i];
	}
	set->slots[i] = (struct key_slot){ start, len, 2 };
	return NULL;
}

/* What a reader of the JSON gets for the bytes: those that are no UTF-8 became characters of their
 * own value. */
static void put_as_read(struct buffer *b, const char *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t kept = utf8_length(bytes + at, len - at);

		if (kept) {
			buffer_append(b, bytes + at, kept);
			at += kept;
			continue;
		}
		buffer_putc(b, (char)(0xc0 | (unsigned char)bytes[at] >> 6));
		buffer_putc(b, (char)(0x80 | ((unsigned char)bytes[at] & 0x3f)));
		at++;
	}
}

unsigned long key_set_number(struct key_set *set, const char *bytes, size_t len)
{
	struct key_slot *same = NULL;
	unsigned long number = 0;

	for (;;) {
		size_t start = set->texts.len;
		struct key_slot *found;

		put_as_read(&set->texts, bytes, len);
		if (number)
			buffer_printf(&set->texts, "#%lu", number);
		/* so that there is memory to compare even for an empty key */
		buffer_putc(&set->texts, 0);
		if (set->texts.failed)
			return 0;
		found = key_set_add(set, start);
		if (!found)
			return number;
		same = same ? same : found;
		number = same->next++;
	}
}
