/* tests/lib/recorded.h - reads the golden cases of the output formats.
 *
 * A file holds cases; lines that begin with # are comments.  A case is a line "case NAME" and these
 * steps, in the order in which they happen:
 *   trailer "TEXT"                  the mark of truncated strings, ".." when nothing is said
 *   quiet                           as with -q
 *   escape                          as with --escape=always
 *   json-int FORM                   as with --json-int: number or string
 *   probe NAME                      a probe of the image: number 0, 1 ... in values of type probe
 *   printf "FORMAT" TYPE VALUE ...  a printf record
 *   value TYPE VALUE                a record of print(expr)
 *   map @NAME TYPE: TYPE [top=N] [div=N] [keys=NAME,...]
 *           a map; its entries follow, one a line, as "KEY: VALUE"; a scalar is "map @NAME TYPE"
 *           with one value; keys are the names of its key's parts
 *   kernel "TEXT"                   the kernel's symbols, in the form of /proc/kallsyms
 *   stack N ADDRESS ...             stack number N, for values of type kstack and ustack
 *   say KIND [line] "TEXT"          finished text: time, join ...; a line without its line feed
 *   attached N, lost N, exit-maps   what the session tells a sink
 *   warn LINE COLUMN "TEXT"         a run-time warning at a place of the script
 *   script "TEXT"                   that script
 *   summary NAME=N ...              the counters; map_full@NAME=N and missed_runs:PROBE=N are the
 *                                   lists
 * and what must come out: "text", "stderr" (of the text format), "json", and where a case is of
 * interest to them the names of the other formats, and "beside" (what these say on stderr, all the
 * same), each with lines "|exactly this" or "$these\x20escapes, no line feed".
 * tests/lib/typed_text.h says how types and values are written. */
#pragma once

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/sink.h"
#include "tests/lib/typed_text.h"
#include "runtime/base/event.h"
#include "runtime/base/image_write.h"

enum { TEXT, STDERR, JSON, BESIDE, FIRST_OTHER, EXPECTED_MAX = 10 };
enum { STACKS_MAX = 16, FRAMES_MAX = 16 };
enum { STEPS_MAX = 64, ENTRIES_MAX = 128, LARGEST = 1 << 17 };

enum step_kind {
	STEP_RECORD,
	STEP_MAP,
	STEP_SAY,
	STEP_ATTACHED,
	STEP_LOST,
	STEP_EXIT_MAPS,
	STEP_WARN,
	STEP_SUMMARY
};

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
	const char *key_names;
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
	enum text_escape escape;
	enum json_int json_int;
	struct image_writer writer;
	struct step steps[STEPS_MAX];
	size_t step_count;
	const char *kernel;             /* its symbols */
	struct recorded_stack {
		uint64_t id, frames[FRAMES_MAX];
		uint64_t count;
	} stacks[STACKS_MAX];
	size_t stack_count;
	struct buffer expected[EXPECTED_MAX];
	bool wanted[EXPECTED_MAX];
};

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

