/* probes/btf_print.h - types of the kernel written in C as a person would read them in its source, and so that a C compiler lays them out as the kernel
 * has them: listings. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "probes/btf.h"
#include "runtime/base/buffer.h"

/** Append how C declares something of a type: "int (*open)(struct inode *, struct file *)"; name "" gives the type alone.  Types without a name are
 *  spelled out. */
void kernel_btf_put_declaration(const struct kernel_btf *b, uint32_t id, const char *name, struct buffer *out);

/** Append the definition of a struct, union, enum or typedef, up to its semicolon.  False, and nothing appended, for other types. */
bool kernel_btf_put_definition(const struct kernel_btf *b, uint32_t id, struct buffer *out);
