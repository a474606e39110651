/* compiler/expand_internal.h - what the parts of the expand pass share: the macros
 * (expand_macros.c) and their uses (expand.c). */
#pragma once

#include "compiler/compilation.h"
#include "runtime/base/strmap.h"

struct expander {
	struct compilation *c;
	struct strmap macros;           /* name to the first of that name */
	struct strmap functions;        /* of the script, by name */
	uint32_t uses, nodes, depth;
	bool is_full;                   /* a bound was reached and reported */
	bool has_prelude;               /* its macros are among the others */
};

/** Add a macro; reported when there is the same one already, or too many of its name. */
void expand_add_macro(struct expander *x, struct macro *m);

/** The first macro of a name, NULL when there is none.  The prelude is read when a script uses one
 * of its names. */
const struct macro *expand_find_macros(struct expander *x, const char *name, struct span where);

/** Which of the macros of a name takes these arguments, NULL: none.  Those of the script go before
 * those of packages, but not inside of the latter (`builtin_only`). */
const struct macro *expand_choose(
	bool builtin_only, const struct macro *first, const struct node *args);

/** Report that none of the macros of a name takes the arguments there, and where each is. */
void expand_report_arguments(struct expander *x, const struct macro *first, struct span where);

/** Report, once, that the texts of all uses are too large (expand.c). */
void expand_report_full(struct expander *x, struct span where);
