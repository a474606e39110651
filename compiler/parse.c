/* compiler/parse.c - the parse pass: sources to a program of probes.  This file has the top level
 * (attach points, predicates, definitions); parse_statement.c the bodies,
 * parse_expression.c the expressions, parse_state.c tokens and recovery.  Called by the driver
 * first; nodes live in the compilation's arena.
 *
 *   program  = shebang? item*
 *   item     = probe | config | import | macro | fn | map declaration | C definition
 *   probe    = attach ("," attach)* ","? ("/" expression "/")? "{" statements "}"
 *   attach   = (name "=")? raw text
 */
#include <string.h>

#include "compiler/c_script.h"
#include "compiler/parse.h"
#include "compiler/prompt.h"
#include "runtime/base/util.h"

/* Sections of a script in the order they must stand (L1). */
enum section { SECTION_DEFINITIONS, SECTION_SETUP, SECTION_PROBES };

struct item {
	const char *word;
	enum token_kind next[4];        /* what follows when it is not the name of a probe */
	enum section section;
	void (*parse)(struct parser *p);        /* from the word on */
};

static uint32_t parser_offset(const struct parser *p)
{
	return p->lexer.source->start + p->lexer.at;
}

static int parser_byte(const struct parser *p)
{
	const struct source *s = p->lexer.source;

	return p->lexer.at < s->len ? (unsigned char)s->text[p->lexer.at] : -1;
}

/* Back to raw text: the current token has not been used. */
static void release_token(struct parser *p)
{
	p->lexer.at = p->token.span.start - p->lexer.source->start;
	p->lexer.last = TOKEN_END;
	p->lexer.in_predicate = false;
	p->lexer.cut_off = false;
	p->panic = false;
}

/* Behind the '}' of a body comes raw text, so that no token may be read there. */
static void use_closing_brace(struct parser *p)
{
	if (parser_at(p, TOKEN_BRACE_CLOSE)) {
		p->last = p->token.span;
		p->token.span.start = p->token.span.end;
	}
}

/* Over something that is not a probe, to a place where a probe may begin: the end of a block, a
 * ';', or a line that begins one. */
static void skip_item(struct parser *p)
{
	uint32_t begin = p->lexer.at;

	p->lexer.quiet = true;
	parser_advance(p);
	while (!parser_at(p, TOKEN_END)) {
		if (p->token.span.start > p->lexer.source->start + begin && parser_at_probe(p))
			break;
		if (parser_at(p, TOKEN_BRACE_OPEN)) {
			parser_skip_balanced(p);
			break;
		}
		if (parser_at(p, TOKEN_SEMICOLON) || parser_at(p, TOKEN_BRACE_CLOSE)) {
			parser_advance(p);
			break;
		}
		parser_advance(p);
	}
	p->lexer.quiet = false;
}

/* struct, union, enum, typedef: another language, which the C part reads */
static void parse_definition(struct parser *p)
{
	const struct source *s = p->lexer.source;

	p->lexer.quiet = false;
	p->lexer.at = c_script_definition(p->lexer.c, p->token.span.start - s->start);
	p->last = (struct span){ s->start + p->lexer.at, s->start + p->lexer.at };
	p->token.span = p->last;
}

static void parse_function_item(struct parser *p)
{
	parse_fn(p);
	use_closing_brace(p);
}

#define C_DEFINITION(name) { .word = name, .next = { TOKEN_NAME, TOKEN_BRACE_OPEN }, \
	.section = SECTION_DEFINITIONS, .parse = parse_definition }

/* macro name(params) { statements } */
static void parse_macro(struct parser *p)
{
	struct macro *m = parse_macro_head(p);

	p->in_macro = true;
	if (p->panic && parser_skip_to_body(p)) {
		p->panic = false;
		m = NULL;
	}
	if (!p->panic && parser_at(p, TOKEN_BRACE_OPEN)) {
		struct node *body = parse_block(p);

		if (m) {
			m->span.end = body->span.end;
			m->body = block_value(body);
		}
		use_closing_brace(p);
	} else if (!p->panic) {
		parser_missing(p, "'{' and the statements of the macro");
		if (!p->token.first_on_line)
			parser_recover(p);
	}
	p->in_macro = false;
}

