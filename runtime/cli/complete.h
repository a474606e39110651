/* runtime/cli/complete.h - what may stand at the end of an unfinished command line.  The shells ask
 * with `sonde --complete WORD...` (runtime/cli/shell/); rows of options and commands name the
 * function that offers their values. */
#pragma once

#include <stdbool.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"

struct completion {
	struct arena *arena;
	/* what stands before the piece that is completed, in the same word */
	const char *prefix;
	const char *piece;
	/* a line for each: the whole word, and behind a tab what it is, if there is something to
	 * say */
	struct buffer *words;
	/* what the shell is to offer beside the words: "words" (nothing), "files", "directories" or
	 * "commands" */
	const char *also;
};

/** Offer a word in the place of the piece, if it begins like it. */
void completion_offer(struct completion *c, const char *word, const char *help);

/* For rows. */
typedef void (*complete_fn)(struct completion *c);
void complete_program(struct completion *c);    /* text of a program */
void complete_probe(struct completion *c);      /* patterns of -l */
void complete_pid(struct completion *c);
void complete_file(struct completion *c);
void complete_directory(struct completion *c);
void complete_command(struct completion *c);
void complete_script(struct completion *c);     /* by name or path */
void complete_named_script(struct completion *c);
void complete_format(struct completion *c);
void complete_stage(struct completion *c);
void complete_feature(struct completion *c);
void complete_counter(struct completion *c);
void complete_topic(struct completion *c);
void complete_cache_word(struct completion *c);

/** The parameters that a script declares. */
void complete_parameter(struct completion *c, const char *script);

/** Write what may stand in the place of the last word: a line that says what else the shell is to
 * offer, then the words.  The exit code. */
int complete_words(int count, char **words);
