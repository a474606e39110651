/* compiler/parse_primary.c - the expressions that operators join (language.md chapter 4).  Called
 * by compiler/parse_expression.c.
 *
 *   primary    = number | string | $name | @name keys? | $1 | $# | name | name "(" arguments ")"
 *              | "(" expression ")" | tuple | record | "if" ... | "{" ... "}"
 */
#include "compiler/builtin.h"
#include "compiler/parse.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

/* name "(" arguments? ")" */
static struct node *parse_call(struct parser *p, const struct token *name)
{
	struct node_list args = { 0 };
	struct node *n;

	parser_advance(p);
	p->height = 0;
	if (!parser_accept(p, TOKEN_PAREN_CLOSE))
		args = parse_list(p, TOKEN_PAREN_CLOSE, "',' or ')' in the call");
	n = parser_node(p, NODE_CALL, name->span.start);
	n->call.name = parser_text(p, name);
	n->call.name_span = name->span;
	n->call.args = args.first;
	n->call.arg_count = args.count;
	parse_set_height(p, p->height, n->span.start);
	return n;
}

/* ("sizeof" | "typeof") "(" type | expression ")" | "offsetof" "(" (type | expression) "," name
 * ("." name)* ")" */
static struct node *parse_query(struct parser *p, const struct token *word, enum node_kind kind)
{
	bool bare = p->bare_condition;
	struct type_name *of = NULL;
	struct node *value = NULL, *n;

	parser_advance(p);
	if (!parser_expect(p, TOKEN_PAREN_OPEN, "'('"))
		return parse_nothing(p, word->span.start);
	p->bare_condition = false;
	p->height = 0;
	if (parser_at_type(p))
		of = parse_type(p);
	else
		value = parse_expression(p);
	p->bare_condition = bare;
	n = parser_node(p, kind, word->span.start);
	n->query.of = of;
	n->query.value = value;
	if (!p->panic && kind == NODE_OFFSETOF)
		n->query.path = parse_member_path(p);
	if (!p->panic)
		parser_expect(p, TOKEN_PAREN_CLOSE, "')'");
	n->span.end = p->last.end;
	parse_set_height(p, p->height, word->span.start);
	return n;
}

struct node *parse_typeof(struct parser *p)
{
	struct token word = p->token;

	return parse_query(p, &word, NODE_TYPEOF);
}

/* name "(" type | expression ")": a call of a row with what typeof() gives. */
static struct node *parse_query_call(struct parser *p)
{
	struct token word = p->token;
	struct node *asked = parse_typeof(p), *n = parser_node(p, NODE_CALL, word.span.start);

	n->call.name = parser_text(p, &word);
	n->call.name_span = word.span;
	n->call.args = asked;
	n->call.arg_count = 1;
	return n;
}

/* Words that ask something of a type or of an expression that is not evaluated. */
static const struct { const char *word; enum node_kind kind; } queries[] = {
	{ "sizeof", NODE_SIZEOF },
	{ "offsetof", NODE_OFFSETOF },
	{ "typeof", NODE_TYPEOF },
};

/* Statements where an expression stands: they are a level of its tree. */
static struct node *as_value(struct parser *p, struct node *(*parse)(struct parser *p))
{
	uint32_t start = p->token.span.start, outside = p->highest;
	struct node *n;

	p->highest = 0;
	n = parse(p);
	parse_set_height(p, p->highest, start);
	p->highest = MAX_OF(outside, p->height);
	return n;
}

static struct node *parse_word(struct parser *p)
{
	struct token name = p->token;
	const char *text = parser_text(p, &name);
	const struct builtin *row = builtin_find(text, NULL);
	struct node *n;

