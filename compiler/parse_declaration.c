/* compiler/parse_declaration.c - imports (L6), declarations of maps (L7) and the heads of macros
 * (L8).  Called by parse.c.
 *
 *   import          = "import" string ";"
 *   map declaration = "let" @name "=" kind "(" integer ")" ";"?
 *   macro           = "macro" name "(" (param ("," param)*)? ")" block
 *   param           = $name | @name | name
 */
#include <string.h>

#include "compiler/builtin.h"
#include "compiler/parse.h"
#include "compiler/resolve.h"

#include "runtime/base/util.h"

void parse_import_path(struct parser *p)
{
	struct program *program = p->compilation->program;
	struct token path;
	struct import *i;

	parser_advance(p);
	path = p->token;
	if (!parser_accept(p, TOKEN_STRING)) {
		parser_expected(p, "the path of a file or the name of a package");
		return;
	}
	i = arena_new_object(p->compilation->arena, struct import);
	i->path = parser_text(p, &path);
	i->span = path.span;
	*(program->imports_end ? program->imports_end : &program->imports) = i;
	program->imports_end = &i->next;
}

/* The end of what is typed at the prompt ends an import as it ends an expression, unless lines with
 * '#' stand behind it, which may belong around it. */
static bool ends_typed(const struct parser *p)
{
	const struct source *s = p->lexer.source;
	uint32_t behind = p->last.end - s->start;

	return p->compilation->at_prompt && !p->is_import && parser_at(p, TOKEN_END) &&
		!memchr(s->text + behind, '#', s->len - behind);
}

void parse_import_item(struct parser *p)
{
	parse_import_path(p);
	p->left_open = !p->panic && ends_typed(p);
	if (p->left_open)
		return;
	if (!p->panic)
		parser_expect(p, TOKEN_SEMICOLON, "';' behind the import");
	else if (!p->token.first_on_line)
		parser_recover(p);
}

static const struct {
	const char *name;
	struct map_kind kind;
} map_kinds[] = {
	{ "hash", { .percpu = false, .lru = false } },
	{ "lruhash", { .percpu = false, .lru = true } },
	{ "percpuhash", { .percpu = true, .lru = false } },
	{ "percpulruhash", { .percpu = true, .lru = true } },
};

/* kind, where the current token stands */
static bool parse_map_kind(struct parser *p, struct map_declaration *m)
{
	m->kind_span = p->token.span;
	m->kind_name = parser_text(p, &p->token);
	for (size_t i = 0; i < ARRAY_SIZE(map_kinds); i++)
		if (parser_at_word(p, map_kinds[i].name)) {
			m->kind = map_kinds[i].kind;
			parser_advance(p);
			return true;
		}
	if (!parser_at(p, TOKEN_NAME)) {
		parser_expected(p, "the kind of the map");
		return false;
	}
	diag_hint(diag_error(p->compilation->diags, m->kind_span, DIAG_BAD_DECLARATION,
			  "'%s' is no kind of map", m->kind_name),
		"the kinds are hash, lruhash, percpuhash and percpulruhash");
	parser_advance(p);
	return true;
}

static bool parse_map_limit(struct parser *p, struct map_declaration *m)
{
	if (!parser_expect(p, TOKEN_PAREN_OPEN, "'(' and the number of entries"))
		return false;
	if (!parser_at(p, TOKEN_INT)) {
		parser_expected(p, "the number of entries");
		return false;
	}
	if (p->token.value < 1 || p->token.value > MAP_ENTRIES_MAX)
		diag_error(p->compilation->diags, p->token.span, DIAG_BAD_DECLARATION,
			   "a map has from 1 to %u entries", MAP_ENTRIES_MAX);
	m->limit = (uint32_t)MIN_OF(p->token.value, MAP_ENTRIES_MAX);
	parser_advance(p);
	return parser_expect(p, TOKEN_PAREN_CLOSE, "')'");
}

static void add_map_declaration(struct parser *p, struct map_declaration *m)
{
	struct program *program = p->compilation->program;
	const struct map_declaration *other = strmap_get(&program->declared_maps, m->name);

	if (other) {
		diag_note(diag_error(p->compilation->diags, m->span, DIAG_REDECLARED,
				  "'@%s' is declared twice", m->name),
			other->span, "it is declared here");
		return;
	}
	strmap_put(&program->declared_maps, m->name, m);
	*(program->map_declarations_end ? program->map_declarations_end
					: &program->map_declarations) = m;
	program->map_declarations_end = &m->next;
}