static const struct item items[] = {
	C_DEFINITION("struct"),
	C_DEFINITION("union"),
	C_DEFINITION("enum"),
	C_DEFINITION("typedef"),
	C_DEFINITION("static"),
	C_DEFINITION("extern"),
	C_DEFINITION("inline"),
	{
		.word = "config",
		.next = { TOKEN_BRACE_OPEN },
		.section = SECTION_SETUP,
		.parse = parse_config,
	},
	{
		.word = "import",
		.next = { TOKEN_STRING, TOKEN_BAD, TOKEN_INT, TOKEN_NAME },
		.section = SECTION_SETUP,
		.parse = parse_import_item,
	},
	{
		.word = "macro",
		.next = { TOKEN_NAME },
		.section = SECTION_PROBES,
		.parse = parse_macro,
	},
	{
		.word = "fn",
		.next = { TOKEN_NAME },
		.section = SECTION_PROBES,
		.parse = parse_function_item,
	},
	{
		.word = "let",
		.next = { TOKEN_MAP, TOKEN_VARIABLE },
		.section = SECTION_PROBES,
		.parse = parse_map_declaration,
	},
};

/* The row of what begins here, or NULL: then it is an attach point. */
static const struct item *find_item(const struct parser *p)
{
	struct lexer ahead = p->lexer;

	ahead.quiet = true;
	struct token word = lexer_next(&ahead), next;

	/* right behind a name it is a part of an attach point, as any other character */
	if (ahead.at < ahead.source->len && ahead.source->text[ahead.at] == '#')
		return NULL;
	next = lexer_next(&ahead);
	/* config=kprobe:f is a named probe */
	if (next.kind == TOKEN_ASSIGN)
		next = lexer_next(&ahead);
	for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
		if (!token_is_word(&word, items[i].word))
			continue;
		for (size_t k = 0; k < ARRAY_SIZE(items[i].next); k++)
			if (items[i].next[k] == next.kind && next.kind != TOKEN_END)
				return &items[i];
	}
	return NULL;
}

bool parse_at_item(const struct lexer *l, bool *is_config)
{
	struct parser p = { .lexer = *l };
	const struct item *item = find_item(&p);

	*is_config = item && item->parse == parse_config;
	return item != NULL;
}

static void parse_item(struct parser *p, const struct item *item, enum section *section)
{
	parser_advance(p);
	if (item->section < *section)
		diag_error(p->compilation->diags, p->token.span, DIAG_MISPLACED,
			   "'%s' must stand in front of %s", item->word,
			   *section == SECTION_PROBES ? "the first probe" :
			   "'config' and 'import'");
	item->parse(p);
	*section = MAX_OF(*section, item->section);
}

/* What stands where a probe should: one message that fits. */
static void parse_misplaced(struct parser *p)
{
	struct lexer ahead = p->lexer;

	ahead.quiet = true;
	struct token t = lexer_next(&ahead), next = lexer_next(&ahead);

	if (t.kind == TOKEN_MAP || t.kind == TOKEN_VARIABLE || t.kind == TOKEN_NAME) {
		struct diag *d = diag_error(p->compilation->diags, t.span, DIAG_MISPLACED,
						"statements must stand in the braces of a probe");

		if (t.kind == TOKEN_NAME && next.kind != TOKEN_PAREN_OPEN)
			diag_hint(d, "a probe looks like this: begin { %.*s ... }",
				  (int)MIN_OF(t.len, 32u), t.text);
		else
			diag_hint(d, "to run it once, write begin { ... } around it");
		skip_item(p);
		return;
	}
	parser_advance(p);
	p->between_probes = true;
	parser_expected(p, "a probe");
	p->between_probes = false;
	if (parser_at(p, TOKEN_BRACE_OPEN)) {
		release_token(p);
		skip_item(p);
		return;
	}
	p->lexer.quiet = true;
	parser_advance(p);
	p->lexer.quiet = false;
}

/* Can an attach point begin with this byte?  A wildcard may stand for the provider. */
static bool begins_attach(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c >= 0x80 || (c > 0 && strchr("_*?[\"$", c));
}

/* Is the raw text the beginning of a statement: a call or a word like 'if'?  Looks no further than
 * an attach point would go, so that a long line is not read again and again. */
static bool looks_like_statement(const struct parser *p)
{
	const struct source *s = p->lexer.source;
	struct lexer ahead = p->lexer;
	uint32_t at = ahead.at;

	ahead.quiet = true;
	struct token word = lexer_next(&ahead), next = lexer_next(&ahead);

	if (word.kind == TOKEN_VARIABLE)
		return true;
	if (word.kind != TOKEN_NAME)
		return false;
	while (at < s->len && s->text[at] && !strchr(":;({, \t\r\n", s->text[at]))
		at++;
	return (at < s->len && s->text[at] == '(') || next.kind == TOKEN_PAREN_OPEN ||
		(parse_is_statement_word(&word) && next.kind != TOKEN_COLON);
}

