/* runtime/trial.h - test and bench probes: run on request, one after the other, instead of
 * tracing. */
#pragma once

#include "runtime/actions.h"
#include "runtime/load.h"
#include "runtime/stream.h"

/** What the running of trials needs of a session; everything is the session's. */
struct trial {
	const struct loaded *loaded;
	struct control *control;
	struct actions *actions;
	struct stream *stream;
};

/** Run each test probe once and print the results.  0 when all passed, -ECANCELED when one failed
 * (exit code 1), or another -errno, reported. */
int trial_tests(const struct trial *t);

/** Run each bench probe many times and print what one run takes, by the kernel's own books.  0 or
 * -errno, reported. */
int trial_benches(const struct trial *t);
