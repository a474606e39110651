/* probes/process_events.c - the records that perf keeps beside samples, without samples: a dummy
 * event on each CPU, whose ring the kernel writes what becomes of processes to.  Costs nothing but
 * when processes start, end or map code.  Called by user_symbols.c and runtime/unwinder.c. */
#include "probes/process_events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "probes/cpus.h"
#include "runtime/base/util.h"

#define MOST_PAGES 64           /* of a ring: a power of two */
#define LEAST_PAGES 8
#define ALL_PAGES 4096          /* of all rings together, as far as the least ones allow */
#define MOST_RECORD 65536       /* a record's size has 16 bits */

struct cpu_ring {
	int fd;
	struct perf_event_mmap_page *page;
};

struct process_events {
	struct cpu_ring *items;
	size_t count, capacity;
	size_t data_bytes;
	uint32_t wake_bytes;    /* so many make the descriptor readable */
	int epoll;
	char record[MOST_RECORD] __attribute__((aligned(8)));
};

/* Behind every record: sample_id of PERF_SAMPLE_TID | PERF_SAMPLE_TIME. */
struct trailer {
	uint32_t pid, tid;
	uint64_t time;
};

struct mapped_record {
	struct perf_event_header header;
	uint32_t pid, tid;
	uint64_t start, len, offset;
	uint32_t major, minor;
	uint64_t inode, generation;
	uint32_t protection, flags;
	char path[];
};

struct task_record {
	struct perf_event_header header;
	uint32_t pid, parent, tid, parent_tid;
	uint64_t time;
};

static int open_cpu(struct process_events *e, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME,
		.mmap = 1,
		.mmap2 = 1,
		.comm = 1,
		.comm_exec = 1,
		.task = 1,
		.sample_id_all = 1,
		.exclude_kernel = 1,
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
		.watermark = 1,
		.wakeup_watermark = e->wake_bytes,
	};
	struct cpu_ring ring = { .fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu, -1,
					 PERF_FLAG_FD_CLOEXEC) };
	struct epoll_event wake = { .events = EPOLLIN };

	if (ring.fd < 0)
		return -errno;
	ring.page = mmap(NULL, e->data_bytes + (size_t)sysconf(_SC_PAGESIZE),
		PROT_READ | PROT_WRITE, MAP_SHARED, ring.fd, 0);
	if (ring.page == MAP_FAILED || epoll_ctl(e->epoll, EPOLL_CTL_ADD, ring.fd, &wake) ||
		!VEC_PUSH(e, ring)) {
		int err = errno ? -errno : -ENOMEM;

		if (ring.page != MAP_FAILED)
			munmap(ring.page, e->data_bytes + (size_t)sysconf(_SC_PAGESIZE));
		close(ring.fd);
		return err;
	}
	return 0;
}

int process_events_open(struct process_events **out, bool at_once)
{
	struct process_events *e = mem_zalloc(1, sizeof(*e));
	size_t pages = MOST_PAGES;
	char cpus[CPUS_TEXT];
	int err = 0, cpu;

	*out = NULL;
	if (!e)
		return -ENOMEM;
	cpus_read(CPUS_ONLINE, cpus);
	while (pages > LEAST_PAGES && pages * cpus_count(cpus) > ALL_PAGES)
		pages /= 2;
	e->data_bytes = pages * (size_t)sysconf(_SC_PAGESIZE);
	e->wake_bytes = at_once ? 1 : (uint32_t)(e->data_bytes / 4);
	e->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (e->epoll < 0)
		err = -errno;
	for (uint32_t i = 0; !err && (cpu = cpus_nth(cpus, i)) >= 0; i++)
		err = open_cpu(e, cpu);
	if (err) {
		process_events_close(e);
		return err;
	}
	*out = e;
	return 0;
}

void process_events_close(struct process_events *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->count; i++) {
		munmap(e->items[i].page, e->data_bytes + (size_t)sysconf(_SC_PAGESIZE));
		close(e->items[i].fd);
	}
	if (e->epoll >= 0)
		close(e->epoll);
	mem_free(e->items);
	mem_free(e);
}

int process_events_fd(const struct process_events *e)
{
	return e->epoll;
}

static void take_mapped(const struct mapped_record *r, const struct process_event *base,
	process_event_fn take, void *arg)
{
	struct process_event event = *base;

	event.kind = PROCESS_MAPPED;
	event.pid = (pid_t)r->pid;
	event.start = r->start;
	event.len = r->len;
	event.offset = r->offset;
	event.major = r->major;
	event.minor = r->minor;
	event.inode = r->inode;
	event.path = r->path;
	take(&event, arg);
}

/* Threads come and go as processes do; of those that go the first one counts. */
static void take_task(const struct task_record *r, const struct process_event *base,
	process_event_fn take, void *arg)
{
	struct process_event event = *base;
	bool fork = r->header.type == PERF_RECORD_FORK;

	if (fork ? r->pid == r->parent : r->pid != r->tid)
		return;
	event.kind = fork ? PROCESS_FORKED : PROCESS_EXITED;
	event.pid = (pid_t)r->pid;
	event.parent = (pid_t)r->parent;
	take(&event, arg);
}

static void take_record(char *record, process_event_fn take, void *arg)
{
	const struct perf_event_header *header = (const void *)record;
	struct trailer trailer;
	struct process_event event = { 0 };

	if (header->size < sizeof(*header) + sizeof(trailer))
		return;
	memcpy(&trailer, record + header->size - sizeof(trailer), sizeof(trailer));
	event.time_ns = trailer.time;
	event.pid = (pid_t)trailer.pid;
	switch (header->type) {
	case PERF_RECORD_MMAP2:
		take_mapped((const void *)record, &event, take, arg);
		break;
	case PERF_RECORD_FORK:
	case PERF_RECORD_EXIT:
		take_task((const void *)record, &event, take, arg);
		break;
	case PERF_RECORD_COMM:
		event.kind = PROCESS_EXECUTED;
		if (header->misc & PERF_RECORD_MISC_COMM_EXEC)
			take(&event, arg);
		break;
	case PERF_RECORD_LOST:
		event.kind = PROCESS_LOST;
		take(&event, arg);
		break;
	}
}

/* The records of a ring until `head`; one may go round its end. */
static void take_ring(
	struct process_events *e, const struct cpu_ring *ring, process_event_fn take, void *arg)
{
	const char *data = (const char *)ring->page + sysconf(_SC_PAGESIZE);
	uint64_t head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE),
		 tail = ring->page->data_tail;

	while (head - tail >= sizeof(struct perf_event_header)) {
		size_t at = tail % e->data_bytes, before_end = e->data_bytes - at, size;

		size = ((const struct perf_event_header *)(data + at))->size;
		if (size < sizeof(struct perf_event_header) || size > head - tail)
			break;
		memcpy(e->record, data + at, MIN_OF(size, before_end));
		if (size > before_end)
			memcpy(e->record + before_end, data, size - before_end);
		take_record(e->record, take, arg);
		tail += size;
	}
	__atomic_store_n(&ring->page->data_tail, head, __ATOMIC_RELEASE);
}

void process_events_take(struct process_events *e, process_event_fn take, void *arg)
{
	for (size_t i = 0; i < e->count; i++)
		take_ring(e, &e->items[i], take, arg);
}
