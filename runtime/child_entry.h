/* runtime/child_entry.h - lets a child of ours stand still where its program begins, so that it can
 * be looked at before it does anything. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/** Called with `arg` while the child stands still. */
typedef void (*child_look_fn)(void *arg);

/** Take hold of a child that is about to become a program.  False where that cannot be done without
 * a change to what the program may do: it then runs freely. */
bool child_entry_hold(pid_t pid);

/** After child_entry_hold(), when the child was told to start: calls `look` as soon as it is the
 * program, with its loader mapped; whenever that has mapped libraries, before any of their code
 * runs; and before the first instruction of the program itself.  Then, or when it does not come
 * there in a second, it is let go.  True when it has ended meanwhile: *status is then what
 * waitpid() says. */
bool child_entry_reach(pid_t pid, child_look_fn look, void *arg, int *status);
