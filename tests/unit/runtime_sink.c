/* tests/unit/runtime_sink.c - what the golden cases of the formats cannot say: finding formats, every counter of the summary, thousands of equal keys,
 * no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

static void test_complete(void **state)
{
	static const struct { size_t at; const char *text; } numbers[] = {
		{ offsetof(struct run_summary, lost_events), "Incomplete: lost_events 1" },
		{ offsetof(struct run_summary, truncated_strings), "Incomplete: truncated_strings 1" },
		{ offsetof(struct run_summary, unresolved_symbols), "Incomplete: unresolved_symbols 1" },
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
	struct map_view view = { .name = "@", .json_type = "map", .keyed = true, .entries = entries, .count = n };
	struct sink_context ctx = { .out = out, .decode = &t->ctx };

	for (uint64_t i = 0; i < n; i++) {
		entries[i].key = (struct value){ .kind = VALUE_TEXT, .string = { .bytes = "k", .len = 1 } };
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
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_many_equal_keys),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_placeless_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
