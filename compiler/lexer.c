/* compiler/lexer.c - script text to tokens (identifiers, numbers, punctuation, attach points) and
 * everything that the text itself can have wrong.  Numbers and strings are in lexer_literal.c.
 * Called by the parser; owns nothing but its place in the text. */
#include <string.h>

#include "compiler/c_script.h"
#include "compiler/lexer.h"
#include "compiler/lexer_internal.h"
#include "runtime/base/json.h"
#include "runtime/base/util.h"

struct word { const char *text; uint32_t len; };

#define PUNCTUATION(id, punctuation) [TOKEN_##id] = { punctuation, sizeof(punctuation) - 1 },
static const struct word punctuations[TOKEN_COUNT] = { PUNCTUATION_LIST(PUNCTUATION) };
#undef PUNCTUATION

#define FIRST_PUNCTUATION TOKEN_SHL_ASSIGN

static const char *const token_texts[TOKEN_COUNT] = {
#define QUOTED(id, punctuation) [TOKEN_##id] = "'" punctuation "'",
#define NAMED(id, name) [TOKEN_##id] = name,
	TOKEN_LIST(NAMED)
	PUNCTUATION_LIST(QUOTED)
#undef QUOTED
#undef NAMED
};

const char *token_kind_text(enum token_kind kind)
{
	return token_texts[kind];
}

bool token_is_word(const struct token *t, const char *word)
{
	return t->kind == TOKEN_NAME && t->len == strlen(word) && !memcmp(t->text, word, t->len);
}

bool lexer_start(struct lexer *l, const struct source *source, struct arena *arena,
		 struct diags *diags)
{
	*l = (struct lexer){ .source = source, .arena = arena, .diags = diags, .last = TOKEN_END };
	if (source->len < 2 || memcmp(source->text, "#!", 2))
		return false;
	while (l->at < source->len && source->text[l->at] != '\n')
		l->at++;
	return true;
}

struct diag *lexer_error(struct lexer *l, uint32_t start, uint32_t end, enum diag_id id,
			 const char *text)
{
	if (l->quiet)
		return NULL;
	return diag_error(l->diags, lexer_span(l, start, end), id, "%s", text);
}

void lexer_hint(struct diag *diag, const char *text)
{
	if (diag)
		diag_hint(diag, "%s", text);
}

static void skip_block_comment(struct lexer *l)
{
	const char *text = l->source->text;
	uint32_t start = l->at;

	for (l->at += 2; l->at + 1 < l->source->len; l->at++) {
		if (text[l->at] == '*' && text[l->at + 1] == '/') {
			l->at += 2;
			return;
		}
	}
	l->at = l->source->len;
	l->cut_off = true;
	lexer_hint(lexer_error(l, start, start + 2, DIAG_UNTERMINATED_COMMENT,
			       "comment has no end"), "close it with '*/'");
}

static void skip_line(struct lexer *l)
{
	while (l->at < l->source->len && l->source->text[l->at] != '\n')
		l->at++;
}

static bool only_blanks_before(const struct lexer *l)
{
	uint32_t at = l->at;

	while (at && strchr(" \t\r", l->source->text[at - 1]))
		at--;
	return !at || l->source->text[at - 1] == '\n';
}

/* '#' to the end of the line, and the text behind it that is left out. */
static void skip_preprocessor_line(struct lexer *l, bool begins_line)
{
	uint32_t start = l->at;

	if (lexer_byte(l, start + 1) != '!' && l->c && begins_line) {
		l->at = c_script_line(l->c, start);
		return;
	}
	skip_line(l);
	if (lexer_byte(l, start + 1) == '!')
		lexer_error(l, start, start + 2, DIAG_MISPLACED,
				"a '#!' line must be the very first of the script");
	else
		lexer_hint(lexer_error(l, start, start + 1, DIAG_MISPLACED,
				       "'#' means something at the beginning of a line only"),
			   "comments begin with '//'");
}

void lexer_skip_layout(struct lexer *l)
{
	/* a block comment is a blank to C, with the newlines in it */
	bool begins_line = only_blanks_before(l);

	for (;;) {
		int c = lexer_byte(l, l->at);

		begins_line |= c == '\n';
		/* NUL bytes have been refused by the parse pass before the first token */
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0')
			l->at++;
		else if (c == '/' && lexer_byte(l, l->at + 1) == '/')
			skip_line(l);
		else if (c == '/' && lexer_byte(l, l->at + 1) == '*')
			skip_block_comment(l);
		else if (c == '#')
			skip_preprocessor_line(l, begins_line);
		else
			return;
	}
}

