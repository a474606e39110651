/* runtime/flame.h - --flame FILE: a flame graph of what the folded format would print (output.md
 * H3). */
#pragma once

#include "runtime/sink.h"

struct flame;

/** Open the file, which keeps what it holds until there is a graph.  0 or -errno, already reported;
 * free with flame_close(). */
int flame_open(struct flame **out, const char *path);

/** Add the entries of a map that is printed. */
void flame_add(struct flame *f, struct decode_context *ctx, const struct map_view *view);

/** Write the graph, or warn that there is nothing to draw.  0 or -errno, already reported. */
int flame_finish(struct flame *f, bool warnings);

/** Close; a file that was made and got no graph is removed.  NULL is allowed. */
void flame_close(struct flame *f);
