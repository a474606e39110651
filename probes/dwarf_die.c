/* probes/dwarf_die.c - entries (DIEs): the way to them, to their children and to the next, and the
 * attributes that they have by themselves or by what they are instances of.  Part of the DWARF
 * reader. */
#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

/* references from an instance to what it is an instance of */
#define CHAIN_MOST 8

/* Up to the end of the unit. */
struct dwarf_cursor dwarf_unit_cursor(const struct dwarf_unit *u, uint64_t at)
{
	struct dwarf_cursor c = dwarf_cursor(dwarf_image_section(u->file->image, u->section), at);

	c.end = MIN_OF(c.end, u->end);
	c.bad |= at > c.end;
	return c;
}

bool dwarf_die_read(struct dwarf_unit *u, uint64_t offset, struct dwarf_die *out)
{
	struct dwarf_cursor c = dwarf_unit_cursor(u, offset);
	uint64_t code = dwarf_read_uleb(&c);

	*out = (struct dwarf_die){
		.unit = u, .offset = offset, .attributes = c.at, .list_end = u->end
	};
	return offset >= u->entries && code && !c.bad && dwarf_find_abbrev(u, code, &out->abbrev);
}

bool dwarf_die_root(struct dwarf_unit *u, struct dwarf_die *out)
{
	return dwarf_die_read(u, u->entries, out);
}

/* Behind the attributes; 0 when they are broken. */
static uint64_t attributes_end(const struct dwarf_die *d)
{
	struct dwarf_cursor c = dwarf_unit_cursor(d->unit, d->attributes);

	if (d->abbrev.fixed_size >= 0)
		dwarf_skip(&c, (uint64_t)d->abbrev.fixed_size);
	else
		for (uint32_t i = 0; i < d->abbrev.count; i++)
			dwarf_form_skip(d->unit, dwarf_attribute_at(d, i)->form, &c);
	return c.bad ? 0 : c.at;
}

/* Where an entry says that the next one is, behind all that is in it; 0: it does not say. */
static uint64_t sibling_of(const struct dwarf_die *d)
{
	struct dwarf_value v;

	return d->abbrev.has_children && dwarf_die_attribute(d, DW_AT_sibling, &v) &&
			v.class == DWARF_REFERENCE && v.unit == d->unit && v.number > d->attributes
		? v.number
		: 0;
}

static bool read_in_list(
	struct dwarf_unit *u, uint64_t offset, uint64_t list_end, struct dwarf_die *out)
{
	if (!offset || offset >= list_end || !dwarf_die_read(u, offset, out))
		return false;
	out->list_end = list_end;
	return true;
}

bool dwarf_die_child(const struct dwarf_die *d, struct dwarf_die *out)
{
	uint64_t end = d->abbrev.has_children ? attributes_end(d) : 0,
		 next = end ? sibling_of(d) : 0;

	return read_in_list(d->unit, end, next ? MIN_OF(next, d->list_end) : d->list_end, out);
}

/* Behind an entry with everything in it; 0 when it is broken. */
static uint64_t die_end(const struct dwarf_die *d)
{
	uint64_t end = sibling_of(d);

	if (end)
		return end;
	end = attributes_end(d);
	if (!d->abbrev.has_children)
		return end;
	for (size_t depth = 1; depth && end;) {
		struct dwarf_cursor c = dwarf_unit_cursor(d->unit, end);
		struct dwarf_die inner;

		if (dwarf_die_read(d->unit, end, &inner)) {
			uint64_t next = sibling_of(&inner);

			depth += inner.abbrev.has_children && !next;
			end = next ? next : attributes_end(&inner);
		} else {
			/* the end of a list of children, or an entry that is broken */
			end = dwarf_read_uleb(&c) || c.bad ? 0 : c.at;
			depth--;
		}
	}
	return end;
}

bool dwarf_die_next(struct dwarf_die *d)
{
	return read_in_list(d->unit, die_end(d), d->list_end, d);
}

bool dwarf_die_reference(const struct dwarf_die *d, unsigned name, struct dwarf_die *out)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.class == DWARF_REFERENCE &&
		dwarf_die_read(v.unit, v.number, out);
}

const char *dwarf_die_text(const struct dwarf_die *d, unsigned name)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.class == DWARF_TEXT ? v.text : NULL;
}

uint64_t dwarf_die_number(const struct dwarf_die *d, unsigned name, uint64_t fallback)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) &&
			(v.class == DWARF_NUMBER || v.class == DWARF_SIGNED ||
				v.class == DWARF_OFFSET)
		? v.number
		: fallback;
}

bool dwarf_die_flag(const struct dwarf_die *d, unsigned name)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.number;
}

/* The entry that says what this one leaves out. */
static bool described_by(const struct dwarf_die *d, struct dwarf_die *out)
{
	return dwarf_die_reference(d, DW_AT_abstract_origin, out) ||
		dwarf_die_reference(d, DW_AT_specification, out);
}

bool dwarf_die_inherited(const struct dwarf_die *d, unsigned name, struct dwarf_value *out)
{
	struct dwarf_die at = *d;

	for (int i = 0; i < CHAIN_MOST; i++) {
		struct dwarf_die from = at;

		if (dwarf_die_attribute(&at, name, out))
			return true;
		if (!described_by(&from, &at))
			return false;
	}
	return false;
}

bool dwarf_die_inherited_reference(const struct dwarf_die *d, unsigned name, struct dwarf_die *out)
{
	struct dwarf_value v;

	return dwarf_die_inherited(d, name, &v) && v.class == DWARF_REFERENCE &&
		dwarf_die_read(v.unit, v.number, out);
}

const char *dwarf_die_name(const struct dwarf_die *d)
{
	struct dwarf_value v;

	return dwarf_die_inherited(d, DW_AT_name, &v) && v.class == DWARF_TEXT ? v.text : NULL;
}
