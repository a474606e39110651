/* compiler/fmt_line.c - one line of tokens to text: indented, and broken where it is longer than
 * 100 columns. Called by fmt_layout.c. */
#include "compiler/fmt_internal.h"
#include "runtime/base/util.h"

enum { COLUMNS = 100, TAB = 8 };

static uint32_t columns(const struct pieces *p, const struct line_part *part)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < part->piece->len; i++)
		n += ((unsigned char)p->text[part->piece->at + i] & 0xc0) != 0x80;
	return n;
}

/* A line rather ends between the conditions than in one. */
static int operator_cost(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_LOGICAL_AND:
	case TOKEN_LOGICAL_OR:
		return 0;
	case TOKEN_EQ:
	case TOKEN_NE:
	case TOKEN_LT:
	case TOKEN_GT:
	case TOKEN_LE:
	case TOKEN_GE:
		return 40;
	default:        /* of numbers */
		return 12;
	}
}

/* How bad it is to go on in a new line behind this part; -1: that is not possible. */
static int break_cost(const struct line_part *left, const struct line_part *right)
{
	const struct piece *piece = left->piece;
	int depth = 16 * (int)MIN_OF(left->depth, 64u);

	if (!piece_is_token(piece) || !piece_is_token(right->piece) ||
		piece_is(right->piece, TOKEN_BRACE_OPEN))
		return -1;
	if (piece->role == ROLE_BINARY)
		return depth + operator_cost(piece->token);
	if (piece_is(piece, TOKEN_COMMA))
		return piece_is(right->piece, TOKEN_PAREN_CLOSE) ? -1 : depth;
	if (piece_is(piece, TOKEN_COLON) ||
		(piece_is(piece, TOKEN_QUESTION) && !piece_is(right->piece, TOKEN_COLON)))
		return depth + 4;
	if (piece_is(piece, TOKEN_ASSIGN) && piece->role == ROLE_NONE)
		return depth + 30;
	return -1;
}

/* How many of the parts stand on a line that begins at a column. */
static uint32_t take(
	const struct pieces *p, const struct line_part *parts, uint32_t count, uint32_t column)
{
	uint32_t best = count;
	int best_cost = -1;

	for (uint32_t i = 0; i < count; i++) {
		if (i && fmt_blank_between(p, parts[i - 1].piece, parts[i].piece))
			column++;
		column += columns(p, &parts[i]);
		/* what is too long already ends at the first place it can */
		if (column > COLUMNS && best_cost >= 0)
			return best;
		if (i + 1 == count)
			break;

		int cost = break_cost(&parts[i], &parts[i + 1]);

		if (cost < 0)
			continue;
		cost += COLUMNS - (int)MIN_OF(column, (uint32_t)COLUMNS);
		if (best_cost < 0 || cost <= best_cost) {
			best_cost = cost;
			best = i + 1;
		}
	}
	return count;
}

static void put(const struct pieces *p, const struct line_part *parts, uint32_t count,
	uint32_t indent, struct buffer *out)
{
	buffer_fill(out, '\t', indent);
	for (uint32_t i = 0; i < count; i++) {
		const struct piece *piece = parts[i].piece;

		if (i && fmt_blank_between(p, parts[i - 1].piece, piece))
			buffer_putc(out, ' ');
		if (piece->kind == PIECE_BLOCK_COMMENT)
			fmt_comment(p, piece, indent, out);
		else
			buffer_append(out, p->text + piece->at, piece->len);
	}
}

/* Parts between two places where a new line must begin. */
static void put_segment(const struct pieces *p, const struct line_part *parts, uint32_t count,
	uint32_t indent, uint32_t more, struct buffer *out)
{
	uint32_t done = 0;

	while (done < count) {
		uint32_t n = take(p, parts + done, count - done, indent * TAB);

		if (done)
			buffer_putc(out, '\n');
		put(p, parts + done, n, indent, out);
		indent = done ? indent : indent + more;
		done += n;
	}
}

void fmt_line(const struct pieces *p, const struct line_part *parts, uint32_t count,
	uint32_t indent, struct buffer *out)
{
	/* what follows in the block must not look like the rest of this line */
	uint32_t more = piece_is(parts[count - 1].piece, TOKEN_BRACE_OPEN) ? 2 : 1;
	uint32_t start = 0;

	for (uint32_t i = 1; i <= count; i++) {
		if (i < count && !parts[i].breaks_before && !parts[i - 1].breaks_after)
			continue;

		const struct piece *first = parts[start].piece;
		bool continues = start && !piece_is(first, TOKEN_BRACE_OPEN);

		if (start)
			buffer_putc(out, '\n');
		if (first->kind == PIECE_LINES)
			put(p, parts + start, i - start, 0, out);
		else
			put_segment(p, parts + start, i - start, indent + (continues ? more : 0),
				continues ? 0 : more, out);
		start = i;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The lines of a comment that has a star at the beginning of each go along with the first one;
 * others stay. */
void fmt_comment(
	const struct pieces *p, const struct piece *comment, uint32_t indent, struct buffer *out)
{
	const char *at = p->text + comment->at, *end = at + comment->len;
	bool first = true;

	for (; at < end; first = false) {
		const char *line = at, *stop;

		while (at < end && *at != '\n')
			at++;
		for (stop = at; stop > line && is_blank(stop[-1]);)
			stop--;
		if (!first) {
			const char *text = line;

			buffer_putc(out, '\n');
			while (text < stop && is_blank(*text))
				text++;
			if (text < stop && *text == '*') {
				buffer_fill(out, '\t', indent);
				buffer_putc(out, ' ');
				line = text;
			}
		}
		buffer_append(out, line, (size_t)(stop - line));
		at += at < end;
	}
}
