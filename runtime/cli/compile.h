/* runtime/cli/compile.h - asking sonde-compile for an image. */
#pragma once

#include "runtime/base/arena.h"

#include <stddef.h>

struct options;
struct script;

/** What the compiler is to make of a script. */
enum compile_goal {
	COMPILE_IMAGE,
	COMPILE_PORTABLE,       /* an image for other machines, too */
	COMPILE_CHECK,  /* nothing, or with -f json the diagnostics as records */
	COMPILE_HELP,   /* the text of its --help */
	COMPILE_FORMAT, /* the script in canonical layout */
	COMPILE_FORM,   /* what kind of text it is, and what it defines (compiler/prompt.h) */
	/* where the word at its end begins, and what may stand in its place */
	COMPILE_COMPLETE,
	COMPILE_TYPE,   /* the type of the expression that it is */
	COMPILE_OBJECT, /* the ELF object of LLVM */
	COMPILE_TIMES,  /* what each pass took: uint64_t of nanoseconds, STAGE_COUNT of them */
	COMPILE_ROWS    /* nothing of the script: the tables of the language (compiler/rows.h) */
};

/** The bytes of an image or of another result; compiled_release() when they are of no use any
 * more. */
struct compiled {
	const void *bytes;
	size_t len;
	void *map; /* what they are in; NULL: memory of others */
	size_t map_len;
};

void compiled_release(struct compiled *c);

/** Compile the script.  0 with *out set, or the exit code; what is wrong has then been said, by the
 * compiler or here (or is in *out, as records). */
int compile_script(const struct options *o, const struct script *script, enum compile_goal goal,
	struct compiled *out);

/** Where a program is that only ours start: beside this one in a build tree and in libexec, in
 * ../libexec/sonde when installed; NULL when it is at neither place. */
const char *libexec_path(struct arena *a, const char *program);

/** The same for sonde-compile. */
const char *compiler_path(struct arena *a);
