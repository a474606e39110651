/* runtime/base/image_tables.c - the tables that actions print: their maps and their texts.  Part of
 * image_open(). */
#include "runtime/base/image_check.h"
#include "runtime/base/unit.h"

static const char *check_map(
	const struct image *image, const struct image_table_map *m, bool scalar)
{
	const struct image_map *map;
	const struct type *t;

	if (m->map >= image->counts[IMAGE_MAPS])
		return "tables: map out of range";
	map = &image->maps[m->map];
	if (!(map->flags & IMAGE_MAP_USER))
		return "tables: not a map of the script";
	if (!(map->flags & IMAGE_MAP_SCALAR) == scalar)
		return "tables: maps with keys and without";
	t = image_type_at(image, map->value_type);
	if (t->kind == TYPE_AGG &&
		(t->agg == AGG_HIST || t->agg == AGG_LHIST || t->agg == AGG_TSERIES))
		return "tables: a map without a cell";
	if (!image_has_text_or_none(image, m->title))
		return "tables: a text lies outside of strings";
	if (m->unit >= UNIT_COUNT || m->flags > (IMAGE_TABLE_MAP_RATE | IMAGE_TABLE_MAP_CLEAR))
		return "tables: a unit or flag out of range";
	return NULL;
}

static const char *check_table(const struct image *image, const struct image_table *t)
{
	const struct image_table_map *maps = &image->table_maps[t->map_first];
	const char *reason = NULL;
	bool scalar;

	if (!t->map_count || t->map_count > TABLE_MOST_MAPS ||
		!image_range_ok(t->map_first, t->map_count, image->counts[IMAGE_TABLE_MAPS]))
		return "tables: maps out of range";
	if (t->sort_map != IMAGE_NONE && t->sort_map >= t->map_count)
		return "tables: sorted by no map of the table";
	if (!image_has_text_or_none(image, t->sort_field) ||
		!image_has_text_or_none(image, t->key_titles))
		return "tables: a text lies outside of strings";
	if (t->flags > (IMAGE_TABLE_DESCENDING | IMAGE_TABLE_NO_HEADER))
		return "tables: unknown flag";
	scalar = maps[0].map < image->counts[IMAGE_MAPS] &&
		image->maps[maps[0].map].flags & IMAGE_MAP_SCALAR;
	for (uint32_t i = 0; i < t->map_count && !reason; i++)
		reason = check_map(image, &maps[i], scalar);
	return reason;
}

const char *image_check_tables(const struct image *image)
{
	const char *reason = NULL;

	for (uint32_t i = 0; i < image->counts[IMAGE_TABLES] && !reason; i++)
		reason = check_table(image, &image->tables[i]);
	return reason;
}
