/* probes/executed.c - follows the first lines of scripts to the program that runs them, as the
 * kernel does, and through env(1), as that does.  Called for the command of -c. */
#include "probes/executed.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "probes/library.h"
#include "runtime/base/util.h"

#define BLANKS " \t"
/* The kernel goes from script to interpreter so often (exec_binprm(), fs/exec.c). */
#define MOST_INTERPRETERS 5
/* So much of a file it looks at (BINPRM_BUF_SIZE, include/uapi/linux/binfmts.h). */
#define LINE_MOST 256

/* The next word at *at, which goes behind it; "" at the end. */
static const char *next_word(const char **at, struct arena *a)
{
	const char *start = *at + strspn(*at, BLANKS);
	size_t len = strcspn(start, BLANKS);

	*at = start + len;
	return arena_strndup(a, start, len);
}

/* What env would run, given the rest of the line: behind options and assignments comes a name that
 * is looked for in PATH.  NULL: it cannot be told. */
static const char *env_runs(const char *rest, struct arena *a)
{
	const char *word = next_word(&rest, a);

	/* "-S" has the line split into words, and may be written together with the first of them */
	if (str_starts(word, "-S") && word[2])
		word += 2;
	else if (str_starts(word, "-"))
		word = str_eq(word, "-S") || str_eq(word, "-i") ? next_word(&rest, a) : "";
	while (strchr(word, '='))
		word = next_word(&rest, a);
	return *word ? library_find(word, a) : NULL;
}

/* The text that a file begins with; "" when it cannot be read.  What a script names may be a pipe,
 * whose writer nobody waits for. */
static void read_beginning(const char *path, char out[LINE_MOST])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t got = fd < 0 ? 0 : read(fd, out, LINE_MOST - 1);

	if (fd >= 0)
		close(fd);
	out[got > 0 ? got : 0] = '\0';
}

/* The interpreter that the first line of a script names (load_script(), fs/binfmt_script.c); NULL:
 * it is no script. */
static const char *interpreter_of(const char *path, struct arena *a)
{
	char line[LINE_MOST];
	const char *rest = line + strlen("#!"), *interpreter, *found;

	read_beginning(path, line);
	if (!str_starts(line, "#!"))
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	interpreter = next_word(&rest, a);
	if (!*interpreter)
		return NULL;
	if (!str_eq(basename(interpreter), "env"))
		return interpreter;
	found = env_runs(rest, a);
	return found ? found : interpreter;
}

const char *executed_program(const char *path, struct arena *a)
{
	for (unsigned i = 0; i < MOST_INTERPRETERS; i++) {
		const char *interpreter = interpreter_of(path, a);

		if (!interpreter)
			break;
		path = interpreter;
	}
	return path;
}
