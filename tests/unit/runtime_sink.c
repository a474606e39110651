/* tests/unit/runtime_sink.c - what the golden cases of the formats cannot say: finding formats,
 * every counter of the summary, thousands of equal keys, tables, no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/image_write.h"
#include "runtime/base/log.h"
#include "runtime/sink.h"
#include "runtime/summary.h"
#include "tests/lib/test_image.h"

static void test_find(void **state)
{
	(void)state;
	assert_ptr_equal(sink_find("text"), &text_sink);
	assert_ptr_equal(sink_find("json"), &json_sink);
	assert_null(sink_find("Text"));
	assert_null(sink_find(""));
	assert_false(text_sink.structured);
	assert_true(json_sink.structured);
}

/* A format that has no use for something says so in a function. */
static void test_formats_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; sinks[i]; i++) {
		const struct sink *s = sinks[i];

		assert_true(s->attached && s->lost && s->text && s->value && s->map && s->table &&
			s->helper_failed && s->message && s->maps_at_exit);
		assert_true(s->summary && s->costs && s->tests && s->benches && s->help);
	}
}

static void test_complete(void **state)
{
	static const struct {
		size_t at;
		const char *text;
	} numbers[] = {
		{ offsetof(struct run_summary, lost_events), "Incomplete: lost_events 1" },
		{ offsetof(struct run_summary, truncated_strings),
			"Incomplete: truncated_strings 1" },
		{ offsetof(struct run_summary, unresolved_symbols),
			"Incomplete: unresolved_symbols 1" },
		{ offsetof(struct run_summary, skipped_probes), "Incomplete: skipped_probes 1" },
		{ offsetof(struct run_summary, late_labels), "Incomplete: late_labels 1" },
		{ offsetof(struct run_summary, stopped_early), "Incomplete: stopped_early 1" },
	};
	struct summary_count one = { "@a", 1 };
	struct run_summary s = { .duration_ns = 5 };
	struct buffer out = { 0 };

	(void)state;
	assert_true(summary_is_complete(&s));
	summary_put_text(&out, &s);
	assert_int_equal(out.len, 0);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		s = (struct run_summary){ 0 };
		*(uint64_t *)((char *)&s + numbers[i].at) = 1;
		assert_false(summary_is_complete(&s));
		buffer_clear(&out);
		summary_put_text(&out, &s);
		assert_string_equal(buffer_text(&out), numbers[i].text);
	}
	s = (struct run_summary){ .map_full = &one, .map_full_count = 1 };
	assert_false(summary_is_complete(&s));
	s = (struct run_summary){ .missed_runs = &one, .missed_runs_count = 1 };
	assert_false(summary_is_complete(&s));
	buffer_free(&out);
}

/* A map of n entries whose keys are the same text. */
static void print_equal_keys(struct buffer *out, struct test_image *t, uint64_t n)
{
	struct map_entry *entries = calloc(n, sizeof(*entries));
	struct map_view view = {
		.name = "@", .json_type = "map", .keyed = true, .entries = entries, .count = n
	};
	struct sink_context ctx = { .out = out, .decode = &t->ctx };

	for (uint64_t i = 0; i < n; i++) {
		entries[i].key =
			(struct value){ .kind = VALUE_TEXT, .string = { .bytes = "k", .len = 1 } };
		entries[i].value = (struct value){ .kind = VALUE_UINT, .u = i };
	}
	json_sink.map(&ctx, &view);
	free(entries);
}

static void test_many_equal_keys(void **state)
{
	struct image_writer w = { 0 };
	struct buffer out = { 0 }, expected = { 0 };
	struct test_image t;

	(void)state;
	test_image_open(&t, &w, "..");
	print_equal_keys(&out, &t, 20000);
	buffer_puts(&expected, "{\"type\": \"map\", \"data\": {\"@\": {\"k\": 0");
	for (unsigned i = 1; i < 20000; i++)
		buffer_printf(&expected, ", \"k#%u\": %u", i + 1, i);
	buffer_puts(&expected, "}}}\n");
	assert_string_equal(buffer_text(&out), buffer_text(&expected));
	buffer_free(&out);
	buffer_free(&expected);
	test_image_close(&t);
}

/* Whatever allocation fails, nothing worse happens than that output is missing. */
static void test_out_of_memory(void **state)
{
	struct image_writer w = { 0 };
	struct test_image t;
	bool worked = false;

	(void)state;
	test_image_open(&t, &w, "..");
	for (long n = 0; !worked; n++) {
		struct buffer out = { 0 };

		mem_fail_after(n);
		print_equal_keys(&out, &t, 100);
		mem_fail_after(-1);
		worked = !out.failed && strstr(buffer_text(&out), "\"k#100\": 99}}}\n");
		buffer_free(&out);
		assert_true(n < 200);
	}
	test_image_close(&t);
}

static const struct table_column pod_columns[] = {
	{ .title = "POD", .label = "pod", .name = "pod" },
	{
		.title = "CALLS/S",
		.label = "calls",
		.name = "@calls",
		.is_number = true,
		.period_ns = 3000000000,
	},
	{
		.title = "NS.count",
		.label = "ns.count",
		.name = "@ns",
		.field = "count",
		.is_number = true,
	},
	{ .title = "NS.p50", .label = "ns.p50", .name = "@ns", .field = "p50", .is_number = true },
	{ .title = "WHO", .label = "who", .name = "@who" },
};

