/* runtime/session.h - one run of an image: load, attach, stream, end. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/image.h"
#include "runtime/sink.h"

enum flush_mode { FLUSH_LINE, FLUSH_FULL, FLUSH_NONE };

/** When something is done for people alone: where a terminal is (auto), always, never. */
enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/** What a run is for: which of the probes run. */
enum run_mode {
	RUN_TRACE,              /* all but tests and benches */
	RUN_TEST,               /* tests only */
	RUN_BENCH,              /* benches only */
};

struct session_options {
	const struct image *image;
	const struct data_patch *patches;       /* values of parameters (runtime/load.h) */
	uint32_t patch_count;
	const struct sink *sink;
	const char *output_path;        /* -o, or NULL for stdout */
	const char *flame_path;         /* --flame, or NULL */
	enum flush_mode flush;
	enum when escape;               /* --escape: control characters of what is traced */
	enum when colour;               /* --color: results of tests */
	enum json_int json_int;         /* --json-int */
	enum run_mode mode;
	bool quiet;
	bool verbose;
	bool warnings;                  /* false with --no-warnings */
	bool semaphores_in_memory;      /* --usdt-file-activation */
	bool dry_run;                   /* load and attach, run nothing */
	const int32_t *pids;            /* -p: the run ends when the last of them ends */
	uint32_t pid_count;
	const char *debug_path;         /* --debuginfo, or NULL */
	const int32_t *dwarf_pids;      /* --dwarf-pid */
	uint32_t dwarf_pid_count;
	char *const *command;           /* -c, already split; NULL-terminated; NULL without -c */
	const char *command_path;       /* the program that is meant */
	bool child_status;              /* --child-status: end as the command did */
	int ready_fd;                   /* --ready-fd, or -1 */
	/* --duration: the run ends so long after attaching; 0: not by itself */
	uint64_t duration_ns;
	/* --max-overhead: per cent of all CPUs that the programs may take; 0: as much as they
	 * like */
	double max_overhead;
	/* -d verifier: what the kernel says of each program as it takes it */
	bool shows_verifier;
	bool stats;                     /* --stats: what tracing cost is told at the end */
	/* --strict: counters (runtime/summary.h) that must be zero for a good end */
	unsigned strict;
};

/** Run an image to its end.  Says what went wrong itself (once, through log.h) and returns the exit
 * code (output.md 5.1). */
int session_run(const struct session_options *options);
