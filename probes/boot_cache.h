/* probes/boot_cache.h - what the kernel takes long to say, kept until it starts anew or a module comes or goes. */
#pragma once

#include <stdbool.h>

#include "runtime/base/buffer.h"

/** Append what was kept under a name; false when there is nothing, or nothing to be trusted. */
bool boot_cache_read(const char *name, struct buffer *out);

/** Keep a text under a name, if we are root and there is a place for it: a cache may fail silently. */
void boot_cache_write(const char *name, const struct buffer *text);

/** Tests: another directory than /run/sonde; NULL: that again. */
void boot_cache_set_directory(const char *path);
