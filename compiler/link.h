/* compiler/link.h - linking programs out of ELF objects: LLVM's, and those in C that the script
 * imports.  Part of the object pass. */
#pragma once

#include <stdint.h>

#include "compiler/bpf_elf.h"
#include "compiler/compilation.h"

/** Give the data of all objects its place in the maps of the image; before the programs. */
void link_data(struct compilation *c, struct bpf_elf *module);

/** Link the program of the layout with this index; reports what a program or an imported object
 * cannot have. */
void link_program(struct compilation *c, const struct bpf_elf *module, uint32_t index);
