/* compiler/parse_statement.c - the bodies of probes (language.md chapter 5).  Called by parse.c for
 * a body and by parse_value.c for blocks inside expressions; loops are in parse_loop.c.
 *
 *   block      = "{" statement* "}"
 *   statement  = if | loop | block ";"? | "let" $name (":" type)? ("=" expression)? ";"
 *              | "return" expression? ";" | "_" "=" expression ";"
 *              | expression ((operator)? "=" expression)? ";"
 *   if         = "if" condition block ("else" (if | block))? ";"?
 */
#include "compiler/parse.h"
#include "runtime/base/util.h"

static const struct { bool yes; enum operator op; } assign_operators[TOKEN_COUNT] = {
	[TOKEN_ASSIGN] = { true, OP_NONE },
	[TOKEN_ADD_ASSIGN] = { true, OP_ADD }, [TOKEN_SUB_ASSIGN] = { true, OP_SUB },
	[TOKEN_MUL_ASSIGN] = { true, OP_MUL }, [TOKEN_DIV_ASSIGN] = { true, OP_DIV },
	[TOKEN_MOD_ASSIGN] = { true, OP_MOD }, [TOKEN_AND_ASSIGN] = { true, OP_AND },
	[TOKEN_OR_ASSIGN] = { true, OP_OR }, [TOKEN_XOR_ASSIGN] = { true, OP_XOR },
	[TOKEN_SHL_ASSIGN] = { true, OP_SHL }, [TOKEN_SHR_ASSIGN] = { true, OP_SHR },
};

/* "{" statements "}" where a body must stand; goes over the '}'. */
struct node *parse_body(struct parser *p, const char *what)
{
	struct diag *d;

	if (parser_at(p, TOKEN_BRACE_OPEN))
		return parse_inner_block(p);
	p->lost_body = true;
	d = parser_missing(p, what);
	if (d)
		diag_hint(d, "a body needs its braces: { ... }");
	return parser_node(p, NODE_BLOCK, p->last.end);
}

/* A condition whose parentheses are optional (S8): the first '{' outside of them opens the body.
 * After an error it goes on at that '{'. */
struct node *parse_condition(struct parser *p)
{
	bool bare = p->bare_condition;
	struct node *cond;

	p->bare_condition = true;
	cond = parse_expression(p);
	p->bare_condition = bare;
	if (p->panic && parser_skip_to_body(p))
		p->panic = false;
	return cond;
}

/* From the 'if' of an "else if" that is too deep, over all that follow it. */
static void skip_branches(struct parser *p)
{
	while (parser_skip_to_body(p)) {
		parser_skip_balanced(p);
		if (!parser_at_word(p, "else"))
			break;
	}
	p->panic = false;
}

/* "if" condition block ("else" (if | block))? */
struct node *parse_if(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n, *cond, *then, *other = NULL;

	parser_advance(p);
	cond = parse_condition(p);
	then = parse_body(p, "'{' and the body of 'if'");
	if (!p->panic && parser_at_word(p, "else")) {
		parser_advance(p);
		if (!parser_at_word(p, "if")) {
			other = parse_body(p, "'{' and the body of 'else'");
		} else if (parser_enter(p)) {
			other = parse_if(p);
			parser_leave(p);
		} else {
			skip_branches(p);
		}
	}
	n = parser_node(p, NODE_IF, start);
	n->branch.cond = cond;
	n->branch.then = then;
	n->branch.other = other;
	return n;
}

