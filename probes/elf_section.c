/* probes/elf_section.c - a section of an ELF file by its name.  Called by those who look for what
 * is elsewhere, or packed. */
#include "probes/elf_section.h"

#include <gelf.h>

#include "runtime/base/util.h"

Elf_Data *elf_section_data(Elf *elf, const char *name)
{
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names))
		return NULL;
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		const char *own = gelf_getshdr(section, &header)
			? elf_strptr(elf, names, header.sh_name)
			: NULL;

		if (own && str_eq(own, name) && header.sh_type != SHT_NOBITS)
			return elf_rawdata(section, NULL);
	}
	return NULL;
}
