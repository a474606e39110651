/* runtime/cli/check.h - `sonde check`, and `sonde SCRIPT --help`: what can be said of a script
 * without running it. */
#pragma once

struct buffer;
struct options;

/** Parse and type check the scripts that the options name; with a structured format their
 * diagnostics are appended to out as records.  The exit code. */
int check_scripts(const struct options *o, struct buffer *out);

/** Append the help of the script that the options name.  0, or the exit code, having said why. */
int script_help(const struct options *o, struct buffer *out);
