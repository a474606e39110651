/* tests/golden/run.c - runs the golden cases of the compiler: a program and the exact diagnostics,
 * or the exact dump after a pass.
 *
 * usage: run [--every-id] SONDE-COMPILE FILE.t...
 *                Prints one line a case, "ok - name" or "not ok - name" with both texts.
 *        run --survive SONDE-COMPILE FILE...
 *                The files are programs as they are, good and bad: the compiler must either make an
 *                image that opens, or say why
 *                not and end with code 1 or 2.
 *
 * A case is a file of keys, each at the start of a line; a text goes on in lines that are indented
 * by 8 columns (a tab counts as 8), which are taken away.  Lines that begin with # before the first
 * key are comments.
 *
 *   prog TEXT          the program, named <arg>
 *   prog-escaped TEXT  the same with \n \t \\ and \xHH
 *   expect TEXT        everything the compiler says on stderr
 *   stage NAME         dump after this pass; expect is then the dump, and the exit code 0
 *   layout TEXT        with flags format: the script as it comes out; the exit code is then 0
 *   exit N             exit code, 1 when nothing else is said
 *   params WORD...     positional parameters
 *   config KEY=VALUE   as from the environment; may be repeated
 *   flags WORD...      unsafe, portable, no-warnings, verbose, has-command, format (the script in
 *                      canonical layout instead of an image)
 *   pid N              -p
 *
 * In the directory diag/ the file is named after a diagnostic, ID.t or ID_2.t, and with --every-id
 * each diagnostic must have one. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler/diag.h"
#include "runtime/base/image.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

enum { CASE_SECONDS = 20, KEYS_MAX = 32 };

struct key {
	char name[24];
	struct buffer text;
	bool begun; /* the text has a line: the key's own when that is not empty */
};

struct golden {
	struct key keys[KEYS_MAX];
	size_t count;
	const char *wrong; /* what is wrong with the file */
};

static const char *const ids[] = {
#define ID_NAME(id) #id,
	DIAG_LIST(ID_NAME)
#undef ID_NAME
};
static bool seen[ARRAY_SIZE(ids)];

static const char *golden_get(struct golden *g, const char *name)
{
	for (size_t i = 0; i < g->count; i++)
		if (str_eq(g->keys[i].name, name))
			return buffer_text(&g->keys[i].text);
	return NULL;
}

/* Without 8 columns of indent; NULL when there is less. */
static const char *unindent(const char *line)
{
	int column = 0;

	while (column < 8 && (*line == ' ' || *line == '\t'))
		column += *line++ == '\t' ? 8 - column % 8 : 1;
	return column >= 8 ? line : NULL;
}

static void golden_line(struct golden *g, const char *line, size_t *blank)
{
	const char *more = unindent(line);
	struct key *key = g->count ? &g->keys[g->count - 1] : NULL;
	size_t len = strcspn(line, " \t");

	if (!line[strspn(line, " \t")]) {
		(*blank)++;
	} else if (more && key) {
		buffer_fill(&key->text, '\n', *blank + key->begun);
		*blank = 0;
		key->begun = true;
		buffer_puts(&key->text, more);
	} else if (*line == '#' && !key) {
		return;
	} else if (len == 0 || len >= sizeof(key->name) || g->count == KEYS_MAX) {
		g->wrong = "a line is neither a key nor indented by 8 columns";
	} else {
		key = &g->keys[g->count++];
		memcpy(key->name, line, len);
		*blank = 0;
		buffer_puts(&key->text, line + len + strspn(line + len, " \t"));
		key->begun = key->text.len > 0;
	}
}

static void golden_read(struct golden *g, const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0, blank = 0;
	ssize_t len;

	if (!f) {
		g->wrong = strerror(errno);
		return;
	}
	while ((len = getline(&line, &size, f)) >= 0) {
		if (len && line[len - 1] == '\n')
			line[len - 1] = '\0';
		golden_line(g, line, &blank);
	}
	free(line);
	fclose(f);
}

static void unescape(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		unsigned byte;

		if (*text != '\\') {
			buffer_putc(out, *text);
		} else if (text[1] == 'x' && sscanf(text + 2, "%2x", &byte) == 1) {
			buffer_putc(out, (char)byte);
			text += 3;
		} else {
			text++;
			buffer_putc(out, *text == 'n' ? '\n'
				: *text == 't' ? '\t'
				: *text == 'r' ? '\r'
				: *text);
		}
	}
}

static void put(struct buffer *request, enum request_tag tag, const char *text)
{
	request_put(request, tag, text, strlen(text));
}

