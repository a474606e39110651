/* probes/elf_symbols.h - the functions of a program or library, read once and then searched by
 * place. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_symbols;

struct elf_symbol {
	/* without a symbol version it would be shorter: name_len; lives as long as the table */
	const char *name;
	size_t name_len;
	uint64_t offset;        /* of the place from the start of the function */
	/* the symbol says how long its function is, and the place lies in it */
	bool is_sized;
};

/** Read the symbol tables of an open ELF file of 32 or 64 bits, which stays the caller's.  NULL
 * when it is none or memory ran out; free with elf_symbols_free(). */
struct elf_symbols *elf_symbols_read(int fd);

/** The same of an ELF image in memory, which must stay: the kernel's vdso. */
struct elf_symbols *elf_symbols_read_memory(const void *image, size_t len);

/** False for a file that has lost the names that linking does not need. */
bool elf_symbols_is_whole(const struct elf_symbols *s);

/** Add those of a separate debug file of the same program; what cannot be read adds nothing. */
void elf_symbols_add(struct elf_symbols *s, int fd);
void elf_symbols_add_memory(struct elf_symbols *s, const void *image, size_t len);

/** Put them into order: to be called once, before the first search. */
void elf_symbols_sort(struct elf_symbols *s);

void elf_symbols_free(struct elf_symbols *s);

/** The function at an offset of the file; false when there is none. */
bool elf_symbols_find(const struct elf_symbols *s, uint64_t file_offset, struct elf_symbol *out);

/** The address that the program itself gives to an offset of the file, which its debug information
 * is about; false for what is not mapped from there. */
bool elf_symbols_address(const struct elf_symbols *s, uint64_t file_offset, uint64_t *address);

/** Bytes of memory that the table takes. */
size_t elf_symbols_bytes(const struct elf_symbols *s);
