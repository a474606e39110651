/* compiler/walk.h - going through the tree without knowing every kind of node. */
#pragma once

#include "compiler/ast.h"

/** Called with the place that points to a child, so that it can be replaced (keep next when doing
 * so). */
typedef void (*walk_fn)(struct node **child, void *arg);

/** Call visit for every child of n in the order in which they are evaluated, that of an assignment
 * being the value, then the place; a typeof in a written type is a child.  Lists are visited
 * element by element. */
void walk_children(struct node *n, walk_fn visit, void *arg);
