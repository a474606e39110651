/* runtime/cli/complete_program.c - what may stand at the end of an unfinished program, which the
 * compiler knows, and of a pattern of probes, piece by piece at its colons.  Called for -e and
 * -l. */
#include <stdlib.h>
#include <string.h>

#include "probes/program_paths.h"
#include "probes/provider.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/complete.h"
#include "runtime/cli/script.h"
#include "runtime/cli/topics.h"

static void move_to(struct completion *c, const char *piece)
{
	c->prefix = arena_printf(c->arena, "%s%.*s", c->prefix, (int)(piece - c->piece), c->piece);
	c->piece = piece;
}

static void offer_providers(struct completion *c)
{
	for (size_t i = 0; providers[i]; i++)
		completion_offer(c,
			arena_printf(c->arena, "%s%s", providers[i]->name,
				providers[i]->flags & PROVIDER_ALONE ? "" : ":"),
			providers[i]->help);
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
	const char *text = arena_strndup(p->c->arena, spec->text,
		p->typed + strcspn(rest, ":") + (strchr(rest, ':') != NULL));

	if (!p->last || !str_eq(p->last, text))
		completion_offer(p->c, text, "");
	p->last = text;
	return 0;
}

static void offer_path(const char *path, void *c)
{
	completion_offer(c,
		arena_printf(((struct completion *)c)->arena, "%s%s", path,
			path[strlen(path) - 1] == '/' ? "" : ":"),
		"");
}

static void offer_paths(struct completion *c)
{
	const char *path = strchr(c->piece, ':') + 1;

	move_to(c, path);
	if (*path == '/')
		program_paths(path, c->arena, offer_path, c);
}

static void offer_attach_point(struct completion *c)
{
	size_t len = strcspn(c->piece, ":");
	const struct provider *p =
		c->piece[len] ? provider_find(arena_strndup(c->arena, c->piece, len)) : NULL;
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
	/* the names that are found begin with the provider's own, which may be typed as another
	 * one */
	c->piece = arena_printf(c->arena, "%s%s", p->name, c->piece + len);
	pattern = arena_printf(c->arena, "%s*", c->piece);
	for (; colons < provider_needed_parts(p); colons++)
		pattern = arena_printf(c->arena, "%s:*", pattern);
	if (!(p->flags & (PROVIDER_KERNEL | PROVIDER_WILDCARDS)) ||
		probe_parse(pattern, strlen(pattern), c->arena, &spec, &err))
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

/* What a word is, where the tables know it. */
static const char *help_of(const struct topics *t, const char *word)
{
	size_t len = strcspn(word, "(:");

	for (uint32_t i = 0; i < t->count; i++)
		if (!strncmp(t->items[i].name, word, len) && !t->items[i].name[len])
			return t->items[i].help;
	return "";
}

/* The compiler answers with where the word begins that is not finished, then with a word a line. */
void complete_program(struct completion *c)
{
	struct script script = {
		.name = "<arg>", .text = c->piece, .len = strlen(c->piece), .is_typed = true
	};
	struct topics topics = { 0 };
	struct compiled answer;
	struct options o;
	char *text, *line;

	options_start(&o, c->arena);
	if (compile_script(&o, &script, COMPILE_COMPLETE, &answer))
		return;
	text = arena_strndup(c->arena, answer.len ? answer.bytes : "", answer.len);
	compiled_release(&answer);
	line = strsep(&text, "\n");
	if ((size_t)atol(line) > script.len)
		return;
	move_to(c, c->piece + atol(line));
	if (!strchr(c->piece, ':') && topics_load(&o, &topics))
		return;
	while ((line = strsep(&text, "\n")))
		if (*line)
			completion_offer(c, line, help_of(&topics, line));
}
