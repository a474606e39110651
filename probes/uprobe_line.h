/* probes/uprobe_line.h - attach points of uprobe that name a line of source code:
 * uprobe:binary@file:line[:column]. */
#pragma once

#include "probes/provider.h"

/** True for an attach point of this form. */
bool uprobe_line_is(const struct probe_spec *spec);

/** Check the form; as provider.parse(). */
int uprobe_line_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err);

/** Visit a spec for the first statement of the line in each function and inlined copy of one, as if
 * its binary and function had been named, with its offset in the file, UPROBE_AT_LINE unless the
 * function begins there, and the text of the line; as provider.list(). */
int uprobe_line_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err);
