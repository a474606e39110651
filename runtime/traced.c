/* runtime/traced.c - which processes are traced: owns the memory with a bit for each that -p names,
 * or hands it to follow.c.  Called by runtime/session.c. */
#include "runtime/traced.h"

#include <errno.h>
#include <sys/mman.h>

#include "probes/machine.h"

int traced_open(struct traced *t, const struct loaded *l)
{
	const struct image *image = l->image;
	void *memory;
	uint32_t i = 0;

	*t = (struct traced){ .follows = image->header->flags & IMAGE_FOLLOW };
	while (i < image->counts[IMAGE_MAPS] && image->maps[i].storage != MAP_PROCESSES)
		i++;
	if (i == image->counts[IMAGE_MAPS])
		return 0;
	t->map = l->maps[i];
	memory = mmap(NULL, sizeof(*t->memory), PROT_READ | PROT_WRITE, MAP_SHARED, t->map, 0);
	if (memory == MAP_FAILED)
		return -errno;
	t->memory = memory;
	return 0;
}

static uint64_t *word_of(struct traced *t, int32_t pid)
{
	return &t->memory->words[(uint32_t)pid % PROCESS_LIMIT / 64];
}

static uint64_t bit_of(int32_t pid)
{
	return 1ull << ((uint32_t)pid % 64);
}

int traced_start(struct traced *t, const int32_t *pids, const int *pidfds, uint32_t count)
{
	uint64_t dev, ino;

	/* a portable image has the memory whether some are asked for or not */
	if (!t->memory || (!t->follows && !pids))
		return 1;
	t->ours = !t->follows && machine_initial_pid_namespace(&dev, &ino);
	if (!t->ours) {
		int err = follow_open(&t->follow, t->map, t->follows);

		return err ? err : follow_start(&t->follow, pidfds, count);
	}
	for (uint32_t i = 0; i < count; i++)
		__atomic_or_fetch(word_of(t, pids[i]), bit_of(pids[i]), __ATOMIC_SEQ_CST);
	return 1;
}

void traced_ended(struct traced *t, int32_t pid)
{
	if (t->ours)
		__atomic_and_fetch(word_of(t, pid), ~bit_of(pid), __ATOMIC_SEQ_CST);
}

void traced_close(struct traced *t)
{
	if (t->follow.memory)
		follow_close(&t->follow);
	if (t->memory)
		munmap(t->memory, sizeof(*t->memory));
	t->memory = NULL;
}
