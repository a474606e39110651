/* runtime/summary.h - the two forms of the completeness counters, for the sinks. */
#pragma once

#include "runtime/base/buffer.h"
#include "runtime/sink.h"

/** The counters that are set, a bit each in their order; 0: the run was complete. */
unsigned summary_counters(const struct run_summary *s);

/** The bit of a counter by name; 0 when there is none of that name. */
unsigned summary_counter_find(const char *name);
#define SUMMARY_ALL (~0u)

/** Append the names of all counters, with ", " between them. */
void summary_put_names(struct buffer *b);

/** Append "Incomplete: lost_events 12; map_full @a 3" without line feed; nothing when the run is
 * complete. */
void summary_put_text(struct buffer *b, const struct run_summary *s);

/** Append the object that is the data of the summary record. */
void summary_put_json(struct buffer *b, const struct run_summary *s);

/** Call `visit` for each counter in its order, with the total of its list where it is one. */
void summary_each(const struct run_summary *s,
	void (*visit)(void *arg, const char *counter, uint64_t total), void *arg);
