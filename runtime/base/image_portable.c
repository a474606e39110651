/* runtime/base/image_portable.c - the tables of portable images: do they refer to what is there?
 * Part of image_open(). */
#include "runtime/base/image_check.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/util.h"

static const char *check_fact(const struct image *image, const struct image_fact *f)
{
	if (f->kind >= FACT_KIND_COUNT)
		return "facts: unknown kind";
	if (!image_has_text_or_none(image, f->text) || !image_has_text_or_none(image, f->member))
		return "facts: a name lies outside of strings";
	if (f->body != IMAGE_NONE && f->body >= image->counts[IMAGE_BODIES])
		return "facts: body out of range";
	if ((f->body != IMAGE_NONE) != (f->kind >= FACT_FIRST_OF_BODY))
		return "facts: one of a body without a body, or one of the machine with one";
	return NULL;
}

static const char *check_point(const struct image *image, const struct image_point *p)
{
	uint32_t number = (uint32_t)(p - image->points);

	if (!image_has_text(image, p->text) || !image_has_text_or_none(image, p->label))
		return "points: a name lies outside of strings";
	/* what is left is looked for before what is entered */
	if (p->entry_of != IMAGE_NONE &&
		(p->entry_of <= number || p->entry_of >= image->counts[IMAGE_POINTS] ||
			image->points[p->entry_of].entry_of != IMAGE_NONE))
		return "points: an entry of nothing";
	return NULL;
}

static const char *check_body(const struct image *image, const struct image_body *b)
{
	if (b->prog >= image->counts[IMAGE_PROGS])
		return "bodies: program out of range";
	if (!image_has_text_or_none(image, b->attach_by))
		return "bodies: a name lies outside of strings";
	if (b->flags & ~(uint32_t)IMAGE_BODY_FLAGS)
		return "bodies: unknown flag";
	if (!image_range_ok(b->value_first, b->value_count, image->counts[IMAGE_VALUES]))
		return "bodies: values out of range";
	if (b->table_map == IMAGE_NONE)
		return NULL;
	if (!(b->flags & IMAGE_BODY_SELECTED))
		return "bodies: a table of one that chooses among nothing";
	if (b->table_map >= image->counts[IMAGE_MAPS] ||
		image->maps[b->table_map].storage != MAP_RODATA)
		return "bodies: a table that lies in no read-only data";
	if (b->table_offset % sizeof(uint32_t) ||
		!image_range_ok(b->table_offset, IMAGE_EVENTS * sizeof(uint32_t),
			image->maps[b->table_map].data_len))
		return "bodies: a table lies outside of read-only data";
	return NULL;
}

static const char *check_value(const struct image *image, const struct image_value *v)
{
	if (v->role >= VALUE_ROLE_COUNT)
		return "values: unknown role";
	if (!image_has_text_or_none(image, v->name) || !image_has_text_or_none(image, v->type) ||
		(v->role == VALUE_ARG && v->name == IMAGE_NONE))
		return "values: a name lies outside of strings";
	return NULL;
}

#define CHECK_ALL(id, array, check) \
	for (uint32_t i = 0; !reason && i < image->counts[IMAGE_##id]; i++) \
		reason = check(image, &image->array[i]);

const char *image_check_portable(const struct image *image)
{
	const char *reason = NULL;
	bool portable = image->header->flags & IMAGE_PORTABLE;

	if (!portable &&
		(image->counts[IMAGE_FACTS] || image->counts[IMAGE_POINTS] ||
			image->counts[IMAGE_BODIES] || image->counts[IMAGE_VALUES]))
		return "header: tables of a portable image in one that is not";
	CHECK_ALL(FACTS, facts, check_fact)
	CHECK_ALL(POINTS, points, check_point)
	CHECK_ALL(BODIES, bodies, check_body)
	CHECK_ALL(VALUES, values, check_value)
	for (uint32_t i = 0; !reason && portable && i < image->counts[IMAGE_PROBES]; i++)
		if (image->probes[i].point >= image->counts[IMAGE_POINTS])
			reason = "probes: attach point out of range";
	return reason;
}
