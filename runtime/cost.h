/* runtime/cost.h - what tracing costs, by the kernel's accounting of programs (--stats). */
#pragma once

#include <stdint.h>

#include "runtime/actions.h"
#include "runtime/load.h"

/** The time that all loaded programs have taken so far, while the kernel accounted for it. */
uint64_t cost_spent_ns(const struct loaded *l);

/** Hand the report to the sink: per probe how often it ran, missed[probe] (of the first of its name
 * or of any), and what that took; how full maps are. duration_ns: how long the run took. */
void cost_tell(
	struct actions *a, const struct loaded *l, const uint64_t *missed, uint64_t duration_ns);
