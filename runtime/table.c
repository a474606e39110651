/* runtime/table.c - puts maps side by side: a row for each key that one of them has, a column for
 * each part of the key and for each map, several for maps of records.  Called by runtime/actions.c;
 * the sinks write what comes out. */
#include "runtime/table.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/key_parts.h"

/* One of the maps. */
struct side {
	const struct image_table_map *asked;
	const struct type *type;        /* of its values */
	struct map_view view;
	struct maps_memory memory;      /* that the view stands on */
	uint64_t period_ns;             /* per which its numbers are shown; 0: as they are */
};

struct entry {
	const struct map_entry *of;
	uint32_t side;
};

struct row {
	const struct value *key;
	/* NULL: that map has no entry for the key */
	const struct value *values[TABLE_MOST_MAPS];
};

struct table {
	struct arena *arena;
	const struct image *image;
	const struct image_table *asked;
	struct side sides[TABLE_MOST_MAPS];
	struct row *rows;
	size_t row_count;
	struct key_parts parts;         /* of the first row: those of all are of these types */
};

static int read_sides(struct table *t, struct maps *maps)
{
	for (uint32_t i = 0; i < t->asked->map_count; i++) {
		struct side *s = &t->sides[i];
		struct map_request request = { 0 };
		bool clears;
		int err;

		s->asked = &t->image->table_maps[t->asked->map_first + i];
		s->type = image_type_at(t->image, t->image->maps[s->asked->map].value_type);
		request.map = s->asked->map;
		clears = s->asked->flags & IMAGE_TABLE_MAP_CLEAR;
		err = clears ? maps_read_and_switch(maps, &request, &s->view)
			: maps_read(maps, &request, &s->view);
		if (err)
			return err;
		s->period_ns = s->asked->flags & IMAGE_TABLE_MAP_RATE
			? maps_period_ns(maps, s->asked->map)
			: 0;
		err = clears ? maps_clear_resting(maps, s->asked->map) : 0;
		maps_keep(maps, &s->memory);
		if (err)
			return err;
	}
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	int order = value_compare(&left->of->key, &right->of->key);

	return order ? order : (int)left->side - (int)right->side;
}

/* Keys of one map may look alike (errno_name(2) and errno_name(-2)): each has a row then. */
static void add_to_rows(struct table *t, size_t first, const struct entry *e)
{
	size_t i = first;

	while (i < t->row_count && t->rows[i].values[e->side])
		i++;
	if (i == t->row_count)
		t->rows[t->row_count++] = (struct row){ .key = &e->of->key };
	t->rows[i].values[e->side] = &e->of->value;
}

static int make_rows(struct table *t)
{
	struct entry *entries;
	size_t count = 0, used = 0, first = 0;

	for (uint32_t i = 0; i < t->asked->map_count; i++)
		count += t->sides[i].view.count;
	entries = arena_try_alloc(t->arena, count * sizeof(*entries));
	t->rows = arena_try_alloc(t->arena, count * sizeof(*t->rows));
	if (!entries || !t->rows)
		return -ENOMEM;
	for (uint32_t i = 0; i < t->asked->map_count; i++)
		for (size_t k = 0; k < t->sides[i].view.count; k++)
			entries[used++] = (struct entry){ &t->sides[i].view.entries[k], i };
	if (count)
		qsort(entries, count, sizeof(*entries), compare_entries);
	for (size_t i = 0; i < count; i++) {
		if (i && value_compare(&entries[i - 1].of->key, &entries[i].of->key))
			first = t->row_count;
		add_to_rows(t, first, &entries[i]);
	}
	return 0;
}

/* The part of a value that rows go by: a field of its record, or all of it. */
static const struct value *sort_part(const struct table *t, const struct value *v)
{
	const char *field = t->asked->sort_field == IMAGE_NONE
		? NULL
		: image_text(t->image, t->asked->sort_field);

	if (!field || v->kind != VALUE_RECORD)
		return v;
	for (size_t i = 0; i < v->list.count; i++)
		if (str_eq(v->list.names[i], field))
			return &v->list.items[i];
	return v;
}

