/* probes/dwarf_blob.h - the BTF blob that grows out of debug information: dwarf_blob.c keeps it,
 * dwarf_types.c makes its types. */
#pragma once

#include "probes/dwarf_internal.h"

/* An entry that has an id; dimension: how many of the first dimensions of an array are left out. */
struct entry {
	struct dwarf_unit *unit;
	uint64_t offset;
	uint32_t dimension;
	const struct btf_type *made;    /* NULL: nobody looked */
	uint32_t same;                  /* the first type that is alike; 0: not known */
	/* kernel_btf_items(): stays where it is when the array of entries moves; NULL: nobody
	 * asked */
	struct btf_items **items;
};

struct dwarf_blob {
	struct kernel_btf btf;
	struct dwarf *dwarf;
	struct arena *arena;
	struct { struct entry *items; size_t count, capacity; } entries;        /* by id - 1 */
	struct { const char **items; size_t count, capacity; } texts;           /* by offset - 1 */
	uint64_t parts;                 /* members and enumerators of all types that were made */
	uint32_t *slots;                /* ids by entry, open addressing */
	uint32_t mask;
	/* by hash */
	struct {
		struct likeness {
			uint64_t hash;
			uint32_t id;
		} * items;
		size_t count, capacity;
	} likenesses;
};

/** The id of an entry, given when it is first asked for; 0 when there are too many. */
uint32_t dwarf_blob_id(
	struct dwarf_blob *b, struct dwarf_unit *u, uint64_t offset, uint32_t dimension);
/** The id of the type that an entry has; 0: void. */
uint32_t dwarf_blob_type_of(struct dwarf_blob *b, const struct dwarf_die *d);
/** The number of a text, which stays where it is; 0 for none and an empty one. */
uint32_t dwarf_blob_text(struct dwarf_blob *b, const char *text);

/** The BTF type of an entry, in the blob's arena: dwarf_types.c. */
const struct btf_type *dwarf_make_type(
	struct dwarf_blob *b, const struct dwarf_die *d, uint32_t dimension);
