/* runtime/unwind_look.h - what a process has mapped now, as programs follow its stacks by it. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "runtime/base/unwind.h"
#include "runtime/unwind_tables.h"

/** Look at a process; the tables of objects that are new are read.  How many mappings were found: 0
 * when it is ending, or must not be looked at.  -EAGAIN: it became another program meanwhile;
 * -ENOMEM. */
int unwind_look(struct unwind_tables *tables, pid_t pid, struct unwind_process *out);
