/* probes/dwarf_form.c - attributes of entries, in all the forms that their values may be written
 * in.  Part of the DWARF reader. */
#include "probes/dwarf_internal.h"

static void take_reference(
	struct dwarf_value *v, struct dwarf_file *f, enum dwarf_section section, uint64_t offset)
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

	*v = (struct dwarf_value){ .class = type ? DWARF_REFERENCE : DWARF_NONE,
		.form = v->form,
		.unit = type,
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

static bool read_number(const struct dwarf_attribute *at, unsigned form, unsigned size,
	struct dwarf_cursor *c, struct dwarf_value *v)
{
	switch (form) {
	case DW_FORM_data1:
	case DW_FORM_data2:
	case DW_FORM_data4:
	case DW_FORM_data8:
		take_number(v, DWARF_NUMBER, dwarf_read(c, size));
		return true;
	case DW_FORM_udata:
		take_number(v, DWARF_NUMBER, dwarf_read_uleb(c));
		return true;
	case DW_FORM_sdata:
		take_number(v, DWARF_SIGNED, (uint64_t)dwarf_read_sleb(c));
		return true;
	case DW_FORM_implicit_const:
		take_number(v, DWARF_SIGNED, (uint64_t)at->implicit);
		return true;
	case DW_FORM_flag:
		take_number(v, DWARF_FLAG, dwarf_read(c, 1));
		return true;
	case DW_FORM_flag_present:
		take_number(v, DWARF_FLAG, 1);
		return true;
	case DW_FORM_sec_offset:
		take_number(v, DWARF_OFFSET, dwarf_read(c, size));
		return true;
	case DW_FORM_loclistx:
	case DW_FORM_rnglistx:
		take_number(v, DWARF_INDEX, dwarf_read_uleb(c));
		return true;
	case DW_FORM_addr:
		take_number(v, DWARF_ADDRESS, dwarf_read(c, size));
		return true;
	}
	return false;
}

/* Out of the table of addresses of the unit. */
static bool read_address(struct dwarf_unit *u, unsigned form, unsigned size, struct dwarf_cursor *c,
	struct dwarf_value *v)
{
	switch (form) {
	case DW_FORM_addrx1:
	case DW_FORM_addrx2:
	case DW_FORM_addrx3:
	case DW_FORM_addrx4:
		take_indexed_address(v, u, dwarf_read(c, size));
		return true;
	case DW_FORM_addrx:
	case DW_FORM_GNU_addr_index:
		take_indexed_address(v, u, dwarf_read_uleb(c));
		return true;
	}
	return false;
}

static bool read_text(struct dwarf_unit *u, unsigned form, unsigned size, struct dwarf_cursor *c,
	struct dwarf_value *v)
{
	struct dwarf_file *shared;

	switch (form) {
	case DW_FORM_string:
		take_text(v, dwarf_read_text(c));
		return true;
	case DW_FORM_strp:
		take_text(v, dwarf_text_at(dwarf_unit_section(u, DWARF_STR), dwarf_read(c, size)));
		return true;
	case DW_FORM_line_strp:
		take_text(v,
			dwarf_text_at(dwarf_unit_section(u, DWARF_LINE_STR), dwarf_read(c, size)));
		return true;
	case DW_FORM_strp_sup:
	case DW_FORM_GNU_strp_alt:
		shared = dwarf_shared_file(u->file->dwarf);
		take_text(v,
			shared ? dwarf_text_at(dwarf_image_section(shared->image, DWARF_STR),
					 dwarf_read(c, size))
			       : NULL);
		return true;
	case DW_FORM_strx1:
	case DW_FORM_strx2:
	case DW_FORM_strx3:
	case DW_FORM_strx4:
		take_indexed_text(v, u, dwarf_read(c, size));
		return true;
	case DW_FORM_strx:
	case DW_FORM_GNU_str_index:
		take_indexed_text(v, u, dwarf_read_uleb(c));
		return true;
	}
	return false;
}

/* In the unit, in the section, in the file of dwz, or in a unit that a signature names. */
static bool read_reference(struct dwarf_unit *u, unsigned form, unsigned size,
	struct dwarf_cursor *c, struct dwarf_value *v)
{
	switch (form) {
	case DW_FORM_ref1:
	case DW_FORM_ref2:
	case DW_FORM_ref4:
	case DW_FORM_ref8:
		*v = (struct dwarf_value){ .class = DWARF_REFERENCE,
			.form = v->form,
			.unit = u,
			.number = u->offset + dwarf_read(c, size) };
		return true;
	case DW_FORM_ref_udata:
		*v = (struct dwarf_value){ .class = DWARF_REFERENCE,
			.form = v->form,
			.unit = u,
			.number = u->offset + dwarf_read_uleb(c) };
		return true;
	case DW_FORM_ref_addr:
		take_reference(v, u->file, DWARF_INFO, dwarf_read(c, size));
		return true;
	case DW_FORM_ref_sup4:
	case DW_FORM_ref_sup8:
	case DW_FORM_GNU_ref_alt:
		take_reference(
			v, dwarf_shared_file(u->file->dwarf), DWARF_INFO, dwarf_read(c, size));
		return true;
	case DW_FORM_ref_sig8:
		take_signature(v, u, dwarf_read(c, 8));
		return true;
	}
	return false;
}

static bool read_block(unsigned form, struct dwarf_cursor *c, struct dwarf_value *v)
{
	switch (form) {
	case DW_FORM_block:
	case DW_FORM_exprloc:
		take_block(v, c, dwarf_read_uleb(c));
		return true;
	case DW_FORM_block1:
		take_block(v, c, dwarf_read(c, 1));
		return true;
	case DW_FORM_block2:
		take_block(v, c, dwarf_read(c, 2));
		return true;
	case DW_FORM_block4:
		take_block(v, c, dwarf_read(c, 4));
		return true;
	case DW_FORM_data16:
		take_block(v, c, 16);
		return true;
	}
	return false;
}

static void read_form(struct dwarf_unit *u, const struct dwarf_attribute *at, unsigned form,
	struct dwarf_cursor *c, struct dwarf_value *v)
{
	int fixed = dwarf_form_size(u, form);
	unsigned size = fixed > 0 ? (unsigned)fixed : 0;

	if (!read_number(at, form, size, c, v) && !read_text(u, form, size, c, v) &&
		!read_reference(u, form, size, c, v) && !read_address(u, form, size, c, v))
		read_block(form, c, v);
	if (c->bad)
		v->class = DWARF_NONE;
}

const struct dwarf_attribute *dwarf_attribute_at(const struct dwarf_die *d, uint32_t i)
{
	return &d->unit->abbrevs.attributes.items[d->abbrev.first + i];
}

bool dwarf_die_attribute(const struct dwarf_die *d, unsigned name, struct dwarf_value *out)
{
	struct dwarf_cursor c = dwarf_unit_cursor(d->unit, d->attributes);

	for (uint32_t i = 0; i < d->abbrev.count && !c.bad; i++) {
		struct dwarf_attribute at = *dwarf_attribute_at(d, i);

		if (at.name != name) {
			dwarf_form_skip(d->unit, at.form, &c);
			continue;
		}
		unsigned form =
			at.form == DW_FORM_indirect ? (unsigned)dwarf_read_uleb(&c) : at.form;

		*out = (struct dwarf_value){ .class = DWARF_NONE, .form = (uint16_t)form };
		read_form(d->unit, &at, form, &c, out);
		return out->class != DWARF_NONE;
	}
	return false;
}
