/* runtime/child.c - starts the command of -c at the right moment and watches processes by pidfd.
 * Owns the child's descriptors.  Called by runtime/session.c. */
#include "runtime/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/process_status.h"
#include "runtime/base/log.h"
#include "runtime/signals.h"

#define EXIT_CANNOT_START 127

/* Shared with the child before it is the command. */
struct child_page {
	int awake;      /* it is about to start */
	int go;         /* it may */
};

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

/* Wait for the word, twice: in a system call while the probes are attached, and then for the few
 * microseconds until they are let go without one, so that the first that is seen of the command is
 * the call that starts it. */
static void wait_for_word(int go, struct child_page *page)
{
	char word;

	if (read(go, &word, 1) != 1)
		_exit(EXIT_CANNOT_START);
	__atomic_store_n(&page->awake, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(&page->go, __ATOMIC_SEQ_CST))
		continue;
}

/* The child's life: wait, then become the command. */
static _Noreturn void child_run(const struct child *c, int go, int failure, pid_t parent,
	const struct child_command *command)
{
	int err;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_CANNOT_START);
	signals_restore();
	if (command->stdout_to_stderr)
		dup2(STDERR_FILENO, STDOUT_FILENO);
	wait_for_word(go, c->page);
	/* not execvp(), which would hand files that the kernel does not know to a shell */
	execv(command->path, command->words);
	err = errno;
	if (write(failure, &err, sizeof(err)) < 0)
		_exit(EXIT_CANNOT_START);
	_exit(EXIT_CANNOT_START);
}

int child_start(struct child *c, const struct child_command *command)
{
	int go[2] = { -1, -1 }, failure[2] = { -1, -1 }, err;
	pid_t parent = getpid(), pid = -1;

	*c = (struct child){ .fd = -1, .go_fd = -1, .failure_fd = -1, .name = command->words[0] };
	c->page = mmap(
		NULL, sizeof(*c->page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (c->page == MAP_FAILED)
		c->page = NULL;
	else if (pipe2(go, O_CLOEXEC) == 0 && pipe2(failure, O_CLOEXEC) == 0)
		pid = fork();
	err = -errno;
	if (pid == 0) {
		close(go[1]); /* else our own end keeps the pipe open when the parent dies */
		child_run(c, go[0], failure[1], parent, command);
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

static bool has_ended(const struct child *c)
{
	struct pollfd ended = { .fd = c->fd, .events = POLLIN };

	return poll(&ended, 1, 0) > 0;
}

static int ended_too_early(const struct child *c)
{
	log_error(
		"command '%s': cannot be started: its process was killed before the probes were attached",
		c->name);
	return -ECHILD;
}

int child_wake(struct child *c)
{
	if (write(c->go_fd, "g", 1) != 1)
		return ended_too_early(c);
	close_fd(&c->go_fd);
	while (!__atomic_load_n(&c->page->awake, __ATOMIC_SEQ_CST)) {
		if (has_ended(c))
			return ended_too_early(c);
		sched_yield();
	}
	return 0;
}

int child_go(struct child *c, child_look_fn look, void *arg)
{
	bool held = look && child_entry_hold(c->pid);
	int failure = 0;
	ssize_t n;

	__atomic_store_n(&c->page->go, 1, __ATOMIC_SEQ_CST);
	if (held)
		c->has_status = child_entry_reach(c->pid, look, arg, &c->status);
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
	if (look && !held)
		look(arg);
	return 0;
}

/* Take its status when there is one; true when it has ended. */
static bool take_status(struct child *c, int flags)
{
	if (c->pid > 0 && !c->has_status && waitpid(c->pid, &c->status, flags) == c->pid)
		c->has_status = true;
	return c->has_status;
}

int child_exit_code(struct child *c)
{
	if (!take_status(c, WNOHANG))
		return -1;
	return WIFSIGNALED(c->status) ? 128 + WTERMSIG(c->status) : WEXITSTATUS(c->status);
}

void child_close(struct child *c)
{
	bool waiting = c->go_fd >= 0;

	close_fd(&c->go_fd);
	close_fd(&c->failure_fd);
	if (c->pid > 0 && !take_status(c, waiting ? 0 : WNOHANG))
		kill(c->pid, SIGTERM);
	close_fd(&c->fd);
	if (c->page)
		munmap(c->page, sizeof(*c->page));
	c->page = NULL;
	c->pid = 0;
}

static void say_thread(pid_t thread)
{
	pid_t process = process_status_number(thread, "Tgid:", 0);

	if (process)
		log_error("process %d: is a thread of process %d; write -p %d", thread, process,
			process);
	else
		log_error("process %d: is a thread; give the id of its process", thread);
}

int watch_pids(const int32_t *pids, uint32_t count, int *fds)
{
	for (uint32_t i = 0; i < count; i++) {
		fds[i] = open_pidfd(pids[i]);
		if (fds[i] >= 0)
			continue;
		int err = fds[i];

		if (err == -EINVAL || err == -ENOENT) /* the latter on newer kernels */
			say_thread(pids[i]);
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
