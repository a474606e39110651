/* probes/usdt_operand.h - an operand of an assembler's language, read piece by piece: what the
 * languages of all machines share.  For probes/usdt_*.c alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/usdt_args.h"

/** Where struct pt_regs has a register, or a part of one.  size 0: it is none. */
struct saved_register {
	uint32_t offset, size;
};

struct operand;

/** The language of one machine's assembler. */
struct usdt_language {
	uint16_t machine;               /* ELF e_machine */
	uint32_t instruction_pointer;   /* in struct pt_regs */
	struct saved_register (*register_named)(const char *name, size_t len);
	/* names a register that the kernel does not keep where programs see it */
	bool (*is_vector)(const char *name, size_t len);
	/* the whole operand, or what it refused */
	struct access (*decode)(struct operand *o);
};

extern const struct usdt_language usdt_x86_64, usdt_aarch64;

/** An operand being read: text[at..len). */
struct operand {
	const struct usdt_language *language;
	const struct usdt_frame *frame;
	const char *text;
	size_t at, len;
	uint32_t size;          /* of the argument */
	bool is_signed;
	const char *refused;    /* why it cannot be read; the first reason stays */
};

/** What is not understood. */
extern const char operand_unknown[];

/** False, for the caller to return. */
bool operand_refuse(struct operand *o, const char *why);

/** True when that comes next, behind blanks: it is gone over. */
bool operand_take(struct operand *o, char c);
bool operand_take_word(struct operand *o, const char *word);

/** The register whose name comes next; size 0, refused, when there is none. */
struct saved_register operand_register(struct operand *o);

/** The argument is (the low end of) a register. */
struct access operand_in_register(const struct operand *o, struct saved_register p);

/** The number that comes next, added to *to.  False: refused. */
bool operand_add_number(struct operand *o, bool minus, int64_t *to);

/** Numbers and symbols as the assembler writes them: "8", "-16", "table+8", "8+table". */
struct sum {
	int64_t number;
	bool has_symbol;
	uint64_t symbol;        /* its address */
};

/** False: refused. */
bool operand_sum(struct operand *o, struct sum *to);

/** The argument is a sum itself. */
struct access operand_constant(const struct operand *o, const struct sum *s);
