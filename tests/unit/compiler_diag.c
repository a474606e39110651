/* tests/unit/compiler_diag.c - diagnostics: order, repetition, remarks, the limit, exit codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/diag.h"
#include "runtime/base/util.h"

static const char script[] = "begin {\n\t@x = histt(arg2);\n}\n";

static struct diags *diags;
static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	diags = arena ? diags_new(arena) : NULL;
	return diags ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void check_rendered(bool warnings, const char *expected)
{
	struct source source = { "a.bt", script, sizeof(script) - 1, 0 };
	struct sources sources = { &source, 1 };
	struct buffer out = { 0 };

	diags_render(diags, &sources, warnings, &out);
	assert_string_equal(buffer_text(&out), expected);
	buffer_free(&out);
}

static struct span at(uint32_t start, uint32_t end)
{
	return (struct span){ start, end };
}

static void test_layout(void **state)
{
	struct diag *d = diag_error(diags, at(14, 19), DIAG_UNKNOWN_FUNCTION, "'%s' is not defined",
					"histt");

	(void)state;
	diag_hint(d, "did you mean '%s'?", "hist");
	diag_note(d, at(6, 7), "the body %d", 1);
	diag_hint(d, "or not");
	check_rendered(true,
		"a.bt:2:7: error: 'histt' is not defined\n"
		"        @x = histt(arg2);\n"
		"             ^~~~~\n"
		"a.bt:1:7: note: the body 1\n"
		"    begin {\n"
		"          ^\n"
		"    hint: did you mean 'hist'?\n"
		"    hint: or not\n");
}

static void test_order(void **state)
{
	(void)state;
	diag_warning(diags, at(0, 5), DIAG_DISCARDED, "first warning");
	diag_error(diags, SPAN_NONE, DIAG_TOO_MANY, "no place");
	diag_error(diags, at(9, 11), DIAG_EXPECTED, "later");
	diag_error(diags, at(0, 5), DIAG_EXPECTED, "earlier");
	check_rendered(true,
		"a.bt:1:1: error: earlier\n    begin {\n    ^~~~~\n"
		"a.bt:2:2: error: later\n        @x = histt(arg2);\n        ^~\n"
		"sonde: error: no place\n"
		"a.bt:1:1: warning: first warning\n    begin {\n    ^~~~~\n");
	check_rendered(false,
		"a.bt:1:1: error: earlier\n    begin {\n    ^~~~~\n"
		"a.bt:2:2: error: later\n        @x = histt(arg2);\n        ^~\n"
		"sonde: error: no place\n");
}

static void test_repetition(void **state)
{
	struct diag *dropped;

	(void)state;
	diag_error(diags, at(0, 5), DIAG_EXPECTED, "one");
	dropped = diag_error(diags, at(0, 1), DIAG_NOT_YET, "two");
	diag_hint(dropped, "swallowed");
	diag_note(dropped, at(0, 1), "swallowed");
	diag_error(diags, SPAN_NONE, DIAG_TOO_MANY, "no place");
	diag_error(diags, SPAN_NONE, DIAG_TOO_LARGE, "nor here");
	diag_warning(diags, at(0, 5), DIAG_DISCARDED, "warning");
	diag_warning(diags, at(0, 5), DIAG_DISCARDED, "the same again");
	diag_warning(diags, at(0, 5), DIAG_SIGN_MIX, "another");
	check_rendered(true,
		"a.bt:1:1: error: one\n    begin {\n    ^~~~~\n"
		"sonde: error: no place\n"
		"sonde: error: nor here\n"
		"a.bt:1:1: warning: warning\n    begin {\n    ^~~~~\n"
		"a.bt:1:1: warning: another\n    begin {\n    ^~~~~\n");
}

static void test_limit(void **state)
{
	struct sources none = { 0 };
	struct buffer out = { 0 }, expected = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 52; i++)
		diag_error(diags, at(i, i + 1), DIAG_EXPECTED, "number %u", i);
	for (uint32_t i = 0; i < 51; i++)
		diag_warning(diags, at(i, i + 1), DIAG_DISCARDED, "warning %u", i);
	for (uint32_t i = 0; i < 50; i++)
		buffer_printf(&expected, "sonde: error: number %u\n", i);
	buffer_puts(&expected, "sonde: error: 2 more errors\n");
	for (uint32_t i = 0; i < 50; i++)
		buffer_printf(&expected, "sonde: warning: warning %u\n", i);
	buffer_puts(&expected, "sonde: warning: 1 more warning\n");
	diags_render(diags, &none, true, &out);
	assert_string_equal(buffer_text(&out), buffer_text(&expected));
	buffer_free(&out);
	buffer_free(&expected);
}

/* Of an endless line only the part around the place is shown. */
static void test_long_line(void **state)
{
	static char line[10000];
	struct source source = { "a.bt", line, sizeof(line), 0 };
	struct sources sources = { &source, 1 };
	struct buffer out = { 0 }, expected = { 0 };

	(void)state;
	memset(line, '.', sizeof(line));
	memcpy(line + 5000, "here", 4);
	memcpy(line + 2999, "\303\251", 2);
	diag_error(diags, at(5000, 5004), DIAG_EXPECTED, "there");
	diags_render(diags, &sources, true, &out);
	buffer_puts(&expected, "a.bt:1:5001: error: there\n    ...\303\251");
	buffer_fill(&expected, '.', 1999);
	buffer_puts(&expected, "here");
	buffer_fill(&expected, '.', 1995);
	buffer_puts(&expected, "...\n    ");
	buffer_fill(&expected, ' ', 3 + 1 + 1999);
	buffer_puts(&expected, "^~~~\n");
	assert_string_equal(buffer_text(&out), buffer_text(&expected));
	buffer_free(&out);
	buffer_free(&expected);
}

