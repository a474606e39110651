/* probes/tracefs.h - what tracefs tells about tracepoints: which there are, and the layout of their
 * records. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/provider.h"
#include "probes/rows.h"

enum event_field_kind {
	EVENT_FIELD_VALUE,      /* an integer, a pointer, a struct */
	EVENT_FIELD_ARRAY,      /* "type name[count]" */
	EVENT_FIELD_DATA_LOC,   /* "__data_loc type[] name": the record holds offset and length */
	EVENT_FIELD_REL_LOC,    /* the same, the offset counted from behind the field */
};

/** One "field:" line of a format file. */
struct event_field {
	const char *name;
	const char *c_type;     /* of the value, or of one element */
	enum event_field_kind kind;
	uint32_t count;         /* ARRAY: elements; 0 when the file gives an expression */
	uint32_t offset;
	uint32_t size;
	bool is_signed;
};

/** Layout of a tracepoint's record, without the common fields. */
struct event_format {
	struct event_field *fields;
	uint32_t count;
};

/** Take the text of a format file apart.  False when it is not one. */
bool event_format_parse(const char *text, struct arena *a, struct event_format *out);

/** Read the format of an event.  0, -ENOENT, or -errno with err filled. */
int tracefs_format(const char *category, const char *event, struct arena *a,
	struct event_format *out, struct probe_error *err);

/** Number of an event for perf_event_open; -errno with err filled when it cannot be read. */
int64_t tracefs_event_id(const char *category, const char *event, struct probe_error *err);

/** True if there is such an event; false also when tracefs cannot be had. */
bool tracefs_has_event(const char *root, const char *category, const char *event);

/** Names of the directories in a directory of tracefs ("" for the categories, a category for its
 * events), sorted. */
int tracefs_names(const char *root, const char *category, struct arena *a, struct name_list *out);

/** True if the event was made at run time (kprobe, uprobe, synthetic ...): it has no tracepoint of
 * its own. */
bool tracefs_is_dynamic(const char *category, const char *event);
