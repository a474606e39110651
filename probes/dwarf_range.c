/* probes/dwarf_range.c - addresses: the tables that forms index, the ranges that an entry's code
 * fills, the lists of locations.  Part of the DWARF reader. */
#include <stdlib.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

bool dwarf_address_at(struct dwarf_unit *u, uint64_t index, uint64_t *out)
{
	u = dwarf_unit_skeleton(u);
	dwarf_unit_root(u);
	struct dwarf_cursor c = dwarf_cursor(dwarf_unit_section(u, DWARF_ADDR), u->addr_base);

	if (index > UINT32_MAX)
		return false;
	dwarf_skip(&c, index * 8);
	*out = dwarf_read(&c, 8);
	return !c.bad;
}

/* The start of a list: an offset, or a number of one in the table at a base. */
static bool list_start(struct dwarf_unit *u, const struct dwarf_value *v,
	enum dwarf_section section, uint64_t base, uint64_t *out)
{
	if (v->class == DWARF_OFFSET || v->class == DWARF_NUMBER) {
		*out = v->number;
		return true;
	}
	struct dwarf_cursor c = dwarf_cursor(dwarf_unit_section(u, section), base);

	if (v->class != DWARF_INDEX || v->number > UINT32_MAX)
		return false;
	dwarf_skip(&c, v->number * u->offset_size);
	*out = base + dwarf_read(&c, u->offset_size);
	return !c.bad;
}

/* A list that is being read. */
struct list {
	struct dwarf_unit *unit;
	struct dwarf_cursor c;
	uint64_t base;
	uint64_t start, end;
	bool is_default;        /* of a location: where no other is */
};

static uint64_t indexed(struct list *l)
{
	uint64_t address = 0;

	l->c.bad |= !dwarf_address_at(l->unit, dwarf_read_uleb(&l->c), &address);
	return address;
}

/* The next entry of a list of version 5, whose kinds are the same for ranges and locations but for
 * what only the latter have; false at the end. */
static bool next_entry(struct list *l, bool location)
{
	struct dwarf_cursor *c = &l->c;

	while (!c->bad) {
		unsigned kind = (unsigned)dwarf_read(c, 1);

		if (location && kind >= DW_LLE_default_location) {
			l->is_default = kind == DW_LLE_default_location;
			if (l->is_default)
				return !c->bad;
			if (kind == DW_LLE_GNU_view_pair) {
				dwarf_read_uleb(c);
				dwarf_read_uleb(c);
				continue;
			}
			kind -= DW_LLE_base_address - DW_RLE_base_address;
		}
		l->is_default = false;
		switch (kind) {
		case DW_RLE_base_addressx:
			l->base = indexed(l);
			continue;
		case DW_RLE_startx_endx:
			l->start = indexed(l);
			l->end = indexed(l);
			return !c->bad;
		case DW_RLE_startx_length:
			l->start = indexed(l);
			l->end = l->start + dwarf_read_uleb(c);
			return !c->bad;
		case DW_RLE_offset_pair:
			l->start = l->base + dwarf_read_uleb(c);
			l->end = l->base + dwarf_read_uleb(c);
			return !c->bad;
		case DW_RLE_base_address:
			l->base = dwarf_read(c, 8);
			continue;
		case DW_RLE_start_end:
			l->start = dwarf_read(c, 8);
			l->end = dwarf_read(c, 8);
			return !c->bad;
		case DW_RLE_start_length:
			l->start = dwarf_read(c, 8);
			l->end = l->start + dwarf_read_uleb(c);
			return !c->bad;
		}
		return false;
	}
	return false;
}

/* Before version 5: pairs of addresses. */
static bool next_pair(struct list *l)
{
	while (!l->c.bad) {
		uint64_t start = dwarf_read(&l->c, 8), end = dwarf_read(&l->c, 8);

		if (l->c.bad || (!start && !end))
			return false;
		if (start != UINT64_MAX) {
			l->start = l->base + start;
			l->end = l->base + end;
			return true;
		}
		l->base = end;
	}
	return false;
}

/* In .debug_loc.dwo of version 4. */
static bool next_split_pair(struct list *l)
{
	while (!l->c.bad) {
		switch (dwarf_read(&l->c, 1)) {
		case DW_LLE_GNU_base_address_selection:
			l->base = indexed(l);
			continue;
		case DW_LLE_GNU_start_end:
			l->start = indexed(l);
			l->end = indexed(l);
			return !l->c.bad;
		case DW_LLE_GNU_start_length:
			l->start = indexed(l);
			l->end = l->start + dwarf_read(&l->c, 4);
			return !l->c.bad;
		case DW_LLE_GNU_offset_pair:
			l->start = l->base + dwarf_read(&l->c, 4);
			l->end = l->base + dwarf_read(&l->c, 4);
			return !l->c.bad;
		}
		return false;
	}
	return false;
}

/* Ranges */

