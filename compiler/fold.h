/* compiler/fold.h - constants: the part of folding that the check pass needs first. */
#pragma once

#include "compiler/compilation.h"

/** Replace operators whose operands are literals by their value, in the whole program (T25). */
void fold_constants(struct compilation *c);

/** A condition that begins with comptime: 'if comptime a == b' is meant as a whole. */
bool fold_is_comptime(const struct node *cond);

/** If n is a choice (if, c ? a : b) whose condition is a comptime of literals: make it the branch
 * that is taken, so that nobody looks at the other one (E14).  True when it was. */
bool fold_choice(struct compilation *c, struct node *n);

/** The value of a checked expression as a literal (an INT, BOOL or STRING); returns NULL, or the
 * part that is not known when the program is compiled. */
const struct node *fold_checked(struct compilation *c, const struct node *n, struct node *literal);

/** Of a part that fold_checked() did not know: may the types of later rounds of the check pass tell
 * it? */
bool fold_awaits_types(const struct node *unknown);
