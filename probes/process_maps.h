/* probes/process_maps.h - which files were mapped where in which process at which time: from what
 * the kernel tells (process_events.h), and for processes that were there before from /proc. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "probes/process_events.h"

/** A file as the kernel names it where it is mapped; one for all mappings of it, as long as there
 * are any. */
struct mapped_name {
	size_t mappings;        /* how many are of it */
	uint32_t major, minor;
	uint64_t inode;         /* 0: no file */
	/* as the process sees it, without " (deleted)"; "" for memory that is nothing else */
	char path[];
};

struct mapping {
	uint64_t since_ns;      /* CLOCK_MONOTONIC; 0: before we looked */
	uint64_t start, end, offset;
	struct mapped_name *name;
	void *file;             /* the caller's: what it found out about the file */
	bool from_proc;
};

struct process_maps;

/** NULL when out of memory; free with process_maps_free(). */
struct process_maps *process_maps_new(void);
void process_maps_free(struct process_maps *m);

/** Take in what the kernel told. */
void process_maps_event(struct process_maps *m, const struct process_event *event);

/** Read what is mapped now in a process of which that is not known, while it lives; `again`: also
 * when it was read before, if that is a while ago. */
void process_maps_read(struct process_maps *m, pid_t pid, bool again);

/** The mapping of an address in a process at a time, read from /proc when it has to be.  *owner is
 * the process that it was found in: a child has what its parent had.  NULL when it is not known.
 * Valid until the next event or look. */
struct mapping *process_maps_find(
	struct process_maps *m, pid_t pid, uint64_t address, uint64_t time_ns, pid_t *owner);

/** Visit what a process has mapped itself since it last became another program, oldest first. */
void process_maps_each(struct process_maps *m, pid_t pid,
	void (*visit)(struct mapping *mapping, void *arg), void *arg);

/** The process that started this one, if that was told; 0 when not. */
pid_t process_maps_parent(const struct process_maps *m, pid_t pid);

/** There will be questions about this process: read what is mapped now if it was not told, and keep
 * it longer than that of others when there is too much. */
void process_maps_see(struct process_maps *m, pid_t pid);
