/* probes/elf_debugdata.h - symbol tables that a stripped program or library keeps in compressed
 * form: the section .gnu_debugdata, an ELF file by xz, as distributions of the Fedora family make
 * it. */
#pragma once

#include <stddef.h>

#define ELF_DEBUGDATA_MOST (64u << 20)  /* bytes; those of more are not read */

/** Read and unpack it: a whole ELF file of *len bytes, to be freed with mem_free().  NULL when the
 * open file, which stays the caller's, has none, when that is damaged, or when memory runs out. */
void *elf_debugdata_read(int fd, size_t *len);