/* "let" $name (":" type)? ("=" expression)? */
static struct node *parse_let(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n, *variable, *value = NULL;
	struct type_name *type = NULL;

	parser_advance(p);
	if (parser_at(p, TOKEN_MAP)) {
		if (!p->panic)
			diag_error(p->compilation->diags, p->token.span, DIAG_MISPLACED,
				   "declarations of maps must stand outside of probes");
		p->panic = true;
		return parser_node(p, NODE_BLOCK, start);
	}
	if (!parser_at(p, TOKEN_VARIABLE)) {
		parser_expected(p, "a variable behind 'let'");
		return parser_node(p, NODE_BLOCK, start);
	}

	struct token name = p->token;

	parser_advance(p);
	variable = parser_node(p, NODE_VARIABLE, name.span.start);
	variable->variable.name = parser_text(p, &name);
	if (parser_accept(p, TOKEN_COLON))
		type = parse_type(p);
	if (!p->panic && parser_accept(p, TOKEN_ASSIGN))
		value = parse_expression(p);
	n = parser_node(p, NODE_LET, start);
	n->let.variable = variable;
	n->let.type = type;
	n->let.value = value;
	return n;
}

/* "return" expression? */
static struct node *parse_return(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n, *value = NULL;

	if (p->in_macro && !p->panic)
		diag_error(p->compilation->diags, p->token.span, DIAG_MISPLACED,
			"'return' may not stand in a macro");
	parser_advance(p);
	if (!parser_at(p, TOKEN_SEMICOLON) && !parser_at(p, TOKEN_BRACE_CLOSE) &&
		!parser_at(p, TOKEN_END))
		value = parse_expression(p);
	n = parser_node(p, NODE_RETURN, start);
	n->expression.value = value;
	return n;
}

static struct node *parse_block_import(struct parser *p)
{
	uint32_t start = p->token.span.start;

	parse_import_path(p);
	return parser_node(p, NODE_BLOCK, start);
}

static struct node *parse_lone_else(struct parser *p)
{
	uint32_t start = p->token.span.start;

	if (!p->lost_body)
		diag_error(p->compilation->diags, p->token.span, DIAG_MISPLACED,
			   "'else' must stand behind the body of an 'if'");
	parser_advance(p);
	if (parser_at(p, TOKEN_BRACE_OPEN))
		return parse_inner_block(p);
	return parser_node(p, NODE_BLOCK, start);
}

/* Statements that begin with a word of their own. */
static const struct statement {
	const char *word;
	struct node *(*parse)(struct parser *p);
	bool ends_in_block;             /* needs no ';' */
} statements[] = {
	{ "if", parse_if, true },
	{ "else", parse_lone_else, true },
	{ "let", parse_let, false },
	{ "return", parse_return, false },
	{ "while", parse_while, true },
	{ "for", parse_for, true },
	{ "unroll", parse_unroll, true },
	{ "break", parse_jump, false },
	{ "continue", parse_jump, false },
	{ "import", parse_block_import, false },
};

void parse_each_statement_word(void (*visit)(const char *word, void *arg), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(statements); i++)
		visit(statements[i].word, arg);
}

static const struct statement *find_statement(const struct token *t)
{
	for (size_t i = 0; i < ARRAY_SIZE(statements); i++)
		if (token_is_word(t, statements[i].word))
			return &statements[i];
	return NULL;
}

bool parse_is_statement_word(const struct token *t)
{
	return find_statement(t);
}

bool parse_word_ends_in_block(const struct token *t)
{
	const struct statement *s = find_statement(t);

	return s && s->ends_in_block;
}

/* expression ((operator)? "=" expression)? */
static struct node *parse_simple(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n, *value, *target;

	if (parser_at_word(p, "_") && parser_peek(p).kind == TOKEN_ASSIGN) {
		parser_advance(p);
		parser_advance(p);
		value = parse_expression(p);
		n = parser_node(p, NODE_EXPRESSION, start);
		n->expression.value = value;
		n->expression.on_purpose = true;
		return n;
	}
	target = parse_expression(p);
	if (p->panic || !assign_operators[p->token.kind].yes) {
		n = parser_node(p, NODE_EXPRESSION, start);
		n->expression.value = target;
		return n;
	}

	enum operator op = assign_operators[p->token.kind].op;

	parse_check_target(p, target);
	parser_advance(p);
	value = parse_expression(p);
	n = parser_node(p, NODE_ASSIGN, start);
	n->assign.op = op;
	n->assign.target = target;
	n->assign.value = value;
	return n;
}

