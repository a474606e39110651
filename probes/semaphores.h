/* probes/semaphores.h - raising the semaphores of static probes in the memory of processes, for
 * kernels that do not do it themselves (--usdt-file-activation). */
#pragma once

#include <stdint.h>

#include "probes/provider.h"

struct semaphores;

/** Raise the 16-bit counter at an offset of a file in each process of the scope, or in all, that
 * has it mapped now; those that start later do not get it. *out, NULL at first, gathers what has
 * been raised: it goes to semaphores_lower().  0 or -ENOMEM. */
int semaphores_raise(const char *path, uint64_t offset, const struct probe_scope *scope,
	struct semaphores **out);

/** Lower again what has been raised, in the processes that are still there, and free; NULL is
 * allowed. */
void semaphores_lower(struct semaphores *s);
