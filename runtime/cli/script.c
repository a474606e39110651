/* runtime/cli/script.c - finds the script by path or by name, and reads it.  Scripts by name live
 * in a few directories, tried in order. Called by main() before the compiler is started. */
#include "runtime/cli/script.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/buffer.h"
#include "runtime/base/escape.h"
#include "runtime/base/file_access.h"
#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/alternative.h"
#include "runtime/cli/build.h"
#include "runtime/cli/options.h"

#define SCRIPT_MAX_BYTES (16u << 20)

static const char *const suffixes[] = { ".probe", ".bt" };

const char *executable_directory(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (len <= 0)
		return NULL;
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	return arena_strdup(a, path);
}

/* A build tree has all programs in one directory, and a link to the scripts beside them; an
 * installed one has share/ beside bin/ and libexec/. */
static const char *own_scripts(struct arena *a, const char *own)
{
	static const char libexec[] = "/libexec/sonde";
	size_t len = strlen(own), end = sizeof(libexec) - 1;

	if (len >= end && str_eq(own + len - end, libexec))
		return arena_printf(a, "%s/../../share/sonde/probes", own);
	if (!file_access(arena_printf(a, "%s/sonde-compile", own), X_OK))
		return arena_printf(a, "%s/probes", own);
	return arena_printf(a, "%s/../share/sonde/probes", own);
}

size_t script_directories(struct arena *a, const char *dirs[SCRIPT_DIRECTORIES_MAX])
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME"),
		   *own = executable_directory(a);
	size_t count = 0;

	if (data && *data == '/')
		dirs[count++] = arena_printf(a, "%s/sonde/probes", data);
	else if (home && *home == '/')
		dirs[count++] = arena_printf(a, "%s/.local/share/sonde/probes", home);
	dirs[count++] = "/etc/sonde/probes";
	if (own)
		dirs[count++] = own_scripts(a, own);
	dirs[count++] = "/usr/local/share/sonde/probes";
	dirs[count++] = "/usr/share/sonde/probes";
	return count;
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISDIR(st.st_mode);
}

/* Where the script called `word` is; NULL when nowhere. */
static const char *script_find(struct arena *a, const char *word)
{
	const char *dirs[SCRIPT_DIRECTORIES_MAX];
	size_t count;

	if (strchr(word, '/'))
		return word;
	if (is_file(word))
		return word;
	count = script_directories(a, dirs);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(suffixes); k++) {
			const char *path = arena_printf(a, "%s/%s%s", dirs[i], word, suffixes[k]);

			if (is_file(path))
				return path;
		}
	return NULL;
}

bool script_exists(struct arena *a, const char *word)
{
	const char *path = script_find(a, word);

	return str_eq(word, "-") || (path && is_file(path));
}

/* The name that a file of the directories of named scripts is called by; NULL when it is none of
 * them. */
static const char *name_of_file(struct arena *a, const char *file)
{
	size_t len = strlen(file);

	for (size_t k = 0; k < ARRAY_SIZE(suffixes); k++) {
		size_t end = strlen(suffixes[k]);

		if (len > end && str_eq(file + len - end, suffixes[k]))
			return arena_strndup(a, file, len - end);
	}
	return NULL;
}

void script_each_named(struct arena *a, script_visit_fn visit, void *arg)
{
	const char *dirs[SCRIPT_DIRECTORIES_MAX];
	size_t count = script_directories(a, dirs);

	for (size_t i = 0; i < count; i++) {
		DIR *dir = opendir(dirs[i]);
		struct dirent *entry;

		while (dir && (entry = readdir(dir))) {
			const char *name = name_of_file(a, entry->d_name), *path;

			if (!name)
				continue;
			path = arena_printf(a, "%s/%s", dirs[i], entry->d_name);
			if (is_file(path))
				visit(dirs[i], name, path, arg);
		}
		if (dir)
			closedir(dir);
	}
}

static void offer(const char *directory, const char *name, const char *path, void *near)
{
	(void)directory;
	(void)path;
	nearest_offer(near, name);
}

/* What was typed, so that it controls no terminal. */
static const char *harmless(struct arena *a, const char *word)
{
	struct buffer b = { 0 };

	buffer_puts(&b, word);
	text_escape_controls(&b, 0, false);
	return buffer_keep(&b, a);
}

