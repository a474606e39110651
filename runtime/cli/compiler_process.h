/* runtime/cli/compiler_process.h - who answers requests. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"
#include "runtime/cli/compile.h"

struct compile_server;

#define PLEASE_REPORT "this is a mistake of sonde, please report it with the script"

struct compiler {
	const char *path;               /* of sonde-compile */
	struct compile_server *server;  /* or NULL */
	bool progress;                  /* it shows on stderr how far it is */
};

/** Have a request answered: *out is what the compiler wrote, and *record what is to be kept beside
 * it.  0, or the exit code; what is wrong has then been said, by the compiler or here. */
int compiler_answer(const struct compiler *compiler, const struct buffer *request,
	struct compiled *out, struct compiled *record);
