/* runtime/value.h - the neutral value tree: what records and map entries are decoded into, once;
 * sinks only walk it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/image.h"
#include "runtime/base/type.h"
#include "runtime/base/unit.h"

enum value_kind {
	VALUE_NONE,             /* void, unreadable */
	VALUE_BOOL,
	VALUE_INT,
	VALUE_UINT,
	VALUE_ENUM,             /* a number, and the name that it has */
	VALUE_POINTER,
	VALUE_STRING,           /* bytes; truncated ones are marked */
	VALUE_TEXT,             /* print-only types: already text */
	VALUE_BUFFER,           /* bytes */
	VALUE_ARRAY,
	VALUE_TUPLE,
	VALUE_RECORD,           /* names and values: structs, stats */
	VALUE_HIST,             /* buckets */
	VALUE_SERIES,           /* numbers over time */
	VALUE_RATE,             /* a number per second */
	VALUE_STACK,            /* frames, innermost first */
};

struct value;

struct value_bucket {
	bool has_min, has_max;
	int64_t min, max;       /* inclusive */
	uint64_t count;
	const char *label;      /* text form: "[2, 4)" */
	uint64_t weight;        /* the count before `div`: what the bar of the text form shows */
};

struct value_point;

/** One line of a stack. */
struct value_frame {
	const char *text;       /* without indent and line feed */
	size_t len;
	/* the part of the text that is the symbol without its offset; all of it where there is
	 * none */
	size_t name_at, name_len;
};

struct value {
	enum value_kind kind;
	/* INT, UINT, RATE: how text shows the number; NONE for plain ones */
	enum unit unit;
	union {
		bool truth;
		int64_t i;
		uint64_t u;
		/* ENUM; name NULL: it has none */
		struct { uint64_t number; const char *name; bool is_signed; } constant;
		struct { const char *bytes; size_t len; bool truncated; } string;
		/* names: RECORD only */
		struct { const struct value *items; const char *const *names; size_t count; } list;
		/* first to last non-empty */
		struct { const struct value_bucket *buckets; size_t count; } hist;
		/* first to last with a value */
		struct {
			const struct value_point *points;
			size_t count;
			uint64_t interval_ns;
		} series;
		struct { uint64_t whole; uint8_t tenths; bool is_negative; } rate;
		struct {
			const struct value_frame *frames;
			size_t count;
			const char *indent;
			bool is_kernel;
		} stack;
	};
};

struct value_point {
	uint64_t start_ns;      /* of the interval, since 1970 */
	bool has_value;
	struct value value;     /* INT or UINT, all of a series alike */
};

/** How traced bytes are written as text (output.md 10.8). */
enum text_escape {
	ESCAPE_NONE,            /* as they are */
	ESCAPE_KEEP_LINES,      /* controls escaped, but for line feed and tab */
	ESCAPE_ALL,
};

struct decode_context {
	const struct image *image;
	/* everything a value points to that is not in the data itself */
	struct arena *arena;
	/* CLOCK_REALTIME - CLOCK_BOOTTIME: turns nsecs into wall clock */
	uint64_t boot_offset_ns;
	uint64_t monotonic_offset_ns;
	/* counted by the sinks and printf when they print the mark */
	uint64_t truncated_strings;
	enum text_escape escape;        /* the sinks set it to ALL where lines have a meaning */
	uint64_t tai_offset_ns;         /* CLOCK_REALTIME - CLOCK_TAI */
	/* printf.c's own: starts NULL, freed by decode_context_release() */
	struct printf_cache *printf_cache;
	struct gfp_names *gfp;          /* likewise: names of GFP flags */
	bool gfp_asked;
	struct kallsyms *kallsyms;      /* value_kernel.c's own: the kernel's symbols */
	bool kallsyms_asked;
	/* where debug files of programs are looked for (probes/debug_file.h), or NULL */
	const char *debug_path;
	/* value_user.c's own: names of users, functions of processes */
	struct user_symbols *user_symbols;
	bool without_units;             /* value_text.c's own: value_put_raw() is at work */
	uint64_t unresolved_symbols;    /* addresses that no symbol was found for */
	/** Reads stack `id` out of map `map`: fills `stack` (as many bytes as a value of the map).
	 * 0 or -errno.  NULL: there are none. */
	int (*read_stack)(void *arg, uint32_t map, uint64_t id, struct image_stack *stack);
	void *read_stack_arg;
};

/** Set the three clock offsets from the clocks as they are now. */
void decode_context_set_clocks(struct decode_context *ctx);

