/* tests/fuzz/parser.c - libFuzzer target for the parser: any bytes make a tree or diagnostics, both
 * printable, and never anything else.  With -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compilation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct compilation c = { .arena = arena_new(), .config.max_strlen = 1024 };
	struct source source = { .name = "<fuzz>", .text = (const char *)data };
	struct buffer out = { 0 };

	if (!c.arena || size > UINT32_MAX / 2)
		abort();
	source.len = (uint32_t)size;
	c.diags = diags_new(c.arena);
	c.sources = (struct sources){ &source, 1 };
	parse_pass(&c);
	ast_dump(c.program, &out);
	diags_render(c.diags, &c.sources, true, &out);
	if (diags_have_errors(c.diags) != (diags_exit_code(c.diags) != 0))
		abort();
	buffer_free(&out);
	arena_free(c.arena);
	return 0;
}

#include "tests/fuzz/standalone.h"
