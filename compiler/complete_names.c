/* compiler/complete_names.c - the words that may stand at the end of a text: probes of this
 * machine, rows of the language, names of the script, fields. Called by complete.c, which knows
 * where the text ends. */
#include <string.h>

#include "compiler/builtin.h"
#include "compiler/check.h"
#include "compiler/complete_internal.h"
#include "compiler/config.h"
#include "compiler/parse.h"
#include "probes/btf_types.h"
#include "probes/program_paths.h"
#include "runtime/base/util.h"

/* Constants of the kernel are many: that many letters have to be there first. */
#define CONSTANT_LETTERS_LEAST 3

/* Where words go that something visits. */
struct offers {
	const struct text_end *end;
	struct buffer *out;
};

void complete_offer(
	const struct text_end *end, struct buffer *out, const char *word, const char *suffix)
{
	if (str_starts(word, end->word))
		buffer_printf(out, "%s%s\n", word, suffix);
}

static void offer_name(const char *name, void *arg)
{
	const struct offers *o = arg;

	complete_offer(o->end, o->out, name, "");
}

/* Attach points */

/* The part of a probe's name that is being written; `part` counts from 0 behind the provider. */
struct part_offers {
	struct buffer *out;
	unsigned part;
	const char *last;       /* probes of one category follow each other */
};

static int offer_part(const struct probe_spec *spec, void *arg)
{
	struct part_offers *o = arg;
	const char *text = o->part < spec->part_count ? spec->parts[o->part] : NULL;

	if (!text || (o->last && str_eq(o->last, text)))
		return 0;
	o->last = text;
	buffer_printf(o->out, "%s%s\n", text, o->part + 1 < spec->part_count ? ":" : "");
	return 0;
}

static void offer_providers(const struct text_end *end, struct buffer *out)
{
	for (size_t i = 0; providers[i]; i++)
		complete_offer(end, out, providers[i]->name,
			providers[i]->flags & PROVIDER_ALONE ? "" : ":");
}

/* A program that a probe can be on. */
static void offer_path(const char *path, void *out)
{
	buffer_printf(out, "%s%s\n", path, path[strlen(path) - 1] == '/' ? "" : ":");
}

static unsigned colons_in(const char *text)
{
	unsigned n = 0;

	for (; *text; text++)
		n += *text == ':';
	return n;
}

void complete_attach_point(const struct text_end *end, struct buffer *out)
{
	struct arena *a = end->c->arena;
	const char *colon = strchr(end->attach, ':'), *last = strrchr(end->attach, ':');
	const struct provider *p = colon
		? provider_find(arena_strndup(a, end->attach, (size_t)(colon - end->attach)))
		: NULL;
	struct part_offers offers = { .out = out, .part = colons_in(end->attach) - 1 };
	struct probe_spec spec = { 0 };
	struct probe_scope scope = end->c->scope;
	struct probe_error err;
	const char *pattern;

	if (!colon) {
		offer_providers(end, out);
		return;
	}
	if (p && p->flags & PROVIDER_USER && !offers.part && strchr(last, '/')) {
		program_paths(last + 1, a, offer_path, out);
		return;
	}
	if (!p || !(p->flags & (PROVIDER_KERNEL | PROVIDER_WILDCARDS)))
		return;
	pattern = arena_printf(a, "%s*", end->attach);
	for (unsigned parts = offers.part + 1; parts < provider_needed_parts(p); parts++)
		pattern = arena_printf(a, "%s:*", pattern);
	scope.unadvised = true;
	if (!probe_parse(pattern, strlen(pattern), a, &spec, &err)) {
		spec.scope = &scope;
		p->list(&spec, a, offer_part, &offers, &err);
	}
}

/* Names in code */

static void offer_row(const struct builtin *b, void *arg)
{
	const struct offers *o = arg;
	bool is_called = !(b->flags & BI_VARIABLE) && strchr(b->signature, '(');

	if (!(b->flags & BI_NUMBERED))
		complete_offer(o->end, o->out, b->name, is_called ? "(" : "");
}

static bool is_called(const struct lexer *l)
{
	struct lexer ahead = *l;

	return lexer_next(&ahead).kind == TOKEN_PAREN_OPEN;
}

/* Maps and variables that the text names, and its macros and functions, which stand behind the word
 * that begins them. */
