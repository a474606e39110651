/* probes/kmissing.h - the inside of the list of functions, shared by kfunctions.c and
 * kmissing.c. */
#pragma once

#include "probes/kfunctions.h"
#include "runtime/base/buffer.h"

/** A function that can be traced. */
struct kernel_function {
	const char *name;
	const char *module;     /* KERNEL_ITSELF for the kernel's own */
	/* how many of that name its module has: more than one cannot be told apart */
	unsigned times;
};

/** Read a file of the kernel to its end.  False when it cannot be read or is empty. */
bool kernel_text_read(const char *path, struct buffer *out);

/** Append the functions that have a type, a line each: all but a few of those can be traced, so
 * this is the second best list. */
void kernel_functions_from_symbols(struct buffer *out);

/** Take a line "name" or "name [module]" apart in place; `end` is where it ends. */
struct kernel_function kernel_function_split(char *line, char *end);

/** The order of the table: by name, then module. */
int kernel_function_compare(const void *x, const void *y);

/** Append the functions that can be traced in that order, a line each, "name" or "name [module]";
 * nothing when that cannot be found out.  A copy is kept as cache_directory() says. */
void kernel_functions_read(const char *cache, struct buffer *out);

/** The table of all functions, sorted by name and module; returns their number. */
size_t kernel_functions_table(const struct kernel_function **items);

/** True when the list has a function of the kernel itself by that name. */
bool kernel_functions_has(const char *name, size_t len);

/** Look for a function that the list does not have: 0 and its module when the kernel has it and may
 * let it be traced all the same, or why it cannot be. The list shows one name for each address: in
 * *alias another one of the function that the list has, if possible one that BTF has too, or
 * NULL. */
int kernel_unlisted(const struct probe_spec *spec, const char *name, struct arena *a,
	const char **module, const char **alias, struct probe_error *err);

/** Say that nothing is like the pattern. */
int kernel_missing_wild(const struct probe_spec *spec, struct probe_error *err);

/** Say which functions have that name. */
int kernel_ambiguous(const struct probe_spec *spec, const char *name,
	const struct kernel_function *found, size_t count, struct probe_error *err);
