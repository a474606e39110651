/* probes/dwarf_split.c - split debug information: from a skeleton in the program to the unit in a
 * .dwo file, or in the .dwp package that stands beside the program.  Part of the DWARF reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define COLUMNS_MOST 16

static struct dwarf_file *package_of(struct dwarf *d)
{
	char path[PATH_MAX];

	if (!d->sought_package &&
		snprintf(path, sizeof(path), "%s%s.dwp", d->place.root, d->place.path) <
			(int)sizeof(path))
		d->package = dwarf_file_open(d, path, true);
	d->sought_package = true;
	return d->package;
}

/* The header of an index, and where its tables are. */
struct package_index {
	struct dwarf_bytes bytes;
	uint32_t version, columns, units, slots;
	uint64_t hashes, rows, kinds, offsets, sizes;
};

static bool read_index(struct dwarf_bytes bytes, struct package_index *out)
{
	struct dwarf_cursor c = dwarf_cursor(bytes, 0);

	*out = (struct package_index){ .bytes = bytes,
		.version = (uint32_t)dwarf_read(&c, 4) & 0xffff };
	out->columns = (uint32_t)dwarf_read(&c, 4);
	out->units = (uint32_t)dwarf_read(&c, 4);
	out->slots = (uint32_t)dwarf_read(&c, 4);
	out->hashes = c.at;
	out->rows = out->hashes + 8ull * out->slots;
	out->kinds = out->rows + 4ull * out->slots;
	out->offsets = out->kinds + 4ull * out->columns;
	out->sizes = out->offsets + 4ull * out->columns * out->units;
	return !c.bad && out->columns && out->columns <= COLUMNS_MOST && out->units <= out->slots &&
		out->slots && !(out->slots & (out->slots - 1)) &&
		out->sizes + 4ull * out->columns * out->units <= bytes.len;
}

/* The row of an id, from 1 on; 0: there is none. */
static uint32_t find_row(const struct package_index *index, uint64_t id)
{
	uint64_t mask = index->slots - 1, at = id & mask, step = ((id >> 32) & mask) | 1;

	for (uint32_t tries = 0; tries < index->slots; tries++, at = (at + step) & mask) {
		uint32_t row = (uint32_t)dwarf_word_at(index->bytes, index->rows + 4 * at, 4);

		if (!row || row > index->units)
			return 0;
		if (dwarf_word_at(index->bytes, index->hashes + 8 * at, 8) == id)
			return row;
	}
	return 0;
}

/* Which section a column is of; DWARF_SECTION_COUNT: none that we read. */
static enum dwarf_section column_section(const struct package_index *index, uint32_t column)
{
	bool new_kind = index->version >= 5;

	switch (dwarf_word_at(index->bytes, index->kinds + 4ull * column, 4)) {
	case DW_SECT_INFO:
		return DWARF_INFO;
	case DW_SECT_TYPES:
		return new_kind ? DWARF_SECTION_COUNT : DWARF_TYPES;
	case DW_SECT_ABBREV:
		return DWARF_ABBREV;
	case DW_SECT_LINE:
		return DWARF_LINE;
	case DW_SECT_LOC:
		return new_kind ? DWARF_LOCLISTS : DWARF_LOC;
	case DW_SECT_STR_OFFSETS:
		return DWARF_STR_OFFSETS;
	case DW_SECT_RNGLISTS:
		return new_kind ? DWARF_RNGLISTS : DWARF_SECTION_COUNT;
	}
	return DWARF_SECTION_COUNT;
}

/* The part of a column's section that a row is about. */
static void row_part(const struct package_index *index, uint32_t row, uint32_t column, uint64_t *at,
	uint64_t *len)
{
	uint64_t cell = 4ull * (index->columns * (row - 1ull) + column);

	*at = dwarf_word_at(index->bytes, index->offsets + cell, 4);
	*len = dwarf_word_at(index->bytes, index->sizes + cell, 4);
}

