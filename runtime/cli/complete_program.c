/* runtime/cli/complete_program.c - what may stand at the end of an unfinished program: probes where an attach point begins, piece by piece at their colons,
 * in blocks the names of the language, and config keys in the config block.  Called for -e and -l. */
#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "probes/provider.h"
#include "runtime/base/util.h"
#include "runtime/cli/complete.h"
#include "runtime/cli/topics.h"

static void move_to(struct completion *c, const char *piece)
{
	c->prefix = arena_printf(c->arena, "%s%.*s", c->prefix, (int)(piece - c->piece), c->piece);
	c->piece = piece;
}

static void offer_providers(struct completion *c)
{
	for (size_t i = 0; providers[i]; i++)
		completion_offer(c, arena_printf(c->arena, "%s%s", providers[i]->name, providers[i]->flags & PROVIDER_ALONE ? "" : ":"), providers[i]->help);
}

/* Names that were offered: each up to the colon behind what was typed. */
struct probes {
	struct completion *c;
	size_t typed;
	const char *last;
};

static int offer_probe(const struct probe_spec *spec, void *arg)
{
	struct probes *p = arg;
	const char *rest = strlen(spec->text) >= p->typed ? spec->text + p->typed : "";
	const char *text = arena_strndup(p->c->arena, spec->text, p->typed + strcspn(rest, ":") + (strchr(rest, ':') != NULL));

	if (!p->last || !str_eq(p->last, text))
		completion_offer(p->c, text, "");
	p->last = text;
	return 0;
}

/* The number of colons that every attach point of a provider has. */
static unsigned colons_in_form(const struct provider *p)
{
	unsigned colons = 0, optional = 0;

	for (const char *at = p->form; *at; at++) {
		optional += *at == '[';
		optional -= *at == ']';
		colons += *at == ':' && !optional;
	}
	return colons;
}

static void offer_paths(struct completion *c)
{
	const char *path = strchr(c->piece, ':') + 1;
	glob_t found = { 0 };

	move_to(c, path);
	if (*path == '/' && !glob(arena_printf(c->arena, "%s*", path), GLOB_MARK, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *one = found.gl_pathv[i];

			completion_offer(c, arena_printf(c->arena, "%s%s", one, one[strlen(one) - 1] == '/' ? "" : ":"), "");
		}
	globfree(&found);
}

static void offer_attach_point(struct completion *c)
{
	size_t len = strcspn(c->piece, ":");
	const struct provider *p = c->piece[len] ? provider_find(arena_strndup(c->arena, c->piece, len)) : NULL;
	struct probes probes = { .c = c };
	struct probe_error err = { 0 };
	struct probe_spec spec = { 0 };
	const char *pattern;
	unsigned colons = 0;

	if (!c->piece[len]) {
		offer_providers(c);
		return;
	}
	for (const char *at = c->piece; *at; at++)
		colons += *at == ':';
	if (!p || strchr(c->piece, '*'))
		return;
	if (p->flags & PROVIDER_USER && colons == 1) {
		offer_paths(c);
		return;
	}
	/* the names that are found begin with the provider's own, which may be typed as another one */
	c->piece = arena_printf(c->arena, "%s%s", p->name, c->piece + len);
	pattern = arena_printf(c->arena, "%s*", c->piece);
	for (; colons < colons_in_form(p); colons++)
		pattern = arena_printf(c->arena, "%s:*", pattern);
	if (!(p->flags & (PROVIDER_KERNEL | PROVIDER_WILDCARDS)) || probe_parse(pattern, strlen(pattern), c->arena, &spec, &err))
		return;
	probes.typed = strlen(c->piece);
	p->list(&spec, c->arena, offer_probe, &probes, &err);
}

void complete_probe(struct completion *c)
{
	const char *comma = strrchr(c->piece, ',');

	if (comma)
		move_to(c, comma + 1);
	offer_attach_point(c);
}

/* Where a program ends that is not finished. */
struct end {
	unsigned depth;                 /* of braces */
	bool in_config;                 /* the outermost block is that of the config */
	bool in_predicate, in_string;
	const char *word;               /* where the last word begins */
};

static bool opens_config(const char *text, const char *brace)
{
	while (brace > text && strchr(" \t\n=", brace[-1]))
		brace--;
	return brace - text >= 6 && !strncmp(brace - 6, "config", 6);
}

static struct end find_end(const char *text)
{
	struct end e = { .word = text };

	for (const char *at = text; *at; at++) {
		bool begins = at == e.word;

		if (e.in_string) {
			e.in_string = *at != '"';
			at += *at == '\\' && at[1];
		} else if (*at == '"') {
			e.in_string = true;
		} else if (!e.depth && *at == '/' && (begins || e.in_predicate)) {
			e.in_predicate = !e.in_predicate;
			e.word = at + 1;
		} else if (*at == '{') {
			e.in_config = !e.depth++ ? opens_config(text, at) : e.in_config;
			e.in_predicate = false;
			e.word = at + 1;
		} else if (*at == '}') {
			e.depth -= e.depth > 0;
			e.word = at + 1;
		} else if (e.depth || e.in_predicate ? !isalnum((unsigned char)*at) && !strchr("_.$@", *at) : strchr(" \t\n,;", *at) != NULL) {
			e.word = at + 1;
		}
	}
	return e;
}

static void offer_names(struct completion *c, bool config)
{
	struct options o;
	struct topics topics;

	options_start(&o, c->arena);
	if (topics_load(&o, &topics))
		return;
	for (uint32_t i = 0; i < topics.count; i++) {
		const struct topic *t = &topics.items[i];
		bool is_call = str_eq(t->kind, "function") || str_eq(t->kind, "aggregation");

		if (config ? str_eq(t->kind, "config") : is_call || str_eq(t->kind, "variable"))
			completion_offer(c, is_call ? arena_printf(c->arena, "%s(", t->name) : t->name, t->help);
	}
}

void complete_program(struct completion *c)
{
	struct end e = find_end(c->piece);

	if (e.in_string)
		return;
	move_to(c, e.word);
	if (e.depth || e.in_predicate)
		offer_names(c, e.depth && e.in_config);
	else
		offer_attach_point(c);
}
