/* runtime/cli/complete.c - completion for shells: finds out from the option table what the last
 * word of an unfinished command line is, and has that offered. Nothing is said of mistakes: a
 * person who types has not finished.  Called by main() for `sonde --complete`. */
#include "runtime/cli/complete.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/escape.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/options.h"

void completion_offer(struct completion *c, const char *word, const char *help)
{
	/* an answer is lines of words; a name of a file may have anything in it */
	if (str_starts(word, c->piece) && !text_has_controls(word) && !text_has_controls(c->prefix))
		buffer_printf(c->words, "%s%s%s%s\n", c->prefix, word, *help ? "\t" : "", help);
}

/* What the words so far make of the last one. */
struct context {
	const struct subcommand_row *subcommand;
	const struct option_row *option;        /* whose value the last word is, or NULL */
	unsigned words;                         /* before it that are no options */
	/* the first of them, where that is a script to be run */
	const char *script;
	bool lists, has_program, only_words;
};

static void take_option(struct context *x, const struct option_row *row, bool has_value)
{
	if (!row)
		return;
	x->lists |= row->letter == 'l';
	x->has_program |= row->letter == 'e';
	if (!has_value && (row->argument == ARGUMENT_NEEDED || row->argument == ARGUMENT_STAGES))
		x->option = row;
}

static void take_letters(struct context *x, const char *word)
{
	for (const char *at = word + 1; *at && !x->option; at++) {
		const struct option_row *row = option_find_letter(x->subcommand, *at);
		bool takes = row &&
			(row->argument == ARGUMENT_NEEDED || row->argument == ARGUMENT_STAGES);

		take_option(x, row, takes && at[1]);
		if (takes)
			return;
	}
}

static void take_word(struct context *x, const char *word)
{
	size_t len = strcspn(word, "=");

	if (x->option) {
		x->option = NULL;
	} else if (x->only_words || word[0] != '-' || !word[1]) {
		if (!x->words && !x->subcommand && !x->has_program && !x->only_words &&
			(x->subcommand = subcommand_find(word)))
			x->only_words = x->subcommand->words_only;
		else if (!x->words++ && !x->has_program && !x->lists &&
			(!x->subcommand || x->subcommand->action == DO_RUN))
			x->script = word;
	} else if (str_eq(word, "--")) {
		x->only_words = true;
	} else if (word[1] == '-') {
		take_option(x, option_find_name(x->subcommand, word + 2, len - 2), word[len]);
	} else {
		take_letters(x, word);
	}
}

static void offer_options(struct completion *c, const struct option_row *row)
{
	for (; row && (row->letter || row->name); row++) {
		if (row->name)
			completion_offer(c,
				arena_printf(c->arena, "--%s%s", row->name,
					row->argument == ARGUMENT_EQUALS && row->complete ? "="
						: ""),
				row->help);
		if (row->letter)
			completion_offer(c, arena_printf(c->arena, "-%c", row->letter), row->help);
	}
}

static void offer_commands(struct completion *c)
{
	for (const struct subcommand_row *row = subcommand_rows; row->name; row++)
		completion_offer(c, row->name, row->help);
}

/* A word that is neither an option nor the value of one. */
static void offer_word(struct completion *c, const struct context *x)
{
	if (x->subcommand) {
		if (x->subcommand->complete && (!x->words || x->subcommand->action == DO_CHECK))
			x->subcommand->complete(c);
	} else if (x->lists) {
		complete_probe(c);
		complete_file(c);
	} else if (!x->words && !x->has_program) {
		offer_commands(c);
		complete_script(c);
	} else {
		complete_file(c);
	}
}

static void offer_last(struct completion *c, const struct context *x, const char *word)
{
	const char *equals = strchr(word, '=');
	const struct option_row *row = x->option;

	if (!row && !x->only_words && str_starts(word, "--") && equals) {
		row = option_find_name(x->subcommand, word + 2, (size_t)(equals - word) - 2);
		c->prefix = arena_strndup(c->arena, word, (size_t)(equals - word) + 1);
		c->piece = equals + 1;
		if (!row)
			return;
	}
	if (!row && word[0] == '-' && x->script)
		complete_parameter(c, x->script);
	if (row && row->complete)
		row->complete(c);
	else if (!row && word[0] == '-' && !x->only_words) {
		offer_options(c, option_rows);
		if (x->subcommand)
			offer_options(c, x->subcommand->options);
	} else if (!row)
		offer_word(c, x);
}

/* Shells hand over a word as it is typed: with the quote that begins it. */
static char *without_quote(char *word)
{
	return word + (*word == '\'' || *word == '"');
}

int complete_words(int count, char **words)
{
	struct buffer out = { 0 };
	struct completion c = {
		.arena = arena_new(), .prefix = "", .piece = "", .words = &out, .also = "words"
	};
	struct context x = { 0 };

	if (!c.arena)
		return EXIT_CODE_ENVIRONMENT;
	for (int i = 0; i + 1 < count; i++)
		take_word(&x, without_quote(words[i]));
	if (count) {
		c.piece = without_quote(words[count - 1]);
		offer_last(&c, &x, c.piece);
	}
	printf("%s\n%s", c.also, buffer_text(&out));
	buffer_free(&out);
	arena_free(c.arena);
	return EXIT_CODE_OK;
}
