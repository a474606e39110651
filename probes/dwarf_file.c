/* probes/dwarf_file.c - the files that hold the debug information of one program, and their units.
 * Owns both, for the life of struct dwarf. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/arena.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define EARLY_MOST 64   /* units that are read by themselves before all are */

struct dwarf_file *dwarf_file_open(struct dwarf *d, const char *path, bool split)
{
	struct dwarf_file *known = strmap_get(&d->by_path[split], path);
	struct dwarf_image *image = known ? NULL : dwarf_image_open(path, split);
	struct dwarf_file *f = image ? arena_try_alloc(d->arena, sizeof(*f)) : NULL;

	if (!f) {
		if (image)
			dwarf_image_close(image);
		return known;
	}
	*f = (struct dwarf_file){ .dwarf = d, .image = image, .is_split = split, .next = d->files };
	d->files = f;
	strmap_put(&d->by_path[split], path, f);
	return f;
}

static bool has_entries(struct dwarf_file *f)
{
	return f && dwarf_image_section(f->image, DWARF_INFO).len &&
		dwarf_image_section(f->image, DWARF_ABBREV).len;
}

/* The program itself when it has the entries, else the separate file. */
static bool open_main(struct dwarf *d)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s%s", d->place.root, d->place.path) >= (int)sizeof(path))
		return false;
	d->main = d->program = dwarf_file_open(d, path, false);
	if (has_entries(d->main))
		return true;
	if (!d->program || !debug_file_find(&d->place, path))
		return false;
	d->main = dwarf_file_open(d, path, false);
	d->main_path = arena_strdup(d->arena, path);
	return has_entries(d->main);
}

struct dwarf *dwarf_open(const struct debug_file_place *of)
{
	struct dwarf *d = mem_zalloc(1, sizeof(*d));

	if (!d || !(d->arena = arena_new())) {
		mem_free(d);
		return NULL;
	}
	d->full_names.arena = d->by_path[false].arena = d->by_path[true].arena = d->arena;
	d->place = (struct debug_file_place){ arena_strdup(d->arena, of->root),
		arena_strdup(d->arena, of->path),
		of->search ? arena_strdup(d->arena, of->search) : NULL };
	if (of->path[0] == '/' && open_main(d))
		return d;
	dwarf_close(d);
	return NULL;
}

/* Those of both lists are closed twice. */
static void close_units(struct dwarf_units *units)
{
	for (size_t i = 0; i < units->count; i++) {
		struct dwarf_unit *u = units->items[i];

		dwarf_unit_forget(u);
		dwarf_lines_free(u->lines);
		dwarf_index_free(u->names);
		mem_free(u->functions.items);
		mem_free(u->scopes.items);
		*u = (struct dwarf_unit){ .file = NULL };
	}
	mem_free(units->items);
}

static void close_file(struct dwarf_file *f)
{
	close_units(&f->early);
	close_units(&f->units);
	mem_free(f->by_signature);
	mem_free(f->by_row[0]);
	mem_free(f->by_row[1]);
	dwarf_image_close(f->image);
}

void dwarf_close(struct dwarf *d)
{
	if (!d)
		return;
	for (struct dwarf_file *f = d->files; f; f = f->next)
		close_file(f);
	dwarf_index_free(d->index);
	mem_free(d->covered.items);
	arena_free(d->arena);
	mem_free(d);
}

/* The link to it is in the file that has the entries, and starts at that one's directory. */
struct dwarf_file *dwarf_shared_file(struct dwarf *d)
{
	char path[PATH_MAX];
	struct debug_file_place separate = { "", d->main_path, d->place.search };

	if (!d->sought_shared && debug_file_find_shared(d->main_path ? &separate : &d->place, path))
		d->shared = dwarf_file_open(d, path, false);
	d->sought_shared = true;
	return d->shared;
}

bool dwarf_address_of(struct dwarf *d, uint64_t offset, uint64_t *address)
{
	return dwarf_image_address(d->program->image, offset, address);
}

struct dwarf_bytes dwarf_unit_section(const struct dwarf_unit *u, enum dwarf_section section)
{
	return u->parts && u->parts[section].data ? u->parts[section]
		: dwarf_image_section(u->file->image, section);
}

/* Units */

