/* probes/process_events.h - what happens to all processes while we run: they start, become other
 * programs, map code and end, told by the kernel with the time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum process_event_kind {
	PROCESS_FORKED,         /* a process, not a thread */
	PROCESS_EXECUTED,       /* nothing of what was mapped is there any more */
	PROCESS_MAPPED,         /* memory that can be executed */
	PROCESS_EXITED,
	PROCESS_LOST,           /* the kernel had no room to tell: anything may have happened */
};

struct process_event {
	enum process_event_kind kind;
	pid_t pid, parent;      /* FORKED: both */
	uint64_t time_ns;       /* CLOCK_MONOTONIC */
	/* MAPPED */
	uint64_t start, len, offset;
	uint32_t major, minor;  /* of the file's device */
	uint64_t inode;
	/* as the process sees it; "//anon", "[vdso]" ... of what is no file */
	const char *path;
};

typedef void (*process_event_fn)(const struct process_event *event, void *arg);

struct process_events;

/** Begin to listen, on all CPUs.  0 or -errno (-EACCES, -EPERM: not allowed); close with
 * process_events_close(). */
int process_events_open(struct process_events **out, bool at_once);

/** Close; NULL is allowed. */
void process_events_close(struct process_events *e);

/** A descriptor that can be read when there is much to take; or anything, when it was opened so
 * (`at_once`). */
int process_events_fd(const struct process_events *e);

/** Take all that was told until now.  Events of one CPU come in order, those of different CPUs do
 * not. */
void process_events_take(struct process_events *e, process_event_fn take, void *arg);
