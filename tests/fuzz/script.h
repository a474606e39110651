/* tests/fuzz/script.h - any bytes as the one script of a compilation, for the targets that go
 * through passes. */
#pragma once

#include <stdlib.h>

#include "compiler/compilation.h"

struct fuzz_script {
	struct compilation c;
	struct source source;
};

static inline void fuzz_script_open(struct fuzz_script *s, const void *bytes, size_t size)
{
	*s = (struct fuzz_script){ .c = { .arena = arena_new(), .config.max_strlen = 1024 } };
	if (!s->c.arena || size > UINT32_MAX / 2)
		abort();
	s->source = (struct source){ .name = "<fuzz>", .text = bytes, .len = (uint32_t)size };
	s->c.diags = diags_new(s->c.arena);
	s->c.sources = (struct sources){ &s->source, 1 };
}

/* Whatever came out can be printed. */
static inline void fuzz_script_close(struct fuzz_script *s)
{
	struct buffer out = { 0 };

	ast_dump(s->c.program, &out);
	diags_render(s->c.diags, &s->c.sources, true, &out);
	if (diags_have_errors(s->c.diags) != (diags_exit_code(s->c.diags) != 0))
		abort();
	buffer_free(&out);
	kernel_symbols_free(&s->c);
	arena_free(s->c.arena);
}
