/* compiler/compilation.h - one compilation: the request, what the passes hand on, and the passes
 * themselves. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/request.h"
#include "runtime/base/source.h"
#include "runtime/base/strmap.h"
#include "runtime/base/type.h"
#include "probes/btf.h"
#include "probes/provider.h"
#include "compiler/ast.h"
#include "compiler/diag.h"
#include "compiler/kernel_symbols.h"

/** What the unstable_ keys switch. */
enum config_feature {
	FEATURE_IMPORT,
	FEATURE_TSERIES,
	FEATURE_TYPEINFO,
	FEATURE_DW_USTACK,
	FEATURE_COUNT
};

/** Config values (output.md 6.1) that are in force. */
struct compile_config {
	uint32_t max_strlen;            /* 1024 */
	uint32_t max_cat_bytes;         /* 10240 */
	uint32_t max_map_keys;          /* 4096 */
	uint32_t max_probes;            /* 1024 */
	uint32_t max_bpf_progs;         /* 1024 */
	uint32_t on_stack_limit;        /* 32 bytes: larger temporaries live in scratch memory */
	uint32_t log_size;              /* 1000000 */
	uint32_t ring_bytes;            /* 0: the runtime chooses */
	const char *str_trunc_trailer;  /* ".." */
	const char *license;            /* "GPL" */
	const char *metrics_prefix;     /* "sonde" */
	bool print_maps_on_exit;        /* true */
	bool print_maps_on_sigusr1;     /* false */
	bool cpp_demangle;              /* true */
	bool lazy_symbolication;        /* true */
	bool show_debug_info;           /* false */
	bool use_blazesym;              /* false; no effect */
	enum { MISSING_ERROR, MISSING_WARN, MISSING_IGNORE } missing_probes;
	enum { CACHE_PER_PID, CACHE_PER_PROGRAM, CACHE_NONE } cache_user_symbols;
	unsigned stack_mode;            /* enum stack_mode */
	enum { UNSTABLE_ENABLE, UNSTABLE_WARN, UNSTABLE_ERROR } unstable[FEATURE_COUNT];
	/* the only mechanism to use for probes that have it; "auto": the providers choose */
	const char *attach_by;
	/* bit N: key N was set in the environment, which beats the script */
	uint32_t outside;
};

/** What is made of the script. */
enum goal {
	GOAL_IMAGE,
	GOAL_CHECK,     /* nothing: its errors are wanted */
	GOAL_HELP,      /* what --help shows of it, as text */
	GOAL_FORMAT,    /* the script in canonical layout */
	GOAL_OBJECT,    /* the ELF object that LLVM makes: --emit-elf, --mode codegen */
	GOAL_TIMES,     /* what each pass took: --mode compiler-bench */
	GOAL_ROWS,      /* nothing of the script: what the language has (compiler/rows.h) */
	GOAL_FORM,      /* what kind of text it is (compiler/prompt.h) */
	GOAL_COMPLETE,  /* what may stand at its end (compiler/complete.h) */
	GOAL_TYPE,      /* the type of the expression that it is */
};

struct completion;
struct expander;
struct facts;

struct compilation {
	struct arena *arena;
	struct diags *diags;
	struct sources sources;
	struct compile_config config;

	/* from the request */
	enum goal goal;
	const char *const *params;      /* positional parameters */
	uint32_t param_count;           /* before the resolve pass named ones are among them */
	/* of all attach points: -p, --debuginfo; the program of -c since the resolve pass */
	struct probe_scope scope;
	/* --no-feature: bit N is feature N of probes/kernel_feature.h */
	unsigned forbidden;
	const struct name_filter *filter;       /* --probe-filter, or NULL */
	/* --follow: what those processes, or the command, start is traced too */
	bool follow;
	bool has_command;
	const char *command_path;
	/* the script was typed at the prompt: statements or an expression will do */
	bool at_prompt;
	const char *earlier;            /* what was typed there before, or NULL */
	/* what was defined there before, or NULL: it stands in front of the script, and is the
	 * second source */
	const char *definitions;
	bool unsafe;
	bool counts_runs;               /* --stats: runs of each probe are counted */
	/* import pass: it came of something that nobody could tell the change of later: the image
	 * is not kept */
	bool is_untold;
	/* the image is to run on other machines, too: `sonde build` */
	bool portable;
	bool warn_failures;             /* -k */
	bool no_warnings;               /* --no-warnings */
	const char *btf_path;           /* --btf=FILE, or NULL */
	const char *llvm_prefix;        /* --emit-llvm, or NULL */
	bool verifies_llvm;             /* --verify-llvm-ir */
	/* of named scripts, which imports are searched in */
	const char *const *script_directories;
	uint32_t script_directory_count;
	const char *const *include_path, *const *include_files;         /* -I, --include */
	uint32_t include_count, include_file_count;

