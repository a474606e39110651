/* compiler/object.h - linked programs: what the object pass makes of the module and the image pass
 * writes out. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"

/* Read-only data of the module that begins with the named parameters. */
#define PARAMETERS_SECTION ".rodata.parameters"

/* The tables of bodies that choose among events (struct layout_body). */
#define TABLES_SECTION ".rodata.tables"

struct object_prog {
	struct image_insn *insns;
	uint32_t insn_count, insn_capacity;
	struct image_reloc *relocs;
	uint32_t reloc_count, reloc_capacity;
	struct image_line *lines;
	uint32_t line_count, line_capacity;
	/* functions behind the entry */
	struct object_func { uint32_t insn; const char *name; } *funcs;
	uint32_t func_count, func_capacity;
	bool calls_back;                /* hands the address of a function to a helper */
};

struct object {
	struct object_prog *progs;      /* by program index of the layout */
	const void *rodata;
	uint32_t rodata_size;
	/* where in it the block of named parameters begins, when there are any */
	uint32_t parameters_at;
	uint32_t tables_at;             /* the same of the tables of bodies */
};