/* Rows without a value come last whatever the direction; equal ones go by their keys. */
static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct row *left = a, *right = b;
	const struct table *t = arg;
	uint32_t side = t->asked->sort_map;
	int sign = t->asked->flags & IMAGE_TABLE_DESCENDING ? -1 : 1, order;

	if (side == IMAGE_NONE)
		return sign * value_compare(left->key, right->key);
	if (!left->values[side] || !right->values[side])
		order = !left->values[side] - !right->values[side];
	else
		order = sign *
			value_compare(sort_part(t, left->values[side]),
				sort_part(t, right->values[side]));
	return order ? order : value_compare(left->key, right->key);
}

static void sort_rows(struct table *t)
{
	if (t->row_count > 1)
		qsort_r(t->rows, t->row_count, sizeof(*t->rows), compare_rows, t);
	if (t->asked->top && t->asked->top < t->row_count)
		t->row_count = t->asked->top;
}

/* The text that was made in b, in the arena; NULL when memory is out. */
static const char *keep(struct table *t, struct buffer *b)
{
	char *text = b->failed ? NULL : arena_try_alloc(t->arena, b->len + 1);

	if (text && b->len)
		memcpy(text, b->data, b->len);
	buffer_free(b);
	return text;
}

static const char *in_upper_case(struct table *t, const char *text, const char *behind)
{
	struct buffer b = { 0 };

	for (; *text; text++)
		buffer_putc(&b, (char)toupper((unsigned char)*text));
	buffer_puts(&b, behind);
	return keep(t, &b);
}

static bool is_number(const struct value *v)
{
	return v->kind == VALUE_INT || v->kind == VALUE_UINT || v->kind == VALUE_POINTER;
}

/* The title that the script gives to part i, or NULL. */
static const char *given_title(struct table *t, size_t i)
{
	const char *text = t->asked->key_titles == IMAGE_NONE
		? ""
		: image_text(t->image, t->asked->key_titles);
	struct buffer b = { 0 };

	for (; i && *text; i--) {
		text += strcspn(text, ",");
		text += *text == ',';
	}
	buffer_append(&b, text, strcspn(text, ","));
	if (b.len)
		return keep(t, &b);
	buffer_free(&b);
	return NULL;
}

static void key_column(struct table *t, size_t i, struct table_column *column)
{
	const char *title = given_title(t, i);
	struct buffer name = { 0 };

	key_part_put_name(&name, &t->sides[0].view, &t->parts, i);
	column->name = keep(t, &name);
	column->title = title || !column->name ? title : in_upper_case(t, column->name, "");
	column->label = title ? title : column->name;
	column->is_number = is_number(&t->parts.items[i]);
}

/* "@ns" is NS in its title and ns in its label, "@" VALUE and value. */
static void map_column(
	struct table *t, const struct side *s, const char *field, struct table_column *column)
{
	const char *given =
		s->asked->title == IMAGE_NONE ? NULL : image_text(t->image, s->asked->title);
	const char *name = given ? given : s->view.name[1] ? s->view.name + 1 : "value", *upper;
	struct buffer title = { 0 }, label = { 0 };

	upper = given ? given : in_upper_case(t, name, s->period_ns ? "/S" : "");
	buffer_printf(&title, "%s%s%s", upper ? upper : "", field ? "." : "", field ? field : "");
	buffer_printf(&label, "%s%s%s", name, field ? "." : "", field ? field : "");
	*column = (struct table_column){
		.title = keep(t, &title),
		.label = keep(t, &label),
		.name = s->view.name,
		.field = field,
		.is_number = s->type->kind == TYPE_AGG || s->type->kind == TYPE_POINTER ||
			(s->type->kind == TYPE_INT && !type_is_enum(s->type)),
		.period_ns = s->period_ns,
	};
}

static uint32_t field_count(const struct side *s)
{
	return s->type->kind == TYPE_AGG ? agg_field_count(s->type->agg, &s->type->agg_params) : 0;
}

