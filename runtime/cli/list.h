/* runtime/cli/list.h - listing probes, without the compiler. */
#pragma once

struct options;

struct buffer;

/** Append the probes that the options ask for to out, one a line.  0, or the exit code, having said
 * why. */
int list_probes(const struct options *o, struct buffer *out);
