/* tests/unit/base_text.c - wildcards, nearest names, JSON strings, units, widths, located messages,
 * requests. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/json.h"
#include "runtime/base/match.h"
#include "runtime/base/mem.h"
#include "runtime/base/request.h"
#include "runtime/base/source.h"
#include "runtime/base/unit.h"
#include "runtime/base/util.h"
#include "runtime/base/width.h"

static void test_glob(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} cases[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "a", "", false },
		{ "a", "a", true },
		{ "a", "ab", false },
		{ "*", "", true },
		{ "*", "anything", true },
		{ "a*", "a", true },
		{ "a*c", "abcbc", true },
		{ "a*c", "abcb", false },
		{ "*b*", "abc", true },
		{ "*b*", "ac", false },
		{ "**", "x", true },
		{ "a*b*c", "a1b2c", true },
		{ "a*b*c", "a1c2b", false },
		{ "*ab", "aaab", true },
		{ "*aab", "aaab", true },
		{ "?", "a", true },
		{ "?", "", false },
		{ "a?c", "abc", true },
		{ "a?c", "ac", false },
		{ "[abc]", "b", true },
		{ "[abc]", "d", false },
		{ "[a-c]x", "bx", true },
		{ "[a-c]x", "dx", false },
		{ "[!a-c]", "d", true },
		{ "[!a-c]", "b", false },
		{ "[!a]", "!", true },
		{ "[a!]", "!", true },
		{ "[a-]", "-", true },
		{ "[-a]", "-", true },
		{ "[]]", "]", true },
		{ "[]", "[]", true },
		{ "[!]]", "a", true },
		{ "[!]]", "]", false },
		{ "[abc", "[abc", true },
		{ "[abc", "a", false },
		{ "x[", "x[", true },
		{ "sys_enter_[ab]*", "sys_enter_access", true },
		{ "*_read*", "vfs_readv", true },
		{ "*[0-9]", "cpu7", true },
		{ "*[0-9]", "cpu7x", false },
		{ "[a-c]*[x-z]", "b--y", true },
		{ "a[b", "a[b", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (glob_match(cases[i].pattern, cases[i].text) != cases[i].match)
			fail_msg("'%s' on '%s': not %d", cases[i].pattern, cases[i].text,
				cases[i].match);
}

static void test_glob_has_wildcard(void **state)
{
	(void)state;
	assert_true(glob_has_wildcard("a*"));
	assert_true(glob_has_wildcard("?"));
	assert_true(glob_has_wildcard("x[ab]"));
	assert_false(glob_has_wildcard("x[ab"));
	assert_false(glob_has_wildcard("vfs_read"));
	assert_false(glob_has_wildcard("[]"));
	assert_false(glob_has_wildcard(""));
}

static const char *nearest_of(const char *name, const char *const *candidates)
{
	struct nearest n;

	nearest_start(&n, name);
	for (; *candidates; candidates++)
		nearest_offer(&n, *candidates);
	return n.best;
}

static void test_nearest(void **state)
{
	static const char *const names[] = {
		"hist", "lhist", "count", "printf", "print", "kstack", "i", "",
		"a_name_that_is_so_long_that_nobody_would_ever_mistype_only_one_letter_of_it", NULL,
	};

	(void)state;
	assert_string_equal(nearest_of("histt", names), "hist");
	assert_string_equal(nearest_of("hsit", names), "hist");
	assert_string_equal(nearest_of("cuont", names), "count");
	assert_string_equal(nearest_of("conut", names), "count");
	assert_string_equal(nearest_of("lhis", names), "lhist");
	assert_string_equal(nearest_of("pritnf", names), "printf");
	assert_string_equal(nearest_of("kstacks", names), "kstack");
	assert_null(nearest_of("x", names));
	assert_null(nearest_of("", names));
	assert_null(nearest_of("banana", names));
	/* a name is not offered for itself */
	assert_string_equal(nearest_of("print", names), "printf");
	assert_null(nearest_of(
		"a_name_that_is_so_long_that_nobody_would_ever_mistype_only_one_letter_of_iX",
		names));
}

