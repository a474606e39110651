/* compiler/c_script.h - the C in a script, as the rest of the compiler sees it: preprocessor lines
 * and what #define and headers make of a name. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/ast.h"
#include "compiler/compilation.h"

struct c_unit;

/** Begin the C of a script; lives in the compilation's arena. */
struct c_unit *c_script_open(struct compilation *c, const struct source *script);

/** A '#' that begins a line at an offset of the script: obey it, if that was not done yet, and
 * return the offset to go on from. */
uint32_t c_script_line(struct c_unit *u, uint32_t at);

/** The end of the script: report what was not closed. */
void c_script_close(struct c_unit *u);
