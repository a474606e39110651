/* tests/live/case.h - how the live cases are written, and the reading of them; tests/live/run.c
 * runs them.
 *
 * A file holds cases separated by lines of ---.  A case is keys at the start of lines; a text goes
 * on in lines indented by 8 columns, and begins on the line below when the key stands alone.
 *
 * name TEXT            what the case shows
 * prog TEXT            program for sonde -e
 * script FILE          instead of prog: a program in a file
 * env NAME=VALUE...    its environment
 * args WORDS           more options and parameters for sonde, as the shell reads them
 * before CMD           shell, first; must succeed
 * run CMD              shell, once sonde has attached everything; must succeed
 * stop SIGNAL          sent to sonde when `run` has ended: INT, TERM ..., or none: sonde must end
 *                      by itself.  When nothing is said: INT, but none for a program that calls
 *                      exit() and for a command of -c
 * after CMD            shell, when sonde has ended; must succeed.  $OUT and $ERR are the files with
 *                      what sonde printed, here and in run
 * sh CMD               instead of prog: a whole command; what it prints is compared
 * expect TEXT          all of stdout (empty lines at the end do not count)
 * expect-re REGEX      a line of stdout; several must match in this order.  May be repeated
 * reject-re REGEX      no line of stdout matches
 * stderr-re REGEX      a line of stderr.  May be repeated
 * stderr TEXT          all of stderr
 * exit N               exit code, 0 when nothing is said
 * needs FEATURE...     words of tests/live/features.h
 * timeout SECONDS      60 when nothing is said: it is there to end what hangs, and not to measure
 *
 * Commands see $SONDE, $TESTBIN (the helpers), $TESTDATA (files beside the cases), $PID (of sonde,
 * in run), $TMP (an empty directory, where they run).  What a case leaves running is killed when it
 * is over. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 40 };

struct key {
	char *name;
	char *text;
	bool begun; /* the text has a line: the key's own when that is not empty */
};

/* A case as it is written: its keys in order.  Zero-initialise. */
struct case_keys {
	struct key items[KEYS_MAX];
	size_t count;
};

/* The text of the first key of a name, or NULL. */
static inline const char *case_get(const struct case_keys *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->items[i].name, name))
			return c->items[i].text;
	return NULL;
}

static inline void case_add_line(struct key *key, const char *line)
{
	char *more;

	if (asprintf(&more, "%s%s%s", key->text, key->begun ? "\n" : "", line) < 0)
		exit(2);
	free(key->text);
	key->text = more;
	key->begun = true;
}

/* False at a line that is neither key nor continuation. */
static inline bool case_line(struct case_keys *c, char *line)
{
	size_t blank = strspn(line, " \t"), len = strcspn(line, " \t");

	if (*line == '#' || (!line[blank] && !c->count))
		return true;
	if (blank || !*line) {
		size_t drop = line[0] == '\t' ? 1 : blank < 8 ? blank : 8;

		if (!c->count)
			return false;
		case_add_line(&c->items[c->count - 1], line + drop);
		return true;
	}
	if (c->count == KEYS_MAX)
		return false;
	c->items[c->count].name = strndup(line, len);
	c->items[c->count].text = strdup(line + len + strspn(line + len, " \t"));
	c->items[c->count].begun = *c->items[c->count].text;
	c->count++;
	return true;
}

/* The first key that there is not, or NULL. */
static inline const char *case_unknown_key(const struct case_keys *c)
{
	static const char *const names[] = {
		"name",
		"prog",
		"script",
		"env",
		"args",
		"before",
		"run",
		"stop",
		"after",
		"sh",
		"expect",
		"expect-re",
		"reject-re",
		"stderr-re",
		"stderr",
		"exit",
		"needs",
		"timeout",
		NULL,
	};

	for (size_t i = 0; i < c->count; i++) {
		size_t k = 0;

		while (names[k] && strcmp(names[k], c->items[i].name))
			k++;
		if (!names[k])
			return c->items[i].name;
	}
	return NULL;
}

static inline void case_clear(struct case_keys *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->items[i].name);
		free(c->items[i].text);
	}
	c->count = 0;
}
