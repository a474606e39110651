/* compiler/parse_expression.c - operators and what they join (language.md chapter 4).  Called by
 * the other files of the parser.
 *
 *   expression = binary ("?" expression? ":" expression)?
 *   binary     = unary (operator unary)*            by the levels of binary_operators[]
 *   unary      = ("-" | "!" | "~" | "++" | "--" | "*" | "&" | cast | "comptime") unary | postfix
 *   postfix    = primary ("." name | "->" name | "[" expression "]" | "++" | "--")*
 *   primary    see compiler/parse_primary.c
 */
#include <string.h>

#include "compiler/parse.h"
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

bool parse_is_binary_operator(enum token_kind kind)
{
	return binary_operators[kind].level;
}

struct node *parse_nothing(struct parser *p, uint32_t start)
{
	p->height = 1;
	return parser_node(p, NODE_INT, start);
}

void parse_set_height(struct parser *p, uint32_t of_parts, uint32_t start)
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

struct node_list parse_list(struct parser *p, enum token_kind close, const char *what)
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
		parse_set_height(p, height, start);
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
	parse_set_height(p, p->height, t.span.start);
	return n;
}

static struct node *parse_unary(struct parser *p)
{
	struct node *n;

	if (!parser_enter(p))
		return parse_nothing(p, p->token.span.start);
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
		parse_set_height(p, MAX_OF(height, p->height), start);
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
	parse_set_height(p, MAX_OF(height, p->height), start);
	return n;
}
