/* runtime/cli/options.h - the command line: one table of options that parsing and --help read. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/request.h"
#include "runtime/cli/complete.h"
#include "runtime/session.h"
#include "runtime/sink.h"

enum options_action {
	DO_RUN,
	DO_LIST,
	DO_HELP,
	DO_VERSION,
	DO_CHECK,
	DO_SCRIPT_HELP,
	DO_FORMAT,
	DO_CACHE,
	DO_DOCTOR,
	DO_BUILD,
	DO_INFO,
	DO_TOPIC,
	DO_REPL,
	DO_TOOLS
};

/** How far a run goes. */
enum run_extent {
	EXTENT_ALL,
	EXTENT_CODE,    /* to the generated code */
	EXTENT_TIMES,   /* through the compiler, several times, to tell what its passes take */
};

/** What was asked for.  Everything lives in the arena or in argv. */
struct options {
	struct arena *arena;
	enum options_action action;

	/* what to run */
	const char *program; /* text of -e, or NULL */
	/* FILE, NAME or "-"; with -l the pattern; with `sonde cache` "clear"; with `sonde help` the
	 * topic; NULL when there is none */
	const char *script;
	bool by_name; /* `sonde run NAME` */
	bool in_place; /* `sonde fmt -w` */
	bool check_layout; /* `sonde fmt --check` */
	bool executable; /* `sonde build --exe` */
	bool embedded; /* the program is the image that this executable holds */
	char **words; /* what stands behind the program: its parameters; behind `check`: scripts */
	uint32_t word_count;

	struct compile_server *compile_server; /* the prompt: a compiler that stays; or NULL */

	/* options */
	const struct sink *sink;
	const char *output_path; /* -o, or NULL */
	const char *flame_path; /* --flame, or NULL */
	enum flush_mode flush;
	enum when escape; /* --escape */
	enum json_int json_int; /* --json-int */
	enum when colour;
	bool colour_chosen; /* --color: the environment does not count */
	enum run_mode mode; /* --test, --bench */
	const char *mode_name; /* the option that chose it */
	bool quiet;
	bool verbose;
	bool unsafe;
	bool warnings; /* false with --no-warnings */
	bool failures; /* -k: warn of reads, look-ups and deletes that failed */
	unsigned forbidden; /* --no-feature: bit N is feature N of probes/kernel_feature.h */
	struct name_filter *filter; /* --probe-filter, or NULL */
	const char *btf; /* --btf=FILE, or NULL */
	const char *functions; /* --traceable-functions, or NULL */
	const char *debuginfo; /* --debuginfo, or NULL */
	enum run_extent extent; /* --mode codegen, --mode compiler-bench, --emit-elf */
	const char *object_path; /* --emit-elf, or NULL */
	const char *llvm_prefix; /* --emit-llvm, or NULL */
	bool verifies_llvm; /* --verify-llvm-ir */
	bool dry_run;
	bool no_cache; /* --no-cache */
	bool semaphores_in_memory; /* --usdt-file-activation */
	char *const *command; /* -c, split; NULL-terminated; NULL without -c */
	bool child_status; /* --child-status */
	bool follow; /* --follow */
	int32_t *pids;
	uint32_t pid_count;
	int32_t *dwarf_pids; /* --dwarf-pid */
	uint32_t dwarf_pid_count;
	const char **include_path; /* -I */
	uint32_t include_path_count;
	const char **includes; /* --include */
	uint32_t include_count;
	const char **stages; /* -d: names of passes, or "all" */
	uint32_t stage_count;
	int ready_fd; /* -1 without --ready-fd */
	uint64_t duration_ns; /* --duration, or 0 */
	double max_overhead; /* --max-overhead: per cent, or 0 */
	bool stats; /* --stats */
	unsigned strict; /* --strict: counters of runtime/summary.h, or 0 */
};

/** The stage behind the passes of the compiler: what the kernel's verifier says of the programs. */
#define STAGE_VERIFIER "verifier"
#define STAGE_NAME(pass) " " #pass
#define STAGE_NAMES STAGE_LIST(STAGE_NAME) " " STAGE_VERIFIER

enum option_argument {
	ARGUMENT_NONE,
	ARGUMENT_NEEDED,
	ARGUMENT_STAGES,
	ARGUMENT_EQUALS /* only behind the long form's own "=" */
};

/** One option. */
struct option_row {
	char letter; /* 0: only the long form */
	const char *name; /* NULL: only the letter */
	enum option_argument argument;
	const char *value_name; /* "FILE"; NULL when there is no argument */
	int (*apply)(struct options *o, const char *value); /* 0, or the exit code, said why */
	const char *help;
	complete_fn complete;   /* what the value may be; NULL: anything */
};

/** All options, the end marked by a row with neither letter nor name. */
extern const struct option_row option_rows[];

/** A first word that is a command of its own. */
struct subcommand_row {
	const char *name;
	enum options_action action;
	const char *needs;              /* what must stand behind it; NULL: nothing */
	const struct option_row *options;       /* only this command has them; NULL: none */
	bool alone;                     /* no words stand behind it */
	bool words_only;                /* nothing behind it is an option of ours */
	complete_fn complete;           /* what the words behind it may be; NULL: anything */
	const char *form, *help;        /* for the usage text: "check FILE...", and what it does */
};

/** All of them, the end marked by a row without a name (runtime/cli/commands.c). */
extern const struct subcommand_row subcommand_rows[];

/** The option of a letter or a name, of a command (or NULL) or of all; NULL when there is none. */
const struct option_row *option_find_letter(const struct subcommand_row *of, char letter);
const struct option_row *option_find_name(
	const struct subcommand_row *of, const char *name, size_t len);

/** The command that a first word is, or NULL. */
const struct subcommand_row *subcommand_find(const char *word);

/** What holds when no option says otherwise. */
void options_start(struct options *o, struct arena *a);

/** Free what options hold, their arena too. */
void options_free(struct options *o);

/** True for options that are to come: nobody takes them for typing errors. */
bool option_is_planned(const char *name);
bool option_letter_is_planned(char letter);

/** Take the command line apart (runtime/cli/command_line.c).  0, or the exit code of a usage error
 * that has been reported. */
int options_parse(struct options *o, struct arena *a, int argc, char **argv);

/** Append the forms of the command line, a line each. */
void usage_put(struct buffer *b);

/** Append an option as it is written: "-f, --format FORMAT". */
void option_put_form(struct buffer *b, const struct option_row *row);

/** Append the text of --help. */
void help_put(struct buffer *b);

/** Append the text of --version. */
void version_put(struct buffer *b);

/** Split a command at blanks, honouring '...', "..." and backslash, without a shell.
 * NULL-terminated, in the arena; NULL when a quote is not closed, with *why set. */
char **words_split(struct arena *a, const char *text, const char **why);

/** The pass that a stage of -d stands for ("all" and STAGE_VERIFIER for themselves); NULL when
 * there is no such stage. */
const char *stage_find(const char *name);

/** Report a usage error in one line; returns its exit code. */
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
