/* compiler/fmt.h - the canonical layout of a script (output.md 10.9). */
#pragma once

#include "compiler/compilation.h"

/** Append the script of the compilation (its first source) in canonical layout to `out`: tabs, one
 * statement a line, comments and groups of lines kept. Nothing but the layout changes, which is
 * checked.  What is wrong with the syntax goes to c->diags, and `out` is then left as it was. */
void fmt_script(struct compilation *c, struct buffer *out);
