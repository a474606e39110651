/* probes/abi.h - where a function of a program finds its arguments, and where its result is: the calling convention of this architecture, over types of a
 * blob. */
#pragma once

#include "probes/btf.h"

#define ABI_REGISTERS_MOST 2    /* of one value */

enum abi_where {
	ABI_NOWHERE,            /* not in memory and not in a register that probes see: `why` */
	ABI_REGISTERS,
	ABI_STACK,              /* in memory, `offset` bytes above the stack pointer at the entry */
	ABI_REFERENCE,          /* in memory: the register points to it */
};

struct abi_place {
	enum abi_where where;
	uint32_t size;                                  /* bytes of the value */
	uint16_t registers[ABI_REGISTERS_MOST];         /* offsets in struct pt_regs, for each 8 bytes */
	uint32_t offset;
	const char *why;
};

/** What earlier arguments have taken. */
struct abi_state {
	uint32_t integers, floats;      /* registers */
	uint32_t stack;                 /* bytes */
};

/** False where the convention of this architecture is not known: nothing can be said. */
bool abi_known(void);

/** Before the first argument of a function whose result is of a type (0: void). */
struct abi_state abi_begin(const struct kernel_btf *b, uint32_t result, bool by_reference);

/** The place of the next argument. */
struct abi_place abi_argument(struct abi_state *s, const struct kernel_btf *b, uint32_t type, bool by_reference);

/** The place of a result when the function returns. */
struct abi_place abi_result(const struct kernel_btf *b, uint32_t type, bool by_reference);

/** Offset in struct pt_regs of a register by its DWARF number, -1 for those that are not in it. */
int abi_register(int dwarf_number);

/** True for a register that arguments are passed in. */
bool abi_is_argument_register(int dwarf_number);

/** Offsets in struct pt_regs. */
uint16_t abi_stack_pointer(void);
uint16_t abi_instruction_pointer(void);
