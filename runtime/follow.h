/* runtime/follow.h - programs in the kernel that keep the set of traced processes, where it takes
 * them: what a traced one starts is traced too (--follow); and in a pid namespace of our own we do
 * not know by what numbers the kernel knows a process. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { FOLLOW_FORK, FOLLOW_EXIT, FOLLOW_WALK, FOLLOW_PROGRAMS };

struct follow {
	struct follow_memory *memory;           /* shared with the programs; NULL: there are none */
	bool children;
	int memory_map, ring;                   /* maps */
	int programs[FOLLOW_PROGRAMS];
	int links[FOLLOW_PROGRAMS];             /* none of the walk: it is made when needed */
};

/** Put the programs, which change the struct image_processes of this map, into the kernel.  Nothing
 * is followed yet.  0 or -errno, already reported.  Undo with follow_close(), also after a
 * failure.  Without `children` only the processes named to follow_start() are put into the set. */
int follow_open(struct follow *f, int processes_map, bool children);

/** Follow these processes, and those that they and theirs have started before.  A process that has
 * ended counts for nothing. 1, or 0 when all have ended already, or -errno, already reported. */
int follow_start(struct follow *f, const int *pidfds, uint32_t count);

/** Readable once the last of them has ended, after follow_start() returned 1. */
int follow_fd(const struct follow *f);

void follow_close(struct follow *f);
