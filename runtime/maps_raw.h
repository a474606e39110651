/* runtime/maps_raw.h - the entries of a map as bytes, for runtime/maps.c. */
#pragma once

#include <stdint.h>

#include "runtime/maps.h"

/** True for storage with a copy of each value for every CPU. */
bool maps_is_percpu(const struct image_map *map);

/** Bytes of one entry's value as the kernel hands it over, all CPUs' copies. */
size_t maps_kernel_stride(const struct maps *m, const struct image_map *map);

/** Bytes from one merged value to the next in maps.values. */
size_t maps_value_stride(const struct image_map *map);

/** Read all entries of map `index` into m->keys and m->values, merged over CPUs.  A scalar gives
 * one entry when it is set, else none, and its value without the "set" word.  0 or -errno. */
int maps_fetch(struct maps *m, uint32_t index);

/** Remove the entries whose keys m->keys holds.  0 or -errno. */
int maps_remove_fetched(struct maps *m, uint32_t index);

/** Write zeros over the value of each entry whose key m->keys holds.  0 or -errno. */
int maps_zero_fetched(struct maps *m, uint32_t index);

/** Overwrite a scalar: with zeros, its "set" words too unless they are kept.  0 or -errno. */
int maps_reset_scalar(struct maps *m, uint32_t index, bool keep_set);
