/* runtime/unwinder.c - see unwinder.h.  Owns the list of processes.  A process's mappings are one value of a map, which the kernel replaces as a whole, so that
 * stacks are followed by old mappings or by new ones.  Called by runtime/session.c and, for processes that have new stacks, by runtime/actions.c. */
#include "runtime/unwinder.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probes/auxiliary.h"
#include "probes/binaries.h"
#include "runtime/base/log.h"
#include "runtime/base/unwind.h"
#include "runtime/base/util.h"
#include "runtime/unwind_tables.h"

/* Looking at a process again may take this part of the time. */
#define LOOK_SHARE 20
#define MOST_VDSO 65536

struct process {
	pid_t pid;
	uint64_t next_ns;               /* not looked at again before: CLOCK_MONOTONIC */
	bool asked;                     /* there is something new to see */
	struct unwind_process mapped;   /* as programs see it */
};

struct unwinder {
	struct process **items;
	size_t count, capacity;
	struct unwind_tables *tables;
	int processes_fd;
	bool told_many, told_untold;    /* warnings, once each */
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

static int map_of(const struct image *image, const int *maps, enum map_storage storage)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++)
		if (image->maps[i].storage == storage)
			return maps[i];
	return -1;
}

int unwinder_open(struct unwinder **out, const struct image *image, const int *maps)
{
	int processes = map_of(image, maps, MAP_UNWIND_PROCESSES), pages = map_of(image, maps, MAP_UNWIND_PAGES),
	    rules = map_of(image, maps, MAP_UNWIND_RULES);
	struct unwinder *u;

	*out = NULL;
	if (processes < 0 || pages < 0 || rules < 0)
		return 0;
	u = mem_zalloc(1, sizeof(*u));
	if (!u)
		return -ENOMEM;
	u->processes_fd = processes;
	u->tables = unwind_tables_new(pages, rules);
	if (!u->tables) {
		unwinder_close(u);
		return -ENOMEM;
	}
	*out = u;
	return 0;
}

void unwinder_close(struct unwinder *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->count; i++)
		mem_free(u->items[i]);
	mem_free(u->items);
	unwind_tables_free(u->tables);
	mem_free(u);
}

/* What is mapped */

struct look {
	struct unwinder *unwinder;
	struct process *process;
	struct unwind_process mapped;
	uint32_t count;
};

static void add_mapping(struct look *look, const struct unwind_object *o, uint64_t start, uint64_t end, uint64_t offset)
{
	const struct cfi_segment *segment = o ? cfi_segment_at(o->segments, o->segment_count, offset) : NULL;
	struct unwinder *u = look->unwinder;

	if (!segment || !o->levels)
		return;
	if (look->count == UNWIND_MAPPINGS) {
		if (!u->told_many)
			log_warn("dw_ustack: process %d: has more than %u mappings of code; the frames in those behind are not known",
				(int)look->process->pid, UNWIND_MAPPINGS);
		u->told_many = true;
		return;
	}
	look->mapped.mappings[look->count++] = (struct unwind_mapping){
		.start = start, .end = end, .page = o->page, .levels = o->levels,
		/* start is where segment->address + (offset - segment->offset) went */
		.bias = start - (segment->address + (offset - segment->offset) - o->base),
	};
}

static int look_at(const struct binaries_mapping *m, void *arg)
{
	struct look *look = arg;

	if (m->executable)
		add_mapping(look, unwind_tables_file(look->unwinder->tables, m->path), m->start, m->end, m->offset);
	return 0;
}

static void look_at_vdso(struct look *look)
{
	uint64_t address = auxiliary_value(look->process->pid, AT_SYSINFO_EHDR);
	char name[64], *bytes = address ? mem_alloc(MOST_VDSO) : NULL;
	ssize_t len;
	int fd;

	if (!bytes)
		return;
	snprintf(name, sizeof(name), "/proc/%d/mem", (int)look->process->pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : pread(fd, bytes, MOST_VDSO, (off_t)address);
	if (len > 0) {
		const struct unwind_object *o = unwind_tables_vdso(look->unwinder->tables, bytes, (size_t)len);

		if (o && o->segment_count)
			add_mapping(look, o, address + o->segments[0].offset, address + o->segments[0].end, o->segments[0].offset);
	}
	if (fd >= 0)
		close(fd);
	mem_free(bytes);
}

static int by_start(const void *a, const void *b)
{
	const struct unwind_mapping *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

static void tell_untold(struct unwinder *u, const struct process *p)
{
	if (!u->told_untold)
		log_warn("dw_ustack: process %d: its stacks cannot be followed: %s; name at most %u processes by -p and --dwarf-pid", (int)p->pid,
			errno == E2BIG ? "there are too many" : strerror(errno), UNWIND_PROCESSES);
	u->told_untold = true;
}

static void look_again(struct unwinder *u, struct process *p)
{
	struct look *look = mem_zalloc(1, sizeof(*look));
	const struct probe_scope scope = { .pids = &p->pid, .pid_count = 1 };
	uint64_t began = now_ns(), key = (uint64_t)p->pid;
	size_t objects = unwind_tables_count(u->tables);

	if (!look)
		return;
	look->unwinder = u;
	look->process = p;
	binaries_each_mapping(&scope, look_at, look);
	look_at_vdso(look);
	qsort(look->mapped.mappings, look->count, sizeof(look->mapped.mappings[0]), by_start);
	for (uint32_t i = look->count; i < UNWIND_MAPPINGS; i++)
		look->mapped.mappings[i].start = INT64_MAX;
	/* of a process that is ending nothing can be seen any more */
	if (look->count && memcmp(&p->mapped, &look->mapped, sizeof(p->mapped))) {
		if (bpf_map_update_elem(u->processes_fd, &key, &look->mapped, BPF_ANY))
			tell_untold(u, p);
		else
			p->mapped = look->mapped;
	}
	mem_free(look);
	p->asked = false;
	/* objects are read once: that is no reason to wait */
	p->next_ns = unwind_tables_count(u->tables) == objects ? now_ns() + (now_ns() - began) * LOOK_SHARE : 0;
}

static struct process *find(struct unwinder *u, pid_t pid)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->items[i]->pid == pid)
			return u->items[i];
	return NULL;
}

void unwinder_expect(struct unwinder *u, pid_t pid)
{
	struct process *p = find(u, pid) ? NULL : mem_zalloc(1, sizeof(*p));

	if (!p)
		return;
	p->pid = pid;
	if (!VEC_PUSH(u, p))
		mem_free(p);
}

void unwinder_look(struct unwinder *u, pid_t pid)
{
	struct process *p = find(u, pid);

	if (p)
		look_again(u, p);
}

void unwinder_add(struct unwinder *u, pid_t pid)
{
	unwinder_expect(u, pid);
	unwinder_look(u, pid);
}

void unwinder_seen(struct unwinder *u, pid_t pid)
{
	struct process *p = find(u, pid);

	if (p)
		p->asked = true;
	unwinder_catch_up(u);
}

void unwinder_catch_up(struct unwinder *u)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->items[i]->asked && now_ns() >= u->items[i]->next_ns)
			look_again(u, u->items[i]);
}
