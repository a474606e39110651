/* compiler/parse_expression.c - expressions (language.md chapter 4).  Called by the other files of
 * the parser.
 *
 *   expression = binary ("?" expression? ":" expression)?
 *   binary     = unary (operator unary)*            by the levels of binary_operators[]
 *   unary      = ("-" | "!" | "~" | "++" | "--" | "*" | "&" | cast | "comptime") unary | postfix
 *   postfix    = primary ("." name | "->" name | "[" expression "]" | "++" | "--")*
 *   primary    = number | string | $name | @name keys? | $1 | $# | name | name "(" arguments ")"
 *              | "(" expression ")" | tuple | record | "if" ... | "{" ... "}"
 */
#include <string.h>

#include "compiler/builtin.h"
#include "compiler/parse.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

static const struct {
	enum operator op;
	uint8_t level;          /* 0: no binary operator */
} binary_operators[TOKEN_COUNT] = {
	[TOKEN_LOGICAL_OR] = { OP_LOGICAL_OR, 1 }, [TOKEN_LOGICAL_AND] = { OP_LOGICAL_AND, 2 },
	[TOKEN_OR] = { OP_OR, 3 }, [TOKEN_XOR] = { OP_XOR, 4 }, [TOKEN_AND] = { OP_AND, 5 },
	[TOKEN_EQ] = { OP_EQ, 6 }, [TOKEN_NE] = { OP_NE, 6 },
	[TOKEN_LT] = { OP_LT, 7 }, [TOKEN_GT] = { OP_GT, 7 },
	[TOKEN_LE] = { OP_LE, 7 }, [TOKEN_GE] = { OP_GE, 7 },
	[TOKEN_SHL] = { OP_SHL, 8 }, [TOKEN_SHR] = { OP_SHR, 8 },
	[TOKEN_PLUS] = { OP_ADD, 9 }, [TOKEN_MINUS] = { OP_SUB, 9 },
	[TOKEN_STAR] = { OP_MUL, 10 }, [TOKEN_SLASH] = { OP_DIV, 10 },
	[TOKEN_PERCENT] = { OP_MOD, 10 },
};

static struct node *parse_unary(struct parser *p);

/* What an error leaves in the tree; nobody looks at it, because the passes stop here. */
static struct node *nothing(struct parser *p, uint32_t start)
{
	p->height = 1;
	return parser_node(p, NODE_INT, start);
}

/* The tree just made is one higher than its highest part. */
static void set_height(struct parser *p, uint32_t of_parts, uint32_t start)
{
	p->height = of_parts + 1;
	p->highest = MAX_OF(p->highest, p->height);
	if (p->height <= PARSE_HEIGHT_MAX)
		return;
	if (!p->panic)
		diag_hint(diag_error(p->compilation->diags, (struct span){ start, p->last.end },
				  DIAG_TOO_DEEP,
				  "expression is too long: more than %d operators in a row",
				  PARSE_HEIGHT_MAX),
			"put a part into a variable first");
	p->panic = true;
	p->height = 1;
}

/* Expressions between commas up to the closing bracket, which is gone over.  Inside brackets a '{'
 * opens no body. */
static struct node_list parse_list(struct parser *p, enum token_kind close, const char *what)
{
	bool bare = p->bare_condition;
	struct node_list list = { 0 };
	uint32_t height = 0;

	p->bare_condition = false;
	do {
		node_list_add(&list, parse_expression(p));
		height = MAX_OF(height, p->height);
	} while (!p->panic && parser_accept(p, TOKEN_COMMA));
	p->bare_condition = bare;
	p->height = height;
	if (!p->panic)
		parser_expect(p, close, what);
	return list;
}

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
	set_height(p, p->height, n->span.start);
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
		return nothing(p, word->span.start);
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
	set_height(p, p->height, word->span.start);
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
	set_height(p, p->highest, start);
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
		return nothing(p, name.span.start);
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
	set_height(p, p->height, n->span.start);
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
	set_height(p, height, start);
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
	set_height(p, height, start);
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
	return binary_operators[lexer_next(&ahead).kind].level;
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
		return nothing(p, start);
	p->panic = p->bare_condition = false;
	n = as_value(p, parse_block_value);
	p->bare_condition = true;
	return n;
}

static struct node *parse_primary(struct parser *p)
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
	return nothing(p, start);
}

void parse_check_target(struct parser *p, const struct node *target)
{
	if (p->panic || target->kind == NODE_VARIABLE || target->kind == NODE_MAP ||
		thread_variable_name(target))
		return;

	struct diag *d = diag_error(p->compilation->diags, target->span, DIAG_NOT_ASSIGNABLE,
					"%s cannot be changed",
					target->kind == NODE_FIELD ? "a field" :
					target->kind == NODE_INDEX ? "an element" :
					target->kind == NODE_NAME ? "a name without '$' or '@'" :
					"a value");

	if (target->kind == NODE_NAME && strlen(target->name.text) <= 32)
		diag_hint(d, "variables are written $%s, maps @%s", target->name.text,
			  target->name.text);
	else
		diag_hint(d, "only variables ($x) and maps (@x, @x[key]) can");
}

/* ("." | "->") name */
static struct node *parse_field(struct parser *p, uint32_t start, struct node *object)
{
	struct node *n;

	parser_advance(p);
	if (!parser_at(p, TOKEN_NAME)) {
		parser_expected(p, "the name of a field");
		return object;
	}

	struct token name = p->token;

