/* compiler/parse_loop.c - loops (language.md S7, S8, S30 to S33).  Called by parse_statement.c.
 *
 *   loop  = "while" condition block | "unroll" condition block | "for" head block
 *   head  = "(" each ")" | each
 *   each  = $name ":" (@map | expression ".." expression)
 *   jump  = "break" | "continue"
 */
#include "compiler/parse.h"

#define HEADS "for ($i : 0..10) counts, for ($kv : @map) goes over the entries of a map"

static struct node *parse_loop_body(struct parser *p, const char *what)
{
	struct node *body;

	p->loops++;
	body = parse_body(p, what);
	p->loops--;
	return body;
}

static struct node *parse_counted(struct parser *p, enum node_kind kind, const char *what)
{
	uint32_t start = p->token.span.start;
	struct node *n, *over, *body;

	parser_advance(p);
	over = parse_condition(p);
	body = parse_loop_body(p, what);
	n = parser_node(p, kind, start);
	n->loop.over = over;
	n->loop.body = body;
	return n;
}

struct node *parse_while(struct parser *p)
{
	return parse_counted(p, NODE_WHILE, "'{' and the body of 'while'");
}

struct node *parse_unroll(struct parser *p)
{
	return parse_counted(p, NODE_UNROLL, "'{' and the body of 'unroll'");
}

static struct node *parse_loop_variable(struct parser *p)
{
	struct token name = p->token;
	struct diag *d;
	struct node *n;

	if (!parser_at(p, TOKEN_VARIABLE)) {
		d = parser_expected(p, "a variable behind 'for'");
		if (d)
			diag_hint(d, HEADS);
		return NULL;
	}
	parser_advance(p);
	n = parser_node(p, NODE_VARIABLE, name.span.start);
	n->variable.name = parser_text(p, &name);
	return n;
}

/* What the variable goes over: a map as a whole, or integers. */
static void parse_each(struct parser *p, struct node *loop)
{
	struct diag *d;

	loop->loop.variable = parse_loop_variable(p);
	parser_expect(p, TOKEN_COLON, "':' behind the variable");
	if (p->panic)
		return;
	loop->loop.over = parse_expression(p);
	if (p->panic)
		return;
	if (parser_accept(p, TOKEN_RANGE)) {
		loop->kind = NODE_FOR_RANGE;
		loop->loop.end = parse_expression(p);
	} else if (loop->loop.over->kind != NODE_MAP || loop->loop.over->map.keys) {
		d = parser_expected(p, "'..' and the end of the range");
		if (d)
			diag_hint(d, HEADS);
	}
}

/* In front of what may end a broken head. */
static void skip_head(struct parser *p)
{
	while (!parser_at(p, TOKEN_PAREN_CLOSE) && !parser_at(p, TOKEN_BRACE_OPEN) &&
	       !parser_at(p, TOKEN_BRACE_CLOSE) && !parser_at(p, TOKEN_END))
		parser_advance(p);
}

struct node *parse_for(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n, *body;
	bool bare = p->bare_condition;

	parser_advance(p);
	n = parser_node(p, NODE_FOR_MAP, start);
	p->bare_condition = !parser_at(p, TOKEN_PAREN_OPEN);
	if (parser_accept(p, TOKEN_PAREN_OPEN)) {
		parse_each(p, n);
		if (p->panic)
			skip_head(p);
		parser_expect(p, TOKEN_PAREN_CLOSE, "')'");
	} else {
		parse_each(p, n);
	}
	p->bare_condition = bare;
	/* the error is reported: go on with the body */
	if (p->panic && parser_skip_to_body(p))
		p->panic = false;
	body = parse_loop_body(p, "'{' and the body of 'for'");
	if (!n->loop.variable || !n->loop.over)
		return body;
	n->span.end = p->last.end;
	n->loop.body = body;
	return n;
}

struct node *parse_jump(struct parser *p)
{
	struct token t = p->token;
	bool leaves = token_is_word(&t, "break");

	if (!p->loops && !p->panic)
		diag_error(p->compilation->diags, t.span, DIAG_MISPLACED,
			   "'%.*s' must stand in a loop", (int)t.len, t.text);
	parser_advance(p);
	return parser_node(p, leaves ? NODE_BREAK : NODE_CONTINUE, t.span.start);
}
