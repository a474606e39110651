/* probes/dwarf_search.c - the units of a name where no index says them: the text is searched for,
 * and then what refers to it, which is its offset in the bytes of the entries, or the number of a
 * table entry that has the offset.  That takes a few per cent of the time of a look at all entries,
 * so it is how the first names of a program are found.
 *
 * dwz moves texts and entries to units that share them, in the same file or in one that several
 * programs share.  What a unit keeps refers to them by their offsets, too: a definition may have
 * its name from its declaration, which is elsewhere.
 *
 * Part of the DWARF reader; called by dwarf_index.c, which reads the units. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define TEXTS_MOST 16           /* places of the text: linkers let "node" be the end of "inode" */
/* at the bytes of a unit for numbers of table entries: a hostile table has the same offset over and
 * over */
#define LOOKS_MOST 16
#define DECLARATIONS_MOST 16 /* of a name, in units that others refer to */
#define DEPTH_MOST 32

struct search {
	struct dwarf_file *file;
	/* of entries of .debug_str_offsets that lead to the text, ascending */
	struct dwarf_offsets table;
	struct dwarf_offsets declarations; /* that entries of the file may have the name from */
	struct dwarf_units *out;
	bool failed;                    /* memory is out */
};

/* The next place of some bytes from `at` on, by the one of them that stands out least often: the
 * second, which in offsets is neither the lowest nor 0. */
static const uint8_t *find_bytes(
	struct dwarf_bytes in, const uint8_t *at, const void *what, size_t len)
{
	const uint8_t *end, *wanted = what;

	/* a section that is not there has no bytes to count from */
	if (!in.len)
		return NULL;
	end = in.data + in.len;
	for (; (size_t)(end - at) >= len; at++) {
		at = memchr(at + 1, wanted[1], (size_t)(end - at) - len + 1);
		if (!at)
			return NULL;
		if (!memcmp(--at, what, len))
			return at;
	}
	return NULL;
}

/* The units of a section in which the bytes are.  Those of a package are known only one by one. */
static void add_units(struct search *s, enum dwarf_section section, const void *what, size_t len)
{
	struct dwarf_bytes bytes = dwarf_image_section(s->file->image, section);
	bool is_package = s->file == s->file->dwarf->package;
	struct dwarf_offsets places = { .items = NULL };

	for (const uint8_t *at = bytes.data; (at = find_bytes(bytes, at, what, len));) {
		uint64_t offset = (uint64_t)(at - bytes.data);
		struct dwarf_unit *u = is_package ? NULL : dwarf_unit_at(s->file, section, offset);

		s->failed |=
			(u && !VEC_PUSH(s->out, u)) || (is_package && !VEC_PUSH(&places, offset));
		/* one place is enough to read all of the unit */
		at = u ? bytes.data + u->end : at + 1;
	}
	s->failed |= is_package && !dwarf_package_units_with(s->file, section, &places, s->out);
	mem_free(places.items);
}