static void test_control_characters(void **state)
{
	(void)state;
	diag_hint(diag_error(diags, SPAN_NONE, DIAG_EXPECTED, "found '%s'", "\x1b[31m\x7f"),
		  "a\nb");
	check_rendered(true, "sonde: error: found '\\x1b[31m\\x7f'\n    hint: a\\x0ab\n");
}

static void test_exit_codes(void **state)
{
	(void)state;
	assert_false(diags_have_errors(diags));
	diag_warning(diags, at(0, 1), DIAG_DISCARDED, "warning");
	assert_false(diags_have_errors(diags));
	assert_int_equal(diags_exit_code(diags), 0);
	diag_environment(diags, at(0, 1), DIAG_NO_MATCH, "nothing there");
	assert_true(diags_have_errors(diags));
	assert_int_equal(diags_exit_code(diags), 2);
	diag_error(diags, at(1, 2), DIAG_EXPECTED, "wrong");
	assert_int_equal(diags_exit_code(diags), 1);
	diag_error(diags, at(2, 3), DIAG_INTERNAL, "our fault");
	assert_int_equal(diags_exit_code(diags), 4);
}

/* An error that is only counted decides the exit code all the same. */
static void test_exit_code_beyond_limit(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 60; i++)
		diag_environment(diags, at(i, i + 1), DIAG_NO_MATCH, "nothing there");
	assert_int_equal(diags_exit_code(diags), 2);
	diag_error(diags, at(100, 101), DIAG_EXPECTED, "wrong");
	assert_int_equal(diags_exit_code(diags), 1);
}

static void test_id_names(void **state)
{
	(void)state;
	assert_string_equal(diag_id_name(DIAG_UNKNOWN_NAME), "UNKNOWN_NAME");
	assert_string_equal(diag_id_name(DIAG_BAD_CHARACTER), "BAD_CHARACTER");
	assert_string_equal(diag_id_name(DIAG_INTERNAL), "INTERNAL");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_layout), TEST(test_order), TEST(test_repetition), TEST(test_limit),
		TEST(test_long_line), TEST(test_control_characters), TEST(test_exit_codes),
		TEST(test_exit_code_beyond_limit), TEST(test_id_names),
	};

	return cmocka_run_group_tests_name("compiler_diag", tests, NULL, NULL);
}
