/* runtime/sink_text.c - the text format: what people read.  Data goes to the output, everything
 * about the run to stderr.  Called by the session. */
#include <string.h>

#include "runtime/series.h"
#include "runtime/sink.h"
#include "runtime/sink_aside.h"
#include "runtime/sink_text_table.h"
#include "runtime/sink_text_trial.h"

#define LABEL_WIDTH 16
#define COUNT_WIDTH 8
#define BAR_WIDTH 52

static void text_text(
	struct sink_context *ctx, const struct text_kind *kind, const char *bytes, size_t len)
{
	aside_put_text(ctx->out, kind, bytes, len);
}

static void put_padded_count(struct buffer *b, uint64_t count)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + count % 10);
		count /= 10;
	} while (count);
	if (sizeof(digits) - at < COUNT_WIDTH)
		buffer_fill(b, ' ', COUNT_WIDTH - (sizeof(digits) - at));
	buffer_append(b, digits + at, sizeof(digits) - at);
}

static void put_bucket(struct buffer *b, const struct value_bucket *bucket, uint64_t largest)
{
	size_t label_len = strlen(bucket->label);
	size_t bar =
		largest ? (size_t)((unsigned __int128)bucket->weight * BAR_WIDTH / largest) : 0;

	buffer_append(b, bucket->label, label_len);
	if (label_len < LABEL_WIDTH)
		buffer_fill(b, ' ', LABEL_WIDTH - label_len);
	put_padded_count(b, bucket->count);
	buffer_puts(b, " |");
	buffer_fill(b, '@', bar);
	buffer_fill(b, ' ', BAR_WIDTH - bar);
	buffer_puts(b, "|\n");
}

static void put_histogram(struct buffer *b, const struct value *v)
{
	uint64_t largest = 0;

	buffer_putc(b, '\n');
	for (size_t i = 0; i < v->hist.count; i++)
		if (v->hist.buckets[i].weight > largest)
			largest = v->hist.buckets[i].weight;
	for (size_t i = 0; i < v->hist.count; i++)
		put_bucket(b, &v->hist.buckets[i], largest);
	buffer_putc(b, '\n');
}

/* Only the outer parentheses of a tuple are dropped: its parts, and a string that looks like a
 * tuple, keep all their characters. */
static void put_key(struct sink_context *ctx, const struct map_view *view, const struct value *key)
{
	if (!view->is_tuple_key || key->kind != VALUE_TUPLE) {
		value_put_text(ctx->decode, ctx->out, key);
		return;
	}
	for (size_t i = 0; i < key->list.count; i++) {
		if (i > 0)
			buffer_puts(ctx->out, ", ");
		value_put_text(ctx->decode, ctx->out, &key->list.items[i]);
	}
}

static void text_value(struct sink_context *ctx, const struct value *v)
{
	value_put_text(ctx->decode, ctx->out, v);
	buffer_putc(ctx->out, '\n');
}

/* Where lines have a meaning, no traced text makes one.  Returns what was before. */
static enum text_escape keep_to_line(struct decode_context *ctx)
{
	enum text_escape before = ctx->escape;

	if (before != ESCAPE_NONE)
		ctx->escape = ESCAPE_ALL;
	return before;
}

static void put_map(struct sink_context *ctx, const struct map_view *view)
{
	for (size_t i = 0; i < view->count; i++) {
		const struct map_entry *entry = &view->entries[i];

		buffer_puts(ctx->out, view->name);
		if (view->keyed) {
			buffer_putc(ctx->out, '[');
			put_key(ctx, view, &entry->key);
			buffer_putc(ctx->out, ']');
		}
		buffer_putc(ctx->out, ':');
		if (entry->value.kind == VALUE_HIST) {
			put_histogram(ctx->out, &entry->value);
			continue;
		}
		if (entry->value.kind == VALUE_SERIES) {
			series_put_text(ctx->out, &entry->value);
			continue;
		}
		buffer_putc(ctx->out, ' ');
		text_value(ctx, &entry->value);
	}
}

static void text_map(struct sink_context *ctx, const struct map_view *view)
{
	enum text_escape before = keep_to_line(ctx->decode);

	put_map(ctx, view);
	ctx->decode->escape = before;
}

static void text_table(struct sink_context *ctx, const struct table_view *view)
{
	enum text_escape before = keep_to_line(ctx->decode);

	text_put_table(ctx, view);
	ctx->decode->escape = before;
}

static void text_maps_at_exit(struct sink_context *ctx)
{
	buffer_puts(ctx->out, "\n\n");
}

const struct sink text_sink = {
	.name = "text",
	.help = "for people: values, maps and histograms as text",
	.attached = aside_attached,
	.lost = aside_lost,
	.text = text_text,
	.value = text_value,
	.map = text_map,
	.table = text_table,
	.helper_failed = aside_helper_failed,
	.message = aside_message,
	.maps_at_exit = text_maps_at_exit,
	.summary = aside_summary,
	.costs = aside_costs,
	.tests = text_tests,
	.benches = text_benches,
};
