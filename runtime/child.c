/* runtime/child.c - starts the command of -c at the right moment and watches processes by pidfd.
 * Owns the child's descriptors.  Called by runtime/session.c. */
#include "runtime/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/signals.h"

#define EXIT_CANNOT_START 127

static int open_pidfd(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	return fd < 0 ? -errno : fd;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Become the command; returns, with errno set, when that fails.  execvp() would hand files that the
 * kernel does not know to a shell. */
static void exec_command(char *const *command)
{
	const char *dirs = getenv("PATH");
	bool forbidden = false;
	char path[PATH_MAX];

	if (strchr(command[0], '/')) {
		execv(command[0], command);
		return;
	}
	dirs = dirs ? dirs : "/usr/local/bin:/usr/bin:/bin";
	for (size_t len; ; dirs += len + 1) {
		len = strcspn(dirs, ":");
		snprintf(
			path, sizeof(path), "%.*s%s%s", (int)len, dirs, len ? "/" : "", command[0]);
		execv(path, command);
		if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
			return;
		forbidden = forbidden || errno == EACCES;
		if (!dirs[len])
			break;
	}
	errno = forbidden ? EACCES : ENOENT;
}

/* The child's life: wait for the word, then become the command. */
static _Noreturn void child_run(
	int go, int failure, pid_t parent, char *const *command, bool redirect)
{
	char word;
	int err;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_CANNOT_START);
	signals_restore();
	if (read(go, &word, 1) != 1)
		_exit(EXIT_CANNOT_START);
	if (redirect)
		dup2(STDERR_FILENO, STDOUT_FILENO);
	exec_command(command);
	err = errno;
	if (write(failure, &err, sizeof(err)) < 0)
		_exit(EXIT_CANNOT_START);
	_exit(EXIT_CANNOT_START);
}

int child_start(struct child *c, char *const *command, bool stdout_to_stderr)
{
	int go[2] = { -1, -1 }, failure[2] = { -1, -1 }, err;
	pid_t parent = getpid(), pid = -1;

	*c = (struct child){ .fd = -1, .go_fd = -1, .failure_fd = -1, .name = command[0] };
	if (pipe2(go, O_CLOEXEC) == 0 && pipe2(failure, O_CLOEXEC) == 0)
		pid = fork();
	err = -errno;
	if (pid == 0) {
		close(go[1]); /* else our own end keeps the pipe open when the parent dies */
		child_run(go[0], failure[1], parent, command, stdout_to_stderr);
	}
	close_fd(&go[0]);
	close_fd(&failure[1]);
	c->go_fd = go[1];
	c->failure_fd = failure[0];
	if (pid > 0) {
		c->pid = pid;
		c->fd = open_pidfd(pid);
		err = c->fd < 0 ? c->fd : 0;
	}
	if (err) {
		log_error(
			"command '%s': cannot start a process for it: %s", c->name, strerror(-err));
		child_close(c);
	}
	return err;
}

int child_go(struct child *c)
{
	int failure = 0;
	ssize_t n;

	if (write(c->go_fd, "g", 1) != 1)
		failure = errno;
	close_fd(&c->go_fd);
	do
		n = read(c->failure_fd, &failure, sizeof(failure));
	while (n < 0 && errno == EINTR);
	close_fd(&c->failure_fd);
	if (failure) {
		log_error("command '%s': cannot be started: %s; give the path of a program, "
			  "without shell syntax",
			c->name, strerror(failure));
		return -failure;
	}
	return 0;
}

void child_close(struct child *c)
{
	bool waiting = c->go_fd >= 0;

	close_fd(&c->go_fd);
	close_fd(&c->failure_fd);
	close_fd(&c->fd);
	if (c->pid > 0 && waitpid(c->pid, NULL, waiting ? 0 : WNOHANG) == 0)
		kill(c->pid, SIGTERM);
	c->pid = 0;
}

int watch_pids(const int32_t *pids, uint32_t count, int *fds)
{
	for (uint32_t i = 0; i < count; i++) {
		fds[i] = open_pidfd(pids[i]);
		if (fds[i] >= 0)
			continue;
		int err = fds[i];

		if (err == -EINVAL)
			log_error("process %d: is a thread; give the id of its process", pids[i]);
		else if (err == -ESRCH)
			log_error("process %d: there is no such process", pids[i]);
		else
			log_error("process %d: cannot be watched: %s", pids[i], strerror(-err));
		while (i-- > 0)
			close(fds[i]);
		return err;
	}
	return 0;
}
