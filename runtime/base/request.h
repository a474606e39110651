/* runtime/base/request.h - what sonde asks of sonde-compile, over a pipe: tagged strings and
 * numbers. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/buffer.h"

/* tag, how often it may appear */
#define REQUEST_LIST(X) \
	X(SCRIPT_NAME)          /* as shown in messages: path, "<arg>", "<stdin>" */ \
	X(SCRIPT_TEXT)          /* the program */ \
	/* present when the program is what a person typed at the prompt: statements or an \
	 * expression will do */ \
	X(PROMPT) \
	X(EARLIER)              /* what was typed there before: for the names in it */ \
	/* what was defined there before: it stands in front of the program */ \
	X(DEFINITIONS) \
	X(PARAM)                /* repeated: the words behind the program in order */ \
	X(PID)                  /* repeated, decimal: -p */ \
	X(FOLLOW)               /* present with --follow */ \
	X(HAS_COMMAND)          /* present with -c */ \
	X(COMMAND_PATH)         /* resolved path of the -c command's program */ \
	X(PORTABLE)             /* present for `sonde build`: an image for other machines, too */ \
	X(UNSAFE)               /* present with --unsafe */ \
	X(SCRIPT_DIRECTORY)     /* repeated: directories of named scripts, in order */ \
	X(INCLUDE_PATH)         /* repeated: -I, directories of headers in order */ \
	X(INCLUDE)              /* repeated: --include, headers that come first */ \
	X(DEBUG_STAGE)          /* repeated: -d */ \
	X(CONFIG)               /* repeated: "key=value" from the environment */ \
	X(COUNT_RUNS)           /* present with --stats: programs count the runs of each probe */ \
	X(WARN_FAILURES)        /* present with -k */ \
	X(NO_WARNINGS)          /* present with --no-warnings */ \
	/* "check": diagnostics alone; "help": the text that --help shows; "format": canonical layout; \
	 * "form": whether it is complete; "complete": what may stand at its end; "type": the type of \
	 * an expression; "object": the ELF object of LLVM; "times": what each pass took, uint64_t of \
	 * nanoseconds in their order; without it: an image */ \
	X(GOAL) \
	/* decimal: a descriptor that takes what else is to be kept of the answer (struct \
	 * request_record) */ \
	X(LOOKS) \
	/* present when diagnostics are to be JSON records, on standard output */ \
	X(RECORDS) \
	/* repeated: names of features (probes/kernel_feature.h) that are not to be used */ \
	X(NO_FEATURE) \
	/* extended regular expression: only probes in whose full names it is found */ \
	X(PROBE_FILTER) \
	X(BTF)                  /* file with the types of another kernel: --btf=FILE */ \
	/* file with the functions of the kernel that can be traced: --traceable-functions */ \
	X(FUNCTIONS) \
	X(DEBUG_FILE_PATH)      /* directories of separate debug files: --debuginfo */ \
	/* the beginning of the names of files that take the module, before and after LLVM's \
	 * passes: --emit-llvm */ \
	X(EMIT_LLVM) \
	X(VERIFY_LLVM)          /* present with --verify-llvm-ir */ \
	X(COLOR)                /* present when diagnostics may be coloured */

enum request_tag {
#define REQUEST_ENUM(id) REQUEST_##id,
	REQUEST_LIST(REQUEST_ENUM)
#undef REQUEST_ENUM
	REQUEST_TAG_COUNT
};

/* The passes of the compiler by name, in order: what -d takes. */
#define STAGE_LIST(X) \
	X(parse) X(config) X(import) X(expand) X(resolve) X(check) X(fold) X(layout) X(lower) \
	X(object) X(image)

#define STAGE_ONE(name) +1
enum { STAGE_COUNT = 0 STAGE_LIST(STAGE_ONE) };
#undef STAGE_ONE

/* Config keys (output.md 6.1): set in a script, or from outside (SONDE_MAX_STRLEN=...) and then
 * travelling as REQUEST_CONFIG. */
#define CONFIG_KEY_LIST(X) \
	X(attach_by) X(cache_user_symbols) X(cpp_demangle) X(lazy_symbolication) X(license) \
	X(log_size) X(max_bpf_progs) X(max_cat_bytes) X(max_map_keys) X(max_probes) X(max_strlen) \
	X(metrics_prefix) X(missing_probes) X(on_stack_limit) X(perf_rb_pages) \
	X(print_maps_on_exit) X(print_maps_on_sigusr1) X(show_debug_info) X(stack_mode) \
	X(str_trunc_trailer) X(use_blazesym) X(unstable_import_statement) X(unstable_tseries) \
	X(unstable_typeinfo) X(unstable_dw_ustack)

/* Names that keys had in the past: the old one, the one of today. */
#define CONFIG_RENAMED_LIST(X) \
	X(strlen, max_strlen) \
	X(map_keys_max, max_map_keys) X(cat_bytes_max, max_cat_bytes) \
		X(no_cpp_demangle, cpp_demangle)

/** What is kept of an answer beside itself: this, then what was said on standard error, then what
 * the compiler looked at (probes/look.h).  Nothing is written when the answer is not to be kept. */
struct request_record {
	uint64_t said_len, looks_len;
};

/** One entry of a request; `text` is followed by a NUL and points into the request's bytes. */
struct request_item {
	enum request_tag tag;
	const char *text;
	uint32_t len;
};

/** Append an entry; the first call on an empty buffer also writes the magic. */
void request_put(struct buffer *request, enum request_tag tag, const void *text, size_t len);

/** Close the request: writes the terminator. */
void request_finish(struct buffer *request);

/** Walk a request: start with *cursor = 0; returns 1 and fills item, 0 at the terminator, -EINVAL
 * on damaged bytes. */
int request_next(const void *bytes, size_t len, size_t *cursor, struct request_item *item);

/** The descriptor at which the compiler writes what is to be kept beside an image, for
 * REQUEST_LOOKS. */
#define REQUEST_RECORD_FD 3

/** `sonde-compile --serve` answers many requests: each comes as one byte on the socket that is its
 * standard input, with these descriptors (SCM_RIGHTS). */
enum served_fd {
	SERVED_REQUEST,         /* to read the request from */
	SERVED_RESULT,          /* for what else goes to standard output */
	SERVED_RECORD,          /* for what else goes to REQUEST_RECORD_FD */
	SERVED_STATUS,          /* for how it ended: an int as of waitpid() */
	SERVED_COUNT
};

/** Exit codes of sonde-compile, the same as sonde's own (output.md 5.1). */
enum exit_code {
	EXIT_CODE_OK = 0,
	EXIT_CODE_SCRIPT = 1,
	EXIT_CODE_ENVIRONMENT = 2,
	EXIT_CODE_INCOMPLETE = 3,
	EXIT_CODE_INTERNAL = 4
};
