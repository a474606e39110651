/* compiler/fmt_internal.h - what the files of the formatter share.
 *
 *   fmt.c          syntax check, the steps in order
 *   fmt_piece.c    text to pieces, and the proof that a text holds the same pieces
 *   fmt_space.c    what each token is to its neighbours: blanks between them
 *   fmt_layout.c   where lines end and how far they are indented
 *   fmt_line.c     one line of tokens to text of at most 100 columns */
#pragma once

#include "compiler/compilation.h"
#include "compiler/lexer.h"

enum piece_kind {
	PIECE_TOKEN,            /* of the language */
	PIECE_ATTACH,           /* raw text of an attach point */
	PIECE_C,                /* token of a C definition */
	PIECE_LINE_COMMENT,
	PIECE_BLOCK_COMMENT,
	/* kept as they are: #!, the preprocessor's lines and what they leave out */
	PIECE_LINES,
};

enum piece_role {
	ROLE_NONE,
	/* operator in front of its only operand, the '/' that opens a predicate */
	ROLE_PREFIX,
	ROLE_POSTFIX,
	ROLE_BINARY,
	ROLE_TYPE_STAR,         /* makes a pointer type */
	ROLE_CAST_CLOSE,        /* the ')' of a cast */
	ROLE_CALL_OPEN,         /* the '(' behind the name of what is called */
	ROLE_FIELD_VALUE,       /* the '=' in a record */
	ROLE_WORD,              /* a name that is no operand */
};

/** Whatever must come out again, in order. */
struct piece {
	enum piece_kind kind;
	enum token_kind token;  /* TOKEN, C; NAME when it is none of the language */
	enum piece_role role;
	uint32_t at, len;       /* in the text */
	uint32_t newlines;      /* in the layout before it */
	bool begins_item;       /* probe, definition, ...: first token of it */
	bool in_predicate;
};

struct pieces {
	struct compilation *compilation;
	struct arena *arena;    /* its */
	const char *text;       /* of the source */
	struct piece *items;
	uint32_t count, capacity;
};

/** Take the first source of a compilation apart; the parse pass has found no mistake in it.  False
 * when something in it cannot be read after all. */
bool fmt_pieces(struct compilation *c, struct pieces *out);

/** Does this text hold the same pieces? */
bool fmt_same_pieces(const struct pieces *p, const struct buffer *text);

/** Find the role of every token. */
void fmt_roles(struct pieces *p);

/** With the roles known: does a statement that begins with this end with a block? */
bool fmt_begins_block_statement(const struct pieces *p, const struct piece *piece);

/** Does a blank stand between two neighbours on a line? */
bool fmt_blank_between(const struct pieces *p, const struct piece *left, const struct piece *right);

/** Write the pieces. */
void fmt_layout(const struct pieces *p, struct buffer *out);

/** One piece of a line. */
struct line_part {
	const struct piece *piece;
	uint32_t depth;         /* brackets open on the line around it */
	bool breaks_before, breaks_after;       /* a new line must begin there */
};

/** Write a line that begins at this depth of tabs, as several when it is too long; without the last
 * newline. */
void fmt_line(const struct pieces *p, const struct line_part *parts, uint32_t count,
	uint32_t indent, struct buffer *out);

/** Write a comment that begins at this depth of tabs. */
void fmt_comment(
	const struct pieces *p, const struct piece *comment, uint32_t indent, struct buffer *out);

static inline bool piece_is_token(const struct piece *p)
{
	return p->kind == PIECE_TOKEN || p->kind == PIECE_C || p->kind == PIECE_ATTACH;
}

static inline bool piece_is(const struct piece *p, enum token_kind kind)
{
	return (p->kind == PIECE_TOKEN || p->kind == PIECE_C) && p->token == kind;
}
