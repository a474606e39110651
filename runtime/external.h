/* runtime/external.h - what scripts fetch from outside of the trace: files for cat(), the output of
 * commands for system(). */
#pragma once

#include <stddef.h>

#include "runtime/base/buffer.h"

/** Append at most `most` bytes of a file.  0 or -errno; what was read before a failure stays. */
int external_read_file(const char *path, size_t most, struct buffer *out);

/** Called for each piece of a command's output. */
typedef void (*external_output_fn)(void *arg, const char *bytes, size_t len);

/** Run a command in a shell, with its standard output given to `output`.  Ends it when a signal
 * asks for the end meanwhile.  Returns the status as waitpid() gives it, or -errno when it cannot
 * be started. */
int external_run(const char *command, external_output_fn output, void *arg);

/** Append what a status that is not 0 means: "ended with status 3". */
void external_put_status(struct buffer *b, int status);
