/* compiler/prompt.c - texts of the prompt: tells programs, statements and expressions apart, and
 * makes a program of the latter two.  In the place of the parse pass where the request says that a
 * person typed the text. */
#include "compiler/prompt.h"

#include "compiler/builtin.h"
#include "compiler/import.h"
#include "compiler/parse.h"
#include "runtime/base/util.h"

/* How a reading of the text went. */
struct reading {
	bool good;
	bool unfinished;        /* all is well so far, and there has to be more */
	uint32_t wrong;         /* where the first mistake is */
	struct compilation *as; /* what came of it */
	struct node *body;      /* read as statements */
};

/* Brackets that are open at the end of the text: what tells whether a definition in C is
 * complete. */
static bool has_open_bracket(struct compilation *c, const struct source *s)
{
	struct lexer l;
	int64_t depth = 0;

	lexer_start(&l, s, c->arena, c->diags);
	l.quiet = true;
	for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l)) {
		depth += t.kind == TOKEN_BRACE_OPEN || t.kind == TOKEN_PAREN_OPEN ||
			t.kind == TOKEN_BRACKET_OPEN;
		depth -= t.kind == TOKEN_BRACE_CLOSE || t.kind == TOKEN_PAREN_CLOSE ||
			t.kind == TOKEN_BRACKET_CLOSE;
	}
	return depth > 0;
}

static bool is_unfinished(struct compilation *c, enum diag_id first)
{
	if (first == DIAG_C_DEFINITION)
		return has_open_bracket(c, &c->sources.items[0]);
	return c->ends_early || first == DIAG_UNTERMINATED_COMMENT;
}

/* The text as the statements of a body, beside a program of nothing. */
static struct node *read_body(struct compilation *c)
{
	struct source *script = &c->sources.items[0], whole = *script;

	*script = (struct source){ .name = "", .text = "" };
	parse_program(c);
	*script = whole;
	return parse_typed(c, script);
}

/* Read without saying anything, and without a trace in the compilation. */
static struct reading try_reading(const struct compilation *of, bool as_program)
{
	struct compilation *c = arena_memdup(of->arena, of, sizeof(*of));
	struct span where = { UINT32_MAX, UINT32_MAX };
	struct reading r = { .as = c };

	c->diags = diags_new(c->arena);
	diags_set_sources(c->diags, &c->sources);
	if (as_program)
		parse_program(c);
	else
		r.body = read_body(c);
	r.good = !diags_have_errors(c->diags);
	if (!r.good)
		r.unfinished = is_unfinished(c, diags_first_error(c->diags, &where));
	r.wrong = where.start;
	return r;
}

/* A name that is a whole attach point: its braces are to come. */
static bool is_lone_probe(const struct node *n)
{
	const struct provider *p = n->kind == NODE_NAME ? provider_find(n->name.text) : NULL;

	return p && p->flags & PROVIDER_ALONE && !builtin_find(n->name.text, NULL);
}

/* A call of what gives no value, and what is done for its effect. */
static bool is_deed(struct compilation *c, const struct node *n)
{
	const struct builtin *b = n->kind == NODE_CALL ? builtin_find(n->call.name, NULL) : NULL;
	struct builtin_signature signature;

	if (n->kind == NODE_STEP)
		return true;
	if (!b)
		return false;
	builtin_signature(b, c->arena, &signature);
	return signature.result == &type_void || b->flags & BI_ASYNC;
}

/* The expression that a body is; NULL when it is more, or something else. */
static struct node *lone_expression(const struct node *body)
{
	struct node *n = body->list.count == 1 ? body->list.first : NULL;

	return n && n->kind == NODE_EXPRESSION && !n->expression.on_purpose && body->list.has_tail
		? n->expression.value
		: NULL;
}

/* What is imported may have probes, which are to run. */
static bool imports_probes(struct compilation *read)
{
	config_pass(read);
	if (!diags_have_errors(read->diags))
		import_pass(read);
	return read->program->probes;
}

