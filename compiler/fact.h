/* compiler/fact.h - what an image has of the machine that it is made on.  Where the image is to run
 * anywhere (`sonde build`) each such thing is written down as a fact, which the machine that it
 * runs on is asked for again: by runtime/facts.c, one row a kind.  An ordinary image is for the
 * machine at hand: it keeps no facts, and all of this comes to nothing. */
#pragma once

#include "compiler/compilation.h"
#include "runtime/base/image_portable.h"

/** One fact.  Texts live in the arena. */
struct fact {
	struct fact *next;
	const char *text, *member;
	struct image_fact record;       /* without the texts */
	uint32_t index;
};

struct facts {
	struct fact *first, **last;
	uint32_t count;
	struct strmap by_key;           /* each is kept once for all uses alike */
};

#define FACT_NO_BODY UINT32_MAX

/** Add a fact that instructions have; each is added once.  `wanted` has all but the texts and where
 * it is used.  Only in a portable compilation. */
uint32_t fact_add(struct compilation *c, const char *text, const char *member, struct span where,
	struct image_fact wanted);

/** Remember that the image is good only where something is what it is here; nothing when the image
 * is for this machine. */
void fact_assume(struct compilation *c, enum fact_kind kind, const char *text, uint64_t value,
	struct span where);

/** The same for the size of a type, or for all that lies in it, if it is a type of the kernel with
 * a name. */
void fact_assume_size(struct compilation *c, const struct type *t, struct span where);
void fact_assume_layout(struct compilation *c, const struct type *t, struct span where);

/** The same for the program that a probe is on, if it is on one: its types and what it says of
 * itself are in the image. */
void fact_assume_program(struct compilation *c, const struct match *m);

/** Bind the image to this kernel: `why` as in "it imports programs in C". */
void fact_bind(struct compilation *c, const char *why, struct span where);

/** Whether an attach point may stand for other probes on another machine: it has wildcards, or
 * parameters. */
bool fact_is_open(const struct attach_node *a);

/** Warn of bodies on wildcards that use the fields of their probes: those of another machine may
 * have others. */
void fact_warn_of_fields(struct compilation *c);

/** The name that a type of the kernel is looked up by ("struct task_struct"); NULL for one of the
 * script or of a program, and for one without a name. */
const char *fact_type_name(struct compilation *c, const struct type *t);
