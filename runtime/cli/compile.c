/* runtime/cli/compile.c - starts sonde-compile, sends it the request over a pipe and takes the
 * image out of a memory file; its diagnostics go straight to our stderr.  Or finds that the image was
 * made before, and starts nothing.  Called by main(). */
#include "runtime/cli/compile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/cache.h"
#include "runtime/cli/environment.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

/* Where the compiler writes what is to be kept beside an image. */
#define RECORD_FD 3
#define TEXT_OF(number) TEXT_OF_(number)
#define TEXT_OF_(number) #number

#define PLEASE_REPORT "this is a mistake of sonde, please report it with the script"

extern char **environ;

const char *compiler_path(struct arena *a)
{
	static const char *const places[] = { "sonde-compile", "../libexec/sonde/sonde-compile" };
	const char *own = executable_directory(a);

	for (size_t i = 0; own && i < ARRAY_SIZE(places); i++) {
		const char *path = arena_printf(a, "%s/%s", own, places[i]);

		if (!access(path, X_OK))
			return path;
	}
	return NULL;
}

static bool is_program(const char *path)
{
	struct stat st;

	return !access(path, X_OK) && !stat(path, &st) && S_ISREG(st.st_mode);
}

const char *command_find(const struct options *o, const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return is_program(name) ? name : NULL;
	if (!path)
		path = "/usr/local/bin:/usr/bin:/bin";
	for (;;) {
		int len = strcspn(path, ":");
		const char *full = len ? arena_printf(o->arena, "%.*s/%s", len, path, name) : name;

		if (is_program(full))
			return full;
		if (!path[len])
			return NULL;
		path += len + 1;
	}
}

static void put_text(struct buffer *request, enum request_tag tag, const char *text)
{
	request_put(request, tag, text, strlen(text));
}

/* Where imports are searched, too. */
static void put_script_directories(struct buffer *request, struct arena *a)
{
	const char *dirs[SCRIPT_DIRECTORIES_MAX];
	size_t count = script_directories(a, dirs);

	for (size_t i = 0; i < count; i++)
		put_text(request, REQUEST_SCRIPT_DIRECTORY, dirs[i]);
}

static void put_flag(struct buffer *request, enum request_tag tag, bool on)
{
	if (on)
		put_text(request, tag, "1");
}

/* Dumps of passes are made anew each time. */
static bool is_kept(const struct options *o)
{
	return !o->no_cache && !o->stage_count;
}

static void request_build(const struct options *o, const struct script *script,
	enum compile_goal goal, struct buffer *request)
{
	const char *command = o->command ? command_find(o, o->command[0]) : NULL;
	static const char *const goals[] = { [COMPILE_CHECK] = "check", [COMPILE_HELP] = "help", [COMPILE_FORMAT] = "format", [COMPILE_ROWS] = "rows" };

	if (goals[goal])
		put_text(request, REQUEST_GOAL, goals[goal]);
	else if (goal == COMPILE_IMAGE && is_kept(o))
		put_text(request, REQUEST_LOOKS, TEXT_OF(RECORD_FD));
	put_flag(request, REQUEST_PORTABLE, goal == COMPILE_PORTABLE);
	put_flag(request, REQUEST_RECORDS, goal == COMPILE_CHECK && o->sink->structured);
	put_text(request, REQUEST_SCRIPT_NAME, script->name);
	request_put(request, REQUEST_SCRIPT_TEXT, script->text, script->len);
	for (uint32_t i = 0; i < o->word_count && goal == COMPILE_IMAGE; i++)
		put_text(request, REQUEST_PARAM, o->words[i]);
	for (uint32_t i = 0; i < o->pid_count; i++)
		put_text(request, REQUEST_PID, arena_printf(o->arena, "%d", o->pids[i]));
	put_flag(request, REQUEST_FOLLOW, o->follow);
	put_flag(request, REQUEST_HAS_COMMAND, o->command != NULL);
	if (command)
		put_text(request, REQUEST_COMMAND_PATH, command);
	put_flag(request, REQUEST_UNSAFE, o->unsafe);
	for (uint32_t i = 0; i < o->stage_count; i++)
		put_text(request, REQUEST_DEBUG_STAGE, o->stages[i]);
	put_script_directories(request, o->arena);
	for (uint32_t i = 0; i < o->include_path_count; i++)
		put_text(request, REQUEST_INCLUDE_PATH, o->include_path[i]);
	for (uint32_t i = 0; i < o->include_count; i++)
		put_text(request, REQUEST_INCLUDE, o->includes[i]);
	for (uint32_t i = 0; i < o->no_feature_count; i++)
		put_text(request, REQUEST_NO_FEATURE, o->no_features[i]);
	if (o->probe_filter)
		put_text(request, REQUEST_PROBE_FILTER, o->probe_filter);
	if (o->btf)
		put_text(request, REQUEST_BTF, o->btf);
	if (o->functions)
		put_text(request, REQUEST_FUNCTIONS, o->functions);
	if (o->debuginfo)
		put_text(request, REQUEST_DEBUG_FILE_PATH, o->debuginfo);
	environment_config(o->arena, request);
	put_flag(request, REQUEST_COUNT_RUNS, o->stats);
	put_flag(request, REQUEST_WARN_FAILURES, o->failures);
	put_flag(request, REQUEST_NO_WARNINGS, !o->warnings);
	/* beside an image, what was said about its script is kept as it was shown */
	put_flag(request, REQUEST_COLOR, log_has_colour());
	request_finish(request);
}