/* Behind a statement: ';', which may be missing in front of a '}' and behind one (S1).  True when
 * it is there. */
static bool parse_statement_end(struct parser *p, bool ends_in_block)
{
	bool ended = !p->panic && parser_accept(p, TOKEN_SEMICOLON);

	if (!p->panic && !ended && !ends_in_block && !parser_at(p, TOKEN_BRACE_CLOSE)) {
		/* at the end of the script the missing '}' is the better message */
		if (parser_at(p, TOKEN_END) || parser_at_probe(p))
			return false;
		parser_missing(p, "';' behind the statement");
		/* a statement on a line of its own is most likely only that: go on with it */
		if (p->token.first_on_line && p->token.kind != TOKEN_BAD)
			p->panic = false;
	}
	if (p->panic)
		parser_recover(p);
	return ended;
}

static struct node *parse_statement(struct parser *p, bool *ended)
{
	const struct statement *s = find_statement(&p->token);
	uint32_t before = p->token.span.start;
	bool ends_in_block = s ? s->ends_in_block : parser_at(p, TOKEN_BRACE_OPEN);
	struct node *n;

	p->lost_body = p->lost_body && s && s->parse == parse_lone_else;
	if (s)
		n = s->parse(p);
	else if (parser_at(p, TOKEN_BRACE_OPEN))
		n = parse_inner_block(p);
	else
		n = parse_simple(p);
	*ended = parse_statement_end(p, ends_in_block);
	if (p->token.span.start == before && !parser_at(p, TOKEN_END) && !parser_at_probe(p))
		parser_advance(p);
	return n;
}

/* statement* in front of a '}', of what begins a probe, or of the end; whether the last one has its
 * end. */
static bool parse_statements(struct parser *p, struct node_list *list)
{
	bool bare = p->bare_condition, ended = true;

	p->bare_condition = false;
	while (!parser_at(p, TOKEN_END) && !parser_at(p, TOKEN_BRACE_CLOSE) &&
	       !parser_at_probe(p)) {
		if (!parser_accept(p, TOKEN_SEMICOLON))
			node_list_add(list, parse_statement(p, &ended));
		else
			ended = true;
	}
	p->bare_condition = bare;
	return ended;
}

/* "{" statement* "}" */
struct node *parse_block(struct parser *p)
{
	struct node_list list = { 0 };
	struct span open = p->token.span;
	struct node *n;
	bool ended;

	parser_advance(p);
	ended = parse_statements(p, &list);
	if (!parser_at(p, TOKEN_BRACE_CLOSE)) {
		struct diag *d = parser_missing(p, "'}'");

		if (d)
			diag_note(d, open, "this is the '{' that it closes");
		p->panic = false;
	}
	n = parser_node(p, NODE_BLOCK, open.start);
	n->span.end = parser_at(p, TOKEN_BRACE_CLOSE) ? p->token.span.end : p->last.end;
	n->list.first = list.first;
	n->list.count = list.count;
	n->list.has_tail = !ended;
	return n;
}

struct node *parse_bare_block(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node_list list = { 0 };
	bool ended = parse_statements(p, &list);
	struct node *n = parser_node(p, NODE_BLOCK, start);

	if (!parser_at(p, TOKEN_END))
		parser_expected(p, "a statement");
	n->list.first = list.first;
	n->list.count = list.count;
	n->list.has_tail = !ended;
	return n;
}

struct node *parse_inner_block(struct parser *p)
{
	struct node *n;

	if (!parser_enter(p)) {
		parser_skip_balanced(p);
		p->panic = false;
		return parser_node(p, NODE_BLOCK, p->last.end);
	}
	n = parse_block(p);
	parser_accept(p, TOKEN_BRACE_CLOSE);
	parser_leave(p);
	return n;
}
