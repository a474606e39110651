/* compiler/core_relocation.h - relocations of fields in C code that was compiled for the structs of
 * another kernel ("CO-RE", Documentation/bpf/llvm_reloc.rst of the kernel). */
#pragma once

#include "compiler/c_object.h"
#include "runtime/base/image.h"

/** Set the offsets of fields in a copy of a function's instructions (count of them, `start` in its
 * section) by the kernel's own types.  NULL, or why that cannot be done (in the arena). */
const char *core_relocate(struct compilation *c, const struct c_object *o, uint32_t section,
	uint32_t start, uint32_t count, struct image_insn *insns);
