/* compiler/space.h - which memory a value points into (language.md T9): kernel or user.  Asked by
 * the rows that read memory, through row.h, and by check_space.c. */
#pragma once

#include "compiler/ast.h"

struct compilation;

/** True for a raw word of the probe: argN, an untyped retval. */
bool space_is_word(const struct node *n);

/** The match that stands for all of a probe's; NULL when it has none. */
const struct match *space_match(const struct probe_node *probe);

/** Where a pointer or word points in a body that runs for the match, followed back to where it came
 * from through operators, variables and maps.  After the check pass has given it a type. */
enum space space_of_value(const struct program *p, const struct match *m, const struct node *n);

/** Warn of pointers and words of both spaces that meet in an operator, a variable or a map. */
void check_spaces(struct compilation *c);
