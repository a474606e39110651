/* runtime/cli/option_value.h - how options read their values. */
#pragma once

#include "runtime/cli/options.h"

/** A decimal number from low to high and nothing else. */
bool option_number(const char *text, long low, long high, long *out);

/** Which of the names the value is, -1 for none: then what may stand there has been said.  `what`
 * they are called in that. */
int option_choose(const char *option, const char *what, const char *const *names, size_t count,
	const char *value);

/** Offer all names to the shell. */
void option_offer_names(struct completion *c, const char *const *names, size_t count);

/** A list of words that the arena holds, one longer. */
const char **option_list_add(
	struct options *o, const char **list, uint32_t *count, const char *value);

/** The words of a list with commas; what each is called, and which there are, for messages. */
struct option_list_words {
	const char *option, *element, *there_are;
	bool (*take)(struct options *o, const char *word);      /* false: there is no such */
};

/** Take each word of a value.  0, or the exit code: a word is none, or there is none. */
int option_take_list(
	struct options *o, const char *value, const struct option_list_words *words);
