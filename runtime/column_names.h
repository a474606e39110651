/* runtime/column_names.h - names of columns and labels, all of one table distinct (output.md H2).
 * Used by the sinks of formats for programs. */
#pragma once

#include "runtime/key_parts.h"

/** The format's names stay as they are, those of the script give way. */
enum column_owner { COLUMN_OF_FORMAT = 'f', COLUMN_OF_SCRIPT = 's' };

/** Names while they are gathered, and as they are in the end: one behind the other, each whose it
 * is, the name, a NUL.  Zero-initialise to use. */
struct column_names {
	struct buffer wanted, given;
};

void column_names_add(struct column_names *n, enum column_owner owner, const char *name);

/** Add a name for each part of a key, which is of an entry of the view. */
void column_names_add_key(
	struct column_names *n, const struct map_view *view, const struct key_parts *parts);

/** All have been added.  Two columns of one name would be one to programs: the script's get _2, _3
 * ... behind it, as parts of keys do (language.md M10).  False when out of memory. */
bool column_names_settle(struct column_names *n);

/** The name behind `last` in the order in which they were added, NULL: the first one.  NULL behind
 * the last one, and where they could not be settled. */
const char *column_names_next(const struct column_names *n, const char *last);

void column_names_close(struct column_names *n);