	for (size_t i = 0; i < ARRAY_SIZE(queries); i++)
		if (token_is_word(&name, queries[i].word))
			return parse_query(p, &name, queries[i].kind);
	if (row && row->flags & BI_QUERY)
		return parse_query_call(p);
	if (token_is_word(&name, "if"))
		return as_value(p, parse_if_value);
	if (parse_is_statement_word(&name)) {
		parser_expected(p, "an expression");
		return parse_nothing(p, name.span.start);
	}
	parser_advance(p);
	if (parser_at(p, TOKEN_PAREN_OPEN))
		return parse_call(p, &name);
	p->height = 1;
	if (token_is_word(&name, "true") || token_is_word(&name, "false")) {
		n = parser_node(p, NODE_BOOL, name.span.start);
		n->integer.value = *name.text == 't';
		return n;
	}
	n = parser_node(p, NODE_NAME, name.span.start);
	n->name.text = text;
	return n;
}

/* "@" name? ("[" expression ("," expression)* "]")? */
static struct node *parse_map(struct parser *p)
{
	struct token name = p->token;
	struct node_list keys = { 0 };
	struct node *n;

	p->height = 0;
	parser_advance(p);
	if (parser_accept(p, TOKEN_BRACKET_OPEN))
		keys = parse_list(p, TOKEN_BRACKET_CLOSE, "',' or ']' in the key");
	n = parser_node(p, NODE_MAP, name.span.start);
	n->map.name = parser_text(p, &name);
	n->map.keys = keys.first;
	n->map.key_count = keys.count;
	parse_set_height(p, p->height, n->span.start);
	return n;
}

static struct node *parse_literal(struct parser *p)
{
	struct token t = p->token;
	struct node *n;

	parser_advance(p);
	p->height = 1;
	if (t.kind == TOKEN_STRING) {
		n = parser_node(p, NODE_STRING, t.span.start);
		n->string.text = t.text;
		n->string.len = t.len;
		return n;
	}
	if (t.kind == TOKEN_VARIABLE) {
		n = parser_node(p, NODE_VARIABLE, t.span.start);
		n->variable.name = parser_text(p, &t);
		return n;
	}
	if (t.kind == TOKEN_POSITIONAL_COUNT)
		return parser_node(p, NODE_POSITIONAL_COUNT, t.span.start);
	n = parser_node(p, t.kind == TOKEN_INT ? NODE_INT : NODE_POSITIONAL, t.span.start);
	n->integer.value = t.value;
	n->integer.is_unsigned = t.is_unsigned;
	n->integer.is_duration = t.is_duration;
	return n;
}

static void check_part_count(struct parser *p, const struct node *n, const char *what)
{
	if (n->list.count > PARSE_PARTS_MAX)
		diag_hint(diag_error(p->compilation->diags, n->span, DIAG_TOO_MANY,
				  "a %s has at most %d parts, not %u", what, PARSE_PARTS_MAX,
				  n->list.count),
			"put some of them together: a part may be a tuple or a record of its own");
}

/* "(" ")" | "(" expression ")" | "(" expression "," ")" | "(" expression ("," expression)+ ")" */
static struct node *parse_tuple(struct parser *p, uint32_t start, struct node *first)
{
	struct node_list items = { 0 };
	uint32_t height = p->height;
	struct node *n;

	node_list_add(&items, first);
	if (!parser_accept(p, TOKEN_PAREN_CLOSE)) {
		struct node_list rest = parse_list(p, TOKEN_PAREN_CLOSE,
						   "',' or ')' in the tuple");

		first->next = rest.first;
		items.count += rest.count;
		height = MAX_OF(height, p->height);
	}
	n = parser_node(p, NODE_TUPLE, start);
	n->list.first = first;
	n->list.count = items.count;
	check_part_count(p, n, "tuple");
	parse_set_height(p, height, start);
	return n;
}

/* The name of a field, which must be new to the record. */
static struct member_name *parse_field_name(struct parser *p, struct strmap *seen)
{
	struct member_name *name = arena_new_object(p->compilation->arena, struct member_name);
	const struct member_name *other;

	name->text = parser_text(p, &p->token);
	name->span = p->token.span;
	other = strmap_get(seen, name->text);
	if (other)
		diag_note(diag_error(p->compilation->diags, name->span, DIAG_REDECLARED,
			      "the record has two fields '%s'", name->text),
			other->span, "this is the other one");
	else
		strmap_put(seen, name->text, name);
	parser_advance(p);
	return name;
}

