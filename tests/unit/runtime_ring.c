/* tests/unit/runtime_ring.c - the reader of the event ring against a ring that the test fills
 * itself, in the kernel's layout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/bpf.h>

#include "runtime/base/util.h"
#include "runtime/ring.h"

#define SIZE 4096u
#define MOST 1024

static struct ring ring;
static uint64_t consumer, producer;
static uint8_t *memory;

static uint32_t seen[MOST];     /* first word of each record, and its length */
static size_t lengths[MOST];
static size_t seen_count;

static void deliver(void *arg, const void *record, size_t len)
{
	assert_ptr_equal(arg, &ring);
	assert_true(seen_count < MOST);
	assert_int_equal((uintptr_t)record % 8, 0);
	memcpy(&seen[seen_count], record, sizeof(uint32_t));
	lengths[seen_count++] = len;
}

/* The data pages twice in a row, as the kernel maps them. */
static int set_up(void **state)
{
	int fd = memfd_create("ring", 0);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, SIZE), 0);
	memory = mmap(NULL, 2 * SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(memory != MAP_FAILED);
	for (unsigned i = 0; i < 2; i++)
		assert_ptr_equal(mmap(memory + i * SIZE, SIZE, PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_FIXED, fd, 0),
			memory + i * SIZE);
	close(fd);
	consumer = producer = 0;
	seen_count = 0;
	ring = (struct ring){
		.fd = -1,
		.size = SIZE,
		.consumer = &consumer,
		.producer = &producer,
		.data = memory,
		.mapped = 2 * SIZE,
	};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	munmap(memory, 2 * SIZE);
	return 0;
}

/* Reserve as the kernel does; returns the record's header. */
static uint32_t *reserve(uint32_t len, uint32_t first_word)
{
	uint8_t *at = memory + (producer & (SIZE - 1));
	uint32_t *header = (uint32_t *)(void *)at;

	header[0] = len | BPF_RINGBUF_BUSY_BIT;
	header[1] = 0;
	memcpy(at + BPF_RINGBUF_HDR_SZ, &first_word, sizeof(first_word));
	producer += ROUND_UP(len + BPF_RINGBUF_HDR_SZ, 8u);
	return header;
}

static void submit(uint32_t *header)
{
	*header &= ~BPF_RINGBUF_BUSY_BIT;
}

static void discard(uint32_t *header)
{
	*header = (*header & ~BPF_RINGBUF_BUSY_BIT) | BPF_RINGBUF_DISCARD_BIT;
}

static void delivers_in_order(void **state)
{
	(void)state;
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 0);
	submit(reserve(8, 11));
	submit(reserve(13, 12));
	submit(reserve(24, 13));
	assert_int_equal(ring_waiting(&ring), 16 + 24 + 32);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 3);
	assert_int_equal(ring_waiting(&ring), 0);
	assert_int_equal(consumer, producer);
	assert_int_equal(seen_count, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(seen[i], 11 + i);
	assert_int_equal(lengths[0], 8);
	assert_int_equal(lengths[1], 13);
	assert_int_equal(lengths[2], 24);
}

static void stops_at_a_record_being_written(void **state)
{
	uint32_t *busy;

	(void)state;
	submit(reserve(8, 1));
	busy = reserve(8, 2);
	submit(reserve(8, 3));
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 1);
	assert_int_equal(consumer, 16);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 0);
	submit(busy);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 2);
	assert_int_equal(seen[1], 2);
	assert_int_equal(seen[2], 3);
}

static void skips_discarded_records(void **state)
{
	(void)state;
	discard(reserve(40, 1));
	submit(reserve(8, 2));
	discard(reserve(8, 3));
	assert_int_equal(ring_drain(&ring, deliver, &ring, 100), 1);
	assert_int_equal(seen[0], 2);
	assert_int_equal(consumer, producer);
}

