/* probes/cfi_internal.h - between cfi.c, which finds descriptions of frames, and cfi_program.c, which carries them out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/cfi.h"

/** Bytes being read: nothing behind `end` is looked at; what is not there is 0, and `failed` says so. */
struct cfi_bytes {
	const uint8_t *at, *end;
	bool failed;
};

uint64_t cfi_fixed(struct cfi_bytes *b, size_t size);   /* 1, 2, 4 or 8 bytes */
uint64_t cfi_uleb(struct cfi_bytes *b);
int64_t cfi_sleb(struct cfi_bytes *b);
struct cfi_bytes cfi_take(struct cfi_bytes *b, uint64_t len);   /* the next len bytes */

/** What is common to several functions (CIE). */
struct cfi_common {
	uint64_t code_factor;
	int64_t data_factor;
	uint64_t return_register;
	uint8_t encoding;               /* of addresses: DW_EH_PE_* */
	bool has_augmentation, is_signal;
	struct cfi_bytes initial;       /* instructions */
};

/** A function (FDE), in addresses of the object. */
struct cfi_function {
	uint64_t start, end;
	uint32_t at;                    /* where it is described, in the bytes of .eh_frame */
};

/** Takes the rule that holds from an address on; addresses increase. */
typedef bool (*cfi_row_fn)(void *arg, uint64_t pc, const struct unwind_rule *rule);

/** Carry out the instructions for a function.  False when `row` said so. */
bool cfi_run(const struct cfi_common *common, const struct cfi_function *f, struct cfi_bytes program, cfi_row_fn row, void *arg);
