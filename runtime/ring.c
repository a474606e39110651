/* runtime/ring.c - reading the event ring.  The layout is the kernel's UAPI: one page with the
 * consumer's position, one with the producer's, then the data, mapped twice in a row.  The kernel
 * counts every page that is mapped as ours: a run that prints little maps little.  Called by
 * runtime/stream.c and, around begin and end programs, by runtime/session.c. */
#include "runtime/ring.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"

/* The consumer's position is told to the kernel after so many bytes, not after every record:
 * programs read that cache line each time they reserve. */
#define RELEASE_BYTES 8192

/* Data is mapped in pieces of so many bytes. */
#define PIECE_BYTES (256u << 10)

int ring_open(struct ring *r, int fd, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	uint8_t *rest;

	if (consumer == MAP_FAILED)
		return -errno;
	/* addresses for all of it, and behind them, for now, the producer's position alone */
	rest = mmap(NULL, page + 2 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		-1, 0);
	if (rest == MAP_FAILED ||
		mmap(rest, page, PROT_READ, MAP_SHARED | MAP_FIXED, fd, (off_t)page) ==
			MAP_FAILED) {
		int err = -errno;

		if (rest != MAP_FAILED)
			munmap(rest, page + 2 * size);
		munmap(consumer, page);
		return err;
	}
	*r = (struct ring){
		.fd = fd,
		.page_size = page,
		.size = size,
		.consumer = consumer,
		.producer = (const uint64_t *)(const void *)rest,
		.data = rest + page,
	};
	return 0;
}

void ring_close(struct ring *r)
{
	if (!r->consumer)
		return;
	munmap(r->consumer, r->page_size);
	munmap((void *)(uintptr_t)r->producer, r->page_size + 2 * r->size);
	memset(r, 0, sizeof(*r));
}

size_t ring_waiting(const struct ring *r)
{
	uint64_t from = __atomic_load_n(r->consumer, __ATOMIC_RELAXED);

	return (size_t)(__atomic_load_n(r->producer, __ATOMIC_SEQ_CST) - from);
}

/* Have the data up to `end` mapped, which is rarely more than it was. */
static bool reach(struct ring *r, size_t end)
{
	size_t to = MIN_OF(ROUND_UP(end, PIECE_BYTES), 2 * r->size);

	if (end <= r->mapped)
		return true;
	if (mmap((void *)(uintptr_t)(r->data + r->mapped), to - r->mapped, PROT_READ,
		    MAP_SHARED | MAP_FIXED, r->fd,
		    (off_t)(2 * r->page_size + r->mapped)) == MAP_FAILED) {
		log_error("event ring: it cannot be mapped any further: %s", strerror(errno));
		return false;
	}
	r->mapped = to;
	return true;
}

/* The record at a position; NULL where it is not there yet.  What was given up is no record, but
 * takes its room. */
static const void *record_at(struct ring *r, uint64_t at, uint32_t *len, bool *is_record)
{
	size_t offset = at & (r->size - 1);
	const uint8_t *header = r->data + offset;
	uint32_t word;

	if (at >= __atomic_load_n(r->producer, __ATOMIC_SEQ_CST) ||
		!reach(r, offset + BPF_RINGBUF_HDR_SZ))
		return NULL;
	word = __atomic_load_n((const uint32_t *)(const void *)header, __ATOMIC_ACQUIRE);
	if (word & BPF_RINGBUF_BUSY_BIT)
		return NULL;
	*len = word & ~BPF_RINGBUF_DISCARD_BIT;
	*is_record = !(word & BPF_RINGBUF_DISCARD_BIT);
	if (*is_record && !reach(r, offset + BPF_RINGBUF_HDR_SZ + *len))
		return NULL;
	return header + BPF_RINGBUF_HDR_SZ;
}

static uint64_t behind(uint64_t at, uint32_t len)
{
	return at + ROUND_UP((uint64_t)len + BPF_RINGBUF_HDR_SZ, 8);
}

size_t ring_drain(struct ring *r, ring_record_fn deliver, void *arg, size_t budget)
{
	uint64_t at = __atomic_load_n(r->consumer, __ATOMIC_RELAXED), released = at;
	const void *record;
	size_t count = 0;
	uint32_t len;
	bool is_record;

	while (count < budget && (record = record_at(r, at, &len, &is_record))) {
		if (is_record) {
			deliver(arg, record, len);
			count++;
		}
		at = behind(at, len);
		if (at - released >= RELEASE_BYTES) {
			__atomic_store_n(r->consumer, at, __ATOMIC_RELEASE);
			released = at;
		}
	}
	/* Sequentially consistent: whoever looks at the producer's position after this sees what
	 * was added before the kernel saw ours. */
	__atomic_store_n(r->consumer, at, __ATOMIC_SEQ_CST);
	return count;
}

size_t ring_count(struct ring *r, ring_test_fn test, const void *arg)
{
	uint64_t at = __atomic_load_n(r->consumer, __ATOMIC_RELAXED);
	const void *record;
	size_t count = 0;
	uint32_t len;
	bool is_record;

	for (; (record = record_at(r, at, &len, &is_record)); at = behind(at, len)) {
		if (is_record && !test(arg, record, len))
			break;
		count += is_record;
	}
	return count;
}
