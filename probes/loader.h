/* probes/loader.h - the dynamic loader of a process, as debuggers know it. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

/** The address in a process of the function that its loader calls for debuggers to stop at, before
 * and after it has mapped libraries; what these run when they have come runs later.  0: it has no
 * loader, or one without such a function. */
uint64_t loader_rendezvous(pid_t pid);
