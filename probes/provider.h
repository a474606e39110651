/* probes/provider.h - what a probe provider is: one row per provider, one file per row.  The
 * compiler asks a provider what a probe carries and how to hook it, the runtime asks it to attach;
 * nobody else knows one provider from another. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/** What the options say of all attach points: which processes those are about that name no program,
 * and where what is known of programs is looked for. */
struct probe_scope {
	const int32_t *pids;            /* -p */
	uint32_t pid_count;
	/* the program that the process of -c is going to run; NULL: there is none */
	const char *command;
	const char *debug_path;         /* of debug files (DEBUG_FILE_PATH); NULL: that one */
	/* nobody will read what could be meant by a name that is not there: what is costly to find
	 * out for that need not be */
	bool unadvised;
};

struct kernel_btf;

/** One attach point, taken apart at its colons.  Everything lives in the arena it was parsed
 * into. */
struct probe_spec {
	const struct provider *provider;
	/* canonical full name once complete: aliases expanded (P3) */
	const char *text;
	/* the parts behind the provider, unquoted; NULL when absent */
	const char *parts[4];
	uint32_t part_start[4];         /* offset of each part in the text as written */
	uint32_t part_len[4];
	/* written in quotes and without *: no wildcards in it (P2) */
	bool part_quoted[4];
	unsigned part_count;
	uint64_t numbers[4];            /* the provider's own: period in ns, count ... */
	/* parse() and list(): why --unsafe has to allow it, continuing its text: "lies in no
	 * function"; NULL: it need not */
	const char *risk;
	/* set by whoever lists; NULL: no process is named */
	const struct probe_scope *scope;
	const void *own;                /* list(): the provider's own */
	/* list(): which place in the code of a probe that has several: each is a spec of the same
	 * text */
	uint32_t place;
	/* list(): what whoever uses this probe should know, or NULL */
	const char *warning;
	const char *warning_hint;
};

enum probe_failure {
	PROBE_MALFORMED,        /* the script is wrong: exit 1 */
	PROBE_NO_MATCH,         /* nothing there of that name: missing_probes decides (P5) */
	PROBE_UNSUPPORTED,      /* this kernel or these privileges cannot: exit 2 */
};

/** Why a provider said no: what and why, then what to do.  `start` and `len` are a range in the
 * attach point as written (len 0: all of it). */
struct probe_error {
	enum probe_failure failure;
	char message[384];
	char hint[384];         /* may be empty */
	uint32_t start;
	uint32_t len;
};

/** Fill an error; returns -EINVAL for PROBE_MALFORMED, -ENOENT for PROBE_NO_MATCH, -EOPNOTSUPP for
 * PROBE_UNSUPPORTED. */
