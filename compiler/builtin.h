/* compiler/builtin.h - the rows of the language: every builtin variable, function and aggregation
 * is one row in one file.  The same row feeds the checker, "did you mean", `sonde help` and the
 * manual. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "compiler/ast.h"
#include "runtime/base/image.h"
#include "runtime/base/image_portable.h"

struct checker;
struct compilation;
struct lowering;
typedef struct LLVMOpaqueValue *ir_value;       /* see compiler/lower.h */

/* flag, what it says of a row */
#define BUILTIN_FLAGS(X) \
	X(VARIABLE)       /* usable without parentheses: pid, comm */ \
	/* only as the whole right side of an assignment to a map element (M6) */ \
	X(AGGREGATION) \
	X(ASYNC)          /* finished in user space: a statement, no value */ \
	X(UNSAFE)         /* needs --unsafe */ \
	X(NUMBERED)       /* the name ends in N and stands for a number: argN */ \
	/* print: joins with following BI_CLEARS_MAP of the same maps; its first argument may be a \
	 * whole map (@m) */ \
	X(PRINTS_MAP) \
	X(CLEARS_MAP)     /* clear: see there */ \
	X(TAKES_MAP)      /* len: its first argument may be a whole map, too */ \
	X(TAKES_MAPS)     /* table: any of its arguments may be a whole map */ \
	X(TAKES_ADDRESS)  /* functions in C: an argument may be the address of a map (&@m) */ \
	X(LEAVES)         /* the statements behind it do not run: exit() */ \
	/* assert: may leave the body, so that loops around it look whether it did */ \
	X(MAY_LEAVE) \
	X(PURE)           /* no effect: discarding the value earns a warning */ \
	/* args: not a value itself; its fields are those that the probe carries */ \
	X(FIELDS) \
	X(KERNEL_POINTER) /* curtask: points into the kernel's memory, whatever the probe */ \
	X(USER_POINTER)   /* uptr: points into the memory of the process, whatever the probe */ \
	/* printf: the kernel can print the text too, where nobody of ours is there to do it */ \
	X(PRINTS_TEXT) \
	X(CONTEXT)        /* ctx: what the probe's program is called with */ \
	X(PARAMETER)      /* getopt: each call declares a named parameter */ \
	X(PROBE_DATA)     /* args: of the probe, so that functions of the script have none */ \
	/* kstack, ustack: a word that is another one in the functions of loops and of the script: \
	 * taken before */ \
	X(BEFORE_LOOPS) \
	/* no macro, none of its parameters and no function may have this name (X3) */ \
	X(RESERVED) \
	/* typeinfo: the call is of a type, or of an expression that is not evaluated (E13) */ \
	X(QUERY) \
	/* latency: asks when was entered what the probe now leaves, so that its entry has to be \
	 * probed too */ \
	X(ENTRY) \
	/* a name of this language alone: macros and constants of the program with that name win \
	 * (17.1) */ \
	X(WEAK) \
	/* str: a positional parameter as first argument is its text, whatever it looks like \
	 * (E15) */ \
	X(PARAMETER_TEXT)

enum builtin_flag_bit {
#define BUILTIN_FLAG_BIT(id) BI_BIT_##id,
	BUILTIN_FLAGS(BUILTIN_FLAG_BIT)
#undef BUILTIN_FLAG_BIT
	BI_BIT_COUNT
};

enum builtin_flag {
#define BUILTIN_FLAG(id) BI_##id = 1 << BI_BIT_##id,
	BUILTIN_FLAGS(BUILTIN_FLAG)
#undef BUILTIN_FLAG
};

static_assert(BI_BIT_COUNT < 32, "flags of a row fit into its word");

struct builtin {
	const char *name;
	/* "strerror(int error) -> string[64]"; "hist(int n, literal_int bits?) -> agg"; "pid ->
	 * uint32"; "printf(literal_string format, any ...) -> void". Parameter kinds: int
	 * (integers, bool), any (whatever prints), string, pointer (pointer or integer), map (a
	 * whole map), element (@m or @m[key]), literal_int, literal_string, word (a bare name),
	 * word_or_int (that or literal_int), type (typeof(...)), variable ($x, which the call
	 * assigns).  `?` marks an optional one, `...` as the last name any number.  Result: a type
	 * of language.md chapter 3, void, agg, or `custom` (check() says). */
	const char *signature;
	const char *help;       /* one sentence, lower case, no full stop */
	/* a program that uses it, in a line; NULL: there is nothing to see in one */
	const char *example;
	unsigned flags;
	/* BI_AGGREGATION; check() leaves its struct agg_params in call.data (NULL: all zero, also
	 * for a bare name) */
	enum agg_id agg;

