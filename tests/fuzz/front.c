/* tests/fuzz/front.c - libFuzzer target for the front end: any bytes go through the passes that
 * look at a script, up to the folding, and make a tree or diagnostics.  Nothing is loaded.  With
 * -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "compiler/config.h"
#include "runtime/base/util.h"
#include "tests/fuzz/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void (*const passes[])(struct compilation *c) = {
	parse_pass, config_pass, import_pass, expand_pass, resolve_pass, check_pass, fold_pass,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const params[] = { "5", "text" };
	struct fuzz_script s;

	fuzz_script_open(&s, data, size);
	s.c.goal = GOAL_CHECK;
	s.c.params = params;
	s.c.param_count = ARRAY_SIZE(params);
	config_defaults(&s.c.config);
	for (size_t i = 0; i < ARRAY_SIZE(passes) && !diags_have_errors(s.c.diags); i++)
		passes[i](&s.c);
	fuzz_script_close(&s);
	return 0;
}

#include "tests/fuzz/standalone.h"
