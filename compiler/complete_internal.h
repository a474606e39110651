/* compiler/complete_internal.h - the inside of compiler/complete.h: complete.c finds out where the
 * text ends, complete_names.c what may stand there. */
#pragma once

#include "compiler/complete.h"
#include "compiler/lexer.h"

/* Blocks and brackets around the end of the text; what is deeper gets no answer. */
#define COMPLETE_LEVELS_MAX 64

/** A bracket that is open at the end, or the text itself. */
struct open_level {
	const char *closer;
	bool needs_body;        /* an `if` or the like has not got its block */
	/* brackets of a map that its statement begins with: the assignment is to come */
	bool is_target;
	uint32_t choices;       /* `?` without their `:` */
	uint32_t tokens;        /* of the statement so far */
};

/** Where a text ends. */
struct text_end {
	struct compilation *c;
	const struct source *script;
	struct source before;           /* the script without the word at its end */
	struct lexer lexer;             /* over that */
	uint32_t layout;                /* where what stands behind the last token begins */
	const char *word;               /* the word, up to the end */
	enum token_kind last;           /* in front of the word, in code */
	/* that is `struct` or the like: the text from it on; else NULL */
	const char *type_tag;
	/* the attach point that ends here, as far as it is there; or NULL */
	const char *attach;
	bool in_code, in_predicate, in_config;
	struct open_level levels[COMPLETE_LEVELS_MAX];
	uint32_t depth;
};

/** Append the words that may stand there. */
void complete_attach_point(const struct text_end *end, struct buffer *out);
void complete_name(const struct text_end *end, struct buffer *out);
void complete_field(const struct text_end *end, struct buffer *out);

/** Append `word` on a line if it begins as the unfinished one. */
void complete_offer(
	const struct text_end *end, struct buffer *out, const char *word, const char *suffix);
