/* compiler/ast.h - the tree: what the parser makes of the text, and what the later passes write
 * onto it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/source.h"
#include "runtime/base/strmap.h"
#include "runtime/base/type.h"
#include "probes/provider.h"

struct builtin;
struct map;
struct shape;
struct variable;

enum node_kind {
	/* expressions */
	NODE_INT,               /* .integer */
	NODE_STRING,            /* .string */
	NODE_BOOL,              /* .integer 0 or 1 */
	/* .name: builtin without parentheses, or a bare word where a signature takes one */
	NODE_NAME,
	NODE_VARIABLE,          /* .variable: $x */
	NODE_MAP,               /* .map: @x or @x[key] */
	/* .integer: $1 ...; replaced by INT or STRING in the resolve pass */
	NODE_POSITIONAL,
	NODE_POSITIONAL_COUNT,  /* $#; replaced in the resolve pass */
	NODE_UNARY,             /* .unary: - ! ~ */
	NODE_STEP,              /* .step: ++x x++ --x x-- */
	NODE_BINARY,            /* .binary */
	NODE_TERNARY,           /* .ternary: c ? a : b, c ?: b (then == NULL) */
	NODE_FIELD,             /* .field: a.b a->b */
	NODE_INDEX,             /* .index: a[i] */
	NODE_CALL,              /* .call */
	NODE_TUPLE,             /* .list: (a, b) */
	NODE_RECORD,            /* .list: (x = a, y = b), the names in .list.names */
	NODE_CAST,              /* .cast: (type)a */
	NODE_DEREF,             /* .unary: *a */
	NODE_SIZEOF,            /* .query: sizeof(type), sizeof(a) */
	NODE_OFFSETOF,          /* .query: offsetof(type, a.b) */
	/* .query: typeof(type), typeof(a): in a type, or where a row takes one */
	NODE_TYPEOF,
	NODE_COMPTIME,          /* .unary: comptime a */
	NODE_ADDRESS,           /* .unary: &a */
	/* statements */
	NODE_EXPRESSION,        /* .expression: expr; _ = expr; */
	NODE_ASSIGN,            /* .assign: target = value, target op= value */
	NODE_LET,               /* .let: let $x; let $x : T = e; */
	NODE_IF,                /* .branch */
	NODE_BLOCK,             /* .list; an expression too: { statements; value } */
	NODE_WHILE,             /* .loop: while over { } */
	NODE_UNROLL,            /* .loop: unroll over { } */
	NODE_FOR_RANGE,         /* .loop: for ($x : over..end) { } */
	NODE_FOR_MAP,           /* .loop: for ($x : over) { } */
	NODE_BREAK,
	NODE_CONTINUE,
	NODE_RETURN,            /* .expression: return; return expr; */
	NODE_KIND_COUNT
};

enum operator {
	OP_NONE,
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_SHL, OP_SHR, OP_AND, OP_OR, OP_XOR,
	OP_LOGICAL_AND, OP_LOGICAL_OR,
	OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
	OP_NEGATE, OP_NOT, OP_COMPLEMENT,
	OP_COUNT
};

/** "+", "<<", ... as written in the language. */
const char *operator_text(enum operator op);

/** A type as written: base, stars, then dimensions, read left to right (T4). */
struct type_name {
	struct span span;
	const char *base;               /* "struct sock", "unsigned int", "uint8"; "typeof" */
	struct node *query;             /* TYPEOF instead of a name, or NULL */
	uint32_t stars;
	uint32_t dimensions[8];         /* 0: [] */
	uint32_t dimension_count;
};

/** The names of offsetof(X, a.b), outermost first; those of a record. */
struct member_name {
	struct member_name *next;
	const char *text;
	struct span span;
};

