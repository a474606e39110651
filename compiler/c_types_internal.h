/* compiler/c_types_internal.h - what c_types.c keeps and c_btf.c writes. */
#pragma once

#include "compiler/c_types.h"
#include "probes/btf.h"

/* Bytes of the largest type: what BTF can say about where a member is. */
#define C_SIZE_MAX (1u << 28)

struct c_type {
	uint32_t id;
	unsigned kind;                  /* BTF_KIND_* */
	enum c_tag tag;
	enum c_number number;           /* INT, ENUM */
	const char *name;               /* "": none */
	bool begun, defined;            /* struct, union, enum: its braces were met, were read */
	/* of a system's header: the kernel's of that name is left in place */
	bool is_weak;
	uint32_t of;                    /* PTR, ARRAY, TYPEDEF */
	uint32_t elements;              /* ARRAY */
	uint32_t depth;                 /* of typedefs and arrays in one another */
	uint32_t size, align;           /* align of a TYPEDEF: 0 unless it has its own */
	uint32_t pointer;               /* the pointer to it, once there is one */
	struct c_member *members;
	struct c_enumerator *items;
};

/* The first ones are the tags'. */
enum c_name_space {
	NAME_STRUCT,
	NAME_UNION,
	NAME_ENUM,
	NAME_TYPEDEF,
	NAME_NUMBER,
	NAME_ENUMERATOR
};

struct c_name {
	struct c_name *next;
	enum c_name_space space;
	const char *text;
	uint32_t id;
	const struct c_enumerator *enumerator;
};

struct c_types {
	struct arena *arena;
	const struct kernel_btf *kernel;        /* or NULL */
	/* number of items[0]; 0: the kernel was not asked yet */
	uint32_t first;
	struct c_type **items;
	uint32_t count, capacity;
	uint32_t index, function;               /* types that others need */
	bool any;
	struct c_name *names[1024];
	struct c_name **defined;                /* in order */
	uint32_t defined_count, defined_capacity;
};

/** The kernel's type of the same tag and name; 0: none. */
uint32_t c_types_in_kernel(struct c_types *t, const struct c_type *type);
