/* probes/debug_file.h - where the debug information of a program or library is when it is not in
 * the file itself: a file of its own, found by the build id or by the name that .gnu_debuglink
 * gives, and the file that dwz moved what several have in common to. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEBUG_FILE_ID_MOST 64   /* bytes of a build id; those of more are not looked at */

/** Where separate debug files are looked for (--debuginfo): directories with a ':' between them, as
 * eu-addr2line --debuginfo-path and others take them.  In one that begins with / they are found by
 * build id (.build-id/xx/...), under the path of the program, and by their name alone; any other is
 * below the directory of the program, and an empty one is that directory.  A '+' before a
 * directory: the check sum of .gnu_debuglink has to be right also where the build ids are the
 * same. */
#define DEBUG_FILE_PATH ":.debug:/usr/lib/debug"

/** A place in the file system as some process sees it: `path` is absolute, `root` is the process's
 * root directory for us ("/proc/123/root"), or "" for our own. */
struct debug_file_place {
	const char *root;
	const char *path;
	/* where its debug files are looked for: DEBUG_FILE_PATH, or another such path; NULL:
	 * DEBUG_FILE_PATH */
	const char *search;
};

/** The build id of an open ELF file (ELF note NT_GNU_BUILD_ID): its length, 0 when there is
 * none. */
size_t debug_file_build_id(int fd, uint8_t id[DEBUG_FILE_ID_MOST]);

/** Find the separate debug file of a program or library, in the directories of place.search: by its
 * build id, then by .gnu_debuglink.  A file counts only when its build id is the same, or without
 * one when it has the check sum of the link.  What is found in the root of the place goes before
 * our own.  Writes a path that can be opened as it is; false when there is none. */
bool debug_file_find(const struct debug_file_place *of, char out[PATH_MAX]);

/** Find the file with the parts that dwz moved out of a (debug) file, which .gnu_debugaltlink names
 * with its build id.  As debug_file_find(). */
bool debug_file_find_shared(const struct debug_file_place *of, char out[PATH_MAX]);

/** Length of "/proc/PID/root" at the start of a path, the root directory that the rest of it begins
 * at; 0 when it begins at our own. */
size_t debug_file_root_len(const char *path);
