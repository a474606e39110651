/* compiler/layout_alike.h - which bodies can be one function: the cost of code generation is by the
 * function, and many scripts repeat themselves. */
#pragma once

#include <stdbool.h>

#include "compiler/compilation.h"

/** Find the probes whose text and types are those of an earlier one (probe_node.like). */
void layout_find_alike(struct compilation *c);

/** True when the body of one stands for that of the other. */
bool layout_same_body(const struct probe_node *a, const struct probe_node *b);

/** True when every value that p's body uses is got at in the same way, and has the same type, in
 * both matches. */
bool layout_matches_alike(const struct probe_node *p, const struct match *a, const struct match *b);
