/* runtime/base/parameter.h - named parameters of a script (language.md 7 and 17.9): how they stand
 * on a command line, and what --help says of them. The compiler needs the first to tell them from
 * positional ones, the command line does the rest; both go by the same rules. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/buffer.h"

enum parameter_kind {
	PARAMETER_BOOL,
	PARAMETER_UINT,
	PARAMETER_INT,
	PARAMETER_STRING,
	PARAMETER_KIND_COUNT
};

/** A parameter that a script declares with getopt(). */
struct parameter {
	const char *name;
	enum parameter_kind kind;
	/* of its value in the program's data: 8, or the capacity of the string, with its NUL */
	uint32_t size;
	const char *shown;      /* the default as the script writes it */
	const char *help;       /* or NULL */
};

/** "bool", "uint64", "int64", "string". */
const char *parameter_kind_name(enum parameter_kind kind);

/** Positional parameters of an image that takes them when it runs: their names are their numbers,
 * and this for how many there are. */
#define PARAMETER_COUNT_NAME "#"
bool parameter_is_positional(const struct parameter *p);

/** True for a name that can stand behind "--": a letter or '_', then letters, digits, '_' and
 * '-'. */
bool parameter_name_ok(const char *name);

/** A walk over the words behind a program, with the parameters that it declares. */
struct parameter_walk {
	const char *const *words;
	uint32_t word_count;
	const struct parameter *known;
	uint32_t known_count;
	uint32_t at;            /* the next word */
	bool only_positional;   /* behind a "--" */
};

/** What stands there: a positional parameter, or the use of a named one. */
struct parameter_use {
	const char *word;               /* as written */
	bool is_named;
	/* of a named one: of its name, which begins behind the dashes */
	uint32_t name_len;
	const struct parameter *of;     /* of a named one: NULL when there is no such parameter */
	bool is_negated;                /* --no-name */
	/* of a named one: what --name=value, or the word behind --name, says; NULL: nothing */
	const char *value;
};

/** Take the next one apart; false at the end. */
bool parameter_next(struct parameter_walk *walk, struct parameter_use *use);

/** Write the value that `text` stands for (NULL: --name alone) into out, p->size bytes.  Returns
 * what is wrong with it as "not a string of at most 255 bytes" (static text), or NULL. */
const char *parameter_value(const struct parameter *p, const char *text, void *out);

/** Append the help of a script: the comment that its text begins with, then a line for each
 * parameter. */
void parameter_help(
	struct buffer *out, const char *script, const struct parameter *known, uint32_t count);
