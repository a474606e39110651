/* tests/golden/render.c - runs the golden cases of the output formats: recorded events and map
 * dumps, and what they become in each format, to the byte.
 *
 * usage: render FILE...  Prints one line a case, "ok - name" or "not ok - name" with both texts.
 *
 * tests/lib/recorded.h says how cases are written. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "probes/kallsyms.h"
#include "runtime/base/log.h"
#include "runtime/sink.h"
#include "tests/lib/recorded.h"

static struct buffer log_lines;

static void keep_log(enum log_level level, const char *message)
{
	(void)level;
	buffer_puts(&log_lines, message);
	buffer_putc(&log_lines, '\n');
}

/* What sorting a map needs to know. */
struct order {
	struct decode_context *ctx;
	const struct type *key, *value;
};

static int compare_entries(const void *a, const void *b, void *arg)
{
	const struct entry *left = a, *right = b;
	struct value left_key, right_key;
	struct order *o = arg;
	int order = 0;

	if (o->value->kind == TYPE_AGG)
		order = agg_row(o->value->agg)->compare(left->value, right->value, o->value);
	if (order || !o->key)
		return order;
	value_decode(o->ctx, o->key, left->key, &left_key);
	value_decode(o->ctx, o->key, right->key, &right_key);
	return value_compare(&left_key, &right_key);
}

static void run_map(const struct sink *sink, struct sink_context *ctx, const struct step *s)
{
	const struct type *key = image_type_at(ctx->decode->image, s->key_type),
			  *value = image_type_at(ctx->decode->image, s->value_type);
	struct order order = { ctx->decode, key, value };
	struct map_entry *entries = arena_new_array(memory, struct map_entry, s->count);
	size_t first = s->top && s->top < s->count ? s->count - s->top : 0;
	struct map_view view = {
		.name = s->name,
		.json_type = value->kind == TYPE_AGG ? agg_row(value->agg)->json_type : "map",
		.value_type = value,
		.key_names = s->key_names,
		.keyed = key,
		.is_tuple_key = key && key->kind == TYPE_TUPLE,
		.entries = entries,
		.count = s->count - first,
	};

	qsort_r(s->entries, s->count, sizeof(*s->entries), compare_entries, &order);
	for (size_t i = first; i < s->count; i++) {
		struct map_entry *e = &entries[i - first];

		if (key)
			value_decode(ctx->decode, key, s->entries[i].key, &e->key);
		if (value->kind == TYPE_AGG) {
			agg_row(value->agg)
				->to_value(
					ctx->decode, s->entries[i].value, value, s->div, &e->value);
		} else {
			value_decode(ctx->decode, value, s->entries[i].value, &e->value);
			value_divide(ctx->decode, &e->value, s->div);
		}
	}
	sink->map(ctx, &view);
}

static void run_record(const struct sink *sink, struct sink_context *ctx, const struct step *s)
{
	const struct image *image = ctx->decode->image;
	const struct image_action *action = &image->actions[s->action];
	struct buffer text = { 0 };
	struct value v;

	if (action->kind == ACTION_PRINTF) {
		if (printf_format(ctx->decode, &text, action, s->record, s->len) == 0)
			sink->text(
				ctx, &(struct text_kind){ "printf" }, buffer_text(&text), text.len);
		buffer_free(&text);
		return;
	}
	value_decode_argument(
		ctx->decode, image_type_at(image, action->args), 0, s->record, s->len, &v);
	sink->value(ctx, &v);
}

static void run_warn(const struct sink *sink, struct sink_context *ctx, const struct golden *g,
	const struct step *s)
{
	struct source source = { "<arg>", g->script, (uint32_t)strlen(g->script), 0 };
	struct sources script = { &source, 1 };
	uint32_t offset = 0;
	struct place place;

	for (uint32_t line = 1; line < s->line && strchr(g->script + offset, '\n'); line++)
		offset += (uint32_t)(strchr(g->script + offset, '\n') + 1 - (g->script + offset));
	place = source_place(&script, offset + s->column - 1);
	sink->message(ctx, &message_runtime_error, s->text, &place);
}

static void run_step(const struct sink *sink, struct sink_context *ctx, const struct golden *g,
	const struct step *s)
{
	switch (s->kind) {
	case STEP_RECORD:
		run_record(sink, ctx, s);
		return;
	case STEP_MAP:
		run_map(sink, ctx, s);
		return;
	case STEP_SAY:
		sink->text(ctx, &s->text_kind, s->text, s->len);
		return;
	case STEP_ATTACHED:
		sink->attached(ctx, s->number);
		return;
	case STEP_LOST:
		sink->lost(ctx, s->number);
		return;
	case STEP_EXIT_MAPS:
		sink->maps_at_exit(ctx);
		return;
	case STEP_WARN:
		run_warn(sink, ctx, g, s);
		return;
	case STEP_SUMMARY:
		sink->summary(ctx, &s->summary);
		return;
	}
}