/* Fewest edits, by trying them all; more than `most` when there are more. */
static int fewest(const char *a, const char *b, int most)
{
	if (most < 0 || !*a || !*b)
		return most < 0 ? 0 : (int)(strlen(a) + strlen(b));
	if (*a == *b)
		return fewest(a + 1, b + 1, most);
	int least = fewest(a + 1, b + 1, most - 1);

	least = MIN_OF(least, fewest(a + 1, b, most - 1));
	least = MIN_OF(least, fewest(a, b + 1, most - 1));
	if (a[0] == b[1] && a[1] == b[0])
		least = MIN_OF(least, fewest(a + 2, b + 2, most - 1));
	return least + 1;
}

static void make_word(char *out, size_t most)
{
	size_t len = 1 + (size_t)rand() % most;

	for (size_t i = 0; i < len; i++)
		out[i] = (char)("abAB\xc1"[rand() % 5]);
	out[len] = '\0';
}

/* Some bytes of it changed, dropped or swapped. */
static void mistype(char *word)
{
	for (int edits = rand() % 6; edits > 0 && *word; edits--) {
		char *at = word + (size_t)rand() % strlen(word), first = *at;

		if (rand() % 3 == 0) {
			memmove(at, at + 1, strlen(at));
		} else if (rand() % 2 && at[1]) {
			at[0] = at[1];
			at[1] = first;
		} else {
			*at = "abAB\xc1"[rand() % 5];
		}
	}
}

/* Of many words the first of the nearest, when that is near enough: a third of the name, from one
 * to three edits. */
static void test_nearest_of_all(void **state)
{
	char name[12], words[12][12];
	const char *list[ARRAY_SIZE(words) + 1] = { 0 };
	int found = 0;

	(void)state;
	srand(1);
	for (int round = 0; round < 2000; round++) {
		const char *best = NULL;
		int least = 4;

		make_word(name, 11);
		size_t len = strlen(name);
		int allowed = len < 2 ? 0 : MIN_OF(MAX_OF((int)len / 3, 1), 3);

		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			make_word(words[i], 11);
			if (rand() % 8 == 0)
				mistype(strcpy(words[i], name));
			list[i] = words[i];
			int edits = fewest(name, words[i], allowed);

			if (edits && edits <= allowed && edits < least &&
				edits < (int)strlen(words[i])) {
				best = words[i];
				least = edits;
			}
		}
		found += best != NULL;
		assert_ptr_equal(nearest_of(name, list), best);
	}
	assert_in_range(found, 500, 1500);
}

static void test_utf8(void **state)
{
	static const struct {
		const char *bytes;
		size_t len, expected;
	} cases[] = {
		{ "", 0, 0 },
		{ "a", 1, 1 },
		{ "\0", 1, 1 },
		{ "\x7f", 1, 1 },
		{ "\x80", 1, 0 },
		{ "\xbf", 1, 0 },
		{ "\xc0\x80", 2, 0 },
		{ "\xc1\xbf", 2, 0 },
		{ "\xc2\x80", 2, 2 },
		{ "\xc3\xa4", 2, 2 },
		{ "\xc3", 1, 0 },
		{ "\xc3(", 2, 0 },
		{ "\xe0\x9f\xbf", 3, 0 },
		{ "\xe0\xa0\x80", 3, 3 },
		{ "\xe2\x82\xac", 3, 3 },
		{ "\xe2\x82", 2, 0 },
		{ "\xed\x9f\xbf", 3, 3 },
		{ "\xed\xa0\x80", 3, 0 },
		{ "\xee\x80\x80", 3, 3 },
		{ "\xe2\x82(", 3, 0 },
		{ "\xf0\x8f\xbf\xbf", 4, 0 },
		{ "\xf0\x9f\x98\x80", 4, 4 },
		{ "\xf4\x8f\xbf\xbf", 4, 4 },
		{ "\xf4\x90\x80\x80", 4, 0 },
		{ "\xf5\x80\x80\x80", 4, 0 },
		{ "\xff", 1, 0 },
		{ "\xf0\x9f\x98", 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (utf8_length(cases[i].bytes, cases[i].len) != cases[i].expected)
			fail_msg("case %zu: not %zu", i, cases[i].expected);
}

static void test_json(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *expected;
	} cases[] = {
		{ "", 0, "\"\"" },
		{ "plain text", 10, "\"plain text\"" },
		{ "a\"b\\c", 5, "\"a\\\"b\\\\c\"" },
		{ "\n\r\t", 3, "\"\\n\\r\\t\"" },
		{ "\0\x01\x1b\x7f\b\f", 6, "\"\\u0000\\u0001\\u001b\\u007f\\u0008\\u000c\"" },
		{ "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", 11,
			"\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\"" },
		{ "\xff\xc3", 2, "\"\\u00ff\\u00c3\"" },
		{ "x\xed\xa0\x80y", 5, "\"x\\u00ed\\u00a0\\u0080y\"" },
		{ "/", 1, "\"/\"" },
	};
	struct buffer b = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		buffer_clear(&b);
		json_put_string(&b, cases[i].bytes, cases[i].len);
		assert_string_equal(buffer_text(&b), cases[i].expected);
	}
	buffer_clear(&b);
	json_put_escaped(&b, "a\"", 2);
	assert_string_equal(buffer_text(&b), "a\\\"");
	buffer_free(&b);
}

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

