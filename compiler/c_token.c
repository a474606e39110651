/* compiler/c_token.c - text to C tokens, for preprocessor lines, headers and definitions.  It never
 * fails: what is no token of C is one of kind OTHER.  Called by the other files of the C part. */
#include "compiler/c_unit.h"

#include <string.h>

#include "compiler/lexer_internal.h"
#include "runtime/base/util.h"

void c_tokens_add(struct c_unit *u, struct c_tokens *list, struct c_token t)
{
	arena_grow(u->compilation->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = t;
}

struct span c_span(const struct c_file *f, uint32_t start, uint32_t end)
{
	return f->name ? f->from : (struct span){ f->start + start, f->start + end };
}

static int byte_at(const struct c_file *f, uint32_t at, uint32_t end)
{
	return at < end ? (unsigned char)f->text[at] : -1;
}

/* Length of a '\' with the newline that it hides, or 0. */
static uint32_t hidden_newline(const struct c_file *f, uint32_t at, uint32_t end)
{
	if (byte_at(f, at, end) != '\\')
		return 0;
	if (byte_at(f, at + 1, end) == '\n')
		return 2;
	return byte_at(f, at + 1, end) == '\r' && byte_at(f, at + 2, end) == '\n' ? 3 : 0;
}

static uint32_t skip_comment(const struct c_file *f, uint32_t at, uint32_t end)
{
	for (at += 2; at < end; at++)
		if (f->text[at] == '*' && byte_at(f, at + 1, end) == '/')
			return at + 2;
	return end;
}

static uint32_t skip_line_comment(const struct c_file *f, uint32_t at, uint32_t end)
{
	while (at < end && f->text[at] != '\n') {
		uint32_t hidden = hidden_newline(f, at, end);

		at += hidden ? hidden : 1;
	}
	return at;
}

/* Over layout; says whether a newline was in it. */
static uint32_t skip_layout(const struct c_file *f, uint32_t at, uint32_t end, bool *newline)
{
	for (;;) {
		int c = byte_at(f, at, end), next = byte_at(f, at + 1, end);
		uint32_t hidden = hidden_newline(f, at, end);

		*newline |= c == '\n';
		if (hidden)
			at += hidden;
		else if (c >= 0 && c <= ' ')
			at++;
		else if (c == '/' && next == '*')
			at = skip_comment(f, at, end);
		else if (c == '/' && next == '/')
			at = skip_line_comment(f, at, end);
		else
			return at;
	}
}

/* "..." or '...' on one line; what is not closed is no text. */
static uint32_t skip_quoted(
	const struct c_file *f, uint32_t at, uint32_t end, enum c_token_kind *kind)
{
	int quote = byte_at(f, at, end);
	uint32_t start = at++;

	for (; at < end && f->text[at] != '\n'; at++) {
		if (f->text[at] == quote) {
			*kind = quote == '"' ? C_STRING : C_CHARACTER;
			return at + 1;
		}
		if (f->text[at] == '\\' && byte_at(f, at + 1, end) > 0 && f->text[at + 1] != '\n')
			at++;
	}
	*kind = C_OTHER;
	return quote == '"' ? at : start + 1;
}

static uint32_t skip_number(const struct c_file *f, uint32_t at, uint32_t end)
{
	bool hex = byte_at(f, at, end) == '0' && (byte_at(f, at + 1, end) | 0x20) == 'x';

	for (int c = byte_at(f, at, end); is_word(c) || c == '.'; c = byte_at(f, at, end)) {
		int next = byte_at(f, at + 1, end);
		bool exponent = hex ? (c | 0x20) == 'p' : (c | 0x20) == 'e';

		at += exponent && (next == '+' || next == '-') ? 2 : 1;
	}
	return at;
}

static uint32_t skip_punctuation(const struct c_file *f, uint32_t at, uint32_t end)
{
	static const char *const longer[] = { "...", "<<=", ">>=", "##", "<<", ">>",
		"<=", ">=", "==", "!=", "&&", "||", "->", "++", "--",
		"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=" };

	for (size_t i = 0; i < ARRAY_SIZE(longer); i++) {
		uint32_t len = (uint32_t)strlen(longer[i]);

		if (end - at >= len && !memcmp(f->text + at, longer[i], len))
			return at + len;
	}
	return at + 1;
}

struct c_token c_lex(const struct c_file *f, uint32_t *at, uint32_t end)
{
	bool newline = !*at;
	uint32_t start = skip_layout(f, *at, end, &newline), to = start;
	int c = byte_at(f, start, end);
	struct c_token t = { .kind = C_END, .spaced = start > *at, .first = newline };

	if (is_letter(c)) {
		t.kind = C_NAME;
		while (is_word(byte_at(f, to, end)))
			to++;
	} else if (is_digit(c) || (c == '.' && is_digit(byte_at(f, start + 1, end)))) {
		t.kind = C_NUMBER;
		to = skip_number(f, start, end);
	} else if (c == '"' || c == '\'') {
		to = skip_quoted(f, start, end, &t.kind);
	} else if (c >= 0 && strchr("#[](){}.&*+-~!/%<>^|?:;=,", c) && c) {
		t.kind = C_PUNCTUATION;
		to = skip_punctuation(f, start, end);
	} else if (c >= 0) {
		t.kind = C_OTHER;
		to = start + 1;
	}
	t.text = f->text + start;
	t.len = to - start;
	t.span = c_span(f, start, to);
	*at = to;
	return t;
}

uint32_t c_line_end(const struct c_file *f, uint32_t at)
{
	enum c_token_kind kind;

	while (at < f->len && f->text[at] != '\n') {
		int next = byte_at(f, at + 1, f->len);
		uint32_t hidden = hidden_newline(f, at, f->len);

		if (hidden)
			at += hidden;
		else if (f->text[at] == '/' && next == '*')
			at = skip_comment(f, at, f->len);
		else if (f->text[at] == '/' && next == '/')
			at = skip_line_comment(f, at, f->len);
		else if (f->text[at] == '"' || f->text[at] == '\'')
			at = skip_quoted(f, at, f->len, &kind);
		else
			at++;
	}
	return at;
}

bool c_token_is(const struct c_token *t, const char *text)
{
	return t->kind != C_END && t->len == strlen(text) && !memcmp(t->text, text, t->len);
}

const char *c_token_text(struct c_unit *u, const struct c_token *t)
{
	return arena_strndup(u->compilation->arena, t->text, t->len);
}

const char *c_tokens_text(struct c_unit *u, const struct c_tokens *list)
{
	struct buffer text = { 0 };

	for (uint32_t i = 0; i < list->count && list->items[i].kind != C_END; i++) {
		if (i && list->items[i].spaced)
			buffer_putc(&text, ' ');
		buffer_append(&text, list->items[i].text, list->items[i].len);
	}
	return buffer_keep(&text, u->compilation->arena);
}
