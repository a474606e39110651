/* probes/dwarf.h - debug information (DWARF 2 to 5) of programs and libraries: the types that functions and variables of them have, where arguments lie, and
 * from addresses to source lines and back.
 *
 * The reader is our own: it touches only the bytes that a question needs, keeps an index of names for the next process (the one thing that takes a pass over
 * everything), takes split files and packages of all versions, and is bounded whatever the bytes say. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/btf.h"
#include "probes/debug_file.h"
#include "runtime/base/arena.h"

struct dwarf;

/** The debug information of a program or library: its own, or that of its separate file.  NULL when there is none; close with dwarf_close(). */
struct dwarf *dwarf_open(const struct debug_file_place *of);

/** Close; NULL is allowed. */
void dwarf_close(struct dwarf *d);

/** The types of a program or library as a blob that grows when types are asked for, numbered by kernel_btf_add_program(): read when first asked for and
 *  kept.  NULL when it has no debug information. */
const struct kernel_btf *dwarf_types(const struct debug_file_place *of);

/** What a blob of dwarf_types() is read from. */
struct dwarf *dwarf_of_types(const struct kernel_btf *b);
