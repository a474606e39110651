/* runtime/base/unwind.h - the tables that stacks without frame pointers are followed by
 * (dw_ustack): the runtime fills them from what objects say about their frames (probes/cfi.h),
 * programs search them.  x86_64; registers have the numbers that DWARF gives them there. */
#pragma once

#include <stdint.h>

enum unwind_register {
	UNWIND_RAX,
	UNWIND_RDX,
	UNWIND_RCX,
	UNWIND_RBX,
	UNWIND_RSI,
	UNWIND_RDI,
	UNWIND_RBP,
	UNWIND_RSP,
	UNWIND_R12 = 12,
	UNWIND_RIP = 16,
	UNWIND_REGISTERS
};

/** Registers that functions hand back as they were; rules say where each was saved, in this
 * order. */
#define UNWIND_SAVED \
	{ UNWIND_RBX, UNWIND_RBP, UNWIND_R12, UNWIND_R12 + 1, UNWIND_R12 + 2, UNWIND_R12 + 3 }
#define UNWIND_SAVED_COUNT 6

/** How the caller's frame is found from one.  The CFA is the value that the stack pointer has in
 * the caller, behind the call. */
enum unwind_kind {
	UNWIND_UNKNOWN,         /* nothing that can be followed is said */
	UNWIND_OUTERMOST,       /* there is no caller */
	UNWIND_REGISTER,        /* CFA = register + offset */
	UNWIND_MEMORY,          /* CFA = the word at register + offset, + add */
	/* CFA = register + offset, and 8 more from byte `add` of each 16 bytes of code on */
	UNWIND_PLT,
	/* the kernel called a signal handler: rsp is the address of a struct ucontext with all
	 * registers */
	UNWIND_SIGNAL,
};

#define UNWIND_UNCHANGED INT16_MIN

struct unwind_rule {
	uint8_t kind;           /* enum unwind_kind */
	uint8_t base;           /* enum unwind_register: what the CFA is computed from */
	uint8_t from_rbp;       /* bit i: saved[i] counts from the value of rbp, not from the CFA */
	/* 0, or the register that the return address is in, plus one (vfork()) */
	uint8_t return_in;
	int32_t offset, add;
	int16_t return_address; /* where it is, in words of 8 bytes from the CFA */
	int16_t saved[UNWIND_SAVED_COUNT];      /* likewise, or UNWIND_UNCHANGED */
	int16_t reserved2;
};

/** From this address of the object on, until that of the next row, a rule holds.  Index pages have
 * the same form: from this address on, this page. */
struct unwind_row {
	uint32_t pc;
	uint32_t value;         /* number of a rule, or of a page */
};

/** Rows are kept in pages: value of the UNWIND_PAGES map.  What follows the last row of a page has
 * the address UINT32_MAX. */
#define UNWIND_PAGE_ROWS 512
struct unwind_page {
	struct unwind_row rows[UNWIND_PAGE_ROWS];
};

/** Pages over pages over rows: enough for 512^3 rows. */
#define UNWIND_LEVELS 3

/** Code of an object in a process. */
struct unwind_mapping {
	uint64_t start, end;
	uint64_t bias;          /* where in the process the object's address 0 would be */
	uint32_t page;          /* where the search begins */
	uint32_t levels;        /* pages to go through, 1 to UNWIND_LEVELS */
};

/** What a process has mapped: value of the UNWIND_PROCESSES map.  Mappings are in the order of
 * their addresses; behind the last one they start at INT64_MAX.
 *
 * An address space is known by where the kernel put program and stack when the program was started
 * (unwind_space()): a child of fork() has that of its parent, and what becomes another program has
 * another one.  A process is found in the map by its number, if it is still in that space, else by
 * the space: so children are known before anybody has looked at them, and no stack is followed by
 * what a process had mapped before it became another program.
 *
 * `cache` is for programs: the rules of the addresses that they met last, as stacks are taken at
 * few places, again and again.  A word is an address without its last UNWIND_CACHE_BITS, which
 * follow from its place, and the number of the rule in UNWIND_RULE_BITS: no other CPU sees one
 * without the other.  It is forgotten when the runtime puts another value into the map. */
#define UNWIND_MAPPINGS 512
#define UNWIND_CACHE_BITS 10
struct unwind_process {
	uint64_t space;
	struct unwind_mapping mappings[UNWIND_MAPPINGS];
	uint64_t cache[1 << UNWIND_CACHE_BITS];
};

/** The kernel's numbers in struct mm_struct, and in /proc/PID/stat.  Never the number of a
 * process. */
static inline uint64_t unwind_space(uint64_t start_code, uint64_t end_code, uint64_t start_stack)
{
	return (start_stack ^ start_code << 7 ^ end_code << 23) | 1ull << 63;
}

#define UNWIND_RULE_BITS 14
#define UNWIND_RULES (1 << UNWIND_RULE_BITS)    /* different ones, of all objects together */
#define UNWIND_PAGES 65536      /* 256 MiB */
#define UNWIND_PROCESSES 2048   /* each by its number, and one of each address space by that */

/** In the address of a frame that is not the innermost one: no function was called from there, a
 * signal came; it is the instruction that comes next.  (Addresses of processes have no such
 * bit.) */
#define UNWIND_INTERRUPTED (1ull << 62)

/** The last frame of a stack that could not be followed to its end. */
#define UNWIND_FAILURE UINT64_MAX
