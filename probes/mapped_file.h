/* probes/mapped_file.h - the files that are mapped in processes, each opened once while it can be
 * found, and its functions read when they are asked for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "probes/elf_symbols.h"
#include "probes/process_maps.h"

struct dwarf;
struct mapped_file;
struct mapped_files;

/** Debug files are looked for in debug_path (DEBUG_FILE_PATH, or NULL), which has to live as long.
 * NULL when out of memory; free with mapped_files_free(). */
struct mapped_files *mapped_files_new(const char *debug_path);
void mapped_files_free(struct mapped_files *f);

/** The processes that may see a file: one that has it mapped, then others that may have the same
 * root, ended by 0. */
#define MAPPED_FILE_PROCESSES 8

/** Find and open the file of a mapping, by the mapping itself, through the roots of the processes
 * and by its path here: what is found must be the same file. NULL when it cannot be found any
 * more. */
struct mapped_file *mapped_files_open(struct mapped_files *f, const struct mapping *mapping,
	const pid_t processes[MAPPED_FILE_PROCESSES]);

/** Its functions, those of a separate debug file among them; NULL when it has none.  Valid until
 * functions of another file are asked for. */
const struct elf_symbols *mapped_file_symbols(struct mapped_files *f, struct mapped_file *file);

/** Its debug information, its own or that of a separate file; NULL when it has none.  Valid until
 * that of another file is asked for. */
struct dwarf *mapped_file_dwarf(struct mapped_files *f, struct mapped_file *file);

/** Its build id, shorter or longer ones made 20 bytes as the kernel does; false when it has
 * none. */
#define MAPPED_FILE_ID 20
bool mapped_file_build_id(
	struct mapped_files *f, struct mapped_file *file, uint8_t id[MAPPED_FILE_ID]);

/** Changes when functions that were handed out became invalid. */
uint64_t mapped_files_generation(const struct mapped_files *f);
