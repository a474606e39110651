/* runtime/cli/stages.c - the names that -d takes: the compiler's passes, what the kernel says of
 * the programs when they are loaded, and the older names that people know.  Used by the option
 * table. */
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/options.h"

static const struct {
	const char *name, *pass;
} stages[] = {
	{ "all", "all" },
#define STAGE_ROW(pass) { #pass, #pass },
	STAGE_LIST(STAGE_ROW)
#undef STAGE_ROW
		{ "ast", "parse" },
	{ "types", "check" },
	{ "codegen", "lower" },
	{ "codegen-opt", "object" },
	{ "dis", "object" },
	{ STAGE_VERIFIER, STAGE_VERIFIER },
	{ "libbpf", STAGE_VERIFIER },
};

const char *stage_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(stages); i++)
		if (str_eq(stages[i].name, name))
			return stages[i].pass;
	return NULL;
}
