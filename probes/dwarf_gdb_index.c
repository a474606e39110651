/* probes/dwarf_gdb_index.c - the index that gdb and linkers add to programs, .gdb_index (gdb's
 * manual, "Index Section Format", versions 5 to 9): which units have a name, and which unit an
 * address is of.  Part of the DWARF reader. */
#include <ctype.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define VERSION_LEAST 5
#define VERSION_MOST 9
/* from that on gdb made it, which reads all units; linkers write 7, and list units that they had no
 * names of */
#define VERSION_OF_GDB 8
#define UNIT_BYTES 16           /* offset, length */
#define TYPE_UNIT_BYTES 24      /* offset, offset of the type, signature */
#define RANGE_BYTES 20          /* start, end, number of the unit */
#define SYMBOL_BYTES 8          /* offsets of the name and of its vector in the pool */
#define NUMBER_MASK 0xffffff    /* of a word in a vector: the unit; then the kind of the symbol */
#define KIND(word) ((word) >> 28 & 7)
enum symbol_kind { KIND_UNKNOWN, KIND_TYPE, KIND_VARIABLE };

/* The header: where each table begins, and so the one before ends. */
struct gdb_index {
	struct dwarf_bytes bytes;
	uint32_t version, units, type_units, ranges, symbols, symbols_end, pool;
};

static bool open_index(struct dwarf *d, struct gdb_index *out)
{
	struct dwarf_bytes bytes = dwarf_image_section(d->main->image, DWARF_GDB_INDEX);
	struct dwarf_cursor c = dwarf_cursor(bytes, 0);

	*out = (struct gdb_index){ .bytes = bytes, .version = (uint32_t)dwarf_read(&c, 4) };
	out->units = (uint32_t)dwarf_read(&c, 4);
	out->type_units = (uint32_t)dwarf_read(&c, 4);
	out->ranges = (uint32_t)dwarf_read(&c, 4);
	out->symbols = (uint32_t)dwarf_read(&c, 4);
	out->symbols_end = (uint32_t)dwarf_read(&c, 4);
	/* version 9 has a table of shortcuts before the pool */
	out->pool = out->version >= 9 ? (uint32_t)dwarf_read(&c, 4) : out->symbols_end;
	return !c.bad && out->version >= VERSION_LEAST && out->version <= VERSION_MOST &&
		out->units <= out->type_units && out->type_units <= out->ranges &&
		out->ranges <= out->symbols && out->symbols <= out->symbols_end &&
		out->symbols_end <= out->pool && out->pool <= bytes.len;
}

static uint32_t unit_count(const struct gdb_index *x)
{
	return (x->type_units - x->units) / UNIT_BYTES;
}

static uint32_t type_unit_count(const struct gdb_index *x)
{
	return (x->ranges - x->type_units) / TYPE_UNIT_BYTES;
}

/* Where a unit begins by its number; numbers of type units go on behind those of the others.  False
 * when there is none of it. */
static bool unit_start(struct dwarf *d, const struct gdb_index *x, uint32_t number,
	enum dwarf_section *section, uint64_t *offset)
{
	uint32_t units = unit_count(x);

	if (number >= units && number - units >= type_unit_count(x))
		return false;
	*section = number >= units && dwarf_image_section(d->main->image, DWARF_TYPES).len
		? DWARF_TYPES
		: DWARF_INFO;
	*offset = dwarf_word_at(x->bytes,
		number < units ? x->units + (uint64_t)number * UNIT_BYTES
			: x->type_units + (uint64_t)(number - units) * TYPE_UNIT_BYTES,
		8);
	return true;
}

void dwarf_gdb_index_units(struct dwarf *d, struct dwarf_unit_starts *out)
{
	enum dwarf_section section;
	struct gdb_index x;
	uint64_t offset;

	for (uint32_t i = 0; open_index(d, &x) && unit_start(d, &x, i, &section, &offset); i++)
		dwarf_add_start(out, section, offset);
}

struct dwarf_unit *dwarf_gdb_index_unit(struct dwarf *d, uint64_t address)
{
	struct gdb_index x;

	if (!open_index(d, &x))
		return NULL;
	struct dwarf_cursor c =
		dwarf_cursor((struct dwarf_bytes){ x.bytes.data, x.symbols }, x.ranges);

	while (c.end - c.at >= RANGE_BYTES) {
		uint64_t start = dwarf_read(&c, 8), end = dwarf_read(&c, 8), offset;
		uint32_t number = (uint32_t)dwarf_read(&c, 4);
		enum dwarf_section section;

		if (start > 1 && address >= start && address < end && number < unit_count(&x) &&
			unit_start(d, &x, number, &section, &offset))
			return dwarf_unit_starting(d->main, section, offset);
	}
	return NULL;
}

static uint32_t hash_name(const char *name)
{
	uint32_t hash = 0;

	for (; *name; name++)
		hash = hash * 67 + (uint32_t)tolower((unsigned char)*name) - 113;
	return hash;
}

/* The vector of a name, as an offset; 0: the index does not have it. */
static uint64_t find_vector(const struct gdb_index *x, const char *name)
{
	uint32_t slots = (x->symbols_end - x->symbols) / SYMBOL_BYTES, hash = hash_name(name);
	uint32_t at = hash & (slots - 1), step = (hash * 17 & (slots - 1)) | 1;

	for (uint32_t tries = 0; !(slots & (slots - 1)) && tries < slots;
		tries++, at = (at + step) & (slots - 1)) {
		uint64_t slot = x->symbols + (uint64_t)at * SYMBOL_BYTES,
			 text = dwarf_word_at(x->bytes, slot, 4),
			 vector = dwarf_word_at(x->bytes, slot + 4, 4);

		if (!text && !vector)
			return 0;
		if (dwarf_is_text_at(x->bytes, x->pool + text, name))
			return x->pool + vector;
	}
	return 0;
}

void dwarf_gdb_index_find(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out)
{
	bool is_value = kind == DWARF_VARIABLES || kind == DWARF_ENUMERATORS;
	struct gdb_index x;
	uint64_t vector;

	if (!open_index(d, &x))
		return;
	out->qualified = true;
	/* gdb numbers type units wrongly when some of them have no name */
	out->partial |= x.version < VERSION_OF_GDB || type_unit_count(&x);
	vector = find_vector(&x, name);
	struct dwarf_cursor c = dwarf_cursor(x.bytes, vector);

	for (uint32_t left = vector ? (uint32_t)dwarf_read(&c, 4) : 0; left && !c.bad; left--) {
		uint32_t word = (uint32_t)dwarf_read(&c, 4);
		enum dwarf_section section;
		uint64_t offset;

		if (c.bad ||
			(KIND(word) != KIND_UNKNOWN &&
				KIND(word) != (is_value ? KIND_VARIABLE : KIND_TYPE)))
			continue;
		if (unit_start(d, &x, word & NUMBER_MASK, &section, &offset))
			dwarf_add_start(&out->starts, section, offset);
		else
			out->partial = true;
	}
}