	/** What the signature cannot say.  Arguments are already typed and counted.  Returns the
	 * type of the result, or NULL for the signature's; reports through the checker's diags.
	 * May leave something for lower() in node->call.data.  NULL: nothing to check. */
	const struct type *(*check)(struct checker *c, struct node *node);

	/** A value that is known when the program is compiled: false while it is not yet.
	 * Arguments are checked.  Takes the place of lower, where there is one only while it is
	 * false. */
	bool (*constant)(const struct node *node, uint64_t *value);
	/* that value is one of the machine: of what the first argument names, if there is one.  0:
	 * it is the same everywhere */
	enum fact_kind fact;
	/** A field of the value that is known when the program is compiled: its literal (an INT,
	 * BOOL or STRING; kind and value), which takes the place of the field; false when there is
	 * none.  NULL: no field is. */
	bool (*member)(struct compilation *c, const char *name, struct node *literal);

	/** Called behind the fold pass for every use that is part of the program still.  NULL:
	 * nothing to say. */
	void (*reached)(struct compilation *c, const struct node *node);

	/** Emit code; returns the value (see lower.h for what a value is), NULL for void. */
	ir_value (*lower)(struct lowering *l, const struct node *node);

	/** BI_AGGREGATION rows that expressions may read (M7): the integer that the words of the
	 * value stand for, merged over CPUs by addition, or the first word by the unsigned maximum
	 * when merge_max is set.  NULL: cannot be read. */
	ir_value (*value)(
		struct lowering *l, ir_value first, ir_value second, const struct type *t);
	bool merge_max;
};

/** The row of a name, or NULL.  Finds numbered ones (arg3) too: *number is set for them. */
const struct builtin *builtin_find(const char *name, uint32_t *number);

/** Visit all rows in table order. */
void builtin_each(void (*visit)(const struct builtin *b, void *arg), void *arg);

/** The length of a row's signature as people need it: that its result depends on the arguments, or
 * that it has none, is for us. */
size_t builtin_form_length(const struct builtin *b);

/** Groups of rows, one per file; each array ends with a row without a name. */
/* compiler/builtin_task.c: pid tid uid gid comm cpu cgroup ... */
extern const struct builtin task_builtins[];
/* compiler/builtin_relatives.c: pcomm leader_comm */
extern const struct builtin relatives_builtins[];
extern const struct builtin latency_builtins[];         /* compiler/builtin_latency.c: latency */
/* compiler/builtin_probe.c: probe probetype args argN retval */
extern const struct builtin probe_builtins[];
/* compiler/builtin_stack.c: kstack ustack ksym usym kaddr */
extern const struct builtin stack_builtins[];
/* compiler/builtin_percpu.c: percpu_kaddr */
extern const struct builtin percpu_builtins[];
/* compiler/builtin_program.c: uaddr elf_is_exe elf_info */
extern const struct builtin program_builtins[];
/* compiler/builtin_kfunc.c: kfunc_exist kfunc_allowed */
extern const struct builtin kfunc_builtins[];
/* compiler/builtin_register.c: reg usermode */
extern const struct builtin register_builtins[];
extern const struct builtin context_builtins[];         /* compiler/builtin_context.c: ctx sargN */
extern const struct builtin path_builtins[];            /* compiler/builtin_path.c: path */
/* compiler/builtin_time.c: nsecs elapsed jiffies time strftime */
extern const struct builtin time_builtins[];
/* compiler/builtin_output.c: printf print clear zero exit join */
extern const struct builtin output_builtins[];
extern const struct builtin table_builtins[];           /* compiler/builtin_table.c: table rate */
/* compiler/builtin_change.c: override write_user */
extern const struct builtin change_builtins[];
/* compiler/builtin_socket.c: socket_cookie skboutput */
extern const struct builtin socket_builtins[];
extern const struct builtin config_builtins[];          /* compiler/builtin_config.c: config */
extern const struct builtin watch_builtins[];           /* compiler/builtin_watch.c: unwatch */
extern const struct builtin debug_builtins[];           /* compiler/builtin_debug.c: debugf */
/* compiler/builtin_assert.c: assert fail static_assert */
extern const struct builtin assert_builtins[];
/* compiler/builtin_map.c: delete has_key find len */
extern const struct builtin map_builtins[];
/* compiler/builtin_string.c: str syscall_name strerror */
extern const struct builtin string_builtins[];
/* compiler/builtin_bytes.c: buf strncmp memcmp strlen strcap str_concat */
extern const struct builtin bytes_builtins[];
extern const struct builtin search_builtins[];          /* compiler/builtin_search.c: strstr */
/* compiler/builtin_query.c: is_literal is_str ... cgroupid cgroup_path */
extern const struct builtin query_builtins[];
/* compiler/builtin_signal.c: signal signal_thread */
extern const struct builtin signal_builtins[];
/* compiler/builtin_net.c: ntop pton macaddr bswap */
extern const struct builtin net_builtins[];
/* compiler/builtin_decode.c: errno_name dev_name if_name flag_names duration bytes */
extern const struct builtin decode_builtins[];
extern const struct builtin sockaddr_builtins[];        /* compiler/builtin_sockaddr.c: sockaddr */
/* compiler/builtin_pointer.c: kptr uptr is_err container_of typeinfo */
extern const struct builtin pointer_builtins[];
/* compiler/builtin_prelude.c: macros of the prelude */
extern const struct builtin prelude_builtins[];
extern const struct builtin parameter_builtins[];       /* compiler/builtin_parameter.c: getopt */
/* compiler/agg_scalar.c: count sum min max avg stats */
extern const struct builtin agg_scalar_builtins[];
extern const struct builtin agg_hist_builtins[];        /* compiler/agg_hist.c: hist lhist */
extern const struct builtin agg_pct_builtins[];         /* compiler/agg_pct.c: pct */
extern const struct builtin agg_tseries_builtins[];     /* compiler/agg_tseries.c: tseries */
extern const struct builtin agg_deviation_builtins[];   /* compiler/agg_deviation.c: stddev */