int probe_fail(struct probe_error *err, enum probe_failure failure, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void probe_hint(struct probe_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** probe_scope.debug_path of a probe. */
const char *probe_debug_path(const struct probe_spec *spec);

/** True when a hint which takes a look at all names there are will be read
 * (probe_scope.unadvised). */
bool probe_is_advised(const struct probe_spec *spec);

/** How a program gets at a value: a closed set, understood by the compiler's lowering and by
 * nothing else. */
enum access_kind {
	ACCESS_NONE,
	ACCESS_CTX,             /* `size` bytes at ctx + offset */
	/* the same where the verifier takes the value for a pointer of its own: fetched so that it
	 * is a number like any other */
	ACCESS_CTX_NUMBER,
	/* kernel pointer at ctx + pointer_offset; bpf_probe_read_kernel `size` bytes at it +
	 * offset */
	ACCESS_CTX_PTR_READ,
	/* the same where the program may load through that pointer (BTF pointer) */
	ACCESS_CTX_PTR_DIRECT,
	ACCESS_CTX_BYTES,       /* the value is an array or string lying at ctx + offset */
	/* an array or string at (kernel pointer at ctx + pointer_offset) + offset */
	ACCESS_CTX_PTR_BYTES,
	/* no memory: where one program serves the entry and the return of a function, 1 in its runs
	 * at the return; the kernel's function with the BTF id `offset` tells */
	ACCESS_IS_RETURN,
	ACCESS_CONSTANT,        /* no memory: `number` */
	ACCESS_CTX_SUM,         /* the word at ctx + offset, and `number` */
	/* `size` bytes of user memory at the word at ctx + pointer_offset (ACCESS_NO_POINTER: 0),
	 * `scale` times the word at ctx + index_offset (scale 0: none), and `number` */
	ACCESS_USER_READ,
	/* no memory: the address at which the function that is probed begins, and `number` */
	ACCESS_FUNC_SUM,
	/* a value of `size` bytes that lies in words of the context, or is known, in pieces; what
	 * is between them is 0 */
	ACCESS_CTX_PIECES,
	/* the value is `size` bytes of user memory at the word at ctx + pointer_offset, and
	 * `number` */
	ACCESS_USER_BYTES,
	/* uint32 at ctx + offset: low half offset from ctx (plus `size`, the base of __rel_loc),
	 * high half length in bytes */
	ACCESS_DATA_LOC,
};

/** Bytes of a value: the lowest ones of the word at ctx + ctx_offset, or of a number. */
struct access_piece {
	uint16_t offset, size;  /* in the value, aligned to the size: 1, 2, 4 or 8 */
	uint16_t ctx_offset;
	bool is_known;
	uint64_t number;
};

struct access {
	enum access_kind kind;
	uint32_t piece_count;
	const struct access_piece *pieces;
	uint32_t offset;
	uint32_t pointer_offset;
	uint32_t size;          /* bytes loaded; widened to the type of the value by its sign */
	uint32_t index_offset;
	uint32_t scale;
	bool is_signed;         /* widened as a signed number, whatever the type of the value is */
	int64_t number;
};

#define ACCESS_NO_POINTER UINT32_MAX

/** A value that a probe carries: a field of `args`, an argN, or retval. */
struct probe_value {
	const char *name;       /* field name; NULL for argN and retval */
	const struct type *type;
	bool user;              /* a pointer into user memory (T9) */
	const char *c_type;     /* the type in C, for listings: "unsigned int", "const char *" */
	const char *refused;    /* why it cannot be read, where it has no type */
};

/** A variable of the program that a probe is on. */
struct probe_variable {
	const struct type *type;        /* a pointer to it */
	struct access access;           /* to its address */
};

/** One of a probe's argN. */
struct probe_word {
	const char *c_type;             /* in C, for listings */
	const char *text;               /* how the program describes it */
	const char *refused;            /* why it cannot be read; NULL: it can */
};

/** What a probe offers to the body, before any mechanism is chosen. */
struct probe_carries {
	const struct probe_value *args;         /* fields of `args` */
	uint32_t arg_count;
	bool has_args;
	/* why there are none that could be; NULL: such probes have none */
	const char *args_missing;
	/* no args, only because this kernel has no type information */
	bool args_need_types;
	uint32_t word_count;                    /* argN: N below this (type_raw each); 0: none */
	/* what is to be said of each, where they are not alike; NULL: they are */
	const struct probe_word *words;
	/* argN and a retval without a type are pointers into user memory */
	bool words_user;
	const struct type *retval;              /* NULL: no retval here */
	const char *retval_c_type;              /* in C, for listings; NULL: not known */
	/* `func`: the function of the kernel that is probed */
	bool has_func;
	/* the probe sits at the entry of a function of a process: `func` is the address it
	 * interrupted */
	bool has_user_func;
	/* it sits at the entry of a function: arguments behind argN lie on the stack */
	bool enters;
	/* the context can be the registers of what was interrupted, when probe_use.ctx asks for
	 * it */
	bool has_registers;
	/* `ctx`: what it points to, "struct pt_regs"; NULL: no ctx here */
	const char *context;
	/* the context is no memory: programs get at its fields by whole words only */
	bool context_words;
	/* the verifier knows what the pointers in the context point to, and lets programs load
	 * through them */
	bool typed;
	bool can_type;                          /* the same, where probe_use.typed asks for it */
	/* the program runs when sonde is gone: nobody reads its records, printf goes to who makes
	 * it run */
	bool outlives;
};

#define PROBE_WORD_LAST 31u

/** What the bodies on an attach point use, so that the cheapest mechanism can be chosen. */
struct probe_use {
	const bool *args;       /* per field of probe_carries.args; NULL when no field is used */
	bool whole_args;        /* `args` itself is used */
	/* bit N: argN is used; bit PROBE_WORD_LAST: that one or any behind it */
	uint32_t words;
	bool retval;
	bool ctx;
	bool func;
	bool id;                /* which attach point it is: `probe` */
	/* the kernel has to know what the program's pointers point to: functions of it are asked
	 * about them */
	bool typed;
	/* the function probed is kept from running, which programs of perf kprobes can do alone */
	bool override;
	/* the program that is to serve it does not choose among the events of a hook: no plan with
	 * a selector */
	bool apart;
	/* some attach point that stands for it has wildcards: probably one of many */
	bool many;
	const int32_t *pids;    /* -p */
	uint32_t pid_count;
	/* config: the only mechanism to use for probes that have it (K23); NULL: the provider
	 * chooses */
	const char *attach_by;
	unsigned forbidden;     /* bit N: feature N (kernel_feature.h) is not to be used */
	/* what the bodies on the same event of provider.mate use, which may run as one program with
	 * these; NULL: none */
	const struct probe_use *mate;
};

/** True when attach_by asks for the mechanism. */
bool probe_asked(const struct probe_use *use, const char *mechanism);

/** Refuse a probe that has the mechanism which attach_by asks for, but cannot be had by it here:
 * -EOPNOTSUPP. */
int probe_fail_asked(const struct probe_spec *spec, const struct probe_use *use, const char *why,
	struct probe_error *err);

/** Test that a merged program makes before it runs a body: run only when the word is equal to
 * `value`. */
struct probe_selector {
	bool used;
	struct access access;
	uint64_t value;
};

/** How a program gets at `func`. */
enum probe_func {
	PROBE_FUNC_NONE,
	PROBE_FUNC_ASK,                 /* bpf_get_func_ip() knows it */
	PROBE_FUNC_CONSTANT,            /* probe_plan.func_address */
};

/** What keeps a probe to some processes (P11). */
enum probe_filter {
	PROBE_FILTER_NONE,              /* nothing: it is about no process */
	PROBE_FILTER_TEST,              /* a test in the program */
	/* the attachment, where the processes are known by then, else such a test */
	PROBE_FILTER_ATTACH,
};

/** How a probe is going to run: chosen by the provider from what is used and what this kernel can
 * do. */
struct probe_plan {
	const char *mechanism;          /* for -v: "raw tracepoint sys_enter", "perf event" */
	/* identity of the event in the kernel: bodies on equal hooks share one program, in written
	 * order */
	const char *hook;
	/* tracepoint whose functions lie between it and the program in a stack; NULL: there are
	 * none */
	const char *stub_event;
	uint32_t prog_type;             /* enum bpf_prog_type */
	uint32_t attach_type;           /* enum bpf_attach_type or 0 */
	uint32_t attach_btf_id;         /* as the BTF of attach_module counts */
	const char *attach_module;      /* NULL: the kernel itself */
	/* the program can be preempted by another run on its CPU (uprobe) */
	bool preemptible;
	/* may interrupt other programs (perf events, timers): maps it shares need atomic updates */
	bool nests;
	/* what keeps it to the processes that are asked for (-p, --follow) */
	enum probe_filter filter;
	bool timer;                     /* fires by the clock */
	/* attach() gives each attachment a number of its own, which the program asks for:
	 * attach_request.cookie */
	bool cookies;
	/* such programs run one at a time on a CPU: what they trace may happen inside of them
	 * (P9) */
	bool guarded;
	enum probe_func func;           /* when probe_use.func asks for it */
	uint64_t func_address;
	/* the kernel makes the run again when the program says so: while the ring has little room,
	 * rather than lose records */
	bool waits;
	struct access present;          /* kind not NONE: skip the run when this word is 0 */
	struct probe_selector selector; /* which of the hook's events are this probe's */
	/* kind not NONE: skip the run when (value & skip_compat_mask) != 0, the value read from the
	 * current task's task_struct at .offset */
	struct access skip_compat;
	uint64_t skip_compat_mask;
	const struct access *args;      /* as many as probe_carries.args */
	const struct access *words;     /* as many as probe_carries.word_count */
	struct access retval;
	/* of the thread that is probed; kind NONE: it does not tell */
	struct access stack_pointer;
	/* addresses that differ in higher bits lie in different stacks */
	uint32_t stack_bits;
	/* so much lower was it at the entry of what the probe leaves */
	uint32_t stack_popped;
	/* at the entry of a function of a process: where its caller goes on; kind NONE: it is
	 * nothing of the kind */
	struct access return_address;
	/* what attach() needs: goes into the image as it is */
	uint32_t stage;                 /* enum probe_stage of the image */
	const char *target_text[2];
	uint64_t target_number[4];
};

/** Called by list() for each match, with a complete spec whose memory lives in the arena given to
 * list(); non-zero stops the listing and is returned. */
typedef int (*probe_visit_fn)(const struct probe_spec *spec, void *arg);

/** list() of a provider whose every attach point is one probe. */
int probe_list_itself(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err);

struct attach_request {
	int prog_fd;
	const char *text;               /* full name, for messages */
	const char *target_text[2];
	uint64_t target_number[4];
	/* -p; the -c child too where the attachment has to be per process */
	const int32_t *pids;
	uint32_t pid_count;
	/* what bpf_get_attach_cookie() is to tell the program, where wants_cookie */
	uint64_t cookie;
	bool wants_cookie;
	/* --usdt-file-activation: raise semaphores in the processes that have the file mapped, the
	 * kernel is not to do it */
	bool semaphores_in_memory;
	bool rehearsal;                 /* nothing may stay behind when the attachment is closed */
};

/** What an answer of the kernel to an attempt to attach means for a provider's probes. */
struct attach_reason {
	int error;              /* an errno */
	const char *why;        /* NULL: as strerror() says it */
	const char *hint;       /* what to do, or NULL */
	bool no_match;          /* the probe is not there: PROBE_NO_MATCH */
};

/** Fill an error for an attachment that failed with `ret`, which is returned: after the provider's
 * own reasons, an array that ends with {0} or NULL, come those that hold for all. */
int probe_fail_attach(struct probe_error *err, const struct attach_request *req, int ret,
	const struct attach_reason *own);

/** How the events of an attachment come about. */
enum attachment_kind {
	ATTACHMENT_EVENTS,              /* by themselves */
	/* while its last descriptor is read; the run is over when that ends */
	ATTACHMENT_WALK,
	ATTACHMENT_LEFT,                /* when sonde is gone: there is nothing to wait for */
};

/** What holds an attachment: descriptors to close.  slow: closing waits for the kernel (perf
 * tracepoints, uprobes), so leave it to a child. */
struct attachment {
	enum attachment_kind kind;
	int *fds;                       /* mem_alloc'ed */
	uint32_t count;
	bool slow;
	/* program or library that it sits in, of the request; NULL: it is in none */
	const char *file;
	/* raised in the memory of processes, to be lowered; or NULL */
	struct semaphores *semaphores;
};

/** Add a descriptor.  0 or -ENOMEM (the descriptor is closed then). */
int attachment_add(struct attachment *a, int fd);

/** Close and lower everything. */
void attachment_close(struct attachment *a);

enum provider_flag {
	PROVIDER_KERNEL = 1,            /* listed by a bare -l */
	PROVIDER_WILDCARDS = 2,         /* parts may hold wildcards */
	PROVIDER_ALONE = 4,             /* a name without parts: begin, end */
	PROVIDER_UNIQUE = 16,           /* each name at most once in a program */
	/* what a body returns is kept for sonde: tests and benches */
	PROVIDER_RESULT = 32,
	/* of programs: a wildcard provider stands for it where the part behind names one (P2) */
	PROVIDER_USER = 1 << 10,
	PROVIDER_UNFILTERED = 1 << 11,  /* no event of the machine: --probe-filter leaves it */
	/* one attach point a program, and nothing beside it but probes that stand alone */
	PROVIDER_SOLE = 8,
	/* what it leaves may be entered again before, by the same thread */
	PROVIDER_NESTS = 1 << 9,
	/* runs in a task that the event is about: signals can be sent to it */
	PROVIDER_SIGNALS = 1 << 8,
};

struct provider {
	const char *name;
	/* separated by spaces: "t" ; upper-case forms of the name are accepted anyway (P1) */
	const char *aliases;
	const char *form;               /* for help and messages: "tracepoint:category:event" */
	const char *help;               /* one sentence */
	const char *example;            /* a program that uses it, in a line; NULL: there is none */
	const char *probetype;          /* value of the builtin `probetype` (B19) */
	unsigned flags;                 /* enum provider_flag */
	/* the other side of the same events, named alike behind the provider; NULL: there is
	 * none */
	const struct provider *mate;

	/** The (exact) probe at the entry of what an (exact) probe leaves, which `latency` is
	 * measured from; false: it leaves nothing.  NULL: none does. */
	bool (*entry)(const struct probe_spec *spec, struct arena *a, struct probe_spec *out);

	/** Check the form of the parts, complete spec->numbers and spec->text.  Does not look at
	 * the machine. */
	int (*parse)(struct probe_spec *spec, struct arena *a, struct probe_error *err);

	/** Whether this kernel has such probes at all: 0, or PROBE_UNSUPPORTED with what to use
	 * instead.  NULL: every kernel has. */
	int (*available)(const struct provider *p, struct probe_error *err);

	/** Visit every probe of this machine that the spec (maybe with wildcards) stands for, in
	 * name order; an exact spec visits itself if it exists. PROBE_NO_MATCH with the nearest
	 * names in the hint when there is none.  Names what there would be, whether available() or
	 * not. */
	int (*list)(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
		struct probe_error *err);

	/** What the (exact) probe carries. */
	int (*carries)(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
		struct probe_error *err);

	/** What the debug information of a program adds to what carries() said: the fields of
	 * `args`, the type of retval.  Called when those are used, and for listings.  NULL: nothing
	 * does. */
	void (*describe)(const struct probe_spec *spec, struct arena *a, struct probe_carries *io);

	/** The types of the program that the (exact) probe is on, in which its bodies look names up
	 * before the kernel's (C1).  NULL, or returns NULL: none. */
	const struct kernel_btf *(*types)(const struct probe_spec *spec);

	/** The path of the program that the (exact) probe is on.  NULL: its probes are on none. */
	const char *(*program)(const struct probe_spec *spec);

	/** A variable, by name, of the program that the (exact) probe is on.  NULL: its probes are
	 * on none. */
	int (*variable)(const struct probe_spec *spec, const char *name, struct arena *a,
		struct probe_variable *out, struct probe_error *err);

	/** Choose the mechanism for the (exact) probe. */
	int (*plan)(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
		struct probe_plan *out, struct probe_error *err);

	/** Attach a loaded program.  On failure nothing stays attached; the error says why and what
	 * to do.  NULL for begin and end. */
	int (*attach)(
		const struct attach_request *req, struct attachment *out, struct probe_error *err);

	/** Attach one loaded program to as many probes, from the first on, as one step can serve.
	 * Their number, or as attach().  NULL: one by one. */
	int (*attach_many)(const struct attach_request *reqs, uint32_t count,
		struct attachment *out, struct probe_error *err);

	/** Whether a probe with that target watches the address: unwatch() takes it away.  NULL:
	 * none does. */
	bool (*watches)(const uint64_t *target_number, uint64_t address);
};

/** All providers, the end marked by NULL. */
extern const struct provider *const providers[];

/** The same attach point of another provider whose probes are named alike. */
struct probe_spec probe_renamed(
	const struct probe_spec *spec, const struct provider *p, struct arena *a);

/** How many parts stand behind the name in the provider's form, but for those that may be left
 * out. */
unsigned provider_needed_parts(const struct provider *p);

/** By name, alias, or name in any case; NULL if there is none. */
const struct provider *provider_find(const char *name);

/** Take an attach point as written ("t:sched:*") apart: finds the provider, splits and unquotes the
 * parts, and lets the provider check them. Unknown provider: PROBE_MALFORMED with the nearest name
 * in the hint. */
int probe_parse(const char *text, size_t len, struct arena *a, struct probe_spec *out,
	struct probe_error *err);

/** Whether any part of an attach point has wildcards. */
bool probe_wild(const struct probe_spec *spec);

/** True when the provider of an attach point is a pattern, as in "*:vfs_read": it stands for
 * several of them (P2). */
bool probe_names_many(const char *text, size_t len);

/** What such an attach point stands for, as the list() of every provider of the kernel that it
 * matches; those that have no probes of this form, or none of these names, are passed over;
 * providers of user programs only when the second part has a '/' or the scope names a process.
 * PROBE_NO_MATCH when none has, PROBE_MALFORMED when no provider matches. */
int probe_list_many(const char *text, size_t len, const struct probe_scope *scope, struct arena *a,
	probe_visit_fn visit, void *arg, struct probe_error *err);

/** What a script attaches: as the provider's list(), but refuses what is not available(). */
int probe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err);
