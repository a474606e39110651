/* runtime/repl/query.c - runs what was typed at the prompt.  Each run has a child of its own:
 * whatever a program does to its process, and whatever a signal ends, the prompt is as it was.  The
 * compiler stays (runtime/cli/compile_server.h).  Called by repl.c and command.c. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/compiler_process.h"
#include "runtime/cli/put.h"
#include "runtime/cli/run.h"
#include "runtime/repl/line.h"
#include "runtime/repl/repl.h"

struct script typed_script(const char *text, size_t len)
{
	return (struct script){ .name = "<prompt>", .text = text, .len = len, .is_typed = true };
}

/* The compiler is asked for the form of each line, so here it is seen when it has died, and started
 * again. */
static void look_after_server(struct repl *r)
{
	int status;

	if (!r->server.pid || compile_server_alive(&r->server, &status))
		return;
	if (WIFSIGNALED(status))
		log_warn("sonde-compile: died of signal %d (%s), and is started again",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		log_warn("sonde-compile: ended with exit code %d, and is started again",
			WEXITSTATUS(status));
	compile_server_start(&r->server, r->compiler);
}

static struct typed read_once(struct repl *r, const struct script *script)
{
	static const char *const words[] = {
		[TYPED_EMPTY] = "empty\n",
		[TYPED_UNFINISHED] = "unfinished\n",
		[TYPED_DEFINITIONS] = "definitions\n",
		[TYPED_PROGRAM] = "program\n",
		[TYPED_STATEMENTS] = "statements\n",
		[TYPED_EXPRESSION] = "expression\n",
	};
	struct typed typed = { .form = TYPED_PROGRAM, .rest = script->text };
	struct arena *a = r->options.arena;
	struct compiled answer;
	const char *text;

	if (compile_script(&r->options, script, COMPILE_FORM, &answer))
		return typed;
	text = arena_strndup(a, answer.len ? answer.bytes : "", answer.len);
	compiled_release(&answer);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_starts(text, words[i]))
			typed.form = (enum typed_form)i;
	text += strcspn(text, "\n");
	if (*text)
		typed.defined = definitions_read(a, script->text, text + 1, &typed.rest);
	return typed;
}

struct typed typed_read(struct repl *r, const struct script *script)
{
	struct script with_definitions = *script;
	struct typed typed;

	look_after_server(r);
	typed = read_once(r, script);
	/* what it defines by itself is known now, and the rest may be what it needs */
	with_definitions.definitions = define_before(r, typed.defined);
	return typed.form == TYPED_PROGRAM && with_definitions.definitions
		? read_once(r, &with_definitions)
		: typed;
}

int query_do(struct repl *r, int (*what)(struct repl *r, void *arg), void *arg)
{
	int status, pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		log_error("program: cannot be run: %s", strerror(errno));
		return EXIT_CODE_ENVIRONMENT;
	}
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		line_release_signals();
		status = what(r, arg);
		fflush(NULL);
		_exit(status);
	}
	status = line_wait(pid);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (WTERMSIG(status) != SIGINT && WTERMSIG(status) != SIGTERM)
		log_error("program: internal error: its run died of signal %d (%s): " PLEASE_REPORT,
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	return 128 + WTERMSIG(status);
}

static int run(struct repl *r, void *script)
{
	int code = run_allowed(&r->options);

	return code ? code : run_script(&r->options, script);
}

int query_run(struct repl *r, const struct script *script, bool quiet)
{
	bool before = r->options.quiet;
	struct script copy = *script;
	int code;

	look_after_server(r);
	r->options.quiet |= quiet;
	code = query_do(r, run, &copy);
	r->options.quiet = before;
	return code;
}

static int check(struct repl *r, void *script)
{
	struct options o = r->options;
	struct compiled nothing;
	int code;

	/* the other formats have records for it, which are data */
	o.sink = &text_sink;
	code = compile_script(&o, script, COMPILE_CHECK, &nothing);
	compiled_release(&nothing);
	return code;
}

bool query_check(struct repl *r, const struct script *script)
{
	struct script copy = *script;

	look_after_server(r);
	return !query_do(r, check, &copy);
}

struct shown {
	const char *text;
	int goal;
};

static int show(struct repl *r, void *arg)
{
	const struct shown *shown = arg;
	struct script script = typed_script(shown->text, strlen(shown->text));
	struct buffer out = { 0 };
	struct compiled answer;
	int code;

	script.definitions = define_before(r, NULL);
	code = compile_script(&r->options, &script, (enum compile_goal)shown->goal, &answer);
	if (code)
		return code;
	buffer_append(&out, answer.bytes, answer.len);
	return put_out(&r->options, &out);
}

int query_show(struct repl *r, const char *text, int goal)
{
	struct shown shown = { text, goal };

	look_after_server(r);
	return query_do(r, show, &shown);
}
