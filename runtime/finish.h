/* runtime/finish.h - the end of a run: maps and the completeness record. */
#pragma once

#include <stdint.h>

#include "runtime/actions.h"
#include "runtime/attach.h"
#include "runtime/load.h"

/** Print the script's maps that are not empty, in name order (output.md 2.3); at_exit: set apart
 * from what the script printed. */
void finish_maps(struct actions *a, bool at_exit);

/** How often the kernel left out each probe's program so far, added up into counts[probe]. */
void finish_count_missed(
	const struct loaded *l, const struct attached *attached, uint64_t *counts);

struct finish_counts {
	const struct loaded *loaded;
	/* finish_count_missed() when the gate opened and when it shut; the latter NULL when nothing
	 * was attached */
	const uint64_t *missed_before, *missed_after;
	uint64_t duration_ns;
	bool stopped_early;     /* by --max-overhead */
};

/** Hand the completeness counters to the sink; those that are set (runtime/summary.h). */
unsigned finish_summary(struct actions *a, const struct finish_counts *counts);
