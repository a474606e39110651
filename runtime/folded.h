/* runtime/folded.h - entries of maps as stacks with a weight (output.md 10.2): what the folded
 * format and flame graphs are made of. */
#pragma once

#include "runtime/sink.h"

/** A frame, or another part of the key before them: its text holds no ';' and no control
 * characters. */
struct folded_frame {
	const char *text;
	size_t len;
	enum folded_origin { FOLDED_KEY, FOLDED_USER, FOLDED_KERNEL } origin;
};

/** One entry: parts of the key, then frames of the user and of the kernel, outermost first.
 * `frames` lives until the next one. */
struct folded_stack {
	const struct folded_frame *frames;
	size_t count;
	struct value weight;    /* INT or UINT */
};

/** Why a map has nothing to fold: "no stack in its key"; NULL: it has. */
const char *folded_unfit(const struct map_view *view);

/** Call `visit` for every entry of a map that is fit.  0 or -ENOMEM. */
int folded_each(struct decode_context *ctx, const struct map_view *view,
	void (*visit)(void *arg, const struct folded_stack *stack), void *arg);