	/* from pass to pass */
	/* check: room for the frames of the largest stack that the script asks for; 0: there is
	 * none */
	uint32_t stack_bytes[STACK_SPACES];
	/* resolve: attach points that are not there, where missing_probes lets the script go on */
	uint32_t skipped_probes;
	struct probe_node *looks_into;  /* resolve, check: the probe of probe_look_into() */
	struct btf_programs programs;   /* the same: those that it is on */
	/* resolve, check: what the script declares with getopt() (compiler/named_parameter.h) */
	struct named_parameter *named, *named_last;
	struct strmap named_by_name;    /* the same */
	/* every pass, portable: what the image has of this machine (compiler/fact.h) */
	struct facts *facts;
	/* check, lower: read when first asked for (compiler/kernel_symbols.h) */
	struct kernel_symbols symbols;
	bool unwinds;                   /* check: the script has a dw_ustack */
	bool writes_packets;            /* check: the script has a skboutput() */
	struct c_unit *c_unit;          /* parse: the C in the script (compiler/c_script.h) */
	struct c_object *c_objects;     /* import: programs in C (compiler/c_object.h) */
	uint32_t c_program_count;       /* import: of all objects */
	/* import: of headers, for clang; NULL: it was not asked (compiler/clang.c) */
	const struct name_list *c_directories;
	struct program *program;        /* parse ... check, fold */
	/* parse: the first mistake is that the text ends where more of it is needed */
	bool ends_early;
	/* parse, at the prompt: the expression that it is, or NULL */
	struct node *typed;
	/* check: the field at the end of the text is looked for; or NULL (compiler/complete.h) */
	struct completion *completion;
	struct expander *expander;      /* expand: the macros */
	/* its words need more stack than there is; so they are kept in memory */
	bool stack_overflows, is_frugal;
	struct layout *layout;          /* layout: maps, records, programs */
	struct lowered *lowered;        /* lower: LLVM module */
	struct object *object;          /* object: linked instructions, relocations, lines */
	uint64_t pass_ns[STAGE_COUNT];  /* what the passes took so far, in their order */
	struct buffer image;            /* image, or another goal's result */
};

/* The passes; each reports through c->diags only. */
void parse_pass(struct compilation *c);         /* compiler/parse.c: sources -> program */
/* compiler/import.c: the files that the script imports, before what it says */
void import_pass(struct compilation *c);
/* compiler/expand.c: uses of macros to what they stand for */
void expand_pass(struct compilation *c);
void config_pass(struct compilation *c);        /* compiler/config.c: the script's config block */
/* compiler/resolve.c: probes to matches, names to builtins, variables, maps; parameters to
 * literals */
void resolve_pass(struct compilation *c);
void check_pass(struct compilation *c);         /* compiler/check.c: types of everything */
void fold_pass(struct compilation *c);          /* compiler/fold.c: constants */
/* compiler/layout.c: mechanisms, programs, maps, records, scratch */
void layout_pass(struct compilation *c);
void lower_pass(struct compilation *c);         /* compiler/lower.c: LLVM IR */
void object_pass(struct compilation *c);        /* compiler/object.c: LLVM IR to linked BPF */
void image_pass(struct compilation *c);         /* compiler/image.c: everything to bytes */

void layout_dump(const struct compilation *c, struct buffer *out);
void lowered_dump(const struct compilation *c, struct buffer *out);
void object_dump(const struct compilation *c, struct buffer *out);
void image_dump(const struct compilation *c, struct buffer *out);

/** Add a source behind the others; its `start` is set here.  The result is its place in c->sources,
 * until the next one is added; NULL: the numbering is full. */
const struct source *compilation_add_source(struct compilation *c, struct source source);

/** What the options say of how all probes are used: what each probe_use begins with. */
struct probe_use compilation_probe_use(const struct compilation *c);

/** Add c->definitions, if there are any, to the script, which is the only source so far.  What is
 * to be warned of there was said when it was typed. */
void compilation_add_definitions(struct compilation *c);

/** Run all passes, dumping to stderr after those named in dump_after (count of them; "all" for
 * every one).  Returns the exit code (0: c->image holds the image). */
int compile(struct compilation *c, const char *const *dump_after, uint32_t dump_count);

/** Run the passes in front of the one called `end`, until one reports errors: for goals that look
 * at a program of their own. */
void compile_until(struct compilation *c, const char *end);
