/* compiler/serve.c - a compiler that stays: each message on its socket brings the descriptors of
 * one request, which a forked child answers as if it had been started for that.  So nothing of a
 * request is left for the next, whatever happens in it, and what every request needs is there
 * before it comes: the program is loaded and has compiled something before.  Called by main(). */
#include "compiler/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "compiler/compilation.h"
#include "compiler/config.h"
#include "compiler/fact.h"
#include "compiler/witness.h"

/* A program for which everything is needed that most programs need. */
static const char ordinary_program[] =
	"begin { @[comm] = count(); printf(\"%d %s\\n\", curtask.pid, curtask.comm); }";

/* Compile once what nobody wants, so that its children find all of that in memory.  What was looked
 * at belongs to the answer of each of them. */
static void warm_up(void)
{
	struct compilation c = { .arena = arena_new() };
	struct source script = {
		.name = "", .text = ordinary_program, .len = sizeof(ordinary_program) - 1
	};

	if (!c.arena)
		return;
	witness_start();
	c.sources = (struct sources){ .items = &script, .count = 1 };
	c.diags = diags_new(c.arena);
	c.facts = arena_new_object(c.arena, struct facts);
	diags_set_sources(c.diags, &c.sources);
	config_defaults(&c.config);
	compile(&c, NULL, 0);
	buffer_free(&c.image);
	arena_free(c.arena);
}

/* The descriptors of the next request; false when there will be none. */
static bool receive(int fds[SERVED_COUNT], bool *progress)
{
	char byte;
	struct iovec bytes = { .iov_base = &byte, .iov_len = 1 };
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(SERVED_COUNT * sizeof(int))];
	} control;
	struct msghdr message = {
		.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	const struct cmsghdr *head;
	ssize_t n;

	do
		n = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	head = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	if (!head || head->cmsg_type != SCM_RIGHTS ||
		head->cmsg_len != CMSG_LEN(SERVED_COUNT * sizeof(int)))
		return false;
	memcpy(fds, CMSG_DATA(head), SERVED_COUNT * sizeof(int));
	*progress = byte;
	return true;
}

/* In the child: where a compiler has them that serves only one. */
static void take_places(const int fds[SERVED_COUNT])
{
	static const int places[SERVED_COUNT] = {
		[SERVED_REQUEST] = STDIN_FILENO,
		[SERVED_RESULT] = STDOUT_FILENO,
		[SERVED_RECORD] = REQUEST_RECORD_FD,
		[SERVED_STATUS] = -1,
	};
	int away[SERVED_COUNT];

	/* none of them may lie in another one's place */
	for (size_t i = 0; i < SERVED_COUNT; i++)
		away[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, REQUEST_RECORD_FD + 1);
	for (size_t i = 0; i < SERVED_COUNT; i++)
		if (places[i] >= 0)
			dup2(away[i], places[i]);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
}

/* How the child ended, in the form of waitpid(). */
static void tell(int fd, pid_t pid)
{
	int status = EXIT_CODE_ENVIRONMENT << 8;

	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (write(fd, &status, sizeof(status)) < 0)
		errno = 0;      /* who asked is gone */
}

void serve(bool *progress)
{
	int fds[SERVED_COUNT];

	/* Ctrl-C is for the request that is being answered */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	warm_up();
	while (receive(fds, progress)) {
		pid_t pid = fork();

		if (!pid) {
			take_places(fds);
			return;
		}
		/* the pipe of the request has to break when the child is gone */
		for (size_t i = 0; i < SERVED_STATUS; i++)
			close(fds[i]);
		tell(fds[SERVED_STATUS], pid);
		close(fds[SERVED_STATUS]);
	}
	_exit(EXIT_CODE_OK);
}
