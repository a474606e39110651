/* probes/auxiliary.c - see auxiliary.h.  Called by probes/loader.c, runtime/unwind_look.c and
 * runtime/child_entry.c. */
#include "probes/auxiliary.h"

#include <elf.h>
#include <stdio.h>

uint64_t auxiliary_value(pid_t pid, uint64_t type)
{
	Elf64_auxv_t entry;
	char name[64];
	uint64_t value = 0;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%d/auxv", (int)pid);
	f = fopen(name, "re");
	while (f && !value && fread(&entry, sizeof(entry), 1, f) == 1)
		if (entry.a_type == type)
			value = entry.a_un.a_val;
	if (f)
		fclose(f);
	return value;
}