void parse_map_declaration(struct parser *p)
{
	struct map_declaration *m = arena_new_object(p->compilation->arena, struct map_declaration);

	p->between_probes = true;
	parser_advance(p);
	m->span = p->token.span;
	m->name = parser_text(p, &p->token);
	if (!parser_at(p, TOKEN_MAP))
		parser_expected(p, "a map behind 'let'");
	else
		parser_advance(p);
	if (!p->panic && parser_expect(p, TOKEN_ASSIGN, "'=' and the kind of the map") &&
		parse_map_kind(p, m) && parse_map_limit(p, m))
		add_map_declaration(p, m);
	p->between_probes = false;
	if (p->panic)
		parser_recover(p);
	else
		parser_accept(p, TOKEN_SEMICOLON);
}

/* Macros */

/* Words of the grammar (X2) that begin no statement. */
static const char *const keywords[] = {
	"comptime",
	"config",
	"enum",
	"false",
	"fn",
	"macro",
	"offsetof",
	"sizeof",
	"struct",
	"true",
	"typeof",
	"union",
};

void parse_each_keyword(void (*visit)(const char *word, void *arg), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		visit(keywords[i], arg);
	parse_each_statement_word(visit, arg);
}

static bool is_keyword(const struct token *t)
{
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (token_is_word(t, keywords[i]))
			return true;
	return parse_is_statement_word(t);
}

static bool is_reserved(const struct token *t, const char *name)
{
	const struct builtin *b = builtin_find(name, NULL);

	return str_starts(name, "__builtin_") || (b && b->flags & BI_RESERVED) || is_keyword(t);
}

void parse_refuse_reserved(struct parser *p)
{
	const char *name = parser_text(p, &p->token);

	if (parser_at(p, TOKEN_NAME) && is_reserved(&p->token, name))
		diag_error(p->compilation->diags, p->token.span, DIAG_BAD_DECLARATION,
			"'%s' is a reserved name", name);
}

static bool same_param(const struct macro_param *a, const struct macro_param *b)
{
	return a->kind == b->kind && str_eq(a->name, b->name);
}

/* $name, @name or name; false after an error */
static bool parse_macro_param(struct parser *p, struct macro *m, struct macro_param ***end)
{
	static const enum macro_param_kind kinds[TOKEN_COUNT] = { [TOKEN_NAME] = MACRO_EXPRESSION,
		[TOKEN_VARIABLE] = MACRO_VARIABLE,
		[TOKEN_MAP] = MACRO_MAP };
	struct macro_param *param = arena_new_object(p->compilation->arena, struct macro_param);
	struct token t = p->token;

	if (t.kind != TOKEN_NAME && t.kind != TOKEN_VARIABLE && t.kind != TOKEN_MAP) {
		parser_expected(p, "a parameter: $variable, @map or name");
		return false;
	}
	*param = (struct macro_param){
		.name = parser_text(p, &t), .span = t.span, .kind = kinds[t.kind]
	};
	parse_refuse_reserved(p);
	parser_advance(p);
	if (m->param_count++ >= MACRO_PARAMS_MAX)
		return true;
	for (const struct macro_param *other = m->params; other; other = other->next)
		if (same_param(param, other))
			diag_note(diag_error(p->compilation->diags, t.span, DIAG_REDECLARED,
					  "the macro has two parameters '%s'", param->name),
				other->span, "this is the first one");
	**end = param;
	*end = &param->next;
	return true;
}

static void parse_macro_params(struct parser *p, struct macro *m)
{
	struct macro_param **end = &m->params;

	if (!parser_expect(p, TOKEN_PAREN_OPEN, "'(' and the parameters of the macro"))
		return;
	if (parser_accept(p, TOKEN_PAREN_CLOSE))
		return;
	do {
		if (!parse_macro_param(p, m, &end))
			return;
	} while (parser_accept(p, TOKEN_COMMA));
	if (m->param_count > MACRO_PARAMS_MAX)
		diag_hint(diag_error(p->compilation->diags, m->name_span, DIAG_TOO_MANY,
				  "'%s' has %u parameters, there are at most %d", m->name,
				  m->param_count, MACRO_PARAMS_MAX),
			"a record holds several values");
	parser_expect(p, TOKEN_PAREN_CLOSE, "')' behind the parameters");
}

struct macro *parse_macro_head(struct parser *p)
{
	struct macro *m = arena_new_object(p->compilation->arena, struct macro);
	struct program *program = p->compilation->program;
	struct macro **end = program->macros_end ? program->macros_end : &program->macros;

	parser_advance(p);
	m->name = parser_text(p, &p->token);
	m->name_span = m->span = p->token.span;
	m->is_builtin = p->is_package;
	parse_refuse_reserved(p);
	parser_advance(p);
	parse_macro_params(p, m);
	if (p->panic)
		return NULL;
	while (*end)
		end = &(*end)->next;
	*end = m;
	program->macros_end = end;
	return m;
}
