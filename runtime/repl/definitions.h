/* runtime/repl/definitions.h - what was defined at the prompt, for the programs that are typed
 * later: a list in the order in which a script has it. */
#pragma once

#include <stdbool.h>

#include "runtime/base/arena.h"

struct definition {
	struct definition *next;
	const char *text;
	/* that it defines, as the compiler says them (compiler/prompt.h): "struct a", "macro
	 * f(value)", separated by tabs */
	const char *names;
	unsigned section;       /* what has a lower number stands in front of it */
};

/** A list with memory of its own.  Functions below make lists in an arena instead, of which parts
 * may be those of older ones. */
struct definitions {
	struct arena *arena;
	struct definition *first;
};

/** What the compiler's answer says that a text defines.  *rest: the text without that. */
struct definition *definitions_read(
	struct arena *a, const char *text, const char *answer, const char **rest);

size_t definitions_count(const struct definition *list);

/** Do the others define something that the list does? */
bool definitions_meet(const struct definition *list, const struct definition *others);

/** A list without what the others define as well. */
struct definition *definitions_without(
	struct arena *a, const struct definition *list, const struct definition *others);

/** A list with the others: each in the place of what it defines anew, or where a script has it. */
struct definition *definitions_with(
	struct arena *a, const struct definition *list, const struct definition *others);

/** A list without those of a name, "a" or "struct a". */
struct definition *definitions_without_name(
	struct arena *a, const struct definition *list, const char *name);

/** Visit the names without the word in front of them: what definitions_without_name() takes. */
void definitions_each_name(struct arena *a, const struct definition *list,
	void (*visit)(const char *name, void *arg), void *arg);

/** What defines "struct a"; NULL: nothing. */
const struct definition *definitions_find(const struct definition *list, const char *name);

/** Their text, each with a line break behind it; "" for none. */
const char *definitions_text(struct arena *a, const struct definition *list);

/** Have a copy of a list kept; what was there before is gone then.  Without memory nothing
 * changes. */
void definitions_keep(struct definitions *d, const struct definition *list);