/* Of what was read as a program, with success. */
static enum prompt_form form_of_program(struct compilation *read)
{
	if (!prompt_is_definitions(read))
		return read->program->items ? PROMPT_PROGRAM : PROMPT_EMPTY;
	return read->program->imports && imports_probes(read) ? PROMPT_PROGRAM : PROMPT_DEFINITIONS;
}

static enum prompt_form form_of(struct compilation *c, struct buffer *definitions)
{
	struct reading program = try_reading(c, true), body = { 0 };
	struct node *value;

	if (definitions)
		prompt_write_definitions(program.as, definitions);
	if (program.good)
		return form_of_program(program.as);
	body = try_reading(c, false);
	if (body.good) {
		value = lone_expression(body.body);
		if (value && is_lone_probe(value))
			return PROMPT_UNFINISHED;
		return value && !is_deed(c, value) ? PROMPT_EXPRESSION : PROMPT_STATEMENTS;
	}
	/* the reading that gets further is what was meant */
	if (program.unfinished || body.unfinished)
		return PROMPT_UNFINISHED;
	return body.wrong > program.wrong ? PROMPT_STATEMENTS : PROMPT_PROGRAM;
}

/* Looks for the row that prints whatever there is. */
struct printer {
	struct arena *arena;
	const struct builtin *row;
};

static void visit_printer(const struct builtin *b, void *arg)
{
	struct builtin_signature signature;
	struct printer *p = arg;

	if (!(b->flags & BI_PRINTS_MAP))
		return;
	builtin_signature(b, p->arena, &signature);
	if (signature.params[0].kind == PARAM_ANY)
		p->row = b;
}

/* A statement that shows the value; the type of it is asked for without. */
static struct node *shown(struct compilation *c, struct node *value)
{
	struct node *statement = arena_new_object(c->arena, struct node), *call;
	struct printer printer = { .arena = c->arena };

	statement->kind = NODE_EXPRESSION;
	statement->span = value->span;
	statement->expression.value = value;
	statement->expression.on_purpose = true;
	if (c->goal == GOAL_TYPE)
		return statement;
	builtin_each(visit_printer, &printer);
	call = arena_new_object(c->arena, struct node);
	call->kind = NODE_CALL;
	call->span = value->span;
	call->call.name = printer.row->name;
	call->call.name_span = value->span;
	call->call.args = value;
	call->call.arg_count = 1;
	statement->expression.value = call;
	return statement;
}

/* A program of one probe that runs the body once. */
static void make_program(struct compilation *c, struct node *body)
{
	struct probe_node *probe = arena_new_object(c->arena, struct probe_node);
	struct attach_node *attach = arena_new_object(c->arena, struct attach_node);

	attach->text = "begin";
	attach->is_given = true;
	attach->span = body->span;
	probe->attach = attach;
	probe->span = body->span;
	probe->body = body;
	c->program->probes = probe;
}

void prompt_parse(struct compilation *c)
{
	enum prompt_form form = form_of(c, NULL);
	struct node *body;

	if (form < PROMPT_STATEMENTS) {
		parse_program(c);
		return;
	}
	body = read_body(c);
	if (form == PROMPT_EXPRESSION && !diags_have_errors(c->diags)) {
		c->typed = lone_expression(body);
		body->list.first = shown(c, c->typed);
	}
	make_program(c, body);
}

void prompt_write_form(struct compilation *c)
{
	static const char *const words[] = {
#define PROMPT_FORM_WORD(id, word) [PROMPT_##id] = word,
		PROMPT_FORM_LIST(PROMPT_FORM_WORD)
#undef PROMPT_FORM_WORD
	};

	struct buffer definitions = { 0 };
	enum prompt_form form = form_of(c, &definitions);

	buffer_printf(&c->image, "%s\n%s", words[form],
		form == PROMPT_DEFINITIONS || form == PROMPT_PROGRAM ? buffer_text(&definitions)
			: "");
	buffer_free(&definitions);
}

void prompt_write_type(struct compilation *c)
{
	if (c->typed && c->typed->type)
		buffer_printf(&c->image, "%s\n", type_text(c->arena, c->typed->type));
	else
		diag_error(c->diags, SPAN_NONE, DIAG_EXPECTED,
			"expected an expression: only that has a type");
}
