/* runtime/sink_json.c - the JSON format (output.md chapter 3): one object a line, notices and the
 * summary included.  Called by the session. */
#include <inttypes.h>
#include <string.h>

#include "runtime/base/json.h"
#include "runtime/base/util.h"
#include "runtime/key_set.h"
#include "runtime/series.h"
#include "runtime/sink.h"
#include "runtime/summary.h"

/* An integer of more significant bits than this does not survive a double. */
#define DOUBLE_BITS 53

static void put_value(struct sink_context *ctx, const struct value *v);

static void put_record_start(struct buffer *b, const char *type)
{
	buffer_puts(b, "{\"type\": \"");
	json_put_escaped(b, type, strlen(type));
	buffer_puts(b, "\", \"data\": ");
}

static void put_record_end(struct buffer *b)
{
	buffer_puts(b, "}\n");
}

static bool fits_double(uint64_t magnitude)
{
	return magnitude == 0 || magnitude >> __builtin_ctzll(magnitude) < 1ULL << DOUBLE_BITS;
}

static bool is_quoted(const struct sink_context *ctx, uint64_t magnitude)
{
	return ctx->json_int == JSON_INT_STRING ||
		(ctx->json_int == JSON_INT_AUTO && !fits_double(magnitude));
}

static void put_unsigned(struct sink_context *ctx, uint64_t n)
{
	bool quoted = is_quoted(ctx, n);
	struct buffer *b = ctx->out;

	if (quoted)
		buffer_putc(b, '"');
	buffer_put_u64(b, n);
	if (quoted)
		buffer_putc(b, '"');
}

static void put_signed(struct sink_context *ctx, int64_t n)
{
	bool quoted = is_quoted(ctx, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
	struct buffer *b = ctx->out;

	if (quoted)
		buffer_putc(b, '"');
	buffer_put_i64(b, n);
	if (quoted)
		buffer_putc(b, '"');
}

/* A string with its mark when it was cut off, without quotes. */
static void put_string_text(struct sink_context *ctx, const struct value *v)
{
	const char *trailer;

	json_put_escaped(ctx->out, v->string.bytes, v->string.len);
	if (!v->string.truncated)
		return;
	trailer = image_text(ctx->decode->image, ctx->decode->image->header->str_trailer);
	json_put_escaped(ctx->out, trailer, strlen(trailer));
	ctx->decode->truncated_strings++;
}

static void put_list(struct sink_context *ctx, const struct value *v)
{
	buffer_putc(ctx->out, '[');
	for (size_t i = 0; i < v->list.count; i++) {
		if (i > 0)
			buffer_putc(ctx->out, ',');
		put_value(ctx, &v->list.items[i]);
	}
	buffer_putc(ctx->out, ']');
}

static void put_object(struct sink_context *ctx, const struct value *v)
{
	buffer_putc(ctx->out, '{');
	for (size_t i = 0; i < v->list.count; i++) {
		if (i > 0)
			buffer_puts(ctx->out, ", ");
		json_put_string(ctx->out, v->list.names[i], strlen(v->list.names[i]));
		buffer_puts(ctx->out, ": ");
		put_value(ctx, &v->list.items[i]);
	}
	buffer_putc(ctx->out, '}');
}

static void put_bucket(struct sink_context *ctx, const struct value_bucket *bucket)
{
	struct buffer *b = ctx->out;

	buffer_putc(b, '{');
	if (bucket->has_min) {
		buffer_puts(b, "\"min\": ");
		put_signed(ctx, bucket->min);
		buffer_puts(b, ", ");
	}
	if (bucket->has_max) {
		buffer_puts(b, "\"max\": ");
		put_signed(ctx, bucket->max);
		buffer_puts(b, ", ");
	}
	buffer_puts(b, "\"count\": ");
	put_unsigned(ctx, bucket->count);
	buffer_putc(b, '}');
}

static void put_buckets(struct sink_context *ctx, const struct value *v)
{
	struct buffer *b = ctx->out;

	buffer_putc(b, '[');
	for (size_t i = 0; i < v->hist.count; i++) {
		if (i > 0)
			buffer_putc(b, ',');
		put_bucket(ctx, &v->hist.buckets[i]);
	}
	buffer_putc(b, ']');
}

/* As numbers with a sign (output.md, Values). */
static void put_bytes(struct buffer *b, const struct value *v)
{
	buffer_putc(b, '[');
	for (size_t i = 0; i < v->string.len; i++) {
		if (i > 0)
			buffer_putc(b, ',');
		buffer_put_i64(b, (signed char)v->string.bytes[i]);
	}
	buffer_putc(b, ']');
}

/* As one string, line feeds included. */
static void put_stack(struct sink_context *ctx, const struct value *v)
{
	struct buffer text = { 0 };

	value_put_text(ctx->decode, &text, v);
	json_put_string(ctx->out, text.data, text.len);
	buffer_free(&text);
}

static void put_number(void *context, const struct value *v)
{
	struct sink_context *ctx = context;

	if (v->kind == VALUE_INT)
		put_signed(ctx, v->i);
	else
		put_unsigned(ctx, v->u);
}

static void put_rate(struct buffer *b, const struct value *v)
{
	if (v->rate.is_negative)
		buffer_putc(b, '-');
	buffer_put_u64(b, v->rate.whole);
	buffer_printf(b, ".%u", v->rate.tenths);
}

static void put_value(struct sink_context *ctx, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NONE:
		buffer_puts(ctx->out, "null");
		return;
	case VALUE_BOOL:
		buffer_puts(ctx->out, v->truth ? "true" : "false");
		return;
	case VALUE_INT:
		put_signed(ctx, v->i);
		return;
	case VALUE_ENUM:
		if (v->constant.is_signed)
			put_signed(ctx, (int64_t)v->constant.number);
		else
			put_unsigned(ctx, v->constant.number);
		return;
	case VALUE_UINT:
	case VALUE_POINTER:
		put_unsigned(ctx, v->u);
		return;
	case VALUE_STRING:
	case VALUE_TEXT:
		buffer_putc(ctx->out, '"');
		put_string_text(ctx, v);
		buffer_putc(ctx->out, '"');
		return;
	case VALUE_BUFFER:
		put_bytes(ctx->out, v);
		return;
	case VALUE_ARRAY:
	case VALUE_TUPLE:
		put_list(ctx, v);
		return;
	case VALUE_RECORD:
		put_object(ctx, v);
		return;
	case VALUE_HIST:
		put_buckets(ctx, v);
		return;
	case VALUE_SERIES:
		series_put_json(ctx->out, v, put_number, ctx);
		return;
	case VALUE_RATE:
		put_rate(ctx->out, v);
		return;
	case VALUE_STACK:
		put_stack(ctx, v);
		return;
	}
}

