/* compiler/fold.h - constants: the part of folding that the check pass needs first. */
#pragma once

#include "compiler/compilation.h"

/** Replace operators whose operands are literals by their value, in the whole program (T25). */
void fold_constants(struct compilation *c);
