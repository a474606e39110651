/* compiler/clang.c - runs clang and reads the object that it writes to its standard output. */
#include "compiler/clang.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/util.h"

#define OBJECT_MAX (64u << 20)  /* bytes */

extern char **environ;

static const char *directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
}

/* v3, as the code of scripts: later instructions are refused before Linux 6.6. */
static char **make_arguments(struct compilation *c, const char *path)
{
	static const char *const fixed[] = { "clang", "-target", "bpf", "-mcpu=v3", "-O2", "-g", "-c", "-o", "-" };
	char **argv = arena_new_array(c->arena, char *, ARRAY_SIZE(fixed) + c->include_count + 3);
	size_t n = 0;

	for (; n < ARRAY_SIZE(fixed); n++)
		argv[n] = arena_strdup(c->arena, fixed[n]);
	argv[n++] = arena_printf(c->arena, "-I%s", directory_of(c->arena, path));
	for (uint32_t i = 0; i < c->include_count; i++)
		argv[n++] = arena_printf(c->arena, "-I%s", c->include_path[i]);
	argv[n] = arena_printf(c->arena, "%s%s", *path == '-' ? "./" : "", path);
	return argv;
}

static int start(char **argv, const int pipes[2], pid_t *pid)
{
	posix_spawn_file_actions_t files;
	int err;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pipes[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&files, pipes[0]);
	posix_spawn_file_actions_addclose(&files, pipes[1]);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", 0, 0);
	err = posix_spawnp(pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	return err;
}

static void read_all(int fd, struct buffer *out)
{
	char part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && out->len < OBJECT_MAX)
			buffer_append(out, part, (size_t)n);
}

static int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

const void *clang_compile(struct compilation *c, const char *path, struct span imported, size_t *len)
{
	struct buffer object = { 0 };
	const void *bytes = NULL;
	int pipes[2], err, status = -1;
	pid_t pid;

	err = pipe(pipes) < 0 ? errno : 0;
	if (!err) {
		err = start(make_arguments(c, path), pipes, &pid);
		close(pipes[1]);
		if (!err) {
			read_all(pipes[0], &object);
			status = wait_for(pid);
		}
		close(pipes[0]);
	}
	if (err == ENOENT)
		diag_hint(diag_environment(c->diags, imported, DIAG_IMPORT, "'%s' cannot be imported: the program clang is not installed", path),
			  "install it, or compile the file elsewhere and import the .bpf.o: clang -target bpf -O2 -g -c");
	else if (err)
		diag_environment(c->diags, imported, DIAG_IMPORT, "'%s' cannot be imported: clang cannot be run: %s", path, strerror(err));
	else if (status || object.failed)
		diag_error(c->diags, imported, DIAG_IMPORT, "'%s' cannot be imported: clang did not compile it", path);
	else
		bytes = arena_memdup(c->arena, object.data, *len = object.len);
	buffer_free(&object);
	return bytes;
}
