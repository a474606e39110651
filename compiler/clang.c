/* compiler/clang.c - runs clang and reads the object that it writes to its standard output.  It is
 * told where this machine's own compiler finds headers.  So that an image with the object can be
 * kept, clang is asked first what it is going to read, and it has nothing of the environment but
 * what we have looked at. */
#include "compiler/clang.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler/clang_depends.h"
#include "runtime/base/file_access.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"

#define OUTPUT_MAX (64u << 20)  /* bytes */
/* Headers of the C library take what names no machine that they know for one of 32 bits. */
#ifdef __aarch64__
#define MACHINE "-D__aarch64__"
#else
#define MACHINE "-D__x86_64__"
#endif

static const char *directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
}

struct clang {
	const char *program;
	char **environment;
	const char *path;
	struct compilation *c;
};

/* The first of that name in PATH. */
static const char *find_program(struct arena *a)
{
	const char *path = getenv("PATH"), *end;

	for (; path; path = *end ? end + 1 : NULL) {
		end = strchrnul(path, ':');

		const char *file = arena_printf(a, "%.*s/clang", end > path ? (int)(end - path) : 1,
			end > path ? path : ".");
		struct stat st;

		if (!file_access(file, X_OK) && !stat(file, &st) && S_ISREG(st.st_mode))
			return file;
	}
	return NULL;
}

/* What of the environment means something to clang and to what starts it; the first two of them to
 * where it searches for headers. */
static char **make_environment(struct arena *a, bool searches)
{
	static const char *const names[] = { "CPATH", "C_INCLUDE_PATH", "PATH", "HOME", "TMPDIR",
		"LANG", "LC_ALL", "LC_MESSAGES", "LD_LIBRARY_PATH", "LD_PRELOAD" };
	char **environment = arena_new_array(a, char *, ARRAY_SIZE(names) + 1);
	size_t n = 0;

	for (size_t i = searches ? 0 : 2; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value)
			environment[n++] = arena_printf(a, "%s=%s", names[i], value);
	}
	return environment;
}

static char **add_words(struct arena *a, char **end, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*end++ = arena_strdup(a, words[i]);
	return end;
}

static char **add_directories(
	struct arena *a, char **end, const char *option, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*end++ = arena_printf(a, "%s%s", option, paths[i]);
	return end;
}

/* What all runs for BPF have, behind what each is for.  v3, as the code of scripts: later
 * instructions are refused before Linux 6.6. */
static char **make_arguments(const struct clang *k, const char *const *first, size_t first_count)
{
	static const char *const common[] = { "-target", "bpf", "-mcpu=v3", "-O2", "-g", MACHINE };
	struct compilation *c = k->c;
	const struct name_list *native = c->c_directories;
	char **argv = arena_new_array(c->arena, char *,
		     first_count + ARRAY_SIZE(common) + c->include_count + native->count + 4),
	     **end = add_words(c->arena, argv, (const char *const[]){ "clang" }, 1);

	end = add_words(c->arena, end, first, first_count);
	end = add_words(c->arena, end, common, ARRAY_SIZE(common));
	*end++ = arena_printf(c->arena, "-I%s", directory_of(c->arena, k->path));
	end = add_directories(c->arena, end, "-I", c->include_path, c->include_count);
	end = add_directories(c->arena, end, "-idirafter", native->items, native->count);
	*end = arena_printf(c->arena, "%s%s", *k->path == '-' ? "./" : "", k->path);
	return argv;
}

static int start(const struct clang *k, char **argv, int out, const int errors[2], pid_t *pid)
{
	posix_spawn_file_actions_t files;
	int err;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, errors[1], STDERR_FILENO);
	posix_spawn_file_actions_addclose(&files, errors[0]);
	posix_spawn_file_actions_addclose(&files, errors[1]);
	posix_spawn_file_actions_addclose(&files, out);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", 0, 0);
	err = posix_spawn(pid, k->program, &files, NULL, argv, k->environment);
	posix_spawn_file_actions_destroy(&files);
	return err;
}

static void read_all(int fd, struct buffer *out)
{
	char part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && out->len < OUTPUT_MAX)
			buffer_append(out, part, (size_t)n);
}

