/* probes/dwarf_abbrev.c - abbreviations: which attributes the entries of a unit have, in which forms, and how many bytes those take.  A table is read as far as
 * somebody needs it.  Part of the DWARF reader. */
#include <stdlib.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define ABBREVS_MOST (1u << 20)         /* of one unit, and attributes of one entry: more is no debug information */
#define ATTRIBUTES_MOST 256

int dwarf_form_size(const struct dwarf_unit *u, unsigned form)
{
	switch (form) {
	case DW_FORM_flag_present:
	case DW_FORM_implicit_const:
		return 0;
	case DW_FORM_data1:
	case DW_FORM_ref1:
	case DW_FORM_flag:
	case DW_FORM_strx1:
	case DW_FORM_addrx1:
		return 1;
	case DW_FORM_data2:
	case DW_FORM_ref2:
	case DW_FORM_strx2:
	case DW_FORM_addrx2:
		return 2;
	case DW_FORM_strx3:
	case DW_FORM_addrx3:
		return 3;
	case DW_FORM_data4:
	case DW_FORM_ref4:
	case DW_FORM_strx4:
	case DW_FORM_addrx4:
	case DW_FORM_ref_sup4:
		return 4;
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
	case DW_FORM_ref_sup8:
		return 8;
	case DW_FORM_data16:
		return 16;
	case DW_FORM_addr:
		return u->address_size;
	case DW_FORM_ref_addr:
		return u->version == 2 ? u->address_size : u->offset_size;
	case DW_FORM_strp:
	case DW_FORM_line_strp:
	case DW_FORM_sec_offset:
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		return u->offset_size;
	case DW_FORM_string:
	case DW_FORM_block:
	case DW_FORM_block1:
	case DW_FORM_block2:
	case DW_FORM_block4:
	case DW_FORM_exprloc:
	case DW_FORM_sdata:
	case DW_FORM_udata:
	case DW_FORM_ref_udata:
	case DW_FORM_indirect:
	case DW_FORM_strx:
	case DW_FORM_addrx:
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
	case DW_FORM_GNU_addr_index:
	case DW_FORM_GNU_str_index:
		return -1;
	}
	return -2;
}

void dwarf_form_skip(const struct dwarf_unit *u, unsigned form, struct dwarf_cursor *c)
{
	int size = dwarf_form_size(u, form);

	if (size >= 0) {
		dwarf_skip(c, (uint64_t)size);
		return;
	}
	switch (form) {
	case DW_FORM_string:
		dwarf_read_text(c);
		break;
	case DW_FORM_block:
	case DW_FORM_exprloc:
		dwarf_skip(c, dwarf_read_uleb(c));
		break;
	case DW_FORM_block1:
		dwarf_skip(c, dwarf_read(c, 1));
		break;
	case DW_FORM_block2:
		dwarf_skip(c, dwarf_read(c, 2));
		break;
	case DW_FORM_block4:
		dwarf_skip(c, dwarf_read(c, 4));
		break;
	case DW_FORM_indirect:
		form = (unsigned)dwarf_read_uleb(c);
		c->bad |= form == DW_FORM_indirect || form == DW_FORM_implicit_const;
		if (!c->bad)
			dwarf_form_skip(u, form, c);
		break;
	default:
		c->bad |= size == -2;
		dwarf_read_uleb(c);
	}
}

/* Abbreviations */

static bool read_attributes(struct dwarf_unit *u, struct dwarf_abbrev *a)
{
	struct dwarf_cursor *c = &u->abbrevs.rest;

	for (a->count = 0;; a->count++) {
		struct dwarf_attribute at = { .name = (uint16_t)dwarf_read_uleb(c) };

		at.form = (uint16_t)dwarf_read_uleb(c);
		if (at.form == DW_FORM_implicit_const)
			at.implicit = dwarf_read_sleb(c);
		if (!at.name && !at.form)
			return !c->bad;
		int size = dwarf_form_size(u, at.form);

		if (c->bad || size == -2 || a->count == ATTRIBUTES_MOST || !VEC_PUSH(&u->abbrevs.attributes, at))
			return false;
		a->fixed_size = size < 0 || a->fixed_size < 0 ? -1 : a->fixed_size + size;
	}
}

/* The next one of the table; false at its end. */
static bool read_abbrev(struct dwarf_unit *u)
{
	struct dwarf_cursor *c = &u->abbrevs.rest;
	struct dwarf_abbrev a = { .code = dwarf_read_uleb(c), .first = (uint32_t)u->abbrevs.attributes.count };

	/* behind the end is the table of another unit */
	c->bad |= !a.code || u->abbrevs.list.count == ABBREVS_MOST;
	if (c->bad)
		return false;
	a.tag = (uint16_t)dwarf_read_uleb(c);
	a.has_children = dwarf_read(c, 1);
	if (!read_attributes(u, &a) || !VEC_PUSH(&u->abbrevs.list, a)) {
		c->bad = true;
		return false;
	}
	return true;
}

static int compare_codes(const void *a, const void *b)
{
	const struct dwarf_abbrev *x = a, *y = b;

	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* Compilers number them from 1 on; the table of whoever does not was read to its end by now, and is sorted. */
static const struct dwarf_abbrev *search_abbrev(struct dwarf_abbrevs *t, uint64_t code)
{
	if (!t->sorted && t->list.count)
		qsort(t->list.items, t->list.count, sizeof(*t->list.items), compare_codes);
	t->sorted = true;

	size_t at = BISECT(i, t->list.count, t->list.items[i].code < code);

	return at < t->list.count && t->list.items[at].code == code ? &t->list.items[at] : NULL;
}

bool dwarf_find_abbrev(struct dwarf_unit *u, uint64_t code, struct dwarf_abbrev *out)
{
	struct dwarf_abbrevs *t = &u->abbrevs;

	if (!t->rest.data)
		t->rest = dwarf_cursor(dwarf_unit_section(u, DWARF_ABBREV), u->abbrev_offset);
	while (t->list.count < code && read_abbrev(u))
		;
	const struct dwarf_abbrev *found = code <= t->list.count && t->list.items[code - 1].code == code ? &t->list.items[code - 1] : NULL;

	while (!found && read_abbrev(u))
		;
	if (!found)
		found = search_abbrev(t, code);
	if (found)
		*out = *found;
	return found;
}

void dwarf_unit_forget(struct dwarf_unit *u)
{
	mem_free(u->abbrevs.list.items);
	mem_free(u->abbrevs.attributes.items);
	u->abbrevs = (struct dwarf_abbrevs){ .rest = { .data = NULL } };
}
