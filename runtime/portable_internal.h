/* runtime/portable_internal.h - the pieces of runtime/portable.h: what the attach points stand for
 * here (portable_points.c), which program serves each (portable_fit.c), and the writing of the
 * image (portable_write.c). */
#pragma once

#include "probes/provider.h"
#include "runtime/base/image_portable.h"
#include "runtime/facts.h"
#include "runtime/portable.h"

/** A probe of this machine that an attach point stands for. */
struct local {
	struct local *next;             /* of all, in order of the attach points */
	uint32_t point;
	struct probe_spec spec;
	struct probe_carries carries;
	bool has_carries, is_described, left_out;
	bool is_open;                   /* one of those that a wildcard stands for */
	struct probe_plan plan;
	const struct image_body *body;  /* the body that it runs */
	struct local *leaves;           /* of a hidden one: the probe at the return */
	/* its index in PROBES; IMAGE_NONE: the machine that the image was built on had no such
	 * probe */
	uint32_t built;
	uint32_t id;                    /* index in the PROBES that are written */
	/* the value of `probe`: the id of the first one of its name */
	uint32_t number;
	struct variant *variant;        /* the program that serves it */
};

/** A program for some of the probes: the same code may need other numbers for others. */
struct variant {
	struct variant *next;
	uint32_t built;                 /* index in PROGS */
	uint32_t index;                 /* in the PROGS that are written */
	const struct local *first;      /* a probe that it serves */
	uint64_t *values;               /* of all facts */
};

struct settling {
	const struct image *image;
	const struct portable_options *options;
	struct arena *arena;
	struct facts facts;
	struct probe_scope scope;
	struct local **by_point;        /* the first of each point */
	struct local ***last;           /* of each point: where the next one goes */
	struct local *locals;           /* all of them, in order of the points */
	/* probes; attach points whose probes are not here, which is no error */
	uint32_t found, skipped;
	bool *taken;                    /* of each built probe: it is there */
	uint32_t probe_count;           /* of the image that is written */
	struct variant *variants, **last_variant;
	uint32_t prog_count;
};

/** Look for all attach points.  0 or -errno, reported. */
int portable_find(struct settling *s);

/** Find the body that a probe runs, and plan it: sets body and plan.  NULL, or why none fits (in
 * the arena). */
const char *portable_fit(struct settling *s, struct local *l);

/** The same among programs of one body. */
const char *portable_fit_alone(struct settling *s, struct local *l);

/** The access of a probe to a value that its body uses, by role; NULL when it has none. */
const struct access *portable_access(
	const struct local *l, const struct image *image, const struct image_value *v);

/** Write the image.  0 or -errno, reported. */
int portable_write(struct settling *s, struct buffer *out);

static inline const struct image_point *local_point(const struct settling *s, const struct local *l)
{
	return &s->image->points[l->point];
}

/** The name that results show. */
static inline const char *local_name(const struct settling *s, const struct local *l)
{
	uint32_t label = local_point(s, l)->label;

	return label == IMAGE_NONE ? l->spec.text : image_text(s->image, label);
}
