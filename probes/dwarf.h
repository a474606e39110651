/* probes/dwarf.h - debug information (DWARF 2 to 5) of programs and libraries: the types that
 * functions and variables of them have, where arguments lie, and from addresses to source lines and
 * back.
 *
 * The reader is our own.  It touches only the bytes that a question needs, and goes by the indexes
 * that the file has (.debug_names, .gdb_index, .debug_aranges). Where there is none of names it
 * makes one, the only thing that takes a pass over everything, and keeps it for the next process.
 * It takes split files and packages of all versions, and is bounded whatever the bytes say. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/btf.h"
#include "probes/debug_file.h"
#include "runtime/base/arena.h"

struct dwarf;

/** The debug information of a program or library: its own, or that of its separate file.  NULL when
 * there is none; close with dwarf_close(). */
struct dwarf *dwarf_open(const struct debug_file_place *of);

/** Close; NULL is allowed. */
void dwarf_close(struct dwarf *d);

/** The types of a program or library as a blob that grows when types are asked for, numbered by
 * kernel_btf_add_program(): read when first asked for and kept.  NULL when it has no debug
 * information. */
const struct kernel_btf *dwarf_types(const struct debug_file_place *of);

/** Close everything that dwarf_types() has opened: nothing that came from it, ids of types among
 * it, is valid any longer. */
void dwarf_types_forget(void);

/** The types of the kernel out of a file of it with debug information (an absolute path), as the
 * kernel's own blob; it stays for the life of the process. NULL when there is none. */
const struct kernel_btf *dwarf_types_of_kernel(const char *path);

/** What a blob of dwarf_types() is read from. */
struct dwarf *dwarf_of_types(const struct kernel_btf *b);

/** The address, as the program was linked, of an offset of its file in a part that is mapped as
 * code.  False when it is in none. */
bool dwarf_address_of(struct dwarf *d, uint64_t offset, uint64_t *address);

#define DWARF_NO_REGISTER (-1)

/** Where some bytes of a parameter are when the function begins. */
struct dwarf_piece {
	uint32_t size;                  /* 0: all of it */
	/* DWARF's number, DWARF_NO_REGISTER when they are in none, or nothing says so */
	int in_register;
	bool is_known;                  /* they are this number: */
	uint64_t number;
};

struct dwarf_parameter {
	const char *name;               /* NULL: it has none */
	uint32_t type;                  /* id in the blob; 0: void */
	bool by_reference;              /* what is passed is a pointer to it */
	bool has_location;              /* somewhere in the function, it is somewhere */
	/* that holds it when the function begins, DWARF_NO_REGISTER when nothing says so */
	int entry_register;
	int entry_pointer;              /* that points to it then, the same */
	/* in memory of the function as long as that runs, where it has to be put first: that is so
	 * without optimization */
	bool in_frame;
	/* some of it is in memory when the function begins, where the caller put it: */
	bool by_caller;
	/* that of the first bytes, above what the stack pointer was before the call */
	uint32_t caller_offset;
	struct dwarf_piece *pieces;     /* by what is said about the beginning */
	uint32_t piece_count;           /* 0: nothing is */
};

/** Languages with calling conventions of their own. */
enum dwarf_convention { DWARF_CONVENTION_C, DWARF_CONVENTION_GO, DWARF_CONVENTION_RUST };

struct dwarf_function {
	const char *name;               /* with that of what it is in */
	uint64_t entry;                 /* address as linked */
	struct dwarf_parameter *parameters;
	uint32_t count;
	uint32_t result;                /* id of its type, of the first one in Go; 0: void */
	bool result_by_reference;
	enum dwarf_convention convention;
	uint32_t rustc;                 /* 1.N of the compiler; 0: it is none, or not known */
	/* the compiler may have taken some away, and does not say so by the name of the symbol */
	bool may_lack_parameters;
};

/** The function whose code covers an address as linked, from what dwarf_types() gave for the
 * program.  Arrays live in the arena, texts as long as the blob. */
bool dwarf_function(
	const struct kernel_btf *b, uint64_t address, struct arena *a, struct dwarf_function *out);

/** One of the functions that an address is in. */
struct dwarf_frame {
	const char *function;           /* NULL: not known */
	bool inlined;                   /* into the next frame */
	bool has_source;
	char file[PATH_MAX];
	uint32_t line, column;          /* 0: not known */
};

/** Visit the functions that an address (as linked) is in, the innermost inlined one first and the
 * function itself last, each with the place in it.  A visit that returns true is the last.  False
 * when nothing is known of the address. */
bool dwarf_frames_at(struct dwarf *d, uint64_t address,
	bool (*visit)(const struct dwarf_frame *frame, void *arg), void *arg);

/** A place in the source: the path of a file or its end, a line, a column (0: any). */
struct dwarf_line_query {
	const char *file;
	uint32_t line, column;
};

struct dwarf_line_result {
	uint64_t *items;                /* addresses as linked, ascending; mem_alloc'ed */
	size_t count, capacity;
	bool has_file;                  /* some file has that name */
	uint32_t before, after;         /* the nearest lines that have code; 0: none */
	uint32_t other_column;          /* one where the line has code; 0: none */
};

/** The first statement of a line in each function and each inlined copy of one that has code for
 * it.  False when memory is out, or the tables are longer than those of any program. */
bool dwarf_find_line(
	struct dwarf *d, const struct dwarf_line_query *query, struct dwarf_line_result *out);

struct dwarf_variable {
	uint64_t address;               /* as linked */
	uint32_t type;                  /* id in the blob; 0: void */
};

/** A static or global variable by its name ("ns::name" too), from what dwarf_types() gave for the
 * program. */
bool dwarf_variable(const struct kernel_btf *b, const char *name, struct dwarf_variable *out);
