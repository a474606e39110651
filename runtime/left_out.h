/* runtime/left_out.h - maps that a format cannot show: told once each. */
#pragma once

#include "runtime/sink.h"

/** The maps that were told; zero-initialise to use. */
struct left_out {
	struct buffer names;    /* const char *: names of maps, which live as long as the image */
};

/** Say, unless that was said before or -q wants it quiet, that the format leaves a map out, and
 * why. */
void left_out_tell(struct sink_context *ctx, struct left_out *l, const char *map, const char *why);
void left_out_close(struct left_out *l);
