/* compiler/function.h - functions of the script (fn), as the passes share them. */
#pragma once

#include "compiler/builtin.h"
#include "compiler/compilation.h"

/** The row that all calls of functions of the script have; call.function says of which. */
extern const struct builtin function_row;

/** Report every function that calls itself, whether through others or not (Q10), and calls that go
 * too deep for the passes behind, which walk down them. */
void functions_refuse_recursion(struct compilation *c);

/** check of the row (compiler/check_function.c). */
const struct type *function_call_check(struct checker *c, struct node *n);
