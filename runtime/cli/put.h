/* runtime/cli/put.h - what subcommands print. */
#pragma once

#include <stddef.h>

struct buffer;
struct options;

/** Text to stdout or to the file of -o: listings, help, version, records of `check`.  A reader that
 * went away is no error.  0, or the exit code, having said why. */
int put_out(const struct options *o, const struct buffer *text);

/** The same for any bytes, to the file at path; NULL: stdout. */
int put_file(const char *path, const struct buffer *bytes);

/** Append a record of a subcommand in JSON, a line: its type, and its members, texts or null. */
struct put_member {
	const char *name, *text;
};
void put_record(
	struct buffer *out, const char *type, const struct put_member *members, size_t count);
