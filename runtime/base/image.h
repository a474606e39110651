/* runtime/base/image.h - the contract between the two programs: an image is what sonde-compile
 * writes and sonde runs.
 *
 * An image is one run of bytes: a header, a directory of sections, and sections that are arrays of
 * the fixed-size records below, little endian, no pointers.  Text is an offset into the STRINGS
 * section, data an offset and a length in the DATA section.  image_open() checks every number
 * against every bound, so that code behind it may trust what it reads.  Change IMAGE_VERSION with
 * any change of a record or of an enum.  The records that only images for other machines have are
 * in runtime/base/image_portable.h. */
#pragma once

#include <stdint.h>

#include "runtime/base/buffer.h"
#include "runtime/base/parameter.h"
#include "runtime/base/source.h"
#include "runtime/base/type.h"

#define IMAGE_MAGIC "\177SONDE\r\n"
#define IMAGE_VERSION 20
#define IMAGE_LOG_MOST (UINT32_MAX >> 2)         /* no kernel takes a larger log of its verifier */
#define IMAGE_NONE 0xffffffffu
/* of an image in memory, and of its sections in it */
#define IMAGE_ALIGN 8u

/* what portable images have beside: runtime/base/image_portable.h */
struct image_fact;
struct image_point;
struct image_body;
struct image_value;

/* section, record type, name of the array in struct image */
#define IMAGE_SECTIONS(X) \
	X(TYPES, struct image_type, types) \
	X(FIELDS, struct image_field, fields) \
	X(MAPS, struct image_map, maps) \
	X(INSNS, struct image_insn, insns) \
	X(RELOCS, struct image_reloc, relocs) \
	X(LINES, struct image_line, lines) \
	X(FUNCS, struct image_func, funcs) \
	X(PROGS, struct image_prog, progs) \
	X(PROBES, struct image_probe, probes) \
	X(ACTIONS, struct image_action, actions) \
	X(TABLES, struct image_table, tables) \
	X(TABLE_MAPS, struct image_table_map, table_maps) \
	X(PARAMETERS, struct image_parameter, parameters) \
	X(SOURCES, struct image_source, sources) \
	X(FACTS, struct image_fact, facts) \
	X(POINTS, struct image_point, points) \
	X(BODIES, struct image_body, bodies) \
	X(VALUES, struct image_value, values) \
	X(DATA, uint8_t, data) \
	X(STRINGS, char, strings)

enum image_section_id {
#define IMAGE_SECTION_ENUM(id, record, array) IMAGE_##id,
	IMAGE_SECTIONS(IMAGE_SECTION_ENUM)
#undef IMAGE_SECTION_ENUM
	IMAGE_SECTION_COUNT
};

struct image_section {
	uint32_t offset;        /* from the start of the image, multiple of IMAGE_ALIGN */
	uint32_t count;         /* records */
};

struct image_header {
	char magic[8];
	uint32_t version;
	uint32_t arch;          /* ELF e_machine: EM_X86_64, EM_AARCH64 */
	uint32_t size;          /* of the whole image */
	uint32_t flags;         /* enum image_flag */
	/* config values that the runtime needs (output.md 6.1) */
	uint32_t max_strlen;
	/* size of the event ring: a power of two, multiple of the page size; 0 lets the runtime
	 * choose */
	uint32_t ring_bytes;
	/* bytes for the words of the kernel about a program that it refuses; at most
	 * IMAGE_LOG_MOST, 0 is as good as 1 */
	uint32_t log_size;
	uint32_t str_trailer;   /* STRINGS: config str_trunc_trailer */
	uint32_t metrics_prefix;        /* STRINGS: config metrics_prefix */
	uint32_t control_map;   /* index of the CONTROL map: every image has one */
	/* index of the COUNTERS map: every image has one, with 8-byte values and COUNTER_MAPS +
	 * number of maps entries or more, with COUNTS_RUNS as many more as there are probes */
	uint32_t counters_map;
	uint32_t license;       /* STRINGS */
	/* attach points that are not there and were left out (missing_probes) */
	uint32_t skipped_probes;
	/* of a portable image: the most probes that it may be attached to */
	uint32_t max_probes;
	struct image_section sections[IMAGE_SECTION_COUNT];
};

