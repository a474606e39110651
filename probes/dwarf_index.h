/* probes/dwarf_index.h - the table from names to entries that dwarf_index.c makes and dwarf_kept.c
 * keeps in a file. */
#pragma once

#include "probes/dwarf_internal.h"

/* Open addressing; a place of all ones is an empty slot.  What is put in first is found first. */
struct slot {
	uint64_t hash, place;
};
#define EMPTY UINT64_MAX

struct dwarf_index {
	struct slot *own;               /* mem_alloc'ed; NULL: the table is in the mapping */
	const struct slot *slots;
	uint64_t count, used;           /* slots, a power of two */
	void *map;
	size_t map_len;
	bool sought_file, ready;
	bool failed;                    /* out of memory */
};

/** Map the table that is kept of a program.  False when there is none that is good. */
bool dwarf_index_open_kept(struct dwarf_index *x, struct dwarf *d);

/** Keep the table where that is worth a file; a failure is none of the caller's. */
void dwarf_index_keep(const struct dwarf_index *x, struct dwarf *d);
