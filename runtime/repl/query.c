/* runtime/repl/query.c - runs what was typed at the prompt.  Each run has a child of its own: whatever a program does to its process, and whatever a signal
 * ends, the prompt is as it was.  The compiler stays (runtime/cli/compile_server.h).  Called by repl.c and command.c. */
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

/* The compiler is asked for the form of each line, so here it is seen when it has died, and started again. */
static void look_after_server(struct repl *r)
{
	int status;

	if (!r->server.pid || compile_server_alive(&r->server, &status))
		return;
	if (WIFSIGNALED(status))
		log_warn("sonde-compile: died of signal %d (%s), and is started again", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		log_warn("sonde-compile: ended with exit code %d, and is started again", WEXITSTATUS(status));
	compile_server_start(&r->server, r->compiler);
}

enum typed_form typed_form(struct repl *r, const struct script *script)
{
	static const char *const words[] = {
		[TYPED_EMPTY] = "empty", [TYPED_UNFINISHED] = "unfinished", [TYPED_PROGRAM] = "program",
		[TYPED_STATEMENTS] = "statements", [TYPED_EXPRESSION] = "expression",
	};
	enum typed_form form = TYPED_PROGRAM;
	struct compiled answer;

	look_after_server(r);
	if (compile_script(&r->options, script, COMPILE_FORM, &answer))
		return TYPED_PROGRAM;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (answer.len == strlen(words[i]) && !memcmp(answer.bytes, words[i], answer.len))
			form = (enum typed_form)i;
	compiled_release(&answer);
	return form;
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
		log_error("program: internal error: its run died of signal %d (%s): " PLEASE_REPORT, WTERMSIG(status), strsignal(WTERMSIG(status)));
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
	int code = compile_script(&r->options, &script, (enum compile_goal)shown->goal, &answer);

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
