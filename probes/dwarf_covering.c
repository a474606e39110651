/* probes/dwarf_covering.c - from addresses to units: by .debug_aranges or the index of gdb, which
 * say it without a look at the units; when those do not know the address, or many are asked for, by
 * a sorted table of what the units say themselves.  Part of the DWARF reader. */
#include <stdlib.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define SEARCHES_MOST 16        /* of the whole of .debug_aranges, until the table pays */
#define RANGES_MOST (1u << 24)  /* of all units, which may share long lists */

/* A set of .debug_aranges (DWARF 5, 6.1.2): the ranges of one unit up to a pair of zeros. */
struct range_set {
	uint64_t unit, end;
};

static bool next_set(struct dwarf_cursor *c, struct range_set *out)
{
	uint64_t start = c->at, len = dwarf_read(c, 4);
	unsigned offset_size = len == UINT32_MAX ? 8 : 4;

	if (offset_size == 8)
		len = dwarf_read(c, 8);
	if (c->bad || len > c->end - c->at)
		return false;
	out->end = c->at + len;
	bool known = dwarf_read(c, 2) == 2;

	out->unit = dwarf_read(c, offset_size);
	known = dwarf_read(c, 1) == 8 && dwarf_read(c, 1) == 0 && known;
	/* pairs are aligned to what they take */
	dwarf_skip(c, (16 - (c->at - start) % 16) % 16);
	if (!known && !c->bad)
		c->at = out->end;
	return !c->bad;
}

static struct dwarf_unit *unit_in_sets(struct dwarf *d, uint64_t address)
{
	struct dwarf_cursor c = dwarf_cursor(dwarf_image_section(d->main->image, DWARF_ARANGES), 0);
	struct range_set set;

	while (c.at < c.end && next_set(&c, &set)) {
		while (c.at + 16 <= set.end) {
			uint64_t start = dwarf_read(&c, 8), len = dwarf_read(&c, 8);

			if (start > 1 && address >= start && address - start < len)
				return dwarf_unit_starting(d->main, DWARF_INFO, set.unit);
		}
		c.at = set.end;
	}
	return NULL;
}

struct covering {
	struct dwarf *dwarf;
	struct dwarf_unit *unit;
};

static bool add_covered(uint64_t start, uint64_t end, void *arg)
{
	struct covering *c = arg;
	struct dwarf_covered one = { start, end, c->unit };

	/* what the linker dropped begins at 0 or 1, or at the last address but one */
	if (start <= 1 || start >= UINT64_MAX - 1)
		return false;
	return c->dwarf->covered.count == RANGES_MOST || !VEC_PUSH(&c->dwarf->covered, one);
}

static int compare_covered(const void *a, const void *b)
{
	const struct dwarf_covered *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static void find_covered(struct dwarf *d)
{
	const struct dwarf_units *units = dwarf_file_units(d->main);

	for (size_t i = 0; i < units->count; i++) {
		struct covering c = { d, units->items[i] };
		bool known = c.unit->abbrevs.rest.data;
		struct dwarf_die root;

		if (c.unit->section == DWARF_INFO && c.unit->type != DW_UT_type &&
			dwarf_die_root(c.unit, &root))
			dwarf_die_ranges(&root, add_covered, &c);
		if (!known)
			dwarf_unit_forget(c.unit);
	}
	if (d->covered.count)
		qsort(d->covered.items, d->covered.count, sizeof(*d->covered.items),
			compare_covered);
}

static struct dwarf_unit *unit_in_table(struct dwarf *d, uint64_t address)
{
	if (!d->found_covered)
		find_covered(d);
	d->found_covered = true;
	size_t n = BISECT(i, d->covered.count, d->covered.items[i].start <= address);

	return n && address < d->covered.items[n - 1].end ? d->covered.items[n - 1].unit : NULL;
}

struct dwarf_unit *dwarf_unit_covering(struct dwarf *d, uint64_t address)
{
	struct dwarf_unit *u = NULL;

	if (!d->found_covered && d->range_searches < SEARCHES_MOST) {
		d->range_searches++;
		u = unit_in_sets(d, address);
		if (!u)
			u = dwarf_gdb_index_unit(d, address);
	}
	if (!u)
		u = unit_in_table(d, address);
	return u ? dwarf_unit_full(u) : NULL;
}
