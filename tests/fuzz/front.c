/* tests/fuzz/front.c - libFuzzer target for the front end: any bytes go through the passes that look at a script, up to the folding, and make a tree
 * or diagnostics.  Nothing is loaded.  With -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compilation.h"
#include "compiler/config.h"
#include "runtime/base/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void (*const passes[])(struct compilation *c) = {
	parse_pass, config_pass, import_pass, expand_pass, resolve_pass, check_pass, fold_pass,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const params[] = { "5", "text" };
	struct compilation c = { .arena = arena_new(), .goal = GOAL_CHECK, .params = params, .param_count = ARRAY_SIZE(params) };
	struct source source = { .name = "<fuzz>", .text = (const char *)data };
	struct buffer out = { 0 };

	if (!c.arena || size > UINT32_MAX / 2)
		abort();
	source.len = (uint32_t)size;
	config_defaults(&c.config);
	c.diags = diags_new(c.arena);
	c.sources = (struct sources){ &source, 1 };
	for (size_t i = 0; i < ARRAY_SIZE(passes) && !diags_have_errors(c.diags); i++)
		passes[i](&c);
	ast_dump(c.program, &out);
	diags_render(c.diags, &c.sources, true, &out);
	if (diags_have_errors(c.diags) != (diags_exit_code(c.diags) != 0))
		abort();
	buffer_free(&out);
	arena_free(c.arena);
	return 0;
}

#include "tests/fuzz/standalone.h"