/* A text part of a tuple key: its commas must not read as separators. */
static void put_key_string(struct sink_context *ctx, struct buffer *b, const struct value *v)
{
	size_t start = b->len;

	value_put_raw(ctx->decode, b, v);
	for (size_t i = start; i < b->len; i++) {
		if (b->data[i] != ',' && b->data[i] != '\\')
			continue;
		buffer_putc(b, 0);
		if (b->failed)
			return;
		memmove(b->data + i + 1, b->data + i, b->len - i - 1);
		b->data[i++] = '\\';
	}
}

static void put_key_parts(struct sink_context *ctx, struct buffer *b, const struct value *tuple)
{
	for (size_t i = 0; i < tuple->list.count; i++) {
		const struct value *part = &tuple->list.items[i];

		if (i > 0)
			buffer_putc(b, ',');
		if (part->kind == VALUE_TUPLE) {
			buffer_putc(b, '(');
			put_key_parts(ctx, b, part);
			buffer_putc(b, ')');
		} else if (part->kind == VALUE_STRING || part->kind == VALUE_TEXT ||
			   part->kind == VALUE_BUFFER || part->kind == VALUE_STACK) {
			put_key_string(ctx, b, part);
		} else {
			value_put_raw(ctx->decode, b, part);
		}
	}
}

static void put_key_text(struct sink_context *ctx, const struct map_view *view, struct buffer *b,
	const struct value *key)
{
	if (view->is_tuple_key && key->kind == VALUE_TUPLE)
		put_key_parts(ctx, b, key);
	else
		value_put_raw(ctx->decode, b, key);
}

/* True for keys of which two can read the same. */
static bool may_collide(const struct value *key)
{
	return key->kind != VALUE_INT && key->kind != VALUE_UINT && key->kind != VALUE_BOOL &&
	       key->kind != VALUE_POINTER;
}

