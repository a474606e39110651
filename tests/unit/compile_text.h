/* tests/unit/compile_text.h - for tests of the compiler's passes: takes a script through parse,
 * resolve, check and fold, and finds things in what comes out. */
#pragma once

#include <stdarg.h>
#include <stdio.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/compilation.h"
#include "compiler/config.h"
#include "compiler/walk.h"
#include "runtime/base/util.h"

struct text_compilation {
	struct compilation c;
	struct source source;
};

static inline void text_open(struct text_compilation *t, const char *text,
	const char *const *params, uint32_t param_count)
{
	memset(t, 0, sizeof(*t));
	t->source = (struct source){.name = "<arg>", .text = text, .len = (uint32_t)strlen(text)};
	t->c.arena = arena_new();
	assert_non_null(t->c.arena);
	t->c.diags = diags_new(t->c.arena);
	t->c.sources = (struct sources){.items = &t->source, .count = 1};
	t->c.params = params;
	t->c.param_count = param_count;
	config_defaults(&t->c.config);
}

/* Run the passes up to fold; false when one of them reported an error. */
static inline bool text_run(struct text_compilation *t)
{
	void (*const passes[])(struct compilation * c) = { parse_pass, config_pass, import_pass,
		expand_pass, resolve_pass, check_pass, fold_pass };

	for (size_t i = 0; i < ARRAY_SIZE(passes); i++) {
		passes[i](&t->c);
		if (diags_have_errors(t->c.diags))
			return false;
	}
	return true;
}

static inline void text_close(struct text_compilation *t)
{
	kernel_symbols_free(&t->c);
	arena_free(t->c.arena);
}

/* The diagnostics as text, in the arena. */
static inline const char *text_diags(struct text_compilation *t)
{
	struct buffer b = {0};
	const char *text;

	diags_render(t->c.diags, &t->c.sources, true, &b);
	text = arena_strdup(t->c.arena, buffer_text(&b));
	buffer_free(&b);
	return text;
}

static inline const char *text_type(struct text_compilation *t, const struct type *type)
{
	struct buffer b = {0};
	const char *text;

	if (!type)
		return "none";
	type_put_name(&b, type);
	text = arena_strdup(t->c.arena, buffer_text(&b));
	buffer_free(&b);
	return text;
}

/* The script must be good. */
static inline void text_must_run(struct text_compilation *t, const char *text)
{
	text_open(t, text, NULL, 0);
	if (!text_run(t))
		fail_msg("%s\n%s", text, text_diags(t));
}

static inline struct map *text_map(struct text_compilation *t, const char *name)
{
	for (struct map *m = t->c.program->maps; m; m = m->next)
		if (str_eq(m->name, name))
			return m;
	fail_msg("there is no map @%s", name);
	return NULL;
}

/* The type of "$x" in the first probe, of "@x", or of "@x[]" for its key. */
static inline const struct type *text_type_of(struct text_compilation *t, const char *place)
{
	size_t len = strlen(place);
	char name[32] = {0};

	if (place[0] == '@') {
		bool key = len > 2 && str_eq(place + len - 2, "[]");

		memcpy(name, place + 1, len - 1 - (key ? 2 : 0));
		return key ? text_map(t, name)->key_type : text_map(t, name)->value_type;
	}
	for (struct variable *v = t->c.program->probes->variables; v; v = v->next)
		if (str_eq(v->name, place + 1))
			return v->type;
	fail_msg("there is no variable %s", place);
	return NULL;
}