static void build_request(struct buffer *b)
{
	request_put(b, REQUEST_SCRIPT_NAME, "<arg>", 5);
	request_put(b, REQUEST_SCRIPT_TEXT, "a\0b", 3);
	request_put(b, REQUEST_HAS_COMMAND, NULL, 0);
	request_put(b, REQUEST_PARAM, "1", 1);
	request_put(b, REQUEST_PARAM, "two", 3);
	request_finish(b);
}

static void test_request(void **state)
{
	static const struct {
		enum request_tag tag;
		const char *text;
		uint32_t len;
	} expected[] = {
		{ REQUEST_SCRIPT_NAME, "<arg>", 5 },
		{ REQUEST_SCRIPT_TEXT, "a\0b", 3 },
		{ REQUEST_HAS_COMMAND, "", 0 },
		{ REQUEST_PARAM, "1", 1 },
		{ REQUEST_PARAM, "two", 3 },
	};
	struct buffer b = { 0 };
	struct request_item item;
	size_t cursor = 0;

	(void)state;
	build_request(&b);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		assert_int_equal(request_next(b.data, b.len, &cursor, &item), 1);
		assert_int_equal(item.tag, expected[i].tag);
		assert_int_equal(item.len, expected[i].len);
		assert_memory_equal(item.text, expected[i].text, expected[i].len + 1);
	}
	assert_int_equal(request_next(b.data, b.len, &cursor, &item), 0);
	assert_int_equal(request_next(b.data, b.len, &cursor, &item), 0);
	buffer_free(&b);
}

/* Walks to the end or the first damage; every item must lie inside of the bytes. */
static int walk_request(const char *bytes, size_t len)
{
	struct request_item item;
	size_t cursor = 0;
	int got;

	while ((got = request_next(bytes, len, &cursor, &item)) == 1) {
		assert_in_range(item.tag, 0, REQUEST_TAG_COUNT - 1);
		assert_true(item.text >= bytes && item.text + item.len < bytes + len);
		assert_int_equal(item.text[item.len], 0);
	}
	return got;
}

static void test_request_damaged(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	build_request(&b);
	assert_int_equal(walk_request(b.data, b.len), 0);
	for (size_t len = 0; len < b.len; len++) {
		char *copy = mem_alloc(len);

		memcpy(copy, b.data, len);
		assert_int_equal(walk_request(copy, len), -EINVAL);
		mem_free(copy);
	}
	for (size_t bit = 0; bit < b.len * 8; bit++) {
		char *copy = mem_alloc(b.len);
		int got;

		memcpy(copy, b.data, b.len);
		copy[bit / 8] ^= (char)(1 << bit % 8);
		got = walk_request(copy, b.len);
		assert_true(got == 0 || got == -EINVAL);
		/* the magic and the terminator protect themselves */
		if (bit / 8 < 8 || bit / 8 >= b.len - 4)
			assert_int_equal(got, -EINVAL);
		mem_free(copy);
	}
	buffer_free(&b);
}

static void test_request_empty(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	request_finish(&b);
	assert_int_equal(walk_request(b.data, b.len), 0);
	buffer_free(&b);
	mem_fail_after(0);
	build_request(&b);
	mem_fail_after(-1);
	assert_true(b.failed);
	buffer_free(&b);
}

#define SECOND 1000000000ull

