/* probes/tracepoint.h - what tracepoint.c, which knows the events and their fields, and
 * tracepoint_plan.c, which gets programs there, have of each other. */
#pragma once

#include "probes/provider.h"

static inline const char *tracepoint_category(const struct probe_spec *spec)
{
	return spec->parts[0];
}

static inline const char *tracepoint_event(const struct probe_spec *spec)
{
	return spec->parts[1];
}

/** A system call's tracepoint: which side. */
enum tracepoint_side { SIDE_NONE, SIDE_ENTER, SIDE_EXIT };

/** The tracepoint that all system calls pass on a side. */
extern const char *const tracepoint_hooks[];

/** The side of a tracepoint of the category syscalls, and which call; else NONE and "". */
enum tracepoint_side tracepoint_side(const struct probe_spec *spec, const char **call);

/** The fields of an event and how a perf program gets at them. */
struct tracepoint_values {
	struct probe_value *values;
	struct access *accesses;
	uint32_t count;
};

/** 0, or as plan() when the format of the event cannot be read. */
int tracepoint_values(const struct probe_spec *spec, struct arena *a, struct tracepoint_values *out,
	struct probe_error *err);

/** plan() and attach() of the provider (tracepoint_plan.c). */
int tracepoint_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err);
int tracepoint_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err);
