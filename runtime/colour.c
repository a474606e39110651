/* runtime/colour.c - decides on colours from the environment and from where text goes.  Called
 * while the command line is read, and by the session. */
#include "runtime/colour.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"

bool colour_shown(enum when when, int fd)
{
	const char *term = getenv("TERM");

	if (when != WHEN_AUTO)
		return when == WHEN_ALWAYS;
	return isatty(fd) && !(term && str_eq(term, "dumb"));
}

void colour_messages(enum when when)
{
	log_set_colour(colour_shown(when, STDOUT_FILENO) && colour_shown(when, STDERR_FILENO));
}

enum when colour_of_environment(const char **wrong)
{
	static const char *const variables[] = { "SONDE_COLOR", "BPFTRACE_COLOR" },
				 *const names[] = { WHEN_NAMES };
	const char *none = getenv("NO_COLOR");

	*wrong = NULL;
	if (none && *none)
		return WHEN_NEVER;
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *value = getenv(variables[i]);

		for (size_t when = 0; value && when < ARRAY_SIZE(names); when++)
			if (str_eq(names[when], value))
				return (enum when)when;
		if (value) {
			*wrong = variables[i];
			break;
		}
	}
	return WHEN_AUTO;
}
