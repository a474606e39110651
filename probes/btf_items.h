/* probes/btf_items.h - the members and enumerators of BTF types: by name, and enumerators as a
 * list.  Shared by probes/btf*.c. */
#pragma once

#include "probes/btf.h"

/** What was made of one type; it stays as long as the blob. */
struct btf_items;

/** Number, from 1, of the first enumerator of an enum that has a name, or of the first member of a
 * struct or union: one without a name is found by what is in it.  0: there is none.  A type that is
 * asked often gets a table. */
uint32_t btf_items_find(const struct kernel_btf *b, uint32_t id, const char *name);

/** The names and values of an enum, BTF_INFO_VLEN() of them, made when first asked for.  NULL for
 * what is no enum, and when memory is out. */
const struct type_field *btf_items_fields(const struct kernel_btf *b, uint32_t id);

/** NULL is allowed. */
void btf_items_free(struct btf_items *items);