static void read_rest_of_header(struct dwarf_unit *u, struct dwarf_cursor *c)
{
	if (u->version >= 5) {
		u->type = (uint8_t)dwarf_read(c, 1);
		u->address_size = (uint8_t)dwarf_read(c, 1);
		u->abbrev_offset = dwarf_read(c, u->offset_size);
	} else {
		u->type = u->section == DWARF_TYPES ? DW_UT_type : DW_UT_compile;
		u->abbrev_offset = dwarf_read(c, u->offset_size);
		u->address_size = (uint8_t)dwarf_read(c, 1);
	}
	bool is_type = u->type == DW_UT_type || u->type == DW_UT_split_type;

	if (is_type || u->type == DW_UT_skeleton || u->type == DW_UT_split_compile)
		u->id = dwarf_read(c, 8);
	if (is_type)
		u->type_offset = dwarf_read(c, u->offset_size);
	u->entries = c->at;
}

static struct dwarf_unit *early_unit(
	const struct dwarf_file *f, enum dwarf_section section, uint64_t offset)
{
	for (size_t i = 0; i < f->early.count; i++)
		if (f->early.items[i]->section == section && offset >= f->early.items[i]->offset &&
			offset < f->early.items[i]->end)
			return f->early.items[i];
	return NULL;
}

/* As dwarf_unit_read(), into no list. */
static struct dwarf_unit *read_unit(
	struct dwarf_file *f, enum dwarf_section section, struct dwarf_cursor *c)
{
	struct dwarf_unit u = { .file = f, .section = section, .offset = c->at, .offset_size = 4 };
	uint64_t len = dwarf_read(c, 4);

	if (len == UINT32_MAX) {
		u.offset_size = 8;
		len = dwarf_read(c, 8);
	}
	u.end = c->at + len;
	uint64_t version = dwarf_read(c, 2);

	u.version = (uint8_t)MIN_OF(version, UINT8_MAX);
	read_rest_of_header(&u, c);
	bool fits = !c->bad && len <= c->end && u.end <= c->end && u.entries <= u.end;

	if (fits)
		c->at = u.end;
	c->bad |= !fits;
	if (!fits || u.version < 2 || u.version > 5 || u.address_size != 8)
		return NULL;
	struct dwarf_unit *out = arena_try_alloc(f->dwarf->arena, sizeof(*out));

	if (out)
		*out = u;
	return out;
}

struct dwarf_unit *dwarf_unit_read(
	struct dwarf_file *f, enum dwarf_section section, struct dwarf_cursor *c)
{
	struct dwarf_unit *early = c->bad ? NULL : early_unit(f, section, c->at), *u;

	if (early && early->offset == c->at) {
		c->at = early->end;
		u = early;
	} else {
		u = read_unit(f, section, c);
	}
	return u && VEC_PUSH(&f->units, u) ? u : NULL;
}

struct dwarf_unit *dwarf_unit_starting(
	struct dwarf_file *f, enum dwarf_section section, uint64_t offset)
{
	struct dwarf_cursor c = dwarf_cursor(dwarf_image_section(f->image, section), offset);
	struct dwarf_unit *u = f->scanned || f->early.count == EARLY_MOST
		? dwarf_unit_at(f, section, offset)
		: early_unit(f, section, offset);

	if (!u && !f->scanned) {
		u = read_unit(f, section, &c);
		if (u && !VEC_PUSH(&f->early, u))
			return NULL;
	}
	return u && u->offset == offset ? u : NULL;
}

static int compare_units(const void *a, const void *b)
{
	const struct dwarf_unit *x = *(struct dwarf_unit *const *)a,
				*y = *(struct dwarf_unit *const *)b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

void dwarf_sort_units(struct dwarf_units *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(struct dwarf_unit *), compare_units);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || list->items[kept - 1] != list->items[i])
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static void scan_section(struct dwarf_file *f, enum dwarf_section section)
{
	struct dwarf_bytes bytes = dwarf_image_section(f->image, section);
	struct dwarf_cursor c = dwarf_cursor(bytes, 0);

	while (!c.bad && c.at < c.end)
		dwarf_unit_read(f, section, &c);
}