static int make_columns(struct table *t, struct table_view *view)
{
	size_t count = t->parts.count, at = 0;
	struct table_column *columns;

	for (uint32_t i = 0; i < t->asked->map_count; i++)
		count += MAX_OF(field_count(&t->sides[i]), 1u);
	columns = arena_try_alloc(t->arena, count * sizeof(*columns));
	if (!columns)
		return -ENOMEM;
	while (at < t->parts.count) {
		key_column(t, at, &columns[at]);
		at++;
	}
	for (uint32_t i = 0; i < t->asked->map_count; i++) {
		const struct side *s = &t->sides[i];
		uint32_t fields = field_count(s);

		for (uint32_t k = 0; k < MAX_OF(fields, 1u); k++) {
			char *field = fields ? arena_try_alloc(t->arena, AGG_FIELD_NAME) : NULL;

			if (field)
				agg_field_name(s->type->agg, &s->type->agg_params, k, field);
			map_column(t, s, field, &columns[at++]);
		}
	}
	for (size_t i = 0; i < count; i++)
		if (!columns[i].title || !columns[i].label || !columns[i].name)
			return -ENOMEM;
	view->columns = columns;
	view->column_count = count;
	view->key_count = t->parts.count;
	return 0;
}

/* A number in the unit that the script gives it; how many there were has none. */
static struct value in_unit(const struct side *s, struct value v, size_t field)
{
	bool counts = field_count(s) && field == 0;

	if (s->asked->unit && (v.kind == VALUE_INT || v.kind == VALUE_UINT) && !counts)
		v.unit = (enum unit)s->asked->unit;
	return v;
}

static void fill_row(const struct table *t, const struct row *row, struct value *cells)
{
	struct key_parts parts = key_parts_of(&t->sides[0].view, row->key);

	for (size_t i = 0; i < t->parts.count; i++)
		*cells++ = i < parts.count ? parts.items[i] : (struct value){ .kind = VALUE_NONE };
	for (uint32_t i = 0; i < t->asked->map_count; i++) {
		const struct side *s = &t->sides[i];
		const struct value *v = row->values[i];
		uint32_t fields = field_count(s);

		for (size_t k = 0; k < MAX_OF(fields, 1u); k++)
			*cells++ = !v ? (struct value){ .kind = VALUE_NONE }
				      : in_unit(s, fields ? v->list.items[k] : *v, k);
	}
}

static int make_view(struct table *t, struct table_view *view)
{
	struct value *cells;
	int err;

	t->parts = key_parts_of(&t->sides[0].view, t->rows[0].key);
	err = make_columns(t, view);
	if (err)
		return err;
	cells = arena_try_alloc(t->arena, t->row_count * view->column_count * sizeof(*cells));
	if (!cells)
		return -ENOMEM;
	for (size_t i = 0; i < t->row_count; i++)
		fill_row(t, &t->rows[i], cells + i * view->column_count);
	view->cells = cells;
	view->row_count = t->row_count;
	view->header = !(t->asked->flags & IMAGE_TABLE_NO_HEADER);
	return 0;
}

static int show(struct table *t, const struct sink *sink, struct sink_context *ctx)
{
	struct table_view view = { 0 };
	int err = make_rows(t);

	if (err || !t->row_count)
		return err;
	sort_rows(t);
	err = make_view(t, &view);
	if (!err)
		sink->table(ctx, &view);
	return err;
}

int table_show(struct maps *maps, const struct image_table *asked, const struct sink *sink,
	struct sink_context *ctx)
{
	struct table t = { .arena = ctx->decode->arena, .image = maps->image, .asked = asked };
	int err = read_sides(&t, maps);

	if (!err) {
		err = show(&t, sink, ctx);
		if (err)
			log_error("table: cannot be shown: %s", strerror(-err));
	}
	for (uint32_t i = 0; i < asked->map_count; i++)
		maps_memory_free(&t.sides[i].memory);
	return err;
}
