/* runtime/cli/codegen.h - runs that end with the generated code: --mode codegen, --mode
 * compiler-bench, --emit-elf. */
#pragma once

#include "runtime/base/buffer.h"

struct options;
struct script;

/** Compile the script as far as the options say.  0 with what is to be written in *out (the object
 * of --emit-elf, the table of compiler-bench, or nothing), or the exit code, reported. */
int codegen_run(const struct options *o, const struct script *script, struct buffer *out);