#define TEXT_CELL(s) { .kind = VALUE_TEXT, .string = { .bytes = (s), .len = sizeof(s) - 1 } }
#define NUMBER_CELL(n) { .kind = VALUE_UINT, .u = (n) }
#define NS_CELL(n) { .kind = VALUE_UINT, .unit = UNIT_NS, .u = (n) }

static const struct value pod_cells[] = {
	TEXT_CELL("web-0"), NUMBER_CELL(3612), NUMBER_CELL(3612), NS_CELL(1209), TEXT_CELL("a"),
	TEXT_CELL("\xe6\x97\xa5"), { .kind = VALUE_INT, .i = -266 }, { 0 }, { 0 }, TEXT_CELL("b c"),
	TEXT_CELL(""), { 0 }, NUMBER_CELL(1), NS_CELL(310000), { 0 },
};

static const char pod_text[] =
	"POD    CALLS/S  NS.count  NS.p50  WHO\n"
	"web-0   1204.0      3612  1.20us  a\n"
	"\xe6\x97\xa5       -88.7         -       -  b c\n"
	"             -         1   310us  -\n";

static const char pod_json[] =
	"{\"type\": \"table\", \"data\": ["
	"{\"pod\": \"web-0\", \"@calls\": 3612, \"@ns\": {\"count\": 3612, \"p50\": 1209}, \"@who\": \"a\"},"
	"{\"pod\": \"\xe6\x97\xa5\", \"@calls\": -266, \"@ns\": null, \"@who\": \"b c\"},"
	"{\"pod\": \"\", \"@calls\": null, \"@ns\": {\"count\": 1, \"p50\": 310000}, \"@who\": null}]}\n";

static void show_table(const struct sink *sink, bool header, struct buffer *out)
{
	struct table_view view = {
		.columns = pod_columns,
		.column_count = ARRAY_SIZE(pod_columns),
		.key_count = 1,
		.cells = pod_cells,
		.row_count = ARRAY_SIZE(pod_cells) / ARRAY_SIZE(pod_columns),
		.header = header,
	};
	struct decode_context decode = { 0 };
	struct sink_context ctx = { .out = out, .decode = &decode };

	sink->table(&ctx, &view);
}

static void test_table(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	show_table(&text_sink, true, &out);
	assert_string_equal(buffer_text(&out), pod_text);
	buffer_clear(&out);
	show_table(&text_sink, false, &out);
	assert_string_equal(buffer_text(&out),
		"web-0  1204.0  3612  1.20us  a\n"
		"\xe6\x97\xa5      -88.7     -       -  b c\n"
		"            -     1   310us  -\n");
	buffer_clear(&out);
	show_table(&json_sink, true, &out);
	assert_string_equal(buffer_text(&out), pod_json);
	buffer_free(&out);
}

static void count_message(enum log_level level, const char *message)
{
	(void)level;
	assert_string_equal(message, "table: cannot be shown: Cannot allocate memory");
}

/* Whatever allocation fails, the table is there or an error says why not. */
static void test_table_out_of_memory(void **state)
{
	bool worked = false;

	(void)state;
	log_set_callback(count_message);
	for (long n = 0; !worked; n++) {
		struct buffer out = { 0 };

		mem_fail_after(n);
		show_table(&text_sink, true, &out);
		mem_fail_after(-1);
		worked = !out.failed && out.len;
		if (worked)
			assert_string_equal(buffer_text(&out), pod_text);
		buffer_free(&out);
		assert_true(n < 50);
	}
	log_set_callback(NULL);
}

/* Rates are rounded to tenths. */
static void test_rates(void **state)
{
	static const struct {
		struct value v;
		uint64_t period_ns;
		const char *text, *json;
	} cases[] = {
		{ NUMBER_CELL(25), 2000000000, "12.5/s", "12.5" },
		{ NUMBER_CELL(0), 1, "0.0/s", "0.0" },
		{ NUMBER_CELL(2), 3000000000, "0.7/s", "0.7" },
		{ NUMBER_CELL(1), 3000000000, "0.3/s", "0.3" },
		{ NUMBER_CELL(1), 20000000000, "0.1/s", "0.1" },
		{ NUMBER_CELL(1), 20000000001, "0.0/s", "0.0" },
		{ { .kind = VALUE_INT, .i = -1 }, 20000000001, "0.0/s", "0.0" },
		{ { .kind = VALUE_INT, .i = -25 }, 2000000000, "-12.5/s", "-12.5" },
		{ { .kind = VALUE_INT, .i = INT64_MIN }, 1000000000, "-9223372036854775808.0/s",
			"-9223372036854775808.0" },
		{ NUMBER_CELL(UINT64_MAX), 1, "18446744073709551615.0/s",
			"18446744073709551615.0" },
		{ NUMBER_CELL(7), 0, "7", "7" },
		{ { .kind = VALUE_UINT, .unit = UNIT_BYTES, .u = 4096 }, 500000000, "8.00K/s",
			"8192.0" },
		{ { .kind = VALUE_BOOL, .truth = true }, 5, "true", "true" },
	};
	struct decode_context decode = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buffer out = { 0 }, expected = { 0 };
		struct sink_context ctx = { .out = &out, .decode = &decode };
		struct value rate = value_per_second(&cases[i].v, cases[i].period_ns);

		text_sink.value(&ctx, &rate);
		json_sink.value(&ctx, &rate);
		buffer_printf(&expected, "%s\n{\"type\": \"value\", \"data\": %s}\n", cases[i].text,
			cases[i].json);
		assert_string_equal(buffer_text(&out), buffer_text(&expected));
		buffer_free(&out);
		buffer_free(&expected);
	}
}

