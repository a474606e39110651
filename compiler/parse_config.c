/* compiler/parse_config.c - the config block (L5).  Called by parse.c; the config pass knows the
 * keys.
 *
 *   config = "config" "=" "{" (entry (";" entry)* ";"?)? "}" ";"?
 *   entry  = name "=" (integer | string | name)
 */
#include "compiler/parse.h"

static bool parse_value(struct parser *p, struct config_entry *e)
{
	struct arena *a = p->compilation->arena;

	e->value_span = p->token.span;
	if (parser_at(p, TOKEN_INT)) {
		e->form = CONFIG_IS_INTEGER;
		e->value = arena_printf(a, "%llu", (unsigned long long)p->token.value);
	} else if (parser_at(p, TOKEN_NAME)) {
		e->form = CONFIG_IS_WORD;
		e->value = parser_text(p, &p->token);
	} else if (parser_at(p, TOKEN_STRING)) {
		e->form = CONFIG_IS_STRING;
		e->value = parser_text(p, &p->token);
	} else {
		parser_expected(p, "a number, a string or a word");
		return false;
	}
	parser_advance(p);
	return true;
}

/* name "=" value; NULL after an error. */
static struct config_entry *parse_entry(struct parser *p)
{
	struct config_entry *e = arena_new_object(p->compilation->arena, struct config_entry);
	struct token name = p->token;

	if (!parser_at(p, TOKEN_NAME)) {
		parser_expected(p, "the name of a config key");
		return NULL;
	}
	parser_advance(p);
	e->key = parser_text(p, &name);
	e->key_span = name.span;
	return parser_expect(p, TOKEN_ASSIGN, "'=' and a value") && parse_value(p, e) ? e : NULL;
}

/* Report a second block; the entries of both count. */
static void note_block(struct parser *p)
{
	struct program *program = p->compilation->program;

	if (p->is_import) {
		diag_hint(diag_error(p->compilation->diags, p->token.span, DIAG_MISPLACED,
				  "'config' may not stand in an imported file"),
			"it belongs to the script that imports it");
		return;
	}
	if (program->config_span.start == UINT32_MAX) {
		program->config_span = p->token.span;
		return;
	}
	diag_note(diag_error(p->compilation->diags, p->token.span, DIAG_REDECLARED,
			     "a script has one 'config' block"),
		  program->config_span, "this is the first one");
}

static void parse_entries(struct parser *p)
{
	struct config_entry **end = &p->compilation->program->config;

	while (*end)
		end = &(*end)->next;
	while (!parser_at(p, TOKEN_BRACE_CLOSE) && !parser_at(p, TOKEN_END) &&
		!parser_at_probe(p)) {
		if (parser_accept(p, TOKEN_SEMICOLON))
			continue;
		*end = parse_entry(p);
		if (*end)
			end = &(*end)->next;
		if (!p->panic && !parser_at(p, TOKEN_BRACE_CLOSE) &&
			!parser_accept(p, TOKEN_SEMICOLON))
			parser_missing(p, "';' behind the value");
		if (p->panic)
			parser_recover(p);
	}
}

void parse_config(struct parser *p)
{
	struct span open;

	note_block(p);
	parser_advance(p);
	parser_accept(p, TOKEN_ASSIGN);
	open = p->token.span;
	parser_advance(p);
	p->between_probes = true;
	parse_entries(p);
	p->between_probes = false;
	if (parser_accept(p, TOKEN_BRACE_CLOSE)) {
		parser_accept(p, TOKEN_SEMICOLON);
		return;
	}
	struct diag *d = parser_missing(p, "'}'");

	if (d)
		diag_note(d, open, "this is the '{' that it closes");
}
