/* probes/dwarf_names.c - the index of names of DWARF 5, .debug_names (6.1.1): which units define a
 * name.  A section may hold several tables, each about the units of an object, when the linker only
 * put them one behind the other.  Part of the DWARF reader. */
#include <ctype.h>
#include <string.h>

#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"

#define ATTRIBUTES_MOST 16      /* of an entry */

/* A table: where its parts begin. */
struct name_table {
	struct dwarf_bytes bytes;       /* up to the end of the table */
	unsigned offset_size;
	uint32_t units, type_units, foreign_units, buckets, names;
	bool of_gdb;                    /* gdb writes names with those of what they are in */
	uint64_t unit_list, type_unit_list, bucket_list, hashes, texts, entries, abbrevs, pool;
};

/* False when they do not fit; sums of counts of 32 bits do not wrap. */
static bool place_parts(struct name_table *t, uint64_t at, uint32_t abbrevs_len)
{
	t->unit_list = at;
	t->type_unit_list = t->unit_list + (uint64_t)t->units * t->offset_size;
	t->bucket_list = t->type_unit_list + (uint64_t)t->type_units * t->offset_size +
		(uint64_t)t->foreign_units * 8;
	t->hashes = t->bucket_list + (uint64_t)t->buckets * 4;
	t->texts = t->hashes + (t->buckets ? (uint64_t)t->names * 4 : 0);
	t->entries = t->texts + (uint64_t)t->names * t->offset_size;
	t->abbrevs = t->entries + (uint64_t)t->names * t->offset_size;
	t->pool = t->abbrevs + abbrevs_len;
	return t->pool <= t->bytes.len;
}

/* Read the header at the cursor, which goes behind the table; false at the end. */
static bool next_table(struct dwarf_cursor *c, struct name_table *out)
{
	uint64_t len = dwarf_read(c, 4);
	unsigned offset_size = len == UINT32_MAX ? 8 : 4;

	if (offset_size == 8)
		len = dwarf_read(c, 8);
	if (c->bad || c->at == c->end || len > c->end - c->at)
		return false;
	struct dwarf_cursor h = *c;

	h.end = c->at += len;
	*out = (struct name_table){ .bytes = { h.data, h.end }, .offset_size = offset_size };
	bool known = dwarf_read(&h, 2) == 5;

	dwarf_skip(&h, 2);
	out->units = (uint32_t)dwarf_read(&h, 4);
	out->type_units = (uint32_t)dwarf_read(&h, 4);
	out->foreign_units = (uint32_t)dwarf_read(&h, 4);
	out->buckets = (uint32_t)dwarf_read(&h, 4);
	out->names = (uint32_t)dwarf_read(&h, 4);
	uint32_t abbrevs_len = (uint32_t)dwarf_read(&h, 4),
		 augmentation = (uint32_t)dwarf_read(&h, 4);

	out->of_gdb = augmentation >= 3 && h.end - h.at >= 3 && !memcmp(h.data + h.at, "GDB", 3);
	dwarf_skip(&h, ROUND_UP((uint64_t)augmentation, 4));
	return known && !h.bad && place_parts(out, h.at, abbrevs_len);
}

static enum dwarf_section section_of_type_units(struct dwarf *d)
{
	return dwarf_image_section(d->main->image, DWARF_TYPES).len ? DWARF_TYPES : DWARF_INFO;
}

void dwarf_names_units(struct dwarf *d, struct dwarf_unit_starts *out)
{
	struct dwarf_cursor c = dwarf_cursor(dwarf_image_section(d->main->image, DWARF_NAMES), 0);
	struct name_table t;

	while (next_table(&c, &t)) {
		for (uint32_t i = 0; i < t.units; i++)
			dwarf_add_start(out, DWARF_INFO,
				dwarf_word_at(t.bytes, t.unit_list + (uint64_t)i * t.offset_size,
					t.offset_size));
		for (uint32_t i = 0; i < t.type_units; i++)
			dwarf_add_start(out, section_of_type_units(d),
				dwarf_word_at(t.bytes,
					t.type_unit_list + (uint64_t)i * t.offset_size,
					t.offset_size));
	}
}

