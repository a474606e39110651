/* runtime/series.h - time series as text and as JSON. */
#pragma once

#include "runtime/value.h"

/** Append the graph of a series (output.md 2.6), from the line behind the map's name to the empty
 * line at its end. */
void series_put_text(struct buffer *b, const struct value *v);

/** Append the points that have a value (output.md J10); the sink writes their numbers. */
void series_put_json(struct buffer *b, const struct value *v,
	void (*put_number)(void *arg, const struct value *v), void *arg);
