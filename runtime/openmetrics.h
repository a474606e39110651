/* runtime/openmetrics.h - maps as an OpenMetrics exposition (output.md 10.2): families of samples
 * with labels. */
#pragma once

#include "runtime/sink.h"

/** A family: the samples of one map, as they were when it was put last. */
struct metric_family {
	char *name;             /* "sonde_reads" */
	char *map;              /* "@reads"; "" for what is no map */
	struct buffer text;     /* its lines */
};

/** Families in the order in which they came; zero-initialise to use. */
struct exposition {
	struct metric_family *families;
	size_t count;
};

/** Put a map in the place of what there was of it.  NULL, or why the format has no form for it. */
const char *exposition_put_map(
	struct exposition *e, struct decode_context *ctx, const struct map_view *view);

/** Put the counters of the completeness record. */
void exposition_put_summary(struct exposition *e, const struct run_summary *s);

/** Append the whole text, with its end mark. */
void exposition_write(const struct exposition *e, struct buffer *out);

void exposition_close(struct exposition *e);