/** Owned by the compilation's arena.  Lists are linked through next. */
struct node {
	enum node_kind kind;
	struct span span;
	struct node *next;
	const struct type *type;        /* check pass: type of the value; NULL before it */
	const struct type *of_enum;     /* INT: the enum whose constant it is (T3), or NULL */
	/* check/fold: a constant literal whose sign is flexible when not negative (T20) */
	bool is_literal;
	union {
		struct {
			uint64_t value;
			bool is_unsigned;       /* needs uint64: above INT64_MAX or suffix u */
			bool is_duration;
		} integer;
		struct {
			const char *text;       /* unescaped, NUL-terminated */
			uint32_t len;
			/* the value of a builtin: no limit on what the script writes (X8) is its */
			bool of_builtin;
		} string;
		struct {
			const char *text;
			const struct builtin *builtin;  /* resolve pass */
		} name;
		struct {
			/* without $; with "#N" behind it it is of the Nth use of a macro, and is
			 * another variable */
			const char *name;
			struct variable *ref;   /* resolve pass */
			/* check pass: of a map, which the call that has this argument assigns to
			 * it; or NULL */
			struct node *element;
		} variable;
		struct {
			const char *name;       /* without @; "" for bare @ */
			struct node *keys;      /* list of key expressions, or NULL */
			uint32_t key_count;
			struct map *ref;        /* resolve pass */
			/* fold pass: print(@m) also does the clear(@m) behind it (F5) */
			bool with_clear;
		} map;
		struct {
			enum operator op;
			struct node *operand;
		} unary;
		struct {
			struct node *target;
			bool prefix;
			bool down;
		} step;
		struct {
			enum operator op;
			struct node *left, *right;
		} binary;
		struct {
			struct node *cond, *then, *other;
			/* check pass: the branch that a comptime decided for */
			const struct node *taken;
		} ternary;
		struct {
			struct node *object;
			const char *name;       /* "0" for a tuple element */
			struct span name_span;
			uint32_t index;         /* check pass: number of the field */
			/* check pass: the member of a struct, else NULL */
			struct type_field *member;
			/* check pass: of a struct that is a value, not memory behind a pointer */
			bool in_value;
		} field;
		struct {
			struct node *object, *at;
			/* check pass: bytes from one element to the next, of an array in memory,
			 * else 0 */
			uint32_t stride;
		} index;
		struct {
			struct type_name *to;
			struct node *operand;
		} cast;
		struct {
			struct type_name *of;   /* or NULL: of the value */
			struct node *value;     /* not evaluated */
			struct member_name *path;       /* OFFSETOF */
			uint64_t result;        /* check pass */
			const struct type *asked;       /* check pass: TYPEOF: the type */
		} query;
		struct {
			const char *name;
			struct span name_span;
			struct node *args;
			uint32_t arg_count;
			const struct builtin *builtin;  /* resolve pass */
			struct function *function;      /* resolve pass: of the script, or NULL */
			/* resolve pass: of an imported object, or NULL */
			struct c_function *c_function;
			void *data;             /* the builtin's own, from its check to its lower */
			/* fold pass: the clear(@m) that an earlier print does */
			bool dropped;
		} call;
		struct {
			struct node *first;
			uint32_t count;
			/* BLOCK: what it is worth as an expression, behind its statements; or
			 * NULL */
			struct node *value;
			struct member_name *names;      /* RECORD: as many as there are values */
			/* parser: BLOCK: no ';' behind its last statement */
			bool has_tail;
			/* expand pass: BLOCK: of the Nth use of a macro, 0: of the script */
			uint32_t expansion;
		} list;
		struct {
			struct node *value;     /* of a return: or NULL */
			/* _ = value: that it is not used needs no warning */
			bool on_purpose;
		} expression;
		struct {
			enum operator op;       /* OP_NONE for = */
			struct node *target, *value;
		} assign;
		struct {
			struct node *variable;
			struct type_name *type; /* as written, or NULL */
			struct node *value;     /* or NULL */
		} let;
		struct {
			/* then, other: BLOCK (other may be an IF, or NULL) */
			struct node *cond, *then, *other;
		} branch;
		struct {
			/* the condition, the count, the first bound, or the map */
			struct node *over;
			struct node *end;       /* FOR_RANGE: the bound behind the last */
			struct node *variable;  /* FOR_RANGE, FOR_MAP */
			struct node *body;      /* BLOCK */
			/* lower pass: the loop around, of those that the kernel calls back for */
			const struct node *outer;
			/* lower pass: UNROLL: copies of the body, no callback */
			bool inlined;
		} loop;
	};
};

