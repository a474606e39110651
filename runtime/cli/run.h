/* runtime/cli/run.h - running a script. */
#pragma once

struct options;
struct script;

/** Whether this user, on this machine, can run anything with these options.  0, or the exit code,
 * having said what is missing. */
int run_allowed(const struct options *o);

/** Compile a script, or take the image that it is, and run it to its end.  Returns the exit code;
 * what went wrong has been said. */
int run_script(const struct options *o, const struct script *script);

/** The same for the script that the options name, if it is allowed. */
int run_program(const struct options *o);