static bool same(const struct buffer *a, const struct buffer *b)
{
	return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static void show(const char *title, struct buffer *b)
{
	printf("# %s:\n", title);
	for (const char *p = buffer_text(b); *p;) {
		size_t len = strcspn(p, "\n");

		printf("#   |%.*s\n", (int)len, p);
		p += len + (p[len] == '\n');
	}
}

static bool compare(struct golden *g, int which, const char *what, struct buffer *got)
{
	if (same(got, &g->expected[which]) || (!g->wanted[which] && got->len == 0))
		return true;
	printf("not ok - %s (%s)\n", g->name, what);
	show("expected", &g->expected[which]);
	show("got", got);
	return false;
}

/* All steps through one format; what comes beside it is left in log_lines. */
static void run_steps(
	struct golden *g, struct test_image *image, const struct sink *sink, struct buffer *out)
{
	struct sink_context ctx = {
		.out = out,
		.aside = &log_lines,
		.decode = &image->ctx,
		.quiet = g->quiet,
		.time_ns = 1234567890123456789,
		.json_int = g->json_int,
	};

	buffer_clear(&log_lines);
	image->ctx.boot_offset_ns = 1000000000000000000;
	image->ctx.monotonic_offset_ns = 1500000000000000000;
	image->ctx.escape = sink->structured ? ESCAPE_NONE : g->escape;
	if (sink_open(sink, &ctx))
		malformed("no memory");
	for (size_t i = 0; i < g->step_count; i++)
		run_step(sink, &ctx, g, &g->steps[i]);
	sink_close(sink, &ctx);
}

/* True when the output is the expected one.  Formats beside text and JSON are tested by the cases
 * that name them. */
static bool run_format(struct golden *g, struct test_image *image, const struct sink *sink)
{
	int which = expectation_of(sink->name), beside = which == TEXT ? STDERR : BESIDE;
	struct buffer out = { 0 };
	bool good;

	if (which >= FIRST_OTHER && !g->wanted[which])
		return true;
	run_steps(g, image, sink, &out);
	good = compare(g, which, sink->name, &out);
	if (which == JSON) {
		if (log_lines.len)
			printf("not ok - %s (json writes to stderr)\n", g->name);
		good = good && !log_lines.len;
	} else if (which == TEXT || g->wanted[beside]) {
		good = compare(g, beside, expectations[beside], &log_lines) && good;
	}
	buffer_free(&out);
	return good;
}

static bool run_case(struct golden *g)
{
	struct test_image image;
	bool good = true;

	test_image_open(&image, &g->writer, g->trailer);
	image.ctx.read_stack = read_stack;
	image.ctx.read_stack_arg = g;
	if (g->kernel && kallsyms_parse(g->kernel, strlen(g->kernel), &image.ctx.kallsyms))
		malformed("no symbols");
	for (size_t i = 0; sinks[i]; i++)
		good = run_format(g, &image, sinks[i]) && good;
	if (good)
		printf("ok - %s\n", g->name);
	test_image_close(&image);
	for (size_t i = 0; i < ARRAY_SIZE(g->expected); i++)
		buffer_free(&g->expected[i]);
	return good;
}

static void skip_comments(void)
{
	while (*at == '#' || *at == '\n') {
		at += strcspn(at, "\n");
		if (*at)
			at++;
		line_number++;
	}
}

static bool run_file(const char *path)
{
	struct buffer text = { 0 };
	FILE *file = fopen(path, "re");
	bool good = true;
	char *to;

	if (!file) {
		printf("not ok - %s: %s\n", path, strerror(errno));
		return false;
	}
	while ((to = buffer_reserve(&text, 65536))) {
		size_t n = fread(to, 1, 65536, file);

		if (n == 0)
			break;
		text.len += n;
	}
	fclose(file);
	file_name = path;
	line_number = 1;
	at = buffer_text(&text);
	for (skip_comments(); *at;) {
		static struct golden g;

		g = (struct golden){ .trailer = "..", .script = "" };
		expect("case");
		g.name = take_word("\n");
		end_line();
		for (skip_comments(); *at && !str_starts(at, "case "); skip_comments())
			take_step(&g);
		good = run_case(&g) && good;
		arena_reset(memory);
	}
	buffer_free(&text);
	return good;
}

int main(int argc, char **argv)
{
	bool good = true;

	setenv("TZ", "UTC", 1);
	tzset();
	memory = arena_new();
	log_set_callback(keep_log);
	for (int i = 1; i < argc; i++)
		good = run_file(argv[i]) && good;
	arena_free(memory);
	buffer_free(&log_lines);
	return good ? 0 : 1;
}
