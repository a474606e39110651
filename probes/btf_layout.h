/* probes/btf_layout.h - types of the kernel as one machine tells them to another: members by the
 * way to them, and a checksum of all that lies in one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/** The member of a struct or union at the end of a way as in "f_path.dentry": its offset is that
 * from the start of t.  False where there is none. */
bool btf_layout_find(
	const struct type *t, const char *way, struct arena *a, struct type_field *out);

/** A checksum of a type's size and of the names, places, sizes and signs of all members, those of
 * members among them. */
uint64_t btf_layout_sum(const struct type *t, struct arena *a);
