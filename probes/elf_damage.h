/* probes/elf_damage.h - what is wrong with a program or library in which nothing was found. */
#pragma once

#include "probes/elf.h"
#include "probes/provider.h"

/** Fail as probe_fail_part() does, with PROBE_NO_MATCH, when the file has not got what its headers
 * speak of, so that it says nothing of functions or static probes, or when it has no code.  0:
 * nothing is wrong with it. */
int elf_damage_tell(const struct elf_file *f, const char *path, const struct probe_spec *spec,
	unsigned part, struct probe_error *err);
