/* probes/perf.h - programs on perf events: what timers, counters, watchpoints, perf tracepoints and
 * old-style user probes share. */
#pragma once

#include <stdint.h>

#include "probes/provider.h"

/** On whose behalf an event is opened. */
enum perf_scope {
	PERF_ANYWHERE,          /* one event, whatever -p says */
	PERF_PROCESS,           /* one event for each process of -p, or one for all */
	/* one for each thread of the processes of -p, present and future, or one for each CPU */
	PERF_THREADS,
};

struct perf_target {
	uint32_t type;          /* enum perf_type_id, or the number of a dynamic one */
	uint64_t config;
	uint64_t config1;       /* of a breakpoint: the address */
	uint64_t config2;       /* of a breakpoint: the length */
	uint32_t breakpoint;    /* HW_BREAKPOINT_R and others; 0: it is none */
	uint64_t period;        /* 0: none */
	enum perf_scope scope;
	bool slow;              /* closing it waits for the kernel */
	/* where the kernel can, put the program on it by a link, which knows of missed runs; a
	 * cookie needs one */
	bool link;
};

/** Whether this machine has that event; true too where we may not ask. */
bool perf_has(uint32_t type, uint64_t config);

/** carries() of the providers whose programs are on such events by themselves, without a record:
 * the registers of what was interrupted. */
int perf_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err);

/** Open the events and put the program on them.  0 or -errno with err filled; nothing stays
 * attached on failure. */
int perf_attach(const struct attach_request *req, const struct perf_target *target,
	struct attachment *out, struct probe_error *err);

/** Number of a kind of perf events that the kernel gives out at start, read from `path`
 * ("/sys/bus/event_source/devices/uprobe/type"); -ENOENT where there is none. */
int perf_type_of(const char *path);
