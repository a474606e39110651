/* probes/probe_filter.h - which of the probes that attach points stand for are wanted (--probe-filter). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct probe_spec;

/** Keep only probes in whose full names the extended regular expression is found; the last one set counts.  False with *why, in static memory, when it is none. */
bool probe_filter_set(const char *regex, const char **why);

/** True where no filter is set, too, and for probes that are no events of the machine (begin, end, self). */
bool probe_filter_keeps(const struct probe_spec *spec);
