/* probes/binaries.h - which files the binary of an attach point stands for: a path or a name,
 * wildcards, what processes have mapped. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/provider.h"

struct name_list;

/* The files that part i of the spec stands for, each once, sorted, in arena memory:
 *    a path                 that file; with processes in the scope, the file of that path as they
 *                           see it
 *    a path with !/ the member of an archive (zip.h)
 *    a name                 a program of PATH or a library of the dynamic linker's cache; with
 *                           processes, what they have mapped under that name goes first, and so
 *                           does the program of a command
 *    a path with wildcards  the files that match
 *    a name with wildcards  the files that processes have mapped under such names: those of the
 *                           scope, or all; an empty part: all that those of the scope have mapped,
 *                           and the program of its command
 *  A file of another mount namespace comes as /proc/PID/root/..., one that is deleted as
 *  /proc/PID/map_files/....
 *  0, or PROBE_NO_MATCH with what is missing. */
int binaries_find(const struct probe_spec *spec, unsigned i, struct arena *a, struct name_list *out,
	struct probe_error *err);

/** list() of a provider, file by file. */
struct binaries_list {
	const struct probe_spec *spec;
	unsigned part;                  /* of the spec: the binary */
	struct arena *arena;
	probe_visit_fn visit;
	void *arg;
	struct probe_error *err;
	/** list() in one of the files. */
	int (*list_file)(const struct binaries_list *l, const char *path);
	size_t count;                   /* out: of files */
};

/** List in all files that the binary stands for.  Of several, those are passed over in which
 * nothing is found, or nothing that can be probed; -ENOENT when that leaves none: then `err` is
 * about one of them, and the caller, who sees a count above 1, has to say it of all. */
int binaries_list(struct binaries_list *l);

/** True when an attach point need not name a binary: it is about processes or a command. */
bool binaries_implied(const struct probe_spec *spec);

/** Refuse an attach point that names no binary and has none implied; `word` is all that it says
 * behind its provider.  -EINVAL. */
int binaries_unnamed(
	const struct probe_spec *spec, const char *word, struct arena *a, struct probe_error *err);

/** A part of a file that a process has mapped. */
struct binaries_mapping {
	int32_t pid;
	/* by which the file can be opened here; lives for the visit */
	const char *path;
	const char *name;               /* the last part of the path that it was mapped by */
	uint64_t start, end;            /* addresses in the process */
	uint64_t offset;                /* in the file, of start */
	bool executable;
	bool writable;
};

/** Non-zero stops and is returned. */
typedef int (*binaries_visit_fn)(const struct binaries_mapping *m, void *arg);

/** Visit the files that the processes of the scope, or all when it names none (or is NULL), have
 * mapped.  Processes that are gone are passed over. */
int binaries_each_mapping(const struct probe_scope *scope, binaries_visit_fn visit, void *arg);

/** True when both paths lead to one file now. */
bool binaries_same_file(const char *one, const char *other);
