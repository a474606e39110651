/* tests/unit/base_positional.c - positional parameters in attach points: where they are put in,
 * where not, and what ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/buffer.h"
#include "runtime/base/positional.h"
#include "runtime/base/util.h"

struct run {
	const char *const *words;
	struct buffer text, places;
	size_t room;
};

static const char *word(uint64_t number, uint32_t at, uint32_t len, void *arg)
{
	struct run *r = arg;

	assert_true(len >= 2 && at < 40);
	return number >= 1 && number <= 3 ? r->words[number - 1] : NULL;
}

static bool put(char byte, uint32_t at, void *arg)
{
	struct run *r = arg;

	buffer_putc(&r->text, byte);
	buffer_putc(&r->places, (char)('a' + at));
	return r->text.len < r->room;
}

static void puts_them_in(void **state)
{
	static const struct {
		const char *text, *words[3], *result, *places;
		enum positional_result end;
		uint32_t at, len;
	} cases[] = {
		{ "kprobe:f", { 0 }, "kprobe:f", "abcdefgh", POSITIONAL_OK, 0, 0 },
		{ "u:$1:m", { "/bin/x" }, "u:/bin/x:m", "abccccccef", POSITIONAL_OK, 0, 0 },
		{ "$2$1", { "b", "a" }, "ab", "ac", POSITIONAL_OK, 0, 0 },
		{ "a$3", { "x", "y", "<$1$2>" }, "a<xy>", "abbbb", POSITIONAL_OK, 0, 0 },
		{ "\"$1\\\"$1\"$1", { "x" }, "\"$1\\\"$1\"x", "abcddfghi", POSITIONAL_OK, 0, 0 },
		{ "a$1", { "\"$2\"$2", "y" }, "a\"$2\"y", "abbbbb", POSITIONAL_OK, 0, 0 },
		{ "a$1", { "" }, "a", "a", POSITIONAL_OK, 0, 0 },
		{ "ab$", { 0 }, "ab", "ab", POSITIONAL_NO_NUMBER, 2, 1 },
		{ "ab$1", { "x$" }, "abx", "abc", POSITIONAL_NO_NUMBER, 2, 2 },
		{ "a$1", { "$1" }, "a", "a", POSITIONAL_CIRCULAR, 1, 2 },
		{ "a$1", { "-$2", "-$1" }, "a--------", "abbbbbbbb", POSITIONAL_CIRCULAR, 1, 2 },
		{ "a$4b", { 0 }, "a", "a", POSITIONAL_STOPPED, 1, 2 },
		{ "$99999999999999999999999", { 0 }, "", "", POSITIONAL_STOPPED, 0, 24 },
		{ "abcdefghijklmnopqrstuvwxyz", { 0 }, "abcdefghijklmnop", "abcdefghijklmnop",
			POSITIONAL_STOPPED, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct run r = { .words = cases[i].words, .room = 16 };
		struct positional p = { .value = word, .put = put, .arg = &r };

		assert_int_equal(positional_expand(&p, cases[i].text), cases[i].end);
		assert_string_equal(buffer_text(&r.text), cases[i].result);
		assert_string_equal(buffer_text(&r.places), cases[i].places);
		assert_int_equal(p.at, cases[i].at);
		assert_int_equal(p.len, cases[i].len);
		buffer_free(&r.text);
		buffer_free(&r.places);
	}
}

static const char *ten_of_the_next(uint64_t number, uint32_t at, uint32_t len, void *arg)
{
	static const char *const texts[] = { "", "$2$2$2$2$2$2$2$2$2$2", "$3$3$3$3$3$3$3$3$3$3",
		"$4$4$4$4$4$4$4$4$4$4", "" };

	(void)at;
	(void)len;
	(*(uint32_t *)arg)++;
	return texts[number];
}

static bool put_nothing(char byte, uint32_t at, void *arg)
{
	(void)byte;
	(void)at;
	(void)arg;
	return false;
}

static void ends_soon(void **state)
{
	uint32_t asked = 0;
	struct positional p = { .value = ten_of_the_next, .put = put_nothing, .arg = &asked };

	(void)state;
	assert_int_equal(positional_expand(&p, "$1"), POSITIONAL_CIRCULAR);
	assert_int_equal(asked, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(puts_them_in),
		cmocka_unit_test(ends_soon) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
