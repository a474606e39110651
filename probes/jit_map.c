/* probes/jit_map.c - see jit_map.h.  Programs add lines as they go, and put functions where others
 * were: of those that hold an address the last line counts. Anybody may write to /tmp: the file is
 * looked at with that in mind.  Called by user_symbols.c. */
#include "probes/jit_map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/process_status.h"
#include "runtime/base/bisect.h"
#include "runtime/base/buffer.h"
#include "runtime/base/clock.h"
#include "runtime/base/util.h"

#define MOST_BYTES (256u << 20) /* of a file that is read */
#define LOOK_EVERY_NS 10000000ull
#define SHARE 20                /* of the time at most this part goes into reading the file again */

struct entry {
	uint64_t start, end;
	uint64_t reach;         /* the largest end of this and all before it */
	size_t name;            /* in the text; a later one is of a later line */
};

struct jit_map {
	int fd;
	char path[64];
	off_t size;             /* when it was read */
	uint64_t read_ns, took_ns, looked_ns;
	struct buffer text;
	struct entry *items;
	size_t count, capacity;
};

/* Nobody but the process's user and root tells us what is in a process; of one that has gone
 * everybody's file is as good. */
static bool is_trusted(pid_t pid, int fd)
{
	struct stat file, process;
	char name[64];

	snprintf(name, sizeof(name), "/proc/%d", (int)pid);
	if (fstat(fd, &file) || !S_ISREG(file.st_mode))
		return false;
	return file.st_uid == 0 || stat(name, &process) || process.st_uid == file.st_uid;
}

static int open_file(pid_t pid, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd >= 0 && !is_trusted(pid, fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

struct jit_map *jit_map_open(pid_t pid)
{
	char path[128];
	pid_t own = process_status_number(pid, "NSpid:", pid);
	struct jit_map *m;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/root/tmp/perf-%d.map", (int)pid, (int)own);
	fd = open_file(pid, path);
	if (fd < 0) {
		own = pid;
		snprintf(path, sizeof(path), "/tmp/perf-%d.map", (int)pid);
		fd = open_file(pid, path);
	}
	m = fd < 0 ? NULL : mem_zalloc(1, sizeof(*m));
	if (!m && fd >= 0)
		close(fd);
	if (m) {
		m->fd = fd;
		snprintf(m->path, sizeof(m->path), "/tmp/perf-%d.map", (int)own);
	}
	return m;
}

const char *jit_map_path(const struct jit_map *m)
{
	return m->path;
}

void jit_map_close(struct jit_map *m)
{
	if (!m)
		return;
	close(m->fd);
	buffer_free(&m->text);
	mem_free(m->items);
	mem_free(m);
}

static void read_text(struct jit_map *m)
{
	buffer_clear(&m->text);
	while (m->text.len < MOST_BYTES) {
		char *to = buffer_reserve(&m->text, 65536);
		ssize_t n = to ? pread(m->fd, to, 65536, (off_t)m->text.len) : 0;

		if (n <= 0)
			break;
		m->text.len += (size_t)n;
	}
}

/* "START SIZE NAME"; the name is ended in place.  A last line without its end is still being
 * written. */
static void take_line(struct jit_map *m, char *line)
{
	char *behind, *name;
	uint64_t start, size;

	errno = 0;
	start = strtoull(line, &behind, 16);
	if (behind == line || *behind != ' ')
		return;
	size = strtoull(behind, &name, 16);
	if (name == behind || *name != ' ' || errno || !name[1] || !size ||
		size > UINT64_MAX - start)
		return;
	VEC_PUSH(m,
		((struct entry){
			.start = start,
			.end = start + size,
			.name = (size_t)(name + 1 - m->text.data),
		}));
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->start != y->start ? (x->start < y->start ? -1 : 1)
		: x->name < y->name ? -1
		: x->name > y->name;
}

static void read_again(struct jit_map *m)
{
	uint64_t began = clock_ns(CLOCK_MONOTONIC), reach = 0;
	char *line, *end;

	read_text(m);
	m->count = 0;
	buffer_putc(&m->text, '\0');
	if (m->text.failed)
		return;
	for (line = m->text.data; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		take_line(m, line);
	}
	if (m->count)
		qsort(m->items, m->count, sizeof(*m->items), compare_entries);
	for (size_t i = 0; i < m->count; i++)
		m->items[i].reach = reach = MAX_OF(reach, m->items[i].end);
	m->read_ns = clock_ns(CLOCK_MONOTONIC);
	m->took_ns = m->read_ns - began;
}

static void freshen(struct jit_map *m)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC);
	struct stat st;

	if (m->looked_ns && now - m->looked_ns < LOOK_EVERY_NS)
		return;
	m->looked_ns = now;
	if (fstat(m->fd, &st) ||
		(m->read_ns && (st.st_size == m->size || now - m->read_ns < SHARE * m->took_ns)))
		return;
	m->size = st.st_size;
	read_again(m);
}

const char *jit_map_find(struct jit_map *m, uint64_t address, uint64_t *start)
{
	const struct entry *best = NULL;

	freshen(m);

	size_t n = BISECT(i, m->count, m->items[i].start <= address);

	while (n-- > 0 && m->items[n].reach > address)
		if (address < m->items[n].end && (!best || m->items[n].name > best->name))
			best = &m->items[n];
	if (!best)
		return NULL;
	*start = best->start;
	return m->text.data + best->name;
}
