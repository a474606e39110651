/* runtime/base/type.h - the type model that both programs share: what a value is and how it lies in
 * memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/agg.h"
#include "runtime/base/buffer.h"
#include "runtime/base/unit.h"

struct arena;

enum type_kind {
	TYPE_ERROR,             /* compiler only: silences follow-up errors */
	TYPE_VOID,
	TYPE_BOOL,              /* one byte, 0 or 1 */
	/* size 1, 2, 4 or 8, little endian; an enum when it has a name: its fields are the
	 * enumerators */
	TYPE_INT,
	/* size bytes; ends at the first NUL, or is truncated when there is none */
	TYPE_STRING,
	TYPE_POINTER,           /* 8 bytes; elem is what it points to, or NULL when not known */
	TYPE_ARRAY,             /* count elements of elem */
	TYPE_TUPLE,             /* fields without names */
	/* fields with names and offsets, which may overlap: structs and unions, `args` of a
	 * probe */
	TYPE_STRUCT,
	/* strftime(): uint64 ns; `format` is the format, `clock` the clock */
	TYPE_TIMESTAMP,
	/* `probe`: uint64 index into the image's probe table, shown as the probe's full name */
	TYPE_PROBE,
	TYPE_AGG,               /* value of an aggregation map: elem is the type of the sample */
	/* ksym(), func: uint64 address in the kernel, shown as the name of what lies there */
	TYPE_KSYM,
	/* kstack: uint64 number of a stack in the image's STACKS map; `clock` is an enum
	 * stack_mode */
	TYPE_KSTACK,
	/* usym(): struct user_address, shown as the name of the function there */
	TYPE_USYM,
	TYPE_INET,              /* ntop(): struct inet_address */
	TYPE_MAC,               /* macaddr(): uint64, the first of the six bytes lowest */
	TYPE_USERNAME,          /* username: uint64 user id */
	/* cgroup_path(): uint64 id of a control group; `name` is a wildcard on the names of
	 * hierarchies, or NULL */
	TYPE_CGROUP_PATH,
	TYPE_BUFFER,            /* buf(): uint32 number of bytes, then room for `count` of them */
	/* (x = 1, y = 2): a tuple whose fields have names, told apart by them and not by their
	 * order */
	TYPE_RECORD,
	/* ustack: uint64 number of a stack in the image's USER_STACKS map; `clock` is an enum
	 * stack_mode */
	TYPE_USTACK,
	/* errno_name() and the like: an int64 that has a name, which `decoder` knows; of
	 * DECODER_FLAGS, `name` is the set */
	TYPE_NAMED,
	TYPE_SOCKADDR,          /* sockaddr(): struct socket_address */
};
#define TYPE_KIND_COUNT (TYPE_SOCKADDR + 1)

/** What a number is looked up as when it is shown: id, the function of the language. */
#define DECODER_LIST(X) \
	X(ERRNO, errno_name) \
	X(DEVICE, dev_name) \
	X(INTERFACE, if_name) \
	X(FLAGS, flag_names)

enum decoder {
#define DECODER_ENUM(id, function) DECODER_##id,
	DECODER_LIST(DECODER_ENUM)
#undef DECODER_ENUM
	DECODER_COUNT
};

/** An address in a process: value of TYPE_USYM. */
struct user_address {
	uint64_t address;
	uint32_t pid;           /* in the pid namespace of sonde */
	uint32_t reserved;
};

/** Value of TYPE_INET. */
struct inet_address {
	uint32_t family;        /* AF_INET: 4 bytes are used; AF_INET6: 16 */
	uint8_t bytes[16];
};

/** Value of TYPE_SOCKADDR: the bytes of a struct sockaddr that say where it is, all others zero. */
struct socket_address {
	uint16_t len;           /* of the bytes; 0: it could not be read */
	uint8_t bytes[110];     /* the largest is struct sockaddr_un */
};

/** Clock of an nsecs value (language.md B16). */
enum type_clock { CLOCK_ID_BOOT, CLOCK_ID_MONOTONIC, CLOCK_ID_TAI, CLOCK_ID_SW_TAI };

/** How the frames of a stack are written (output.md 2.4); those of the kernel have the first
 * STACK_KERNEL_MODES ones. */
enum stack_mode {
	STACK_BPFTRACE,
	STACK_PERF,
	STACK_RAW,
	/* the kernel puts build ids in place of addresses (struct image_build_id) */
	STACK_BUILD_ID,
	/* shown the same, but it kept the addresses: the last mode, that has no name of its own in
	 * programs */
	STACK_BUILD_ID_OF_ADDRESS,
	STACK_MODE_COUNT
};
#define STACK_USER_MODES STACK_BUILD_ID_OF_ADDRESS
#define STACK_KERNEL_MODES STACK_BUILD_ID

