/* compiler/check.h - the inside of the check pass, shared by its files, and what it promises to the
 * passes behind it.
 *
 * After check and fold, when nothing was reported as an error:
 *  - every expression has a type that is not TYPE_ERROR; every variable and map has one too, and a
 * map is either keyed (key_type, one tuple for several parts) or not; an aggregation map's
 * value_type is TYPE_AGG with elem (64 bits, the sign of its samples), agg and agg_params;
 *  - operators between integers (and bools) have operands of kind INT or BOOL; their result has 64
 * bits, comparisons and logic are BOOL.  An operation is signed when one of its operands is: a
 * literal next to something unsigned has been given an unsigned type; shifts have the sign of their
 * left operand;
 *  - `==` and `!=` also compare strings, pointers, timestamps, equal arrays, tuples of the same
 * parts, and a PROBE with a STRING literal (on either side);
 *  - constants are folded: an operator with literal operands only is an INT or a BOOL; a negative
 * INT has is_unsigned false and holds two's complement;
 *  - a map in an expression (NODE_MAP) that reads an aggregation has the type of the number that it
 * stands for; NODE_MAP without keys of a keyed map appears only as an argument that is a whole map,
 * with type VOID;
 *  - the type of a field of `args` is the join over all matches of the probe; field.index is its
 * number in the first match's carries: look it up by name for another one;
 *  - an aggregation is the whole value of an assignment to a map element; nothing follows a
 * statement that leaves within its block. */
#pragma once

#include <stdbool.h>

#include "compiler/builtin.h"
#include "compiler/compilation.h"
#include "compiler/shape.h"

struct checker {
	struct compilation *c;
	struct arena *arena;
	struct diags *diags; /* the compilation's in the last round, else one that nobody reads */
	bool keeps;	     /* types only widen: set when the rounds do not settle by themselves */
	struct probe_node *probe;
	uint32_t map_loops; /* around what is being checked */
	/* the round found a type that is new, and that of which place was the last such one */
	bool changed;
	const char *changed_place;
	struct span changed_at;
};

/* check_expression.c: each returns n->type, which is NULL while something it depends on is not
 * known yet. */

/** Any expression, also one without a value. */
const struct type *check_expression(struct checker *ck, struct node *n);

/** An expression of which a part is taken: it may be a struct. */
const struct type *check_object(struct checker *ck, struct node *n);

/** An expression that must have a value. */
const struct type *check_value(struct checker *ck, struct node *n);

/** A condition: integer, pointer or bool. */
void check_condition(struct checker *ck, struct node *n);

/** Type of left op right, both already checked; reports what does not fit at `n`. */
const struct type *check_operands(struct checker *ck, const struct node *n, enum operator op,
	struct node *left, struct node *right);

/** Add to a complaint about n where its type comes from, if it is a variable or map of the
 * script. */
void check_note_origin(struct checker *ck, struct diag *d, const struct node *n);

/* check_access.c */
const struct type *check_field(struct checker *ck, struct node *n);
const struct type *check_index(struct checker *ck, struct node *n);

/** `args` as a value: a struct of all fields. */
const struct type *check_whole_args(struct checker *ck, const struct node *n);

/* check_struct.c */

/** A field of the struct or the pointer of type t that is n's object. */
const struct type *check_member(struct checker *ck, struct node *n, const struct type *t);

/** A member of a struct by name; reports at `where` when there is none. */
bool check_struct_member(struct checker *ck, const struct type *t, const char *name,
	struct span where, struct type_field *out);

/** Visit the names of the fields of a struct, union or record. */
void check_each_member(const struct type *t, void (*visit)(const char *name, void *arg), void *arg);

/** Check the index of n, an array, string or pointer of type t: false, reported, when it is no
 * integer or a literal that is not below `count` (with `counted`; else nobody knows how many
 * elements there are). */
bool check_index_in(struct checker *ck, const struct node *n, const struct type *t, bool counted,
	uint32_t count);

/** The element of an array in memory or behind a pointer of type t; NULL when t is of another
 * kind. */
const struct type *check_element_in_memory(
	struct checker *ck, struct node *n, const struct type *t);

/** True when both lie in memory alike: the kernel's structs are told apart by their ids, whether
 * their fields were looked up or not. */
bool check_same_memory(const struct type *a, const struct type *b);

const struct type *check_deref(struct checker *ck, struct node *n);
const struct type *check_address(struct checker *ck, struct node *n);

/** Warns of a comparison of pointers to different types (E16). */
void check_same_pointers(struct checker *ck, const struct node *n);

/** An operator with a pointer, both operands checked; NULL when neither is one. */
const struct type *check_pointer_arithmetic(struct checker *ck, const struct node *n);

const struct type *check_sizeof(struct checker *ck, struct node *n);

/** The type that typeof() stands for; NULL while it is not known. */
const struct type *check_typeof(struct checker *ck, struct node *n);
const struct type *check_typeof_value(struct checker *ck, struct node *n);
const struct type *check_offsetof(struct checker *ck, struct node *n);

/** The type of n, which is t, where it is used as a value: structs and large arrays are refused. */
const struct type *check_whole(struct checker *ck, const struct node *n, const struct type *t);

/** The type t for a value: a struct with its fields; refused at `where` when it is too large. */
const struct type *check_size(struct checker *ck, struct span where, const struct type *t);

/** True for what stands for memory behind a pointer. */
bool node_is_place(const struct node *n);

