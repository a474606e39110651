/* probes/elf_section.h - a section of an ELF file by its name. */
#pragma once

#include <libelf.h>

/** Its bytes as they are in the file, which go with `elf`; NULL when there is no such section, or
 * nothing of it is in the file. */
Elf_Data *elf_section_data(Elf *elf, const char *name);
