/* probes/cfi.h - call frame information (.eh_frame, DWARF 5 chapter 6.4) of ELF objects for x86_64, as a table of rules by address. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/unwind.h"

struct cfi_table {
	uint64_t base;                  /* the lowest address of the object: those of the rows count from it */
	struct unwind_row *rows;        /* by address; `value` is an index of rules */
	size_t row_count;
	struct unwind_rule *rules;      /* all different */
	size_t rule_count;
};

/** Read the table of an object: the bytes of its file, or of the image that the kernel maps into processes.  0; -ENODATA: it says nothing about frames;
 *  -ENOEXEC: it is no ELF object of this machine, or damaged; -ENOMEM; -E2BIG: larger than any program is.  Free with cfi_free(). */
int cfi_read(struct cfi_table *table, const void *bytes, size_t len);
void cfi_free(struct cfi_table *table);

/** The rule for an address of the object; NULL when none is given. */
const struct unwind_rule *cfi_find(const struct cfi_table *table, uint64_t address);
