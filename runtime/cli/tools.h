/* runtime/cli/tools.h - `sonde tools`: the named scripts that are installed. */
#pragma once

#include "runtime/base/buffer.h"
#include "runtime/cli/options.h"

/** A named script. */
struct tool {
	const char *directory, *name, *path;
	/* what it answers: the first line of its leading comment, without its name; "" when there
	 * is none */
	const char *question;
};

struct tools {
	const struct tool *items;
	uint32_t count;
};

/** The named scripts that `sonde NAME` would find, in the arena: by directory in the order of the
 * search, and in each by name. */
struct tools tools_find(struct arena *a);

/** `sonde tools`: append a line for each script, or with -f json a record.  0. */
int tools_list(const struct options *o, struct buffer *out);