enum image_flag {
	/* events may come in large numbers: make the ring large (printf and the like in a probe
	 * that is not a timer) */
	IMAGE_FLOOD = 1,
	IMAGE_PRINT_MAPS = 2,   /* print all maps at exit (print_maps_on_exit) */
	IMAGE_UNSAFE = 4,       /* compiled with --unsafe */
	/* nothing comes by itself, no event and no signal: run the begin and end probes and leave
	 * (P7) */
	IMAGE_BEGIN_ONLY = 8,
	/* print all maps when SIGUSR1 comes (print_maps_on_sigusr1) */
	IMAGE_PRINT_MAPS_ON_SIGNAL = 16,
	/* names of C++ and Rust as they are (cpp_demangle = false) */
	IMAGE_MANGLED_NAMES = 32,
	/* read the symbols of a process when it is first seen (lazy_symbolication = false) */
	IMAGE_EARLY_SYMBOLS = 64,
	IMAGE_SHOW_DEBUG_INFO = 128,    /* files and lines in stacks (show_debug_info) */
	IMAGE_COUNTS_RUNS = 1024,       /* programs count the runs of each probe (--stats) */
	/* made to run anywhere (`sonde build`): runtime/portable.h makes of it an image for the
	 * machine that it runs on */
	IMAGE_PORTABLE = 2048,
	/* processes are followed: what a traced one starts is traced too (--follow) */
	IMAGE_FOLLOW = 512,
	IMAGE_FORGET_PROCESSES = 256,   /* keep nothing of processes (cache_user_symbols = NONE) */
};

/** Types are written so that every type comes after the ones it refers to. */
struct image_type {
	uint8_t kind;           /* enum type_kind; never ERROR */
	uint8_t is_signed;
	uint8_t is_raw;
	uint8_t clock;
	uint32_t align;
	uint32_t size;
	uint32_t count;
	uint32_t elem;          /* type index below this one, or IMAGE_NONE */
	uint32_t field_first;   /* in FIELDS */
	uint32_t field_count;
	uint32_t name;          /* STRINGS, or IMAGE_NONE */
	uint32_t agg;
	uint8_t unit;           /* enum unit */
	uint8_t decoder;        /* enum decoder */
	uint16_t reserved;
	struct agg_params agg_params;
};

struct image_field {
	uint32_t name;          /* STRINGS, or IMAGE_NONE */
	uint32_t type;          /* IMAGE_NONE for an enumerator */
	uint32_t offset;
	uint16_t bit_offset;    /* of a bit field */
	uint16_t bit_size;      /* 0: no bit field */
	uint64_t value;         /* of an enumerator */
};

enum map_storage {
	MAP_HASH,               /* key -> value, shared by all CPUs */
	MAP_PERCPU_HASH,
	MAP_ARRAY,              /* no key: one entry: 8 bytes "set" word (0 or 1), then the value */
	MAP_PERCPU_ARRAY,       /* the same, one copy a CPU */
	MAP_RING,               /* the event ring */
	/* array, 1 entry of struct image_control, mapped into the reader's memory */
	MAP_CONTROL,
	/* per-CPU array of uint64_t: enum image_counter, then one map_full counter per map of the
	 * image */
	MAP_COUNTERS,
	MAP_RODATA,             /* array, 1 entry, read-only for programs, frozen before loading */
	/* per-CPU array: entry i is the scratch memory of program i (programs that cannot be
	 * preempted) */
	MAP_SCRATCH,
	/* array: scratch for programs that can be preempted; an entry is claimed through its first
	 * word */
	MAP_POOL,
	/* hash: number of a stack -> struct image_stack with as many frames as value_size says */
	MAP_STACKS,
	/* as MAP_HASH; the least recently used entry makes room for a new one */
	MAP_LRU_HASH,
	MAP_PERCPU_LRU_HASH,
	MAP_THREADS,            /* task storage: thread -> its variables (17.3) */
	/* perf event array, as many entries as the machine has CPUs: packets, each with struct
	 * event_packet before it */
	MAP_PACKETS,
	/* array: may have contents at first, of its first entry, which programs change */
	MAP_DATA,
	MAP_PERCPU_DATA,        /* the same without contents, one copy a CPU */
	/* as STACKS, of processes; frames of mode build_id take the room of struct image_build_id
	 * each */
	MAP_USER_STACKS,
	/* array, 1 entry of struct image_processes, mapped into the reader's memory */
	MAP_PROCESSES,
	/* hash: process, in the pid namespace of sonde, or unwind_space() -> struct
	 * unwind_process */
	MAP_UNWIND_PROCESSES,
	MAP_UNWIND_PAGES,       /* hash: number -> struct unwind_page */
	MAP_UNWIND_RULES,       /* array: struct unwind_rule */
	MAP_STORAGE_COUNT
};

