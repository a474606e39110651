/* runtime/value.h - the neutral value tree: what records and map entries are decoded into, once; sinks only walk it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/image.h"
#include "runtime/base/type.h"

enum value_kind {
	VALUE_NONE,             /* void, unreadable */
	VALUE_BOOL,
	VALUE_INT,
	VALUE_UINT,
	VALUE_POINTER,
	VALUE_STRING,           /* bytes; truncated ones are marked */
	VALUE_TEXT,             /* print-only types: already text */
	VALUE_ARRAY,
	VALUE_TUPLE,
	VALUE_RECORD,           /* names and values: structs, stats */
	VALUE_HIST,             /* buckets */
};

struct value;

struct value_bucket {
	bool has_min, has_max;
	int64_t min, max;       /* inclusive */
	uint64_t count;
	const char *label;      /* text form: "[2, 4)" */
};

struct value {
	enum value_kind kind;
	union {
		bool truth;
		int64_t i;
		uint64_t u;
		struct { const char *bytes; size_t len; bool truncated; } string;
		struct { const struct value *items; const char *const *names; size_t count; } list;    /* names: RECORD only */
		struct { const struct value_bucket *buckets; size_t count; } hist;                      /* first to last non-empty */
	};
};

struct decode_context {
	const struct image *image;
	struct arena *arena;            /* everything a value points to that is not in the data itself */
	uint64_t boot_offset_ns;        /* CLOCK_REALTIME - CLOCK_BOOTTIME: turns nsecs into wall clock */
	uint64_t monotonic_offset_ns;
	uint64_t truncated_strings;     /* counted by the sinks and printf when they print the mark */
};

/** Decode a value of type t from its bytes.  Strings point into `bytes`.  0 or -ENOMEM. */
int value_decode(struct decode_context *ctx, const struct type *t, const void *bytes, struct value *out);

/** Decode argument i of an event record (strings may be out of line). */
int value_decode_argument(struct decode_context *ctx, const struct type *args, uint32_t i, const void *record, size_t len, struct value *out);

/** Append the text form (output.md 2.1) of a value. */
void value_put_text(struct decode_context *ctx, struct buffer *b, const struct value *v);

/** Compare for printing order (language.md chapter 12): negative, 0, positive. */
int value_compare(const struct value *a, const struct value *b);

/** Format a printf record into b. */
int printf_format(struct decode_context *ctx, struct buffer *b, const struct image_action *action, const void *record, size_t len);
