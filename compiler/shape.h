/* compiler/shape.h - what is known of the values that are put into one place (a variable, a map's
 * keys or values, the samples of an aggregation): the join of language.md T20, T21 and T31.  A
 * shape remembers the range of the literals apart from the types of everything else, so that the
 * result does not depend on the order of the assignments. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/ast.h"

enum shape_form {
	SHAPE_NONE, /* nothing known yet */
	SHAPE_BOOL,
	SHAPE_INTEGER,
	SHAPE_TUPLE,
	SHAPE_RECORD,
	SHAPE_AGG,   /* .type: the aggregation without its sample; .parts[0]: the samples, NONE when
			it takes none */
	SHAPE_OTHER, /* .type */
};

struct shape {
	enum shape_form form;
	bool is_bad;	  /* something wrong was put in: its use is silent */
	bool has_conflict; /* values of two types were put in, which is reported there */
	bool has_literal; /* INTEGER: .min and .max hold the range of literals (min at most 0) */
	bool is_mixed;	  /* INTEGER: two signs without a common type */
	int64_t min;
	uint64_t max;
	const struct type *type; /* INTEGER: join of what is no literal, or NULL; OTHER */
	const struct type *of_enum; /* INTEGER: the enum that all of it is of, or NULL */
	struct shape *parts;	 /* TUPLE, RECORD, AGG */
	const char **names;	 /* RECORD: as many as there are parts */
	uint32_t count;
};

enum join_result { JOIN_OK, JOIN_SIGN_MIX, JOIN_CONFLICT };

/** The shape of a checked expression (n->type is set, or NULL while it is not known). */
struct shape shape_of_node(struct arena *a, const struct node *n);

/** The shape of the keys of a map element: one part, or a tuple of several. */
struct shape shape_of_keys(struct arena *a, const struct node *map);

/** The shape of a plain type. */
struct shape shape_of_type(struct arena *a, const struct type *t);

/** The shape of an aggregation of samples. */
struct shape shape_of_agg(
	struct arena *a, enum agg_id id, const struct agg_params *params, struct shape sample);

/** An integer of 64 bits whose sign depends on what it meets. */
struct shape shape_flexible_word(void);

/** Widen `into` so that it holds `from` too.  On JOIN_CONFLICT `into` is as before; JOIN_SIGN_MIX
 * is said once for each place. */
enum join_result shape_join(struct arena *a, struct shape *into, const struct shape *from);

/** The type that holds everything in the shape; NULL for NONE.  `wide`: an integer of literals
 * alone takes 64 bits. */
const struct type *shape_type(struct arena *a, const struct shape *s, bool wide);

/** True when both would give the same type to everything. */
bool shape_equal(const struct shape *a, const struct shape *b);

/** The type of values of an enum: 64 bits that remember it (T3); NULL when t is none. */
const struct type *type_enum_value(struct arena *a, const struct type *t);

/** True when one of an enum's constants has this value. */
bool type_has_constant(const struct type *t, uint64_t value);

/** The smallest signed type of a literal, or the smallest unsigned one when it asks for it (T20).
 */
const struct type *type_literal(uint64_t value, bool is_unsigned);
