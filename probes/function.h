/* probes/function.h - what kprobe and fentry share: attach points that name a function of the kernel. */
#pragma once

#include "probes/provider.h"

/** "[module:]function[+offset]"; the offset only where `offset_allowed`. */
int function_parse(struct probe_spec *spec, struct arena *a, bool offset_allowed, struct probe_error *err);
