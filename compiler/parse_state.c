/* compiler/parse_state.c - the parser's tokens, its messages, and how it goes on after an error.
 * Called by the other files of the parser. */
#include "compiler/parse.h"

void node_list_add(struct node_list *list, struct node *n)
{
	if (!list->end)
		list->end = &list->first;
	*list->end = n;
	list->end = &n->next;
	list->count++;
}

void parser_advance(struct parser *p)
{
	p->last = p->token.span;
	p->token = lexer_next(&p->lexer);
}

bool parser_at(const struct parser *p, enum token_kind kind)
{
	return p->token.kind == kind;
}

bool parser_at_word(const struct parser *p, const char *word)
{
	return token_is_word(&p->token, word);
}

bool parser_accept(struct parser *p, enum token_kind kind)
{
	if (!parser_at(p, kind))
		return false;
	parser_advance(p);
	return true;
}

struct token parser_peek(const struct parser *p)
{
	struct lexer ahead = p->lexer;

	ahead.quiet = true;
	return lexer_next(&ahead);
}

bool parser_at_probe(const struct parser *p)
{
	const struct source *s = p->lexer.source;
	uint32_t start = p->token.span.start - s->start;

	if (p->token.kind != TOKEN_NAME || (start && s->text[start - 1] != '\n') ||
		parse_is_statement_word(&p->token))
		return false;

	uint32_t next = start + p->token.len;

	if (next + 1 < s->len && s->text[next] == ':')
		return s->text[next + 1] != ' ';
	return parser_peek(p).kind == TOKEN_BRACE_OPEN;
}

const char *parser_text(struct parser *p, const struct token *t)
{
	return arena_strndup(p->compilation->arena, t->text, t->len);
}

struct node *parser_node(struct parser *p, enum node_kind kind, uint32_t start)
{
	struct node *n = arena_new_object(p->compilation->arena, struct node);

	n->kind = kind;
	n->span.start = start;
	n->span.end = p->last.end > start ? p->last.end : start;
	return n;
}

/* How a message names what was found: short words by themselves. */
static const char *found_text(struct parser *p)
{
	const struct token *t = &p->token;
	const char *text = p->lexer.source->text + (t->span.start - p->lexer.source->start);
	uint32_t len = t->span.end - t->span.start;

	if ((t->kind == TOKEN_INT || (t->kind >= TOKEN_NAME && t->kind <= TOKEN_POSITIONAL)) &&
		len <= 32)
		return arena_printf(p->compilation->arena, "'%.*s'", (int)len, text);
	return token_kind_text(t->kind);
}

/* An '=' where it cannot be is its own message: it is nearly always meant to compare. */
static bool is_assignment(enum token_kind kind)
{
	return kind == TOKEN_ASSIGN || (kind >= TOKEN_ADD_ASSIGN && kind <= TOKEN_XOR_ASSIGN) ||
		kind == TOKEN_SHL_ASSIGN || kind == TOKEN_SHR_ASSIGN;
}

static struct diag *report_expected(struct parser *p, struct span where, const char *what)
{
	struct diags *diags = p->compilation->diags;

	if (p->panic)
		return NULL;
	p->panic = true;
	if (parser_at(p, TOKEN_BAD))
		return NULL;
	p->compilation->ends_early |= parser_at(p, TOKEN_END) && !diags_have_errors(diags);
	/* what is missing may stand in the text that a string or comment swallowed */
	if (p->lexer.cut_off && (parser_at(p, TOKEN_END) || parser_at_probe(p)))
		return NULL;
	if (is_assignment(p->token.kind) && !p->between_probes) {
		struct diag *d = diag_error(diags, p->token.span, DIAG_MISPLACED,
						"%s is a statement of its own and has no value",
						found_text(p));

		if (parser_at(p, TOKEN_ASSIGN))
			diag_hint(d, "to compare, write '=='");
		return d;
	}
	return diag_error(diags, where, DIAG_EXPECTED, "expected %s, found %s", what,
			  found_text(p));
}

struct diag *parser_expected(struct parser *p, const char *what)
{
	return report_expected(p, p->token.span, what);
}

struct diag *parser_missing(struct parser *p, const char *what)
{
	return report_expected(p, (struct span){ p->last.end, p->last.end }, what);
}

bool parser_expect(struct parser *p, enum token_kind kind, const char *what)
{
	if (parser_accept(p, kind))
		return true;
	parser_missing(p, what);
	return false;
}

bool parser_enter(struct parser *p)
{
	if (p->nesting < PARSE_NESTING_MAX) {
		p->nesting++;
		return true;
	}
	if (!p->panic)
		diag_hint(diag_error(p->compilation->diags, p->token.span, DIAG_TOO_DEEP,
				     "nesting is too deep: more than %d levels", PARSE_NESTING_MAX),
			  "put a part into a variable, a macro or a function of its own");
	p->panic = true;
	return false;
}

void parser_leave(struct parser *p)
{
	p->nesting--;
}

void parser_recover(struct parser *p)
{
	uint32_t braces = 0;

	for (p->panic = false; !parser_at(p, TOKEN_END); parser_advance(p)) {
		if (parser_at_probe(p))
			return;
		if (parser_at(p, TOKEN_SEMICOLON) && !braces) {
			parser_advance(p);
			return;
		}
		if (parser_at(p, TOKEN_BRACE_OPEN)) {
			braces++;
		} else if (parser_at(p, TOKEN_BRACE_CLOSE)) {
			if (!braces)
				return;
			if (!--braces) {
				parser_advance(p);
				return;
			}
		}
	}
}

bool parser_skip_to_body(struct parser *p)
{
	uint32_t parens = 0;

	for (; !parser_at(p, TOKEN_END) && !parser_at(p, TOKEN_BRACE_CLOSE); parser_advance(p)) {
		if (parser_at(p, TOKEN_PAREN_OPEN))
			parens++;
		else if (parser_at(p, TOKEN_PAREN_CLOSE))
			parens -= parens > 0;
		else if (parser_at(p, TOKEN_BRACE_OPEN) && !parens)
			return true;
		else if ((parser_at(p, TOKEN_SEMICOLON) && !parens) || parser_at_probe(p))
			return false;
	}
	return false;
}

static bool opens(enum token_kind kind)
{
	return kind == TOKEN_PAREN_OPEN || kind == TOKEN_BRACKET_OPEN || kind == TOKEN_BRACE_OPEN;
}

static bool closes(enum token_kind kind)
{
	return kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACKET_CLOSE ||
		kind == TOKEN_BRACE_CLOSE;
}

void parser_skip_balanced(struct parser *p)
{
	uint32_t depth = 0;

	for (; !parser_at(p, TOKEN_END); parser_advance(p)) {
		if (opens(p->token.kind)) {
			depth++;
		} else if (closes(p->token.kind) && depth-- <= 1) {
			parser_advance(p);
			return;
		}
	}
}
