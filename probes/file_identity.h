/* probes/file_identity.h - tells whether a file is still the one that offsets were found in. */
#pragma once

#include "runtime/base/arena.h"

/** A text that programs and libraries which are not the same do not share: the build id, or without
 * one the size; in arena memory, "" for a file that cannot be read. */
const char *file_identity(const char *path, struct arena *a);

/** 0 when the file has that identity, or it is not known which it should have ("" or NULL); -ESTALE
 * when it is another one, or -errno. */
int file_identity_check(const char *path, const char *identity);
