/* compiler/layout.h - what the layout pass decides and the later passes fill in: programs, their
 * bodies, maps, actions. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"
#include "compiler/compilation.h"

struct lower_table;

/** One probe's body within a program, for the matches that look alike to it: their values lie in
 * the same places. */
struct layout_body {
	struct probe_node *probe;
	struct match **matches;
	uint32_t match_count;
	bool selected; /* the plans have selectors: run only for the values of the matches */
	/* where its table begins in those of all bodies of a portable image; IMAGE_NONE: it has
	 * none */
	uint32_t table;
};

/** One program: the bodies that run on an event of the kernel, in written order. */
struct layout_prog {
	char name[16];
	const struct probe_plan *plan;
	struct layout_body *bodies;
	uint32_t body_count;
	struct match **attached; /* matches whose hooks it is attached to, one per hook */
	uint32_t attached_count;
	bool
		/* serves several hooks and a body asks for `probe`: one loaded copy a hook */
		instance;
	bool asks_cookie; /* serves several hooks, whose attachments tell it `probe` */
	bool own_scratch; /* cannot be preempted or nested by itself: one per-CPU scratch entry is
			     enough */
};

/** Maps that the script does not see, by image index (IMAGE_NONE: not needed). */
struct layout_internal {
	uint32_t ring, control, counters, rodata, scratch, pool, stacks[STACK_SPACES], threads,
		packets, processes, unwind_processes, unwind_pages, unwind_rules;
};

struct layout_map {
	struct image_map record; /* name, types and texts are filled in by the image pass */
	const char *name;
	const struct map *map; /* NULL for internal maps */
};

struct layout {
	struct layout_prog *progs;
	uint32_t prog_count;
	struct match **matches; /* by id */
	uint32_t match_count;
	struct layout_map *maps; /* by image index */
	uint32_t map_count;
	struct layout_internal internal;
	uint32_t tables_size; /* bytes of the tables of all bodies */

	/* filled in by lowering */
	bool flood; /* records may come in large numbers */
	struct layout_action {
		struct image_action record;
		const char *text, *helper;
		const struct type *args;
		const struct lower_table *table;        /* or NULL */
		struct layout_action *next;
	} * actions, **last_action;
	uint32_t action_count;
	uint32_t scratch_size; /* largest of the programs with own_scratch */
	uint32_t pool_size;    /* of the others */
};

/** Bytes of a thread's memory of what it has entered (lower_entry.c). */
uint32_t lower_entered_size(bool nests);

/** How a map is kept in the kernel (performance rules: see the table in layout_maps.c). */
enum map_storage layout_storage(const struct map *m);

/** Decide that for all maps, and add those that the script does not see; behind the programs
 * (compiler/layout_maps.c). */
void layout_maps(struct compilation *c, struct layout *lay);