static void keeps_to_its_budget(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		submit(reserve(8, i));
	assert_int_equal(ring_drain(&ring, deliver, &ring, 4), 4);
	assert_int_equal(consumer, 4 * 16);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 4), 4);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 4), 2);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(seen[i], i);
}

static bool is_below(const void *limit, const void *record, size_t len)
{
	return len == 8 && *(const uint32_t *)record < *(const uint32_t *)limit;
}

static void counts_up_to_a_record(void **state)
{
	uint32_t limit = 5;

	(void)state;
	assert_int_equal(ring_count(&ring, is_below, &limit), 0);
	discard(reserve(40, 9));
	submit(reserve(8, 1));
	discard(reserve(8, 9));
	submit(reserve(8, 2));
	submit(reserve(8, 7));
	submit(reserve(8, 3));
	reserve(8, 4);
	assert_int_equal(ring_count(&ring, is_below, &limit), 2);
	assert_int_equal(consumer, 0);
	assert_int_equal(ring_drain(&ring, deliver, &ring, 2), 2);
	assert_int_equal(ring_count(&ring, is_below, &limit), 0);
	limit = 8;
	assert_int_equal(ring_count(&ring, is_below, &limit), 2);
}

/* Many rounds around the ring, with records across its end. */
static void goes_round(void **state)
{
	uint32_t next = 0, expected = 0;

	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		while (SIZE - (producer - consumer) >= 128)
			submit(reserve(4 + next % 100, next)), next++;
		seen_count = 0;
		assert_true(ring_drain(&ring, deliver, &ring, MOST) > 0);
		for (size_t i = 0; i < seen_count; i++, expected++) {
			assert_int_equal(seen[i], expected);
			assert_int_equal(lengths[i], 4 + expected % 100);
		}
		assert_int_equal(consumer, producer);
	}
	assert_int_equal(expected, next);
}

#define LARGE (1u << 20)
#define PIECE (256u << 10)

static void put_word(int fd, off_t at, uint64_t word)
{
	assert_int_equal(pwrite(fd, &word, sizeof(word), at), sizeof(word));
}

/* A large ring in a file, its data twice.  Pieces of it are mapped as records come to them. */
static void maps_what_it_reads(void **state)
{
	off_t page = sysconf(_SC_PAGESIZE), data = 2 * page;
	struct ring r;
	int fd = memfd_create("ring", 0);

	(void)state;
	assert_int_equal(ftruncate(fd, data + 2 * LARGE), 0);
	assert_int_equal(ring_open(&r, fd, LARGE), 0);
	assert_int_equal(ring_drain(&r, deliver, &ring, 10), 0);
	assert_int_equal(r.mapped, 0);

	put_word(fd, data, 16);
	put_word(fd, data + 8, 21);
	put_word(fd, page, 24);
	assert_int_equal(ring_drain(&r, deliver, &ring, 10), 1);
	assert_int_equal(r.mapped, PIECE);

	/* one that begins in a piece and ends in the next */
	*r.consumer = PIECE - 16;
	put_word(fd, data + PIECE - 16, 24);
	put_word(fd, data + PIECE - 8, 22);
	put_word(fd, page, PIECE + 16);
	assert_int_equal(ring_drain(&r, deliver, &ring, 10), 1);
	assert_int_equal(r.mapped, 2 * PIECE);

	/* and one that goes on in the second copy */
	*r.consumer = LARGE - 16;
	put_word(fd, data + LARGE - 16, 24);
	put_word(fd, data + LARGE - 8, 23);
	put_word(fd, page, LARGE + 16);
	assert_int_equal(ring_drain(&r, deliver, &ring, 10), 1);
	assert_int_equal(r.mapped, LARGE + PIECE);

	assert_int_equal(seen_count, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(seen[i], 21 + i);
	ring_close(&r);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(delivers_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(maps_what_it_reads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stops_at_a_record_being_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(skips_discarded_records, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps_to_its_budget, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts_up_to_a_record, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_round, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("runtime_ring", tests, NULL, NULL);
}