const struct dwarf_units *dwarf_file_units(struct dwarf_file *f)
{
	if (!f->scanned && f == f->dwarf->package) {
		dwarf_package_scan(f);
	} else if (!f->scanned) {
		scan_section(f, DWARF_INFO);
		scan_section(f, DWARF_TYPES);
	}
	f->scanned = true;
	return &f->units;
}

static bool ends_before(const struct dwarf_unit *u, enum dwarf_section section, uint64_t offset)
{
	return u->section < section || (u->section == section && u->end <= offset);
}

struct dwarf_unit *dwarf_unit_at(struct dwarf_file *f, enum dwarf_section section, uint64_t offset)
{
	const struct dwarf_units *units = dwarf_file_units(f);
	size_t at = BISECT(i, units->count, ends_before(units->items[i], section, offset));

	if (at == units->count || units->items[at]->section != section ||
		units->items[at]->offset > offset)
		return NULL;
	return units->items[at];
}

static int compare_signatures(const void *a, const void *b)
{
	uint64_t x = (*(struct dwarf_unit *const *)a)->id, y = (*(struct dwarf_unit *const *)b)->id;

	return x < y ? -1 : x > y;
}

static void sort_by_signature(struct dwarf_file *f)
{
	const struct dwarf_units *units = dwarf_file_units(f);

	f->by_signature =
		units->count ? mem_zalloc(units->count, sizeof(struct dwarf_unit *)) : NULL;
	for (size_t i = 0; f->by_signature && i < units->count; i++)
		if (units->items[i]->type == DW_UT_type ||
			units->items[i]->type == DW_UT_split_type)
			f->by_signature[f->signature_count++] = units->items[i];
	if (f->signature_count)
		qsort(f->by_signature, f->signature_count, sizeof(struct dwarf_unit *),
			compare_signatures);
}

struct dwarf_unit *dwarf_unit_of_signature(struct dwarf_unit *from, uint64_t signature)
{
	struct dwarf_file *f = from->file;
	struct dwarf_unit key = { .id = signature }, *wanted = &key;

	if (f == f->dwarf->package)
		return dwarf_package_unit(f, true, signature);
	if (!f->by_signature)
		sort_by_signature(f);
	struct dwarf_unit **found = f->signature_count
		? bsearch(&wanted, f->by_signature, f->signature_count, sizeof(wanted),
			  compare_signatures)
		: NULL;

	return found ? *found : NULL;
}

/* Where the tables of lists begin that have no base of their own: in split units behind the one
 * header that is there. */
static void usual_bases(struct dwarf_unit *u)
{
	bool wide = u->offset_size == 8;

	u->addr_base = u->version >= 5 ? wide ? 16 : 8 : 0;
	u->str_offsets_base = u->version >= 5 ? wide ? 16 : 8 : 0;
	u->rnglists_base = u->loclists_base = wide ? 20 : 12;
}

static void read_root(struct dwarf_unit *u)
{
	struct dwarf_die root;
	struct dwarf_value v;

	if (!dwarf_die_root(u, &root))
		return;
	u->str_offsets_base = dwarf_die_number(&root, DW_AT_str_offsets_base, u->str_offsets_base);
	u->addr_base = dwarf_die_number(
		&root, DW_AT_addr_base, dwarf_die_number(&root, DW_AT_GNU_addr_base, u->addr_base));
	u->rnglists_base = dwarf_die_number(&root, DW_AT_rnglists_base, u->rnglists_base);
	u->loclists_base = dwarf_die_number(&root, DW_AT_loclists_base, u->loclists_base);
	u->ranges_base = dwarf_die_number(&root, DW_AT_GNU_ranges_base, 0);
	u->language = (uint32_t)dwarf_die_number(&root, DW_AT_language, 0);
	u->is_partial = root.abbrev.tag == DW_TAG_partial_unit;
	u->low_pc = dwarf_die_attribute(&root, DW_AT_low_pc, &v) && v.class == DWARF_ADDRESS
		? v.number
		: 0;
}

void dwarf_unit_root(struct dwarf_unit *u)
{
	bool known = u->abbrevs.rest.data;

	if (u->root_read)
		return;
	u->root_read = true;
	usual_bases(u);
	read_root(u);
	/* many units are asked for nothing else */
	if (!known)
		dwarf_unit_forget(u);
}
