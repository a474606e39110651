/* tests/live/helpers/bpf_left.c - what a run leaves in the kernel: `bpf_left` prints the highest
 * numbers of programs and links that there are or were, `bpf_left PROG LINK` waits until none that
 * is higher is left.  The kernel frees some time after the last reference is gone; a case that
 * waits in vain ends by its own timeout, and says what is left. */
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The first number above `id`, or 0. */
static unsigned next_id(int command, unsigned id)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.start_id = id;
	return syscall(SYS_bpf, command, &attr, sizeof(attr)) ? 0 : attr.next_id;
}

static unsigned highest(int command)
{
	unsigned id = 0, next;

	while ((next = next_id(command, id)))
		id = next;
	return id;
}

int main(int argc, char **argv)
{
	unsigned progs, links;

	if (argc != 3) {
		printf("%u %u\n", highest(BPF_PROG_GET_NEXT_ID), highest(BPF_LINK_GET_NEXT_ID));
		return 0;
	}
	for (;; usleep(100000)) {
		progs = next_id(BPF_PROG_GET_NEXT_ID, strtoul(argv[1], NULL, 10));
		links = next_id(BPF_LINK_GET_NEXT_ID, strtoul(argv[2], NULL, 10));
		if (!progs && !links)
			return 0;
		printf("left: program %u, link %u\n", progs, links);
		fflush(stdout);
	}
}
