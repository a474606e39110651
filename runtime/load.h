/* runtime/load.h - the maps and programs of an image in the kernel. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"

/** Bytes that take the place of others in the contents of a RODATA map: values of parameters. */
struct data_patch {
	uint32_t map, offset, size;
	const void *bytes;
};

struct loaded {
	const struct image *image;
	const struct data_patch *patches;
	uint32_t patch_count;
	int *maps;              /* descriptor of each map of the image, -1 while there is none */
	int *progs; /* descriptor of each program that is the same for all its probes, else -1 */
	int *instances; /* per probe: its own copy of an IMAGE_PROG_INSTANCE program, else -1 */
	uint32_t ring_bytes;    /* size of the event ring as made */
	uint32_t ring_map;      /* its index, IMAGE_NONE when the image has none */
	bool preemptible;       /* some attached program can be preempted */
	/* -d verifier; set by the caller between load_maps() and load_programs() */
	bool shows_verifier;
};

/** Make the maps of an image, with patches (count of them, in order) in their contents.  0 or
 * -errno, already reported.  Undo with load_close(), also after a failure. */
int load_maps(struct loaded *l, const struct image *image, const struct data_patch *patches,
	uint32_t count);

/** Load the programs of all probes of some stages (bit N: enum probe_stage N).  0 or -errno,
 * already reported: a refusal by the kernel's verifier at its place in the script; -EINTR when a
 * signal asked for the end, which is no failure. */
int load_programs(struct loaded *l, unsigned stages);

/** Descriptor of the program that serves a probe; -1 when it has none of its own
 * (IMAGE_PROBE_SHARED). */
int load_prog_of(const struct loaded *l, uint32_t probe);

/** Close all descriptors and free. */
void load_close(struct loaded *l);
