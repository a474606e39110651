/* runtime/session_pieces.h - what a run is made of.  Seen by the session's own files alone:
 * session.c, the life of a run, and session_pieces.c, which makes its pieces, connects them, and
 * takes them apart. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/actions.h"
#include "runtime/attach.h"
#include "runtime/child.h"
#include "runtime/control.h"
#include "runtime/flame.h"
#include "runtime/limits.h"
#include "runtime/load.h"
#include "runtime/output.h"
#include "runtime/ring.h"
#include "runtime/session.h"
#include "runtime/stream.h"
#include "runtime/traced.h"

struct session {
	const struct session_options *options;
	const struct image *image;
	struct output output;
	struct child child;
	int *process_fds;               /* pidfds of -p */
	struct traced traced;
	struct loaded loaded;
	struct control control;
	struct ring ring;
	struct decode_context decode;
	struct maps maps;
	struct sink_context sink_context;
	struct actions actions;
	struct flame *flame;            /* NULL without --flame */
	struct stream stream;
	struct attached attached;
	uint64_t *missed_before, *missed_after;
	uint64_t started_ns;
	bool tracing;                   /* the gate was opened */
	struct limits limits;
	/* counters of the summary that are set (runtime/summary.h) */
	unsigned incomplete;
};

/** Make and connect the pieces of a run whose options, image and empty descriptors are set: nothing
 * is attached yet.  signal_fd is that of signals_catch(). 0; -EINTR when a signal asked for the
 * end; or -errno, reported.  Undo with session_release(), also after a failure. */
int session_open(struct session *s, int signal_fd);
void session_release(struct session *s);

/** Loading and attaching show how far they are, unless the run is quiet; what this machine refused
 * points to who says more. */
void session_start_progress(const struct session *s);
void session_point_to_doctor(int err);