static void offer_own_names(const struct offers *o, const char *text, uint32_t len)
{
	struct source source = { .name = "", .text = text, .len = len };
	struct compilation *c = o->end->c;
	enum token_kind before = TOKEN_END;
	struct lexer l;

	lexer_start(&l, &source, c->arena, c->diags);
	l.quiet = true;
	for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l)) {
		const char *name = t.len ? arena_strndup(c->arena, t.text, t.len) : "";

		if (t.kind == TOKEN_MAP)
			complete_offer(o->end, o->out, arena_printf(c->arena, "@%s", name), "");
		else if (t.kind == TOKEN_VARIABLE)
			complete_offer(o->end, o->out, arena_printf(c->arena, "$%s", name), "");
		else if (t.kind == TOKEN_NAME && before == TOKEN_NAME)
			complete_offer(o->end, o->out, name, is_called(&l) ? "(" : "");
		before = t.kind;
	}
}

static void offer_config_keys(const struct offers *o)
{
	for (uint32_t i = 0; i < config_count(); i++)
		complete_offer(o->end, o->out, config_key(i), "");
}

/* What was defined at the prompt before goes to where all types come from. */
static void know_defined_types(const struct compilation *of)
{
	struct source nothing = { .name = "", .text = "" };
	struct compilation c = *of;

	c.sources = (struct sources){ .items = &nothing, .count = 1 };
	c.diags = diags_new(c.arena);
	diags_set_sources(c.diags, &c.sources);
	compilation_add_definitions(&c);
	if (c.definitions)
		parse_program(&c);
}

void complete_name(const struct text_end *end, struct buffer *out)
{
	struct offers o = { end, out };

	if (end->in_config) {
		offer_config_keys(&o);
		return;
	}
	if (end->type_tag) {
		know_defined_types(end->c);
		btf_types_each_like(NULL, end->type_tag, offer_name, &o);
		return;
	}
	offer_own_names(&o, end->before.text, end->before.len);
	if (end->c->earlier)
		offer_own_names(&o, end->c->earlier, (uint32_t)strlen(end->c->earlier));
	if (end->c->definitions)
		offer_own_names(&o, end->c->definitions, (uint32_t)strlen(end->c->definitions));
	if (strchr("@$", *end->word) && *end->word)
		return;
	builtin_each(offer_row, &o);
	parse_each_statement_word(offer_name, &o);
	if (strlen(end->word) >= CONSTANT_LETTERS_LEAST)
		btf_types_each_enumerator(NULL, offer_name, &o);
}

/* Fields */

/* What closes all that is open: the text becomes a program whose last word is the name of a
 * field. */
static const char *closed_text(const struct text_end *end, const char *field)
{
	struct arena *a = end->c->arena;
	const char *text = arena_printf(a, "%.*s%s", (int)end->before.len, end->before.text, field);

	for (uint32_t i = end->depth + 1; i-- > 0;) {
		const struct open_level *level = &end->levels[i];

		for (uint32_t k = 0; k < level->choices; k++)
			text = arena_printf(a, "%s : 0", text);
		text = arena_printf(a, "%s%s", text, level->needs_body ? " {}" : "");
		if (level->closer)
			text = arena_printf(
				a, "%s %s%s", text, level->closer, level->is_target ? " = 1" : "");
	}
	return end->in_predicate ? arena_printf(a, "%s / {}", text) : text;
}

void complete_field(const struct text_end *end, struct buffer *out)
{
	const char *field = *end->word ? end->word : "_";
	struct completion asked = { .at = end->before.start + end->before.len +
			(uint32_t)strlen(field) };
	struct source closed = { .name = end->script->name, .text = closed_text(end, field) };
	struct offers o = { end, out };
	struct compilation c = *end->c;
	const struct type *t, *to;

	closed.len = (uint32_t)strlen(closed.text);
	c.sources = (struct sources){ .items = &closed, .count = 1 };
	c.diags = diags_new(c.arena);
	diags_set_sources(c.diags, &c.sources);
	c.completion = &asked;
	compilation_add_definitions(&c);
	compile_until(&c, "fold");
	for (uint32_t i = 0; asked.match && i < asked.match->carries.arg_count; i++)
		if (asked.match->carries.args[i].name)
			offer_name(asked.match->carries.args[i].name, &o);
	t = asked.type;
	to = t && t->kind == TYPE_POINTER ? btf_types_pointee(NULL, t, c.arena) : t;
	if (to && (to->kind == TYPE_STRUCT || to->kind == TYPE_RECORD))
		check_each_member(to, offer_name, &o);
}
