/* runtime/control.c - the memory shared with the programs in the kernel, and waiting for them. Owns
 * the mapping of the CONTROL map.  Used by runtime/session.c, runtime/stream.c and, for twin maps,
 * runtime/maps.c. */
#include "runtime/control.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "probes/machine.h"
#include "runtime/base/file_access.h"

/* Where the kernel offers no membarrier (nohz_full): many times longer than a program can run. */
#define BLIND_WAIT_NS 50000000

#define MOST_CPUS 8192

int control_open(struct control *c, int map_fd)
{
	void *memory =
		mmap(NULL, sizeof(*c->memory), PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);

	if (memory == MAP_FAILED)
		return -errno;
	c->memory = memory;
	return 0;
}

void control_close(struct control *c)
{
	if (c->memory)
		munmap(c->memory, sizeof(*c->memory));
	c->memory = NULL;
}

void control_gate(struct control *c, bool open)
{
	if (open)
		c->quiet = false;
	__atomic_store_n(&c->memory->gate, open ? 1 : 0, __ATOMIC_SEQ_CST);
}

void control_polling(struct control *c, bool polling)
{
	__atomic_store_n(&c->memory->polling, polling ? 1 : 0, __ATOMIC_SEQ_CST);
}

bool control_exited(const struct control *c, int *code)
{
	uint64_t word = __atomic_load_n(&c->memory->exit, __ATOMIC_SEQ_CST);

	if (word && code)
		*code = (int)(word & 0xff);
	return word != 0;
}

void control_reset_exit(struct control *c)
{
	__atomic_store_n(&c->memory->exit, 0, __ATOMIC_SEQ_CST);
}

uint32_t control_selected(const struct control *c, uint32_t selector)
{
	if (selector >= CONTROL_SELECTORS)
		return 0;
	return __atomic_load_n(&c->memory->select[selector], __ATOMIC_SEQ_CST) ? 1 : 0;
}

void control_select(struct control *c, uint32_t selector, uint32_t which)
{
	if (selector < CONTROL_SELECTORS)
		__atomic_store_n(&c->memory->select[selector], which, __ATOMIC_SEQ_CST);
}

/* True when the kernel does not run anything on this CPU. */
static bool cpu_is_away(uint32_t cpu)
{
	char path[64], state = '1';
	int fd;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u", cpu);
	if (file_access(path, F_OK) != 0)
		return errno == ENOENT && file_access("/sys/devices/system/cpu", F_OK) == 0;
	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", cpu);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (read(fd, &state, 1) != 1)
		state = '1';
	close(fd);
	return state == '0';
}

/* A program that cannot be preempted has left a CPU once we have run there ourselves.  As a
 * real-time thread, if we may be one, we do not wait for our turn on busy CPUs.  False when some
 * CPU is closed to us. */
static bool visit_every_cpu(void)
{
	cpu_set_t before[MOST_CPUS / CPU_SETSIZE], one[MOST_CPUS / CPU_SETSIZE];
	struct sched_param soon = { .sched_priority = 1 }, usual = { 0 };
	uint32_t limit = machine_possible_cpus();
	bool all = limit <= MOST_CPUS && sched_getaffinity(0, sizeof(before), before) == 0;
	bool moved = all;
	bool hurry = sched_getscheduler(0) == SCHED_OTHER &&
		     sched_setscheduler(0, SCHED_FIFO, &soon) == 0;

	for (uint32_t cpu = 0; all && cpu < limit; cpu++) {
		CPU_ZERO_S(sizeof(one), one);
		CPU_SET_S(cpu, sizeof(one), one);
		if (sched_setaffinity(0, sizeof(one), one) < 0)
			all = cpu_is_away(cpu);
	}
	if (moved)
		sched_setaffinity(0, sizeof(before), before);
	if (hurry)
		sched_setscheduler(0, SCHED_OTHER, &usual);
	return all;
}

void control_settle(struct control *c)
{
	struct timespec blind = { .tv_nsec = BLIND_WAIT_NS };
	/* with PREEMPT_RT tracepoints may be preempted too */
	bool preemptible = c->preemptible || file_access("/sys/kernel/realtime", F_OK) == 0;

	if (c->quiet)
		return;
	/* behind a gate that was shut before the wait, nothing runs after it */
	c->quiet = !__atomic_load_n(&c->memory->gate, __ATOMIC_SEQ_CST);
	if (!preemptible && visit_every_cpu())
		return;
	if (syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) < 0)
		nanosleep(&blind, NULL);
}
