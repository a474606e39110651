/* runtime/cli/colour.c - decides on colours from the environment and from where messages go.  Called while the command line is read. */
#include "runtime/cli/colour.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/base/util.h"

bool colour_wanted(enum when when)
{
	const char *term = getenv("TERM");

	if (when != WHEN_AUTO)
		return when == WHEN_ALWAYS;
	return isatty(STDOUT_FILENO) && isatty(STDERR_FILENO) && !(term && str_eq(term, "dumb"));
}

bool colour_of_environment(const char **wrong)
{
	static const char *const variables[] = { "SONDE_COLOR", "BPFTRACE_COLOR" }, *const names[] = { WHEN_NAMES };
	const char *none = getenv("NO_COLOR");

	*wrong = NULL;
	if (none && *none)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *value = getenv(variables[i]);

		for (size_t when = 0; value && when < ARRAY_SIZE(names); when++)
			if (str_eq(names[when], value))
				return colour_wanted((enum when)when);
		if (value) {
			*wrong = variables[i];
			break;
		}
	}
	return colour_wanted(WHEN_AUTO);
}
