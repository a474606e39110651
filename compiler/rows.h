/* compiler/rows.h - what the language has, as lines for whoever shows it: `sonde help`, completion,
 * the manual. */
#pragma once

#include "runtime/base/buffer.h"

/** Append a line for each keyword, type, builtin, aggregation, config key and probe provider, of
 * fields between tabs: the kind ("keyword", "type", "variable", "function", "aggregation",
 * "config", "probe"), the name, the form, a sentence, an example (may be empty: a program in a
 * line), and other names, between blanks.  Keywords and types have nothing behind the form. */
void rows_put(struct buffer *out);
