/* compiler/parse_function.c - functions of the script (language.md 9.2).  Called by parse.c.
 *
 *   fn         = "fn" name "(" (parameter ("," parameter)*)? ")" ":" type block
 *   parameter  = $name ":" type
 */
#include "compiler/parse.h"

/* A parameter is a declaration whose value comes with the call. */
static struct node *parse_parameter(struct parser *p)
{
	struct token name = p->token;
	struct node *n, *variable;
	struct type_name *type = NULL;

	if (!parser_at(p, TOKEN_VARIABLE)) {
		parser_expected(p, "a parameter: $name : type");
		return NULL;
	}
	parser_advance(p);
	variable = parser_node(p, NODE_VARIABLE, name.span.start);
	variable->variable.name = parser_text(p, &name);
	if (parser_expect(p, TOKEN_COLON, "':' and the type of the parameter"))
		type = parse_type(p);
	n = parser_node(p, NODE_LET, name.span.start);
	n->let.variable = variable;
	n->let.type = type;
	return p->panic ? NULL : n;
}

static void parse_parameters(struct parser *p, struct function *f)
{
	struct node_list list = { 0 };
	struct node *n;

	parser_expect(p, TOKEN_PAREN_OPEN, "'(' and the parameters");
	while (!p->panic && !parser_at(p, TOKEN_PAREN_CLOSE)) {
		n = parse_parameter(p);
		if (n)
			node_list_add(&list, n);
		if (!parser_accept(p, TOKEN_COMMA))
			break;
	}
	parser_expect(p, TOKEN_PAREN_CLOSE, "')' behind the parameters");
	f->params = list.first;
	f->param_count = list.count;
	if (f->param_count > FUNCTION_PARAMS_MAX)
		diag_hint(diag_error(p->compilation->diags, f->name_span, DIAG_TOO_MANY,
				  "'%s' has %u parameters, there are at most %d", f->name,
				  f->param_count, FUNCTION_PARAMS_MAX),
			"a tuple holds several values");
}

static void parse_head(struct parser *p, struct function *f)
{
	struct diag *d;

	parser_advance(p);
	f->name_span = p->token.span;
	f->name = parser_text(p, &p->token);
	parse_refuse_reserved(p);
	parser_advance(p);
	parse_parameters(p, f);
	if (!p->panic && !parser_at(p, TOKEN_COLON)) {
		d = parser_missing(p, "':' and the type of the result");
		if (d)
			diag_hint(d, "': void' when it has none");
	}
	if (!p->panic && parser_accept(p, TOKEN_COLON))
		f->result_name = parse_type(p);
	if (!p->panic && !parser_at(p, TOKEN_BRACE_OPEN))
		parser_missing(p, "'{' and the statements of the function");
}

void parse_fn(struct parser *p)
{
	struct program *program = p->compilation->program;
	struct probe_node *code = arena_new_object(p->compilation->arena, struct probe_node),
			  **end = program->functions_end ? program->functions_end
							 : &program->functions;
	struct function *f = arena_new_object(p->compilation->arena, struct function);
	bool good;

	code->span = p->token.span;
	code->function = f;
	f->code = code;
	parse_head(p, f);
	good = !p->panic;
	if (p->panic && !parser_skip_to_body(p))
		return;
	p->panic = false;
	code->body = parse_block(p);
	code->span.end = p->token.span.end;
	while (*end)
		end = &(*end)->next;
	if (good)
		*end = code;
	program->functions_end = end;
}
