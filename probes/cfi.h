/* probes/cfi.h - call frame information (.eh_frame, DWARF 5 chapter 6.4) of ELF objects for x86_64,
 * as a table of rules by address. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/unwind.h"

/** Code of the object: where it is in the file, and where it wants to be. */
struct cfi_segment {
	uint64_t offset, end;           /* in the file, from the start of a page on */
	uint64_t address;               /* of `offset` */
};

#define CFI_SEGMENTS 8

struct cfi_table {
	struct cfi_segment segments[CFI_SEGMENTS];
	uint32_t segment_count;
	/* the lowest address of the object: those of the rows count from it */
	uint64_t base;
	struct unwind_row *rows;        /* by address; `value` is an index of rules */
	size_t row_count;
	/* all different, UNWIND_RULES at most: what would need more is not known */
	struct unwind_rule *rules;
	size_t rule_count;
};

/** Read the table of an object: the bytes of its file, or of the image that the kernel maps into
 * processes.  0; -ENODATA: it says nothing about frames; -ENOEXEC: it is no ELF object of this
 * machine, or damaged; -ENOMEM; -E2BIG: larger than any program is.  Free with cfi_free(). */
int cfi_read(struct cfi_table *table, const void *bytes, size_t len);
void cfi_free(struct cfi_table *table);

/** The segment that a place of the file lies in; NULL: there is no code. */
const struct cfi_segment *cfi_segment_at(
	const struct cfi_segment *segments, uint32_t count, uint64_t offset);

/** A hash of a rule, over all of its bits. */
uint32_t cfi_hash_rule(const struct unwind_rule *rule);

/** The rule for an address of the object; NULL when none is given. */
const struct unwind_rule *cfi_find(const struct cfi_table *table, uint64_t address);