	parser_advance(p);
	n = parser_node(p, NODE_FIELD, start);
	n->field.object = object;
	n->field.name = parser_text(p, &name);
	n->field.name_span = name.span;
	return n;
}

static struct node *parse_step(struct parser *p, uint32_t start, struct node *target, bool prefix)
{
	struct node *n;

	parse_check_target(p, target);
	n = parser_node(p, NODE_STEP, start);
	n->step.target = target;
	n->step.prefix = prefix;
	return n;
}

/* Everything that may stand behind a primary. */
static struct node *parse_postfix(struct parser *p)
{
	uint32_t start = p->token.span.start;
	struct node *n = parse_primary(p), *object;

	while (!p->panic) {
		uint32_t height = p->height;

		if (parser_at(p, TOKEN_DOT) || parser_at(p, TOKEN_ARROW)) {
			n = parse_field(p, start, n);
		} else if (parser_accept(p, TOKEN_BRACKET_OPEN)) {
			object = n;
			struct node_list at = parse_list(p, TOKEN_BRACKET_CLOSE, "']'");

			n = parser_node(p, NODE_INDEX, start);
			n->index.object = object;
			n->index.at = at.first;
			height = MAX_OF(height, p->height);
			if (at.count > 1)
				diag_error(p->compilation->diags, at.first->next->span,
					   DIAG_EXPECTED, "expected ']' behind one index");
		} else if (parser_at(p, TOKEN_INCREMENT) || parser_at(p, TOKEN_DECREMENT)) {
			bool down = parser_at(p, TOKEN_DECREMENT);

			parser_advance(p);
			n = parse_step(p, start, n, false);
			n->step.down = down;
		} else {
			break;
		}
		set_height(p, height, start);
	}
	return n;
}

static const struct { enum operator op; } prefix_operators[TOKEN_COUNT] = {
	[TOKEN_MINUS] = { OP_NEGATE }, [TOKEN_NOT] = { OP_NOT },
	[TOKEN_COMPLEMENT] = { OP_COMPLEMENT },
};

static struct node *parse_prefix(struct parser *p)
{
	struct token t = p->token;
	struct node *n, *operand;

	if (parser_at(p, TOKEN_AND) || parser_at_word(p, "comptime")) {
		parser_advance(p);
		operand = parse_unary(p);
		n = parser_node(
			p, t.kind == TOKEN_AND ? NODE_ADDRESS : NODE_COMPTIME, t.span.start);
		n->unary.operand = operand;
	} else if (parser_at(p, TOKEN_PAREN_OPEN) && parser_at_cast(p)) {
		struct type_name *to = parse_cast_type(p);

		operand = parse_unary(p);
		n = parser_node(p, NODE_CAST, t.span.start);
		n->cast.to = to;
		n->cast.operand = operand;
	} else if (parser_accept(p, TOKEN_STAR)) {
		operand = parse_unary(p);
		n = parser_node(p, NODE_DEREF, t.span.start);
		n->unary.operand = operand;
	} else if (parser_at(p, TOKEN_INCREMENT) || parser_at(p, TOKEN_DECREMENT)) {
		parser_advance(p);
		operand = parse_unary(p);
		n = parse_step(p, t.span.start, operand, true);
		n->step.down = t.kind == TOKEN_DECREMENT;
	} else if (prefix_operators[t.kind].op) {
		parser_advance(p);
		operand = parse_unary(p);
		n = parser_node(p, NODE_UNARY, t.span.start);
		n->unary.op = prefix_operators[t.kind].op;
		n->unary.operand = operand;
	} else {
		return parse_postfix(p);
	}
	set_height(p, p->height, t.span.start);
	return n;
}

static struct node *parse_unary(struct parser *p)
{
	struct node *n;

	if (!parser_enter(p))
		return nothing(p, p->token.span.start);
	n = parse_prefix(p);
	parser_leave(p);
	return n;
}

static struct node *parse_binary(struct parser *p, unsigned level)
{
	uint32_t start = p->token.span.start;
	struct node *n = parse_unary(p);

	while (!p->panic) {
		enum token_kind kind = p->token.kind;
		uint32_t height = p->height;
		struct node *left = n, *right;

		if (!binary_operators[kind].level || binary_operators[kind].level < level)
			break;
		parser_advance(p);
		right = parse_binary(p, binary_operators[kind].level + 1u);
		n = parser_node(p, NODE_BINARY, start);
		n->binary.op = binary_operators[kind].op;
		n->binary.left = left;
		n->binary.right = right;
		set_height(p, MAX_OF(height, p->height), start);
	}
	return n;
}

struct node *parse_expression(struct parser *p)
{
	uint32_t start = p->token.span.start, height;
	struct node *cond = parse_binary(p, 1), *then = NULL, *other, *n;

	height = p->height;
	if (p->panic || !parser_accept(p, TOKEN_QUESTION))
		return cond;
	if (!parser_enter(p))
		return cond;
	if (!parser_at(p, TOKEN_COLON)) {
		then = parse_expression(p);
		height = MAX_OF(height, p->height);
	}
	if (!p->panic)
		parser_expect(p, TOKEN_COLON, "':' and the other value behind '?'");
	other = p->panic ? cond : parse_expression(p);
	parser_leave(p);
	n = parser_node(p, NODE_TERNARY, start);
	n->ternary.cond = cond;
	n->ternary.then = then;
	n->ternary.other = other;
	set_height(p, MAX_OF(height, p->height), start);
	return n;
}