static uint32_t word_end(const struct lexer *l, uint32_t at)
{
	while (is_word(lexer_byte(l, at)))
		at++;
	return at;
}

static struct token lex_word(struct lexer *l, enum token_kind kind, uint32_t skip)
{
	uint32_t start = l->at, end = word_end(l, start + skip);

	l->at = end;
	return (struct token){ .kind = kind, .span = lexer_span(l, start, end),
			       .text = l->source->text + start + skip, .len = end - start - skip };
}

static struct token lex_bad(struct lexer *l, uint32_t start)
{
	return (struct token){ .kind = TOKEN_BAD, .span = lexer_span(l, start, l->at) };
}

/* $name, $1, $# */
static struct token lex_dollar(struct lexer *l)
{
	uint32_t start = l->at;
	int c = lexer_byte(l, start + 1);
	struct token t = { .kind = TOKEN_POSITIONAL };

	if (is_letter(c))
		return lex_word(l, TOKEN_VARIABLE, 1);
	if (c == '#') {
		l->at += 2;
		return (struct token){ .kind = TOKEN_POSITIONAL_COUNT,
				       .span = lexer_span(l, start, l->at) };
	}
	l->at = word_end(l, start + 1);
	t.span = lexer_span(l, start, l->at);
	for (uint32_t i = start + 1; i < l->at && t.value <= POSITIONAL_MAX; i++) {
		c = lexer_byte(l, i);
		t.value = is_digit(c) ? t.value * 10 + (uint64_t)(c - '0') : POSITIONAL_MAX + 1;
	}
	if (t.value && t.value <= POSITIONAL_MAX && lexer_byte(l, start + 1) != '0')
		return t;
	t.value = 1;
	lexer_hint(lexer_error(l, start, l->at, DIAG_BAD_POSITIONAL,
			       l->at == start + 1 ? "'$' must be followed by a name or a number" :
			       "not a positional parameter"),
		   "variables are $name, parameters $1, $2, ..., their number is $#");
	return t;
}

/* Bytes that are not UTF-8: one error for the whole run. */
static void skip_broken_text(struct lexer *l)
{
	const char *text = l->source->text;
	uint32_t start = l->at;

	while (l->at < l->source->len && (unsigned char)text[l->at] >= 0x80 &&
	       !utf8_length(text + l->at, l->source->len - l->at))
		l->at++;
	lexer_error(l, start, l->at, DIAG_NOT_UTF8, "the script is not valid UTF-8 here");
}

static struct token lex_unknown(struct lexer *l)
{
	const char *text = l->source->text;
	uint32_t start = l->at, left = l->source->len - start;
	size_t len = utf8_length(text + start, left);

	if (!len) {
		skip_broken_text(l);
		return lex_bad(l, start);
	}
	l->at += (uint32_t)len;
	if (text[start] == '\'') {
		uint32_t close = l->at;

		while (lexer_byte(l, close) >= 0 && text[close] != '\n' && text[close] != '\'')
			close++;
		if (lexer_byte(l, close) == '\'')
			l->at = close + 1;
		lexer_hint(lexer_error(l, start, l->at, DIAG_BAD_CHARACTER,
				       "single quotes mean nothing here"),
			   "strings are written with double quotes");
		return lex_bad(l, start);
	}
	if (!l->quiet)
		diag_error(l->diags, lexer_span(l, start, l->at), DIAG_BAD_CHARACTER,
			   "character '%.*s' means nothing here", (int)len, text + start);
	return lex_bad(l, start);
}

/* Is this '/' followed by optional layout and '{'? */
static bool ends_predicate(const struct lexer *l)
{
	struct lexer ahead = *l;

	ahead.quiet = true;
	ahead.at++;
	lexer_skip_layout(&ahead);
	return lexer_byte(&ahead, ahead.at) == '{';
}

static struct token lex_punctuation(struct lexer *l)
{
	uint32_t start = l->at, left = l->source->len - start;
	const char *text = l->source->text + start;