static void put_words(struct golden *g, struct buffer *request, const char *text, bool flags)
{
	static const struct {
		const char *name;
		enum request_tag tag;
		const char *text; /* NULL: "1" */
	} names[] = {
		{ "unsafe", REQUEST_UNSAFE },
		{ "portable", REQUEST_PORTABLE },
		{ "no-warnings", REQUEST_NO_WARNINGS },
		{ "has-command", REQUEST_HAS_COMMAND },
		{ "format", REQUEST_GOAL, "format" },
	};
	char *copy = strdup(text), *save = NULL;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		size_t i = 0;

		if (!flags) {
			put(request, REQUEST_PARAM, word);
			continue;
		}
		while (i < ARRAY_SIZE(names) && !str_eq(names[i].name, word))
			i++;
		if (i == ARRAY_SIZE(names))
			g->wrong = "unknown word behind flags";
		else
			put(request, names[i].tag, names[i].text ? names[i].text : "1");
	}
	free(copy);
}

static void request_of(struct golden *g, struct buffer *request)
{
	put(request, REQUEST_SCRIPT_NAME, "<arg>");
	for (size_t i = 0; i < g->count; i++) {
		const char *name = g->keys[i].name, *text = buffer_text(&g->keys[i].text);

		if (str_eq(name, "prog")) {
			put(request, REQUEST_SCRIPT_TEXT, text);
		} else if (str_eq(name, "prog-escaped")) {
			struct buffer bytes = { 0 };

			unescape(&bytes, text);
			request_put(request, REQUEST_SCRIPT_TEXT, buffer_text(&bytes), bytes.len);
			buffer_free(&bytes);
		} else if (str_eq(name, "params") || str_eq(name, "flags")) {
			put_words(g, request, text, str_eq(name, "flags"));
		} else if (str_eq(name, "config")) {
			put(request, REQUEST_CONFIG, text);
		} else if (str_eq(name, "pid")) {
			put(request, REQUEST_PID, text);
		} else if (str_eq(name, "stage")) {
			put(request, REQUEST_DEBUG_STAGE, text);
		} else if (!str_eq(name, "expect") && !str_eq(name, "exit") &&
			!str_eq(name, "layout")) {
			g->wrong = "unknown key";
		}
	}
	request_finish(request);
}

static void read_back(int fd, struct buffer *out)
{
	char chunk[65536];
	ssize_t n;

	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		buffer_append(out, chunk, n);
}

/* Run the compiler on a request; its exit code, or 128 + signal. */
static int compiler_run(const char *compiler, const struct buffer *request, struct buffer *image,
	struct buffer *said)
{
	int fds[3], status = 0;
	pid_t pid;

