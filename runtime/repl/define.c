/* runtime/repl/define.c - what is defined at the prompt is checked, and kept for what is typed
 * later.  Owns repl->kept.  Called by repl.c and command.c. */
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/repl/repl.h"

/* Names on one line; more is a list that nobody reads. */
#define NAMES_SHOWN 200

static void say_defined(const struct repl *r, const struct definition *defined)
{
	struct buffer names = { 0 };

	for (; defined; defined = defined->next)
		for (const char *at = defined->names; *at;
			at += strcspn(at, "\t"), at += *at == '\t')
			buffer_printf(&names, "%s%.*s", names.len ? ", " : "",
				(int)strcspn(at, "\t"), at);
	if (names.len && !r->options.quiet)
		log_notice("Defined %.*s%s", NAMES_SHOWN, buffer_text(&names),
			names.len > NAMES_SHOWN ? " ..." : "");
	buffer_free(&names);
}

const char *define_before(struct repl *r, const struct definition *own)
{
	const char *text = definitions_text(
		r->options.arena, definitions_without(r->options.arena, r->kept.first, own));

	return *text ? text : NULL;
}

/* Do these definitions go together? */
static bool is_good(struct repl *r, const struct definition *list)
{
	struct script nothing = typed_script("", 0);

	nothing.definitions = definitions_text(r->options.arena, list);
	return query_check(r, &nothing);
}

void define(struct repl *r, const struct script *script, const struct typed *typed)
{
	struct arena *a = r->options.arena;
	const struct definition *next = definitions_with(a, r->kept.first, typed->defined);
	struct script checked = *script;

	checked.is_typed = true;
	checked.definitions = define_before(r, NULL);
	/* what takes the place of another has to do in that place */
	if (definitions_meet(r->kept.first, typed->defined) ? !is_good(r, next)
		: !query_check(r, &checked))
		return;
	definitions_keep(&r->kept, next);
	definitions_keep(&r->all_own, definitions_with(a, r->all_own.first, typed->defined));
	say_defined(r, typed->defined);
}

void define_forget(struct repl *r, const char *name)
{
	bool all = str_eq(name, FORGET_ALL);
	const struct definition *next =
		all ? NULL : definitions_without_name(r->options.arena, r->kept.first, name);

	if (!all && definitions_count(next) == definitions_count(r->kept.first))
		log_error(
			"command ':forget': '%s' is not defined here: ':definitions' lists what is",
			name);
	else if (is_good(r, next))
		definitions_keep(&r->kept, next);
}
