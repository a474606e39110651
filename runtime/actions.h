/* runtime/actions.h - what is done with an event record: one row per kind of action. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/control.h"
#include "runtime/flame.h"
#include "runtime/maps.h"
#include "runtime/output.h"
#include "runtime/packets.h"
#include "runtime/sink.h"

/** Where records go.  Everything is the session's but the last members. */
struct actions {
	const struct image *image;
	const struct sink *sink;
	struct sink_context *sink_context;
	struct maps *maps;
	struct output *output;
	struct unwinder *unwinder;      /* NULL: no program asks for dw_ustack */
	struct flame *flame;            /* NULL without --flame */
	struct packets *packets;        /* NULL: no program writes any */
	/* takes the watchpoints at the address away */
	void (*unwatch)(void *arg, uint64_t address);
	void *unwatch_arg;
	bool warnings;          /* run-time warnings are wanted */
	bool exited;            /* the record of exit() came: later records are dropped (F6) */
	bool damaged;           /* a record made no sense: already reported */
	int err;                /* the first failure of an action, already reported, or 0 */
	uint64_t errors;        /* messages of errorf() so far */
	bool line_open;         /* a command's last line has no end yet */
	struct buffer text;     /* one record's text */
	uint64_t *warned_ns;    /* per action: when its place last warned */
};

/** Set up the last members; the others are filled in by the caller.  0 or -ENOMEM. */
int actions_open(struct actions *a);
void actions_close(struct actions *a);

/** Write the packets that there are to their files. */
void actions_take_packets(struct actions *a);

/** Records and packets that found no room so far. */
uint64_t actions_lost(const struct actions *a);

/** Do what a record asks for: a ring_record_fn. */
void actions_deliver(void *actions, const void *record, size_t len);

/** Doing what a record asks for waits for no other program: a ring_test_fn. */
bool actions_is_prompt(const void *actions, const void *record, size_t len);

/** Show text that a program wrote elsewhere than to the ring, as that of a printf(). */
void actions_show_text(struct actions *a, const char *bytes, size_t len);

/** Hand a map that was read to the sink; one without entries prints nothing. */
void actions_show_map(struct actions *a, const struct map_view *view);

/** Read a map and print it; an empty keyed one prints nothing. */
int actions_print_map(struct actions *a, const struct map_request *request);
