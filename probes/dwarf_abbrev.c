/* probes/dwarf_abbrev.c - abbreviations: which attributes the entries of a unit have, in which
 * forms, and how many bytes those take.  A table is read as far as somebody needs it.  Part of the
 * DWARF reader. */
#include <stdlib.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

/* of one unit, and attributes of one entry: more is no debug information */
#define ABBREVS_MOST (1u << 20)
#define ATTRIBUTES_MOST 256

/* What takes so many bytes, or as many as the unit says of addresses or offsets; 0: there is no
 * such form. */
enum {
	NO_FORM,
	BYTES_1 = 1,
	BYTES_2 = 2,
	BYTES_3 = 3,
	BYTES_4 = 4,
	BYTES_8 = 8,
	BYTES_16 = 16,
	NO_BYTES,
	VARIES,
	ADDRESS,
	OFFSET,
	OFFSET_OR_ADDRESS
};

static const uint8_t form_sizes[] = {
	[DW_FORM_addr] = ADDRESS,
	[DW_FORM_block2] = VARIES,
	[DW_FORM_block4] = VARIES,
	[DW_FORM_data2] = BYTES_2,
	[DW_FORM_data4] = BYTES_4,
	[DW_FORM_data8] = BYTES_8,
	[DW_FORM_string] = VARIES,
	[DW_FORM_block] = VARIES,
	[DW_FORM_block1] = VARIES,
	[DW_FORM_data1] = BYTES_1,
	[DW_FORM_flag] = BYTES_1,
	[DW_FORM_sdata] = VARIES,
	[DW_FORM_strp] = OFFSET,
	[DW_FORM_udata] = VARIES,
	[DW_FORM_ref_addr] = OFFSET_OR_ADDRESS,
	[DW_FORM_ref1] = BYTES_1,
	[DW_FORM_ref2] = BYTES_2,
	[DW_FORM_ref4] = BYTES_4,
	[DW_FORM_ref8] = BYTES_8,
	[DW_FORM_ref_udata] = VARIES,
	[DW_FORM_indirect] = VARIES,
	[DW_FORM_sec_offset] = OFFSET,
	[DW_FORM_exprloc] = VARIES,
	[DW_FORM_flag_present] = NO_BYTES,
	[DW_FORM_strx] = VARIES,
	[DW_FORM_addrx] = VARIES,
	[DW_FORM_ref_sup4] = BYTES_4,
	[DW_FORM_strp_sup] = OFFSET,
	[DW_FORM_data16] = BYTES_16,
	[DW_FORM_line_strp] = OFFSET,
	[DW_FORM_ref_sig8] = BYTES_8,
	[DW_FORM_implicit_const] = NO_BYTES,
	[DW_FORM_loclistx] = VARIES,
	[DW_FORM_rnglistx] = VARIES,
	[DW_FORM_ref_sup8] = BYTES_8,
	[DW_FORM_strx1] = BYTES_1,
	[DW_FORM_strx2] = BYTES_2,
	[DW_FORM_strx3] = BYTES_3,
	[DW_FORM_strx4] = BYTES_4,
	[DW_FORM_addrx1] = BYTES_1,
	[DW_FORM_addrx2] = BYTES_2,
	[DW_FORM_addrx3] = BYTES_3,
	[DW_FORM_addrx4] = BYTES_4,
};

static unsigned size_of_gnu(unsigned form)
{
	switch (form) {
	case DW_FORM_GNU_addr_index:
	case DW_FORM_GNU_str_index:
		return VARIES;
	case DW_FORM_GNU_ref_alt:
	case DW_FORM_GNU_strp_alt:
		return OFFSET;
	}
	return NO_FORM;
}

int dwarf_form_size(const struct dwarf_unit *u, unsigned form)
{
	unsigned size = form < ARRAY_SIZE(form_sizes) ? form_sizes[form] : size_of_gnu(form);

	switch (size) {
	case NO_FORM:
		return -2;
	case NO_BYTES:
		return 0;
	case VARIES:
		return -1;
	case ADDRESS:
		return u->address_size;
	case OFFSET_OR_ADDRESS:
		return u->version == 2 ? u->address_size : u->offset_size;
	case OFFSET:
		return u->offset_size;
	}
	return (int)size;
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

		if (c->bad || size == -2 || a->count == ATTRIBUTES_MOST ||
			!VEC_PUSH(&u->abbrevs.attributes, at))
			return false;
		a->fixed_size = size < 0 || a->fixed_size < 0 ? -1 : a->fixed_size + size;
	}
}

/* The next one of the table; false at its end. */
static bool read_abbrev(struct dwarf_unit *u)
{
	struct dwarf_cursor *c = &u->abbrevs.rest;
	struct dwarf_abbrev a = {
		.code = dwarf_read_uleb(c),
		.first = (uint32_t)u->abbrevs.attributes.count,
	};

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

/* Compilers number them from 1 on; the table of whoever does not was read to its end by now, and is
 * sorted. */
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
	const struct dwarf_abbrev *found =
		code <= t->list.count && t->list.items[code - 1].code == code
		? &t->list.items[code - 1]
		: NULL;

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
