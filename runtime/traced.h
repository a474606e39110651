/* runtime/traced.h - the processes that the programs in the kernel keep to, where they are more
 * than one that the program names itself. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/follow.h"
#include "runtime/load.h"

struct traced {
	/* shared with the programs; NULL: there is no such set */
	struct image_processes *memory;
	int map;
	bool follows;                           /* --follow */
	bool ours;                              /* we write the set; else programs of follow.c do */
	struct follow follow;
};

/** Share the set of an image that has been loaded.  0 or -errno.  Undo with traced_close(). */
int traced_open(struct traced *t, const struct loaded *l);

/** Trace these processes, whose descriptors are pidfds[count], from now on; and what they start,
 * with --follow.  1, or 0 when there are none left to follow, or -errno, already reported. */
int traced_start(struct traced *t, const int32_t *pids, const int *pidfds, uint32_t count);

/** A process has ended: another one may get its number. */
void traced_ended(struct traced *t, int32_t pid);

void traced_close(struct traced *t);