/* "(" name "=" expression ("," name "=" expression)* ")" */
static struct node *parse_record(struct parser *p, uint32_t start)
{
	struct member_name *names = NULL, **end = &names;
	struct strmap seen = { .arena = p->compilation->arena };
	struct node_list values = { 0 };
	uint32_t height = 0;
	struct node *n;

	do {
		if (!parser_at(p, TOKEN_NAME)) {
			parser_expected(p, "the name of a field");
			break;
		}
		*end = parse_field_name(p, &seen);
		end = &(*end)->next;
		if (!parser_expect(p, TOKEN_ASSIGN, "'=' and the value of the field"))
			break;
		node_list_add(&values, parse_expression(p));
		height = MAX_OF(height, p->height);
	} while (!p->panic && parser_accept(p, TOKEN_COMMA));
	if (!p->panic)
		parser_expect(p, TOKEN_PAREN_CLOSE, "',' or ')' in the record");
	n = parser_node(p, NODE_RECORD, start);
	n->list.first = values.first;
	n->list.count = values.count;
	n->list.names = names;
	check_part_count(p, n, "record");
	parse_set_height(p, height, start);
	return n;
}

static struct node *parse_paren(struct parser *p)
{
	uint32_t start = p->token.span.start;
	bool bare = p->bare_condition;
	struct node *n;

	parser_advance(p);
	if (!bare && parser_accept(p, TOKEN_PAREN_CLOSE)) {
		p->height = 1;
		return parser_node(p, NODE_TUPLE, start);
	}
	p->bare_condition = false;
	if (parser_at(p, TOKEN_NAME) && parser_peek(p).kind == TOKEN_ASSIGN) {
		n = parse_record(p, start);
	} else {
		n = parse_expression(p);
		if (!p->panic && parser_accept(p, TOKEN_COMMA))
			n = parse_tuple(p, start, n);
		else if (!p->panic)
			parser_expect(p, TOKEN_PAREN_CLOSE, "')'");
	}
	p->bare_condition = bare;
	return n;
}

/* Is the block that begins here meant as a value? */
static bool operator_follows_block(const struct parser *p)
{
	struct lexer ahead = p->lexer;
	uint32_t depth = 1;

	ahead.quiet = true;
	while (depth) {
		enum token_kind kind = lexer_next(&ahead).kind;

		if (kind == TOKEN_END)
			return false;
		depth += kind == TOKEN_BRACE_OPEN;
		depth -= kind == TOKEN_BRACE_CLOSE;
	}
	return parse_is_binary_operator(lexer_next(&ahead).kind);
}

/* A '{' where a condition without parentheses has to begin, or goes on. */
static struct node *parse_early_body(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct diag *d = parser_expected(p, "an expression");
	struct node *n;

	if (d)
		diag_hint(d,
			"here '{' begins the body; a block that is a value needs parentheses: ({ ... })");
	if (!d || !operator_follows_block(p))
		return parse_nothing(p, start);
	p->panic = p->bare_condition = false;
	n = as_value(p, parse_block_value);
	p->bare_condition = true;
	return n;
}

struct node *parse_primary(struct parser *p)
{
	uint32_t start = p->token.span.start;
	enum token_kind kind = p->token.kind;

	if (kind == TOKEN_INT || kind == TOKEN_STRING || kind == TOKEN_VARIABLE ||
		kind == TOKEN_POSITIONAL || kind == TOKEN_POSITIONAL_COUNT)
		return parse_literal(p);
	if (kind == TOKEN_NAME)
		return parse_word(p);
	if (kind == TOKEN_MAP)
		return parse_map(p);
	if (kind == TOKEN_PAREN_OPEN)
		return parse_paren(p);
	if (kind == TOKEN_BRACE_OPEN)
		return p->bare_condition ? parse_early_body(p) : as_value(p, parse_block_value);
	parser_expected(p, "an expression");
	return parse_nothing(p, start);
}