/** The row that the hidden probes at entries call (resolve_entry.c). */
extern const struct builtin latency_entry;

/** A signature taken apart. */
enum param_kind {
	PARAM_INT,
	PARAM_ANY,
	PARAM_STRING,
	PARAM_POINTER,
	PARAM_MAP,
	PARAM_ELEMENT,
	PARAM_LITERAL_INT,
	PARAM_LITERAL_STRING,
	PARAM_WORD,
	PARAM_WORD_OR_INT,
	PARAM_TYPE,
	PARAM_VARIABLE
};

struct builtin_param {
	enum param_kind kind;
	char name[24];
	bool optional;
	bool many;
};

struct builtin_signature {
	struct builtin_param params[8];
	uint32_t param_count;
	uint32_t min_args, max_args;            /* max UINT32_MAX for `...` */
	const struct type *result;              /* NULL for agg and custom */
};

/** Does this argument stand for itself when it is a bare name? */
bool builtin_takes_word(const struct builtin_signature *s, uint32_t index);

/** Take a row's signature apart (types made in the arena). */
void builtin_signature(const struct builtin *b, struct arena *a, struct builtin_signature *out);

/* For check() of the rows. */

struct compilation *checker_compilation(struct checker *c);
struct diags *checker_diags(struct checker *c);
struct arena *checker_arena(struct checker *c);

/** The probe whose body is being checked. */
struct probe_node *checker_probe(struct checker *c);

/** Where text is wanted, a value of `probe` becomes its name as a string (compiler/probe_text.c).
 * Returns the type that the value has then. */
const struct type *checker_as_text(struct checker *c, struct node *n);

/** True (and *value set) when an argument is an integer literal after folding of signs. */
bool checker_literal_int(const struct node *n, int64_t *value);

/** Check a node that a row made itself (a map element out of delete(@m, key)) as if it had been
 * written; returns its type, also in n->type. */
const struct type *checker_expression(struct checker *c, struct node *n);

/** Check that the variable, an argument, may get the value of a map element, which it reads. */
void checker_assign_element(struct checker *c, struct node *variable, struct node *element);

/** Ask for what the debug information of programs knows of the probe's arguments and result, before
 * checker_each_match() looks at them. */
void checker_describe(struct checker *c);

/** Call `visit` for every match of the probe being checked. */
void checker_each_match(
	struct checker *c, void (*visit)(const struct match *m, void *arg), void *arg);

/** A match of the probe being checked whose program runs when sonde is gone; NULL when there is
 * none. */
const struct match *checker_outliving(struct checker *c);
