/* probes/kfunctions.h - the functions of the running kernel: which of them can be traced, where
 * they are, and why one cannot be traced. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/provider.h"

#define KERNEL_ITSELF "vmlinux" /* stands where a module's name does */

/** Where list() leaves what it found out for carries() and plan(), behind the parts that were
 * written. */
enum { FUNCTION_PART_ALIAS = 2, FUNCTION_PART_MODULE };
enum {
	FUNCTION_NUMBER_OFFSET,
	FUNCTION_NUMBER_WILD,
	FUNCTION_NUMBER_ADDRESS,
	FUNCTION_NUMBER_FLAGS
};

enum function_flag {
	FUNCTION_UNLISTED = 1,          /* not in the list: only a breakpoint may do */
	FUNCTION_GUARDED = 2,           /* programs may go through it themselves (P9) */
};

/** The function's name in a spec without its offset, in the arena. */
const char *kernel_function_name(const struct probe_spec *spec, struct arena *a);

/** The name by which the list and the types know the function. */
const char *kernel_function_type_name(const struct probe_spec *spec, struct arena *a);

/** Visit the functions that can be traced and that the spec ("[module:]function[+offset]") stands
 * for, in name order.  Wildcards leave out what is unsafe to trace (P8) and what cannot be told
 * apart.  A visited spec has the module in parts[FUNCTION_PART_MODULE] and 1 in
 * numbers[FUNCTION_NUMBER_WILD] when it came out of a wildcard.  Nothing found: PROBE_NO_MATCH with
 * the reason and the nearest name. */
int kernel_functions_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err);

/** Address of a function of a module; 0 when it is not there or addresses are hidden from us.  In
 * *size, if not NULL, the bytes up to the next symbol. */
uint64_t kernel_function_address(const char *module, const char *name, uint64_t *size);

/** True when wildcards do not offer a function of that name: pieces of functions, and what running
 * a program goes through itself. */
bool kernel_function_unsafe(const char *name);

/** Take the functions from a file in the place of the kernel's list (--traceable-functions): lines
 * "name" or "name [module]", as available_filter_functions has them.  0, -EINVAL when it is empty,
 * or -errno. */
int kernel_functions_set_file(const char *path);

/** Tests: take the functions from a text as available_filter_functions writes it (NULL: ask the
 * kernel again). */
void kernel_functions_set(const char *text);