/** Which memory a pointer or word points into (T9). */
enum space { SPACE_UNKNOWN, SPACE_KERNEL, SPACE_USER };

/** The first value of a variable or map that is known to point somewhere. */
struct space_mark {
	enum space space;
	struct span where;
};

/** A scratch variable of one probe (resolve pass). */
struct variable {
	const char *name;
	struct span declared;
	struct variable *next;          /* of the same probe */
	const struct type *type;        /* check pass: join of all assignments */
	bool assigned, read, is_let;
	/* resolve pass: the variable of an outer block that this one became part of (S21) */
	struct variable *moved;
	bool has_written_type;          /* resolve pass: let $x : T */
	const struct type *written;     /* check pass: T */
	struct span written_at;
	/* check pass: join of the last round, and of this one so far */
	struct shape *shape, *gathered;
	struct span typed;              /* check pass: the assignment that `gathered` began with */
	struct space_mark mark;         /* check pass */
	/* lowering's own, one program at a time */
	void *storage;
	uint32_t offset;                /* shared: in scratch memory */
	/* the loop whose body is the innermost around all uses; NULL: the probe itself */
	const struct node *home;
	/* used in a loop inside of that too, or a parameter that goes by memory: it lies in scratch
	 * memory */
	bool shared;
	bool placed;                    /* has its place there already */
	bool seen;                      /* a use of it has been met */
	/* of a FOR_MAP's: bit 0: the key is used, bit 1: the value */
	uint8_t parts;
};

/** A map of the program (resolve pass). */
struct map {
	const char *name;               /* without @; "self.x" for a thread variable */
	const char *title;              /* as written: "@x", "self.x" */
	/* a thread variable: one value for each thread of the kernel, kept together with those of
	 * the others */
	bool is_thread;
	uint32_t thread_offset;         /* layout pass: where they lie in the thread's memory */
	struct span first;              /* first use */
	struct span assigned;           /* first assignment; start == UINT32_MAX: never */
	struct map *next;
	uint32_t index;                 /* layout pass: in the image */
	const struct map_declaration *declared; /* or NULL */
	bool is_keyed, key_known;       /* key_known: some use decided between scalar and keyed */
	/* something waits for that: what nothing decides is a scalar */
	bool key_asked;
	struct span key_decided;
	const struct type *key_type;    /* check pass: tuple when several parts; NULL for scalars */
	struct span key_span;           /* where key_type comes from */
	const struct type *value_type;  /* check pass */
	struct span value_span;
	struct space_mark mark;         /* check pass */
	/* check pass: as for variables */
	struct shape *key_shape, *key_gathered, *value_shape, *value_gathered;
	const char *key_names;          /* M10: joined by ',' */
	bool twin;                      /* printed and cleared in one step somewhere */
	uint32_t twin_index, selector;  /* layout pass */
	/* layout pass: several programs, or one that can nest or be preempted, change it: updates
	 * are atomic */
	bool nested_use;
};

/** One attach point as written, and what it expands to. */
struct attach_node {
	struct attach_node *next;
	struct span span;
	const char *text;               /* as written, positional parameters still in it */
	const char *expanded;           /* resolve pass: the same with them put in */
	/* resolve pass: they are not known before the image runs, and `expanded` has something in
	 * their place */
	bool has_parameters;
	const char *label;              /* name= (L12), or NULL */
	/* `text` does not stand in the script: `span` is what it comes from */
	bool is_given;
	struct probe_spec spec;         /* resolve pass */
	struct match *matches;          /* resolve pass: linked list */
	uint32_t match_count;
};

