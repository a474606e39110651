/* runtime/repl/repl.h - the prompt: what its files share.
 *
 * repl.c is the loop; line.c the terminal; query.c runs what was typed, each program in a child of
 * its own, so that nothing of a run is left for the next; definitions.c lists what was defined,
 * define.c keeps it; command.c has the commands that begin with a colon; offer.c what the Tab key
 * brings. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/compile_server.h"
#include "runtime/cli/history.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"
#include "runtime/repl/definitions.h"

struct repl {
	/* of the command line; the arena is that of what is being done */
	struct options options;
	struct compile_server server;
	const char *compiler;           /* path of sonde-compile */
	struct history history;
	struct buffer typed;            /* lines of a program that is not complete yet */
	/* the programs of the session, as :save writes them, without what they define */
	struct buffer all;
	struct buffer last;             /* the last of them */
	/* what these define, and for all of them what was defined beside them */
	struct definitions all_own, last_own;
	struct definitions kept;        /* what was defined for the programs to come */
	bool leaving;
};

/** Words of a text's form, as the compiler answers (compiler/prompt.h), in the same order. */
enum typed_form {
	TYPED_EMPTY,
	TYPED_UNFINISHED,
	TYPED_DEFINITIONS,
	TYPED_PROGRAM,
	TYPED_STATEMENTS,
	TYPED_EXPRESSION
};

/** What the compiler finds in a text; in the arena of the options. */
struct typed {
	enum typed_form form;
	struct definition *defined;
	const char *rest;               /* the text without that */
};

/** The loop; returns the exit code. */
int repl_run(struct repl *r);

/* query.c */

/** A text that was typed, as the compiler is to see it. */
struct script typed_script(const char *text, size_t len);

/** What is in that text.  A program where the compiler cannot say: it will say why when that is
 * run. */
struct typed typed_read(struct repl *r, const struct script *script);

/** Is the script as it should be?  What is wrong has been said. */
bool query_check(struct repl *r, const struct script *script);

/** Have something done in a child, with signals as a program of its own has them; Ctrl-C ends it,
 * and the prompt goes on.  Returns its exit code. */
int query_do(struct repl *r, int (*what)(struct repl *r, void *arg), void *arg);

/** Compile and run a script so. */
int query_run(struct repl *r, const struct script *script, bool quiet);

/** A result that the compiler makes of a text (enum compile_goal), on stdout. */
int query_show(struct repl *r, const char *text, int goal);

/* define.c */

/** What a script defines that has nothing else is checked and kept, in the place of what is there
 * of the same names. */
void define(struct repl *r, const struct script *script, const struct typed *typed);

/** Drop what was defined of a name, or all of it. */
#define FORGET_ALL "all"
void define_forget(struct repl *r, const char *name);

/** Text that stands in front of a program which defines that by itself; NULL: nothing does. */
const char *define_before(struct repl *r, const struct definition *own);

/* command.c */

/** A line that begins with a colon. */
void command_run(struct repl *r, const char *line);

/** A program became part of the session. */
void command_note_program(struct repl *r, const struct typed *typed);

/* offer.c */

/** Offer what may stand at the end of the line (line_complete_fn); `repl` is the struct repl. */
void offer(const char *line, int at, void *repl);

/** Visit the names of the commands; for a command, whether its argument is of the kind. */
enum argument_kind {
	ARGUMENT_IS_NOTHING,
	ARGUMENT_IS_TOPIC,
	ARGUMENT_IS_PROBE,
	ARGUMENT_IS_CODE,
	ARGUMENT_IS_SCRIPT,
	ARGUMENT_IS_FILE,
	ARGUMENT_IS_FORMAT,
	ARGUMENT_IS_DEFINITION
};
void command_each(void (*visit)(const char *name, enum argument_kind kind, void *arg), void *arg);