static int compare_offsets(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Entries of the tables of offsets; those of eight bytes begin with the lower half, and their other
 * halves are nobody's entries. */
static void add_table_entries(struct search *s, uint32_t text)
{
	struct dwarf_bytes bytes = dwarf_image_section(s->file->image, DWARF_STR_OFFSETS);
	uint32_t word;

	for (uint64_t at = 0; at + sizeof(word) <= bytes.len; at += sizeof(word)) {
		memcpy(&word, bytes.data + at, sizeof(word));
		if (word == text)
			s->failed |= !VEC_PUSH(&s->table, at);
	}
}

/* Where the table of a unit begins and ends in the section; from version 5 on a header before it
 * has the length of what follows that (7.26). */
static void find_table(struct dwarf_unit *u, uint64_t *start, uint64_t *end)
{
	struct dwarf_bytes whole = dwarf_image_section(u->file->image, DWARF_STR_OFFSETS),
			   part = dwarf_unit_section(u, DWARF_STR_OFFSETS);
	uint64_t base = u->str_offsets_base, header = u->offset_size + 4u,
		 len = part.len - MIN_OF(base, part.len);

	if (u->version >= 5 && base >= header && base <= part.len) {
		uint64_t said = dwarf_word_at(part, base - header, u->offset_size);

		len = said < 4 ? 0 : MIN_OF(len, said - 4);
	}
	*start = (uint64_t)(part.data - whole.data) + base;
	*end = *start + len;
}

static bool has_bytes(const struct dwarf_unit *u, const void *what, size_t len)
{
	struct dwarf_bytes bytes = dwarf_image_section(u->file->image, u->section);

	return memmem(bytes.data + u->entries, u->end - u->entries, what, len);
}

/* The number as all forms have it: the bytes that it needs, or seven bits in each. */
static bool has_number(const struct dwarf_unit *u, uint64_t number)
{
	uint8_t bytes[8], packed[10];
	size_t len = 0, packed_len = 0;

	for (uint64_t rest = number; !len || rest; rest >>= 8)
		bytes[len++] = (uint8_t)rest;
	for (uint64_t rest = number; !packed_len || rest; rest >>= 7)
		packed[packed_len++] = (uint8_t)(rest & 0x7f) | (rest >> 7 ? 0x80 : 0);
	return has_bytes(u, bytes, len) || has_bytes(u, packed, packed_len);
}

/* A unit that shares its table with others may not have the number itself. */
static bool names_text(const struct search *s, struct dwarf_unit *u)
{
	uint64_t start, end;

	dwarf_unit_root(u);
	find_table(u, &start, &end);
	size_t first = BISECT(i, s->table.count, s->table.items[i] < start);

	for (size_t i = first; i < s->table.count && s->table.items[i] < end; i++)
		if (i - first == LOOKS_MOST ||
			has_number(u, (s->table.items[i] - start) / u->offset_size))
			return true;
	return false;
}

/* The units in whose tables the entries are. */
static void add_units_of_table(struct search *s)
{
	struct dwarf_units of_package = { .items = NULL };
	const struct dwarf_units *units = &of_package;

	if (!s->table.count)
		return;
	qsort(s->table.items, s->table.count, sizeof(*s->table.items), compare_offsets);
	if (s->file == s->file->dwarf->package)
		s->failed |= !dwarf_package_units_with(
			s->file, DWARF_STR_OFFSETS, &s->table, &of_package);
	else
		units = dwarf_file_units(s->file);
	for (size_t i = 0; i < units->count; i++)
		if (names_text(s, units->items[i]))
			s->failed |= !VEC_PUSH(s->out, units->items[i]);
	mem_free(of_package.items);
}

/* What refers to another section, or to an entry of another unit. */
static void add_units_with_offset(struct search *s, uint32_t offset)
{
	add_units(s, DWARF_INFO, &offset, sizeof(offset));
	add_units(s, DWARF_TYPES, &offset, sizeof(offset));
}

/* By each place of the text in a file, the one that is searched or that of dwz; false when there
 * are too many. */
static bool search_texts(struct search *s, struct dwarf_file *of, const char *text, size_t len)
{
	struct dwarf_bytes texts = dwarf_image_section(of->image, DWARF_STR);
	uint32_t count = 0;

	for (const uint8_t *at = texts.data;
		texts.len && (at = memmem(at, texts.len - (size_t)(at - texts.data), text, len));
		at++) {
		uint32_t offset = (uint32_t)(at - texts.data);

		if (++count > TEXTS_MOST || texts.len > UINT32_MAX)
			return false;
		/* split units have no offsets of texts, only numbers */
		if (!s->file->is_split)
			add_units_with_offset(s, offset);
		if (of == s->file)
			add_table_entries(s, offset);
	}
	return true;
}

/* The file of dwz as another one sees it; NULL: there is none. */
static struct dwarf_file *shared_of(const struct dwarf_file *f)
{
	struct dwarf_file *shared = f->is_split ? NULL : dwarf_shared_file(f->dwarf);

	return shared == f ? NULL : shared;
}

/* All that have the text in them; false when that cannot be said. */
static bool search_file(struct search *s, const char *text, size_t len)
{
	struct dwarf_bytes lines = dwarf_image_section(s->file->image, DWARF_LINE_STR);
	struct dwarf_file *shared = shared_of(s->file);

	if ((lines.len && memmem(lines.data, lines.len, text, len)) ||
		!search_texts(s, s->file, text, len) ||
		(shared && !search_texts(s, shared, text, len)))
		return false;
	add_units_of_table(s);
	add_units(s, DWARF_INFO, text, len);
	add_units(s, DWARF_TYPES, text, len);
	dwarf_sort_units(s->out);
	return !s->failed;
}

/* What is of the name and may be defined elsewhere, outside of functions. */
static void note_declarations(
	struct search *s, const struct dwarf_die *parent, const char *name, int depth)
{
	bool descend = !dwarf_is_c(parent->unit->language);
	struct dwarf_die d;

	for (bool more = depth < DEPTH_MOST && dwarf_die_child(parent, &d); more;
		more = dwarf_die_next(&d)) {
		const char *own = dwarf_die_flag(&d, DW_AT_declaration)
			? dwarf_die_text(&d, DW_AT_name)
			: NULL;

		if (own && str_eq(own, name))
			s->failed |= !VEC_PUSH(&s->declarations, d.offset);
		if (descend && dwarf_is_scope(&d))
			note_declarations(s, &d, name, depth + 1);
	}
}

/* Those in units that dwz made; to others, none refers. */
static void note_shared_declarations(
	struct search *s, const struct dwarf_units *units, const char *name)
{
	for (size_t i = 0; i < units->count; i++) {
		struct dwarf_unit *u = units->items[i];
		bool known = u->abbrevs.rest.data;
		struct dwarf_die root;

		dwarf_unit_root(u);
		if (u->is_partial && dwarf_die_root(u, &root))
			note_declarations(s, &root, name, 0);
		if (!known)
			dwarf_unit_forget(u);
	}
}

/* The units that have a name by an entry of another unit; false when that cannot be said. */
static bool add_referring(struct search *s, const char *name, size_t len)
{
	struct dwarf_units theirs = { .items = NULL };
	struct search of_shared = { .file = shared_of(s->file), .out = &theirs };
	bool searched = !of_shared.file || search_file(&of_shared, name, len);

	note_shared_declarations(s, s->out, name);
	if (searched)
		note_shared_declarations(s, &theirs, name);
	searched &= s->declarations.count <= DECLARATIONS_MOST;
	for (size_t i = 0; searched && i < s->declarations.count; i++)
		if (s->declarations.items[i] <= UINT32_MAX)
			add_units_with_offset(s, (uint32_t)s->declarations.items[i]);
	mem_free(of_shared.table.items);
	mem_free(theirs.items);
	dwarf_sort_units(s->out);
	return searched;
}

bool dwarf_search_units(struct dwarf_file *f, const char *name, struct dwarf_units *out)
{
	const char *last = dwarf_last_part(name);
	struct search s = { .file = f, .out = out };
	size_t len = strlen(last) + 1;

	*out = (struct dwarf_units){ .items = NULL };
	if (len < 3)
		return false;
	bool searched = search_file(&s, last, len) && add_referring(&s, last, len);

	mem_free(s.table.items);
	mem_free(s.declarations.items);
	return searched && !s.failed;
}
