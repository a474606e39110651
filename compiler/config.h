/* compiler/config.h - the config values of a compilation (output.md 6.1): from key=value texts of
 * the environment, and from the script's block. */
#pragma once

#include <stddef.h>

#include "runtime/base/arena.h"
#include "compiler/compilation.h"

/** The values that hold when nothing is set. */
void config_defaults(struct compile_config *config);

/** A value as scripts see it: `text` when that is not NULL, else `number`. */
struct config_value {
	const char *text;
	uint64_t number;
	bool is_bool;
};

/** The number of keys, and the name of one of them. */
uint32_t config_count(void);
const char *config_key(uint32_t index);

/** What a key is for, in a sentence. */
const char *config_help(uint32_t index);

/** Append what may be given to a key: "1..16384", "true|false", "error|warn|ignore", "TEXT". */
void config_put_values(struct buffer *out, uint32_t index);

/** Append " (default VALUE)", if that is the same everywhere. */
void config_put_default(struct buffer *out, uint32_t index);

/** The value of a key.  What the runtime would choose later is chosen now, so that the value that a
 * script reads is the one in force. */
struct config_value config_value(struct compile_config *config, uint32_t index);

/** Set one value from "key=value" of the environment, which the script's block does not change any
 * more; the key in any case, with or without the prefix BPFTRACE_ or SONDE_.  Texts are copied into
 * the arena.  NULL, or what is wrong (in the arena). */
const char *config_set(struct compile_config *config, struct arena *a, const char *text);

/** The same for a name of the language, which has the key unstable_NAME, or none. */
bool config_allows_name(struct compilation *c, const char *name, struct span where);

/** May what an unstable_ key switches be used here?  False: refused by the key, which is reported;
 * with the value "warn" it is a warning. */
bool config_allows(
	struct compilation *c, enum config_feature feature, struct span where, const char *what);
