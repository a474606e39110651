/* runtime/sink_aside.c - what is said beside the data, on stderr: notices and messages, as text;
 * and for formats that have no place for it, the free text of the program (output.md H2).  The rows
 * of the sinks name these functions. */
#include "runtime/sink_aside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/sink_text_trial.h"
#include "runtime/summary.h"

void aside_attached(struct sink_context *ctx, uint64_t probes)
{
	if (!ctx->quiet)
		log_notice("Attached %" PRIu64 " probe%s", probes, probes == 1 ? "" : "s");
}

void aside_lost(struct sink_context *ctx, uint64_t events)
{
	(void)ctx;
	log_notice("Lost %" PRIu64 " event%s", events, events == 1 ? "" : "s");
}

void aside_put_text(struct buffer *b, const struct text_kind *kind, const char *bytes, size_t len)
{
	buffer_append(b, bytes, len);
	if (kind->is_line)
		buffer_putc(b, '\n');
}

void aside_text(
	struct sink_context *ctx, const struct text_kind *kind, const char *bytes, size_t len)
{
	aside_put_text(ctx->aside, kind, bytes, len);
}

void aside_value(struct sink_context *ctx, const struct value *v)
{
	value_put_text(ctx->decode, ctx->aside, v);
	buffer_putc(ctx->aside, '\n');
}

/* The context of what is for people: its output is stderr. */
static struct sink_context for_people(const struct sink_context *ctx)
{
	struct sink_context people = *ctx;

	people.out = ctx->aside;
	return people;
}

void aside_tests(struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	struct sink_context people = for_people(ctx);

	text_tests(&people, step, r);
}

void aside_benches(struct sink_context *ctx, enum trial_step step, const struct trial_report *r)
{
	struct sink_context people = for_people(ctx);

	text_benches(&people, step, r);
}

/* The program's own message, and a line for each macro around it. */
static void own_message(const char *word, const char *text, const struct place *place)
{
	const struct source *use = source_use(place->sources, place->offset);

	log_notice("%s:%u:%u-%u: %s: %s", sink_source_name(place), place->line, place->column,
		place->column + place->len, word, text);
	while (use) {
		struct place at = source_place(place->sources, use->used_at.start);

		log_notice("%s:%u:%u-%u: the macro is used here", sink_source_name(&at), at.line,
			at.column, at.column + use->used_at.end - use->used_at.start);
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

void aside_helper_failed(struct sink_context *ctx, const struct helper_failure *f)
{
	char note[128];

	(void)ctx;
	if (f->returned < 0)
		snprintf(note, sizeof(note),
			"    note: the kernel's helper %s returned %lld (%s)\n", f->helper,
			(long long)f->returned, strerror((int)-f->returned));
	else
		snprintf(note, sizeof(note), "    note: the kernel's helper %s returned %lld\n",
			f->helper, (long long)f->returned);
	put_warning(f->what, &f->place, note);
}

void aside_message(struct sink_context *ctx, const struct message_kind *kind, const char *text,
	const struct place *place)
{
	(void)ctx;
	if (kind->own_word && place->source)
		own_message(kind->own_word, text, place);
	else
		put_warning(text, place, "");
}

void aside_summary(struct sink_context *ctx, const struct run_summary *s)
{
	struct buffer line = { 0 };

	(void)ctx;
	if (summary_is_complete(s))
		return;
	summary_put_text(&line, s);
	log_notice("%s", buffer_text(&line));
	buffer_free(&line);
}
