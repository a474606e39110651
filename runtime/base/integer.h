/* runtime/base/integer.h - integers as the language writes them (X6, X7): in scripts, and as values
 * of their parameters. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct integer {
	uint64_t value;
	bool is_unsigned;       /* suffix u, or above INT64_MAX */
	bool is_duration;       /* a suffix of time: the value is in nanoseconds */
	/* the text is an integer, but of more than 64 bits: value means nothing */
	bool is_too_large;
	bool has_bad_suffix;    /* what is wrong is the suffix */
};

/** Read all of text (len bytes, without a sign, the first one a digit).  Returns what is wrong with
 * it (static text), or NULL. */
const char *integer_read(const char *text, size_t len, struct integer *out);

/** Number of the digit in bases up to 16; 99 for what is none. */
int integer_digit(int c);
