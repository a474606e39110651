/* runtime/cli/build.h - `sonde build`: files that hold an image, and run it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct options;
struct script;

/** Compile the script of the options to a portable image and write it to its file.  The exit
 * code. */
int build_run(const struct options *o);

/** True for bytes that begin as an image does, be there ever so few of them. */
bool build_is_image(const void *bytes, size_t len);

/** Where the image lies in the bytes of a file: behind a line that names its interpreter, at the
 * end of a program made with --exe, or all of it.  False when they hold none. */
bool build_find_image(const void *bytes, size_t len, size_t *at, size_t *image_len);

/** True when the running program is one made with --exe. */
bool build_is_embedded(void);
