/* runtime/facts.h - the facts of a portable image, as this machine has them.  One row a kind
 * (FACT_LIST, runtime/base/image_portable.h); those of a body are runtime/portable.c's. */
#pragma once

#include <stdbool.h>

#include "runtime/base/arena.h"
#include "runtime/base/image.h"

struct kallsyms;

/** What is asked, and what was read for it. */
struct facts {
	const struct image *image;
	struct arena *arena;
	bool filtered;                  /* only some processes are traced */
	struct kallsyms *symbols, *stubs;       /* read when first asked for */
	uint64_t *values;               /* in the arena: of all facts but those of bodies */
};

/** Find out all of them.  0, or -errno having said what this machine lacks, at its place in the
 * script.  In either case facts_close() frees what was read. */
int facts_find(struct facts *f);
void facts_close(struct facts *f);
