/* compiler/complete.h - what may stand at the end of a text that somebody is typing: for the Tab
 * key. */
#pragma once

#include "compiler/compilation.h"

/** The field at the end of a text, for the check pass, which alone knows what it is a field of. */
struct completion {
	uint32_t at;                    /* offset of the end of the field's name */
	const struct match *match;      /* check pass: a field of `args` of this probe */
	/* check pass: a field of a value of this type, or of what it points to */
	const struct type *type;
};

/** For the check pass: is this the name of the field that is asked about? */
static inline bool completion_asks(const struct completion *c, struct span name)
{
	return name.end == c->at;
}

/** What it is a field of. */
static inline void completion_of_match(struct completion *c, const struct match *m)
{
	if (!c->match)
		c->match = m;
}

static inline void completion_of_type(struct completion *c, const struct type *t)
{
	if (t && t->kind != TYPE_ERROR)
		c->type = t;
}

/** GOAL_COMPLETE: append the offset at which the unfinished word at the end of the script begins,
 * then the words that may stand in its place, a line each. */
void complete_write(struct compilation *c);
