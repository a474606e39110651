/* runtime/repl/main.c - `sonde-repl`: what `sonde repl` becomes (runtime/cli/prompt.h), with the
 * same command line. */
#include <sys/prctl.h>

#include "runtime/cli/prompt.h"
#include "runtime/cli/start.h"
#include "runtime/repl/repl.h"

int main(int argc, char **argv)
{
	struct repl repl = { 0 };
	int code = start(&repl.options, argc, argv);

	if (!code && (repl.options.program || repl.options.script || !prompt_possible()))
		code = usage_error("sonde-repl is started by 'sonde repl', on a terminal");
	if (!code) {
		/* scripts see who runs them */
		prctl(PR_SET_NAME, "sonde");
		code = repl_run(&repl);
	}
	options_free(&repl.options);
	return code;
}
