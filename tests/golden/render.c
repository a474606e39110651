/* tests/golden/render.c - runs the golden cases of the output formats: recorded events and map dumps, and the exact text and JSON they become.
 *
 * usage: render FILE...      Prints one line a case, "ok - name" or "not ok - name" with both texts.
 *
 * A file holds cases; lines that begin with # are comments.  A case is a line "case NAME" and these steps, in the order in which they happen:
 *   trailer "TEXT"                   the mark of truncated strings, ".." when nothing is said
 *   quiet                            as with -q
 *   probe NAME                       a probe of the image: number 0, 1 ... in values of type probe
 *   printf "FORMAT" TYPE VALUE ...   a printf record
 *   value TYPE VALUE                 a record of print(expr)
 *   map @NAME TYPE: TYPE [top=N] [div=N]     a map; its entries follow, one a line, as "KEY: VALUE"; a scalar is "map @NAME TYPE" with one value
 *   say KIND [line] "TEXT"           finished text: time, join ...; a line without its line feed
 *   attached N, lost N, exit-maps    what the session tells a sink
 *   warn LINE COLUMN "TEXT"          a run-time warning at a place of the script
 *   script "TEXT"                    that script
 *   summary NAME=N ...               the counters; map_full@NAME=N and missed_runs:PROBE=N are the lists
 * and what must come out: "text", "stderr" (of the text format) and "json", each with lines "|exactly this" or "$these\x20escapes, no line feed".
 * tests/lib/typed_text.h says how types and values are written. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime/base/log.h"
#include "runtime/sink.h"
#include "tests/lib/typed_text.h"

enum { STEPS_MAX = 64, ENTRIES_MAX = 128, LARGEST = 1 << 17 };

enum step_kind { STEP_RECORD, STEP_MAP, STEP_SAY, STEP_ATTACHED, STEP_LOST, STEP_EXIT_MAPS, STEP_WARN, STEP_SUMMARY };

struct entry {
	const char *key;
	const char *value;      /* merged */
};

struct step {
	enum step_kind kind;
	uint32_t action;
	const char *record;
	size_t len;
	const char *name;       /* of a map */
	struct text_kind text_kind;
	const char *text;
	uint32_t key_type, value_type;
	uint32_t top, div;
	struct entry *entries;
	size_t count;
	uint64_t number;
	uint32_t line, column;
	struct run_summary summary;
};

struct golden {
	const char *name;
	const char *trailer;
	const char *script;
	bool quiet;
	struct image_writer writer;
	struct step steps[STEPS_MAX];
	size_t step_count;
	struct buffer expected[3];      /* text, stderr, json */
	bool wanted[3];
};

static struct buffer log_lines;

static struct step *new_step(struct golden *g, enum step_kind kind)
{
	if (g->step_count == STEPS_MAX)
		malformed("too many steps");
	g->steps[g->step_count].kind = kind;
	return &g->steps[g->step_count++];
}

/* Long strings of a record lie behind its fixed part. */
static size_t put_string_apart(char *record, size_t end, uint32_t offset, const struct type *t)
{
	struct event_string where = { .offset = (uint32_t)end };
	size_t len;
	char *text = take_string(&len);

	if (len > t->size || end + len > LARGEST)
		malformed("the string is longer than its type");
	where.len = (uint32_t)len;
	memcpy(record + offset, &where, sizeof(where));
	memcpy(record + end, text, len);
	return end + len;
}

/* TYPE VALUE pairs up to the end of the line become a record.  The values are read twice: the layout needs all types first. */
static void take_record(struct golden *g, enum action_kind kind, const char *format)
{
	struct type_field *fields = arena_new_array(memory, struct type_field, FIELDS_MAX);
	const char *values[FIELDS_MAX], *after;
	char *record = arena_alloc(memory, LARGEST), *scratch = arena_alloc(memory, LARGEST);
	struct step *s = new_step(g, STEP_RECORD);
	uint32_t offsets[FIELDS_MAX], count = 0;
	struct type args;

	for (; !at_line_end(); count++) {
		if (count == FIELDS_MAX)
			malformed("too many arguments");
		fields[count].type = take_type();
		values[count] = at;
		take_value(fields[count].type, scratch);
	}
	after = at;
	args = test_tuple(fields, count);
	s->action = test_action(&g->writer, kind, format, &args);
	s->record = record;
	s->len = event_layout(fields, count, offsets);
	for (uint32_t i = 0; i < count; i++) {
		at = values[i];
		if (fields[i].type->kind == TYPE_STRING && fields[i].type->size > EVENT_INLINE_STRING)
			s->len = put_string_apart(record, s->len, offsets[i], fields[i].type);
		else
			take_value(fields[i].type, record + offsets[i]);
	}
	at = after;
}

