/* probes/demangle.h - names of C++ and Rust functions as people write them. */
#pragma once

#include <stdbool.h>

struct buffer;

/** Append the name that a mangled one (Itanium C++, Rust of both kinds) stands for, parameters
 * included: "ns::f(int)".  False, with nothing appended, when it is none, or one whose text would
 * have more than DEMANGLED_MOST bytes. */
bool demangle(const char *name, struct buffer *out);

/** The same without parameters and without the type that instances of templates return: "ns::f". */
bool demangle_bare(const char *name, struct buffer *out);

#define DEMANGLED_MOST 4096
