/* probes/btf_enum.h - enums of the kernel: their values one by one, and the enum as a type of ours
 * that remembers the names.  Shared by probes/btf*.c. */
#pragma once

#include "probes/btf.h"
#include "probes/btf_types.h"

/** Called with each enumerator until it says stop. */
typedef bool (*btf_enumerator_fn)(const char *name, const struct btf_enumerator *e, void *arg);

/** Walk over the enumerators of an enum; true when stopped. */
bool btf_enum_walk(
    const struct kernel_btf *b, const struct btf_type *t, btf_enumerator_fn visit, void *arg);

/** An enum as an integer with names.  `alias` is what a typedef calls it, for enums without a name
 * of their own; "" when there is none. */
const struct type *btf_enum_type(
    const struct kernel_btf *b, uint32_t id, const char *alias, struct arena *a);

/** Its names and values, BTF_INFO_VLEN() of them; the caller frees them with mem_free().  NULL when out of memory. */
struct type_field *btf_enum_fields(const struct kernel_btf *b, const struct btf_type *t);
