/* probes/jit_map.h - functions that a running program made itself, as it tells them to perf:
 * /tmp/perf-PID.map, lines "START SIZE NAME" in hex. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

struct jit_map;

/** The file of a process as that sees it ("/proc/PID/root", its own number in its own namespace),
 * or our own of the number that it has here.  It counts only when it belongs to the process's user
 * or to root.  NULL when there is none; close with jit_map_close(). */
struct jit_map *jit_map_open(pid_t pid);

/** Close; NULL is allowed. */
void jit_map_close(struct jit_map *m);

/** The file as the process sees it. */
const char *jit_map_path(const struct jit_map *m);

/** The function at an address, and where it starts: the last one that the file says was put there.
 * What the file has got since it was read is read first. NULL when there is none; valid until the
 * next look. */
const char *jit_map_find(struct jit_map *m, uint64_t address, uint64_t *start);
