/* probes/ksymbols.h - the symbols of the functions of the kernel and of its modules: a line each in
 * the form of /proc/kallsyms, first the kernel's own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A line.  The texts lie in the whole and end at their length; module NULL: the kernel's own. */
struct kernel_symbol {
	uint64_t address;       /* 0 when they are hidden from us */
	const char *line, *name, *module;
	size_t name_len, module_len;
};

/** All lines, "" when they cannot be read; their length in *len unless NULL.  Read when first asked
 * for and kept for the life of the process; a copy is kept where cache_directory() says.  Without
 * the symbols of BPF programs and trampolines, which come and go and cannot be traced. */
const char *kernel_symbols(size_t *len);

/** Take the next line with a name apart and move *at behind it; from the beginning when *at is
 * NULL.  Of a module, KERNEL_ITSELF, or NULL: of any.  False when there is none. */
bool kernel_symbol_find(
	const char **at, const char *module, const char *name, struct kernel_symbol *out);

/** The same for the names that the kernel itself has for the place of a symbol, which is among
 * them.  None when addresses are hidden. */
bool kernel_symbol_find_alias(
	const char **at, const struct kernel_symbol *symbol, struct kernel_symbol *out);

/** Tests: take the symbols from a text as /proc/kallsyms has it (NULL: ask the kernel again). */
void kernel_symbols_set(const char *text);
