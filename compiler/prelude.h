/* compiler/prelude.h - builtins that are written in the language: the macros of
 * stdlib/prelude.probe, which every script has without importing them (language.md 9.1).  Their
 * rows are in compiler/builtin_prelude.c. */
#pragma once

#include <stdbool.h>

struct compilation;
struct macro;

/** Has the prelude macros of this name?  (compiler/builtin_prelude.c) */
bool prelude_has(const char *name);

/** Parse the prelude: its macros, linked by next, in the arena.  NULL, without a message, when the
 * compilation has no room for one more source. */
struct macro *prelude_parse(struct compilation *c);
