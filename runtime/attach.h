/* runtime/attach.h - attaching the probes of an image, and letting go of them without waiting. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/provider.h"
#include "runtime/load.h"

struct attached {
	struct attachment *items; /* one per probe of the image; empty for those without one */
	bool *done; /* per probe: attached, by itself or together with an earlier one */
	uint32_t count;
	uint64_t targets;               /* attach points for the attach line */
	uint32_t descriptors;
	bool slow;                      /* closing some of them waits for the kernel */
	int walk;                       /* descriptor that is to be read to its end, or -1 */
	bool left;                      /* there is nothing to wait for */
};

/** What attaching depends on. */
struct attach_options {
	const int32_t *pids;            /* -p, or the -c child */
	uint32_t pid_count;
	bool semaphores_in_memory;      /* --usdt-file-activation */
	bool rehearsal;                 /* --dry-run: nothing may stay behind */
};

/** Attach every probe that is to be attached.  0 or -errno, already reported; -EINTR when a signal
 * asked for the end, which is no failure.  Undo with attach_close(), also after a failure. */
int attach_all(struct attached *a, const struct loaded *l, const struct attach_options *o);

/** How often probes of this attachment hit without getting as far as their program, as the kernel
 * counts for links. */
uint64_t attach_missed(const struct attached *a, uint32_t probe);

/** Detach the watchpoints at an address; none there: no effect. */
void attach_unwatch(struct attached *a, const struct image *image, uint64_t address);

/** Detach everything.  Where the kernel takes its time a child is left behind that does it. */
void attach_close(struct attached *a);

/** Fork a child that holds our descriptors, and with them the attachments, and ends at once: the
 * kernel then releases them behind the child's back.  Safe in a signal handler. */
void attach_leave_to_child(void);
