/* compiler/fmt_layout.c - where the lines of a script end and how far they are indented: each
 * statement on a line of its own, blocks one tab deeper, comments where they were, at most one
 * empty line between lines that had some. Called by fmt.c. */
#include "compiler/fmt_internal.h"
#include "compiler/parse.h"
#include "runtime/base/util.h"

/* A bracket that is open. */
struct frame {
	enum token_kind open;
	bool is_body;           /* of a function in C: statements end behind their '}' */
	bool is_enum;
	bool in_block_statement;        /* the statement that it stands in ends with a block */
	uint32_t indent;                /* of the line that it stands in */
};

struct layout {
	const struct pieces *p;
	struct buffer *out;
	struct line_part *line;         /* not written yet */
	uint32_t count, indent;
	struct frame *frames;
	uint32_t depth;
	uint32_t line_depth;            /* depth of the '{' around the line, plus one */
	bool in_block_statement;
	bool after_open;                /* nothing was written since the last '{' */
	bool is_enum;                   /* the C definition being written, so far */
	uint32_t next_token;            /* piece that next_token() found last */
};

/* Asked from the beginning to the end: what was found is kept over a run of comments. */
static const struct piece *next_token(struct layout *l, uint32_t i)
{
	if (l->next_token <= i)
		l->next_token = i + 1;
	while (l->next_token < l->p->count && !piece_is_token(&l->p->items[l->next_token]))
		l->next_token++;
	return l->next_token < l->p->count ? &l->p->items[l->next_token] : NULL;
}

static const struct piece *next_piece(const struct layout *l, uint32_t i)
{
	return i + 1 < l->p->count ? &l->p->items[i + 1] : NULL;
}

static bool is_word(const struct layout *l, const struct piece *piece, const char *word)
{
	struct token t = {
		.kind = piece->token, .text = l->p->text + piece->at, .len = piece->len
	};

	return (piece->kind == PIECE_TOKEN || piece->kind == PIECE_C) && token_is_word(&t, word);
}

/* Statements stand directly in a block, or outside of everything. */
static bool between_statements(const struct layout *l)
{
	return !l->depth || l->frames[l->depth - 1].open == TOKEN_BRACE_OPEN;
}

static void flush(struct layout *l)
{
	const struct piece *first = l->count ? l->line[0].piece : NULL;

	if (!first)
		return;
	if (l->out->len) {
		buffer_putc(l->out, '\n');
		if (first->newlines > 1 && !l->after_open && !piece_is(first, TOKEN_BRACE_CLOSE))
			buffer_putc(l->out, '\n');
	}
	fmt_line(l->p, l->line, l->count, l->indent, l->out);
	l->count = 0;
	l->line_depth = l->depth;
	l->after_open = false;
}

static struct line_part *append(struct layout *l, const struct piece *piece)
{
	struct line_part *part = &l->line[l->count++];

	*part = (struct line_part){ .piece = piece,
		.depth = l->depth > l->line_depth ? l->depth - l->line_depth : 0 };
	return part;
}

static void push(struct layout *l, enum token_kind open)
{
	struct frame *frame = &l->frames[l->depth++];

	*frame = (struct frame){
		.open = open, .in_block_statement = l->in_block_statement, .indent = l->indent
	};
}

static void open_block(struct layout *l, uint32_t i)
{
	const struct piece *before = l->count > 1 ? l->line[l->count - 2].piece : NULL;

	push(l, TOKEN_BRACE_OPEN);
	l->frames[l->depth - 1].is_enum = l->is_enum;
	l->frames[l->depth - 1].is_body = l->p->items[i].kind == PIECE_C && before &&
		(piece_is(before, TOKEN_PAREN_CLOSE) || is_word(l, before, "else"));
	flush(l);
	l->indent++;
	l->after_open = true;
	l->in_block_statement = false;
	l->is_enum = false;
}

/* Behind a '}': does the statement go on? */
static void after_block(struct layout *l, uint32_t i)
{
	const struct piece *next = next_token(l, i), *near = next_piece(l, i);
	bool ends = !next || next->begins_item || l->in_block_statement;

	if (near &&
		(piece_is(near, TOKEN_SEMICOLON) ||
			(is_word(l, near, "else") && !near->begins_item)))
		return;
	if (between_statements(l) && ends)
		flush(l);
}

