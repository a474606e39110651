/* probes/go.h - what is different about functions that the Go compiler made. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct elf_file;
struct function_code;

/** True when the program was made by a Go that passes arguments and results in registers: 1.18 or
 * later, by what the linker says in .go.buildinfo. */
bool go_uses_registers(struct elf_file *f);

/** True for the symbols of functions, of such a program, that pass everything on the stack all the
 * same: those of assembly. */
bool go_is_stack_function(const char *symbol);

/** How far behind its start to probe the entry of a function: behind the test whether the stack is
 * large enough, since what makes it larger starts the function from the beginning. */
uint64_t go_entry(const struct function_code *code);
