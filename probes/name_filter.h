/* probes/name_filter.h - which of the probes that attach points stand for are wanted
 * (--probe-filter): those in whose full names a regular expression is found. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"

struct name_filter;
struct probe_spec;

/** Keep only probes in whose full names the extended regular expression is found.  NULL with *why,
 * in the arena, when it is none, or one that would take more memory or time than a filter may.  It
 * lives in the arena; what regcomp() allocated stays until name_filter_free(). */
struct name_filter *name_filter_new(const char *regex, struct arena *a, const char **why);

/** Free what the arena does not; NULL is allowed. */
void name_filter_free(struct name_filter *filter);

/** The expression as it was written. */
const char *name_filter_text(const struct name_filter *filter);

/** True where there is no filter (NULL), too, and for probes that are no events of the machine
 * (begin, end, self). */
bool name_filter_keeps(const struct name_filter *filter, const struct probe_spec *spec);