	for (int i = 0; i < 3; i++)
		fds[i] = memfd_create("golden", MFD_CLOEXEC);
	if (write(fds[0], request->data, request->len) != (ssize_t)request->len)
		return -1;
	lseek(fds[0], 0, SEEK_SET);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 3; i++)
			dup2(fds[i], i);
		alarm(CASE_SECONDS);
		execl(compiler, "sonde-compile", (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	read_back(fds[1], image);
	read_back(fds[2], said);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Which diagnostic a file of diag/ is about. */
static void note_id(struct golden *g, const char *path)
{
	char *copy = strdup(path), *base = basename(copy), *dot = strrchr(base, '.');
	size_t i;

	if (dot)
		*dot = '\0';
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		size_t len = strlen(ids[i]);

		if (!strncmp(base, ids[i], len) &&
			(!base[len] ||
				(base[len] == '_' && base[len + 1] >= '0' && base[len + 1] <= '9')))
			break;
	}
	if (i == ARRAY_SIZE(ids))
		g->wrong = "no diagnostic has this file's name";
	else
		seen[i] = true;
	free(copy);
}

static void show(const char *what, const char *text)
{
	printf("# %s:\n", what);
	while (*text) {
		size_t len = strcspn(text, "\n");

		printf("#   %.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

/* An image that the compiler says is good must also open. */
static const char *image_check(const struct buffer *bytes)
{
	const char *reason = NULL;
	struct image image;
	void *copy = NULL;

	if (posix_memalign(&copy, 16, bytes->len + 1))
		return "out of memory";
	if (bytes->len)
		memcpy(copy, bytes->data, bytes->len);
	if (!image_open(&image, copy, bytes->len, &reason)) {
		image_close(&image);
		reason = NULL;
	}
	free(copy);
	return reason;
}

/* The script laid out is the expected one. */
static const char *layout_check(const char *layout, struct buffer *got)
{
	size_t len = strlen(layout);

	if (got->len == len + (len > 0) && !memcmp(buffer_text(got), layout, len))
		return NULL;
	show("expected layout", layout);
	show("got", buffer_text(got));
	return "it has another layout";
}

static bool golden_run(const char *compiler, struct golden *g)
{
	struct buffer request = { 0 }, image = { 0 }, said = { 0 }, expected = { 0 };
	const char *expect = golden_get(g, "expect"), *code = golden_get(g, "exit"), *reason = NULL;
	const char *layout = golden_get(g, "layout");
	int want = code ? atoi(code) : golden_get(g, "stage") || layout ? 0 : 1, got;
	bool good;

	buffer_puts(&expected, expect ? expect : "");
	if (expected.len)
		buffer_putc(&expected, '\n');
	request_of(g, &request);
	if (!g->wrong && !golden_get(g, "prog") && !golden_get(g, "prog-escaped"))
		g->wrong = "there is no prog";
	if (!g->wrong && !expect && want)
		g->wrong = "there is no expect";
	got = g->wrong ? -1 : compiler_run(compiler, &request, &image, &said);
	if (!g->wrong && got == 0)
		reason = layout ? layout_check(layout, &image) : image_check(&image);
	good = !g->wrong && got == want && !reason &&
	       str_eq(buffer_text(&said), buffer_text(&expected));
	if (!good && !g->wrong) {
		printf("# exit code %d, expected %d\n", got, want);
		if (reason)
			printf("# what the compiler made: %s\n", reason);
		show("expected", buffer_text(&expected));
		show("got", buffer_text(&said));
	}
	buffer_free(&request);
	buffer_free(&image);
	buffer_free(&said);
	buffer_free(&expected);
	return good;
}

static bool run_file(const char *compiler, const char *path)
{
	struct golden g = { 0 };
	bool good;

	golden_read(&g, path);
	if (!g.wrong && strstr(path, "/diag/"))
		note_id(&g, path);
	good = golden_run(compiler, &g);
	if (g.wrong)
		printf("# the case itself is wrong: %s\n", g.wrong);
	printf("%s - %s\n", good ? "ok" : "not ok", path);
	for (size_t i = 0; i < g.count; i++)
		buffer_free(&g.keys[i].text);
	return good;
}

static bool survive(const char *compiler, const char *path)
{
	struct buffer request = { 0 }, text = { 0 }, image = { 0 }, said = { 0 };
	int fd = open(path, O_RDONLY), code;
	const char *reason = NULL;
	bool good;

	read_back(fd, &text);
	close(fd);
	put(&request, REQUEST_SCRIPT_NAME, "script");
	request_put(&request, REQUEST_SCRIPT_TEXT, buffer_text(&text), text.len);
	request_finish(&request);
	code = compiler_run(compiler, &request, &image, &said);
	if (code == 0)
		reason = image_check(&image);
	good = code == 0 ? !reason : (code == 1 || code == 2) && said.len && !image.len;
	printf("%s - compiling %s\n", good ? "ok" : "not ok", path);
	if (!good) {
		printf("# exit code %d, %zu bytes of image, %s\n", code, image.len,
			reason ? reason : "no reason");
		show("got", buffer_text(&said));
	}
	buffer_free(&request);
	buffer_free(&text);
	buffer_free(&image);
	buffer_free(&said);
	return good;
}

/* No script makes these the same on every machine: a unit test has what can be said of them. */
static const char *const without_case[] = { "INTERNAL", "PROBE_UNSUPPORTED", "PROBE_RISK" };

static bool needs_case(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(without_case); i++)
		if (str_eq(id, without_case[i]))
			return false;
	return true;
}

static bool every_id(void)
{
	bool good = true;

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		if (!seen[i] && needs_case(ids[i])) {
			printf("# diagnostic %s has no case\n", ids[i]);
			good = false;
		}
	printf("%s - every diagnostic has a case\n", good ? "ok" : "not ok");
	return good;
}

int main(int argc, char **argv)
{
	bool all = argc > 1 && str_eq(argv[1], "--every-id"),
	     raw = argc > 1 && str_eq(argv[1], "--survive"), good = true;
	int at = all || raw ? 2 : 1;

	if (argc < at + 2) {
		fprintf(stderr, "usage: run [--every-id|--survive] SONDE-COMPILE FILE...\n");
		return 2;
	}
	for (int i = at + 1; i < argc; i++)
		good &= raw ? survive(argv[at], argv[i]) : run_file(argv[at], argv[i]);
	if (all)
		good &= every_id();
	return good ? 0 : 1;
}
