/* runtime/cli/history.c - the history of the prompt: $XDG_STATE_HOME/sonde/history or
 * ~/.local/state/sonde/history, an entry a line, `\n` for a line break in it and `\\` for a
 * backslash.  Only its owner can read it.  Sessions that run at the same time add to one file: each
 * takes the lock of the directory meanwhile.  Called by the prompt. */
#include "runtime/cli/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/cache.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"

#define FILE_NAME "history"
#define NEW_NAME "history.new"
#define FILE_MOST (4u << 20)    /* bytes of its end that are read */

static bool find_directory(struct history *h)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int len = -1;

	if (state && *state == '/')
		len = snprintf(h->directory, sizeof(h->directory), "%s/sonde", state);
	else if (home && *home == '/')
		len = snprintf(h->directory, sizeof(h->directory), "%s/.local/state/sonde", home);
	return len > 0 && (size_t)len < sizeof(h->directory);
}

/* The directories above the last one, which cache_open_directory() makes. */
static void make_above(const char *directory)
{
	char path[256];

	strcpy(path, directory);
	for (char *at = path + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
}

/* The locked directory, or -1 with the reason in h->problem. */
static int enter(struct history *h)
{
	int fd = cache_open_directory(h->directory, false);

	if (fd < 0) {
		make_above(h->directory);
		fd = cache_open_directory(h->directory, true);
	}
	if (fd < 0) {
		int err = errno;

		h->problem = cache_problem(h->directory);
		if (!h->problem)
			h->problem = strerror(err);
	} else if (flock(fd, LOCK_EX)) {
		h->problem = strerror(errno);
	}
	return fd;
}

static bool is_own_file(int fd, struct stat *st)
{
	return !fstat(fd, st) && S_ISREG(st->st_mode) && st->st_uid == geteuid() &&
		!(st->st_mode & (S_IWGRP | S_IWOTH));
}

static int open_file(struct history *h, int directory, const char *name, int flags)
{
	int fd = openat(directory, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	struct stat st;

	if (fd < 0) {
		if (errno != ENOENT)
			h->problem = strerror(errno);
		return -1;
	}
	if (is_own_file(fd, &st) && (!(st.st_mode & 077) || !fchmod(fd, 0600)))
		return fd;
	h->problem = "its file belongs to another user, or is none";
	close(fd);
	return -1;
}

/* NULs, which no entry has, end one: a crash of the machine leaves them. */
static void close_holes(struct buffer *b)
{
	size_t len = 0;

	for (size_t i = 0; i < b->len; i++) {
		if (b->data[i])
			b->data[len++] = b->data[i];
		else if (len && b->data[len - 1] != '\n')
			b->data[len++] = '\n';
	}
	b->len = len;
}

/* The end of the file, from the beginning of an entry on. */
static const char *read_file(int fd, struct buffer *out)
{
	const size_t piece = 64 << 10;
	bool is_cut = lseek(fd, 0, SEEK_END) > (off_t)FILE_MOST;
	const char *text;
	char *room;
	ssize_t n = 1;

	lseek(fd, is_cut ? -(off_t)FILE_MOST : 0, is_cut ? SEEK_END : SEEK_SET);
	while (n && out->len < FILE_MOST && (room = buffer_reserve(out, piece))) {
		n = read(fd, room, piece);
		if (n < 0 && errno != EINTR)
			break;
		out->len += n > 0 ? (size_t)n : 0;
	}
	close_holes(out);
	text = buffer_text(out);
	return is_cut ? text + strcspn(text, "\n") : text;
}

static void put_entry(struct buffer *out, const char *entry)
{
	for (; *entry; entry++) {
		if (*entry == '\n')
			buffer_puts(out, "\\n");
		else if (*entry == '\\')
			buffer_puts(out, "\\\\");
		else
			buffer_putc(out, *entry);
	}
	buffer_putc(out, '\n');
}

/* Back to what it was, in place. */
static char *take_entry(char *line)
{
	char *to = line;

	for (char *from = line; *from; from++) {
		if (*from == '\\' && from[1])
			*to++ = *++from == 'n' ? '\n' : *from;
		else
			*to++ = *from;
	}
	*to = '\0';
	return line;
}

/* The file anew, without what is older. */
static void shorten(struct history *h, int directory, const char *rest, size_t len)
{
	int fd = open_file(h, directory, NEW_NAME, O_WRONLY | O_CREAT | O_TRUNC);
	bool good = fd >= 0 && !write_all(fd, rest, len);

	if (fd >= 0 && close(fd))
		good = false;
	if (!good || renameat(directory, NEW_NAME, directory, FILE_NAME))
		unlinkat(directory, NEW_NAME, 0);
}

static size_t lines_in(const char *text, size_t len)
{
	size_t lines = 0;

	for (const char *end = text + len;
		text < end && (text = memchr(text, '\n', (size_t)(end - text))); text++)
		lines++;
	return lines;
}

/* The last entries only: the beginning of the first of them. */
static const char *newest(const char *text, size_t len)
{
	size_t lines = lines_in(text, len);

	for (; lines > HISTORY_ENTRIES_MOST; lines--)
		text = strchr(text, '\n') + 1;
	return text;
}

static void visit_all(const char *text, void (*visit)(const char *entry, void *arg), void *arg)
{
	char *copy = strdup(text), *save = NULL;

	for (char *line = copy ? strtok_r(copy, "\n", &save) : NULL; line;
		line = strtok_r(NULL, "\n", &save))
		visit(take_entry(line), arg);
	free(copy);
}

void history_open(struct history *h, void (*visit)(const char *entry, void *arg), void *arg)
{
	struct buffer bytes = { 0 };
	const char *text, *kept;
	int directory, fd;

	*h = (struct history){ 0 };
	if (!find_directory(h)) {
		h->problem = "neither XDG_STATE_HOME nor HOME says where";
		return;
	}
	directory = enter(h);
	fd = directory >= 0 ? open_file(h, directory, FILE_NAME, O_RDONLY) : -1;
	if (fd >= 0) {
		text = read_file(fd, &bytes);
		close(fd);
		kept = newest(text, strlen(text));
		visit_all(kept, visit, arg);
		/* twice as many, so that not every session writes all of it */
		if (lines_in(text, strlen(text)) > 2 * HISTORY_ENTRIES_MOST ||
			bytes.len > FILE_MOST / 2)
			shorten(h, directory, kept, strlen(kept));
	}
	buffer_free(&bytes);
	if (directory >= 0)
		close(directory);
}

void history_add(struct history *h, const char *entry)
{
	struct buffer line = { 0 };
	int directory, fd;

	if (h->problem || strlen(entry) > HISTORY_ENTRY_MOST)
		return;
	directory = enter(h);
	fd = directory >= 0 ? open_file(h, directory, FILE_NAME, O_WRONLY | O_CREAT | O_APPEND)
		: -1;
	put_entry(&line, entry);
	if (fd >= 0 && !line.failed && write_all(fd, line.data, line.len))
		h->problem = strerror(errno);
	if (fd >= 0)
		close(fd);
	if (directory >= 0)
		close(directory);
	buffer_free(&line);
}
