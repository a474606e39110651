/* compiler/fmt_space.c - what each token is to its neighbours (operator in front of, behind or
 * between operands, cast, call), and from that where blanks stand.  Called by the other files of
 * the formatter. */
#include <string.h>

#include "compiler/fmt_internal.h"
#include "compiler/parse.h"
#include "runtime/base/util.h"

static bool opens(const struct piece *p)
{
	return piece_is(p, TOKEN_PAREN_OPEN) || piece_is(p, TOKEN_BRACKET_OPEN) ||
		piece_is(p, TOKEN_BRACE_OPEN);
}

static bool closes(const struct piece *p)
{
	return piece_is(p, TOKEN_PAREN_CLOSE) || piece_is(p, TOKEN_BRACKET_CLOSE) ||
		piece_is(p, TOKEN_BRACE_CLOSE);
}

/* May a binary operator, or one behind its operand, follow? */
static bool ends_operand(const struct piece *p)
{
	if (!p || p->kind == PIECE_ATTACH || p->role == ROLE_CAST_CLOSE || p->role == ROLE_WORD)
		return false;
	return (p->token >= TOKEN_NAME && p->token <= TOKEN_STRING) || closes(p) ||
		p->role == ROLE_POSTFIX;
}

/* Words that begin something, where a name could stand too. */
static bool is_word(const struct pieces *p, const struct piece *before, const struct piece *piece)
{
	struct token t = { .kind = piece->token, .text = p->text + piece->at, .len = piece->len };

	if (piece->kind != PIECE_TOKEN || piece->token != TOKEN_NAME)
		return false;
	if (before && (piece_is(before, TOKEN_DOT) || piece_is(before, TOKEN_ARROW)))
		return false;
	return parse_is_statement_word(&t) || token_is_word(&t, "comptime");
}

static bool is_cast(const struct pieces *p, const struct piece *open)
{
	struct source s = { .name = "", .text = p->text, .len = open->at + open->len };
	struct parser parser = {
		.compilation = p->compilation,
		.lexer = { .source = &s, .arena = p->arena, .quiet = true, .at = s.len },
	};

	/* the text goes on behind the piece: at least to the last one */
	s.len = p->items[p->count - 1].at + p->items[p->count - 1].len;
	return open->kind == PIECE_TOKEN && parser_at_cast(&parser);
}

/* Nothing but more stars, and then what no operand begins with. */
static bool is_type_star(const struct pieces *p, uint32_t i)
{
	while (i < p->count &&
		(piece_is(&p->items[i], TOKEN_STAR) || !piece_is_token(&p->items[i])))
		i++;
	if (i == p->count)
		return true;
	const struct piece *next = &p->items[i];

	return closes(next) || piece_is(next, TOKEN_COMMA) || piece_is(next, TOKEN_ASSIGN) ||
		piece_is(next, TOKEN_SEMICOLON) || piece_is(next, TOKEN_BRACKET_OPEN) ||
		piece_is(next, TOKEN_BRACE_OPEN);
}

static bool is_prefix_operator(enum token_kind kind)
{
	return kind == TOKEN_MINUS || kind == TOKEN_NOT || kind == TOKEN_COMPLEMENT ||
		kind == TOKEN_STAR || kind == TOKEN_AND;
}

static bool is_binary_operator(enum token_kind kind)
{
	static const enum token_kind operators[] = { TOKEN_SHL, TOKEN_SHR, TOKEN_LE, TOKEN_GE,
		TOKEN_EQ, TOKEN_NE, TOKEN_LOGICAL_AND, TOKEN_LOGICAL_OR, TOKEN_LT, TOKEN_GT,
		TOKEN_PLUS, TOKEN_MINUS, TOKEN_STAR, TOKEN_SLASH, TOKEN_PERCENT, TOKEN_AND,
		TOKEN_OR, TOKEN_XOR };

	for (size_t i = 0; i < ARRAY_SIZE(operators); i++)
		if (operators[i] == kind)
			return true;
	return false;
}

/* In C: name(arguments), (*name)(arguments), but not type (*name) */
static bool is_called(const struct pieces *p, uint32_t i, const struct piece *before)
{
	if (i + 1 < p->count && piece_is(&p->items[i + 1], TOKEN_STAR))
		return false;
	return piece_is(before, TOKEN_NAME) || piece_is(before, TOKEN_PAREN_CLOSE) ||
		piece_is(before, TOKEN_PAREN_OPEN);
}

bool fmt_begins_block_statement(const struct pieces *p, const struct piece *piece)
{
	struct token t = { .kind = piece->token, .text = p->text + piece->at, .len = piece->len };

	return piece_is(piece, TOKEN_BRACE_OPEN) ||
		(piece->role == ROLE_WORD && parse_word_ends_in_block(&t));
}

