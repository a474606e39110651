/* runtime/repl/repl.c - the prompt's loop: a line is a command, or goes to those before it until
 * they are a whole program, which then runs.  Called by main(). */
#include "runtime/repl/repl.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/repl/line.h"

#define PROMPT "sonde> "
#define PROMPT_MORE "   ... "

static void remember(const char *entry, void *arg)
{
	(void)arg;
	line_remember(entry);
}

static void note_entry(struct repl *r, const char *entry)
{
	line_remember(entry);
	history_add(&r->history, entry);
}

/* The lines typed so far are a program, or will be. */
static void take_typed(struct repl *r)
{
	const char *text = buffer_text(&r->typed);
	struct script script = typed_script(text, r->typed.len);
	struct typed typed = typed_read(r, &script);

	if (typed.form == TYPED_UNFINISHED)
		return;
	if (typed.form != TYPED_EMPTY)
		note_entry(r, text);
	if (typed.form == TYPED_DEFINITIONS) {
		define(r, &script, &typed);
	} else if (typed.form != TYPED_EMPTY) {
		command_note_program(r, &typed);
		script.definitions = define_before(r, typed.defined);
		/* that one probe was attached is no news where no probe was typed */
		query_run(r, &script, typed.form != TYPED_PROGRAM);
	}
	buffer_clear(&r->typed);
}

static void take_line(struct repl *r, const char *line)
{
	const char *text = line + strspn(line, " \t");

	if (!r->typed.len && *text == ':') {
		note_entry(r, line);
		command_run(r, text);
		return;
	}
	if (!r->typed.len && !*text)
		return;
	if (r->typed.len)
		buffer_putc(&r->typed, '\n');
	buffer_puts(&r->typed, line);
	take_typed(r);
}

static void loop(struct repl *r)
{
	while (!r->leaving && !line_terminated()) {
		char *line = NULL;

		switch (line_read(r->typed.len ? PROMPT_MORE : PROMPT, &line)) {
		case LINE_READ:
			take_line(r, line);
			break;
		case LINE_CANCELLED:
			buffer_clear(&r->typed);
			break;
		case LINE_OVER:
			log_notice("%s", "");
			r->leaving = true;
			break;
		case LINE_TERMINATED:
			r->leaving = true;
			break;
		}
		free(line);
		arena_reset(r->options.arena);
	}
}

int repl_run(struct repl *r)
{
	struct arena *lasting = r->options.arena;

	r->compiler = compiler_path(lasting);
	r->server.socket = -1;
	/* types of another kernel are for a compiler that has looked at nothing yet */
	if (r->compiler && !r->options.btf)
		compile_server_start(&r->server, r->compiler);
	r->options.compile_server = &r->server;
	line_open(offer, r);
	history_open(&r->history, remember, NULL);
	if (r->history.problem && !r->options.quiet)
		log_notice("history is not kept: %s: %s", r->history.directory, r->history.problem);
	if (!r->options.quiet)
		log_notice("sonde v" SONDE_VERSION
			   ": a program, an expression or :help; Ctrl-D leaves");
	r->options.arena = arena_new();
	if (r->options.arena)
		loop(r);
	arena_free(r->options.arena);
	r->options.arena = lasting;
	compile_server_stop(&r->server);
	buffer_free(&r->typed);
	buffer_free(&r->all);
	buffer_free(&r->last);
	arena_free(r->kept.arena);
	arena_free(r->last_own.arena);
	arena_free(r->all_own.arena);
	return EXIT_CODE_OK;
}
