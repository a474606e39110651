/* runtime/cli/topics.h - what has a name in sonde: commands, options, formats, probe providers,
 * builtins, aggregations and config keys.  `sonde help`, the prompt and completion read these
 * rows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/options.h"

struct topic {
	/* "command", "option", "format", "probe", "variable", "function", "aggregation" or
	 * "config" */
	const char *kind;
	/* "hist", "--format", "tracepoint"; a name that ends in N stands for numbered ones, as argN
	 * does */
	const char *name;
	const char *aliases;    /* other names, between blanks; "" when there are none */
	const char *form;       /* "hist(int n, literal_int bits?)", "-f, --format FORMAT" */
	const char *help;       /* a sentence, lower case, no full stop */
	const char *example;    /* a program in a line; "" when there is none */
};

struct topics {
	const struct topic *items;
	uint32_t count;
};

/** Collect all topics, in the arena of the options.  The compiler is asked for those of the
 * language.  0, or the exit code, having said why. */
int topics_load(const struct options *o, struct topics *out);

/** Append what there is to say of each topic that a name stands for.  Returns how many that are. */
uint32_t topics_put(const struct topics *t, const char *name, struct buffer *out);

/** Append all names, by kind. */
void topics_put_names(const struct topics *t, struct buffer *out);

/** Append names that are near to one which is no topic, as ": did you mean 'hist' or 'lhist'?";
 * nothing when none is. */
void topics_put_near(const struct topics *t, const char *name, struct buffer *out);

/** `sonde help [TOPIC]`.  0, or the exit code. */
int help_topic(const struct options *o, struct buffer *out);
