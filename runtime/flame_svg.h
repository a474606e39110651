/* runtime/flame_svg.h - a tree of stacks as one SVG that needs nothing else. */
#pragma once

#include "runtime/base/buffer.h"
#include "runtime/flame_tree.h"

/** Append the document.  `title` is what the graph is of.  The tree is finished and has a
 * weight. */
void flame_svg_put(struct buffer *b, const struct flame_tree *t, const char *title);
