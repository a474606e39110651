/* compiler/bpf_elf.h - relocatable ELF objects of BPF code: LLVM's own output and those that a
 * script imports.  Everything is checked when one is opened, so that code behind it may trust what
 * it reads; what the instructions do is the kernel verifier's business. */
#pragma once

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/arena.h"

/** Relocation types of the BPF target (llvm/BinaryFormat/ELFRelocs/BPF.def): an ld_imm64, a
 * call. */
#define R_BPF_64_64 1
#define R_BPF_64_32 10

/** An opened object.  Points into the bytes given to bpf_elf_open(). */
struct bpf_elf {
	const char *bytes;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *sections;
	const char *section_names;
	const Elf64_Sym *symbols;
	const char *symbol_names;
	uint32_t section_count, symbol_count;
	/* by section index: where a section of data lies in the map that holds it; the object pass
	 * sets it */
	uint32_t *data_at;
};

/** Check len bytes, which must outlive the result and be aligned to 8, and open them.  NULL, or
 * what is wrong with them (static text). */
const char *bpf_elf_open(struct bpf_elf *e, const void *bytes, size_t len, struct arena *a);

const char *bpf_elf_section_name(const struct bpf_elf *e, uint32_t section);

/** The contents of a section; of one that has none in the file, the address says nothing. */
const void *bpf_elf_section(const struct bpf_elf *e, uint32_t section);

/** Index of the section of a name; 0 when there is none. */
uint32_t bpf_elf_find(const struct bpf_elf *e, const char *name);

const char *bpf_elf_symbol_name(const struct bpf_elf *e, const Elf64_Sym *s);

/** The section that a symbol lies in; 0 when it is defined elsewhere or in none. */
uint32_t bpf_elf_symbol_section(const struct bpf_elf *e, const Elf64_Sym *s);

/** The function that starts at an instruction of a section, whose value and size lie within it;
 * NULL when none does. */
const Elf64_Sym *bpf_elf_function(const struct bpf_elf *e, uint32_t section, uint64_t insn);

/** The relocation of an instruction; NULL when it has none. */
const Elf64_Rel *bpf_elf_relocation(const struct bpf_elf *e, uint32_t section, uint32_t insn);

/** True when words of the section's contents are still to be set. */
bool bpf_elf_is_relocated(const struct bpf_elf *e, uint32_t section);
