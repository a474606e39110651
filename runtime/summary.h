/* runtime/summary.h - the two forms of the completeness counters, for the sinks. */
#pragma once

#include "runtime/base/buffer.h"
#include "runtime/sink.h"

/** Append "Incomplete: lost_events 12; map_full @a 3" without line feed; nothing when the run is
 * complete. */
void summary_put_text(struct buffer *b, const struct run_summary *s);

/** Append the object that is the data of the summary record. */
void summary_put_json(struct buffer *b, const struct run_summary *s);