static void close_block(struct layout *l, uint32_t i)
{
	struct frame frame = { 0 };

	flush(l);
	while (l->depth && frame.open != TOKEN_BRACE_OPEN)
		frame = l->frames[--l->depth];
	l->line_depth = l->depth;
	l->indent = frame.indent;
	l->in_block_statement = frame.in_block_statement || frame.is_body;
	l->after_open = false;
	append(l, &l->p->items[i]);
	after_block(l, i);
}

/* Over the '}' of "{}" too. */
static uint32_t put_open_brace(struct layout *l, uint32_t i)
{
	const struct piece *next = next_piece(l, i);

	append(l, &l->p->items[i]);
	if (!next || !piece_is(next, TOKEN_BRACE_CLOSE)) {
		open_block(l, i);
		return i;
	}
	append(l, next);
	after_block(l, i + 1);
	return i + 1;
}

static void begin_statement(struct layout *l, const struct piece *piece)
{
	if (!l->depth)
		l->indent = 0;
	l->in_block_statement = fmt_begins_block_statement(l->p, piece);
}

/* After a token that has been put: does the line end? */
static bool ends_line(const struct layout *l, uint32_t i)
{
	const struct piece *piece = &l->p->items[i], *near = next_piece(l, i);

	if (piece_is(piece, TOKEN_PREDICATE_END))
		return true;
	if (!between_statements(l))
		return false;
	if (piece_is(piece, TOKEN_SEMICOLON))
		return !near || !piece_is(near, TOKEN_SEMICOLON);
	if (piece_is(piece, TOKEN_COMMA))
		return l->depth ? l->frames[l->depth - 1].is_enum
			: l->count > 1 && l->line[l->count - 2].piece->kind == PIECE_ATTACH;
	return false;
}

static bool is_predicate_open(const struct piece *piece)
{
	return piece_is(piece, TOKEN_SLASH) && piece->role == ROLE_PREFIX;
}

static uint32_t put_token(struct layout *l, uint32_t i)
{
	const struct piece *piece = &l->p->items[i];

	if (piece->begins_item) {
		flush(l);
		l->depth = l->line_depth = 0;
		l->is_enum = false;
	}
	if (is_predicate_open(piece))
		flush(l);
	if (piece_is(piece, TOKEN_BRACE_CLOSE)) {
		close_block(l, i);
		return i;
	}
	if (!l->count && between_statements(l))
		begin_statement(l, piece);
	l->is_enum |= piece->kind == PIECE_C && is_word(l, piece, "enum");
	if (piece_is(piece, TOKEN_BRACE_OPEN))
		return put_open_brace(l, i);
	append(l, piece);
	if (piece_is(piece, TOKEN_PAREN_OPEN) || piece_is(piece, TOKEN_BRACKET_OPEN))
		push(l, piece->token);
	else if ((piece_is(piece, TOKEN_PAREN_CLOSE) || piece_is(piece, TOKEN_BRACKET_CLOSE)) &&
		!between_statements(l))
		l->depth--;
	if (ends_line(l, i)) {
		flush(l);
		l->is_enum = false;
	}
	return i;
}

/* A comment or a line of the preprocessor. */
static void put_other(struct layout *l, uint32_t i)
{
	const struct piece *piece = &l->p->items[i], *token = next_token(l, i),
			   *near = next_piece(l, i);
	bool ends = piece->kind != PIECE_BLOCK_COMMENT || !near || near->newlines ||
		near->kind == PIECE_LINES;

	if (between_statements(l) &&
		(!token || token->begins_item || piece_is(token, TOKEN_BRACE_CLOSE)))
		flush(l);
	if (l->count) {
		struct line_part *part = append(l, piece);

		part->breaks_before = piece->newlines || piece->kind == PIECE_LINES;
		part->breaks_after = ends;
		return;
	}
	if (!piece->newlines && ends && l->out->len && piece->kind != PIECE_LINES) {
		buffer_putc(l->out, ' ');
		fmt_comment(l->p, piece, l->indent, l->out);
		return;
	}
	if (!l->depth)
		l->indent = 0;
	append(l, piece);
	if (ends)
		flush(l);
}

void fmt_layout(const struct pieces *p, struct buffer *out)
{
	struct layout l = { .p = p, .out = out };

	l.line = arena_new_array(p->arena, struct line_part, p->count + 1);
	l.frames = arena_new_array(p->arena, struct frame, p->count + 1);
	for (uint32_t i = 0; i < p->count; i++) {
		if (piece_is_token(&p->items[i]))
			i = put_token(&l, i);
		else
			put_other(&l, i);
	}
	flush(&l);
	if (out->len)
		buffer_putc(out, '\n');
}