/** One probe of this machine that an attach point stands for. */
struct match {
	struct match *next;
	struct probe_node *probe;
	struct attach_node *attach;
	struct probe_spec spec;
	const struct match *leaves;     /* of a hidden probe: the match at the return */
	struct probe_carries carries;   /* check pass, when the body uses probe data */
	bool has_carries;
	bool is_described;              /* carries has what debug information knows */
	bool carries_failed;            /* said where it failed: nothing more to say about it */
	/* layout pass: of a wildcard of a portable image, and nothing else is on its hook: it
	 * shares no program with others */
	bool is_apart;
	struct probe_use use;           /* layout pass */
	struct probe_plan plan;         /* layout pass */
	uint32_t id;                    /* layout pass: index in the image's PROBES */
	/* layout pass: of the first of this name: the value of `probe` */
	uint32_t name_id;
};

/** Fields of `args` that the body uses, by name: collected by the check pass. */
struct used_field {
	struct used_field *next;
	const char *name;
	struct span span;
};

/** A probe of the script: attach points, predicate, body. */
struct probe_node {
	struct probe_node *next;
	struct span span;
	struct attach_node *attach;
	struct node *predicate;         /* or NULL */
	struct node *body;              /* BLOCK */
	/* the body of a function, without attach points and predicate; else NULL */
	struct function *function;
	/* import pass: the program of an imported object that is its body; else NULL */
	const struct c_program *c_program;
	struct variable *variables;     /* resolve pass */
	/* resolve pass: whose types its body may name (probe_look_into()); NULL: none was named */
	const struct kernel_btf **programs;
	uint32_t program_count;
	/* check pass */
	struct used_field *used_fields;
	bool uses_whole_args, uses_retval, uses_ctx, uses_probe_id, uses_func, uses_typed,
		uses_override;
	/* what it does depends on the place in the program that its probe is at */
	bool uses_place;
	/* bit N: argN; bit PROBE_WORD_LAST: that one or any behind it */
	uint32_t uses_words;
	bool uses_entry;                /* resolve pass: asks for `latency` */
	/* resolve pass: the hidden probe that sees when was entered what this one leaves */
	struct probe_node *entry;
	struct probe_node *leaves;      /* of a hidden one: that probe */
	/* layout pass */
	/* MAP_THREADS: what a thread has entered, without and with PROVIDER_NESTS; IMAGE_NONE:
	 * nothing */
	uint32_t entry_memory[2];
	struct probe_node *like;        /* the first probe that says the same, often itself */
	bool is_model;                  /* another one is like it */
	/* lower pass: some event of its body names its place in the script */
	bool tells_place;
};

/** import "path"; */
struct import {
	struct import *next;
	const char *path;
	struct span span;               /* of the string */
};

/** What a parameter of a macro takes (Q1): $v a variable, @m a map, a name any expression. */
enum macro_param_kind { MACRO_VARIABLE, MACRO_MAP, MACRO_EXPRESSION };

struct macro_param {
	struct macro_param *next;
	const char *name;               /* without $ and @ */
	struct span span;
	enum macro_param_kind kind;
};

#define MACRO_PARAMS_MAX 127    /* as many as printf() takes values */
#define MACRO_VARIANTS_MAX 64   /* macros of one name */

/** macro name(params) { ... } */
struct macro {
	struct macro *next;             /* of the program */
	struct macro *overload;         /* expand pass: the next of the same name */
	const char *name;
	struct span name_span, span;    /* span: from the name to the '}' */
	/* of the prelude or a package of sonde: one of the script with the same signature goes
	 * before it (Q2) */
	bool is_builtin;
	struct macro_param *params;
	uint32_t param_count;
	/* an expression: a block, or its value where it is nothing else */
	struct node *body;
};

/** How a map is kept (L7): a value for each CPU; the least recently used entries make room for new
 * ones. */
struct map_kind {
	bool percpu, lru;
};

