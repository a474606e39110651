/* probes/elf.h - what the symbol tables of a program or library say about its functions.  The only
 * user of libelf. */
#pragma once

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* e_machine of files that can be traced here */
#if defined(__x86_64__)
#define ELF_OWN_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define ELF_OWN_MACHINE EM_AARCH64
#endif

struct elf_function {
	const char *name;       /* without a symbol version; lives as long as the file is open */
	uint64_t offset;        /* in the file */
	uint64_t size;          /* 0: the symbol has none */
	/* chosen when the program starts: the symbol is that of the chooser */
	bool indirect;
};

struct elf_file;

#define ELF_IS_NONE "it is not an ELF file"

/** Open a program or library of this architecture, also one in an archive ("a.zip!/lib/x.so":
 * zip.h).  Its separate debug file is looked for in debug_path (DEBUG_FILE_PATH of debug_file.h, or
 * NULL), which has to live as long as the file is open.  NULL with the reason in *why (static
 * text); close with elf_file_close(). */
struct elf_file *elf_file_open(const char *path, const char *debug_path, const char **why);

void elf_file_close(struct elf_file *f);

/** Called for each function of the symbol tables; non-zero stops and is returned. */
typedef int (*elf_visit_fn)(const struct elf_function *function, void *arg);

/** Visit the functions of .symtab and of .dynsym, and of a stripped program those of its separate
 * debug file or of what is packed in it (debug_file.h); one that is in several is visited as
 * often. */
int elf_file_functions(struct elf_file *f, elf_visit_fn visit, void *arg);

/** Where a probe on the function's entry should sit, in the file: code_entry() in
 * function_code.h. */
uint64_t elf_file_entry(struct elf_file *f, const struct elf_function *function);

struct function_code;

/** The code of a function, as it is in the file; it lives until the next call.  False when the
 * function has no size or is not all in the file. */
bool elf_file_code(
	struct elf_file *f, const struct elf_function *function, struct function_code *out);

/** Offset in the file of what the program will find at an address: of code, or of anything that
 * comes out of the file; false when nothing does. */
bool elf_file_offset(const struct elf_file *f, uint64_t address, bool code, uint64_t *offset);

/** Address of the symbol of this name, whatever it is of; false when there is none, or when several
 * of the name have different addresses. */
bool elf_file_symbol(struct elf_file *f, const char *name, uint64_t *address);

/** The same with the size that the symbol says, of data alone. */
bool elf_file_object(struct elf_file *f, const char *name, uint64_t *address, uint64_t *size);

/** True for a program that is always at the addresses which it was linked to. */
bool elf_file_is_fixed(const struct elf_file *f);

/** All of it, of a member of an archive that alone; lives as long as the file is open. */
const uint8_t *elf_file_image(const struct elf_file *f, size_t *len);

/** The other way round: the address of code that an offset in the file is mapped at. */
bool elf_file_address(const struct elf_file *f, uint64_t offset, uint64_t *address);

struct elf_section {
	const uint8_t *bytes;   /* live as long as the file is open; NULL when they are not in it */
	size_t len;
	uint64_t address;
};

/** The n-th section of this name, from 0 on; false when there are no more. */
bool elf_file_section(struct elf_file *f, const char *name, unsigned n, struct elf_section *out);

/** True for a program that the Go compiler made: its stacks move, return probes would break it. */
bool elf_file_is_go(struct elf_file *f);
