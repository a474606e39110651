/* compiler/fmt_piece.c - takes a script apart for the formatter: tokens, comments, attach points,
 * lines of the preprocessor; and proves that the text that came out holds the same.  Called by
 * fmt.c. */
#include <string.h>

#include "compiler/c_script.h"
#include "compiler/c_unit.h"
#include "compiler/fmt_internal.h"
#include "compiler/lexer_internal.h"
#include "runtime/base/util.h"

struct reader {
	struct compilation *c;
	struct lexer lexer;
	struct pieces *out;
	uint32_t newlines;      /* since the last piece */
	bool begins_item;
};

static struct piece *add(struct reader *r, enum piece_kind kind, uint32_t at, uint32_t end)
{
	struct pieces *p = r->out;

	arena_grow(p->arena, p->items, p->count, p->capacity);

	struct piece *piece = &p->items[p->count++];
	bool is_token = kind == PIECE_TOKEN || kind == PIECE_ATTACH || kind == PIECE_C;

	*piece = (struct piece){ .kind = kind, .token = TOKEN_NAME, .at = at, .len = end - at,
		.newlines = r->newlines, .begins_item = is_token && r->begins_item,
		.in_predicate = r->lexer.in_predicate };
	r->newlines = 0;
	if (is_token)
		r->begins_item = false;
	return piece;
}

