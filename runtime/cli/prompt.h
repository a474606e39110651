/* runtime/cli/prompt.h - the way to the prompt, which is a program of its own: readline is linked
 * into that alone, and starting a script does not pay for it (10 pages of memory and 370 KB). */
#pragma once

#include <stdbool.h>

/** True when there is a terminal to read from and one to write to. */
bool prompt_possible(void);

/** Become sonde-repl, with the command line as it is.  Returns only when that cannot be: the exit
 * code, having said why. */
int prompt_become(char **argv);
