/* runtime/cli/parameters.h - values for the named parameters that a script declares. */
#pragma once

#include "runtime/base/image.h"
#include "runtime/load.h"

struct options;

/** The values that the words behind the program give: *patches (in the arena of the options) and
 * *count.  0, or the exit code of a usage error that has been reported. */
int parameters_take(const struct options *o, const struct image *image,
	const struct data_patch **patches, uint32_t *count);

/** Those of them that are positional: *count words, in the arena of the options. */
const char *const *parameters_positional(
	const struct options *o, const struct image *image, uint32_t *count);
