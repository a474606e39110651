/* probes/elf_segments.c - the segments of programs that are loaded.  Called by elf.c, elf_symbols.c
 * and dwarf_image.c. */
#include "probes/elf_segments.h"

#include <gelf.h>

#include "runtime/base/mem.h"
#include "runtime/base/util.h"

/* The kernel runs nothing that has more headers (load_elf_phdrs(), fs/binfmt_elf.c). */
#define MOST_HEADERS (65536 / sizeof(Elf64_Phdr))

bool elf_segments_read(struct elf_segments *s, Elf *elf)
{
	size_t count;

	if (elf_getphdrnum(elf, &count))
		return true;
	for (size_t i = 0; i < MIN_OF(count, MOST_HEADERS); i++) {
		GElf_Phdr h;

		if (!gelf_getphdr(elf, (int)i, &h) || h.p_type != PT_LOAD || !h.p_filesz)
			continue;
		if (!VEC_PUSH(s,
			    ((struct elf_segment){
				    h.p_vaddr, h.p_offset, h.p_filesz, h.p_flags & PF_X })))
			return false;
	}
	return true;
}

void elf_segments_free(struct elf_segments *s)
{
	mem_free(s->items);
	*s = (struct elf_segments){ 0 };
}

bool elf_segments_address(
	const struct elf_segments *s, uint64_t offset, bool code, uint64_t *address)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct elf_segment *at = &s->items[i];

		if ((code && !at->executable) || offset < at->offset ||
			offset - at->offset >= at->size)
			continue;
		*address = offset - at->offset + at->address;
		return true;
	}
	return false;
}

bool elf_segments_offset(
	const struct elf_segments *s, uint64_t address, bool code, uint64_t *offset)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct elf_segment *at = &s->items[i];

		if ((code && !at->executable) || address < at->address ||
			address - at->address >= at->size)
			continue;
		*offset = address - at->address + at->offset;
		return true;
	}
	return false;
}
