/* probes/semaphores.c - counts up and down in the memory of other processes, through
 * /proc/PID/mem.  Called by uprobe_attach.c when it attaches and by attachment_close(). */
#include "probes/semaphores.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "probes/binaries.h"
#include "runtime/base/util.h"

/* A descriptor of /proc/PID/mem stays with the memory that it was opened for: a process that gets
 * the number later is not touched. */
struct raised {
	int fd;
	uint64_t address;
};

struct semaphores {
	struct raised *items;
	size_t count, capacity;
};

/* Where to look, and what has been done. */
struct raising {
	struct semaphores *done;
	const char *path;
	uint64_t offset;
};

static bool count_by(const struct raised *r, int step)
{
	uint16_t value;

	if (pread(r->fd, &value, sizeof(value), (off_t)r->address) != sizeof(value) ||
		value == (step > 0 ? UINT16_MAX : 0))
		return false;
	value = (uint16_t)(value + step);
	return pwrite(r->fd, &value, sizeof(value), (off_t)r->address) == sizeof(value);
}

static int raise_in(const struct binaries_mapping *m, void *arg)
{
	const struct raising *r = arg;
	char mem[64];

	if (!m->writable || r->offset < m->offset ||
		r->offset + sizeof(uint16_t) > m->offset + (m->end - m->start) ||
		!binaries_same_file(m->path, r->path))
		return 0;
	snprintf(mem, sizeof(mem), "/proc/%d/mem", m->pid);
	struct raised one = {
		.fd = open(mem, O_RDWR | O_CLOEXEC),
		.address = m->start + (r->offset - m->offset),
	};

	if (one.fd < 0)
		return 0;
	if (!VEC_PUSH(r->done, one)) {
		close(one.fd);
		return -ENOMEM;
	}
	if (!count_by(&one, 1)) {
		close(one.fd);
		r->done->count--;
	}
	return 0;
}

int semaphores_raise(
	const char *path, uint64_t offset, const struct probe_scope *scope, struct semaphores **out)
{
	struct raising r = {
		.done = *out ? *out : mem_zalloc(1, sizeof(**out)), .path = path, .offset = offset
	};

	*out = r.done;
	return r.done ? binaries_each_mapping(scope, raise_in, &r) : -ENOMEM;
}

void semaphores_lower(struct semaphores *s)
{
	for (size_t i = 0; s && i < s->count; i++) {
		count_by(&s->items[i], -1);
		close(s->items[i].fd);
	}
	if (s)
		mem_free(s->items);
	mem_free(s);
}
