/* compiler/lexer_internal.h - what the files of the lexer share. */
#pragma once

#include "compiler/lexer.h"

/* More parameters than a command line can hold. */
#define POSITIONAL_MAX 9999999

static inline bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_letter(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool is_word(int c)
{
	return is_letter(c) || is_digit(c);
}

/** The byte at an offset, or -1 behind the end. */
static inline int lexer_byte(const struct lexer *l, uint32_t at)
{
	return at < l->source->len ? (unsigned char)l->source->text[at] : -1;
}

static inline struct span lexer_span(const struct lexer *l, uint32_t start, uint32_t end)
{
	return (struct span){ l->source->start + start, l->source->start + end };
}

/** Report at offsets of the source; NULL in a quiet lexer, which lexer_hint() understands. */
struct diag *lexer_error(struct lexer *l, uint32_t start, uint32_t end, enum diag_id id,
			 const char *text);
void lexer_hint(struct diag *diag, const char *text);

/** Read the number or the string that begins here (compiler/lexer_literal.c). */
struct token lexer_number(struct lexer *l);
struct token lexer_string(struct lexer *l);
