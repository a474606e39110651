/* tests/fuzz/lexer.c - libFuzzer target for the lexer: any bytes become tokens that move forward,
 * stay inside of the text and end.  With -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/lexer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_tokens(const struct source *source, struct arena *arena, bool in_predicate)
{
	struct diags *diags = diags_new(arena);
	struct lexer l;
	struct token t;
	uint32_t end = 0;

	lexer_start(&l, source, arena, diags);
	l.in_predicate = in_predicate;
	do {
		t = lexer_next(&l);
		if (t.span.start < end || t.span.end < t.span.start || t.span.end > source->len)
			abort();
		if (t.span.end == t.span.start && t.kind != TOKEN_END)
			abort();
		end = t.span.end;
	} while (t.kind != TOKEN_END);
	if (l.at != source->len)
		abort();
}

static void read_attach_points(const struct source *source, struct arena *arena)
{
	struct diags *diags = diags_new(arena);
	struct lexer l;

	lexer_start(&l, source, arena, diags);
	while (l.at < source->len) {
		struct token t = lexer_attach_point(&l);

		if (t.len != t.span.end - t.span.start || l.at > source->len)
			abort();
		l.at++;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct source source = { .name = "<fuzz>", .text = (const char *)data };

	if (!arena || size > UINT32_MAX / 2)
		abort();
	source.len = (uint32_t)size;
	read_tokens(&source, arena, false);
	read_tokens(&source, arena, true);
	read_attach_points(&source, arena);
	arena_free(arena);
	return 0;
}

#include "tests/fuzz/standalone.h"
