/* runtime/base/image_portable.h - what a portable image (IMAGE_PORTABLE) has beside: all that it
 * took from the machine which it was made on, so that another machine can be asked for the same.
 *
 * The tables PROGS and PROBES of such an image are those of that machine.  They become this
 * machine's when its attach points are looked for again (POINTS), the mechanisms are chosen again
 * for what the bodies use (BODIES), values are found where they lie here (VALUES), and what the
 * instructions have of the kernel is put in anew (FACTS, through relocations FACT).  The rules of
 * runtime/base/image.h hold: change IMAGE_VERSION with any change. */
#pragma once

#include <stdint.h>

/* kind, how it is asked for is a row of runtime/facts.c */
#define FACT_LIST(X) \
	/* byte offset of member `member` ("a.b") of struct or union `text`, which has `size` bytes \
	 * and bits `bits` */ \
	X(MEMBER) \
	X(SIZE)                 /* bytes of type `text` */ \
	X(LAYOUT)               /* a checksum of type `text` with all that lies in it */ \
	X(ENUMERATOR)           /* value of enumerator `text` */ \
	X(FUNCTION)             /* BTF id of the kernel's function `text` */ \
	X(HAS_FUNCTION)         /* 1 when there is a function `text` in the kernel or a module */ \
	X(VARIABLE)             /* BTF id of the kernel's variable `text` */ \
	X(SYMBOL)               /* address of the kernel's symbol `text` */ \
	X(SYMBOL_START)         /* the same, 0 when there is none; and its bytes */ \
	X(SYMBOL_SIZE) \
	X(CGROUP)               /* id of the control group of path `text` */ \
	X(CPUS)                 /* CPUs that there can be */ \
	/* of our pid namespace: its device; `text` "ino": its number, "initial": 1 when it is the \
	 * first one */ \
	X(PID_NAMESPACE) \
	X(PROGRAM)              /* a checksum of the build id of the program with path `text` */ \
	X(FILTERED)             /* 1 when only some processes are traced */ \
	/* release of the kernel, in `text`: the image is bound to it, `member` says why */ \
	X(KERNEL) \
	/* of a body: where value `text` of its probe lies in the context; "": what it returns */ \
	X(VALUE) \
	/* of a body: where the current task says that it is in a call by the 32-bit entry */ \
	X(COMPAT) \
	X(PROBE)                /* of a body: the number of its probe */ \
	X(FUNC_ADDRESS)         /* of a body: address of the function that its probe is on */

enum fact_kind {
#define FACT_ENUM(id) FACT_##id,
	FACT_LIST(FACT_ENUM)
#undef FACT_ENUM
	FACT_KIND_COUNT
};

#define FACT_FIRST_OF_BODY FACT_VALUE

struct image_fact {
	uint32_t kind;          /* enum fact_kind */
	uint32_t text;          /* STRINGS, or IMAGE_NONE */
	uint32_t member;        /* STRINGS, or IMAGE_NONE */
	uint32_t size;
	uint32_t bits;          /* of a bit field: bit_offset << 8 | bit_size */
	uint32_t body;          /* index in BODIES, of facts of a body; else IMAGE_NONE */
	/* 1: instructions take what it is here; 0: the image is good only where it is `value` */
	uint32_t relocated;
	uint32_t reserved;
	uint64_t value;         /* on the machine that the image was made on */
	uint32_t span_start, span_end;
};

enum image_point_flag {
	/* its text has positional parameters, which are put in when the image runs */
	IMAGE_POINT_PARAMETERS = 1,
	/* probes that are not there are no error (missing_probes) */
	IMAGE_POINT_MISSING = 2,
	IMAGE_POINT_SILENT = 4, /* they are not even worth a warning */
};

/** One attach point of the script. */
struct image_point {
	uint32_t text;          /* STRINGS: as written */
	uint32_t label;         /* STRINGS, or IMAGE_NONE */
	uint32_t body;          /* what its bodies have as image_body.script */
	uint32_t probe;         /* which probe of the script has it, in order */
	/* POINTS: of a hidden one: its probes are at the entries of what those of that later point
	 * leave; else IMAGE_NONE */
	uint32_t entry_of;
	uint32_t flags;         /* enum image_point_flag */
	uint32_t span_start, span_end;
};

enum image_body_flag {
	IMAGE_BODY_WHOLE_ARGS = 1,
	IMAGE_BODY_RETVAL = 2,
	IMAGE_BODY_CTX = 4,
	IMAGE_BODY_FUNC = 8,
	IMAGE_BODY_ID = 16,
	IMAGE_BODY_TYPED = 32,
	IMAGE_BODY_OVERRIDE = 64,
	IMAGE_BODY_MANY = 128,	   /* what it uses: struct probe_use */
	IMAGE_BODY_SELECTED = 256, /* it runs only for some events of its hook */
	/* how it was planned: struct probe_plan */
	IMAGE_BODY_GUARDED = 512,
	IMAGE_BODY_NESTS = 1024,
	IMAGE_BODY_ASKS_FUNC = 2048,
	IMAGE_BODY_WAITS = 4096,
	IMAGE_BODY_FLAGS = 8191,
};

/* A body that runs only for some events of its hook finds the number of an event (of a system call)
 * in a table of so many words, which is filled in where the image runs: 0, or the number of the
 * probe and one more. */
#define IMAGE_EVENTS 1024

/** One body of a program, in the order in which they run. */
struct image_body {
	uint32_t prog;          /* PROGS */
	uint32_t script;        /* equal for bodies that say the same */
	uint32_t flags;         /* enum image_body_flag */
	uint32_t words;         /* probe_use.words */
	uint32_t attach_by;     /* STRINGS, or IMAGE_NONE */
	uint32_t filter;        /* enum probe_filter */
	uint32_t value_first, value_count;      /* VALUES */
	/* SELECTED: index of the RODATA map that has its table; IMAGE_NONE: it has none, and is for
	 * one event */
	uint32_t table_map;
	uint32_t table_offset;  /* in the map's contents, a multiple of 4 */
	uint64_t event;         /* SELECTED, without a table: which one */
};

enum image_value_role {
	VALUE_ARG,              /* the field of args called `name` */
	VALUE_WORD,             /* arg`index` */
	VALUE_RETVAL,
	VALUE_SELECTOR,
	VALUE_SKIP_COMPAT,
	VALUE_PRESENT,
	VALUE_STACK_POINTER,
	VALUE_RETURN_ADDRESS,
	VALUE_ROLE_COUNT
};

/** A value of the probe that a body uses, and how it gets at it: struct access. */
struct image_value {
	uint32_t role;          /* enum image_value_role */
	uint32_t name;          /* STRINGS, or IMAGE_NONE */
	uint32_t index;         /* WORD: which */
	uint32_t type;          /* ARG, RETVAL: of the value, as text; IMAGE_NONE: it has none */
	uint32_t kind, offset, pointer_offset, size, index_offset, scale, is_signed;
	uint32_t reserved;
	int64_t number;
};