/* The entries of one name. */
struct search {
	struct dwarf *dwarf;
	const struct name_table *table;
	enum dwarf_names kind;
	struct dwarf_candidates *out;
};

static bool take_step(const struct search *s)
{
	return s->out->steps_left && --s->out->steps_left;
}

/* What an abbreviation says of entries: a cursor that stands at the pairs of attributes and forms.
 * False when there is none of that code. */
static bool find_abbrev(
	const struct search *s, uint64_t code, uint64_t *tag, struct dwarf_cursor *pairs)
{
	const struct name_table *t = s->table;
	struct dwarf_cursor c =
		dwarf_cursor((struct dwarf_bytes){ t->bytes.data, t->pool }, t->abbrevs);

	while (!c.bad && take_step(s)) {
		uint64_t own = dwarf_read_uleb(&c), name, form;

		if (!own)
			return false;
		*tag = dwarf_read_uleb(&c);
		*pairs = c;
		if (own == code)
			return !c.bad;
		do {
			name = dwarf_read_uleb(&c);
			form = dwarf_read_uleb(&c);
		} while (!c.bad && (name || form) && take_step(s));
	}
	return false;
}

static uint64_t read_value(struct dwarf_cursor *c, uint64_t form)
{
	switch (form) {
	case DW_FORM_flag_present:
		return 1;
	case DW_FORM_data1:
	case DW_FORM_ref1:
	case DW_FORM_flag:
		return dwarf_read(c, 1);
	case DW_FORM_data2:
	case DW_FORM_ref2:
		return dwarf_read(c, 2);
	case DW_FORM_data4:
	case DW_FORM_ref4:
		return dwarf_read(c, 4);
	case DW_FORM_data8:
	case DW_FORM_ref8:
	case DW_FORM_ref_sig8:
		return dwarf_read(c, 8);
	case DW_FORM_udata:
	case DW_FORM_ref_udata:
		return dwarf_read_uleb(c);
	}
	c->bad = true;
	return 0;
}

/* To gdb an enumerator is a variable, and a union or enum a struct. */
static bool is_wanted(const struct name_table *t, uint64_t tag, enum dwarf_names kind)
{
	bool is_value = kind == DWARF_VARIABLES || kind == DWARF_ENUMERATORS;
	enum dwarf_names own;

	if (t->of_gdb)
		return is_value == (tag == DW_TAG_variable);
	return tag <= UINT16_MAX && dwarf_names_of_tag((unsigned)tag, &own) && own == kind;
}

/* A type unit beside a compile unit is a foreign one's, in the split file that the compile unit
 * leads to. */
static void add_unit(const struct search *s, uint64_t unit, uint64_t type_unit)
{
	const struct name_table *t = s->table;

	if (unit == UINT64_MAX && type_unit == UINT64_MAX && t->units == 1)
		unit = 0;
	if (type_unit != UINT64_MAX && type_unit < t->type_units)
		dwarf_add_start(&s->out->starts, section_of_type_units(s->dwarf),
			dwarf_word_at(t->bytes, t->type_unit_list + type_unit * t->offset_size,
				t->offset_size));
	else if (type_unit == UINT64_MAX && unit < t->units)
		dwarf_add_start(&s->out->starts, DWARF_INFO,
			dwarf_word_at(
				t->bytes, t->unit_list + unit * t->offset_size, t->offset_size));
	else
		s->out->partial = true;
}

