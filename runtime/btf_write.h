/* runtime/btf_write.h - type information (BTF) that is made here and handed to the kernel.  The
 * layout is that of Documentation/bpf/btf.rst. */
#pragma once

#include <stdint.h>

#include <linux/btf.h>

#include "runtime/base/buffer.h"

/** Zero-initialise; give to btf_write_free(). */
struct btf_write {
	struct buffer types, strings;
	uint32_t count;         /* of types, whose ids begin at 1 */
};

/** Append a name; returns its offset. */
uint32_t btf_write_name(struct btf_write *w, const char *name);

/** Append a type (`len` are the low bits of its info word) and what follows it; returns its id. */
uint32_t btf_write_type(
	struct btf_write *w, uint32_t name, uint32_t kind, uint32_t len, uint32_t size_or_type);
void btf_write_bytes(struct btf_write *w, const void *bytes, size_t len);

/** `int`, a type that everything needs; returns its id. */
uint32_t btf_write_int(struct btf_write *w);

/** Hand all types to the kernel.  Returns a descriptor, which the caller closes, or -errno. */
int btf_write_load(struct btf_write *w);
void btf_write_free(struct btf_write *w);
