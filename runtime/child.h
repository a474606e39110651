/* runtime/child.h - the command of -c, and the processes of -p. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/child_entry.h"

struct child {
	pid_t pid;              /* 0: there is none */
	int fd;                 /* pidfd: readable when it has ended; -1 */
	int go_fd;              /* written to when the command may start; -1 */
	int failure_fd;         /* the child's errno when the command could not be started; -1 */
	struct child_page *page; /* memory shared with it until it runs */
	const char *name;
	int status;             /* as waitpid() tells, when has_status */
	bool has_status;
};

/** What it is to become. */
struct child_command {
	const char *path;       /* of the program */
	char *const *words;     /* as split, the end marked by NULL */
	bool stdout_to_stderr;  /* its output is kept out of ours (U5) */
};

/** Fork a child that waits for child_go() and then becomes the command.  It ends when we do.  0 or
 * -errno, already reported. */
int child_start(struct child *c, const struct child_command *command);

/** Let it come out of the system call that it waits in; it now burns time until child_go(), and is
 * to be let go soon.  0 or -errno, already reported. */
int child_wake(struct child *c);

/** Let it run.  `look`, if not NULL, is called with `arg` while it stands still on the way to the
 * first instruction of its program (child_entry_reach()); at least once, then or when it runs
 * already.  0, or -errno, already reported, when the command cannot be started. */
int child_go(struct child *c, child_look_fn look, void *arg);

/** What a shell would say of how it ended: its code, 128 + signal; -1 while it has not ended. */
int child_exit_code(struct child *c);

/** Forget the child: one that was never let go ends, one that runs is told to end when we do. */
void child_close(struct child *c);

/** Open pidfds of processes to watch into fds[count].  0 or -errno, already reported; nothing stays
 * open then. */
int watch_pids(const int32_t *pids, uint32_t count, int *fds);
