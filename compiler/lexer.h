/* compiler/lexer.h - script text to tokens, one at a time.  The parser is the only caller; it says
 * when an attach point or a predicate is being read, because those have rules of their own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "compiler/diag.h"
#include "runtime/base/arena.h"
#include "runtime/base/source.h"

/* Tokens that carry something, or that are not just their own text; how messages name them. */
#define TOKEN_LIST(X) \
	X(END, "the end of the script") \
	X(BAD, "unreadable text") \
	X(NAME, "a name") \
	X(VARIABLE, "a variable") \
	X(MAP, "a map") \
	X(POSITIONAL, "a positional parameter") \
	X(POSITIONAL_COUNT, "'$#'") \
	X(INT, "a number") \
	X(STRING, "a string") \
	X(PREDICATE_END, "'/'")

/* Punctuation; one that begins with another stands before it. */
#define PUNCTUATION_LIST(X) \
	X(SHL_ASSIGN, "<<=") X(SHR_ASSIGN, ">>=") \
	X(SHL, "<<") X(SHR, ">>") X(LE, "<=") X(GE, ">=") X(EQ, "==") X(NE, "!=") \
	X(ADD_ASSIGN, "+=") X(SUB_ASSIGN, "-=") X(MUL_ASSIGN, "*=") X(DIV_ASSIGN, "/=") \
	X(MOD_ASSIGN, "%=") X(AND_ASSIGN, "&=") X(OR_ASSIGN, "|=") X(XOR_ASSIGN, "^=") \
	X(LOGICAL_AND, "&&") X(LOGICAL_OR, "||") X(INCREMENT, "++") X(DECREMENT, "--") \
	X(ARROW, "->") X(RANGE, "..") X(SCOPE, "::") \
	X(ASSIGN, "=") X(LT, "<") X(GT, ">") X(PLUS, "+") X(MINUS, "-") X(STAR, "*") \
	X(SLASH, "/") X(PERCENT, "%") X(AND, "&") X(OR, "|") X(XOR, "^") X(NOT, "!") \
	X(COMPLEMENT, "~") X(QUESTION, "?") X(COLON, ":") X(SEMICOLON, ";") X(COMMA, ",") \
	X(DOT, ".") X(PAREN_OPEN, "(") X(PAREN_CLOSE, ")") X(BRACKET_OPEN, "[") \
	X(BRACKET_CLOSE, "]") X(BRACE_OPEN, "{") X(BRACE_CLOSE, "}")

enum token_kind {
#define TOKEN_ENUM(id, text) TOKEN_##id,
	TOKEN_LIST(TOKEN_ENUM)
	PUNCTUATION_LIST(TOKEN_ENUM)
#undef TOKEN_ENUM
	TOKEN_COUNT
};

struct token {
	enum token_kind kind;
	struct span span;               /* global */
	const char *text;               /* NAME, VARIABLE, MAP: in the source, without $ and @;
					   STRING: decoded */
	uint32_t len;                   /* of text */
	uint64_t value;                 /* INT, POSITIONAL */
	bool is_unsigned, is_duration;  /* INT */
	bool first_on_line;
};

/** Where the reading is.  A plain copy looks ahead; set `quiet` in the copy so that nothing is
 * reported twice. */
struct lexer {
	const struct source *source;
	struct arena *arena;
	struct diags *diags;
	/* obeys the preprocessor's lines; NULL: there may be none */
	struct c_unit *c;
	uint32_t at;                    /* offset in source->text of the next byte */
	enum token_kind last;           /* kind of the token before: after '.' a field is read */
	bool in_predicate;              /* a '/' in front of '{' ends it */
	bool quiet;
	bool cut_off;                   /* a comment or string without an end swallowed text */
};

/** Start reading a source; skips a #! line at its first byte and says whether there was one. */
bool lexer_start(struct lexer *l, const struct source *source, struct arena *arena,
		 struct diags *diags);

/** Read the next token.  Errors of the text are reported here; BAD stands for text that makes no
 * token at all, and is already reported. */
struct token lexer_next(struct lexer *l);

/** Skip layout and the preprocessor's lines, and what those leave out; the next byte, if any,
 * begins something. */
void lexer_skip_layout(struct lexer *l);

/** The text of an attach point from here on (X11): raw, quotes and $N still in it; a NAME whose
 * text may be empty. */
struct token lexer_attach_point(struct lexer *l);

/** "'<<='", "a name": for messages. */
const char *token_kind_text(enum token_kind kind);

/** True when the token is a NAME spelled like this. */
bool token_is_word(const struct token *t, const char *word);
