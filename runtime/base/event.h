/* runtime/base/event.h - the records that programs send: a header that names an action of the
 * image, then the arguments of that action.  The compiler writes them by this, the runtime reads
 * them by it: change IMAGE_VERSION with any change of a record. */
#pragma once

#include <stdint.h>

#include "runtime/base/type.h"

struct event_header {
	uint32_t action;        /* index in ACTIONS */
	uint32_t size;          /* bytes of the record, header included */
};

/** In a record, a string argument of more than EVENT_INLINE_STRING bytes is this instead of its
 * bytes (the tuple type still says string[N]; in the record's layout such a field takes 8 bytes,
 * aligned to 4): `len` bytes at `offset` from the start of the record, without NUL. */
struct event_string {
	uint32_t offset;
	uint32_t len;           /* when it equals the string's capacity, the string was truncated */
};
#define EVENT_INLINE_STRING 64

/** Lay out the arguments of a record behind its header: offsets[i] from the start of the record;
 * returns the fixed size (a multiple of 8). */
uint32_t event_layout(const struct type_field *fields, uint32_t count, uint32_t *offsets);

/** Argument area of ACTION_JOIN. */
#define JOIN_MAX_STRINGS 16
#define JOIN_MAX_BYTES 1024
struct event_join {
	uint32_t count;
	uint32_t reserved;
	struct event_string strings[JOIN_MAX_STRINGS];
};

/** Argument area of ACTION_PACKET.  The record goes on with the bytes of the packet from its start
 * on. */
struct event_packet {
	uint64_t time_ns;       /* CLOCK_BOOTTIME */
	uint32_t offset;        /* where what is wanted begins */
	uint32_t len;           /* bytes wanted: as many as there are, at most */
};

/** Argument area of ACTION_PROCESS. */
struct event_process {
	uint64_t pid;           /* in the pid namespace of sonde */
};

/** The most bytes of a packet in a record: the kernel counts a record's size in 16 bits. */
#define PACKET_MAX_BYTES 65000
