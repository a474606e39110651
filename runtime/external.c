/* runtime/external.c - files and commands for cat() and system().  Owns the descriptors and the
 * process while a function runs, nothing behind it.  Called by runtime/actions.c, one at a time:
 * events behind such a one wait. */
#include "runtime/external.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/util.h"
#include "runtime/signals.h"

enum { PIECE = 16384, LOOK_AROUND_MS = 500 };

int external_read_file(const char *path, size_t most, struct buffer *out)
{
	/* not waiting for the other end of a pipe */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char bytes[PIECE];
	ssize_t n = 1;
	int err;

	if (fd < 0)
		return -errno;
	while (most > 0) {
		n = read(fd, bytes, MIN_OF(most, sizeof(bytes)));
		if (n <= 0)
			break;
		buffer_append(out, bytes, (size_t)n);
		most -= (size_t)n;
	}
	err = n < 0 ? -errno : 0;
	close(fd);
	return err;
}

static _Noreturn void become_shell(const char *command, int out)
{
	signals_restore();
	dup2(out, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Until the output ends: that is when the last process that has it is gone.  A request to stop that
 * comes meanwhile is for the command too. */
static void copy_output(int fd, pid_t pid, external_output_fn output, void *arg)
{
	bool stopping = signals_stopping(), told = false;
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char bytes[PIECE];

	for (;;) {
		ssize_t n;

		if (!stopping && !told && signals_stopping()) {
			kill(pid, SIGTERM);
			told = true;
		}
		n = poll(&wait, 1, LOOK_AROUND_MS);
		if (n == 0 || (n < 0 && errno == EINTR)) {
			if (told && waitpid(pid, NULL, WNOHANG | WNOWAIT) != 0)
				return;
			continue;
		}
		n = read(fd, bytes, sizeof(bytes));
		if (n == 0 || (n < 0 && errno != EINTR))
			return;
		if (n > 0)
			output(arg, bytes, (size_t)n);
	}
}

int external_run(const char *command, external_output_fn output, void *arg)
{
	int pipe_fds[2], status = 0;
	pid_t pid;

	if (pipe2(pipe_fds, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid == 0)
		become_shell(command, pipe_fds[1]);
	status = pid < 0 ? -errno : 0;
	close(pipe_fds[1]);
	if (pid > 0) {
		copy_output(pipe_fds[0], pid, output, arg);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	close(pipe_fds[0]);
	return status;
}

void external_put_status(struct buffer *b, int status)
{
	if (status < 0)
		buffer_printf(b, "cannot be started: %s", strerror(-status));
	else if (WIFSIGNALED(status))
		buffer_printf(b, "was ended by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	else
		buffer_printf(b, "ended with status %d", WEXITSTATUS(status));
}
