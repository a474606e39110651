/* runtime/cli/prompt.c - finds sonde-repl and becomes it.  Called by main(). */
#include "runtime/cli/prompt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/arena.h"
#include "runtime/base/log.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"

bool prompt_possible(void)
{
	return isatty(STDIN_FILENO) && (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO));
}

static int become(struct arena *a, char **argv)
{
	const char *path;

	if (!prompt_possible())
		return usage_error(
			"command 'repl' needs a terminal: a program from a file or a pipe is run by 'sonde FILE' or 'sonde -'");
	path = libexec_path(a, "sonde-repl");
	if (!path) {
		log_error(
			"sonde-repl: not found beside sonde nor in ../libexec/sonde: is the installation complete?");
		return EXIT_CODE_ENVIRONMENT;
	}
	execv(path, argv);
	log_error("sonde-repl: cannot start '%s': %s", path, strerror(errno));
	return EXIT_CODE_ENVIRONMENT;
}

int prompt_become(char **argv)
{
	struct arena *a = arena_new();
	int code = a ? become(a, argv) : EXIT_CODE_ENVIRONMENT;

	if (!a)
		log_error("sonde-repl: cannot be started: out of memory");
	arena_free(a);
	return code;
}