static bool open_ranges(const struct dwarf_die *d, const struct dwarf_value *v, struct list *out)
{
	struct dwarf_unit *u = d->unit, *skeleton = dwarf_unit_skeleton(u);
	bool is_new = u->version >= 5;
	uint64_t at;

	dwarf_unit_root(u);
	dwarf_unit_root(skeleton);
	if (!list_start(u, v, DWARF_RNGLISTS, u->rnglists_base, &at))
		return false;
	/* in version 4 the ranges of a split unit are in the program, from the skeleton's base
	 * on */
	if (!is_new && u != skeleton)
		at += skeleton->ranges_base;
	*out = (struct list){ .unit = u,
		.base = skeleton->low_pc,
		.c = dwarf_cursor(is_new ? dwarf_unit_section(u, DWARF_RNGLISTS)
			: dwarf_unit_section(skeleton, DWARF_RANGES),
			at) };
	return true;
}

/* low_pc and high_pc, which is an address or a length. */
static bool simple_range(const struct dwarf_die *d, uint64_t *start, uint64_t *end)
{
	struct dwarf_value low, high;

	if (!dwarf_die_attribute(d, DW_AT_low_pc, &low) || low.class != DWARF_ADDRESS ||
		!dwarf_die_attribute(d, DW_AT_high_pc, &high))
		return false;
	*start = low.number;
	*end = high.class == DWARF_ADDRESS ? high.number : low.number + high.number;
	return *end > *start;
}

bool dwarf_die_ranges(const struct dwarf_die *d,
	bool (*visit)(uint64_t start, uint64_t end, void *arg), void *arg)
{
	struct dwarf_value v;
	struct list l;
	uint64_t start, end;

	if (simple_range(d, &start, &end))
		return visit(start, end, arg);
	if (!dwarf_die_attribute(d, DW_AT_ranges, &v) || !open_ranges(d, &v, &l))
		return false;
	while (d->unit->version >= 5 ? next_entry(&l, false) : next_pair(&l))
		if (l.end > l.start && visit(l.start, l.end, arg))
			return true;
	return false;
}

static bool has_address(uint64_t start, uint64_t end, void *arg)
{
	uint64_t address = *(uint64_t *)arg;

	return address >= start && address < end;
}

bool dwarf_die_covers(const struct dwarf_die *d, uint64_t address)
{
	return dwarf_die_ranges(d, has_address, &address);
}

static bool take_start(uint64_t start, uint64_t end, void *arg)
{
	(void)end;
	*(uint64_t *)arg = start;
	return true;
}

bool dwarf_die_entry(const struct dwarf_die *d, uint64_t *out)
{
	struct dwarf_value v;

	if (dwarf_die_attribute(d, DW_AT_entry_pc, &v)) {
		/* an address, or how far behind the low_pc of the entry */
		*out = v.number;
		if (v.class == DWARF_ADDRESS ||
			(dwarf_die_ranges(d, take_start, out) && (*out += v.number, true)))
			return true;
	}
	return dwarf_die_ranges(d, take_start, out);
}

/* Locations */

static struct dwarf_bytes take_expression(struct list *l, uint64_t len)
{
	struct dwarf_bytes out = { l->c.data + l->c.at, len };

	dwarf_skip(&l->c, len);
	return l->c.bad ? (struct dwarf_bytes){ NULL, 0 } : out;
}

static bool location_in_list(const struct dwarf_die *d, const struct dwarf_value *v,
	uint64_t address, struct dwarf_bytes *out)
{
	struct dwarf_unit *u = d->unit;
	bool is_new = u->version >= 5, split = !is_new && u->file->is_split;
	uint64_t at;

	dwarf_unit_root(u);
	dwarf_unit_root(dwarf_unit_skeleton(u));
	if (!list_start(u, v, DWARF_LOCLISTS, u->loclists_base, &at))
		return false;
	struct list l = {
		.unit = u,
		.base = dwarf_unit_skeleton(u)->low_pc,
		.c = dwarf_cursor(dwarf_unit_section(u, is_new ? DWARF_LOCLISTS : DWARF_LOC), at),
	};
	bool found = false;

	while (is_new ? next_entry(&l, true) : split ? next_split_pair(&l) : next_pair(&l)) {
		struct dwarf_bytes expression =
			take_expression(&l, is_new ? dwarf_read_uleb(&l.c) : dwarf_read(&l.c, 2));
		bool here = address >= l.start && address < l.end;

		if (expression.data && (here || l.is_default)) {
			*out = expression;
			found = true;
		}
		if (here && !l.is_default)
			break;
	}
	return found;
}

bool dwarf_die_location(const struct dwarf_die *d, unsigned name, uint64_t address,
	struct dwarf_bytes *out, bool *always)
{
	struct dwarf_value v;

	if (!dwarf_die_attribute(d, name, &v))
		return false;
	*always = v.class == DWARF_BLOCK;
	if (*always)
		*out = v.block;
	return *always || location_in_list(d, &v, address, out);
}