#define IMAGE_POOL_PER_CPU 4            /* entries of a POOL */

enum image_map_flag {
	IMAGE_MAP_USER = 1,     /* a map of the script: printed at exit */
	IMAGE_MAP_SCALAR = 2,   /* no key */
	IMAGE_MAP_DECLARED = 8, /* the script says how many entries it takes */
	/* the second copy of a map that is printed and cleared in one step; not printed by
	 * itself */
	IMAGE_MAP_TWIN = 4,
};

struct image_map {
	uint32_t name;          /* STRINGS: "@x", "@", or an internal name */
	uint32_t storage;       /* enum map_storage */
	uint32_t flags;         /* enum image_map_flag */
	uint32_t key_type;      /* type index; IMAGE_NONE for scalar and internal maps */
	uint32_t value_type;    /* type index; IMAGE_NONE for internal maps */
	uint32_t key_size;      /* bytes as the kernel is told: 4 for arrays, 0 for the ring */
	uint32_t value_size;    /* bytes as the kernel is told; 0 for the ring */
	uint32_t max_entries;
	uint32_t data_offset;   /* RODATA, DATA: initial contents in DATA */
	uint32_t data_len;
	uint32_t twin;          /* map index of the second copy, or IMAGE_NONE */
	/* index into image_control.select when there is a twin, else IMAGE_NONE */
	uint32_t selector;
	/* STRINGS: key part names (M10) joined by ','; IMAGE_NONE for scalars */
	uint32_t key_names;
	uint32_t span_start;    /* where the map is first assigned */
	uint32_t span_end;
	uint32_t reserved;
};

/** A stack: value of the STACKS and USER_STACKS maps. */
struct image_stack {
	uint64_t count;         /* frames that are there */
	uint64_t pid;           /* of a user stack: the process, in the pid namespace of sonde */
	uint64_t time_ns;       /* of a user stack: CLOCK_MONOTONIC when it was first seen */
	uint64_t frames[];      /* addresses, innermost first */
};

/** A frame of mode build_id: struct bpf_stack_build_id of the kernel. */
struct image_build_id {
	int32_t status;         /* BPF_STACK_BUILD_ID_VALID, or _IP: the file has none */
	uint8_t build_id[20];
	uint64_t offset;        /* in the file, or the address */
};

#define CONTROL_SELECTORS 64

/** Shared memory of the programs and the reader: value of the CONTROL map. */
struct image_control {
	uint32_t gate;          /* programs run their bodies only while this is 1 */
	/* 1 while the reader looks by itself: records are then added without a wakeup */
	uint32_t polling;
	/* 0, or 1 << 32 | code once exit() was called: the first call wins; exit() also clears
	 * gate */
	uint64_t exit;
	uint64_t start_ns;      /* CLOCK_BOOTTIME when tracing began, for `elapsed` */
	uint64_t tai_offset_ns; /* CLOCK_TAI - CLOCK_BOOTTIME, for nsecs(sw_tai) */
	uint64_t child_pid;     /* of the -c command, or 0 */
	uint64_t result;        /* what the body of a test or bench returned */
	uint64_t wall_offset_ns;        /* CLOCK_REALTIME - CLOCK_BOOTTIME, for time series */
	/* per twin map: 0 the programs use the map, 1 its twin */
	uint32_t select[CONTROL_SELECTORS];
};

