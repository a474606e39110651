/* runtime/child.h - the command of -c, and the processes of -p. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
	pid_t pid;              /* 0: there is none */
	int fd;                 /* pidfd: readable when it has ended; -1 */
	int go_fd;              /* written to when the command may start; -1 */
	int failure_fd;         /* the child's errno when the command could not be started; -1 */
	const char *name;
};

/** Fork a child that waits for child_go() and then becomes the command.  It ends when we do.  With
 *  `stdout_to_stderr` its output is kept out of ours (U5).  0 or -errno, already reported. */
int child_start(struct child *c, char *const *command, bool stdout_to_stderr);

/** Let it run.  0, or -errno, already reported, when the command cannot be started. */
int child_go(struct child *c);

/** Forget the child: one that was never let go ends, one that runs is told to end when we do. */
void child_close(struct child *c);

/** Open pidfds of processes to watch into fds[count].  0 or -errno, already reported; nothing stays
 *  open then. */
int watch_pids(const int32_t *pids, uint32_t count, int *fds);
