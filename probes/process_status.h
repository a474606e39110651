/* probes/process_status.h - what /proc says of a process by a name: /proc/PID/status. */
#pragma once

#include <sys/types.h>

/** The last number of the line that begins with `name` ("Tgid:"): NSpid has one for each namespace,
 * the innermost last.  `otherwise` where there is none, as of a process that has gone. */
pid_t process_status_number(pid_t pid, const char *name, pid_t otherwise);