/* PID_MAX_LIMIT (linux/threads.h): process ids lie below it */
#define PROCESS_LIMIT (1u << 22)

/** Which processes are traced: value of the PROCESSES map.  Process n is when bit n % 64 of word n
 * / 64 is set.  Numbers are those of the initial pid namespace. */
struct image_processes {
	uint64_t words[PROCESS_LIMIT / 64];
};

/** First counters of the COUNTERS map; the map_full counter of map i is COUNTER_MAPS + i.  With
 * IMAGE_COUNTS_RUNS those of the runs of the probes follow: that of the first probe of its name in
 * PROBES. */
enum image_counter {
	COUNTER_LOST,
	COUNTER_MISSED,
	COUNTER_UNWIND,         /* stacks that could not be followed to their end */
	/* no counter: 1 while a guarded program runs on the CPU, which no other one may
	 * interrupt */
	COUNTER_GUARD,
	COUNTER_MAPS
};

/** One BPF instruction as the kernel takes it (struct bpf_insn). */
struct image_insn {
	uint8_t code;
	uint8_t regs;           /* dst low nibble, src high */
	int16_t off;
	int32_t imm;
};

enum reloc_kind {
	RELOC_MAP_FD,           /* ld_imm64: descriptor of map `value` */
	/* ld_imm64: address in the value of array map `value`, at `addend` */
	RELOC_MAP_VALUE,
	/* ld_imm64: index in PROBES of the probe that this instance of the program serves */
	RELOC_PROBE_ID,
	/* ld_imm64: the variable of the kernel itself whose BTF id is `value` */
	RELOC_KERNEL_VAR,
	/* of a portable image, any instruction: the number in it is fact `value` */
	RELOC_FACT,
	RELOC_FACT_VAR,         /* of a portable image, ld_imm64: as KERNEL_VAR, of fact `value` */
	RELOC_PROG,             /* ld_imm64: index in PROGS of this program */
	RELOC_KIND_COUNT
};

struct image_reloc {
	/* index within the program; a two-slot ld_imm64 unless the kind says otherwise */
	uint32_t insn;
	uint32_t kind;
	uint32_t value;
	uint32_t addend;
};

/** From this instruction (index within the program) on, the code comes from this span; increasing
 * within a program. */
struct image_line {
	uint32_t insn;
	uint32_t start;
	uint32_t end;
	uint32_t reserved;
};

/** Where the functions of a program start (the entry is at 0 and has no record). */
struct image_func {
	uint32_t insn;
	uint32_t name;
};

enum image_prog_flag {
	IMAGE_PROG_INSTANCE = 1,        /* uses RELOC_PROBE_ID: load one copy per probe */
	IMAGE_PROG_PREEMPTIBLE = 2,
	/* hands functions to helpers: the kernel wants BTF of every function (func_info) */
	IMAGE_PROG_CALLBACKS = 4,
	/* asks bpf_get_attach_cookie() for the index in PROBES of the probe that it runs for */
	IMAGE_PROG_COOKIE = 8,
};

struct image_prog {
	uint32_t name;          /* STRINGS: at most 15 characters of [A-Za-z0-9_] */
	uint32_t type;          /* enum bpf_prog_type */
	uint32_t attach_type;   /* enum bpf_attach_type, 0 when the type has none */
	uint32_t attach_btf_id; /* or 0 */
	uint32_t insn_first, insn_count;
	uint32_t reloc_first, reloc_count;
	uint32_t line_first, line_count;
	uint32_t func_first, func_count;
	uint32_t flags;         /* enum image_prog_flag */
	/* STRINGS: the module whose BTF attach_btf_id is of; IMAGE_NONE: the kernel itself */
	uint32_t attach_module;
};

/** When the runtime runs or attaches a probe. */
enum probe_stage {
	PROBE_STAGE_BEGIN,
	PROBE_STAGE_ATTACH,
	PROBE_STAGE_END,
	PROBE_STAGE_SIGNAL,     /* run when signal target_number[0] comes */
	PROBE_STAGE_TEST,       /* run with --test only; the program's result is 0 when it passes */
	PROBE_STAGE_BENCH,      /* run with --bench only; a result of 1 leaves it out */
	PROBE_STAGE_COUNT
};

