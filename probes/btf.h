/* probes/btf.h - the kernel's own description of its types (BTF), scanned without libbpf: finding types by name, offsets of members, parameters of
 * tracepoints, and turning types into ours and into C text. */
#pragma once

#include <linux/btf.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/rows.h"
#include "runtime/base/arena.h"
#include "runtime/base/type.h"

/** A BTF blob that was found well formed.  Type ids run from 1 to count. */
struct kernel_btf {
	const uint8_t *types;
	const char *strings;            /* ends with a NUL */
	uint32_t types_len;
	uint32_t strings_len;
	uint32_t *offsets;              /* of each type in types, by id; mem_alloc'ed */
	uint32_t count;
	struct kernel_btf_index *index; /* from names to ids, made once there were many look-ups */
};

/** The running kernel's, read when first asked for and kept; NULL when there is none. */
const struct kernel_btf *kernel_btf(void);

/** Check a blob, which must outlive b.  0, -EINVAL or -ENOMEM; close with kernel_btf_close(). */
int kernel_btf_open(struct kernel_btf *b, const void *bytes, size_t len);

void kernel_btf_close(struct kernel_btf *b);

/** The type of an id; NULL for 0 (void) and ids that are not there. */
const struct btf_type *kernel_btf_type(const struct kernel_btf *b, uint32_t id);

/** Text at an offset of the string section; "" when there is none. */
const char *kernel_btf_text(const struct kernel_btf *b, uint32_t offset);

/** Id of the first type of a kind and name; 0 if there is none. */
uint32_t kernel_btf_find(const struct kernel_btf *b, unsigned kind, const char *name);

/** Add the names of all types of a kind that begin with a prefix, without it. */
void kernel_btf_names(const struct kernel_btf *b, unsigned kind, const char *prefix, struct name_list *out, struct arena *a);

/** Follow qualifiers and typedefs. */
uint32_t kernel_btf_strip(const struct kernel_btf *b, uint32_t id);

/** Bytes of a value of a type; 0 when it has no size. */
uint32_t kernel_btf_size(const struct kernel_btf *b, uint32_t id);

/** Byte offset of a member of a struct or union, anonymous members looked through; -1 if there is none or it is a bitfield. */
int kernel_btf_member(const struct kernel_btf *b, uint32_t struct_id, const char *name, uint32_t *size);

/** Our type for a value of the type: integers, enums, bool, pointers.  NULL for what a register cannot hold. */
const struct type *kernel_btf_value_type(const struct kernel_btf *b, uint32_t id, struct arena *a);

/** The type in C: "struct task_struct *". */
const char *kernel_btf_c_text(const struct kernel_btf *b, uint32_t id, struct arena *a);
