/* probes/uprobe_find.h - from the attach point of a uprobe to places in files: what uprobe.c, which
 * takes it apart and plans it, and the search share. */
#pragma once

#include "probes/provider.h"

/* probe_spec.numbers of uprobe and uretprobe */
enum uprobe_number {
	UPROBE_OFFSET,          /* found: of the place, in the file */
	UPROBE_INSIDE,          /* as written, or found: how far behind the start of the function */
	UPROBE_ADDRESS,         /* as written: where the program itself has it */
	UPROBE_FLAGS,           /* enum uprobe_flag */
};

enum uprobe_flag {
	UPROBE_HAS_INSIDE = 1,  /* as written */
	UPROBE_HAS_ADDRESS = 2,
	UPROBE_BY_SOURCE = 4,   /* the name is one of the source, not of the symbol table */
	UPROBE_AT_RETURN = 8,   /* found: the place is an instruction that returns */
	/* the function passes arguments and results as Go does, in registers */
	UPROBE_GO = 16,
	UPROBE_GO_STACK = 32,   /* it passes them on the stack */
	/* found: the place is that of a source line which is not the entry of its function */
	UPROBE_AT_LINE = 64,
};

/** list() of both: visits the places, each as binary and symbol. */
int uprobe_find(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err);
