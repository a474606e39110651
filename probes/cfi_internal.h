/* probes/cfi_internal.h - between cfi.c, which finds descriptions of frames, and cfi_program.c,
 * which carries them out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/cfi.h"
#include "probes/dwarf_cursor.h"

/** What is common to several functions (CIE). */
struct cfi_common {
	uint64_t code_factor;
	int64_t data_factor;
	uint64_t return_register;
	uint8_t encoding;               /* of addresses: DW_EH_PE_* */
	bool has_augmentation, is_signal;
	struct dwarf_cursor initial;       /* instructions */
};

/** A function (FDE), in addresses of the object. */
struct cfi_function {
	uint64_t start, end;
	uint32_t at;                    /* where it is described, in the bytes of .eh_frame */
};

/** Takes the rule that holds from an address on; addresses increase. */
typedef bool (*cfi_row_fn)(void *arg, uint64_t pc, const struct unwind_rule *rule);

/** Carry out the instructions for a function.  False when `row` said so. */
bool cfi_run(const struct cfi_common *common, const struct cfi_function *f,
	struct dwarf_cursor program, cfi_row_fn row, void *arg);
