/* compiler/prelude.c - the prelude, which make puts in here as text.  Called by the expand pass
 * when a script uses a name of it. */
#include "compiler/prelude.h"

#include "compiler/compilation.h"
#include "compiler/parse.h"

static const char prelude[] =
#include "gen/prelude_text.inc"
	;

struct macro *prelude_parse(struct compilation *c)
{
	const struct source *s = compilation_add_source(c, (struct source){
		.name = "stdlib/prelude.probe", .text = prelude, .len = sizeof(prelude) - 1 });
	struct macro *of_script = c->program->macros, *macros;

	if (!s)
		return NULL;
	c->program->macros = NULL;
	c->program->macros_end = NULL;
	parse_import(c, s, true);
	macros = c->program->macros;
	c->program->macros = of_script;
	c->program->macros_end = NULL;
	return macros;
}