/** Whose frames a stack has. */
enum stack_space { STACK_KERNEL, STACK_USER, STACK_SPACES };

/** "perf". */
const char *stack_mode_name(enum stack_mode mode);

/** What is shown of a process's frame has to be looked up where it was mapped. */
bool stack_mode_looks_up(enum stack_mode mode);

#define STACK_MOST_FRAMES 1024
#define STACK_USUAL_FRAMES 127

struct type;

struct type_field {
	const char *name;       /* NULL in a tuple */
	const struct type *type;        /* NULL in an enum */
	uint32_t offset;
	uint8_t bit_offset;     /* of a bit field: from the lowest bit of the byte at offset */
	uint8_t bit_size;       /* 0: no bit field */
	uint64_t value;         /* of an enumerator, extended by the sign of the enum */
};

struct type {
	enum type_kind kind;
	bool is_signed;         /* INT */
	/* INT: a raw word (R6): argN, untyped retval; see V1 for what %d makes of it */
	bool is_raw;
	/* INT from nsecs, TIMESTAMP: enum type_clock; KSTACK, USTACK: enum stack_mode */
	uint8_t clock;
	uint8_t unit;           /* INT from duration() or bytes(): enum unit */
	uint8_t decoder;        /* NAMED: enum decoder */
	uint8_t align;          /* bytes: 1, 2, 4 or 8 */
	uint32_t size;          /* bytes in a map key, map value or event record */
	uint32_t count;         /* ARRAY */
	const struct type *elem;
	const struct type_field *fields;        /* TUPLE, RECORD, STRUCT, enumerators of an INT */
	uint32_t field_count;
	/* POINTER, STRUCT, enum: the C name; TIMESTAMP: the strftime format */
	const char *name;
	enum agg_id agg;        /* AGG */
	struct agg_params agg_params;
	/* compiler only, POINTER: what it points to, STRUCT: itself, by its kernel_btf_id(), or
	 * 0 */
	uint32_t btf_id;
};

/** Shared instances of the plain types. */
extern const struct type type_error, type_void, type_bool, type_probe, type_pointer, type_ksym;
extern const struct type type_usym, type_inet, type_mac, type_username, type_sockaddr;
extern const struct type type_kstack[STACK_KERNEL_MODES], type_ustack[STACK_MODE_COUNT];
extern const struct type type_int8, type_int16, type_int32, type_int64;
extern const struct type type_uint8, type_uint16, type_uint32, type_uint64, type_raw;

/** True for an enum: an integer that remembers the names of its values. */
static inline bool type_is_enum(const struct type *t)
{
	return t->kind == TYPE_INT && t->name;
}

/** True for what is made of parts that are values of their own: tuples and records. */
static inline bool type_has_parts(const struct type *t)
{
	return t->kind == TYPE_TUPLE || t->kind == TYPE_RECORD;
}

/** True for what is one number of up to 8 bytes wherever it lies: integers, pointers, times,
 * symbols ... */
bool type_is_word(const struct type *t);

/** The field of a name; NULL when there is none. */
const struct type_field *type_field(const struct type *t, const char *name);

/** The integer type of a size (1, 2, 4, 8) and sign. */
const struct type *type_int(uint32_t size, bool is_signed);

/** True when values of both look and lie the same in every respect. */
bool type_equal(const struct type *a, const struct type *b);

/** Append the type's name as the language writes it: "uint64", "string[16]", "(int64,string[16])",
 * "struct sock*", "count_t". */
void type_put_name(struct buffer *b, const struct type *t);

/** That name as text in the arena. */
const char *type_text(struct arena *a, const struct type *t);

/** Lay out tuple fields with natural C alignment: fills offsets, returns the size and stores the
 * alignment. */
uint32_t type_layout(struct type_field *fields, uint32_t count, uint8_t *align);

/* Types made in the arena. */

/** string[capacity]. */
const struct type *type_string(struct arena *a, uint32_t capacity);

/** buffer[capacity]. */
const struct type *type_buffer(struct arena *a, uint32_t capacity);

/** The integer type of 8 bytes with a sign, and that unit. */
const struct type *type_with_unit(struct arena *a, bool is_signed, enum unit unit);

/** A number that has a name; set: of DECODER_FLAGS, else NULL. */
const struct type *type_named(struct arena *a, enum decoder decoder, const char *set);

/** elem[count]; both together are less than 4 GiB. */
const struct type *type_array(struct arena *a, const struct type *elem, uint32_t count);

/** The type of a tuple with these parts, laid out; with names that of a record. */
const struct type *type_tuple(
	struct arena *a, const struct type *const *parts, const char *const *names, uint32_t count);