static int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* What a run wrote, and how it ended. */
struct result {
	struct buffer out, errors;
	int status;
};

static int run_into(const struct clang *k, char **argv, int out, struct result *r)
{
	int errors[2], err;
	pid_t pid;

	if (pipe(errors) < 0)
		return errno;
	err = start(k, argv, out, errors, &pid);
	close(errors[1]);
	if (!err) {
		read_all(errors[0], &r->errors);
		r->status = wait_for(pid);
		lseek(out, 0, SEEK_SET);
		read_all(out, &r->out);
	}
	close(errors[0]);
	return err;
}

/* 0, or an errno where it could not be started; free the buffers. */
static int run(const struct clang *k, char **argv, struct result *r)
{
	int out = memfd_create("clang", 0), err = out < 0 ? errno : 0;

	*r = (struct result){ .status = -1 };
	if (!err) {
		err = run_into(k, argv, out, r);
		close(out);
	}
	if (!err && (r->out.failed || r->errors.failed))
		r->status = -1;
	return err;
}

static void result_free(struct result *r)
{
	buffer_free(&r->out);
	buffer_free(&r->errors);
}

/* For BPF clang does not search the directories that Debian and others have for one machine each
 * ("/usr/include/x86_64-linux-gnu"), from which the headers include that it does find. */
static const struct name_list *native_directories(const struct clang *k)
{
	static const char *const words[] = { "clang", "-E", "-v", "-x", "c", "/dev/null" };
	struct arena *a = k->c->arena;
	struct name_list *directories = arena_new_object(a, struct name_list);
	char **argv = arena_new_array(a, char *, ARRAY_SIZE(words) + 1);
	struct clang native = *k;
	struct result r;

	/* so that what the environment adds stays in front */
	native.environment = make_environment(a, false);
	add_words(a, argv, words, ARRAY_SIZE(words));
	if (!run(&native, argv, &r) && !r.status)
		*directories = clang_depends_directories(buffer_text(&r.errors), a);
	result_free(&r);
	return directories;
}

/* True once everything that the next run is going to read has been looked at: so that whatever
 * changes from now on is seen as a change. */
static bool look_first(const struct clang *k)
{
	static const char *const first[] = { "-M", "-MT", CLANG_DEPENDS_TARGET, "-v" };
	char **argv = make_arguments(k, first, ARRAY_SIZE(first));
	struct result r;
	struct stat st;
	bool told;

	/* libraries that clang is linked to */
	stat("/etc/ld.so.cache", &st);
	told = !run(k, argv, &r) && !r.status &&
		clang_depends_look(buffer_text(&r.errors), buffer_text(&r.out), k->c->arena);
	result_free(&r);
	return told;
}

const void *clang_compile(
	struct compilation *c, const char *path, struct span imported, size_t *len)
{
	static const char *const first[] = { "-c", "-o", "-" };
	const struct clang k = {
		.program = find_program(c->arena),
		.environment = make_environment(c->arena, true),
		.path = path,
		.c = c,
	};
	struct result r = { .status = -1 };
	const void *bytes = NULL;
	int err = ENOENT;

	if (k.program) {
		if (!c->c_directories)
			c->c_directories = native_directories(&k);
		c->is_untold |= !look_first(&k);
		err = run(&k, make_arguments(&k, first, ARRAY_SIZE(first)), &r);
	}
	/* what it says is to be said each time */
	c->is_untold |= r.errors.len;
	write_all(STDERR_FILENO, r.errors.data, r.errors.len);
	if (err == ENOENT)
		diag_hint(diag_environment(c->diags, imported, DIAG_IMPORT,
				  "'%s' cannot be imported: the program clang is not installed",
				  path),
			"install it, or compile the file elsewhere and import the .bpf.o: clang -target bpf -O2 -g -c");
	else if (err)
		diag_environment(c->diags, imported, DIAG_IMPORT,
			"'%s' cannot be imported: clang cannot be run: %s", path, strerror(err));
	else if (r.status)
		diag_error(c->diags, imported, DIAG_IMPORT,
			"'%s' cannot be imported: clang did not compile it", path);
	else
		bytes = arena_memdup(c->arena, r.out.data, *len = r.out.len);
	result_free(&r);
	return bytes;
}
