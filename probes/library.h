/* probes/library.h - from a program's or library's name to its file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/arena.h"

/** The file that a name stands for: a path as it is, a program of PATH, or a library ("libc",
 * "libc.so.6") as the dynamic linker would find it.  The full path without symbolic links (but for
 * those of /proc/PID), in arena memory; NULL when there is none. */
const char *library_find(const char *name, struct arena *a);

/** The program that execvp() would run for a name: what has a '/' as it is, else the first in PATH,
 * where an empty place is the current directory.  NULL when there is none. */
const char *library_program(const char *name, struct arena *a);

/** What comes near to a program of PATH, or to the last part of a path, that is not there, in arena
 * memory; NULL when nothing does. */
const char *library_nearest(const char *name, struct arena *a);

/** True when a file "libc.so.6" is the library that is asked for by this name: "libc" or
 * "libc.so.6". */
bool library_named(const char *file, const char *name);

/** The path that a cache of the dynamic linker (the bytes of /etc/ld.so.cache) has for a library;
 * NULL if none.  Points into the bytes. */
const char *library_in_cache(const void *bytes, size_t len, const char *name);
