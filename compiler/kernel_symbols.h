/* compiler/kernel_symbols.h - the kernel's symbols for the passes: each list is read once in a
 * compilation, when it is first asked for. */
#pragma once

#include <stdbool.h>

struct compilation;

/** The lists of a compilation, which owns them; zero-initialise. */
struct kernel_symbols {
	struct symbol_list {
		struct kallsyms *symbols;       /* NULL: not asked for, or they cannot be read */
		int err;
		bool asked;
	} all, stubs;
};

/** All symbols.  NULL with *err, a -errno, when they cannot be read. */
struct kallsyms *kernel_symbols_all(struct compilation *c, int *err);

/** The symbols of the functions of tracepoints (kallsyms_read_stubs()); NULL when they cannot be
 * read. */
struct kallsyms *kernel_symbols_stubs(struct compilation *c);

/** At the end of the compilation. */
void kernel_symbols_free(struct compilation *c);
