/* runtime/cli/alternative.c - "needs PROBE, else NAME" in the leading comment of a named script:
 * kernels differ in their probes, and whoever types the script's name should not have to know how.
 * Called by runtime/cli/script.c. */
#include "runtime/cli/alternative.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/util.h"
#include "probes/provider.h"

#define NEEDS "// needs "
#define ELSE ", else "

static int found(const struct probe_spec *spec, void *arg)
{
	(void)spec;
	(void)arg;
	return 1;
}

static bool is_missing(struct arena *a, const char *probe)
{
	struct probe_error err = { 0 };
	struct probe_spec spec;

	if (probe_parse(probe, strlen(probe), a, &spec, &err))
		return false;
	return probe_list(&spec, a, found, NULL, &err) == -ENOENT &&
	       err.failure == PROBE_NO_MATCH;
}

const char *script_alternative(struct arena *a, const char *text, const char **missing)
{
	for (const char *line = text; *line == '#' || *line == '/' || *line == '\n';) {
		const char *end = line + strcspn(line, "\n"), *other;
		const char *copy = arena_strndup(a, line, (size_t)(end - line));

		other = str_starts(copy, NEEDS) ? strstr(copy, ELSE) : NULL;
		if (other) {
			*missing = arena_strndup(
				a, copy + strlen(NEEDS), (size_t)(other - copy) - strlen(NEEDS));
			if (is_missing(a, *missing))
				return other + strlen(ELSE);
		}
		line = *end ? end + 1 : end;
	}
	return NULL;
}
