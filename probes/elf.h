/* probes/elf.h - what the symbol tables of a program or library say about its functions.  The only user of libelf. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_function {
	const char *name;       /* without a symbol version; lives as long as the file is open */
	uint64_t offset;        /* in the file */
	uint64_t size;          /* 0: the symbol has none */
	bool indirect;          /* chosen when the program starts: the symbol is that of the chooser */
};

struct elf_file;

/** Open a program or library of this architecture.  NULL with the reason in *why (static text); close with elf_file_close(). */
struct elf_file *elf_file_open(const char *path, const char **why);

void elf_file_close(struct elf_file *f);

/** Called for each function of the symbol tables; non-zero stops and is returned. */
typedef int (*elf_visit_fn)(const struct elf_function *function, void *arg);

/** Visit the functions of .symtab and of .dynsym; one that is in both is visited twice. */
int elf_file_functions(struct elf_file *f, elf_visit_fn visit, void *arg);

/** Where a probe on the function's entry should sit: behind the endbr64 that functions may begin with, which the kernel would have to step over at
 *  ten times the cost; at the very start when a jump inside of the function leads behind it. */
uint64_t elf_file_entry(const struct elf_file *f, const struct elf_function *function);

/** True for a program that the Go compiler made: its stacks move, return probes would break it. */
bool elf_file_is_go(struct elf_file *f);

/** The same as elf_file_entry() on the bytes of one function: how far behind its start to probe, 0 or 4. */
uint64_t elf_skip_endbr(const uint8_t *code, size_t len);