static int script_missing(struct arena *a, const char *word)
{
	struct nearest near;
	struct stat st;

	if (*word && !lstat(word, &st)) { /* a directory, a link to nowhere */
		log_error("script '%s': cannot be read: %s", harmless(a, word),
			strerror(stat(word, &st) ? errno : EISDIR));
		return EXIT_CODE_ENVIRONMENT;
	}
	nearest_start(&near, word);
	script_each_named(a, offer, &near);
	if (near.best)
		log_error("script '%s': no such file or named script: did you mean '%s'?",
			harmless(a, word), near.best);
	else
		log_error(
			"script '%s': no such file or named script: 'sonde tools' lists those there are (a program as text goes behind -e)",
			harmless(a, word));
	return EXIT_CODE_ENVIRONMENT;
}

static int read_all(int fd, const char *name, struct buffer *text)
{
	for (;;) {
		char *room = buffer_reserve(text, 65536);
		ssize_t got;

		if (!room) {
			log_error("script '%s': out of memory", name);
			return EXIT_CODE_ENVIRONMENT;
		}
		got = read(fd, room, 65536);
		if (got == 0)
			return 0;
		if (got < 0 && errno != EINTR) {
			log_error("script '%s': cannot read: %s", name, strerror(errno));
			return EXIT_CODE_ENVIRONMENT;
		}
		text->len += got > 0 ? (size_t)got : 0;
		if (text->len > SCRIPT_MAX_BYTES) {
			log_error("script '%s': larger than %u MiB: this is hardly a script", name,
				SCRIPT_MAX_BYTES >> 20);
			return EXIT_CODE_ENVIRONMENT;
		}
	}
}

static int script_read(struct arena *a, int fd, struct script *out)
{
	struct buffer text = { 0 };
	int code = read_all(fd, out->name, &text);

	if (!code) {
		size_t at = 0, len = text.len;
		char *copy;

		if (!build_find_image(text.data, text.len, &at, &len)) {
			at = 0;
			len = text.len;
		}
		copy = arena_alloc(a, len + 1);
		if (len)
			memcpy(copy, text.data + at, len);
		out->text = copy;
		out->len = len;
	}
	buffer_free(&text);
	return code;
}

static int read_path(struct arena *a, struct script *out)
{
	int fd = open(out->name, O_RDONLY | O_CLOEXEC), code;

	if (fd < 0) {
		log_error("script '%s': cannot open: %s", harmless(a, out->name), strerror(errno));
		return EXIT_CODE_ENVIRONMENT;
	}
	code = script_read(a, fd, out);
	close(fd);
	return code;
}

/* A script by name may name another one for kernels that lack something; more than a few in a row
 * are a circle. */
#define ALTERNATIVES_MAX 4

static int load_named(const struct options *o, const char *asked, struct script *out)
{
	const char *word = asked, *missing = NULL;

	for (int i = 0; i < ALTERNATIVES_MAX; i++) {
		const char *other;
		int code;

		out->name = script_find(o->arena, word);
		if (!out->name)
			return script_missing(o->arena, word);
		code = read_path(o->arena, out);
		if (code || str_eq(out->name, word) || o->action != DO_RUN)
			return code;
		other = script_alternative(o->arena, out->text, &missing);
		if (!other)
			return 0;
		if (!o->quiet)
			log_notice("%s: this kernel has no %s: running %s", word, missing, other);
		word = other;
	}
	log_error("script '%s': its alternatives go round in a circle", asked);
	return EXIT_CODE_ENVIRONMENT;
}

int script_load_word(const struct options *o, const char *word, struct script *out)
{
	*out = (struct script){ 0 };
	if (!str_eq(word, "-"))
		return load_named(o, word, out);
	out->name = "<stdin>";
	return script_read(o->arena, STDIN_FILENO, out);
}

bool script_is_image(const struct script *script)
{
	return build_is_image(script->text, script->len);
}

/* The image that the running program holds is called like the program. */
static int load_embedded(const struct options *o, struct script *out)
{
	int code;

	out->name = "/proc/self/exe";
	code = read_path(o->arena, out);
	out->name = o->script;
	return code;
}

int script_load(const struct options *o, struct script *out)
{
	*out = (struct script){ 0 };
	if (o->embedded)
		return load_embedded(o, out);
	if (o->program) {
		*out = (struct script){
			.name = "<arg>", .text = o->program, .len = strlen(o->program)
		};
		return 0;
	}
	/* what may be written to is named by its path */
	if (o->action == DO_FORMAT && !str_eq(o->script, "-")) {
		out->name = o->script;
		return read_path(o->arena, out);
	}
	return script_load_word(o, o->script, out);
}
