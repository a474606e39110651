/* runtime/base/image_write.c - builds images: one growing buffer a section, put together at the
 * end.  The compiler's image pass and tests call it. Failures stick in the buffers and show in
 * image_writer_finish(). */
#include <errno.h>

#include "runtime/base/image_check.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/image_write.h"
#include "runtime/base/util.h"


static const uint32_t record_sizes[IMAGE_SECTION_COUNT] = {
#define RECORD_SIZE(id, record, array) [IMAGE_##id] = sizeof(record),
	IMAGE_SECTIONS(RECORD_SIZE)
#undef RECORD_SIZE
};

/* Append bytes to a section; returns where they begin.  Offsets have 32 bits. */
static uint32_t append(struct buffer *section, const void *bytes, size_t len)
{
	uint32_t at = (uint32_t)section->len;

	if (len > UINT32_MAX - section->len) {
		section->failed = true;
		return 0;
	}
	buffer_append(section, bytes, len);
	return at;
}

uint32_t image_write_text(struct image_writer *w, const char *text)
{
	return append(&w->sections[IMAGE_STRINGS], text, strlen(text) + 1);
}

uint32_t image_write_text_or_none(struct image_writer *w, const char *text)
{
	return text ? image_write_text(w, text) : IMAGE_NONE;
}

uint32_t image_write_data(struct image_writer *w, const void *bytes, size_t len)
{
	return append(&w->sections[IMAGE_DATA], bytes, len);
}

uint32_t image_write_record(
	struct image_writer *w, enum image_section_id section, const void *record)
{
	return append(&w->sections[section], record, record_sizes[section]) / record_sizes[section];
}

uint32_t image_writer_count(const struct image_writer *w, enum image_section_id section)
{
	return (uint32_t)(w->sections[section].len / record_sizes[section]);
}

static const struct image_type *type_record(const struct image_writer *w, uint32_t i)
{
	return (const struct image_type *)w->sections[IMAGE_TYPES].data + i;
}

static bool text_is(const struct image_writer *w, uint32_t offset, const char *text)
{
	if (offset == IMAGE_NONE || !text)
		return offset == IMAGE_NONE && !text;
	return str_eq(w->sections[IMAGE_STRINGS].data + offset, text);
}

static bool fields_are(const struct image_writer *w, const struct image_type *r,
	const struct type *t, const uint32_t *field_types)
{
	const struct image_field *fields =
		(const struct image_field *)w->sections[IMAGE_FIELDS].data;

	if (r->field_count != t->field_count)
		return false;
	for (uint32_t i = 0; i < t->field_count; i++) {
		const struct image_field *f = &fields[r->field_first + i];

		if (f->type != field_types[i] || f->offset != t->fields[i].offset ||
			f->bit_offset != t->fields[i].bit_offset ||
			f->bit_size != t->fields[i].bit_size || f->value != t->fields[i].value ||
			!text_is(w, f->name, t->fields[i].name))
			return false;
	}
	return true;
}

/* The record of a type but for its texts and fields. */
static struct image_type plain_record(const struct type *t, uint32_t elem)
{
	return (struct image_type){
		.kind = (uint8_t)t->kind,
		.is_signed = t->is_signed,
		.is_raw = t->is_raw,
		.clock = t->clock,
		.unit = t->unit,
		.decoder = t->decoder,
		.align = t->align,
		.size = t->size,
		.count = t->count,
		.elem = elem,
		.field_count = t->field_count,
		.agg = t->kind == TYPE_AGG ? t->agg : 0,
		.agg_params = t->kind == TYPE_AGG ? t->agg_params : (struct agg_params){ 0 },
	};
}

static uint32_t find_type(const struct image_writer *w, const struct image_type *wanted,
	const struct type *t, const uint32_t *field_types)
{
	uint32_t count = image_writer_count(w, IMAGE_TYPES);

	for (uint32_t i = 0; i < count; i++) {
		const struct image_type *r = type_record(w, i);
		struct image_type plain = *r;

		plain.field_first = 0;
		plain.name = 0;
		if (memcmp(&plain, wanted, sizeof(plain)) == 0 && text_is(w, r->name, t->name) &&
			fields_are(w, r, t, field_types))
			return i;
	}
	return IMAGE_NONE;
}

static void write_field(struct image_writer *w, const struct type_field *f, uint32_t type)
{
	struct image_field record = {
		.type = type,
		.offset = f->offset,
		.bit_offset = f->bit_offset,
		.bit_size = f->bit_size,
		.value = f->value,
	};

	record.name = image_write_text_or_none(w, f->name);
	image_write_record(w, IMAGE_FIELDS, &record);
}

static bool writer_failed(const struct image_writer *w)
{
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++)
		if (w->sections[i].failed)
			return true;
	return false;
}

uint32_t image_write_type(struct image_writer *w, const struct type *t)
{
	uint32_t *field_types;
	struct image_type record;
	uint32_t found = IMAGE_NONE;

	if (!t || writer_failed(w))
		return IMAGE_NONE;
	field_types = mem_zalloc(t->field_count, sizeof(*field_types));
	if (!field_types) {
		w->sections[IMAGE_TYPES].failed = true;
		return IMAGE_NONE;
	}
	record = plain_record(t, image_write_type(w, t->elem));
	for (uint32_t i = 0; i < t->field_count; i++)
		field_types[i] = image_write_type(w, t->fields[i].type);
	if (!writer_failed(w))
		found = find_type(w, &record, t, field_types);
	if (found == IMAGE_NONE) {
		record.name = image_write_text_or_none(w, t->name);
		record.field_first = image_writer_count(w, IMAGE_FIELDS);
		for (uint32_t i = 0; i < t->field_count; i++)
			write_field(w, &t->fields[i], field_types[i]);
		found = image_write_record(w, IMAGE_TYPES, &record);
	}
	mem_free(field_types);
	return found;
}

/* Give every section its place; the size of the whole, or 0 when it does not fit in 32 bits. */
static uint32_t place_sections(struct image_writer *w)
{
	uint64_t at = ROUND_UP(sizeof(struct image_header), IMAGE_ALIGN);

	for (uint32_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		w->header.sections[i] = (struct image_section){
			(uint32_t)at, image_writer_count(w, (enum image_section_id)i)
		};
		at = ROUND_UP(at + w->sections[i].len, IMAGE_ALIGN);
		if (at > UINT32_MAX)
			return 0;
	}
	return (uint32_t)at;
}

static void pad(struct buffer *out, size_t start)
{
	size_t len = out->len - start;

	buffer_fill(out, 0, ROUND_UP(len, IMAGE_ALIGN) - len);
}

int image_writer_finish(struct image_writer *w, struct buffer *out)
{
	size_t start = out->len;
	bool failed;

	/* offset 0 is always a text, so that a header left at zero is valid */
	if (w->sections[IMAGE_STRINGS].len == 0)
		image_write_text(w, "");
	memcpy(w->header.magic, IMAGE_MAGIC, sizeof(w->header.magic));
	w->header.version = IMAGE_VERSION;
	w->header.arch = image_machine();
	w->header.size = place_sections(w);
	failed = writer_failed(w) || w->header.size == 0;
	if (!failed) {
		buffer_reserve(out, w->header.size);
		buffer_append(out, &w->header, sizeof(w->header));
		pad(out, start);
	}
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		if (!failed) {
			buffer_append(out, w->sections[i].data, w->sections[i].len);
			pad(out, start);
		}
		buffer_free(&w->sections[i]);
	}
	*w = (struct image_writer){ 0 };
	return failed || out->failed ? -ENOMEM : 0;
}
