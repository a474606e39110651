/* runtime/sink.h - an output format: one row and one file each.  A sink walks values and writes
 * bytes; it knows nothing of kernels or maps. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/agg.h"
#include "runtime/value.h"

/** One entry of a map, already merged and decoded. */
struct map_entry {
	struct value key;       /* VALUE_NONE for scalars */
	struct value value;
};

/** A map as it is printed: entries sorted, cut to `top`, divided. */
struct map_view {
	const char *name;       /* "@x" */
	const char *json_type;  /* "map", "stats", "hist" ... */
	const struct type *value_type;
	const char *key_names;  /* M10, joined by ',', or NULL */
	bool keyed;
	bool is_tuple_key;
	const struct map_entry *entries;
	size_t count;
};

/** A column of a table.  Maps of records (stats, pct) have one for each field. */
struct table_column {
	const char *title;      /* for people: "POD", "CALLS/S", "NS.p50" */
	/* the same for programs: "pod", "calls", "ns.p50"; a title that the script gives is both */
	const char *label;
	const char *name;       /* as the script has it: the name of the key's part, or "@ns" */
	/* of a map of records: "p50"; NULL when the map's value is one cell */
	const char *field;
	bool is_number;         /* stands to the right */
	uint64_t period_ns;     /* text shows the number per second, of this time; 0: as it is */
};

/** Maps side by side: table() of language.md 17.7, already sorted and cut to `top`. */
struct table_view {
	const struct table_column *columns;     /* those of one map are neighbours */
	size_t column_count, key_count;         /* the first key_count are the key's parts */
	/* row by row; VALUE_NONE: the map has no entry for the key.  Numbers are raw, with the unit
	 * that text shows */
	const struct value *cells;
	size_t row_count;
	bool header;                            /* false: the script wants none */
};

/** Counters of the completeness record (output.md 10.1). */
struct run_summary {
	uint64_t lost_events;
	uint64_t truncated_strings;
	uint64_t unresolved_symbols;
	uint64_t skipped_probes;
	uint64_t late_labels;
	uint64_t stopped_early;
	uint64_t duration_ns;
	/* only non-zero ones */
	struct summary_count { const char *name; uint64_t count; } *map_full, *missed_runs;
	size_t map_full_count, missed_runs_count;
};

/** True when no counter (but the duration) is set. */
bool summary_is_complete(const struct run_summary *s);

/** What tracing cost (output.md 10.5, --stats). */
struct cost_report {
	const struct probe_cost {
		const char *probe;
		uint64_t runs;
		uint64_t missed;        /* firings for which it did not run */
		uint64_t ns;            /* all runs together */
	} *probes;                      /* the dearest first */
	size_t probe_count;
	const struct map_fill {
		const char *map;
		uint64_t entries, limit;
	} *maps;                        /* those with keys, by name */
	size_t map_count;
	uint64_t duration_ns;           /* of the run */
};

/** A test or bench probe and how it went (output.md 8). */
struct trial_result {
	const char *name;
	uint32_t probe;         /* of the image */
	bool passed;            /* a test */
	bool skipped;           /* a bench that does not want to run here */
	uint64_t duration_ns;   /* of the test; of one run of the bench */
	uint64_t iterations;    /* of the bench */
	const char *output;     /* what the test printed */
};

enum trial_step {
	TRIAL_START,            /* before the first one */
	TRIAL_ONE,              /* before results[at] */
	TRIAL_RESULT,           /* of results[at] */
	TRIAL_END,              /* after the last one */
};

struct trial_report {
	struct trial_result *results;
	size_t count, at, failed;
};

/** What a text of the program is. */
struct text_kind {
	const char *name;       /* for structured formats */
	bool is_line;           /* a line without its line feed: plain text puts one behind it */
};

/** What a located message of the running program is. */
struct message_kind {
	const char *name;       /* for structured formats */
	/* of a message that the script wrote, which plain text shows in one line, behind this;
	 * NULL: it is ours, with the source */
	const char *own_word;
};

extern const struct message_kind message_runtime_error;

/** A helper of the kernel that failed (-k). */
struct helper_failure {
	const char *what;       /* "this memory cannot be read: it is taken as zero" */
	const char *helper;     /* "probe_read_user" */
	int64_t returned;       /* a negative error, or 0 */
	struct place place;
};

/** Which integers JSON quotes: those that a double cannot hold exactly (auto), none (number), all
 * (string). */
enum json_int { JSON_INT_AUTO, JSON_INT_NUMBER, JSON_INT_STRING };

/** Where a sink writes, and what it needs to know of the run. */
struct sink_context {
	/* data, flushed by the output (runtime/output.c) by the rules of -B and of what stdout
	 * is */
	struct buffer *out;
	struct buffer *aside;   /* text that is no data in the format: goes to stderr */
	struct decode_context *decode;
	uint64_t time_ns;       /* when what is printed was printed, since 1970 */
	bool quiet;
	bool coloured;          /* results of tests */
	enum json_int json_int;
	void *state;            /* the sink's own, see sink_open() */
};

struct sink {
	const char *name;       /* for -f */
	const char *help;
	bool structured;        /* notices are records on stdout (U3) */
	bool for_programs;      /* stdout is read by one: that of the -c child is kept apart (U5) */
	size_t state_size;      /* bytes that it keeps from one call to the next, zeroes at first */
	/* frees what the state owns; NULL: nothing */
	void (*close)(struct sink_context *ctx);

	void (*attached)(struct sink_context *ctx, uint64_t probes);
	void (*lost)(struct sink_context *ctx, uint64_t events);
	/** printf, time, join ...: the text as the program made it. */
	void (*text)(struct sink_context *ctx, const struct text_kind *kind, const char *bytes,
		size_t len);
	void (*value)(struct sink_context *ctx, const struct value *v);
	void (*map)(struct sink_context *ctx, const struct map_view *view);
	/** A table of at least one row. */
	void (*table)(struct sink_context *ctx, const struct table_view *view);
	/** A helper of the kernel that failed for the program. */
	void (*helper_failed)(struct sink_context *ctx, const struct helper_failure *f);
	void (*message)(struct sink_context *ctx, const struct message_kind *kind, const char *text,
		const struct place *place);
	/* before the first map at exit (2.3) */
	void (*maps_at_exit)(struct sink_context *ctx);
	void (*summary)(struct sink_context *ctx, const struct run_summary *s);
	void (*costs)(struct sink_context *ctx, const struct cost_report *r);
	void (*tests)(struct sink_context *ctx, enum trial_step step, const struct trial_report *r);
	void (*benches)(
		struct sink_context *ctx, enum trial_step step, const struct trial_report *r);
};

/** Give the context the state that the sink wants; undo with sink_close(), which may be called in
 * any case.  0 or -ENOMEM. */
int sink_open(const struct sink *sink, struct sink_context *ctx);
void sink_close(const struct sink *sink, struct sink_context *ctx);

/** The name of a place's source, where a script that is no file is standard input. */
const char *sink_source_name(const struct place *place);

/** The formats, one file each: runtime/sink_<name>.c. */
extern const struct sink text_sink, json_sink, csv_sink, tsv_sink, folded_sink, openmetrics_sink;

/** All formats, the end marked by NULL; find by name. */
extern const struct sink *const sinks[];
const struct sink *sink_find(const char *name);
