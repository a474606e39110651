/* runtime/base/match.h - matching names: the wildcards of attach points and patterns (language.md
 * P2), and the nearest name for "did you mean". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** True if the whole of text matches: * any run, ? one character, [abc] [a-z] [!a-z] one of a
 * class, an unclosed [ is a literal. */
bool glob_match(const char *pattern, const char *text);

/** True if pattern holds a wildcard character. */
bool glob_has_wildcard(const char *pattern);

/** Finds the candidate nearest to a mistyped name, by edits (swap, insert, drop, change), and of
 * equally near ones the one with the most of its letters: a swap comes before a change.  Too
 * different ones are not offered. */
struct nearest {
	const char *name;
	const char *best;       /* NULL when nothing is near enough */
	size_t distance;        /* of the best; before there is one, more than is near enough */
	size_t others;          /* letters that only one of both has, of the best */
	/* of the name, and which bytes it has: to pass over most candidates without looking
	 * closely */
	size_t len;
	uint64_t letters;
};

void nearest_start(struct nearest *n, const char *name);
void nearest_offer(struct nearest *n, const char *candidate);   /* keeps the pointer, not a copy */

/** The same for what visits names. */
void nearest_visit(const char *candidate, void *nearest);