	if (*text == '/' && l->in_predicate && ends_predicate(l)) {
		l->at++;
		return (struct token){ .kind = TOKEN_PREDICATE_END,
				       .span = lexer_span(l, start, l->at) };
	}
	for (int kind = FIRST_PUNCTUATION; kind < TOKEN_COUNT; kind++) {
		const struct word *w = &punctuations[kind];

		if (*text != *w->text || left < w->len || memcmp(text, w->text, w->len))
			continue;
		l->at += w->len;
		return (struct token){ .kind = kind, .span = lexer_span(l, start, l->at) };
	}
	return lex_unknown(l);
}

/* The element of a tuple behind a '.': digits only, so that $t.0.1 is not taken for a fraction. */
static struct token lex_element(struct lexer *l)
{
	uint32_t start = l->at;

	while (is_digit(lexer_byte(l, l->at)))
		l->at++;
	return (struct token){ .kind = TOKEN_NAME, .span = lexer_span(l, start, l->at),
			       .text = l->source->text + start, .len = l->at - start };
}

static struct token lex_token(struct lexer *l)
{
	int c = lexer_byte(l, l->at);

	if (c < 0)
		return (struct token){ .kind = TOKEN_END, .span = lexer_span(l, l->at, l->at) };
	if (is_letter(c))
		return lex_word(l, TOKEN_NAME, 0);
	if (is_digit(c))
		return l->last == TOKEN_DOT || l->last == TOKEN_ARROW ? lex_element(l) :
			lexer_number(l);
	if (c == '$')
		return lex_dollar(l);
	if (c == '@')
		return is_letter(lexer_byte(l, l->at + 1)) ? lex_word(l, TOKEN_MAP, 1) :
			(l->at++, (struct token){ .kind = TOKEN_MAP, .text = "",
						  .span = lexer_span(l, l->at - 1, l->at) });
	if (c == '"')
		return lexer_string(l);
	return lex_punctuation(l);
}

struct token lexer_next(struct lexer *l)
{
	uint32_t before = l->at;
	struct token t;

	lexer_skip_layout(l);
	const char *newline = memchr(l->source->text + before, '\n', l->at - before);

	t = lex_token(l);
	t.first_on_line = newline || !before;
	l->last = t.kind;
	return t;
}

/* "..." inside an attach point: all but a newline; '\' takes the meaning from the next. */
static void skip_attach_quotes(struct lexer *l)
{
	uint32_t start = l->at++;

	for (; lexer_byte(l, l->at) >= 0 && lexer_byte(l, l->at) != '\n'; l->at++) {
		if (lexer_byte(l, l->at) == '"') {
			l->at++;
			return;
		}
		if (lexer_byte(l, l->at) == '\\' && lexer_byte(l, l->at + 1) >= 0 &&
			lexer_byte(l, l->at + 1) != '\n')
			l->at++;
	}
	lexer_error(l, start, l->at, DIAG_UNTERMINATED_STRING,
			"quoted part of the attach point has no closing '\"' on its line");
}

static void check_attach_dollar(struct lexer *l)
{
	uint32_t start = l->at, end = word_end(l, start + 1);
	int c = lexer_byte(l, start + 1);

	if (is_digit(c) && c != '0')
		return;
	lexer_hint(lexer_error(l, start, MAX_OF(end, start + 1), DIAG_BAD_POSITIONAL,
			       "'$' in an attach point must be followed by the number of a "
			       "positional parameter"),
		   "write $1, or put the part into double quotes");
}

struct token lexer_attach_point(struct lexer *l)
{
	uint32_t start = l->at;
	bool in_parts = false;

	for (int c; (c = lexer_byte(l, l->at)) >= 0;) {
		size_t len =
			c < 0x80 ? 1 : utf8_length(l->source->text + l->at, l->source->len - l->at);

		if (c == '\0' || strchr("{, \t\r\n", c) || (c == '/' && !in_parts))
			break;
		in_parts |= c == ':';
		if (c == '$')
			check_attach_dollar(l);
		if (c == '"')
			skip_attach_quotes(l);
		else if (!len)
			skip_broken_text(l);
		else
			l->at += (uint32_t)len;
	}
	l->last = TOKEN_NAME;
	return (struct token){ .kind = TOKEN_NAME, .span = lexer_span(l, start, l->at),
			       .text = l->source->text + start, .len = l->at - start };
}
