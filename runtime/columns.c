/* runtime/columns.c - prints as rows of fields under a header (output.md H2).  Each print is a
 * header, where it differs from the one before, and a row for each entry; histograms and time
 * series have a row for each bucket and interval.  Called by runtime/sink_csv.c and
 * runtime/sink_tsv.c. */
#include "runtime/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runtime/column_names.h"
#include "runtime/flat.h"
#include "runtime/key_parts.h"
#include "runtime/sink_aside.h"
#include "runtime/base/clock.h"

/* A line while it is made. */
struct row {
	struct sink_context *ctx;
	const struct columns_form *form;
	struct buffer *out;
	struct buffer field;    /* kept for the memory */
	bool begun;
};

static void put_field(struct row *r, const char *bytes, size_t len)
{
	if (r->begun)
		buffer_putc(r->out, r->form->separator);
	r->begun = true;
	r->form->put_field(r->out, bytes, len);
}

static void put_text(struct row *r, const char *text)
{
	put_field(r, text, strlen(text));
}

/* What was made in the field's own buffer. */
static void put_made(struct row *r)
{
	if (r->field.failed)
		r->out->failed = true;
	put_field(r, r->field.data, r->field.len);
	buffer_clear(&r->field);
}

static void end_row(struct row *r)
{
	buffer_putc(r->out, '\n');
	r->begun = false;
}

/* RFC 3339, UTC; nothing for a time that has no calendar. */
static void put_time(struct row *r, uint64_t ns)
{
	time_t seconds = (time_t)(ns / SECOND_NS);
	char text[48];
	struct tm tm;

	if (gmtime_r(&seconds, &tm) && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm))
		buffer_printf(&r->field, "%s.%09" PRIu64 "Z", text, (uint64_t)(ns % SECOND_NS));
	put_made(r);
}

static void put_value(struct row *r, const struct value *v)
{
	flat_put(r->ctx->decode, &r->field, v);
	put_made(r);
}

static void put_optional(struct row *r, bool there, int64_t n)
{
	if (there)
		buffer_put_i64(&r->field, n);
	put_made(r);
}

static void row_close(struct row *r)
{
	if (r->field.failed)
		r->ctx->out->failed = true;
	buffer_free(&r->field);
}

/* Headers */

/* Written when it is another one than the last; the names are closed. */
static void put_header(struct row *r, struct column_names *names)
{
	struct columns_state *s = r->ctx->state;
	struct buffer header = { 0 };
	bool first = s->header.len == 0, settled = column_names_settle(names);

	r->out = &header;
	for (const char *name = NULL; (name = column_names_next(names, name));)
		put_text(r, name);
	end_row(r);
	r->out = r->ctx->out;
	r->out->failed |= !settled || header.failed;
	column_names_close(names);
	if (s->header.len == header.len && memcmp(s->header.data, header.data, header.len) == 0) {
		buffer_free(&header);
		return;
	}
	if (!first)
		buffer_putc(r->out, '\n');
	buffer_append(r->out, header.data, header.len);
	buffer_free(&s->header);
	s->header = header;
}

/* Stats and percentiles have a column for each field; what the script made a record is one
 * value. */
static bool is_record_of_agg(const struct map_view *view, const struct value *v)
{
	return v->kind == VALUE_RECORD && view->value_type->kind == TYPE_AGG;
}

/* The columns of a map's values, by what its first entry has. */
static void add_value_names(struct column_names *names, const struct map_view *view)
{
	const struct value *v = &view->entries[0].value;

	if (v->kind == VALUE_HIST) {
		column_names_add(names, COLUMN_OF_FORMAT, "min");
		column_names_add(names, COLUMN_OF_FORMAT, "max");
		column_names_add(names, COLUMN_OF_FORMAT, "count");
		return;
	}
	if (v->kind == VALUE_SERIES)
		column_names_add(names, COLUMN_OF_FORMAT, "interval_start");
	if (!is_record_of_agg(view, v)) {
		column_names_add(
			names, COLUMN_OF_FORMAT, v->kind == VALUE_RATE ? "per_second" : "value");
		return;
	}
	for (size_t i = 0; i < v->list.count; i++)
		column_names_add(names, COLUMN_OF_FORMAT, v->list.names[i]);
}

