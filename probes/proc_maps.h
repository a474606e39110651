/* probes/proc_maps.h - what is mapped in a process now, as /proc/PID/maps tells. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct proc_mapping {
	uint64_t start, end;            /* addresses in the process */
	uint64_t offset;                /* in the file, of start */
	bool writable, executable;
	bool is_deleted;                /* the file has no name any more */
	uint32_t major, minor;          /* of the file's device */
	uint64_t inode;                 /* 0: no file */
	/* as the process sees it, without " (deleted)"; "[vdso]" and the like of what is no file,
	 * "" of what has no name */
	const char *path;
};

/** Non-zero stops and is returned. */
typedef int (*proc_maps_fn)(const struct proc_mapping *mapping, void *arg);

/** Visit what is mapped in a process, in the order of addresses; `mapping` lives for the visit.  0,
 * or what the visit returned.  In a process that is gone, or may not be looked at, nothing is. */
int proc_maps_each(pid_t pid, proc_maps_fn visit, void *arg);

/** The length of a path as the kernel tells it, without the " (deleted)" of a file that has no name
 * any more. */
size_t proc_maps_path_len(const char *path);
