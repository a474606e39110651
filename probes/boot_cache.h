/* probes/boot_cache.h - texts that the kernel takes long to say, kept in a file of the cache
 * (probes/cache.h) and believed until the machine starts anew or a module comes or goes. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

/** Append a text that stays the same until the machine starts anew or a module comes or goes.
 * False when that cannot be told. */
bool boot_identity_put(struct buffer *out);

/** A file that is kept.  Begins with a line that says what it holds, the boot and the modules: a
 * text under any other line is not believed. */
struct boot_cache {
	int directory;          /* -1: there is no place for it */
	const char *name;
	const char *what;
	struct buffer key;      /* that line */
};

/** Look the place up: a file `name` with texts of the kind `what` (one word; a number in it for the
 * form of the lines) in `directory`, NULL: where all such files are.  Close it with
 * boot_cache_close(); it is no error when there is no place. */
void boot_cache_open(
	struct boot_cache *c, const char *directory, const char *name, const char *what);

/** Append the text that was kept; false when there is none that can be true. */
bool boot_cache_read(const struct boot_cache *c, struct buffer *out);

/** Keep a text of whole lines, unless modules came or went since boot_cache_open(). */
void boot_cache_write(const struct boot_cache *c, const struct buffer *text);

void boot_cache_close(struct boot_cache *c);
