/* runtime/cli/compile_server.c - starts `sonde-compile --serve`, and hands it the descriptors of
 * each request over a socket (runtime/base/request.h).  Started by the prompt; asked by
 * compiler_process.c. */
#include "runtime/cli/compile_server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/request.h"

extern char **environ;

int compile_server_start(struct compile_server *s, const char *compiler)
{
	char *argv[] = { "sonde-compile", "--serve", NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int ends[2], err;
	sigset_t none;
	pid_t pid;

	*s = (struct compile_server){ .socket = -1 };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
	/* the prompt holds signals back, but while it waits */
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	err = posix_spawn(&pid, compiler, &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	close(ends[1]);
	if (err) {
		close(ends[0]);
		return -err;
	}
	*s = (struct compile_server){ .pid = pid, .socket = ends[0] };
	return 0;
}

bool compile_server_alive(struct compile_server *s, int *status)
{
	if (!s->pid || waitpid(s->pid, status, WNOHANG) != s->pid)
		return true;
	close(s->socket);
	*s = (struct compile_server){ .socket = -1 };
	return false;
}

int compile_server_ask(struct compile_server *s, const int files[3], bool progress, int *status_fd)
{
	int ends[2],
		sent[SERVED_COUNT] = { [SERVED_REQUEST] = files[0],
			[SERVED_RESULT] = files[1],
			[SERVED_RECORD] = files[2] };
	char byte = progress;
	struct iovec bytes = { .iov_base = &byte, .iov_len = 1 };
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(sent))];
	} control = { 0 };
	struct msghdr message = {
		.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int err = 0;

	if (!s->pid)
		return -ESRCH;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	sent[SERVED_STATUS] = ends[1];
	control.head = (struct cmsghdr){
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
		.cmsg_len = CMSG_LEN(sizeof(sent)),
	};
	memcpy(CMSG_DATA(&control.head), sent, sizeof(sent));
	while (!err && sendmsg(s->socket, &message, MSG_NOSIGNAL) < 0)
		err = errno == EINTR ? 0 : -errno;
	close(ends[1]);
	if (err)
		close(ends[0]);
	else
		*status_fd = ends[0];
	return err;
}

void compile_server_stop(struct compile_server *s)
{
	if (!s->pid)
		return;
	close(s->socket);
	while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*s = (struct compile_server){ .socket = -1 };
}