static void test_units(void **state)
{
	static const struct {
		enum unit unit;
		bool is_negative;
		uint64_t n;
		const char *text;
	} cases[] = {
		{ UNIT_NONE, false, 0, "0" },
		{ UNIT_NONE, true, 5, "-5" },
		{ UNIT_NONE, false, UINT64_MAX, "18446744073709551615" },
		{ UNIT_NS, false, 0, "0ns" },
		{ UNIT_NS, false, 512, "512ns" },
		{ UNIT_NS, false, 999, "999ns" },
		{ UNIT_NS, false, 1000, "1.00us" },
		{ UNIT_NS, false, 1239, "1.23us" },
		{ UNIT_NS, false, 9999, "9.99us" },
		{ UNIT_NS, false, 10000, "10.0us" },
		{ UNIT_NS, false, 45678901, "45.6ms" },
		{ UNIT_NS, false, 99999999, "99.9ms" },
		{ UNIT_NS, false, 100000000, "100ms" },
		{ UNIT_NS, false, 999999999, "999ms" },
		{ UNIT_NS, false, 7899999999, "7.89s" },
		{ UNIT_NS, true, 1230, "-1.23us" },
		{ UNIT_NS, false, 60 * SECOND - 1, "59.9s" },
		{ UNIT_NS, false, 60 * SECOND, "1m00s" },
		{ UNIT_NS, false, 125 * SECOND, "2m05s" },
		{ UNIT_NS, false, 3600 * SECOND - 1, "59m59s" },
		{ UNIT_NS, false, 3600 * SECOND, "1h00m" },
		{ UNIT_NS, false, (3 * 3600 + 4 * 60 + 59) * SECOND, "3h04m" },
		{ UNIT_NS, false, 86400 * SECOND - 1, "23h59m" },
		{ UNIT_NS, false, (26 * 3600) * SECOND, "1d02h" },
		{ UNIT_NS, false, UINT64_MAX, "213503d23h" },
		{ UNIT_US, false, 1500, "1.50ms" },
		{ UNIT_MS, false, 1, "1.00ms" },
		{ UNIT_S, false, 61, "1m01s" },
		{ UNIT_S, false, UINT64_MAX, "213503982334601d07h" },
		{ UNIT_BYTES, false, 0, "0" },
		{ UNIT_BYTES, false, 1023, "1023" },
		{ UNIT_BYTES, false, 1024, "1.00K" },
		{ UNIT_BYTES, false, 4096, "4.00K" },
		{ UNIT_BYTES, false, 12897485, "12.3M" },
		{ UNIT_BYTES, false, 1181116007, "1.10G" },
		{ UNIT_BYTES, false, 1024 * 1024 - 1, "1023K" },
		{ UNIT_BYTES, false, 1ull << 40, "1.00T" },
		{ UNIT_BYTES, false, 1ull << 50, "1.00P" },
		{ UNIT_BYTES, false, UINT64_MAX, "15.9E" },
		{ UNIT_BYTES, true, 2048, "-2.00K" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buffer b = { 0 };

		unit_put(&b, cases[i].unit, cases[i].is_negative, cases[i].n);
		assert_string_equal(buffer_text(&b), cases[i].text);
		buffer_free(&b);
	}
	for (size_t i = 0; i < UNIT_COUNT; i++)
		assert_int_equal(
			unit_by_name(unit_name((enum unit)i), strlen(unit_name((enum unit)i))), i);
	assert_int_equal(unit_by_name("usual", 2), UNIT_US);
	assert_int_equal(unit_by_name("u", 1), UNIT_COUNT);
}

static void test_width(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\xc3\xa4", 1 },
		{ "e\xcc\x81", 1 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 4 },
		{ "\xf0\x9f\x90\xa7", 2 },
		{ "\xff\xc3", 2 },
		{ "a\xe2\x82", 3 },
		{ "\xc2\x80", 1 },
		{ "a\tb", 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(text_width(cases[i].text, strlen(cases[i].text)), cases[i].width);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_has_wildcard),
		cmocka_unit_test(test_nearest), cmocka_unit_test(test_nearest_of_all),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_place), cmocka_unit_test(test_uses),
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_render_without_place),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_request_damaged),
		cmocka_unit_test(test_request_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
