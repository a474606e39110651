/* probes/dwarf_die.c - reads entries (DIEs): abbreviations, the forms of attributes, the way from an entry to its children and to the next.  Part of the DWARF
 * reader. */
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define ABBREVS_MOST (1u << 20)         /* of one unit, and attributes of one entry: more is no debug information */
#define ATTRIBUTES_MOST 256
#define CHAIN_MOST 8                    /* references from an instance to what it is an instance of */

struct dwarf_cursor dwarf_cursor(struct dwarf_bytes bytes, uint64_t at)
{
	return (struct dwarf_cursor){ bytes.data, at, bytes.len, at > bytes.len };
}

void dwarf_skip(struct dwarf_cursor *c, uint64_t bytes)
{
	c->bad |= c->bad || bytes > c->end - c->at;
	c->at += c->bad ? 0 : bytes;
}

uint64_t dwarf_read(struct dwarf_cursor *c, unsigned size)
{
	size_t at = c->at;
	uint64_t value = 0;

	dwarf_skip(c, size);
	if (!c->bad)
		memcpy(&value, c->data + at, size);
	return value;
}

uint64_t dwarf_read_uleb(struct dwarf_cursor *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = (uint8_t)dwarf_read(c, 1);

		value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
		if (!(byte & 0x80))
			return c->bad ? 0 : value;
	}
}

int64_t dwarf_read_sleb(struct dwarf_cursor *c)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = (uint8_t)dwarf_read(c, 1);

		value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
		if (byte & 0x80)
			continue;
		if (byte & 0x40 && shift + 7 < 64)
			value |= ~0ull << (shift + 7);
		return c->bad ? 0 : (int64_t)value;
	}
}

const char *dwarf_text_at(struct dwarf_bytes bytes, uint64_t offset)
{
	return offset < bytes.len && memchr(bytes.data + offset, 0, bytes.len - offset) ? (const char *)bytes.data + offset : NULL;
}

const char *dwarf_read_text(struct dwarf_cursor *c)
{
	const char *text = c->bad ? NULL : dwarf_text_at((struct dwarf_bytes){ c->data, c->end }, c->at);

	if (!text) {
		c->bad = true;
		return "";
	}
	c->at += strlen(text) + 1;
	return text;
}

/* Bytes of a form that takes the same in every entry of the unit; -1: it does not; -2: there is no such form. */
static int form_size(const struct dwarf_unit *u, unsigned form)
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

static void skip_form(const struct dwarf_unit *u, unsigned form, struct dwarf_cursor *c)
{
	int size = form_size(u, form);

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
			skip_form(u, form, c);
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
		int size = form_size(u, at.form);

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

	if (!a.code || c->bad || u->abbrevs.list.count == ABBREVS_MOST)
		return false;
	a.tag = (uint16_t)dwarf_read_uleb(c);
	a.has_children = dwarf_read(c, 1);
	if (!read_attributes(u, &a) || !VEC_PUSH(&u->abbrevs.list, a)) {
		c->bad = true;
		return false;
	}
	return true;
}

/* Compilers number them from 1 on; whoever does not is searched. */
static bool find_abbrev(struct dwarf_unit *u, uint64_t code, struct dwarf_abbrev *out)
{
	struct dwarf_abbrevs *t = &u->abbrevs;

	if (!t->rest.data)
		t->rest = dwarf_cursor(dwarf_unit_section(u, DWARF_ABBREV), u->abbrev_offset);
	while (t->list.count < code && !t->rest.bad && t->rest.data && read_abbrev(u))
		;
	if (code <= t->list.count && t->list.items[code - 1].code == code) {
		*out = t->list.items[code - 1];
		return true;
	}
	for (size_t i = 0; i < t->list.count; i++) {
		if (t->list.items[i].code == code) {
			*out = t->list.items[i];
			return true;
		}
	}
	return false;
}