/* check_type.c */

/** The type that is written there; reports what it is not. */
const struct type *check_written_type(struct checker *ck, const struct type_name *name);

/** A pointer to a value of this type, the same type as the pointer that is written T *; lives in
 * the checker's arena. */
const struct type *check_pointer_to(struct checker *ck, const struct type *t);

/* check_cast.c */
const struct type *check_cast(struct checker *ck, struct node *n);

/* check_call.c */
const struct type *check_name(struct checker *ck, struct node *n);
const struct type *check_call(struct checker *ck, struct node *n);

/** Arguments of an aggregation and what its row says of it; false when something is wrong or not
 * known yet. */
bool check_aggregation_call(struct checker *ck, struct node *call);

/* check_map.c */

/** A map read in an expression. */
const struct type *check_map_read(struct checker *ck, struct node *n);

/** A map element as such: its keys are checked, its value may be of any type. */
const struct type *check_map_element(struct checker *ck, struct node *n);

/** A map as a whole (NODE_MAP without keys). */
const struct type *check_map_whole(struct checker *ck, struct node *n);

/** True when expressions may read the aggregation (M7). */
bool agg_is_number(enum agg_id id);

/** Reports that an aggregation map is used as a number. */
void report_agg_in_expression(struct checker *ck, const struct node *n, const struct type *agg);

/* check_block.c */
const struct type *check_block_value(struct checker *ck, struct node *n);
const struct type *check_comptime(struct checker *ck, struct node *n);
const struct type *check_ternary(struct checker *ck, struct node *n);

/** What comptime says of the two branches of a choice. */
enum choice {
	CHOICE_NONE,    /* nothing: the program takes either */
	/* the types are not known yet that decide: neither may be looked at in this round */
	CHOICE_PENDING,
	CHOICE_MADE,    /* one is taken */
};

/** Where the condition is a comptime that is known: *chosen is the branch taken (NULL: there is
 * none), which takes n's place in the last round; the other one is not looked at (E14). */
enum choice check_chosen(struct checker *ck, struct node *n, const struct node *cond,
	struct node *then, struct node *other, struct node **chosen);

/** Turn an assignment of a block that ends in an aggregation into a block that ends in an
 * assignment of it. */
bool check_block_aggregation(struct checker *ck, struct node *assign);

/* check_let.c */
void check_let(struct checker *ck, struct node *n);

/** A value that goes where a type is written (NULL: none is): beside a string, `probe` is its
 * name. */
void check_as_written(struct checker *ck, const struct type *written, struct node *value);

/** Check a value of this shape against the written type of a variable; true when it is the values
 * that decide on the rest of the type. */
bool check_into_written(struct checker *ck, const struct variable *v, const struct node *value,
	const struct shape *shape);

/* check_assign.c */
void check_assign(struct checker *ck, struct node *n);

/** Put a value of this shape into a variable; `value` says where. */
void check_into_variable(struct checker *ck, const struct node *target, const struct node *value,
	const struct shape *shape);

/** A call of an aggregation. */
bool node_is_aggregation(const struct node *n);
const struct type *check_step(struct checker *ck, struct node *n);

/** How a value goes into a place of a written type. */
enum fit {
	FIT_GOOD,
	FIT_NARROW,  /* it may have to be cut: a value that is not known yet */
	FIT_OUTSIDE, /* a literal that does not fit */
	FIT_NEVER,   /* of another kind */
};
enum fit check_fit(struct checker *ck, const struct type *to, const struct node *value,
	const struct shape *shape);

/** Report that a value does not fit into `place` ("'$x'"), which is of the type `to`: FIT_OUTSIDE,
 * or of another type. */
struct diag *check_misfit(struct checker *ck, const struct node *value, const struct type *to,
	enum fit fit, const char *place);

/** Types whose rest follows from the values: a string without a capacity, a time without a
 * format. */
bool check_is_open(const struct type *t);

/* check_function.c */

/** Types of the parameters and of the result. */
void check_function_head(struct checker *ck, struct function *f);
void check_return(struct checker *ck, struct node *n);

/** True when a function gets as many arguments as it has parameters; reports it otherwise, with the
 * form that it is called in. */
bool check_argument_count(struct checker *ck, const struct node *call, const char *name,
	uint32_t count, const char *form);

/* check_loop.c */
void check_while(struct checker *ck, struct node *n);
void check_unroll(struct checker *ck, struct node *n);
void check_for_range(struct checker *ck, struct node *n);
void check_for_map(struct checker *ck, struct node *n);

/* check.c */
void check_statement(struct checker *ck, struct node *n);

/** What a probe returns: that of a test is a number. */
void check_result(struct checker *ck, struct node *value);

/** Something that is put into a place in this round. */
struct gather {
	struct shape **into; /* what was put there so far */
	struct shape **settled;	   /* what the rounds before found */
	const struct type **type;  /* and the type of that */
	bool wide;	     /* as for shape_type() */
	struct span *first;  /* what began it */
	struct span span;    /* what is put in now */
	const char *place;   /* "'$x'", "a key of '@x'" */
};

/** Join a shape into its place; reports a conflict with a note at the first one. */
void check_gather(struct checker *ck, const struct gather *g, const struct shape *shape);

static inline bool type_is_number(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL;
}

static inline bool type_is_bad(const struct type *t)
{
	return t && t->kind == TYPE_ERROR;
}
