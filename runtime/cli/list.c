/* runtime/cli/list.c - `sonde -l`: asks the providers what this machine has, or the compiler what a
 * program attaches.  Called by main(). */
#include "runtime/cli/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/listing.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"
#include "runtime/report.h"
#include "probes/executed.h"
#include "probes/library.h"
#include "probes/name_filter.h"
#include "probes/provider.h"

/* The last part of a full name: "sched_switch". */
static const char *last_part(const char *text)
{
	const char *colon = strrchr(text, ':');

	return colon ? colon + 1 : text;
}

int listing_add(struct listing *l, struct listing_item item)
{
	if (VEC_PUSH(l, item))
		return 0;
	log_error("listing: out of memory");
	return EXIT_CODE_ENVIRONMENT;
}

static int listing_visit(const struct probe_spec *spec, void *arg)
{
	struct listing *l = arg;

	if (spec->provider && !name_filter_keeps(l->wanted, spec))
		return 0;
	if (l->filter && !glob_match(l->filter, spec->text) &&
		!glob_match(l->filter, last_part(spec->text)))
		return 0;
	return listing_add(l, (struct listing_item){ .text = spec->text,
		.spec = l->detailed ? arena_memdup(l->arena, spec, sizeof(*spec)) : NULL });
}

/* "software:event[:count]" -> "software:*": every part that must be there becomes a wildcard. */
static const char *pattern_of_all(struct arena *a, const struct provider *p)
{
	char *out = arena_alloc(a, strlen(p->form) + 2), *to = out;
	unsigned optional = 0;

	for (const char *at = p->form; *at; at++) {
		if (*at == '[')
			optional++;
		else if (*at == ']')
			optional -= optional > 0;
		else if (*at == ':' && !optional) {
			*to++ = ':';
			*to++ = '*';
		} else if (!optional && (to == out || to[-1] != '*')) {
			*to++ = *at;
		}
	}
	return out;
}

/* A pattern with a provider in front, or a provider that stands alone. */
static int list_pattern(struct listing *l, const char *pattern, bool quiet)
{
	struct probe_error err = { 0 };
	struct probe_spec spec = { 0 };
	int ret = probe_parse(pattern, strlen(pattern), l->arena, &spec, &err);

	spec.scope = &l->scope;
	/* asked for by name, they are shown all the same: a script for another kernel may need
	 * them */
	if (!ret && spec.provider->available && spec.provider->available(spec.provider, &err)) {
		if (quiet)
			return 0;
		if (l->warnings)
			log_warn("%s: listed all the same", err.message);
	}
	if (!ret)
		ret = spec.provider->list(&spec, l->arena, listing_visit, l, &err);
	if (ret >= 0)
		return ret;
	if (quiet)
		return 0;
	if (ret != -ENOMEM && err.failure == PROBE_NO_MATCH) {
		l->nothing = arena_printf(
			l->arena, "%s%s%s", err.message, *err.hint ? ": " : "", err.hint);
		return 0;
	}
	log_error("%s%s%s", err.message, *err.hint ? ": " : "", err.hint);
	if (err.failure == PROBE_MALFORMED)
		return EXIT_CODE_SCRIPT;
	report_point_to_doctor();
	return EXIT_CODE_ENVIRONMENT;
}

/* A pattern for the provider too: "*:vfs_read". */
static int list_many(struct listing *l, const char *pattern)
{
	struct probe_error err = { 0 };
	int ret = probe_list_many(
		pattern, strlen(pattern), &l->scope, l->arena, listing_visit, l, &err);

	if (ret >= 0 || err.failure == PROBE_NO_MATCH)
		return ret > 0 ? ret : 0;
	log_error("%s%s%s", err.message, *err.hint ? ": " : "", err.hint);
	return EXIT_CODE_SCRIPT;
}

static int list_kernel(struct listing *l)
{
	int code = 0;

	for (size_t i = 0; providers[i] && !code; i++)
		if (providers[i]->flags & PROVIDER_KERNEL)
			code = list_pattern(l, pattern_of_all(l->arena, providers[i]), true);
	return code;
}

/* The provider of which a pattern asks for all probes, although there are as many as one can write:
 * any address, any period; NULL: it asks for what can be listed. */
static const struct provider *endless(struct arena *a, const char *pattern)
{
	size_t len = strcspn(pattern, ":");
	const struct provider *p = provider_find(arena_strndup(a, pattern, len));

	if (!p || p->flags & (PROVIDER_KERNEL | PROVIDER_WILDCARDS | PROVIDER_ALONE))
		return NULL;
	return !pattern[len] || strchr(pattern, '*') ? p : NULL;
}

