/* probes/btf_enum.h - enums of the kernel: their values one by one, and the enum as a type of ours
 * that remembers the names.  Shared by probes/btf*.c. */
#pragma once

#include "probes/btf.h"
#include "probes/btf_types.h"

/** Called with each enumerator until it says stop. */
typedef bool (*btf_enumerator_fn)(const char *name, const struct btf_enumerator *e, void *arg);

/** The enumerator of a number, below BTF_INFO_VLEN(). */
struct btf_enumerator btf_enum_at(const struct btf_type *t, uint32_t i);

/** Walk over the enumerators of an enum; true when stopped. */
bool btf_enum_walk(
	const struct kernel_btf *b, const struct btf_type *t, btf_enumerator_fn visit, void *arg);

/** An enum as an integer with names.  `alias` is what a typedef calls it, for enums without a name
 * of their own; "" when there is none. */
const struct type *btf_enum_type(
	const struct kernel_btf *b, uint32_t id, const char *alias, struct arena *a);
