/* runtime/limits.h - what ends a run by itself: its time (--duration), and its price
 * (--max-overhead). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/load.h"
#include "runtime/session.h"
#include "runtime/stream.h"

struct limits {
	const struct loaded *loaded;
	uint64_t duration_ns;           /* 0: without end */
	double percent;                 /* of all CPUs that are online; 0: any */
	/* keeps the kernel's accounting of programs on; -1: nobody asked for it */
	int books;
	int deadline, clock;            /* timers, or -1 */
	/* the last look: when, and what programs had taken by then */
	uint64_t looked_ns, spent_ns;
	unsigned above;                 /* looks in a row that found too much */
	bool exceeded;
};

/** Before anything is attached: have the kernel account for programs where that is needed.  0 or
 * -errno, reported.  Undo with limits_close(). */
int limits_open(struct limits *l, const struct session_options *o, const struct loaded *loaded);

/** When everything is attached: the clocks start.  0 or -errno, reported. */
int limits_start(struct limits *l, struct stream *stream);

/** The clock rang: look at what programs took since it last did.  True, and said so, when that was
 * too much for three seconds in a row. */
bool limits_exceeded(struct limits *l);

void limits_close(struct limits *l);