/* The parts of the sections that a row is about; false when one lies outside. */
static bool row_parts(struct dwarf_file *package, const struct package_index *index, uint32_t row,
	struct dwarf_bytes *parts)
{
	for (uint32_t i = 0; i < index->columns; i++) {
		enum dwarf_section section = column_section(index, i);
		uint64_t at, len;

		row_part(index, row, i, &at, &len);
		if (section == DWARF_SECTION_COUNT || !len)
			continue;
		struct dwarf_bytes whole = dwarf_image_section(package->image, section);

		if (at > whole.len || len > whole.len - at)
			return false;
		parts[section] = (struct dwarf_bytes){ whole.data + at, len };
	}
	return true;
}

/* The unit of a row, read when first asked for; NULL when it is broken. */
static struct dwarf_unit *row_unit(
	struct dwarf_file *package, bool type, const struct package_index *index, uint32_t row)
{
	struct dwarf_unit **known = package->by_row[type];
	struct dwarf_bytes parts[DWARF_SECTION_COUNT] = { 0 };

	if (!known)
		known = package->by_row[type] =
			mem_zalloc(index->units, sizeof(struct dwarf_unit *));
	if (!known || known[row - 1] || !row_parts(package, index, row, parts))
		return known ? known[row - 1] : NULL;
	enum dwarf_section section = parts[DWARF_TYPES].data ? DWARF_TYPES : DWARF_INFO;
	struct dwarf_bytes whole = dwarf_image_section(package->image, section);
	struct dwarf_cursor c = dwarf_cursor(whole, (uint64_t)(parts[section].data - whole.data));

	if (!parts[section].data)
		return NULL;
	c.end = c.at + parts[section].len;
	struct dwarf_unit *u = dwarf_unit_read(package, section, &c);

	if (!u || !(u->parts = arena_try_alloc(package->dwarf->arena, sizeof(parts))))
		return NULL;
	memcpy(u->parts, parts, sizeof(parts));
	return known[row - 1] = u;
}

static bool open_index(struct dwarf_file *package, bool type, struct package_index *out)
{
	return read_index(
		dwarf_image_section(package->image, type ? DWARF_TU_INDEX : DWARF_CU_INDEX), out);
}

struct dwarf_unit *dwarf_package_unit(struct dwarf_file *package, bool type, uint64_t id)
{
	struct package_index index;
	uint32_t row = open_index(package, type, &index) ? find_row(&index, id) : 0;

	return row ? row_unit(package, type, &index, row) : NULL;
}

/* Of the sorted offsets, one is in the part of the section that a row is about. */
static bool has_offset(const struct package_index *index, uint32_t row, enum dwarf_section section,
	const struct dwarf_offsets *offsets)
{
	for (uint32_t i = 0; i < index->columns; i++) {
		uint64_t start, len;

		if (column_section(index, i) != section)
			continue;
		row_part(index, row, i, &start, &len);
		size_t first = BISECT(n, offsets->count, offsets->items[n] < start);

		if (first < offsets->count && offsets->items[first] - start < len)
			return true;
	}
	return false;
}

bool dwarf_package_units_with(struct dwarf_file *package, enum dwarf_section section,
	const struct dwarf_offsets *offsets, struct dwarf_units *out)
{
	struct package_index index;
	bool pushed = true;

	for (int type = 0; type < 2; type++)
		for (uint32_t row = 1;
			offsets->count && open_index(package, type, &index) && row <= index.units;
			row++) {
			struct dwarf_unit *u = has_offset(&index, row, section, offsets)
				? row_unit(package, type, &index, row)
				: NULL;

			pushed &= !u || VEC_PUSH(out, u);
		}
	return pushed;
}

void dwarf_package_scan(struct dwarf_file *package)
{
	struct package_index index;

	for (int type = 0; type < 2; type++)
		for (uint32_t row = 1; open_index(package, type, &index) && row <= index.units;
			row++)
			row_unit(package, type, &index, row);
	dwarf_sort_units(&package->units);
}