enum image_probe_flag {
	/* attached for another one's sake: not counted in the attach line */
	IMAGE_PROBE_HIDDEN = 1,
	/* served by an attachment of an earlier probe with the same program and target: nothing to
	 * attach */
	IMAGE_PROBE_SHARED = 2,
	IMAGE_PROBE_TIMER = 4,  /* fires by the clock */
	/* this machine does not have it, it only keeps its number: SHARED too */
	IMAGE_PROBE_ABSENT = 8,
};

/** One attached probe.  Text and numbers of the target belong to the provider, which wrote them in
 * plan() and reads them in attach(). */
struct image_probe {
	uint32_t provider;      /* STRINGS: name */
	uint32_t text;          /* STRINGS: full name, the value of `probe` */
	uint32_t mechanism;     /* STRINGS: for -v, "raw tracepoint sys_enter" */
	uint32_t prog;          /* index in PROGS */
	uint32_t stage;         /* enum probe_stage */
	uint32_t flags;         /* enum image_probe_flag */
	uint32_t target_text[2];        /* STRINGS */
	uint64_t target_number[4];
	uint32_t span_start;    /* of the attach point in the script */
	uint32_t span_end;
	/* the value of `probe`: the index in PROBES of the first one of this name; of a HIDDEN one:
	 * that of the probe it is for */
	uint32_t number;
	uint32_t point;         /* of a portable image: index in POINTS, else 0 */
};

/** What an event record asks for.  The record begins with struct event_header; arguments follow as
 * a tuple of type `args`. */
enum action_kind {
	ACTION_PRINTF,          /* text = format */
	ACTION_PRINT_VALUE,     /* print(expr): one argument */
	ACTION_PRINT_MAP,       /* map, top, div */
	ACTION_PRINT_CLEAR,     /* print(@m); clear(@m); in one step */
	ACTION_CLEAR,           /* map */
	ACTION_ZERO,            /* map */
	ACTION_TIME,            /* text = strftime format */
	ACTION_JOIN,            /* text = separator; the argument area is struct event_join */
	ACTION_EXIT,            /* the code is in image_control.exit */
	ACTION_WARN,            /* run-time warning at the action's span: text = what is wrong */
	/* text = format of a file's name; top = the most bytes of it to show */
	ACTION_CAT,
	ACTION_SYSTEM,          /* text = format of a command */
	/* text = format of a message of the script, shown with the action's span */
	ACTION_ERRORF,
	ACTION_WARNF,           /* the same, left out when warnings are not wanted */
	/* a helper of the kernel failed: text = what that means; one argument: what it returned */
	ACTION_HELPER,
	/* text = name of a pcap file; the record comes by the PACKETS map */
	ACTION_PACKET,
	/* nothing to show: a process has a new stack, now is the time to see what is mapped
	 * there */
	ACTION_PROCESS,
	ACTION_UNWATCH,         /* one argument: the address whose watchpoints are to go */
	ACTION_TABLE,           /* table: maps side by side; map is the first of them */
	ACTION_KIND_COUNT
};

struct image_action {
	uint32_t kind;
	uint32_t text;          /* STRINGS, or IMAGE_NONE */
	uint32_t args;          /* tuple type, or IMAGE_NONE */
	uint32_t map;           /* map index, or IMAGE_NONE */
	uint32_t top;           /* 0: all */
	uint32_t div;           /* 0 or 1: none */
	uint32_t fixed_size;    /* bytes of the record's fixed part, header included */
	uint32_t span_start, span_end;
	uint32_t helper;        /* HELPER: STRINGS: its name; else IMAGE_NONE */
	uint32_t table;         /* TABLE: index in TABLES; else IMAGE_NONE */
	uint32_t flags;         /* enum image_action_flag */
};

enum image_action_flag {
	IMAGE_ACTION_RATE = 1,  /* PRINT_MAP, PRINT_CLEAR: values per second (rate()) */
};

enum image_table_flag {
	IMAGE_TABLE_DESCENDING = 1,     /* the largest first */
	IMAGE_TABLE_NO_HEADER = 2,
};

#define TABLE_MOST_MAPS 16

