/* runtime/portable.h - makes of a portable image (`sonde build`) one for the machine at hand: its
 * attach points are looked for again, and what its instructions have of the kernel is put in
 * anew. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/buffer.h"
#include "runtime/base/image.h"

/** Whom the run is about, and what else the compiler would have been told. */
struct portable_options {
	const int32_t *pids;
	uint32_t pid_count;
	bool follow;
	const char *command_path;       /* of -c, or NULL */
	const char *debug_path;         /* --debuginfo, or NULL */
	/* --no-feature: bit N is feature N of probes/kernel_feature.h */
	unsigned forbidden;
	const struct name_filter *filter;       /* --probe-filter, or NULL */
	const char *const *words;       /* the positional parameters */
	uint32_t word_count;
	bool warnings;
};

/** Write the image of this machine into out, which the caller frees.  0, or -errno having said what
 * is missing here. */
int portable_settle(
	const struct image *image, const struct portable_options *options, struct buffer *out);
