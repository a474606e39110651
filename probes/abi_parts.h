/* probes/abi_parts.h - where functions find their arguments that do not follow the convention of C:
 * those of Go and Rust, which pass each number or pointer in a value in a register of its own, and
 * those that the compiler changed. */
#pragma once

#include "probes/abi.h"
#include "probes/dwarf.h"

/** The place of an argument by nothing but what the debug information says of its entry. */
struct abi_place abi_told_argument(const struct kernel_btf *b, const struct dwarf_parameter *p);

/** What earlier arguments of a Go function have taken. */
struct abi_go_state {
	uint32_t integers, floats;      /* registers */
	uint32_t stack;                 /* bytes */
	bool lost;                      /* the debug information and the convention do not agree */
};

/** The place of the next argument of a Go function of a program that uses registers: in them by
 * what the debug information says of the entry, on the stack by the convention, since the debug
 * information of an optimized function is often about parts of the value only. */
struct abi_place abi_go_argument(
	struct abi_go_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p);

/** The place of the first result of such a function when it returns. */
struct abi_place abi_go_result(const struct kernel_btf *b, const struct dwarf_function *f);

/** What earlier arguments of a function have taken. */
struct abi_rust_state {
	uint32_t version;       /* of rustc, 1.N */
	uint32_t registers;
	/* some arguments are put into memory: the function is not optimized */
	bool in_frame;
	bool lost;              /* how many registers is not known */
};

/** Before the first argument. */
struct abi_rust_state abi_rust_begin(const struct kernel_btf *b, const struct dwarf_function *f);

/** The place of the next argument of a Rust function: by what its debug information says of its
 * entry, or where that says nothing because the function was not optimized, in the order of
 * registers that rustc uses.  That is no promise of Rust's: what differs between its versions is
 * refused, and what comes behind an argument of which both say something else. */
struct abi_place abi_rust_argument(
	struct abi_rust_state *s, const struct kernel_btf *b, const struct dwarf_parameter *p);

/** The place of the result of a Rust function. */
struct abi_place abi_rust_result(const struct kernel_btf *b, const struct dwarf_function *f);
