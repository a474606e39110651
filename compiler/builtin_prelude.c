/* compiler/builtin_prelude.c - rows of the macros that stdlib/prelude.probe defines, which make
 * takes from the comments above them (stdlib/rows.awk). A use that a macro takes is the macro's
 * body before anybody asks what a row emits; what is left for these rows is to be listed, and to
 * say how many arguments there should have been. */
#include "compiler/builtin.h"
#include "compiler/prelude.h"
#include "runtime/base/util.h"

const struct builtin prelude_builtins[] = {
#define MACRO(macro, form, sentence, shown, flag) \
	{ .name = macro, .signature = form, .help = sentence, .example = shown, .flags = flag },
#include "gen/prelude_rows.inc"
#undef MACRO
	{ 0 },
};

bool prelude_has(const char *name)
{
	const struct builtin *row = prelude_builtins;

	while (row->name && !str_eq(row->name, name))
		row++;
	return row->name;
}
