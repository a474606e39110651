/* runtime/refused.h - warnings about updates that a map of the script did not take (M5). */
#pragma once

#include <stdint.h>

#include "runtime/actions.h"

struct refused {
	uint64_t *told;         /* per map: refusals that were told about */
};

/** Start.  0 or -ENOMEM.  Undo with refused_close(). */
int refused_open(struct refused *r, const struct image *image);
void refused_close(struct refused *r);

/** Warn once for each map that has refused updates since the last call. */
void refused_tell(struct refused *r, struct actions *a);

/** Refused updates of a map, its twin's included. */
uint64_t refused_count(struct maps *m, uint32_t map);
