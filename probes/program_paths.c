/* probes/program_paths.c - finds the files whose paths begin as what was typed so far.  Called by
 * completion, of programs and of command lines. */
#include "probes/program_paths.h"

#include <glob.h>
#include <string.h>

#include "runtime/base/escape.h"

/* What was typed is meant as it is: glob() takes a backslash in front of what it knows. */
static const char *pattern_of(const char *beginning, struct arena *a)
{
	char *pattern = arena_alloc(a, 2 * strlen(beginning) + 2), *to = pattern;

	for (; *beginning; beginning++) {
		if (strchr("*?[\\", *beginning))
			*to++ = '\\';
		*to++ = *beginning;
	}
	*to = '*';
	return pattern;
}

void program_paths(const char *beginning, struct arena *a,
	void (*visit)(const char *path, void *arg), void *arg)
{
	glob_t found = { 0 };

	if (!glob(pattern_of(beginning, a), GLOB_MARK, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++)
			if (!text_has_controls(found.gl_pathv[i]))
				visit(found.gl_pathv[i], arg);
	globfree(&found);
}