/* The unit of a .dwo file; before version 5 the id is an attribute. */
static struct dwarf_unit *unit_in_file(struct dwarf_file *f, uint64_t id)
{
	const struct dwarf_units *units = dwarf_file_units(f);

	for (size_t i = 0; i < units->count; i++) {
		struct dwarf_unit *u = units->items[i];
		struct dwarf_die root;

		if (u->type == DW_UT_split_compile && u->id == id)
			return u;
		if (u->type == DW_UT_compile && dwarf_die_root(u, &root) &&
			dwarf_die_number(&root, DW_AT_GNU_dwo_id, 0) == id)
			return u;
	}
	return NULL;
}

static struct dwarf_unit *try_file(struct dwarf *d, const char *path, uint64_t id)
{
	struct dwarf_file *f = dwarf_file_open(d, path, true);

	return f ? unit_in_file(f, id) : NULL;
}

/* Where the compiler put it; where that is gone, beside the program. */
static struct dwarf_unit *open_split(
	struct dwarf *d, const char *directory, const char *name, uint64_t id)
{
	const char *last = strrchr(name, '/'), *root = d->place.root;
	char path[PATH_MAX];
	struct dwarf_unit *found = NULL;

	if (name[0] == '/' ? snprintf(path, sizeof(path), "%s%s", root, name) < (int)sizeof(path)
		: snprintf(path, sizeof(path), "%s%s/%s", root, directory, name) <
				(int)sizeof(path))
		found = try_file(d, path, id);
	if (!found &&
		snprintf(path, sizeof(path), "%s%.*s/%s", root,
			(int)(strrchr(d->place.path, '/') - d->place.path), d->place.path,
			last ? last + 1 : name) < (int)sizeof(path))
		found = try_file(d, path, id);
	return found;
}

static struct dwarf_unit *find_split(struct dwarf_unit *u)
{
	struct dwarf *d = u->file->dwarf;
	struct dwarf_unit *found;
	struct dwarf_die root;

	if (!dwarf_die_root(u, &root))
		return NULL;
	const char *name = dwarf_die_text(&root, DW_AT_dwo_name),
		   *directory = dwarf_die_text(&root, DW_AT_comp_dir);

	if (!name)
		name = dwarf_die_text(&root, DW_AT_GNU_dwo_name);
	if (!name)
		return NULL;
	uint64_t id =
		u->type == DW_UT_skeleton ? u->id : dwarf_die_number(&root, DW_AT_GNU_dwo_id, 0);

	found = package_of(d) ? dwarf_package_unit(d->package, false, id) : NULL;
	return found ? found : open_split(d, directory ? directory : "", name, id);
}

struct dwarf_unit *dwarf_unit_full(struct dwarf_unit *u)
{
	if (!u->sought_split && !u->file->is_split) {
		bool known = u->abbrevs.rest.data;

		u->sought_split = true;
		u->split = find_split(u);
		if (u->split)
			u->split->skeleton = u;
		if (u->split && !u->split->file->first_skeleton)
			u->split->file->first_skeleton = u;
		if (!known)
			dwarf_unit_forget(u);
	}
	return u->split ? u->split : u;
}

struct dwarf_unit *dwarf_unit_skeleton(struct dwarf_unit *u)
{
	return u->skeleton ? u->skeleton : u;
}

bool dwarf_each_file(
	struct dwarf *d, bool (*visit)(struct dwarf_file *f, size_t number, void *arg), void *arg)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);

	if (visit(d->main, 0, arg))
		return true;
	for (size_t i = 0; i < units->count; i++) {
		const struct dwarf_unit *full = dwarf_unit_full(units->items[i]);

		if (full->file->first_skeleton == units->items[i] && full->file != d->package &&
			visit(full->file, i, arg))
			return true;
	}
	return (d->package && visit(d->package, 0, arg)) ||
		(dwarf_shared_file(d) && visit(d->shared, 0, arg));
}