/* `open` is the innermost bracket around it. */
static enum piece_role role_of(
	const struct pieces *p, uint32_t i, const struct piece *before, const struct piece *open)
{
	const struct piece *piece = &p->items[i];
	bool after_operand = ends_operand(before);

	if (piece->kind == PIECE_C)
		return piece->token == TOKEN_STAR ? ROLE_TYPE_STAR
			: piece->token == TOKEN_PAREN_OPEN && before && is_called(p, i, before)
			? ROLE_CALL_OPEN
			: is_binary_operator(piece->token) && after_operand ? ROLE_BINARY
			: ROLE_NONE;
	if (is_word(p, before, piece))
		return ROLE_WORD;
	if (piece->token == TOKEN_PAREN_OPEN)
		return after_operand ? ROLE_CALL_OPEN : ROLE_NONE;
	if (piece->token == TOKEN_INCREMENT || piece->token == TOKEN_DECREMENT)
		return after_operand ? ROLE_POSTFIX : ROLE_PREFIX;
	if (piece->token == TOKEN_ASSIGN && open && piece_is(open, TOKEN_PAREN_OPEN))
		return ROLE_FIELD_VALUE;
	/* what the first of several stars is, the others are */
	if (piece->token == TOKEN_STAR &&
		((before && before->role == ROLE_TYPE_STAR) ||
			(after_operand && is_type_star(p, i))))
		return ROLE_TYPE_STAR;
	if (is_prefix_operator(piece->token) && !after_operand)
		return ROLE_PREFIX;
	return is_binary_operator(piece->token) ? ROLE_BINARY : ROLE_NONE;
}

/* A bracket that is open. */
struct bracket {
	const struct piece *piece;
	bool is_cast;
	bool in_block_statement;        /* the statement around it ends with a block */
};

void fmt_roles(struct pieces *p)
{
	struct bracket *open = arena_new_array(p->arena, struct bracket, p->count + 1);
	const struct piece *before = NULL;      /* in the statement */
	bool in_block_statement = false;
	uint32_t depth = 0;

	for (uint32_t i = 0; i < p->count; i++) {
		struct piece *piece = &p->items[i];
		struct bracket closed = { 0 };

		if (!piece_is_token(piece))
			continue;
		if (piece->begins_item)
			before = NULL;
		if (closes(piece) && depth)
			closed = open[--depth];
		if (closed.is_cast)
			piece->role = ROLE_CAST_CLOSE;
		else if (piece->role == ROLE_NONE && piece->kind != PIECE_ATTACH)
			piece->role = role_of(p, i, before, depth ? open[depth - 1].piece : NULL);
		if (!before && !closed.piece)
			in_block_statement = fmt_begins_block_statement(p, piece);
		if (closed.piece)
			in_block_statement = closed.in_block_statement;
		if (opens(piece))
			open[depth++] = (struct bracket){ piece,
				piece->token == TOKEN_PAREN_OPEN && piece->role == ROLE_NONE &&
					is_cast(p, piece),
				in_block_statement };
		before = piece;
		if (piece_is(piece, TOKEN_SEMICOLON) || piece_is(piece, TOKEN_BRACE_OPEN) ||
			(piece_is(piece, TOKEN_BRACE_CLOSE) && in_block_statement))
			before = NULL;
	}
}

/* Would the two be read as something else without a blank? */
static bool would_merge(const struct pieces *p, const struct piece *left, const struct piece *right)
{
	char text[64];
	struct source s = { .name = "", .text = text, .len = left->len + right->len };
	struct lexer l = { .source = &s, .arena = p->arena, .quiet = true };

	if (left->token < TOKEN_STRING || s.len > sizeof(text))
		return piece_is(left, TOKEN_INT) && piece_is(right, TOKEN_DOT);
	memcpy(text, p->text + left->at, left->len);
	memcpy(text + left->len, p->text + right->at, right->len);
	lexer_next(&l);
	return l.at != left->len;
}

static bool hugs_left(const struct piece *left, const struct piece *right)
{
	switch (right->token) {
	case TOKEN_COMMA:
	case TOKEN_SEMICOLON:
	case TOKEN_PAREN_CLOSE:
	case TOKEN_BRACKET_CLOSE:
	case TOKEN_DOT:
	case TOKEN_ARROW:
	case TOKEN_RANGE:
	case TOKEN_SCOPE:
	case TOKEN_PREDICATE_END:
		return true;
	case TOKEN_BRACKET_OPEN:
		return ends_operand(left) || left->role == ROLE_TYPE_STAR;
	case TOKEN_COLON:
		return piece_is(left, TOKEN_QUESTION);
	case TOKEN_BRACE_CLOSE:
		return piece_is(left, TOKEN_BRACE_OPEN);
	default:        /* all that stand by themselves */
		return right->role == ROLE_POSTFIX || right->role == ROLE_CALL_OPEN ||
			right->role == ROLE_FIELD_VALUE;
	}
}

static bool hugs_right(const struct piece *left, const struct piece *right)
{
	switch (left->token) {
	case TOKEN_PAREN_OPEN:
	case TOKEN_BRACKET_OPEN:
	case TOKEN_DOT:
	case TOKEN_ARROW:
	case TOKEN_RANGE:
	case TOKEN_SCOPE:
		return true;
	default:        /* all that stand by themselves */
		break;
	}
	if (left->role == ROLE_TYPE_STAR)
		return right->role == ROLE_TYPE_STAR ||
			(left->kind == PIECE_C && right->token == TOKEN_NAME);
	return left->role == ROLE_PREFIX || left->role == ROLE_CAST_CLOSE ||
		left->role == ROLE_FIELD_VALUE;
}

bool fmt_blank_between(const struct pieces *p, const struct piece *left, const struct piece *right)
{
	if (!piece_is_token(left) || !piece_is_token(right))
		return true;
	if (left->kind == PIECE_ATTACH)
		return right->token != TOKEN_COMMA;
	return !(hugs_left(left, right) || hugs_right(left, right)) || would_merge(p, left, right);
}
