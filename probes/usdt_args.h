/* probes/usdt_args.h - the arguments of a static probe: each is an operand in the assembler's own
 * words, as the compiler chose it for that place. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/provider.h"

#define USDT_MAX_ARGS 255       /* arg0 to arg254 */

/** Where the probe is and how names in its operands are found. */
struct usdt_frame {
	/* ELF e_machine: the operands are in its assembler's language, the accesses in its struct
	 * pt_regs */
	uint16_t machine;
	uint64_t address;       /* of the nop, as the linker has it */
	/** Address of a symbol, as the linker has it; false when there is none of this name or
	 * several. */
	bool (*symbol)(const char *name, uint64_t *address, void *arg);
	void *arg;
};

/** One argument.  */
struct usdt_arg {
	const char *text;       /* as written; in the text that was given */
	size_t len;
	const char *c_type;     /* "int32_t"; "double" */
	struct access access;   /* kind NONE when `refused` */
	const char *refused;    /* why programs of the kernel cannot read it; NULL: they can */
};

/** Take "-4@%eax 8@-16(%rbp) ..." apart.  The number of arguments, USDT_MAX_ARGS at most: as many
 * are filled in. */
uint32_t usdt_args_decode(
	const char *text, const struct usdt_frame *frame, struct usdt_arg out[USDT_MAX_ARGS]);