void dwarf_unit_forget(struct dwarf_unit *u)
{
	mem_free(u->abbrevs.list.items);
	mem_free(u->abbrevs.attributes.items);
	u->abbrevs = (struct dwarf_abbrevs){ .rest = { .data = NULL } };
}

/* Entries */

/* Up to the end of the unit. */
static struct dwarf_cursor unit_cursor(const struct dwarf_unit *u, uint64_t at)
{
	struct dwarf_cursor c = dwarf_cursor(dwarf_image_section(u->file->image, u->section), at);

	c.end = MIN_OF(c.end, u->end);
	c.bad |= at > c.end;
	return c;
}

bool dwarf_die_read(struct dwarf_unit *u, uint64_t offset, struct dwarf_die *out)
{
	struct dwarf_cursor c = unit_cursor(u, offset);
	uint64_t code = dwarf_read_uleb(&c);

	*out = (struct dwarf_die){ .unit = u, .offset = offset, .attributes = c.at };
	return offset >= u->entries && code && !c.bad && find_abbrev(u, code, &out->abbrev);
}

bool dwarf_die_root(struct dwarf_unit *u, struct dwarf_die *out)
{
	return dwarf_die_read(u, u->entries, out);
}

static const struct dwarf_attribute *attribute_at(const struct dwarf_die *d, uint32_t i)
{
	return &d->unit->abbrevs.attributes.items[d->abbrev.first + i];
}

/* Behind the attributes; 0 when they are broken. */
static uint64_t attributes_end(const struct dwarf_die *d)
{
	struct dwarf_cursor c = unit_cursor(d->unit, d->attributes);

	if (d->abbrev.fixed_size >= 0)
		dwarf_skip(&c, (uint64_t)d->abbrev.fixed_size);
	else
		for (uint32_t i = 0; i < d->abbrev.count; i++)
			skip_form(d->unit, attribute_at(d, i)->form, &c);
	return c.bad ? 0 : c.at;
}

bool dwarf_die_child(const struct dwarf_die *d, struct dwarf_die *out)
{
	uint64_t end = d->abbrev.has_children ? attributes_end(d) : 0;

	return end && dwarf_die_read(d->unit, end, out);
}

