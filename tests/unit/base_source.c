/* tests/unit/base_source.c - places in sources, uses of macros, and messages that show them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/source.h"

static void check_place(const struct sources *s, uint32_t offset, const char *name, uint32_t line,
	uint32_t column, uint32_t line_len)
{
	struct place p = source_place(s, offset);

	assert_string_equal(p.source->name, name);
	assert_int_equal(p.line, line);
	assert_int_equal(p.column, column);
	assert_int_equal(p.line_len, line_len);
}

static void test_place(void **state)
{
	struct source items[] = {
		{ .name = "one", .text = "ab\n\nc\r\nlast", .len = 11, .start = 0 },
		{ .name = "two", .text = "xyz\n", .len = 4, .start = 12 },
	};
	struct sources s = { items, 2 };
	struct sources none = { NULL, 0 };

	(void)state;
	check_place(&s, 0, "one", 1, 1, 2);
	check_place(&s, 1, "one", 1, 2, 2);
	check_place(&s, 2, "one", 1, 3, 2);
	check_place(&s, 3, "one", 2, 1, 0);
	check_place(&s, 4, "one", 3, 1, 1);
	check_place(&s, 10, "one", 4, 4, 4);
	check_place(&s, 11, "one", 4, 5, 4);
	check_place(&s, 12, "two", 1, 1, 3);
	check_place(&s, 16, "two", 2, 1, 0);
	check_place(&s, 4000000000u, "two", 2, 1, 0);
	assert_null(source_place(&none, 5).source);
}

/* The script uses f at 23, whose text begins at 4; f uses g at 8, whose text begins at 15. */
static void test_uses(void **state)
{
	struct source items[] = {
		{ .name = "one", .text = "mac f { g }; m g { 1 } f", .len = 24, .start = 0 },
		{ .len = 7, .start = 30, .origin = 4, .used_at = { 23, 24 } },
		{ .len = 5, .start = 40, .origin = 15, .used_at = { 34, 35 } },
	};
	struct sources s = { items, 3 };
	struct buffer b = { 0 };

	(void)state;
	assert_null(source_use(&s, 23));
	assert_ptr_equal(source_use(&s, 30), &items[1]);
	assert_ptr_equal(source_use(&s, 44), &items[2]);
	assert_int_equal(source_origin(&s, 23), 23);
	assert_int_equal(source_origin(&s, 34), 8);
	assert_int_equal(source_origin(&s, 44), 19);
	check_place(&s, 34, "one", 1, 9, 24);
	check_place(&s, 44, "one", 1, 20, 24);
	check_place(&s, UINT32_MAX, "one", 1, 21, 24);
	source_render_uses(&b, &s, 23);
	assert_string_equal(buffer_text(&b), "");
	source_render_uses(&b, &s, 44);
	assert_string_equal(buffer_text(&b),
				"one:1:9: note: the macro is used here\n"
				"    mac f { g }; m g { 1 } f\n"
				"            ^\n"
				"one:1:24: note: the macro is used here\n"
				"    mac f { g }; m g { 1 } f\n"
				"                           ^\n");
	buffer_free(&b);
}

static void check_render(
	const char *text, uint32_t from, uint32_t to, const char *severity, const char *expected)
{
	struct source item = {
		.name = "f", .text = text, .len = (uint32_t)strlen(text), .start = 100
	};
	struct sources s = { &item, 1 };
	struct buffer b = { 0 };

	source_render(&b, &s, (struct span){ 100 + from, 100 + to }, severity, "text");
	assert_string_equal(buffer_text(&b), expected);
	buffer_free(&b);
}

static void test_render(void **state)
{
	(void)state;
	check_render("@x = histt(1);", 5, 10, "error",
		     "f:1:6: error: text\n"
		     "    @x = histt(1);\n"
		     "         ^~~~~\n");
	check_render("ab\n\tcd e\n", 4, 6, "warning",
		     "f:2:2: warning: text\n"
		     "        cd e\n"
		     "        ^~\n");
	check_render("ab", 1, 1, NULL,
		     "f:1:2: text\n"
		     "    ab\n"
		     "     ^\n");
	check_render("ab", 2, 2, "error",
		     "f:1:3: error: text\n"
		     "    ab\n"
		     "      ^\n");
	/* over several lines: to the end of the first */
	check_render("if (x) {\n  y\n}", 4, 14, "error",
		     "f:1:5: error: text\n"
		     "    if (x) {\n"
		     "        ^~~~\n");
	/* columns count bytes, the underline characters */
	check_render("\xc3\xa4\xc3\xb6 xy z", 5, 7, "error",
		     "f:1:6: error: text\n"
		     "    \xc3\xa4\xc3\xb6 xy z\n"
		     "       ^~\n");
	check_render("a\tb", 1, 2, "error",
		     "f:1:2: error: text\n"
		     "    a    b\n"
		     "     ^~~~\n");
	/* what could disturb a terminal is not passed on */
	check_render("a\033[1m\xff\xc2\x9b b", 9, 10, "error",
		     "f:1:10: error: text\n"
		     "    a?[1m?? b\n"
		     "            ^\n");
	check_render("", 0, 0, "error",
		     "f:1:1: error: text\n"
		     "    \n"
		     "    ^\n");
	/* a span that ends before it starts, and one far behind the text */
	check_render("abc", 2, 1, "error",
		     "f:1:3: error: text\n"
		     "    abc\n"
		     "      ^\n");
	check_render("abc\r\n", 2000000000u, 2000000005u, "error",
		     "f:2:1: error: text\n"
		     "    \n"
		     "    ^\n");
}

static void test_render_without_place(void **state)
{
	struct source item = { .name = "f", .text = "abc", .len = 3 };
	struct sources s = { &item, 1 };
	struct sources none = { NULL, 0 };
	struct buffer b = { 0 };

	(void)state;
	source_render(&b, &none, (struct span){ 3, 5 }, "error", "text");
	source_render(&b, NULL, (struct span){ 3, 5 }, NULL, "bare");
	source_render(&b, &s, (struct span){ UINT32_MAX, UINT32_MAX }, "warning", "nowhere");
	assert_string_equal(
		buffer_text(&b), "sonde: error: text\nsonde: bare\nsonde: warning: nowhere\n");
	buffer_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_uses),
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_render_without_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
