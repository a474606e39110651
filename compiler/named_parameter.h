/* compiler/named_parameter.h - the named parameters that a script declares with its calls of
 * getopt() (language.md R11, 17.9).  They are data of the program: one block of read-only bytes,
 * which the tracer fills in before it loads the program. */
#pragma once

#include "runtime/base/parameter.h"
#include "compiler/compilation.h"

struct named_parameter {
	struct parameter parameter;
	struct named_parameter *next;
	struct span where;      /* the call that declared it */
	uint32_t offset;        /* in the block, a multiple of 8 */
	const void *initial;    /* the default: parameter.size bytes */
};

/** Find all calls in the program, and leave in c->params only the words that are positional.
 * Reports nothing: named_parameter_declare() does when the calls are checked. */
void named_parameters_collect(struct compilation *c);

/** The parameter that a call (its arguments counted, the name a string) declares or declared
 * before; NULL after an error. */
const struct named_parameter *named_parameter_declare(
	struct compilation *c, const struct node *call, struct diags *diags);

/** An attach point has $number in it, which the image takes when it runs: it declares a text of
 * that name. */
void named_parameter_use_text(struct compilation *c, uint64_t number, struct span where);

/** All of them as an array, in order of declaration. */
const struct parameter *named_parameters_list(const struct compilation *c, uint32_t *count);
