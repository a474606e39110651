/* runtime/maps.h - reading the script's maps from the kernel as they are printed, emptying them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/buffer.h"
#include "runtime/base/image.h"
#include "runtime/control.h"
#include "runtime/sink.h"
#include "runtime/value.h"

struct maps {
	const struct image *image;
	const int *fds;                 /* descriptor of each map of the image */
	struct control *control;
	struct decode_context *decode;
	uint32_t cpus;                  /* possible CPUs: copies of a per-CPU value */
	/* what was read last, kept for the memory */
	struct buffer keys;             /* key_size bytes an entry */
	struct buffer values;           /* merged over CPUs, each rounded up to 8 bytes */
	struct buffer batch;            /* values as the kernel gives them */
	size_t count;
	/* CLOCK_BOOTTIME when each map was emptied last; 0: not since tracing began */
	uint64_t *emptied_ns;
	uint64_t read_ns;               /* CLOCK_BOOTTIME when the last read began */
};

/** The memory that a view stands on. */
struct maps_memory {
	struct buffer keys, values;
};

struct map_request {
	uint32_t map;
	uint32_t top;           /* keep the last `top` entries; 0: all */
	uint32_t div;           /* divide what is shown; 0 and 1: not */
	bool unset_is_zero;     /* a scalar that was never set shows its zero value, not nothing */
	bool rate;              /* numbers per second since the map was emptied */
};

/** Start; the descriptors, control and decode context stay the caller's and outlive it.  0 or
 * -ENOMEM. */
int maps_open(struct maps *m, const struct image *image, const int *fds, struct control *control,
	struct decode_context *decode);
void maps_close(struct maps *m);

/** Read, merge, sort and decode a map.  The view lives until the decode context's arena is reset or
 * the next call.  0 or -errno, already reported. */
int maps_read(struct maps *m, const struct map_request *request, struct map_view *view);

/** Take the memory that the view of the last read stands on, which then lives until it is freed (or
 * the arena is reset).  Its keys may need it, and what is printed of its values. */
void maps_keep(struct maps *m, struct maps_memory *kept);
void maps_memory_free(struct maps_memory *kept);

/** Time from when a map was emptied, or tracing began, to the last read of a map: at least 1. */
uint64_t maps_period_ns(const struct maps *m, uint32_t map);

/** Let the programs go on with the other one of two twin maps, and read the one they have left: no
 * update is lost in between.  Follow with maps_clear_resting().  As maps_read() without a twin. */
int maps_read_and_switch(struct maps *m, const struct map_request *request, struct map_view *view);
int maps_clear_resting(struct maps *m, uint32_t map);

/** Remove all entries, or set all to zero.  0 or -errno, already reported. */
int maps_clear(struct maps *m, uint32_t map);
int maps_zero(struct maps *m, uint32_t map);

/** How many entries a map has now.  0 or -errno, already reported. */
int maps_count(struct maps *m, uint32_t map, uint64_t *count);

/** Sum over CPUs of a word of the COUNTERS map (enum image_counter). */
uint64_t maps_counter(struct maps *m, uint32_t counter);
