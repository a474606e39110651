/* runtime/stream.h - the middle of a run: waiting for what comes first, handing on events. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/actions.h"
#include "runtime/control.h"
#include "runtime/refused.h"
#include "runtime/ring.h"
#include "runtime/traced_files.h"

/** What a descriptor that became readable means. */
enum stream_source {
	STREAM_RING,
	STREAM_PACKETS,
	STREAM_SIGNAL,
	STREAM_CHILD,
	STREAM_PROCESS,
	STREAM_OUTPUT,
	STREAM_PROCESSES,
	STREAM_UNWINDER,
	STREAM_DEADLINE,
	STREAM_CLOCK,
	STREAM_FILES
};

struct stream {
	struct ring *ring;
	struct actions *actions;
	struct control *control;
	/* SIGUSR1 came; NULL: nobody wants to know */
	void (*user_signal)(void *arg);
	/* what was watched as STREAM_PROCESS has ended; NULL: the same */
	void (*process_ended)(void *arg, int fd);
	/* what was watched as STREAM_CLOCK rang; true: the run is to end */
	bool (*clock)(void *arg);
	void *arg;              /* of these */
	int epoll;              /* -1 until stream_open() */
	bool ended;             /* something other than exit() asked for the end */
	/* watched as STREAM_PROCESS, still running: the run is over with the last one */
	uint32_t processes;
	size_t budget;          /* records of the next round, so that it does not take long */
	bool more;              /* the last round left records behind */
	unsigned quiet_rounds;  /* looks at the ring in a row that found nothing */
	bool polling;
	struct refused refused;
	struct traced_files *files;     /* NULL: nobody is to be told about them */
	uint64_t lost_told;
	uint64_t looked_ns;     /* when what was lost or refused was last told */
};

/** Make the epoll set with the ring in it.  The first three members are filled in by the caller.  0
 * or -errno. */
int stream_open(struct stream *s);
void stream_close(struct stream *s);

/** Add a descriptor. */
int stream_watch(struct stream *s, int fd, enum stream_source source);

/** Warn from now on when files that the probes sit in are replaced, removed or written to.  0 or
 * -errno. */
int stream_watch_files(struct stream *s, const struct attached *attached);

/** How many records there are that wait for no other program, up to the first that does. */
size_t stream_prompt_records(struct stream *s);

/** Hand on so many records, and no more. */
void stream_hand_on(struct stream *s, size_t count);

/** Hand on events until the run is to end. */
void stream_run(struct stream *s);

/** Hand on everything that is there without waiting for more; false when the run is to end.  For
 * runs whose events are made by our own thread between such turns. */
bool stream_turn(struct stream *s);

/** Hand on everything that is in the ring, while the gate is shut: else it might never be empty. */
void stream_drain(struct stream *s);

/** Tell how many events were lost, and which maps refused updates, since this was last told. */
void stream_tell_losses(struct stream *s);
