/* probes/source_name.h - functions of C++ and Rust by the names that they have in the source. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/** What is looked for: "ns::f", "ns::f(int)", "ns::g<int>", or a pattern of such names.  Without
 * parameters it is all overloads, without arguments of templates all instances. */
struct source_name {
	const char *text;               /* the caller's */
	bool wild;
	/* part of the text that a symbol of such a name must hold; NULL: none is known */
	const char *needle;
	size_t needle_len;
};

/** The text has to stay. */
void source_name_init(struct source_name *n, const char *text, bool wild);

/** True when the symbol is of a function of such a name; *shown becomes its whole name as in the
 * source. */
bool source_name_match(const struct source_name *n, const char *symbol, struct buffer *shown);