static void step_printf(struct golden *g)
{
	size_t len;

	take_record(g, ACTION_PRINTF, take_string(&len));
}

static void step_value(struct golden *g)
{
	take_record(g, ACTION_PRINT_VALUE, NULL);
}

static void take_entry(struct step *s, const struct type *key, const struct type *value)
{
	struct entry *e = &s->entries[s->count];
	char *key_bytes = arena_alloc(memory, key ? key->size : 0), *value_bytes = arena_alloc(memory, value->size);

	if (s->count == ENTRIES_MAX)
		malformed("too many entries");
	if (key) {
		take_value(key, key_bytes);
		expect(":");
	}
	take_value(value, value_bytes);
	e->key = key_bytes;
	e->value = value_bytes;
	if (value->kind != TYPE_AGG || !agg_row(value->agg)->is_empty || !agg_row(value->agg)->is_empty(value_bytes, value))
		s->count++;
	end_line();
}

static void step_map(struct golden *g)
{
	struct step *s = new_step(g, STEP_MAP);
	const struct type *key = NULL, *value;

	s->name = take_word(" ");
	value = take_type();
	if (take(":")) {
		key = value;
		value = take_type();
	}
	s->top = take("top=") ? (uint32_t)take_number() : 0;
	s->div = take("div=") ? (uint32_t)take_number() : 0;
	s->key_type = image_write_type(&g->writer, key);
	s->value_type = image_write_type(&g->writer, value);
	s->entries = arena_new_array(memory, struct entry, ENTRIES_MAX + 1);
	end_line();
	while (*at == ' ' || *at == '\t')
		take_entry(s, key, value);
	at--;           /* the caller ends the line */
	line_number--;
}

static void step_say(struct golden *g)
{
	struct step *s = new_step(g, STEP_SAY);

	s->text_kind.name = take_word(" ");
	s->text_kind.is_line = take("line");
	s->text = take_string(&s->len);
}

static void step_attached(struct golden *g)
{
	new_step(g, STEP_ATTACHED)->number = take_number();
}

static void step_lost(struct golden *g)
{
	new_step(g, STEP_LOST)->number = take_number();
}

static void step_exit_maps(struct golden *g)
{
	new_step(g, STEP_EXIT_MAPS);
}

static void step_warn(struct golden *g)
{
	struct step *s = new_step(g, STEP_WARN);

	s->line = (uint32_t)take_number();
	s->column = (uint32_t)take_number();
	s->text = take_string(&s->len);
}

static void add_named(struct summary_count **list, size_t *count, const char *name)
{
	if (!*list)
		*list = arena_new_array(memory, struct summary_count, FIELDS_MAX);
	(*list)[(*count)++] = (struct summary_count){ name, take_number() };
}

static void step_summary(struct golden *g)
{
	struct run_summary *r = &new_step(g, STEP_SUMMARY)->summary;
	const struct { const char *name; uint64_t *to; } numbers[] = {
		{ "lost_events=", &r->lost_events }, { "truncated_strings=", &r->truncated_strings }, { "late_labels=", &r->late_labels },
		{ "unresolved_symbols=", &r->unresolved_symbols }, { "skipped_probes=", &r->skipped_probes },
		{ "stopped_early=", &r->stopped_early }, { "duration_ns=", &r->duration_ns },
	};

	while (!at_line_end()) {
		size_t i = 0;

		while (i < ARRAY_SIZE(numbers) && !take(numbers[i].name))
			i++;
		if (i < ARRAY_SIZE(numbers)) {
			*numbers[i].to = take_number();
			continue;
		}
		if (take("map_full")) {
			const char *name = take_word("=");

			expect("=");
			add_named(&r->map_full, &r->map_full_count, name);
			continue;
		}
		expect("missed_runs:");
		const char *name = take_word("=");

		expect("=");
		add_named(&r->missed_runs, &r->missed_runs_count, name);
	}
}

static void set_trailer(struct golden *g)
{
	size_t len;

	g->trailer = take_string(&len);
}

static void set_script(struct golden *g)
{
	size_t len;

	g->script = take_string(&len);
}

static void set_quiet(struct golden *g)
{
	g->quiet = true;
}