/* One element of the comma-separated list. */
static int list_one(struct listing *l, const char *pattern)
{
	const struct provider *without_list;
	size_t before = l->count;
	int code;

	l->filter = l->nothing = NULL;
	pattern += strspn(pattern, " ");
	if (listing_is_types(pattern))
		return listing_add_types(l, pattern);
	without_list = endless(l->arena, pattern);
	if (without_list) {
		if (l->warnings)
			log_warn("pattern '%s': there is no list of %s probes: they are written %s",
				pattern, without_list->name, without_list->form);
		return 0;
	}
	if (!strchr(pattern, ':') && !provider_find(pattern)) {
		l->filter = str_eq(pattern, "*") ? NULL : pattern;
		code = list_kernel(l);
	} else if (!strchr(pattern, ':') && !(provider_find(pattern)->flags & PROVIDER_ALONE)) {
		code = list_pattern(l, pattern_of_all(l->arena, provider_find(pattern)), false);
	} else if (probe_names_many(pattern, strlen(pattern))) {
		code = list_many(l, pattern);
	} else {
		code = list_pattern(l, pattern, false);
	}
	if (!code && l->count == before && l->warnings)
		log_warn("pattern '%s': %s", pattern,
			l->nothing ? l->nothing : "no probe of this machine matches");
	return code;
}

/* The probes of an image, but for those that every machine has. */
static int list_image(struct listing *l, const struct image *image)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_PROBES]; i++) {
		const struct image_probe *probe = &image->probes[i];
		const char *text = image_text(image, probe->text);
		struct probe_error err = { 0 };
		struct probe_spec spec = { 0 };

		if (probe->stage != PROBE_STAGE_ATTACH || probe->flags & IMAGE_PROBE_HIDDEN)
			continue;
		/* a probe with a label has that as its text: it is listed by the label */
		if (probe_parse(text, strlen(text), l->arena, &spec, &err))
			spec = (struct probe_spec){ .text = text };
		if (listing_visit(&spec, l))
			return EXIT_CODE_ENVIRONMENT;
	}
	return 0;
}

/* -l with a program: compile it, list what it would attach. */
static int list_program(const struct options *o, struct listing *l, struct buffer *out)
{
	const char *reason = "out of memory";
	struct compiled compiled;
	struct script script;
	struct image image;
	int code = script_load(o, &script);

	if (!code)
		code = compile_script(o, &script, COMPILE_IMAGE, &compiled);
	if (code)
		return code;
	if (image_open(&image, compiled.bytes, compiled.len, &reason)) {
		log_error("image of '%s': cannot be listed: %s", script.name, reason);
		compiled_release(&compiled);
		return EXIT_CODE_INTERNAL;
	}
	code = list_image(l, &image);
	if (!code)
		listing_put(o, l, out);
	image_close(&image);
	compiled_release(&compiled);
	return code;
}

/* A path, or a name with a dot, is a script if there is such a file; else it is a pattern. */
static bool is_script(const struct options *o)
{
	const char *word = o->script;

	if (o->program)
		return true;
	if (!word || strchr(word, ':'))
		return false;
	if (str_eq(word, "-") ||
		((strchr(word, '/') || strchr(word, '.')) && script_exists(o->arena, word)))
		return true;
	if (strchr(word, '.') && o->warnings)
		log_warn("'%s' is no file: taken as a pattern", word);
	return false;
}

int list_probes(const struct options *o, struct buffer *out)
{
	struct listing l = {
		.arena = o->arena,
		.scope = { .pids = o->pids, .pid_count = o->pid_count, .debug_path = o->debuginfo },
		.wanted = o->filter,
		.detailed = o->verbose || o->sink->structured,
		.warnings = o->warnings,
	};
	const char *command = o->command ? library_program(o->command[0], o->arena) : NULL;
	char *list = arena_strdup(o->arena, o->script ? o->script : "*"), *save = NULL;
	int code = 0;

	if (command)
		l.scope.command = executed_program(command, o->arena);
	if (o->script && !o->script[strspn(o->script, ", ")])
		return usage_error("option '-l': the pattern is empty");
	if (is_script(o)) {
		code = list_program(o, &l, out);
	} else {
		for (char *one = strtok_r(list, ",", &save); one && !code;
			one = strtok_r(NULL, ",", &save))
			code = list_one(&l, one);
		if (!code)
			listing_put(o, &l, out);
	}
	mem_free(l.items);
	return code;
}
