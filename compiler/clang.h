/* compiler/clang.h - the program clang, which compiles what a script imports of C (language.md
 * Q20). */
#pragma once

#include <stddef.h>

#include "compiler/compilation.h"

/** Compile a file for BPF, with headers beside it and in the directories of -I.  The object,
 * aligned to 8, in the arena; NULL after reporting why there is none.  What clang says of the file
 * goes to standard error. */
const void *clang_compile(
	struct compilation *c, const char *path, struct span imported, size_t *len);
