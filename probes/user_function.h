/* probes/user_function.h - arguments and results of functions of programs: types out of their debug
 * information, places by the calling convention. */
#pragma once

#include "probes/provider.h"

/** A probe on a function of a program. */
struct user_place {
	/* of the program; below /proc/PID/root, other files are looked for there too */
	const char *path;
	uint64_t offset;                /* in the file, of the probe */
	const char *symbol;             /* of the function */
	bool is_return;
	/* where debug files are looked for (DEBUG_FILE_PATH), or NULL */
	const char *debug_path;
};

/** What its debug information adds to the probe: at the entry the arguments, each with the way to
 * it; at the return the result. */
struct user_function {
	struct probe_value *args;
	struct access *accesses;        /* as many as arguments */
	uint32_t arg_count;
	const struct type *retval;      /* NULL: void, or nothing that can be read */
	const char *retval_c_type;
	struct access retval_access;
};

/** NULL, or why nothing is known: there is no debug information for the function, or the probe is
 * not at its entry. */
const char *user_function(
	const struct user_place *place, struct arena *a, struct user_function *out);

/** A variable of the program by name, as provider.variable(). */
int user_variable(const struct user_place *place, const char *name, struct arena *a,
	struct probe_variable *out, struct probe_error *err);

/** The types of a program, whose debug files are looked for in debug_path (DEBUG_FILE_PATH, or
 * NULL); NULL when it has no debug information. */
const struct kernel_btf *user_types(const char *path, const char *debug_path);