static void put_map_header(struct row *r, const struct map_view *view)
{
	struct key_parts parts = key_parts_of(view, &view->entries[0].key);
	struct column_names names = { 0 };

	column_names_add(&names, COLUMN_OF_FORMAT, "time");
	column_names_add(&names, COLUMN_OF_FORMAT, "map");
	column_names_add_key(&names, view, &parts);
	add_value_names(&names, view);
	put_header(r, &names);
}

/* What all rows of an entry begin with. */
static void put_row_start(struct row *r, const struct map_view *view, const struct map_entry *entry)
{
	struct key_parts parts = key_parts_of(view, &entry->key);

	put_time(r, r->ctx->time_ns);
	put_text(r, view->name);
	for (size_t i = 0; i < parts.count; i++)
		put_value(r, &parts.items[i]);
}

static void put_buckets(struct row *r, const struct map_view *view, const struct map_entry *entry)
{
	for (size_t i = 0; i < entry->value.hist.count; i++) {
		const struct value_bucket *bucket = &entry->value.hist.buckets[i];

		if (!bucket->count)
			continue;
		put_row_start(r, view, entry);
		put_optional(r, bucket->has_min, bucket->min);
		put_optional(r, bucket->has_max, bucket->max);
		buffer_put_u64(&r->field, bucket->count);
		put_made(r);
		end_row(r);
	}
}

static void put_points(struct row *r, const struct map_view *view, const struct map_entry *entry)
{
	for (size_t i = 0; i < entry->value.series.count; i++) {
		const struct value_point *point = &entry->value.series.points[i];
		struct value none = { .kind = VALUE_NONE };

		put_row_start(r, view, entry);
		put_time(r, point->start_ns);
		put_value(r, point->has_value ? &point->value : &none);
		end_row(r);
	}
}

static void put_entry(struct row *r, const struct map_view *view, const struct map_entry *entry)
{
	const struct value *v = &entry->value;

	if (v->kind == VALUE_HIST) {
		put_buckets(r, view, entry);
		return;
	}
	if (v->kind == VALUE_SERIES) {
		put_points(r, view, entry);
		return;
	}
	put_row_start(r, view, entry);
	if (is_record_of_agg(view, v))
		for (size_t i = 0; i < v->list.count; i++)
			put_value(r, &v->list.items[i]);
	else
		put_value(r, v);
	end_row(r);
}

void columns_map(
	struct sink_context *ctx, const struct columns_form *form, const struct map_view *view)
{
	struct row r = { .ctx = ctx, .form = form };

	if (view->count == 0)
		return;
	put_map_header(&r, view);
	for (size_t i = 0; i < view->count; i++)
		put_entry(&r, view, &view->entries[i]);
	row_close(&r);
}

void columns_value(struct sink_context *ctx, const struct columns_form *form, const struct value *v)
{
	struct row r = { .ctx = ctx, .form = form };
	struct column_names names = { 0 };
	char number[32];

	if (v->kind != VALUE_RECORD && v->kind != VALUE_TUPLE) {
		aside_value(ctx, v);
		return;
	}
	column_names_add(&names, COLUMN_OF_FORMAT, "time");
	for (size_t i = 0; i < v->list.count; i++) {
		snprintf(number, sizeof(number), "f%zu", i + 1);
		column_names_add(&names, COLUMN_OF_SCRIPT,
			v->kind == VALUE_RECORD ? v->list.names[i] : number);
	}
	put_header(&r, &names);
	put_time(&r, ctx->time_ns);
	for (size_t i = 0; i < v->list.count; i++)
		put_value(&r, &v->list.items[i]);
	end_row(&r);
	row_close(&r);
}

void columns_table(
	struct sink_context *ctx, const struct columns_form *form, const struct table_view *view)
{
	struct row r = { .ctx = ctx, .form = form, .out = ctx->out };
	struct column_names names = { 0 };

	if (view->header) {
		for (size_t i = 0; i < view->column_count; i++)
			column_names_add(&names, COLUMN_OF_SCRIPT, view->columns[i].label);
		put_header(&r, &names);
	}
	for (size_t i = 0; i < view->row_count * view->column_count; i++) {
		put_value(&r, &view->cells[i]);
		if ((i + 1) % view->column_count == 0)
			end_row(&r);
	}
	row_close(&r);
}

void columns_nothing_at_exit(struct sink_context *ctx)
{
	(void)ctx;      /* headers separate the maps */
}

void columns_close(struct sink_context *ctx)
{
	struct columns_state *s = ctx->state;

	buffer_free(&s->header);
}