#define MAP_ENTRIES_MAX (1u << 30)

/** let @name = kind(limit) */
struct map_declaration {
	struct map_declaration *next;
	const char *name;               /* without @ */
	const char *kind_name;
	struct span span, kind_span;    /* of the name, of the kind */
	struct map_kind kind;
	uint32_t limit;                 /* entries */
	bool used;                      /* resolve pass */
};

/** A line of the config block (L5). */
struct config_entry {
	struct config_entry *next;
	const char *key, *value;        /* value: a number in decimal, or its text */
	struct span key_span, value_span;
	enum { CONFIG_IS_INTEGER, CONFIG_IS_WORD, CONFIG_IS_STRING } form;
};

/** Something at the top level of a script, and the text of it; what stands between two of them is
 * layout. */
struct source_item {
	struct source_item *next;
	/* DEFINITION: in C */
	enum item_kind { ITEM_PROBE, ITEM_DEFINITION, ITEM_OTHER } kind;
	struct span span;
	unsigned section;               /* what has a lower number must stand in front of it */
	uint32_t c_names, c_names_end;  /* of a definition: what it defines (c_script_name()) */
	bool left_open;                 /* there is no ';' behind it, where a script has one */
};

#define FUNCTION_PARAMS_MAX 12

/** A function of the script (fn). */
struct function {
	const char *name;
	struct span name_span;
	struct node *params;            /* LETs without values */
	uint32_t param_count;
	struct type_name *result_name;
	struct probe_node *code;        /* its body */
	/* resolve pass: its calls are; they were: it does not call itself, or that is reported */
	bool being_followed, followed;
	/* resolve pass: functions in the longest chain of calls from it */
	uint32_t height;
	/* check pass: what is written may not say all, as that of a variable */
	const struct type *result_written, *result;
	/* check pass: as for variables, of a written type that what is returned completes */
	struct shape *result_shape, *result_gathered;
	/* check pass: the value that `result_gathered` began with */
	struct span result_first;
	/* layout pass: the program that its maps were looked for last */
	const void *walked;
	/* lowering's own, one program at a time (compiler/lower_function.c) */
	void *lowered;
	/* where in scratch memory parameters lie that go by memory */
	uint32_t *param_at;
	uint32_t result_at;             /* likewise, the result */
	uint32_t frames;                /* functions that it and those it calls make at most */
	/* the walk that took last what it reads early (compiler/lower_early.c) */
	uint32_t takings;
	bool uses_scratch;
};

struct program {
	/* of the file parsed last; the end as that of the macros */
	struct import *imports, **imports_end;
	/* the end, or where to look for it from; NULL: from the beginning */
	struct macro *macros, **macros_end;
	struct probe_node *functions, **functions_end;  /* the bodies of functions */
	/* the end likewise */
	struct map_declaration *map_declarations, **map_declarations_end;
	struct strmap declared_maps;    /* the same by name */
	struct config_entry *config;
	struct span config_span;        /* of the word; SPAN_NONE: there is no block */
	struct source_item *items, **items_end; /* parse pass, for the formatter */
	struct probe_node *probes;
	struct map *maps;               /* resolve pass, in order of first use */
	bool has_shebang;
};

/** The body behind `last`, of all probes and then of all functions: NULL is before the first and
 * behind the last one. */
struct probe_node *program_next(const struct program *p, const struct probe_node *last);

/** The name of the thread variable that a field is, self.name or self->name; NULL for other nodes
 * (17.3). */
const char *thread_variable_name(const struct node *n);

/** True for a map named without a key: all of it, not one element (resolve pass done). */
bool node_is_whole_map(const struct node *n);

bool node_is_loop(const struct node *n);

/** True for `args`: its fields are those that the probe carries (resolve pass done). */
bool node_is_args(const struct node *n);

/** Print the tree for -d: one node a line, indented, with types once they are known. */
void ast_dump(const struct program *p, struct buffer *out);
