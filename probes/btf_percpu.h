/* probes/btf_percpu.h - the variables that the kernel has one copy of for each CPU, as its types
 * list them.  Modules are left out: their variables do not stay where they are. */
#pragma once

#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/** Id of a per-CPU variable among the kernel's own types; 0 when there is none. */
uint32_t btf_percpu_find(const char *name);

/** A pointer to such a variable, by its id. */
const struct type *btf_percpu_pointer(uint32_t id, struct arena *a);

/** Visit the names of all of them. */
void btf_percpu_each(void (*visit)(const char *name, void *arg), void *arg);
