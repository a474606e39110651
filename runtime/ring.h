/* runtime/ring.h - reading the event ring (BPF_MAP_TYPE_RINGBUF), mapped into our memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
	int fd;                         /* the map's, not owned; poll it for wakeups */
	size_t page_size;
	size_t size;                    /* bytes of data */
	uint64_t *consumer;             /* position up to which we have read */
	const uint64_t *producer;       /* position up to which records were reserved */
	const uint8_t *data;            /* twice in a row, so that no record is cut in two */
	/* of these bytes, how many from the start on: the rest is mapped when a record is there */
	size_t mapped;
};

/** Looks at one record. */
typedef bool (*ring_test_fn)(const void *arg, const void *record, size_t len);

/** Receives one record, valid during the call: it lies in the ring itself, aligned to 8. */
typedef void (*ring_record_fn)(void *arg, const void *record, size_t len);

/** Map the ring of a map descriptor with `size` bytes of data (a power of two).  0 or -errno.  Undo
 * with ring_close(). */
int ring_open(struct ring *r, int fd, size_t size);

/** Unmap; a zeroed ring is allowed. */
void ring_close(struct ring *r);

/** Hand over records until there are none left or `budget` were handed over.  Returns the number of
 * records. */
size_t ring_drain(struct ring *r, ring_record_fn deliver, void *arg, size_t budget);

/** How many records there are in front of the first one that fails a test. */
size_t ring_count(struct ring *r, ring_test_fn test, const void *arg);

/** Bytes that wait to be read, unfinished records included. */
size_t ring_waiting(const struct ring *r);
