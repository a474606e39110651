/* runtime/cli/start.h - what comes first in each program that takes sonde's command line. */
#pragma once

struct options;

/** Make the standard descriptors safe, take the command line apart, and let it rule what is
 * global.  0, or the exit code, having said why; o->arena is the caller's then, too (NULL: out of
 * memory). */
int start(struct options *o, int argc, char **argv);
