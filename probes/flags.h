/* probes/flags.h - names of the flags and constants that system calls take, in sets: "open", "prot"
 * ... (language.md N20). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/buffer.h"

struct flag_set;
struct gfp_names;

/** The set of a name; NULL when there is none. */
const struct flag_set *flag_set_find(const char *name);

/** Visit the names of all sets. */
void flag_set_each(void (*visit)(void *arg, const char *name), void *arg);

/** True for the set whose values move from kernel to kernel, so that they are read from it
 * (probes/gfp.h). */
bool flag_set_is_gfp(const struct flag_set *set);

/** Append a value as names joined by '|', bits without a name last in hex; 0 is the set's name for
 * it, or "0".  Of any set but GFP flags. */
void flag_set_put(struct buffer *out, const struct flag_set *set, uint64_t value);
