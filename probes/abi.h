/* probes/abi.h - where a function of a program finds its arguments, and where its result is: the
 * calling convention of this architecture, over types of a blob. */
#pragma once

#include "probes/btf.h"
#include "probes/provider.h"

#define ABI_PIECES_MOST 9       /* of one value: as many as Go has registers for arguments */

enum abi_where {
	ABI_NOWHERE,            /* not in memory and not in a register that probes see: `why` */
	ABI_REGISTERS,
	ABI_STACK,              /* in memory, `offset` bytes above the stack pointer at the entry */
	ABI_REFERENCE,          /* in memory: the register points to it */
};

struct abi_place {
	enum abi_where where;
	uint32_t size;                                  /* bytes of the value */
	/* ABI_REGISTERS: offsets in struct pt_regs, or what is known */
	struct access_piece pieces[ABI_PIECES_MOST];
	uint32_t piece_count;
	/* ABI_REFERENCE: offset in struct pt_regs */
	uint16_t pointer;
	uint32_t offset;
	const char *why;
};

/** False for a type of damaged debug information that goes on and on. */
bool abi_is_bounded(const struct kernel_btf *b, uint32_t type);

/** Bytes that a type is aligned to. */
uint32_t abi_alignment(const struct kernel_btf *b, uint32_t type);

/** What earlier arguments have taken. */
struct abi_state {
	uint32_t integers, floats;      /* registers */
	uint32_t stack;                 /* bytes */
	bool lost;                      /* not known: there was one of an unknown size */
};

/** False where the convention of this architecture is not known: nothing can be said. */
bool abi_known(void);

/** Before the first argument of a function whose result is of a type (0: void). */
struct abi_state abi_begin(const struct kernel_btf *b, uint32_t result, bool by_reference);

/** The place of the next argument. */
struct abi_place abi_argument(
	struct abi_state *s, const struct kernel_btf *b, uint32_t type, bool by_reference);

/** The place of an argument that lies in memory, so many bytes above what the stack pointer was
 * before the call. */
struct abi_place abi_stack_argument(uint32_t size, uint32_t offset);

/** The place of a result when the function returns. */
struct abi_place abi_result(const struct kernel_btf *b, uint32_t type, bool by_reference);

/** Offset in struct pt_regs of a register by its DWARF number, -1 for those that are not in it. */
int abi_register(int dwarf_number);

/** True for a register that arguments are passed in. */
bool abi_is_argument_register(int dwarf_number);

/** Offset in struct pt_regs of the register of an integer argument of C, from 0 to 5. */
#define ABI_ARGUMENT_REGISTERS 6
uint16_t abi_argument_register(uint32_t number);

/** Offsets in struct pt_regs. */
uint16_t abi_stack_pointer(void);
uint16_t abi_instruction_pointer(void);
