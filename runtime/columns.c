/* runtime/columns.c - prints as rows of fields under a header (output.md H2).  Each print is a
 * header, where it differs from the one before, and a row for each entry; histograms and time
 * series have a row for each bucket and interval.  Called by runtime/sink_csv.c and
 * runtime/sink_tsv.c. */
#include "runtime/columns.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <time.h>

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

/* The names of columns while they are gathered, one behind the other: whose it is, the name, a
 * NUL. */
enum whose { OF_FORMAT = 'f', OF_SCRIPT = 's' };

static void add_name(struct buffer *names, enum whose whose, const char *name)
{
	/* all of it or nothing */
	if (!buffer_reserve(names, strlen(name) + 2))
		return;
	buffer_putc(names, (char)whose);
	buffer_append(names, name, strlen(name) + 1);
}

static bool has_name(const struct buffer *names, const char *name, bool of_format)
{
	/* databases do not tell letters by their case */
	for (const char *at = names->data; at && at < names->data + names->len;
		at += strlen(at) + 1)
		if ((!of_format || *at == OF_FORMAT) && !strcasecmp(at + 1, name))
			return true;
	return false;
}

/* Two columns of one name would be one to programs: the format's keep theirs, the script's get _2,
 * _3 ... behind it, as parts of keys do (language.md M10). */
static void put_name(
	struct row *r, const struct buffer *names, struct buffer *given, const char *at)
{
	const char *name = at + 1;
	struct buffer made = { 0 };

	bool is_taken =
		*at == OF_SCRIPT && (has_name(names, name, true) || has_name(given, name, false));

	for (unsigned number = 2; is_taken; number++) {
		buffer_clear(&made);
		buffer_printf(&made, "%s_%u", at + 1, number);
		name = buffer_text(&made);
		is_taken = !made.failed &&
			(has_name(names, name, false) || has_name(given, name, false));
	}
	add_name(given, OF_SCRIPT, name);
	put_text(r, name);
	given->failed |= made.failed;
	buffer_free(&made);
}

/* Written when it is another one than the last; the names are freed. */
static void put_header(struct row *r, struct buffer *names)
{
	struct columns_state *s = r->ctx->state;
	struct buffer header = { 0 }, given = { 0 };
	bool first = s->header.len == 0;

	r->out = &header;
	/* without memory the last name may have no end */
	for (const char *at = names->failed ? NULL : names->data;
		at && at < names->data + names->len; at += strlen(at) + 1)
		put_name(r, names, &given, at);
	end_row(r);
	r->out = r->ctx->out;
	r->out->failed |= names->failed || given.failed || header.failed;
	buffer_free(names);
	buffer_free(&given);
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
static void add_value_names(struct buffer *names, const struct map_view *view)
{
	const struct value *v = &view->entries[0].value;

	if (v->kind == VALUE_HIST) {
		add_name(names, OF_FORMAT, "min");
		add_name(names, OF_FORMAT, "max");
		add_name(names, OF_FORMAT, "count");
		return;
	}
	if (v->kind == VALUE_SERIES)
		add_name(names, OF_FORMAT, "interval_start");
	if (!is_record_of_agg(view, v)) {
		add_name(names, OF_FORMAT, v->kind == VALUE_RATE ? "per_second" : "value");
		return;
	}
	for (size_t i = 0; i < v->list.count; i++)
		add_name(names, OF_FORMAT, v->list.names[i]);
}

static void put_map_header(struct row *r, const struct map_view *view)
{
	struct key_parts parts = key_parts_of(view, &view->entries[0].key);
	struct buffer names = { 0 };

	add_name(&names, OF_FORMAT, "time");
	add_name(&names, OF_FORMAT, "map");
	for (size_t i = 0; i < parts.count; i++) {
		buffer_putc(&names, OF_SCRIPT);
		key_part_put_name(&names, view, &parts, i);
		buffer_putc(&names, '\0');
	}
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
	struct buffer names = { 0 };

	if (v->kind != VALUE_RECORD && v->kind != VALUE_TUPLE) {
		aside_value(ctx, v);
		return;
	}
	add_name(&names, OF_FORMAT, "time");
	for (size_t i = 0; i < v->list.count; i++) {
		buffer_putc(&names, OF_SCRIPT);
		if (v->kind == VALUE_RECORD)
			buffer_puts(&names, v->list.names[i]);
		else
			buffer_printf(&names, "f%zu", i + 1);
		buffer_putc(&names, '\0');
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
	struct buffer names = { 0 };

	if (view->header) {
		for (size_t i = 0; i < view->column_count; i++)
			add_name(&names, OF_SCRIPT, view->columns[i].label);
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