/** Maps that are printed as one table (language.md 17.7): all with keys, or all without. */
struct image_table {
	uint32_t map_first, map_count;  /* in TABLE_MAPS; 1 to TABLE_MOST_MAPS */
	uint32_t sort_map;      /* which of these the rows go by; IMAGE_NONE: by the key */
	uint32_t sort_field;    /* STRINGS: in its records; IMAGE_NONE: the whole value */
	uint32_t top;           /* the first rows only; 0: all */
	uint32_t flags;         /* enum image_table_flag */
	/* STRINGS: joined by ',', empty ones are the names; or IMAGE_NONE */
	uint32_t key_titles;
	uint32_t reserved;
};

enum image_table_map_flag {
	IMAGE_TABLE_MAP_RATE = 1,       /* its numbers per second */
	IMAGE_TABLE_MAP_CLEAR = 2,      /* it is emptied in the same step */
};

struct image_table_map {
	uint32_t map;           /* index in MAPS, of the script; no histogram or time series */
	uint32_t title;         /* STRINGS; or IMAGE_NONE: its name */
	uint32_t unit;          /* enum unit: of its numbers; NONE: that of their type */
	uint32_t flags;         /* enum image_table_map_flag */
};

/** A named parameter of the script: its value is in the contents of a RODATA map, at first the
 * default. */
struct image_parameter {
	uint32_t name;          /* STRINGS */
	uint32_t shown;         /* STRINGS: the default as the script writes it */
	uint32_t help;          /* STRINGS, or IMAGE_NONE */
	uint32_t kind;          /* enum parameter_kind */
	uint32_t map;           /* index of the RODATA map */
	uint32_t offset;        /* in its contents, a multiple of IMAGE_ALIGN */
	uint32_t size;          /* 8, or the capacity of a string with its NUL */
	uint32_t reserved;
};

struct image_source {
	uint32_t name;          /* STRINGS; IMAGE_NONE: the use of a macro, see struct source */
	uint32_t text_offset;   /* in DATA */
	uint32_t text_len;
	uint32_t start;         /* global offset */
	uint32_t origin;        /* of a use: what `start` stands for, at least text_len below it */
	uint32_t used_start, used_end;  /* of a use: where, below `start` */
};

/** An opened image.  Arrays point into the bytes given to image_open(), which must outlive it and
 * be aligned to 8. */
struct image {
	const struct image_header *header;
#define IMAGE_SECTION_MEMBER(id, record, array) const record *array;
	IMAGE_SECTIONS(IMAGE_SECTION_MEMBER)
#undef IMAGE_SECTION_MEMBER
	uint32_t counts[IMAGE_SECTION_COUNT];
	/* counts[IMAGE_TYPES]: the types as the rest of the program uses them */
	struct type *decoded_types;
	struct type_field *decoded_fields;
	struct sources script;          /* the sources, for located messages */
	/* counts[IMAGE_PARAMETERS]: the same, as the command line uses them */
	struct parameter *known_parameters;
};

/** Check len bytes and open them.  0, or -EINVAL (not an image, another version or architecture,
 * truncated, damaged) with a reason in *reason (static text), or -ENOMEM.  Close with image_close()
 * after success. */
int image_open(struct image *image, const void *bytes, size_t len, const char **reason);

/** Free what image_open() allocated; the bytes stay the caller's. */
void image_close(struct image *image);

/** Text at an offset of STRINGS; "" for IMAGE_NONE. */
static inline const char *image_text(const struct image *image, uint32_t offset)
{
	return offset == IMAGE_NONE ? "" : image->strings + offset;
}

/** The first map of a kind, by index; IMAGE_NONE when there is none. */
static inline uint32_t image_map_of(const struct image *image, enum map_storage storage)
{
	for (uint32_t i = 0; i < image->counts[IMAGE_MAPS]; i++)
		if (image->maps[i].storage == storage)
			return i;
	return IMAGE_NONE;
}

/** Type by index; NULL for IMAGE_NONE. */
static inline const struct type *image_type_at(const struct image *image, uint32_t index)
{
	return index == IMAGE_NONE ? NULL : &image->decoded_types[index];
}