static bool is_layout(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without the layout at its end. */
static uint32_t trimmed(const char *text, uint32_t at, uint32_t end)
{
	while (end > at && is_layout((unsigned char)text[end - 1]))
		end--;
	return end;
}

static uint32_t line_end(const struct lexer *l, uint32_t at)
{
	while (lexer_byte(l, at) >= 0 && lexer_byte(l, at) != '\n')
		at++;
	return at;
}

/* Text that stays as it is, up to an offset; the newline that it ends with goes to the layout
 * behind it. */
static void add_text(struct reader *r, enum piece_kind kind, uint32_t end)
{
	uint32_t at = r->lexer.at, stop = trimmed(r->out->text, at, end);

	add(r, kind, at, stop);
	r->lexer.at = stop;
}

static uint32_t comment_end(const struct lexer *l, uint32_t at)
{
	for (at += 2; lexer_byte(l, at) >= 0; at++)
		if (lexer_byte(l, at) == '*' && lexer_byte(l, at + 1) == '/')
			return at + 2;
	return at;
}

/* Layout, and the comments and lines in it. */
static void read_layout(struct reader *r)
{
	struct lexer *l = &r->lexer;

	for (;;) {
		int c = lexer_byte(l, l->at), next = lexer_byte(l, l->at + 1);

		if (is_layout(c)) {
			r->newlines += c == '\n';
			l->at++;
		} else if (c == '/' && next == '/') {
			add_text(r, PIECE_LINE_COMMENT, line_end(l, l->at));
		} else if (c == '/' && next == '*') {
			uint32_t end = comment_end(l, l->at);

			add(r, PIECE_BLOCK_COMMENT, l->at, end);
			l->at = end;
		} else if (c == '#') {
			add_text(r, PIECE_LINES,
				MAX_OF(c_script_line(r->c->c_unit, l->at), l->at + 1));
		} else {
			return;
		}
	}
}

/* One token and the layout behind it; its kind, or END when there is none. */
static enum token_kind read_token(struct reader *r, enum piece_role role)
{
	uint32_t at = r->lexer.at;
	struct piece *piece;
	struct token t;

	t = lexer_next(&r->lexer);
	if (t.kind == TOKEN_END || t.kind == TOKEN_BAD)
		return TOKEN_END;
	piece = add(r, PIECE_TOKEN, at, r->lexer.at);
	piece->token = t.kind;
	piece->role = role;
	r->lexer.in_predicate &= t.kind != TOKEN_PREDICATE_END;
	read_layout(r);
	return t.kind;
}

/* attach ("," attach)* ","? ("/" ... "/")? and what follows is tokens */
static bool read_head(struct reader *r)
{
	struct lexer *l = &r->lexer;
	int c;

	do {
		uint32_t at = l->at;

		if (!lexer_attach_point(l).len)
			return false;
		add(r, PIECE_ATTACH, at, l->at);
		read_layout(r);
		if (lexer_byte(l, l->at) != ',')
			break;
		read_token(r, ROLE_NONE);
		c = lexer_byte(l, l->at);
	} while (c != '{' && c != '/');
	if (lexer_byte(l, l->at) != '/')
		return true;
	read_token(r, ROLE_PREFIX);
	l->in_predicate = true;
	while (l->in_predicate)
		if (read_token(r, ROLE_NONE) == TOKEN_END)
			return false;
	return true;
}

/* The kind of the language's token that a token of C is too. */
static enum token_kind kind_of_c(struct reader *r, const struct c_token *t)
{
	struct lexer ahead = r->lexer;
	uint32_t at = ahead.at;

	if (t->kind != C_NAME && t->kind != C_NUMBER && t->kind != C_PUNCTUATION)
		return TOKEN_NAME;
	struct token same = lexer_next(&ahead);

	return same.kind != TOKEN_BAD && ahead.at == at + t->len ? same.kind : TOKEN_NAME;
}

/* What the formatter does not take apart: lines and characters that mean something to the
 * preprocessor, and quotes, of which one may be open. */
static bool is_kept(const char *text, uint32_t len)
{
	return memchr(text, '#', len) || memchr(text, '"', len) || memchr(text, '\\', len) ||
		memchr(text, '\'', len);
}

static bool read_definition(struct reader *r, uint32_t end)
{
	struct c_file file = { .text = r->out->text, .len = end };
	uint32_t stop = trimmed(r->out->text, r->lexer.at, end);

	if (is_kept(r->out->text + r->lexer.at, stop - r->lexer.at)) {
		add_text(r, PIECE_LINES, stop);
		r->out->items[r->out->count - 1].begins_item = true;
		r->begins_item = false;
		read_layout(r);
		return true;
	}
	while (r->lexer.at < stop) {
		uint32_t at = r->lexer.at, to = at;
		struct c_token t = c_lex(&file, &to, end);
		enum token_kind kind = kind_of_c(r, &t);

		if (t.kind == C_END || to <= at)
			return false;
		add(r, PIECE_C, at, to)->token = kind;
		r->lexer.at = to;
		read_layout(r);
	}
	return true;
}

static bool read_item(struct reader *r, const struct source_item *item)
{
	uint32_t end = item->span.end - r->lexer.source->start;

	r->begins_item = true;
	r->lexer.last = TOKEN_END;
	if (item->kind == ITEM_DEFINITION)
		return read_definition(r, end);
	if (item->kind == ITEM_PROBE && !read_head(r))
		return false;
	while (r->lexer.at < end)
		if (read_token(r, ROLE_NONE) == TOKEN_END)
			return false;
	return true;
}

bool fmt_pieces(struct compilation *c, struct pieces *out)
{
	const struct source *s = &c->sources.items[0];
	struct reader r = { .c = c, .out = out };

	*out = (struct pieces){ .compilation = c, .arena = c->arena, .text = s->text };
	lexer_start(&r.lexer, s, c->arena, c->diags);
	r.lexer.quiet = true;
	r.lexer.c = c->c_unit;
	if (r.lexer.at) {
		r.lexer.at = 0;
		add_text(&r, PIECE_LINES, line_end(&r.lexer, 0));
	}
	read_layout(&r);
	for (const struct source_item *i = c->program->items; i; i = i->next) {
		if (i->span.start < s->start || i->span.end > s->start + s->len)
			continue;       /* of an imported file */
		if (i->span.start != s->start + r.lexer.at || !read_item(&r, i))
			return false;
	}
	return r.lexer.at == s->len;
}

/* A comment may stand at another depth: everything but layout is the same. */
static bool same_comment(const char *a, uint32_t a_len, const char *b, uint32_t b_len)
{
	uint32_t i = 0, k = 0;

	for (;;) {
		while (i < a_len && is_layout((unsigned char)a[i]))
			i++;
		while (k < b_len && is_layout((unsigned char)b[k]))
			k++;
		if (i == a_len || k == b_len)
			return i == a_len && k == b_len;
		if (a[i++] != b[k++])
			return false;
	}
}

/* Read a piece of this kind; the offset behind it. */
static uint32_t read_same(struct lexer *l, const struct piece *piece)
{
	struct c_file file = { .text = l->source->text, .len = l->source->len };
	uint32_t at = l->at;

	switch (piece->kind) {
	case PIECE_TOKEN:
		l->in_predicate = piece->in_predicate;
		return lexer_next(l).kind == piece->token ? l->at : at;
	case PIECE_ATTACH:
		lexer_attach_point(l);
		return l->at;
	case PIECE_C:
		c_lex(&file, &at, file.len);
		return at;
	case PIECE_LINE_COMMENT:
		return line_end(l, at);
	case PIECE_BLOCK_COMMENT:
		return comment_end(l, at);
	case PIECE_LINES:
		return at + piece->len;
	}
	return at;
}

static uint32_t skip_blanks(struct lexer *l)
{
	while (is_layout(lexer_byte(l, l->at)))
		l->at++;
	return l->at;
}

bool fmt_same_pieces(const struct pieces *p, const struct buffer *text)
{
	struct source s = { .name = "", .text = text->data, .len = (uint32_t)text->len };
	struct lexer l = { .source = &s, .arena = p->arena, .quiet = true, .last = TOKEN_END };

	for (uint32_t i = 0; i < p->count; i++) {
		const struct piece *piece = &p->items[i];
		uint32_t at = skip_blanks(&l), end;

		if (piece->begins_item)
			l.last = TOKEN_END;
		end = read_same(&l, piece);
		if (end > s.len || (piece->kind == PIECE_LINES && at && s.text[at - 1] != '\n'))
			return false;
		if (piece->kind == PIECE_BLOCK_COMMENT ? !same_comment(s.text + at, end - at,
								 p->text + piece->at, piece->len)
						       : end - at != piece->len ||
					memcmp(s.text + at, p->text + piece->at, piece->len))
			return false;
		l.at = end;
	}
	return skip_blanks(&l) == s.len;
}
