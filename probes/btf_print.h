/* probes/btf_print.h - types of the kernel written in C as a person would read them in its source,
 * and so that a C compiler lays them out as the kernel has them: listings. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/btf.h"
#include "runtime/base/buffer.h"

/** Append how C declares something of a type: "int (*open)(struct inode *, struct file *)"; name ""
 * gives the type alone.  Types without a name are spelled out. */
void kernel_btf_put_declaration(
	const struct kernel_btf *b, uint32_t id, const char *name, struct buffer *out);

/** Append the definition of a struct, union, enum or typedef, up to its semicolon.  False, and
 * nothing appended, for other types. */
bool kernel_btf_put_definition(const struct kernel_btf *b, uint32_t id, struct buffer *out);

/** Visit the members of a struct or union with their types, kernel_btf_c_text() in the arena; those
 * of anonymous members in their place. */
void kernel_btf_each_member(const struct kernel_btf *b, uint32_t id, struct arena *a,
	void (*visit)(const char *c_type, const char *name, void *arg), void *arg);
