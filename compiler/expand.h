/* compiler/expand.h - uses of macros become what they stand for (language.md 9.1). */
#pragma once

#include "compiler/compilation.h"

/** Expand the uses in an expression that came into the tree after the expand pass (the text of a
 * #define); *child may become another node. */
void expand_node(struct compilation *c, struct node **child);