/** Decode an address in the kernel as the name of what lies there; a number of a stack, of the
 * kernel or of a process, as its frames.  0 or -ENOMEM. */
int value_decode_ksym(struct decode_context *ctx, uint64_t address, struct value *out);
int value_decode_stack(
	struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out);

/** value_user.c: what has a name in user space.  0 or -ENOMEM. */
int value_decode_usym(struct decode_context *ctx, const void *bytes, struct value *out);
int value_decode_inet(struct decode_context *ctx, const void *bytes, struct value *out);
int value_decode_mac(struct decode_context *ctx, const void *bytes, struct value *out);
int value_decode_username(struct decode_context *ctx, uint64_t uid, struct value *out);
int value_decode_cgroup_path(
	struct decode_context *ctx, const struct type *t, uint64_t id, struct value *out);

/** value_named.c: numbers that have a name, addresses of sockets.  0 or -ENOMEM. */
int value_decode_named(
	struct decode_context *ctx, const struct type *t, uint64_t word, struct value *out);
int value_decode_sockaddr(struct decode_context *ctx, const void *bytes, struct value *out);

/** The names of GFP flags, read when they are first asked for and the context's own; NULL when this
 * kernel does not tell. */
const struct gfp_names *value_gfp_names(struct decode_context *ctx);

/** An integer of that sign. */
struct value value_integer(uint64_t word, bool is_signed, enum unit unit);

/** Move the text that was made in b into the arena as a value, and free b.  0 or -ENOMEM. */
int value_keep_text(struct decode_context *ctx, struct buffer *b, struct value *out);

/** How the bytes of a buffer are written: as they are where they can be printed, else \xHH; all as
 * \xHH; two digits each. */
enum bytes_form { BYTES_PRINTABLE, BYTES_ESCAPED, BYTES_SPACED };
void value_put_bytes(struct buffer *b, enum bytes_form form, const struct value *v);

/** Free what printf_format() keeps between events and the kernel's symbols (not the arena, which is
 * the caller's). */
void decode_context_release(struct decode_context *ctx);

/** Decode a value of type t from its bytes.  Strings point into `bytes`.  0 or -ENOMEM. */
int value_decode(
	struct decode_context *ctx, const struct type *t, const void *bytes, struct value *out);

/** Decode argument i of an event record (strings may be out of line). */
int value_decode_argument(struct decode_context *ctx, const struct type *args, uint32_t i,
	const void *record, size_t len, struct value *out);

/** Escape traced text that was appended from `start` on as the context wants it. */
void value_escape(const struct decode_context *ctx, struct buffer *b, size_t start);

/** Append the text form (output.md 2.1) of a value. */
void value_put_text(struct decode_context *ctx, struct buffer *b, const struct value *v);

/** The same for programs: numbers are plain ones, whatever their unit. */
void value_put_raw(struct decode_context *ctx, struct buffer *b, const struct value *v);

/** Divide the numbers in a value by div (0 and 1: not), truncating; those inside tuples, arrays and
 * records too.  0 or -ENOMEM. */
int value_divide(struct decode_context *ctx, struct value *v, uint32_t div);

/** An integer that came together in a time, per second: rounded to tenths.  Other values stay as
 * they are, all where the time is 0. */
struct value value_per_second(const struct value *v, uint64_t period_ns);

/** Append the number of a VALUE_RATE: "12.5", or whole and with its unit. */
void value_put_rate(struct buffer *b, const struct value *v);

/** Append a wall clock time (ns since 1970) by a strftime format that also knows %f (microseconds),
 * %l (milliseconds) and %k (nanoseconds).  False, with nothing appended, when the time cannot be
 * shown. */
bool time_put(struct buffer *b, const char *format, uint64_t realtime_ns);

/** Bytes that time_format() may need for a format. */
size_t time_room(const char *format);

/** The same into memory of `room` bytes, without NUL; returns the length, or -1 when the time
 * cannot be shown. */
ssize_t time_format(char *to, size_t room, const char *format, uint64_t realtime_ns);

/** Compare for printing order (language.md chapter 12): negative, 0, positive. */
int value_compare(const struct value *a, const struct value *b);

/** Append the text of a printf record.  The format is taken apart at its first event and kept.  0,
 * -EINVAL for a damaged record or format, -ENOMEM. */
int printf_format(struct decode_context *ctx, struct buffer *b, const struct image_action *action,
	const void *record, size_t len);
