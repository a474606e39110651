/* runtime/cli/compiler_process.c - starts sonde-compile, sends it the request over a pipe and takes
 * the image out of a memory file; its diagnostics go straight to our stderr.  Where there is a
 * compiler that serves (compile_server.c), that is asked instead.  Called by compile.c. */
#include "runtime/cli/compiler_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/write_all.h"
#include "runtime/cli/compile_server.h"

extern char **environ;

/* What the compiler gets. */
struct compiler_files {
	int request, image, record;
};

/* The compiler as a process of its own; its pid, or -errno. */
static int compiler_start(const struct compiler *compiler, const struct compiler_files *f)
{
	char *argv[] = { "sonde-compile", compiler->progress ? "--progress" : NULL, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, f->request, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, f->image, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, f->record, REQUEST_RECORD_FD);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	err = posix_spawn(&pid, compiler->path, &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return err ? -err : pid;
}

/* A compiler that dies early closes the pipe: its exit status says more than the failed write. */
static void request_send(int fd, const struct buffer *request)
{
	void (*old)(int) = signal(SIGPIPE, SIG_IGN);

	write_all(fd, request->data, request->len);
	signal(SIGPIPE, old);
}

/* Who answers a request: a process of its own, or the server, which says at the end of a pipe how
 * it went. */
struct answering {
	pid_t pid;
	int status_fd;
};

/* 0 or -errno.  A server that is gone is no reason to have no answer. */
static int answering_start(
	const struct compiler *compiler, const struct compiler_files *f, struct answering *by)
{
	if (compiler->server &&
		!compile_server_ask(compiler->server, (int[]){ f->request, f->image, f->record },
			compiler->progress, &by->status_fd))
		return 0;
	by->pid = compiler_start(compiler, f);
	return by->pid < 0 ? by->pid : 0;
}

/* How it ended, as waitpid() tells; false when nobody knows. */
static bool answering_wait(const struct answering *by, int *status)
{
	ssize_t n;

	if (by->pid) {
		while (waitpid(by->pid, status, 0) < 0)
			if (errno != EINTR)
				return false;
		return true;
	}
	do
		n = read(by->status_fd, status, sizeof(*status));
	while (n < 0 && errno == EINTR);
	close(by->status_fd);
	errno = EPIPE;
	return n == sizeof(*status);
}

/* Wait for the compiler; 0, or the exit code for sonde. */
static int answering_finish(const struct answering *by)
{
	int status;

	if (!answering_wait(by, &status)) {
		log_error("sonde-compile: cannot wait for it: %s", strerror(errno));
		return EXIT_CODE_ENVIRONMENT;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) <= EXIT_CODE_INTERNAL)
		return WEXITSTATUS(status);
	if (WIFSIGNALED(status))
		log_error("sonde-compile: internal error: died of signal %d (%s): " PLEASE_REPORT,
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		log_error("sonde-compile: internal error: exit code %d: " PLEASE_REPORT,
			WEXITSTATUS(status));
	return EXIT_CODE_INTERNAL;
}

/* What the compiler wrote; nothing when it wrote nothing. */
static struct compiled map_result(int fd)
{
	struct stat st;
	void *bytes = MAP_FAILED;

	if (!fstat(fd, &st) && st.st_size > 0)
		bytes = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return (struct compiled){ 0 };
	return (struct compiled){
		.bytes = bytes, .len = st.st_size, .map = bytes, .map_len = st.st_size
	};
}

void compiled_release(struct compiled *c)
{
	if (c->map)
		munmap(c->map, c->map_len);
	*c = (struct compiled){ 0 };
}

static void close_one(int fd)
{
	if (fd >= 0)
		close(fd);
}

int compiler_answer(const struct compiler *compiler, const struct buffer *request,
	struct compiled *out, struct compiled *record)
{
	struct compiler_files files = {
		.image = memfd_create("image", MFD_CLOEXEC),
		.record = memfd_create("record", MFD_CLOEXEC),
	};
	int to[2] = { -1, -1 }, code = EXIT_CODE_ENVIRONMENT;
	struct answering by = { 0 };
	int err;

	if (files.image < 0 || files.record < 0 || pipe2(to, O_CLOEXEC)) {
		log_error("sonde-compile: cannot start it: %s", strerror(errno));
		goto out;
	}
	files.request = to[0];
	err = answering_start(compiler, &files, &by);
	if (err) {
		log_error("sonde-compile: cannot start '%s': %s", compiler->path, strerror(-err));
		goto out;
	}
	close(to[0]);
	request_send(to[1], request);
	close(to[1]);
	to[0] = to[1] = -1;
	code = answering_finish(&by);
	*out = map_result(files.image);
	*record = map_result(files.record);
out:
	close_one(to[0]);
	close_one(to[1]);
	close_one(files.image);
	close_one(files.record);
	return code;
}
