/* compiler/prompt.h - what a person types at the prompt: a program, or what could stand in the body of one. */
#pragma once

#include "compiler/compilation.h"

/** What a text is taken for; the words that GOAL_FORM answers with. */
#define PROMPT_FORM_LIST(X) \
	X(EMPTY, "empty")               /* nothing but layout */ \
	X(UNFINISHED, "unfinished")     /* more of it has to come */ \
	X(PROGRAM, "program")           /* with probes; or what is no better understood as anything else */ \
	X(STATEMENTS, "statements")     /* of a body: they run once */ \
	X(EXPRESSION, "expression")     /* its value is shown */

enum prompt_form {
#define PROMPT_FORM_ENUM(id, word) PROMPT_##id,
	PROMPT_FORM_LIST(PROMPT_FORM_ENUM)
#undef PROMPT_FORM_ENUM
};

/** The parse pass for a text of the prompt: statements become the body of a probe that runs once, and an expression one that prints it. */
void prompt_parse(struct compilation *c);

/** GOAL_FORM: append the word for what the text is taken for; nothing is reported. */
void prompt_write_form(struct compilation *c);

/** GOAL_TYPE: append the type of the expression that the text is, or report that it is none. */
void prompt_write_type(struct compilation *c);