#define WORD_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* attach = (name "=")? raw text; NULL when there is none, which is reported. */
static struct attach_node *parse_attach(struct parser *p)
{
	struct attach_node *attach = arena_new_object(p->compilation->arena, struct attach_node);

	if (!begins_attach(parser_byte(p)) || looks_like_statement(p)) {
		parse_misplaced(p);
		return NULL;
	}

	struct token t = lexer_attach_point(&p->lexer);
	char *text = arena_strndup(p->compilation->arena, t.text, t.len);
	size_t label = strspn(text, WORD_CHARACTERS);

	if (label && text[label] == '=') {
		text[label++] = '\0';
		attach->label = text;
	} else {
		label = 0;
	}
	attach->text = text + label;
	attach->span = (struct span){ t.span.start + (uint32_t)label, t.span.end };
	if (label == t.len)
		diag_error(p->compilation->diags, t.span, DIAG_EXPECTED,
			   "expected a probe behind '%.32s='", attach->label);
	p->token = t;
	return attach;
}

/* attach ("," attach)* ","?; false when one of them is broken. */
static bool parse_attach_list(struct parser *p, struct probe_node *probe)
{
	struct attach_node **end = &probe->attach;

	for (;;) {
		*end = parse_attach(p);
		if (!*end)
			return false;
		end = &(*end)->next;
		lexer_skip_layout(&p->lexer);
		if (parser_byte(p) != ',')
			return true;
		p->lexer.at++;
		lexer_skip_layout(&p->lexer);
		if (parser_byte(p) == '{' || parser_byte(p) == '/')
			return true;
	}
}

/* "/" expression "/" in front of '{' */
static struct node *parse_predicate(struct parser *p)
{
	p->token.span = (struct span){ parser_offset(p), parser_offset(p) + 1 };
	p->lexer.at++;
	p->lexer.in_predicate = true;
	parser_advance(p);

	struct node *predicate = parse_expression(p);

	if (!p->panic && !parser_at(p, TOKEN_PREDICATE_END))
		parser_missing(p, "'/' at the end of the predicate");
	while (p->panic && !parser_at(p, TOKEN_PREDICATE_END) &&
	       !parser_at(p, TOKEN_BRACE_OPEN) && !parser_at(p, TOKEN_END))
		parser_advance(p);
	if (!parser_at(p, TOKEN_END))
		p->panic = false;
	p->lexer.in_predicate = false;
	parser_accept(p, TOKEN_PREDICATE_END);
	return predicate;
}

static struct probe_node *parse_probe(struct parser *p)
{
	struct probe_node *probe = arena_new_object(p->compilation->arena, struct probe_node);

	probe->span.start = parser_offset(p);
	if (!parse_attach_list(p, probe))
		return NULL;
	if (parser_byte(p) == '/')
		probe->predicate = parse_predicate(p);
	else
		parser_advance(p);
	if (!parser_at(p, TOKEN_BRACE_OPEN)) {
		p->between_probes = true;

		struct diag *d = parser_missing(p, "'{' and the statements of the probe");
		const char *colon = strrchr(probe->attach->text, ':'),
			   *slash = colon ? strchr(colon, '/') : NULL;

		/* what begins a part, or stands behind a dot there, is of a path */
		if (d && !probe->predicate && slash && slash > colon + 1 && slash[-1] != '.')
			diag_hint(d, "put a space in front of the '/' that begins a predicate");
		p->between_probes = false;
		release_token(p);
		skip_item(p);
		return NULL;
	}
	probe->body = parse_block(p);
	probe->span.end = p->token.span.end;
	use_closing_brace(p);
	return probe;
}

static void note_item(struct parser *p, const struct item *item, uint32_t start, uint32_t c_names)
{
	struct program *program = p->compilation->program;
	struct source_item *note = arena_new_object(p->compilation->arena, struct source_item);

	note->kind = !item ? ITEM_PROBE
		: item->parse == parse_definition ? ITEM_DEFINITION
		: ITEM_OTHER;
	note->section = item ? item->section : SECTION_PROBES;
	note->left_open = p->left_open;
	note->span = (struct span){ start, p->left_open ? p->last.end : parser_offset(p) };
	note->c_names = c_names;
	note->c_names_end = c_script_name_count(p->compilation->c_unit);
	*program->items_end = note;
	program->items_end = &note->next;
}

