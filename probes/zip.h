/* probes/zip.h - libraries that lie in archives and are mapped from there, as Android's loader
 * does: "base.apk!/lib/x86_64/libx.so". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZIP_MARK "!/"           /* between the path of the archive and the name of the member */

/** Length of the path of the archive in such a path; all of it when it names no member, or a file
 * by its whole name. */
size_t zip_path_len(const char *path);

struct zip_member {
	uint64_t offset;        /* in the archive */
	uint64_t len;
};

/** Find a member ("lib/x86_64/libx.so") in the bytes of an archive.  NULL, or why it cannot be used
 * (static text): it has to lie there as it is, and at the start of a page. */
const char *zip_find(const uint8_t *bytes, size_t len, const char *name, struct zip_member *out);
