/* runtime/base/width.h - how much room text takes on a terminal. */
#pragma once

#include <stddef.h>

/** Columns that the bytes take where they are shown as UTF-8: wide characters two, combining ones
 * none, bytes that are no UTF-8 and control characters one each. */
size_t text_width(const char *bytes, size_t len);