static void parse_source(struct parser *p, struct probe_node ***end)
{
	enum section section = SECTION_DEFINITIONS;

	for (;;) {
		lexer_skip_layout(&p->lexer);
		if (parser_byte(p) < 0)
			return;
		p->token = (struct token){ .kind = TOKEN_END,
			.span = { parser_offset(p), parser_offset(p) } };

		uint32_t start = parser_offset(p),
			 c_names = c_script_name_count(p->compilation->c_unit);
		p->left_open = false;

		const struct item *item = find_item(p);
		struct probe_node *probe = item ? NULL : parse_probe(p);

		if (item)
			parse_item(p, item, &section);
		else
			section = SECTION_PROBES;
		if (probe) {
			**end = probe;
			*end = &probe->next;
		}
		release_token(p);
		note_item(p, item, start, c_names);
	}
}

struct node *parse_text(struct compilation *c, const char *text, uint32_t *height)
{
	struct source *s = arena_new_object(c->arena, struct source);
	struct parser p = { .compilation = c };
	struct node *n;

	*s = (struct source){ .name = "", .text = text, .len = (uint32_t)strlen(text) };
	lexer_start(&p.lexer, s, c->arena, c->diags);
	parser_advance(&p);
	n = parse_expression(&p);
	*height = p.height;
	return p.panic || !parser_at(&p, TOKEN_END) || diags_have_errors(c->diags) ? NULL : n;
}

/* A NUL byte ends nothing here, but the texts that the tree holds would end at it.  What has one is
 * no text: one error is enough. */
static bool refuse_nul_byte(struct compilation *c, const struct source *s)
{
	bool is_utf16 =
		s->len >= 2 && (!memcmp(s->text, "\xff\xfe", 2) || !memcmp(s->text, "\xfe\xff", 2));
	const char *nul = s->len ? memchr(s->text, '\0', s->len) : NULL;
	uint32_t at = nul ? s->start + (uint32_t)(nul - s->text) : 0;
	struct diag *d;

	if (!nul)
		return false;
	d = diag_error(c->diags, (struct span){ at, at + 1 }, DIAG_BAD_CHARACTER,
		"the script holds a NUL byte: it is no text");
	if (is_utf16)
		diag_hint(d,
			"it is UTF-16: 'iconv -f UTF-16 -t UTF-8 OLD >NEW' makes a script of it");
	return true;
}

struct node *parse_typed(struct compilation *c, const struct source *s)
{
	struct parser p = { .compilation = c };

	if (refuse_nul_byte(c, s))
		return NULL;
	lexer_start(&p.lexer, s, c->arena, c->diags);
	parser_advance(&p);
	return parse_bare_block(&p);
}

/* What the file says goes to the program; its probes are the result. */
static struct probe_node *parse_file(
	struct compilation *c, const struct source *s, bool is_import, bool is_package)
{
	struct parser p = { .compilation = c, .is_import = is_import, .is_package = is_package };
	struct probe_node *probes = NULL, **end = &probes;

	if (refuse_nul_byte(c, s))
		return NULL;
	if (lexer_start(&p.lexer, s, c->arena, c->diags))
		c->program->has_shebang = true;
	p.lexer.c = c->c_unit;
	parse_source(&p, &end);
	return probes;
}

struct probe_node *parse_import(struct compilation *c, const struct source *s, bool is_package)
{
	struct c_outer *outer = c_script_enter(c->c_unit, s);
	struct source file = *s;        /* sources move when others come */
	struct probe_node *probes =
		parse_file(c, arena_memdup(c->arena, &file, sizeof(file)), true, is_package);

	c_script_leave(c->c_unit, outer);
	return probes;
}

/* What was defined at the prompt before, as if it stood in front of the script. */
static void parse_definitions(struct compilation *c)
{
	const struct source *s = &c->sources.items[1];
	struct c_outer *outer = c_script_enter(c->c_unit, s);

	parse_file(c, s, false, false);
	c_script_leave(c->c_unit, outer);
	c->program->items = NULL;
	c->program->items_end = &c->program->items;
}

void parse_program(struct compilation *c)
{
	const struct source *script = &c->sources.items[0];

	c->program = arena_new_object(c->arena, struct program);
	c->program->config_span = SPAN_NONE;
	c->program->declared_maps.arena = c->arena;
	c->program->items_end = &c->program->items;
	c->c_unit = c_script_open(c, script);
	if (c->definitions)
		parse_definitions(c);
	c->program->probes = parse_file(c, script, false, false);
	c_script_close(c->c_unit);
	/* imports may define types, too */
	if (!c->program->imports)
		c_script_finish(c->c_unit);
}

void parse_pass(struct compilation *c)
{
	if (c->at_prompt)
		prompt_parse(c);
	else
		parse_program(c);
}