static void put_entries(struct sink_context *ctx, const struct map_view *view)
{
	struct buffer key = { 0 };
	struct key_set set = { 0 };
	bool check = view->count > 1 && may_collide(&view->entries[0].key) &&
		     key_set_open(&set, view->count);

	for (size_t i = 0; i < view->count; i++) {
		const struct map_entry *entry = &view->entries[i];
		unsigned long number = 0;

		buffer_clear(&key);
		put_key_text(ctx, view, &key, &entry->key);
		if (check)
			number = key_set_number(&set, key.data, key.len);
		buffer_puts(ctx->out, i > 0 ? ", \"" : "\"");
		json_put_escaped(ctx->out, key.data, key.len);
		if (number)
			buffer_printf(ctx->out, "#%lu", number);
		buffer_puts(ctx->out, "\": ");
		put_value(ctx, &entry->value);
	}
	buffer_free(&key);
	key_set_close(&set);
}

static void json_map(struct sink_context *ctx, const struct map_view *view)
{
	if (view->count == 0)
		return;
	put_record_start(ctx->out, view->json_type);
	buffer_putc(ctx->out, '{');
	json_put_string(ctx->out, view->name, strlen(view->name));
	buffer_puts(ctx->out, ": ");
	if (view->keyed) {
		buffer_putc(ctx->out, '{');
		put_entries(ctx, view);
		buffer_putc(ctx->out, '}');
	} else {
		put_value(ctx, &view->entries[0].value);
	}
	buffer_putc(ctx->out, '}');
	put_record_end(ctx->out);
}

/* Columns that belong to one map of records. */
static size_t columns_of_map(const struct table_view *view, size_t column)
{
	size_t count = 1;

	while (view->columns[column].field && column + count < view->column_count &&
	       str_eq(view->columns[column + count].name, view->columns[column].name))
		count++;
	return count;
}

static void put_cells(struct sink_context *ctx, const struct table_view *view, size_t row,
	size_t column, size_t count)
{
	const struct table_column *columns = &view->columns[column];
	const struct value *cells = &view->cells[row * view->column_count + column];
	const char *names[count];

	for (size_t i = 0; i < count; i++)
		names[i] = columns[i].field;
	buffer_puts(ctx->out, column ? ", " : "");
	json_put_string(ctx->out, columns[0].name, strlen(columns[0].name));
	buffer_puts(ctx->out, ": ");
	if (columns[0].field && cells[0].kind != VALUE_NONE)
		put_object(ctx,
			&(struct value){
				.kind = VALUE_RECORD,
				.list = { .items = cells, .names = names, .count = count },
			});
	else
		put_value(ctx, &cells[0]);
}

static void json_table(struct sink_context *ctx, const struct table_view *view)
{
	put_record_start(ctx->out, "table");
	buffer_putc(ctx->out, '[');
	for (size_t row = 0; row < view->row_count; row++) {
		buffer_puts(ctx->out, row ? ",{" : "{");
		for (size_t column = 0, count; column < view->column_count; column += count) {
			count = columns_of_map(view, column);
			put_cells(ctx, view, row, column, count);
		}
		buffer_putc(ctx->out, '}');
	}
	buffer_putc(ctx->out, ']');
	put_record_end(ctx->out);
}

static void put_counted(struct buffer *b, const char *type, const char *what, uint64_t count)
{
	buffer_printf(b, "{\"type\": \"%s\", \"count\": ", type);
	buffer_put_u64(b, count);
	buffer_printf(b, ", \"data\": {\"%s\": ", what);
	buffer_put_u64(b, count);
	buffer_puts(b, "}}\n");
}

static void json_attached(struct sink_context *ctx, uint64_t probes)
{
	if (!ctx->quiet)
		put_counted(ctx->out, "attached_probes", "probes", probes);
}

static void json_lost(struct sink_context *ctx, uint64_t events)
{
	put_counted(ctx->out, "lost_events", "events", events);
}

static void json_text(
	struct sink_context *ctx, const struct text_kind *kind, const char *bytes, size_t len)
{
	put_record_start(ctx->out, kind->name);
	json_put_string(ctx->out, bytes, len);
	put_record_end(ctx->out);
}

static void json_value(struct sink_context *ctx, const struct value *v)
{
	put_record_start(ctx->out, "value");
	put_value(ctx, v);
	put_record_end(ctx->out);
}

/* "<arg>" and "<stdin>" are both "stdin" to readers of records. */
static void put_place(struct buffer *b, const struct place *place)
{
	const char *name;

	if (!place->source)
		return;
	name = sink_source_name(place);
	buffer_puts(b, ", \"filename\": ");
	json_put_string(b, name, strlen(name));
	buffer_printf(b, ", \"line\": %u, \"col\": %u", place->line, place->column);
}

