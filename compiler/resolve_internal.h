/* compiler/resolve_internal.h - what the files of the resolve pass over bodies share: resolve.c
 * (the walk, variables), resolve_name.c, resolve_map.c. */
#pragma once

#include "runtime/base/strmap.h"
#include "compiler/resolve.h"
#include "compiler/scope.h"

struct resolver {
	struct compilation *c;
	struct scopes *scopes;
	struct strmap maps;
	struct map **last_map;
	struct probe_node *probe;
	unsigned queries; /* sizeof() and the like around the node: nothing in them is evaluated */
	struct strmap functions;
};

/** The walk: resolve the node, which may become another one. */
void resolve_child(struct node **child, void *arg);

/** A name that stands alone, and a call: rows of the language, functions, constants
 * (compiler/resolve_name.c). */
void resolve_name(struct resolver *r, struct node *n);
void resolve_call(struct resolver *r, struct node *n);

/** Turn a $N into what its text is, an integer or a string, and $# into a number (E15,
 * compiler/resolve_parameters.c). */
void resolve_positional(struct resolver *r, struct node *n);
void resolve_positional_count(struct resolver *r, struct node *n);

/** A variable that gets a value: declared where it is the first. */
void resolve_assigned_variable(struct resolver *r, struct node *n);

/** A map, and one that gets a value (compiler/resolve_map.c). */
void resolve_map(struct resolver *r, struct node *n);
void resolve_assigned_map(struct resolver *r, struct node *n);

/** Report maps that are used and never assigned, declared and never used. */
void resolve_check_maps(struct resolver *r);
