/* runtime/repl/repl.h - the prompt: what its files share.
 *
 * repl.c is the loop; line.c the terminal; query.c runs what was typed, each program in a child of its own, so that nothing of a run is left for the next;
 * command.c has the commands that begin with a colon; offer.c what the Tab key brings. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/compile_server.h"
#include "runtime/cli/history.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

struct repl {
	struct options options;         /* of the command line; the arena is that of what is being done */
	struct compile_server server;
	const char *compiler;           /* path of sonde-compile */
	struct history history;
	struct buffer typed;            /* lines of a program that is not complete yet */
	struct buffer all;              /* the programs of the session, as :save writes them */
	struct buffer last;             /* the last of them */
	bool leaving;
};

/** Words of a text's form, as the compiler answers (compiler/prompt.h), in the same order. */
enum typed_form { TYPED_EMPTY, TYPED_UNFINISHED, TYPED_PROGRAM, TYPED_STATEMENTS, TYPED_EXPRESSION };

/** The loop; returns the exit code. */
int repl_run(struct repl *r);

/* query.c */

/** A text that was typed, as the compiler is to see it. */
struct script typed_script(const char *text, size_t len);

/** What kind of text that is.  A program where the compiler cannot say: it will say why when that is run. */
enum typed_form typed_form(struct repl *r, const struct script *script);

/** Have something done in a child, with signals as a program of its own has them; Ctrl-C ends it, and the prompt goes on.  Returns its exit code. */
int query_do(struct repl *r, int (*what)(struct repl *r, void *arg), void *arg);

/** Compile and run a script so. */
int query_run(struct repl *r, const struct script *script, bool quiet);

/** A result that the compiler makes of a text (enum compile_goal), on stdout. */
int query_show(struct repl *r, const char *text, int goal);

/* command.c */

/** A line that begins with a colon. */
void command_run(struct repl *r, const char *line);

/** A program became part of the session. */
void command_note_program(struct repl *r, const char *text, enum typed_form form);

/* offer.c */

/** Offer what may stand at the end of the line (line_complete_fn); `repl` is the struct repl. */
void offer(const char *line, int at, void *repl);

/** Visit the names of the commands; for a command, whether its argument is of the kind. */
enum argument_kind { ARGUMENT_IS_NOTHING, ARGUMENT_IS_TOPIC, ARGUMENT_IS_PROBE, ARGUMENT_IS_CODE, ARGUMENT_IS_SCRIPT, ARGUMENT_IS_FILE, ARGUMENT_IS_FORMAT };
void command_each(void (*visit)(const char *name, enum argument_kind kind, void *arg), void *arg);