static void json_helper_failed(struct sink_context *ctx, const struct helper_failure *f)
{
	const char *why = f->returned < 0 ? strerror((int)-f->returned) : f->what;

	buffer_puts(ctx->out, "{\"type\": \"helper_error\", \"msg\": ");
	json_put_string(ctx->out, why, strlen(why));
	buffer_puts(ctx->out, ", \"helper\": ");
	json_put_string(ctx->out, f->helper, strlen(f->helper));
	buffer_printf(ctx->out, ", \"retcode\": %lld", (long long)f->returned);
	put_place(ctx->out, &f->place);
	buffer_puts(ctx->out, "}\n");
}

static void json_message(struct sink_context *ctx, const struct message_kind *kind,
	const char *text, const struct place *place)
{
	struct buffer *b = ctx->out;

	buffer_puts(b, "{\"type\": ");
	json_put_string(b, kind->name, strlen(kind->name));
	buffer_puts(b, ", \"msg\": ");
	json_put_string(b, text, strlen(text));
	put_place(b, place);
	buffer_puts(b, "}\n");
}

static void json_maps_at_exit(struct sink_context *ctx)
{
	(void)ctx;      /* records need no separation */
}

/* The beginning of an object in a list: its name. */
static void put_named(struct buffer *b, size_t i, const char *member, const char *name)
{
	buffer_printf(b, "%s{\"%s\": ", i ? "," : "", member);
	json_put_string(b, name, strlen(name));
}

static void json_costs(struct sink_context *ctx, const struct cost_report *r)
{
	struct buffer *b = ctx->out;

	put_record_start(b, "stats_report");
	buffer_putc(b, '[');
	for (size_t i = 0; i < r->probe_count; i++) {
		const struct probe_cost *p = &r->probes[i];

		put_named(b, i, "probe", p->probe);
		buffer_printf(b,
			", \"runs\": %" PRIu64 ", \"missed\": %" PRIu64 ", \"ns\": %" PRIu64 "}",
			p->runs, p->missed, p->ns);
	}
	buffer_puts(b, "], \"maps\": [");
	for (size_t i = 0; i < r->map_count; i++) {
		const struct map_fill *m = &r->maps[i];

		put_named(b, i, "map", m->map);
		buffer_printf(b, ", \"entries\": %" PRIu64 ", \"limit\": %" PRIu64 "}", m->entries,
			m->limit);
	}
	buffer_puts(b, "]}\n");
}

static void json_summary(struct sink_context *ctx, const struct run_summary *s)
{
	if (ctx->quiet && summary_is_complete(s))
		return;
	put_record_start(ctx->out, "summary");
	summary_put_json(ctx->out, s);
	put_record_end(ctx->out);
}

static void json_tests(struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	const struct trial_result *one = &r->results[r->at];

	if (step != TRIAL_RESULT)
		return;
	put_record_start(ctx->out, "test_result");
	buffer_putc(ctx->out, '{');
	json_put_string(ctx->out, one->name, strlen(one->name));
	buffer_printf(ctx->out, ": {\"duration\": %" PRIu64 ", \"passed\": %s, \"output\": ",
		one->duration_ns, one->passed ? "true" : "false");
	json_put_string(ctx->out, one->output, strlen(one->output));
	buffer_puts(ctx->out, "}}");
	put_record_end(ctx->out);
}

static void json_benches(
	struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	const struct trial_result *one = &r->results[r->at];

	if (step != TRIAL_RESULT)
		return;
	put_record_start(ctx->out, "benchmark_result");
	buffer_putc(ctx->out, '{');
	json_put_string(ctx->out, one->name, strlen(one->name));
	buffer_printf(ctx->out, ": {\"average\": %" PRIu64 ", \"iters\": %" PRIu64 "}}",
		one->duration_ns, one->iterations);
	put_record_end(ctx->out);
}

const struct sink json_sink = {
	.name = "json",
	.help = "for programs: one JSON object a line",
	.structured = true,
	.for_programs = true,
	.attached = json_attached,
	.lost = json_lost,
	.text = json_text,
	.value = json_value,
	.map = json_map,
	.table = json_table,
	.helper_failed = json_helper_failed,
	.message = json_message,
	.maps_at_exit = json_maps_at_exit,
	.summary = json_summary,
	.costs = json_costs,
	.tests = json_tests,
	.benches = json_benches,
};