static void add_probe(struct golden *g)
{
	struct image_writer *w = &g->writer;
	uint32_t empty = image_write_text(w, "");

	if (!image_writer_count(w, IMAGE_PROGS)) {
		image_write_record(w, IMAGE_INSNS, &(struct image_insn){ .code = 0x95 });
		image_write_record(w, IMAGE_PROGS, &(struct image_prog){ .name = image_write_text(w, "p"), .insn_count = 1 });
	}
	image_write_record(w, IMAGE_PROBES, &(struct image_probe){
		.provider = empty, .mechanism = empty, .target_text = { empty, empty }, .text = image_write_text(w, take_word(" \n")),
	});
}

static void take_expected(struct golden *g, int which)
{
	g->wanted[which] = true;
	end_line();
	while (*at == '|' || *at == '$') {
		const char *line = ++at;

		if (line[-1] == '|') {
			at += strcspn(at, "\n");
			buffer_append(&g->expected[which], line, (size_t)(at - line));
			buffer_putc(&g->expected[which], '\n');
		} else {
			while (*at != '\n' && *at)
				buffer_putc(&g->expected[which], take_escaped());
		}
		end_line();
	}
	at--;
	line_number--;
}

static void expect_text(struct golden *g)
{
	take_expected(g, 0);
}

static void expect_stderr(struct golden *g)
{
	take_expected(g, 1);
}

static void expect_json(struct golden *g)
{
	take_expected(g, 2);
}

static const struct { const char *word; void (*take)(struct golden *g); } words[] = {
	{ "printf", step_printf }, { "value", step_value }, { "map", step_map }, { "say", step_say }, { "attached", step_attached },
	{ "lost", step_lost }, { "exit-maps", step_exit_maps }, { "warn", step_warn }, { "summary", step_summary }, { "trailer", set_trailer },
	{ "script", set_script }, { "quiet", set_quiet }, { "probe", add_probe }, { "text", expect_text }, { "stderr", expect_stderr },
	{ "json", expect_json },
};

/* One line of a case, or several for the steps that have more. */
static void take_step(struct golden *g)
{
	const char *word = take_word(" \t\n");

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!str_eq(words[i].word, word))
			continue;
		words[i].take(g);
		end_line();
		return;
	}
	malformed("unknown step '%s'", word);
}

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
	const struct type *key = image_type_at(ctx->decode->image, s->key_type), *value = image_type_at(ctx->decode->image, s->value_type);
	struct order order = { ctx->decode, key, value };
	struct map_entry *entries = arena_new_array(memory, struct map_entry, s->count);
	size_t first = s->top && s->top < s->count ? s->count - s->top : 0;
	struct map_view view = {
		.name = s->name,
		.json_type = value->kind == TYPE_AGG ? agg_row(value->agg)->json_type : "map",
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
			agg_row(value->agg)->to_value(ctx->decode, s->entries[i].value, value, s->div, &e->value);
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
			sink->text(ctx, &(struct text_kind){ "printf" }, buffer_text(&text), text.len);
		buffer_free(&text);
		return;
	}
	value_decode_argument(ctx->decode, image_type_at(image, action->args), 0, s->record, s->len, &v);
	sink->value(ctx, &v);
}

static void run_warn(const struct sink *sink, struct sink_context *ctx, const struct golden *g, const struct step *s)
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

static void run_step(const struct sink *sink, struct sink_context *ctx, const struct golden *g, const struct step *s)
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

/* All steps through one format; true when the output is the expected one. */
static bool run_format(struct golden *g, struct test_image *image, const char *format)
{
	const struct sink *sink = sink_find(format);
	struct buffer out = { 0 };
	struct sink_context ctx = { .out = &out, .decode = &image->ctx, .quiet = g->quiet };
	bool is_text = str_eq(format, "text"), good;

	buffer_clear(&log_lines);
	image->ctx.boot_offset_ns = 1000000000000000000;
	image->ctx.monotonic_offset_ns = 1500000000000000000;
	for (size_t i = 0; i < g->step_count; i++)
		run_step(sink, &ctx, g, &g->steps[i]);
	good = compare(g, is_text ? 0 : 2, format, &out);
	if (is_text && !compare(g, 1, "stderr", &log_lines))
		good = false;
	if (!is_text && log_lines.len) {
		printf("not ok - %s (json writes to stderr)\n", g->name);
		good = false;
	}
	buffer_free(&out);
	return good;
}

static bool run_case(struct golden *g)
{
	struct test_image image;
	bool good;

	test_image_open(&image, &g->writer, g->trailer);
	good = run_format(g, &image, "text");
	good = run_format(g, &image, "json") && good;
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
