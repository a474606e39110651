/* runtime/output.h - where the data of a run goes: standard output or -o FILE. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"
#include "runtime/session.h"

struct output {
	struct buffer buffer;   /* sinks append here */
	struct buffer aside;    /* and here what goes to stderr, as soon as it can be */
	int fd;
	const char *path;       /* -o, or NULL for standard output */
	enum flush_mode mode;
	bool closed;            /* the reader is gone: end quietly */
	bool failed;            /* could not be written: already reported, end with an error */
};

/** Open the output: path NULL or "-" is standard output.  0 or -errno, already reported. */
int output_open(struct output *o, const char *path, enum flush_mode mode);

/** A record was put into the buffer: write it when the mode or the amount asks for it. */
void output_added(struct output *o);

/** Nothing more is coming for now: what is in the buffer must not wait, unless the mode is full. */
void output_idle(struct output *o);

/** Write everything. */
void output_flush(struct output *o);

/** Open -o FILE again, for appending (after it was rotated away).  Failure ends the output. */
void output_reopen(struct output *o);

/** Write everything and close. */
void output_close(struct output *o);
