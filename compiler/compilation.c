/* compiler/compilation.c - what several passes ask of one compilation. */
#include "compiler/compilation.h"

#include <string.h>

#include "runtime/base/util.h"

const struct source *compilation_add_source(struct compilation *c, struct source source)
{
	struct sources *s = &c->sources;
	const struct source *last = s->count ? &s->items[s->count - 1] : NULL;
	uint64_t start = last ? (uint64_t)last->start + last->len + 1 : 0;

	if (start + source.len >= UINT32_MAX)
		return NULL;
	/* powers of two: the first source may stand in memory of its own */
	if ((s->count & (s->count - 1)) == 0) {
		struct source *items =
			arena_new_array(c->arena, struct source, MAX_OF(2 * s->count, 1));

		if (s->count)
			memcpy(items, s->items, s->count * sizeof(*items));
		s->items = items;
	}
	source.start = (uint32_t)start;
	s->items[s->count] = source;
	return &s->items[s->count++];
}

void compilation_add_definitions(struct compilation *c)
{
	struct source text = { .name = "<definitions>", .text = c->definitions };

	if (!c->definitions)
		return;
	text.len = (uint32_t)strlen(text.text);
	/* a request is smaller than the numbering can count */
	text.start = compilation_add_source(c, text)->start;
	diags_hush(c->diags, (struct span){ text.start, text.start + text.len });
}

struct probe_use compilation_probe_use(const struct compilation *c)
{
	return (struct probe_use){
		.pids = c->scope.pids,
		.pid_count = c->scope.pid_count,
		.attach_by = str_eq(c->config.attach_by, "auto") ? NULL : c->config.attach_by,
		.forbidden = c->forbidden,
	};
}
