/* compiler/import.h - files that a script imports (language.md 9.3). */
#pragma once

#include "compiler/compilation.h"

/** A package that is part of the compiler, with or without the ending of its file: its text, and
 * what messages call it; NULL when there is none of this name. */
const char *builtin_package(const char *name, const char **file);

/** Visit the names of all packages. */
void builtin_package_each(void (*visit)(const char *name, void *arg), void *arg);