/* TYPE VALUE pairs up to the end of the line become a record.  The values are read twice: the
 * layout needs all types first. */
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
		if (fields[i].type->kind == TYPE_STRING &&
			fields[i].type->size > EVENT_INLINE_STRING)
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
	char *key_bytes = arena_alloc(memory, key ? key->size : 0),
	     *value_bytes = arena_alloc(memory, value->size);

	if (s->count == ENTRIES_MAX)
		malformed("too many entries");
	if (key) {
		take_value(key, key_bytes);
		expect(":");
	}
	take_value(value, value_bytes);
	e->key = key_bytes;
	e->value = value_bytes;
	if (value->kind != TYPE_AGG || !agg_row(value->agg)->is_empty ||
		!agg_row(value->agg)->is_empty(value_bytes, value))
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
	s->key_names = take("keys=") ? take_word(" \n") : NULL;
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
	const struct {
		const char *name;
		uint64_t *to;
	} numbers[] = {
		{ "lost_events=", &r->lost_events },
		{ "truncated_strings=", &r->truncated_strings },
		{ "late_labels=", &r->late_labels },
		{ "unresolved_symbols=", &r->unresolved_symbols },
		{ "skipped_probes=", &r->skipped_probes },
		{ "stopped_early=", &r->stopped_early },
		{ "duration_ns=", &r->duration_ns },
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

static void set_escape(struct golden *g)
{
	g->escape = ESCAPE_KEEP_LINES;
}

static void set_json_int(struct golden *g)
{
	g->json_int = take("number") ? JSON_INT_NUMBER : JSON_INT_STRING;
	if (g->json_int == JSON_INT_STRING)
		expect("string");
}

static void add_probe(struct golden *g)
{
	struct image_writer *w = &g->writer;
	uint32_t empty = image_write_text(w, "");

	if (!image_writer_count(w, IMAGE_PROGS)) {
		image_write_record(w, IMAGE_INSNS, &(struct image_insn){ .code = 0x95 });
		image_write_record(w, IMAGE_PROGS,
			&(struct image_prog){ .name = image_write_text(w, "p"), .insn_count = 1 });
	}
	image_write_record(w, IMAGE_PROBES,
		&(struct image_probe){
			.provider = empty,
			.mechanism = empty,
			.target_text = { empty, empty },
			.text = image_write_text(w, take_word(" \n")),
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

static const char *const expectations[] = {
	[TEXT] = "text", [STDERR] = "stderr", [JSON] = "json", [BESIDE] = "beside"
};

/* Where what is expected under that word is kept; EXPECTED_MAX: nothing is.  The other formats are
 * in their own order. */
static int expectation_of(const char *word)
{
	int other = FIRST_OTHER;

	for (size_t i = 0; i < ARRAY_SIZE(expectations); i++)
		if (str_eq(expectations[i], word))
			return (int)i;
	for (size_t i = 0; sinks[i]; i++) {
		if (sinks[i] == &text_sink || sinks[i] == &json_sink)
			continue;
		if (str_eq(sinks[i]->name, word))
			return other;
		other++;
	}
	return EXPECTED_MAX;
}

static void set_kernel(struct golden *g)
{
	size_t len;

	g->kernel = take_string(&len);
}

static void add_stack_map(struct golden *g, enum map_storage storage)
{
	image_write_record(&g->writer, IMAGE_MAPS,
		&(struct image_map){
			.name = image_write_text(&g->writer, "stacks"),
			.storage = storage,
			.key_type = IMAGE_NONE,
			.value_type = IMAGE_NONE,
			.key_size = 8,
			.value_size = sizeof(struct image_stack) + sizeof(uint64_t) * FRAMES_MAX,
			.max_entries = STACKS_MAX,
			.twin = IMAGE_NONE,
			.selector = IMAGE_NONE,
			.key_names = IMAGE_NONE,
		});
}

static void add_stack(struct golden *g)
{
	struct recorded_stack *stack = &g->stacks[g->stack_count];

	if (g->stack_count++ == STACKS_MAX)
		malformed("too many stacks");
	if (g->stack_count == 1) {
		add_stack_map(g, MAP_STACKS);
		add_stack_map(g, MAP_USER_STACKS);
	}
	stack->id = take_number();
	while (!at_line_end()) {
		if (stack->count == FRAMES_MAX)
			malformed("too many frames");
		stack->frames[stack->count++] = take_number();
	}
}

static int read_stack(void *golden, uint32_t map, uint64_t id, struct image_stack *out)
{
	struct golden *g = golden;

	(void)map;
	for (size_t i = 0; i < g->stack_count; i++) {
		if (g->stacks[i].id != id)
			continue;
		*out = (struct image_stack){ .count = g->stacks[i].count, .pid = UINT32_MAX };
		memcpy(out->frames, g->stacks[i].frames, out->count * sizeof(out->frames[0]));
		return 0;
	}
	return -ENOENT;
}

static const struct {
	const char *word;
	void (*take)(struct golden *g);
} words[] = {
	{ "printf", step_printf },
	{ "value", step_value },
	{ "map", step_map },
	{ "say", step_say },
	{ "attached", step_attached },
	{ "lost", step_lost },
	{ "exit-maps", step_exit_maps },
	{ "warn", step_warn },
	{ "summary", step_summary },
	{ "trailer", set_trailer },
	{ "script", set_script },
	{ "quiet", set_quiet },
	{ "probe", add_probe },
	{ "kernel", set_kernel },
	{ "escape", set_escape },
	{ "json-int", set_json_int },
	{ "stack", add_stack },
};

/* One line of a case, or several for the steps that have more. */
static void take_step(struct golden *g)
{
	const char *word = take_word(" \t\n");
	int expectation = expectation_of(word);

	if (expectation != EXPECTED_MAX) {
		take_expected(g, expectation);
		end_line();
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!str_eq(words[i].word, word))
			continue;
		words[i].take(g);
		end_line();
		return;
	}
	malformed("unknown step '%s'", word);
}
