/* tests/unit/dwarf/programs.h - programs that the tests of the DWARF reader compile in a directory
 * of their own. */
#pragma once

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/dwarf.h"

static char directory[] = "/tmp/sonde-dwarf-XXXXXX";
static char source[PATH_MAX];   /* of the tree */

/** Run a shell command in the directory, where $S is that of the sources; its exit status. */
__attribute__((format(printf, 1, 2))) static int sh(const char *format, ...)
{
	char command[8192];
	int len = snprintf(
		command, sizeof(command), "cd %s && S=%s/tests/unit/dwarf && ", directory, source);
	va_list args;

	va_start(args, format);
	vsnprintf(command + len, sizeof(command) - (size_t)len, format, args);
	va_end(args);
	len = system(command);
	return WIFEXITED(len) ? WEXITSTATUS(len) : -1;
}

static const struct kernel_btf *types_of(const char *name)
{
	char path[PATH_MAX];
	struct debug_file_place place = { "", path };

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return dwarf_types(&place);
}

/** How a program is made: $O is its name, $S the directory of the sources.  Needs is a command that
 * must be there. */
struct form {
	const char *name, *needs, *commands;
};

/** False when that cannot be done on this machine, which counts as a case that was skipped. */
static inline bool make_program(const struct form *f)
{
	if (sh("command -v %s >/dev/null", f->needs)) {
		print_message("ok - dwarf: %s # SKIP needs tool:%s\n", f->name, f->needs);
		return false;
	}
	if (sh("O=%s && { %s; } 2>%s.err", f->name, f->commands, f->name)) {
		print_message("ok - dwarf: %s # SKIP the tools of this machine cannot make it\n", f->name);
		return false;
	}
	print_message("%s\n", f->name);
	return true;
}

static int set_up(void **state)
{
	(void)state;
	return getcwd(source, sizeof(source)) && mkdtemp(directory) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return sh("rm -rf %s", directory);
}
