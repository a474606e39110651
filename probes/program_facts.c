/* probes/program_facts.c - reads what a program or library says of itself.  Called by the compiler
 * for the builtins about the program that is probed. */
#include "probes/program_facts.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "probes/elf.h"
#include "runtime/base/hash.h"

#ifndef DF_1_PIE
#define DF_1_PIE 0x08000000
#endif

/* The linker marks programs that can be loaded anywhere, which are shared objects otherwise. */
static bool is_marked(struct elf_file *f)
{
	struct elf_section dynamic;

	if (!elf_file_section(f, ".dynamic", 0, &dynamic) || !dynamic.bytes)
		return false;
	for (size_t at = 0; at + sizeof(Elf64_Dyn) <= dynamic.len; at += sizeof(Elf64_Dyn)) {
		Elf64_Dyn entry;

		memcpy(&entry, dynamic.bytes + at, sizeof(entry));
		if (entry.d_tag == DT_FLAGS_1)
			return entry.d_un.d_val & DF_1_PIE;
	}
	return false;
}

static bool is_executable(const char *path)
{
	const char *why;
	struct elf_file *f = elf_file_open(path, NULL, &why);
	bool is = f && (elf_file_is_fixed(f) || is_marked(f));

	elf_file_close(f);
	return is;
}

static const char *build_id(int fd, struct arena *a)
{
	uint8_t id[DEBUG_FILE_ID_MOST];
	size_t len = debug_file_build_id(fd, id);
	char *out = arena_alloc(a, 2 * len + 1);

	for (size_t i = 0; i < len; i++)
		snprintf(out + 2 * i, 3, "%02x", id[i]);
	return out;
}

struct program_facts program_facts(const char *path, struct arena *a)
{
	struct program_facts facts = {
		.path = path, .is_executable = is_executable(path), .build_id = ""
	};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return facts;
	if (!fstat(fd, &st))
		facts.inode = st.st_ino;
	facts.build_id = build_id(fd, a);
	close(fd);
	return facts;
}

uint64_t program_build_sum(const char *path, struct arena *a)
{
	const char *id = program_facts(path, a).build_id;

	return hash_add(HASH_START, id, strlen(id));
}
