/* runtime/unwind_look.c - see unwind_look.h.  Called by runtime/unwinder.c. */
#include "runtime/unwind_look.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/auxiliary.h"
#include "probes/binaries.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"

#define MOST_VDSO 65536

/* In /proc/PID/stat, proc_pid_stat(5): how many fields there are between the name's end and that of
 * start_code; end_code and start_stack follow it. */
#define FIELDS_BEFORE_CODE 23

struct look {
	struct unwind_tables *tables;
	pid_t pid;
	struct unwind_process *out;
	uint32_t count;
	bool too_many;
};

static void add_mapping(struct look *look, const struct unwind_object *o, uint64_t start,
	uint64_t end, uint64_t offset)
{
	const struct cfi_segment *segment =
		o ? cfi_segment_at(o->segments, o->segment_count, offset) : NULL;

	if (!segment || !o->levels)
		return;
	look->too_many |= look->count == UNWIND_MAPPINGS;
	if (look->too_many)
		return;
	look->out->mappings[look->count++] = (struct unwind_mapping){
		.start = start, .end = end, .page = o->page, .levels = o->levels,
		/* start is where segment->address + (offset - segment->offset) went */
		.bias = start - (segment->address + (offset - segment->offset) - o->base),
	};
}

static int look_at(const struct binaries_mapping *m, void *arg)
{
	struct look *look = arg;

	if (m->executable)
		add_mapping(look, unwind_tables_file(look->tables, m->path), m->start, m->end,
			m->offset);
	return 0;
}

static void look_at_vdso(struct look *look)
{
	uint64_t address = auxiliary_value(look->pid, AT_SYSINFO_EHDR);
	char name[64], *bytes = address ? mem_alloc(MOST_VDSO) : NULL;
	ssize_t len;
	int fd;

	if (!bytes)
		return;
	snprintf(name, sizeof(name), "/proc/%d/mem", (int)look->pid);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : pread(fd, bytes, MOST_VDSO, (off_t)address);
	if (len > 0) {
		const struct unwind_object *o =
			unwind_tables_vdso(look->tables, bytes, (size_t)len);

		if (o && o->segment_count)
			add_mapping(look, o, address + o->segments[0].offset,
				address + o->segments[0].end, o->segments[0].offset);
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

/* The address space of a process; 0 when it has none, or that must not be known. */
static uint64_t space_of(pid_t pid)
{
	uint64_t start_code, end_code, start_stack, space = 0;
	char name[64], text[1024];
	const char *at;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%d/stat", (int)pid);
	f = fopen(name, "re");
	if (!f)
		return 0;
	text[fread(text, 1, sizeof(text) - 1, f)] = 0;
	fclose(f);
	/* the name stands in parentheses, and may have some itself */
	at = strrchr(text, ')');
	for (int i = 0; at && i <= FIELDS_BEFORE_CODE; i++)
		at = strchr(at + 1, ' ');
	if (at &&
		sscanf(at, " %" SCNu64 " %" SCNu64 " %" SCNu64, &start_code, &end_code,
			&start_stack) == 3 &&
		start_stack)
		space = unwind_space(start_code, end_code, start_stack);
	return space;
}

int unwind_look(struct unwind_tables *tables, pid_t pid, struct unwind_process *out)
{
	struct look look = { .tables = tables, .pid = pid, .out = out };
	const struct probe_scope scope = { .pids = &pid, .pid_count = 1 };

	*out = (struct unwind_process){ .space = space_of(pid) };
	if (!out->space)
		return 0;
	binaries_each_mapping(&scope, look_at, &look);
	look_at_vdso(&look);
	if (space_of(pid) != out->space)
		return -EAGAIN;
	if (look.too_many)
		unwind_tables_tell_full(tables, "mappings of one process");
	qsort(out->mappings, look.count, sizeof(out->mappings[0]), by_start);
	for (uint32_t i = look.count; i < UNWIND_MAPPINGS; i++)
		out->mappings[i].start = INT64_MAX;
	return (int)look.count;
}
