/* probes/dwarf_candidates.c - what the indexes of names that are in a program are good for: they
 * say which few units to read for a name, and that no unit has it when they are about all of them.
 * Part of the DWARF reader; called by dwarf_index.c, which reads the units. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define STEPS_MOST (1u << 22)

void dwarf_add_start(struct dwarf_unit_starts *list, enum dwarf_section section, uint64_t offset)
{
	struct dwarf_unit_start one = { section, offset };

	list->failed |= !VEC_PUSH(list, one);
}

static int compare_starts(const void *a, const void *b)
{
	const struct dwarf_unit_start *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Each once. */
static void sort_starts(struct dwarf_unit_starts *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare_starts);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || compare_starts(&list->items[kept - 1], &list->items[i]))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* A linker puts together indexes of the objects that have one. */
static bool about_all_units(struct dwarf *d)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);
	struct dwarf_unit_starts list = { 0 };
	bool all = true;

	dwarf_names_units(d, &list);
	dwarf_gdb_index_units(d, &list);
	sort_starts(&list);
	for (size_t i = 0; all && i < units->count; i++) {
		const struct dwarf_unit_start key = { units->items[i]->section,
			units->items[i]->offset };

		all = list.count &&
			bsearch(&key, list.items, list.count, sizeof(key), compare_starts);
	}
	all &= !list.failed;
	mem_free(list.items);
	return all;
}

static bool all_units_are_c(struct dwarf *d)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);
	bool all = true;

	for (size_t i = 0; all && i < units->count; i++) {
		dwarf_unit_root(units->items[i]);
		all = dwarf_is_c(units->items[i]->language);
	}
	return all;
}

bool dwarf_find_candidates(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out)
{
	*out = (struct dwarf_candidates){ .steps_left = STEPS_MOST };
	if (!dwarf_image_section(d->main->image, DWARF_NAMES).len &&
		!dwarf_image_section(d->main->image, DWARF_GDB_INDEX).len)
		return false;
	dwarf_names_find(d, kind, name, out);
	dwarf_gdb_index_find(d, kind, name, out);
	sort_starts(&out->starts);
	/* gdb writes names of several words in its own way: "long" for "long int" */
	out->partial |=
		out->starts.failed || !out->steps_left || (out->qualified && strchr(name, ' '));
	return true;
}

bool dwarf_candidates_are_all(struct dwarf *d, const struct dwarf_candidates *c)
{
	struct dwarf_name_indexes *x = &d->indexes;

	if (c->partial)
		return false;
	if (!x->examined) {
		x->examined = true;
		x->all_units = about_all_units(d);
		x->all_c = x->all_units && all_units_are_c(d);
	}
	return x->all_units && (!c->qualified || x->all_c);
}
