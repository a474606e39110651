/* probes/dwarf_search.c - the units of a name where no index says them: the text is searched for, and then the bytes of the entries for what refers to it.  That takes
 * a few per cent of the time of a look at all entries, so it is how the first names of a program are found.  Part of the DWARF reader. */
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define TEXTS_MOST 16           /* places of the text: linkers let "node" be the end of "inode" */

/* The next place of some bytes from `at` on, by the one of them that stands out least often: the second, which in offsets is neither the lowest nor 0. */
static const uint8_t *find_bytes(struct dwarf_bytes in, const uint8_t *at, const void *what, size_t len)
{
	const uint8_t *end = in.data + in.len, *wanted = what;

	for (; (size_t)(end - at) >= len; at++) {
		at = memchr(at + 1, wanted[1], (size_t)(end - at) - len + 1);
		if (!at)
			return NULL;
		if (!memcmp(--at, what, len))
			return at;
	}
	return NULL;
}

/* The units in which the bytes are, up to as many as will be read. */
static void add_units(struct dwarf *d, const void *what, size_t len, struct dwarf_candidates *out)
{
	struct dwarf_bytes info = dwarf_image_section(d->main->image, DWARF_INFO);
	uint32_t hits = 0;

	for (const uint8_t *at = info.data; (at = find_bytes(info, at, what, len));) {
		const struct dwarf_unit *u = dwarf_unit_at(d->main, DWARF_INFO, (uint64_t)(at - info.data));

		if (hits++ == DWARF_CANDIDATES_MOST) {
			out->partial = true;
			return;
		}
		if (u)
			dwarf_add_start(&out->starts, DWARF_INFO, u->offset);
		/* one place is enough to read all of the unit */
		at = u ? info.data + u->end : at + 1;
	}
}

/* Names that are somewhere else, or said by their number: split files, the file of dwz, type units, tables of offsets. */
static bool has_others(struct dwarf *d)
{
	static const enum dwarf_section others[] = { DWARF_TYPES, DWARF_STR_OFFSETS, DWARF_ADDR };

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (dwarf_image_section(d->main->image, others[i]).len)
			return true;
	return dwarf_shared_file(d);
}

bool dwarf_search_candidates(struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out)
{
	struct dwarf_bytes texts = dwarf_image_section(d->main->image, DWARF_STR), lines = dwarf_image_section(d->main->image, DWARF_LINE_STR);
	const char *last = dwarf_last_part(name);
	size_t len = strlen(last) + 1;
	uint32_t count = 0;

	*out = (struct dwarf_candidates){ 0 };
	if (len < 3 || has_others(d) || (lines.len && memmem(lines.data, lines.len, last, len)))
		return false;
	for (const uint8_t *at = texts.data; texts.len && (at = memmem(at, texts.len - (size_t)(at - texts.data), last, len)); at++) {
		uint32_t offset = (uint32_t)(at - texts.data);

		if (++count > TEXTS_MOST || texts.len > UINT32_MAX)
			return false;
		add_units(d, &offset, sizeof(offset), out);
	}
	add_units(d, last, len, out);
	/* variables may have the name of an entry of another unit */
	out->partial |= kind == DWARF_VARIABLES || out->starts.failed;
	return true;
}