/* What the compiler gets. */
struct compiler_files {
	int request, image, record;
	bool progress;          /* it shows how far it is */
};

/* The compiler as a process of its own; its pid, or -errno. */
static int compiler_start(const char *path, const struct compiler_files *f)
{
	char *argv[] = { "sonde-compile", f->progress ? "--progress" : NULL, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	pid_t pid;
	int err;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, f->request, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, f->image, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, f->record, RECORD_FD);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	err = posix_spawn(&pid, path, &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return err ? -err : pid;
}

/* A compiler that dies early closes the pipe: its exit status says more than the failed write. */
static void request_send(int fd, const struct buffer *request)
{
	void (*old)(int) = signal(SIGPIPE, SIG_IGN);
	size_t sent = 0;

	while (sent < request->len) {
		ssize_t n = write(fd, request->data + sent, request->len - sent);

		if (n < 0 && errno != EINTR)
			break;
		sent += n > 0 ? (size_t)n : 0;
	}
	signal(SIGPIPE, old);
}

/* Wait for the compiler; 0, or the exit code for sonde. */
static int compiler_finish(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
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
	return (struct compiled){ .bytes = bytes, .len = st.st_size, .map = bytes, .map_len = st.st_size };
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

static int compiler_run(const char *path, const struct buffer *request, bool progress, struct compiled *out, struct compiled *record)
{
	struct compiler_files files = { .progress = progress, .request = -1, .image = memfd_create("image", MFD_CLOEXEC), .record = memfd_create("record", MFD_CLOEXEC) };
	int to[2] = { -1, -1 }, pid, code = EXIT_CODE_ENVIRONMENT;

	if (files.image < 0 || files.record < 0 || pipe2(to, O_CLOEXEC)) {
		log_error("sonde-compile: cannot start it: %s", strerror(errno));
		goto out;
	}
	files.request = to[0];
	pid = compiler_start(path, &files);
	if (pid < 0) {
		log_error("sonde-compile: cannot start '%s': %s", path, strerror(-pid));
		goto out;
	}
	close(to[0]);
	request_send(to[1], request);
	close(to[1]);
	to[0] = to[1] = -1;
	code = compiler_finish(pid);
	*out = map_result(files.image);
	*record = map_result(files.record);
out:
	close_one(to[0]);
	close_one(to[1]);
	close_one(files.image);
	close_one(files.record);
	return code;
}

/* The image that was kept, or one that the compiler makes now and that is kept for the next time. */
static int compile_or_take(const char *path, const struct buffer *request, bool progress, struct compiled *out)
{
	struct compiled record = { 0 };
	struct image_cache cache;
	int code = 0;

	image_cache_open(&cache, path, request);
	if (!image_cache_read(&cache, out)) {
		code = compiler_run(path, request, progress, out, &record);
		if (!code)
			image_cache_write(&cache, out, &record);
		compiled_release(&record);
	}
	image_cache_close(&cache);
	return code;
}

int compile_script(const struct options *o, const struct script *script, enum compile_goal goal,
	struct compiled *out)
{
	const char *path = compiler_path(o->arena);
	struct compiled record = { 0 };
	struct buffer request = { 0 };
	/* what is written on stderr meanwhile would run into it */
	bool progress = goal == COMPILE_IMAGE && !o->quiet && !o->stage_count;
	int code = EXIT_CODE_ENVIRONMENT;

	*out = (struct compiled){ 0 };
	if (!path) {
		log_error(
			"sonde-compile: not found beside sonde nor in ../libexec/sonde: is the installation complete?");
		return EXIT_CODE_ENVIRONMENT;
	}
	request_build(o, script, goal, &request);
	if (request.failed)
		log_error("script '%s': out of memory", script->name);
	else if (goal == COMPILE_IMAGE && is_kept(o))
		code = compile_or_take(path, &request, progress, out);
	else
		code = compiler_run(path, &request, progress, out, &record);
	if (!code && (goal == COMPILE_IMAGE || goal == COMPILE_PORTABLE) && !out->len) {
		log_error("sonde-compile: internal error: it wrote no image: " PLEASE_REPORT);
		code = EXIT_CODE_INTERNAL;
	}
	buffer_free(&request);
	return code;
}
