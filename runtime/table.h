/* runtime/table.h - maps side by side (language.md 17.7). */
#pragma once

#include "runtime/maps.h"
#include "runtime/sink.h"

/** Read the maps of a table of the image and hand it to the sink; a table without rows is not
 * shown.  The decode context's arena is used.  0 or -errno, already reported. */
int table_show(struct maps *maps, const struct image_table *asked, const struct sink *sink,
	struct sink_context *ctx);
