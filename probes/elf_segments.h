/* probes/elf_segments.h - which parts of a file a program has in its memory, and where: from
 * addresses to offsets in the file and back. */
#pragma once

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Zero-initialise to use; it needs nothing of the file once it is read. */
struct elf_segments {
	struct elf_segment {
		uint64_t address, offset;
		uint64_t size;          /* in the file */
		bool executable;
	} *items;
	size_t count, capacity;
};

/** Add the segments of a file that are loaded.  False when out of memory; free with
 * elf_segments_free(). */
bool elf_segments_read(struct elf_segments *s, Elf *elf);
void elf_segments_free(struct elf_segments *s);

/** The address at which the program finds what is at an offset in its file; `code`: as something
 * that it can execute.  False when it does not load it. */
bool elf_segments_address(
	const struct elf_segments *s, uint64_t offset, bool code, uint64_t *address);

/** The offset in the file of what the program finds at an address; false when nothing there comes
 * out of the file. */
bool elf_segments_offset(
	const struct elf_segments *s, uint64_t address, bool code, uint64_t *offset);
