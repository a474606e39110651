/* runtime/sink_text.c - the text format: what people read.  Data goes to the output, everything
 * about the run to stderr.  Called by the session. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/json.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/series.h"
#include "runtime/sink.h"
#include "runtime/sink_text_table.h"
#include "runtime/sink_text_trial.h"
#include "runtime/summary.h"

#define LABEL_WIDTH 16
#define COUNT_WIDTH 8
#define BAR_WIDTH 52

static void text_attached(struct sink_context *ctx, uint64_t probes)
{
	if (!ctx->quiet)
		log_notice("Attached %" PRIu64 " probe%s", probes, probes == 1 ? "" : "s");
}

static void text_lost(struct sink_context *ctx, uint64_t events)
{
	(void)ctx;
	log_notice("Lost %" PRIu64 " event%s", events, events == 1 ? "" : "s");
}

static void text_text(struct sink_context *ctx, const struct text_kind *kind, const char *bytes, size_t len)
{
	buffer_append(ctx->out, bytes, len);
	if (kind->is_line)
		buffer_putc(ctx->out, '\n');
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

static void text_map(struct sink_context *ctx, const struct map_view *view)
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

/* The program's own message, and a line for each macro around it. */
static void own_message(const char *word, const char *text, const struct place *place)
{
	const struct source *use = source_use(place->sources, place->offset);

	log_notice("%s:%u:%u-%u: %s: %s", sink_source_name(place), place->line, place->column, place->column + place->len, word, text);
	while (use) {
		struct place at = source_place(place->sources, use->used_at.start);

		log_notice("%s:%u:%u-%u: the macro is used here", sink_source_name(&at), at.line, at.column,
			at.column + use->used_at.end - use->used_at.start);
		use = source_use(place->sources, use->used_at.start);
	}
}

/* The same three lines as of the compiler's, and what stands in `more` below them. */
static void put_warning(const char *text, const struct place *place, const char *more)
{
	struct source source = { 0 };
	struct sources script = { &source, 0 };
	struct buffer rendered = { 0 };
	struct span where = { 0 };

	if (place->source) {
		source = *place->source;
		script.count = 1;
		where.start = place->source->start + place->line_start + place->column - 1;
		where.end = where.start + (place->len ? place->len : 1);
	}
	source_render(&rendered, &script, where, "warning", text);
	source_render_uses(&rendered, place->sources, place->offset);
	buffer_puts(&rendered, more);
	while (rendered.len > 0 && rendered.data[rendered.len - 1] == '\n')
		rendered.len--;
	log_notice("%s", buffer_text(&rendered));
	buffer_free(&rendered);
}

static void text_helper_failed(struct sink_context *ctx, const struct helper_failure *f)
{
	char note[128];

	(void)ctx;
	if (f->returned < 0)
		snprintf(note, sizeof(note), "    note: the kernel's helper %s returned %lld (%s)\n", f->helper,
			(long long)f->returned, strerror((int)-f->returned));
	else
		snprintf(note, sizeof(note), "    note: the kernel's helper %s returned %lld\n", f->helper,
			(long long)f->returned);
	put_warning(f->what, &f->place, note);
}

static void text_message(struct sink_context *ctx, const struct message_kind *kind, const char *text, const struct place *place)
{
	(void)ctx;
	if (kind->own_word && place->source)
		own_message(kind->own_word, text, place);
	else
		put_warning(text, place, "");
}

static void text_maps_at_exit(struct sink_context *ctx)
{
	buffer_puts(ctx->out, "\n\n");
}

static void text_summary(struct sink_context *ctx, const struct run_summary *s)
{
	struct buffer line = { 0 };

	(void)ctx;
	if (summary_is_complete(s))
		return;
	summary_put_text(&line, s);
	log_notice("%s", buffer_text(&line));
	buffer_free(&line);
}

const struct sink text_sink = {
	.name = "text",
	.help = "for people: values, maps and histograms as text",
	.attached = text_attached,
	.lost = text_lost,
	.text = text_text,
	.value = text_value,
	.map = text_map,
	.table = text_table,
	.helper_failed = text_helper_failed,
	.message = text_message,
	.maps_at_exit = text_maps_at_exit,
	.summary = text_summary,
	.tests = text_tests,
	.benches = text_benches,
};
