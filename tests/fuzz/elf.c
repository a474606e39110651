/* tests/fuzz/elf.c - fuzz target of the reader of ELF files: the bytes as a program, and as an
 * archive with a member; all functions with their code, sections and notes.  Built with libFuzzer
 * it invents inputs; built with -DSTANDALONE it runs the files given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probes/elf.h"
#include "probes/elf_damage.h"
#include "probes/elf_notes.h"
#include "probes/function_code.h"
#include "probes/go.h"
#include "runtime/base/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int use_return(uint64_t offset, void *arg)
{
	*(uint64_t *)arg += offset;
	return 0;
}

static int use_note(const struct static_probe_note *note, void *arg)
{
	*(uint64_t *)arg += note->address + note->ns[0] + note->name[0] + note->args[0];
	return 0;
}

struct use {
	struct elf_file *file;
	uint64_t sum;
};

static int use_function(const struct elf_function *fn, void *arg)
{
	struct use *u = arg;
	struct function_code code;
	uint64_t before, after;
	const char *why;

	u->sum += fn->offset + (uint8_t)fn->name[0];
	if (!elf_file_code(u->file, fn, &code))
		return 0;
	if (code_entry(&code) >= code.len || go_entry(&code) >= code.len)
		abort();
	code_place(&code, code.len / 2, &before, &after);
	code_returns(&code, use_return, &u->sum, &why);
	return 0;
}

static void use_file(struct elf_file *f)
{
	static const char *const sections[] = { ".note.stapsdt", ".go.buildinfo", ".text" };
	struct use u = { .file = f };
	struct elf_section section;
	uint64_t number;
	size_t at;

	elf_file_functions(f, use_function, &u);
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		for (unsigned n = 0; n < 4 && elf_file_section(f, sections[i], n, &section); n++)
			for (size_t k = 0; section.bytes && k < section.len; k++)
				u.sum += section.bytes[k];
	if (elf_file_section(f, ".note.stapsdt", 0, &section) && section.bytes)
		static_probe_notes(section.bytes, section.len, use_note, &u.sum, &at);
	elf_file_symbol(f, "main", &number);
	elf_file_offset(f, u.sum, true, &number);
	elf_damage_tell(f, "input", &(struct probe_spec){ 0 }, 0, &(struct probe_error){ 0 });
	if (elf_file_is_go(f))
		go_uses_registers(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const members[] = { "", "!/lib/x.so" };
	int fd = memfd_create("input", MFD_CLOEXEC);
	const char *why;
	char path[64];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d%s", fd, members[i]);
		struct elf_file *f = elf_file_open(path, NULL, &why);

		if (f)
			use_file(f);
		else if (!*why)
			abort();
		elf_file_close(f);
	}
	close(fd);
	return 0;
}

#include "tests/fuzz/standalone.h"
