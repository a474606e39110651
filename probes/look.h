/* probes/look.h - what an answer depends on.  A look is a question that a program asked of this
 * machine and a number that stands for what it saw.  Kept beside the answer, looks tell later
 * whether the answer is still true: every one of them has to see the same again.  Taken by
 * sonde-compile (compiler/witness.c), held against the machine by the cache of images
 * (runtime/cli/cache.c). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/cache.h"
#include "runtime/base/buffer.h"

/* what is named, what `detail` is */
#define LOOK_LIST(X) \
	/* a file or directory that was read; 1: compare what is in it, not when it was changed */ \
	X(FILE) \
	X(STATUS)       /* stat() of a path */ \
	X(ACCESS)       /* file_access() of a path; the mode */ \
	X(LINK)         /* a symbolic link that was read */ \
	X(RESOLVED)     /* realpath() of a path */ \
	X(PATTERN)      /* glob() of a pattern; its flags */ \
	X(FILE_SYSTEM)  /* statfs() of a path */ \
	X(VARIABLE)     /* a variable of the environment */ \
	/* no name: what the kernel lets this user load and open, which it was asked by trying */ \
	X(TRIAL)

enum look_kind {
#define LOOK_ENUM(kind) LOOK_##kind,
	LOOK_LIST(LOOK_ENUM)
#undef LOOK_ENUM
	LOOK_KIND_COUNT
};

struct look {
	enum look_kind kind;
	uint32_t detail;
	const char *name;
	struct cache_digest seen;
};

/** Look now and fill `seen`, and choose the detail of LOOK_FILE.  False when nobody could tell
 * later whether something has changed. */
bool look_take(struct look *look);

/** True if the same is to be seen now. */
bool look_holds(const struct look *look);

/** Append a look in the form that is kept. */
void look_put(struct buffer *out, const struct look *look);

/** Walk looks that were kept: start with *cursor = 0; 1 and fills *out, whose name points into the
 * bytes; 0 at the end; -EINVAL when they are damaged. */
int look_next(const void *bytes, size_t len, size_t *cursor, struct look *out);
