/* compiler/parse_declaration.c - declarations of maps (L7).  Called by parse.c.
 *
 *   map declaration = "let" @name "=" kind "(" integer ")" ";"?
 */
#include "compiler/parse.h"

#include "runtime/base/util.h"

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
	diag_hint(diag_error(p->compilation->diags, m->kind_span, DIAG_BAD_DECLARATION, "'%s' is no kind of map", m->kind_name),
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
	struct map_declaration **end = &p->compilation->program->map_declarations;

	for (; *end; end = &(*end)->next)
		if (str_eq((*end)->name, m->name)) {
			diag_note(diag_error(p->compilation->diags, m->span, DIAG_REDECLARED, "'@%s' is declared twice", m->name),
				  (*end)->span, "it is declared here");
			return;
		}
	*end = m;
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
	if (!p->panic && parser_expect(p, TOKEN_ASSIGN, "'=' and the kind of the map") && parse_map_kind(p, m) && parse_map_limit(p, m))
		add_map_declaration(p, m);
	p->between_probes = false;
	if (p->panic)
		parser_recover(p);
	else
		parser_accept(p, TOKEN_SEMICOLON);
}
