/* tests/unit/base_request.c - requests to the compiler: what is put is read back, and what is cut
 * or changed anywhere is refused or stays in bounds. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/mem.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_request_damaged),
		cmocka_unit_test(test_request_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
