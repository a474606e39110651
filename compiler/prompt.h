/* compiler/prompt.h - what a person types at the prompt: a program, or what could stand in the body
 * of one. */
#pragma once

#include "compiler/compilation.h"

/** What a text is taken for; the words that GOAL_FORM answers with. */
#define PROMPT_FORM_LIST(X) \
	X(EMPTY, "empty")               /* nothing but layout */ \
	X(UNFINISHED, "unfinished")     /* more of it has to come */ \
	X(DEFINITIONS, "definitions")   /* without probes: for what is typed behind them */ \
	/* with probes; or what is no better understood as anything else */ \
	X(PROGRAM, "program") \
	X(STATEMENTS, "statements")     /* of a body: they run once */ \
	X(EXPRESSION, "expression")     /* its value is shown */

enum prompt_form {
#define PROMPT_FORM_ENUM(id, word) PROMPT_##id,
	PROMPT_FORM_LIST(PROMPT_FORM_ENUM)
#undef PROMPT_FORM_ENUM
};

/** The parse pass for a text of the prompt: statements become the body of a probe that runs once,
 * and an expression one that prints it. */
void prompt_parse(struct compilation *c);

/** GOAL_FORM: append the word for what the text is taken for, on a line, and what
 * prompt_write_definitions() does of it; nothing is reported. */
void prompt_write_form(struct compilation *c);

/** Append what a program that was parsed, if need be with mistakes, defines, a line each: where it
 * must stand (what has a lower number goes before it), from which byte of the script on and up to
 * which, there the ';' that a script needs and that was not typed, and the names that it defines,
 * separated by tabs: a later definition of one of them replaces it. */
/* compiler/prompt_definitions.c */
void prompt_write_definitions(const struct compilation *c, struct buffer *out);

/** Are definitions all that the script has? */
bool prompt_is_definitions(const struct compilation *c);

/** GOAL_TYPE: append the type of the expression that the text is, or report that it is none. */
void prompt_write_type(struct compilation *c);
