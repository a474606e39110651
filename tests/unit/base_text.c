/* tests/unit/base_text.c - wildcards, nearest names, JSON strings, units, widths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/json.h"
#include "runtime/base/match.h"
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

	static const char *const shells[] = { "bats", "bash", "bats", NULL };

	(void)state;
	assert_string_equal(nearest_of("histt", names), "hist");
	assert_string_equal(nearest_of("hsit", names), "hist");
	assert_string_equal(nearest_of("cuont", names), "count");
	assert_string_equal(nearest_of("conut", names), "count");
	assert_string_equal(nearest_of("lhis", names), "lhist");
	/* of those that are one edit away, the one that is only swapped, wherever it stands */
	assert_string_equal(nearest_of("bahs", shells), "bash");
	assert_string_equal(nearest_of("bahs", shells + 1), "bash");
	assert_string_equal(nearest_of("abts", shells), "bats");
	/* and the first of two that are changed */
	assert_string_equal(nearest_of("bass", shells), "bats");
	assert_string_equal(nearest_of("bass", shells + 1), "bash");
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

static bool has_letter(const char *word, int group)
{
	while (*word && (*word & 63) != group)
		word++;
	return *word;
}

/* Groups of letters that only one of both has. */
static int strange_letters(const char *a, const char *b)
{
	int count = 0;

	for (int group = 0; group < 64; group++)
		count += has_letter(a, group) != has_letter(b, group);
	return count;
}

/* Of many words the first of the nearest with the fewest strange letters, when that is near enough:
 * a third of the name, from one to three edits. */
static void test_nearest_of_all(void **state)
{
	char name[12], words[12][12];
	const char *list[ARRAY_SIZE(words) + 1] = { 0 };
	int found = 0;

	(void)state;
	srand(1);
	for (int round = 0; round < 2000; round++) {
		const char *best = NULL;
		int least = 4, strange = 0;

		make_word(name, 11);
		size_t len = strlen(name);
		int allowed = len < 2 ? 0 : MIN_OF(MAX_OF((int)len / 3, 1), 3);

		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			make_word(words[i], 11);
			if (rand() % 8 == 0)
				mistype(strcpy(words[i], name));
			list[i] = words[i];
			int edits = fewest(name, words[i], allowed);
			int letters = strange_letters(name, words[i]);

			if (edits && edits <= allowed && edits < (int)strlen(words[i]) &&
				(edits < least || (edits == least && letters < strange))) {
				best = words[i];
				least = edits;
				strange = letters;
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