/* A map whose keys and values are of every shape that formats take apart, through one of them. */
static void print_shapes(const struct sink *sink, struct test_image *t, struct buffer *out)
{
	static const struct value_frame frames[] = { { "one+1", 5, 0, 3 },
		{ "two;\n+2", 7, 0, 5 } };
	static const struct value parts[] = {
		{ .kind = VALUE_STRING, .string = { "a,\"\t\\\xff", 6 } },
		{ .kind = VALUE_STACK, .stack = { frames, 2, "  ", true } },
		{ .kind = VALUE_INT, .i = -1 },
	};
	static const struct value_bucket buckets[] = {
		{ .has_max = true, .max = -1, .count = 1, .label = "(..., 0)" },
		{ .has_min = true, .min = 0, .count = 2, .label = "[0, ...)" }
	};
	static const struct type hist = { .kind = TYPE_AGG, .agg = AGG_HIST },
				 count = { .kind = TYPE_AGG, .agg = AGG_COUNT };
	struct value key = { .kind = VALUE_TUPLE, .list = { .items = parts, .count = 3 } };
	struct map_entry counts[] = { { key, { .kind = VALUE_UINT, .u = 5 } },
		{ key, { .kind = VALUE_UINT, .u = 6 } } };
	struct map_entry hists[] = { { key, { .kind = VALUE_HIST, .hist = { buckets, 2 } } } };
	struct map_view view = {
		.name = "@c",
		.json_type = "map",
		.value_type = &count,
		.keyed = true,
		.is_tuple_key = true,
		.entries = counts,
		.count = 2,
	};
	struct run_summary summary = { .lost_events = 1 };
	struct buffer aside = { 0 };
	struct sink_context ctx = { .out = out, .aside = &aside, .decode = &t->ctx };

	if (sink_open(sink, &ctx) == 0) {
		sink->map(&ctx, &view);
		view = (struct map_view){
			.name = "@h",
			.json_type = "hist",
			.value_type = &hist,
			.keyed = true,
			.is_tuple_key = true,
			.entries = hists,
			.count = 1,
		};
		sink->map(&ctx, &view);
		sink->value(&ctx, &key);
		sink->summary(&ctx, &summary);
	}
	sink_close(sink, &ctx);
	buffer_free(&aside);
}

static void say_nothing(enum log_level level, const char *message)
{
	(void)level;
	(void)message;
}

/* The same for every format: it ends, and with enough memory it prints what it always does. */
static void test_formats_without_memory(void **state)
{
	struct image_writer w = { 0 };
	struct test_image t;

	(void)state;
	log_set_callback(say_nothing);
	test_image_open(&t, &w, "..");
	for (size_t i = 0; sinks[i]; i++) {
		struct buffer expected = { 0 };
		bool worked = false;

		print_shapes(sinks[i], &t, &expected);
		assert_true(expected.len > 0);
		for (long n = 0; !worked; n++) {
			struct buffer out = { 0 };

			mem_fail_after(n);
			print_shapes(sinks[i], &t, &out);
			mem_fail_after(-1);
			worked = out.len == expected.len &&
				memcmp(out.data, expected.data, out.len) == 0;
			buffer_free(&out);
			assert_true(n < 400);
		}
		buffer_free(&expected);
	}
	log_set_callback(NULL);
	test_image_close(&t);
}

static char said[256];

static void keep(enum log_level level, const char *message)
{
	(void)level;
	snprintf(said, sizeof(said), "%s", message);
}

/* A warning without a source still says what it is. */
static void test_placeless_message(void **state)
{
	struct buffer out = { 0 };
	struct decode_context decode = { 0 };
	struct sink_context ctx = { .out = &out, .decode = &decode };
	struct place nowhere = { 0 };

	(void)state;
	log_set_callback(keep);
	text_sink.message(&ctx, &message_runtime_error, "odd", &nowhere);
	log_set_callback(NULL);
	assert_string_equal(said, "sonde: warning: odd");
	json_sink.message(&ctx, &message_runtime_error, "odd", &nowhere);
	assert_string_equal(buffer_text(&out), "{\"type\": \"runtime_error\", \"msg\": \"odd\"}\n");
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_formats_are_whole),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_many_equal_keys),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_formats_without_memory),
		cmocka_unit_test(test_placeless_message),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_out_of_memory),
		cmocka_unit_test(test_rates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
