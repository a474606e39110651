/* compiler/scope.h - which variable a $name means: block scopes of one probe (language.md S20,
 * S21). */
#pragma once

#include <stdbool.h>

#include "runtime/base/match.h"
#include "compiler/ast.h"

struct scopes;

/** Scopes of one probe, with the outermost block open; everything lives in the arena but an index,
 * freed by scopes_close(). */
struct scopes *scopes_open(struct arena *a);

/** Close what is open; returns the probe's variables in order of declaration.  Nodes given to
 * scope_use() now refer to the variables that they mean, also where a declaration moved. */
struct variable *scopes_close(struct scopes *s);

/** Enter and leave a block. */
void scope_enter(struct scopes *s);
void scope_leave(struct scopes *s);

/** Let the innermost block be of the Nth use of a macro, 0: of the script.  Blocks begin as that
 * around them. */
void scope_set_expansion(struct scopes *s, uint32_t expansion);

/** The name of a variable as it was written: without the number of a use of a macro behind it. */
const char *scope_shown_name(struct arena *a, const char *name);

/** The visible variable of this name, or NULL. */
struct variable *scope_find(const struct scopes *s, const char *name);

/** Make a variable in the innermost block that is of the same use of a macro, or of the script. */
struct variable *scope_declare(struct scopes *s, const char *name, struct span where);

/** Variables of closed blocks that `name` can still mean (S21) become one variable of the nearest
 * block around them all and the place of use: it, or NULL when there is none. */
struct variable *scope_revive(struct scopes *s, const char *name);

/** Let a NODE_VARIABLE refer to a variable. */
void scope_use(struct scopes *s, struct node *n, struct variable *v);

/** Offer the names of all variables so far. */
void scope_nearest(const struct scopes *s, struct nearest *near);