/* The next entry of a name; false at the end of them. */
static bool next_entry(const struct search *s, struct dwarf_cursor *c)
{
	uint64_t code = dwarf_read_uleb(c), tag, unit = UINT64_MAX, type_unit = UINT64_MAX;
	struct dwarf_cursor pairs;

	if (!code || c->bad)
		return false;
	if (!find_abbrev(s, code, &tag, &pairs)) {
		s->out->partial = true;
		return false;
	}
	for (unsigned i = 0;; i++) {
		uint64_t name = dwarf_read_uleb(&pairs), form = dwarf_read_uleb(&pairs);

		if (!name && !form)
			break;
		uint64_t value = read_value(c, form);

		if (name == DW_IDX_compile_unit)
			unit = value;
		else if (name == DW_IDX_type_unit)
			type_unit = value;
		c->bad |= pairs.bad || i == ATTRIBUTES_MOST;
		if (c->bad) {
			s->out->partial = true;
			return false;
		}
	}
	if (is_wanted(s->table, tag, s->kind))
		add_unit(s, unit, type_unit);
	return true;
}

/* The name of that number, from 0 on, if it is the one. */
static void take_name(const struct search *s, uint32_t number, const char *name)
{
	const struct name_table *t = s->table;
	struct dwarf_cursor c = dwarf_cursor(t->bytes,
		t->pool +
			dwarf_word_at(t->bytes, t->entries + (uint64_t)number * t->offset_size,
				t->offset_size));

	if (!dwarf_is_text_at(dwarf_image_section(s->dwarf->main->image, DWARF_STR),
		    dwarf_word_at(
			    t->bytes, t->texts + (uint64_t)number * t->offset_size, t->offset_size),
		    name))
		return;
	while (next_entry(s, &c))
		;
}

/* Bernstein's hash over the name in lower case (DWARF 5, 7.33).  False for what is not ASCII: which
 * lower case that has, tables of Unicode say. */
static bool hash_name(const char *name, uint32_t *out)
{
	uint32_t hash = 5381;

	for (; *name; name++) {
		if ((unsigned char)*name >= 0x80)
			return false;
		hash = hash * 33 + (uint32_t)tolower((unsigned char)*name);
	}
	*out = hash;
	return true;
}

/* Names of a bucket stand together, from the one on that the bucket says. */
static void search_bucket(const struct search *s, uint32_t hash, const char *name)
{
	const struct name_table *t = s->table;
	uint32_t bucket = hash % t->buckets,
		 number = (uint32_t)dwarf_word_at(t->bytes, t->bucket_list + 4ull * bucket, 4);

	for (; number && number <= t->names; number++) {
		uint32_t own =
			(uint32_t)dwarf_word_at(t->bytes, t->hashes + 4ull * (number - 1), 4);

		if (own % t->buckets != bucket)
			return;
		if (own == hash)
			take_name(s, number - 1, name);
	}
}

static void search_table(const struct search *s, const char *name)
{
	uint32_t hash;

	if (!s->table->buckets)
		for (uint32_t i = 0; i < s->table->names; i++)
			take_name(s, i, name);
	else if (hash_name(name, &hash))
		search_bucket(s, hash, name);
	else
		s->out->partial = true;
}

void dwarf_names_find(
	struct dwarf *d, enum dwarf_names kind, const char *name, struct dwarf_candidates *out)
{
	struct dwarf_bytes bytes = dwarf_image_section(d->main->image, DWARF_NAMES);
	struct dwarf_cursor c = dwarf_cursor(bytes, 0);
	const char *last = dwarf_last_part(name);
	struct name_table t;

	while (next_table(&c, &t)) {
		struct search s = { .dwarf = d, .table = &t, .kind = kind, .out = out };

		out->qualified |= t.of_gdb;
		/* enumerators are indexed by gdb alone, which numbers type units wrongly when some
		 * of them have no name */
		out->partial |= t.of_gdb ? t.type_units > 0 : kind == DWARF_ENUMERATORS;
		search_table(&s, name);
		if (last != name)
			search_table(&s, last);
	}
	/* a table that is broken, or of a version to come */
	out->partial |= bytes.len && c.at != c.end;
}