/* Behind an entry with everything in it; 0 when it is broken. */
static uint64_t die_end(const struct dwarf_die *d)
{
	struct dwarf_value sibling;
	uint64_t end;

	if (d->abbrev.has_children && dwarf_die_attribute(d, DW_AT_sibling, &sibling) && sibling.class == DWARF_REFERENCE && sibling.unit == d->unit &&
	    sibling.number > d->attributes)
		return sibling.number;
	end = attributes_end(d);
	if (!d->abbrev.has_children)
		return end;
	for (size_t depth = 1; depth && end;) {
		struct dwarf_cursor c = unit_cursor(d->unit, end);
		struct dwarf_die inner;

		if (dwarf_die_read(d->unit, end, &inner)) {
			uint64_t next = 0;

			if (inner.abbrev.has_children && dwarf_die_attribute(&inner, DW_AT_sibling, &sibling) && sibling.class == DWARF_REFERENCE &&
			    sibling.unit == d->unit && sibling.number > inner.attributes)
				next = sibling.number;
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
	uint64_t end = die_end(d);

	return end && dwarf_die_read(d->unit, end, d);
}

/* Attributes */

static void take_reference(struct dwarf_value *v, struct dwarf_file *f, enum dwarf_section section, uint64_t offset)
{
	v->class = DWARF_REFERENCE;
	v->number = offset;
	v->unit = f ? dwarf_unit_at(f, section, offset) : NULL;
	if (!v->unit)
		v->class = DWARF_NONE;
}

static void take_signature(struct dwarf_value *v, struct dwarf_unit *u, uint64_t signature)
{
	struct dwarf_unit *type = dwarf_unit_of_signature(u, signature);

	*v = (struct dwarf_value){ .class = type ? DWARF_REFERENCE : DWARF_NONE, .form = v->form, .unit = type,
				   .number = type ? type->offset + type->type_offset : 0 };
}

static void take_text(struct dwarf_value *v, const char *text)
{
	v->class = text ? DWARF_TEXT : DWARF_NONE;
	v->text = text;
}

static void take_indexed_text(struct dwarf_value *v, struct dwarf_unit *u, uint64_t index)
{
	struct dwarf_cursor c;

	dwarf_unit_root(u);
	c = dwarf_cursor(dwarf_unit_section(u, DWARF_STR_OFFSETS), u->str_offsets_base);
	if (index > UINT32_MAX)
		return;
	dwarf_skip(&c, index * u->offset_size);
	uint64_t offset = dwarf_read(&c, u->offset_size);

	take_text(v, c.bad ? NULL : dwarf_text_at(dwarf_unit_section(u, DWARF_STR), offset));
}

static void take_indexed_address(struct dwarf_value *v, struct dwarf_unit *u, uint64_t index)
{
	v->class = dwarf_address_at(u, index, &v->number) ? DWARF_ADDRESS : DWARF_NONE;
}

static void take_block(struct dwarf_value *v, struct dwarf_cursor *c, uint64_t len)
{
	v->class = DWARF_BLOCK;
	v->block = (struct dwarf_bytes){ c->data + c->at, len };
	dwarf_skip(c, len);
}

static void take_number(struct dwarf_value *v, enum dwarf_class class, uint64_t number)
{
	v->class = class;
	v->number = number;
}

static void read_form(struct dwarf_unit *u, const struct dwarf_attribute *at, unsigned form, struct dwarf_cursor *c, struct dwarf_value *v)
{
	int size = form_size(u, form);
	struct dwarf_file *shared;

	switch (form) {
	case DW_FORM_data1:
	case DW_FORM_data2:
	case DW_FORM_data4:
	case DW_FORM_data8:
		take_number(v, DWARF_NUMBER, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_udata:
		take_number(v, DWARF_NUMBER, dwarf_read_uleb(c));
		break;
	case DW_FORM_sdata:
		take_number(v, DWARF_SIGNED, (uint64_t)dwarf_read_sleb(c));
		break;
	case DW_FORM_implicit_const:
		take_number(v, DWARF_SIGNED, (uint64_t)at->implicit);
		break;
	case DW_FORM_flag:
		take_number(v, DWARF_FLAG, dwarf_read(c, 1));
		break;
	case DW_FORM_flag_present:
		take_number(v, DWARF_FLAG, 1);
		break;
	case DW_FORM_addr:
		take_number(v, DWARF_ADDRESS, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_addrx1:
	case DW_FORM_addrx2:
	case DW_FORM_addrx3:
	case DW_FORM_addrx4:
		take_indexed_address(v, u, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_addrx:
	case DW_FORM_GNU_addr_index:
		take_indexed_address(v, u, dwarf_read_uleb(c));
		break;
	case DW_FORM_string:
		take_text(v, dwarf_read_text(c));
		break;
	case DW_FORM_strp:
		take_text(v, dwarf_text_at(dwarf_unit_section(u, DWARF_STR), dwarf_read(c, (unsigned)size)));
		break;
	case DW_FORM_line_strp:
		take_text(v, dwarf_text_at(dwarf_unit_section(u, DWARF_LINE_STR), dwarf_read(c, (unsigned)size)));
		break;
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_strp_alt:
		shared = dwarf_shared_file(u->file->dwarf);
		take_text(v, shared ? dwarf_text_at(dwarf_image_section(shared->image, DWARF_STR), dwarf_read(c, (unsigned)size)) : NULL);
		break;
	case DW_FORM_strx1:
	case DW_FORM_strx2:
	case DW_FORM_strx3:
	case DW_FORM_strx4:
		take_indexed_text(v, u, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_strx:
	case DW_FORM_GNU_str_index:
		take_indexed_text(v, u, dwarf_read_uleb(c));
		break;
	case DW_FORM_ref1:
	case DW_FORM_ref2:
	case DW_FORM_ref4:
	case DW_FORM_ref8:
		*v = (struct dwarf_value){ .class = DWARF_REFERENCE, .form = v->form, .unit = u, .number = u->offset + dwarf_read(c, (unsigned)size) };
		break;
	case DW_FORM_ref_udata:
		*v = (struct dwarf_value){ .class = DWARF_REFERENCE, .form = v->form, .unit = u, .number = u->offset + dwarf_read_uleb(c) };
		break;
	case DW_FORM_ref_addr:
		take_reference(v, u->file, DWARF_INFO, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_ref_sup4:
	case DW_FORM_ref_sup8:
	case DW_FORM_GNU_ref_alt:
		take_reference(v, dwarf_shared_file(u->file->dwarf), DWARF_INFO, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_ref_sig8:
		take_signature(v, u, dwarf_read(c, 8));
		break;
	case DW_FORM_sec_offset:
		take_number(v, DWARF_OFFSET, dwarf_read(c, (unsigned)size));
		break;
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
		take_number(v, DWARF_INDEX, dwarf_read_uleb(c));
		break;
	case DW_FORM_block:
	case DW_FORM_exprloc:
		take_block(v, c, dwarf_read_uleb(c));
		break;
	case DW_FORM_block1:
		take_block(v, c, dwarf_read(c, 1));
		break;
	case DW_FORM_block2:
		take_block(v, c, dwarf_read(c, 2));
		break;
	case DW_FORM_block4:
		take_block(v, c, dwarf_read(c, 4));
		break;
	case DW_FORM_data16:
		take_block(v, c, 16);
		break;
	}
	if (c->bad)
		v->class = DWARF_NONE;
}

bool dwarf_die_attribute(const struct dwarf_die *d, unsigned name, struct dwarf_value *out)
{
	struct dwarf_cursor c = unit_cursor(d->unit, d->attributes);

	for (uint32_t i = 0; i < d->abbrev.count && !c.bad; i++) {
		struct dwarf_attribute at = *attribute_at(d, i);

		if (at.name != name) {
			skip_form(d->unit, at.form, &c);
			continue;
		}
		unsigned form = at.form == DW_FORM_indirect ? (unsigned)dwarf_read_uleb(&c) : at.form;

		*out = (struct dwarf_value){ .class = DWARF_NONE, .form = (uint16_t)form };
		read_form(d->unit, &at, form, &c, out);
		return out->class != DWARF_NONE;
	}
	return false;
}

bool dwarf_die_reference(const struct dwarf_die *d, unsigned name, struct dwarf_die *out)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.class == DWARF_REFERENCE && dwarf_die_read(v.unit, v.number, out);
}

const char *dwarf_die_text(const struct dwarf_die *d, unsigned name)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.class == DWARF_TEXT ? v.text : NULL;
}

uint64_t dwarf_die_number(const struct dwarf_die *d, unsigned name, uint64_t fallback)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && (v.class == DWARF_NUMBER || v.class == DWARF_SIGNED || v.class == DWARF_OFFSET) ? v.number : fallback;
}

bool dwarf_die_flag(const struct dwarf_die *d, unsigned name)
{
	struct dwarf_value v;

	return dwarf_die_attribute(d, name, &v) && v.number;
}

/* The entry that says what this one leaves out. */
static bool described_by(const struct dwarf_die *d, struct dwarf_die *out)
{
	return dwarf_die_reference(d, DW_AT_abstract_origin, out) || dwarf_die_reference(d, DW_AT_specification, out);
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

	return dwarf_die_inherited(d, name, &v) && v.class == DWARF_REFERENCE && dwarf_die_read(v.unit, v.number, out);
}

const char *dwarf_die_name(const struct dwarf_die *d)
{
	struct dwarf_value v;

	return dwarf_die_inherited(d, DW_AT_name, &v) && v.class == DWARF_TEXT ? v.text : NULL;
}
