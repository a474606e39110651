/* tests/unit/base_mem.c - allocator, arena, buffer, table and log: contents, growth, and what
 * happens when memory runs out at any allocation. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/arena.h"
#include "runtime/base/buffer.h"
#include "runtime/base/log.h"
#include "runtime/base/mem.h"
#include "runtime/base/strmap.h"
#include "runtime/base/util.h"

static void test_fail_after(void **state)
{
	void *one, *two;

	(void)state;
	mem_fail_after(1);
	one = mem_alloc(10);
	two = mem_alloc(10);
	assert_non_null(one);
	assert_null(two);
	assert_null(mem_zalloc(1, 1));
	assert_null(mem_realloc(one, 20));
	assert_null(mem_strdup("x"));
	mem_fail_after(-1);
	two = mem_alloc(10);
	assert_non_null(two);
	mem_free(one);
	mem_free(two);
	mem_free(NULL);
}

static void test_zalloc(void **state)
{
	unsigned char *p = mem_zalloc(7, 3);
	unsigned char zeros[21] = { 0 };

	(void)state;
	assert_memory_equal(p, zeros, sizeof(zeros));
	mem_free(p);
	assert_null(mem_zalloc(SIZE_MAX / 2, 3));
	p = mem_zalloc(0, 8);
	assert_non_null(p);
	mem_free(p);
}

static void test_arena_contents(void **state)
{
	struct arena *a = arena_new();
	char *texts[500];
	char expected[32];

	(void)state;
	for (int i = 0; i < 500; i++)
		texts[i] = arena_printf(a, "text %d", i);
	for (int i = 0; i < 500; i++) {
		snprintf(expected, sizeof(expected), "text %d", i);
		assert_string_equal(texts[i], expected);
		assert_int_equal((uintptr_t)texts[i] % 16, 0);
	}
	assert_string_equal(arena_strdup(a, "abc"), "abc");
	assert_string_equal(arena_strndup(a, "abcdef", 2), "ab");
	assert_string_equal(arena_strndup(a, "", 0), "");
	assert_memory_equal(arena_memdup(a, "a\0b", 3), "a\0b", 3);
	arena_free(a);
	arena_free(NULL);
}

/* After a reset the same chunks are used again, zeroed: no allocation is needed. */
static void test_arena_grow(void **state)
{
	struct arena *a = arena_new();
	uint32_t *numbers = NULL, count = 0, capacity = 0;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		const uint32_t *before = numbers;
		bool full = count == capacity;

		arena_grow(a, numbers, count, capacity);
		assert_true(count < capacity);
		assert_true(full || numbers == before);
		numbers[count++] = i;
	}
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	arena_free(a);
}

static void test_arena_reset(void **state)
{
	struct arena *a = arena_new();
	unsigned char zeros[3000] = { 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		memset(arena_alloc(a, 3000), 0xff, 3000);
	memset(arena_alloc(a, 1000000), 0xff, 1000000);
	mem_fail_after(0);
	for (int round = 0; round < 3; round++) {
		arena_reset(a);
		for (int i = 0; i < 40; i++) {
			unsigned char *p = arena_try_alloc(a, 3000);

			assert_non_null(p);
			assert_memory_equal(p, zeros, sizeof(zeros));
			memset(p, 0xee, 3000);
		}
	}
	mem_fail_after(-1);
	arena_free(a);
}

static void test_arena_exhausted(void **state)
{
	struct arena *a;
	void *large;

	(void)state;
	mem_fail_after(0);
	assert_null(arena_new());
	mem_fail_after(1);
	a = arena_new();
	assert_non_null(a);
	assert_null(arena_try_alloc(a, 1));
	mem_fail_after(-1);
	assert_null(arena_try_alloc(a, SIZE_MAX));
	assert_null(arena_try_alloc(a, SIZE_MAX - 100));
	large = arena_try_alloc(a, 100000);
	assert_non_null(large);
	memset(large, 1, 100000);
	arena_free(a);
}

static void test_buffer_appends(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	assert_string_equal(buffer_text(&b), "");
	buffer_append(&b, "ab", 2);
	buffer_append(&b, NULL, 0);
	buffer_puts(&b, "cd");
	buffer_putc(&b, 'e');
	buffer_fill(&b, '.', 3);
	buffer_printf(&b, "%d%s", 42, "x");
	assert_string_equal(buffer_text(&b), "abcde...42x");
	assert_int_equal(b.len, 11);
	buffer_clear(&b);
	assert_int_equal(b.len, 0);
	buffer_fill(&b, 'z', 10000);
	assert_int_equal(b.len, 10000);
	assert_int_equal(strspn(buffer_text(&b), "z"), 10000);
	buffer_free(&b);
	assert_null(b.data);
}

static void test_buffer_keep(void **state)
{
	struct arena *a = arena_new();
	struct buffer b = { 0 };
	char *empty = buffer_keep(&b, a), *kept;

	(void)state;
	assert_string_equal(empty, "");
	assert_null(b.data);
	buffer_puts(&b, "kept");
	kept = buffer_keep(&b, a);
	assert_null(b.data);
	assert_int_equal(b.len, 0);
	buffer_puts(&b, "next");
	assert_string_equal(kept, "kept");
	buffer_free(&b);
	arena_free(a);
}

static void test_buffer_numbers(void **state)
{
	static const struct { int64_t n; const char *text; } cases[] = {
		{ 0, "0" }, { 7, "7" }, { -1, "-1" }, { 1234567890123, "1234567890123" },
		{ INT64_MAX, "9223372036854775807" }, { INT64_MIN, "-9223372036854775808" },
	};
	struct buffer b = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		buffer_clear(&b);
		buffer_put_i64(&b, cases[i].n);
		assert_string_equal(buffer_text(&b), cases[i].text);
	}
	buffer_clear(&b);
	buffer_put_u64(&b, UINT64_MAX);
	assert_string_equal(buffer_text(&b), "18446744073709551615");
	buffer_free(&b);
}

static void test_buffer_exhausted(void **state)
{
	for (long n = 0; n < 3; n++) {
		struct buffer b = { 0 };

		(void)state;
		mem_fail_after(n);
		for (int i = 0; i < 2000 && !b.failed; i++)
			buffer_puts(&b, "0123456789");
		assert_true(b.failed);
		/* capacities 256, 512: whole strings only */
		assert_int_equal(b.len, n == 0 ? 0 : n == 1 ? 250 : 510);
		buffer_putc(&b, 'x');
		buffer_printf(&b, "%d", 1);
		assert_int_equal(b.len, n == 0 ? 0 : n == 1 ? 250 : 510);
		assert_string_equal(buffer_text(&b), "");
		mem_fail_after(-1);
		buffer_free(&b);
	}
}

static void test_buffer_impossible_size(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	buffer_puts(&b, "x");
	assert_null(buffer_reserve(&b, SIZE_MAX));
	assert_true(b.failed);
	buffer_free(&b);
}

static void use_strmap(struct strmap m)
{
	static int values[1000];
	char key[32];

	assert_null(strmap_get(&m, "nothing"));
	assert_null(strmap_remove(&m, "nothing"));
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_int_equal(strmap_put(&m, key, &values[i]), 0);
	}
	assert_int_equal(m.count, 1000);
	assert_int_equal(strmap_put(&m, "key5", &values[6]), 0);
	assert_int_equal(strmap_put(&m, "", &values[0]), 0);
	assert_int_equal(m.count, 1001);
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_ptr_equal(strmap_get(&m, key), &values[i == 5 ? 6 : i]);
	}
	assert_ptr_equal(strmap_get(&m, ""), &values[0]);
	assert_null(strmap_get(&m, "key1000"));
	/* every third goes; the others are found each time */
	for (int i = 0; i < 1000; i += 3) {
		snprintf(key, sizeof(key), "key%d", i);
		assert_ptr_equal(strmap_remove(&m, key), &values[i == 5 ? 6 : i]);
		assert_null(strmap_remove(&m, key));
		for (int k = 0; k < 1000; k++) {
			snprintf(key, sizeof(key), "key%d", k);
			assert_ptr_equal(strmap_get(&m, key),
				k % 3 || k > i ? &values[k == 5 ? 6 : k] : NULL);
		}
	}
	assert_int_equal(m.count, 667);
	if (m.arena)
		return;
	strmap_free(&m);
	assert_null(strmap_get(&m, "key1"));
}

/* In memory of its own, and in an arena, where nothing has to be freed. */
static void test_strmap(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	use_strmap((struct strmap){ 0 });
	use_strmap((struct strmap){ .arena = a });
	arena_free(a);
}

/* Whatever fails, the table keeps what it had. */
static void test_strmap_exhausted(void **state)
{
	bool done = false;

	(void)state;
	for (long n = 0; !done; n++) {
		struct strmap m = { 0 };
		char key[16];
		int put = 0, err = 0;

		mem_fail_after(n);
		while (put < 40 && !err) {
			snprintf(key, sizeof(key), "%d", put);
			err = strmap_put(&m, key, &m);
			put += !err;
		}
		mem_fail_after(-1);
		done = !err;
		assert_int_equal(err, done ? 0 : -ENOMEM);
		assert_int_equal(m.count, put);
		for (int i = 0; i < 40; i++) {
			snprintf(key, sizeof(key), "%d", i);
			assert_ptr_equal(strmap_get(&m, key), i < put ? &m : NULL);
		}
		strmap_free(&m);
		/* 40 keys and the tables of 16, 32 and 64 slots */
		assert_true(n <= 43);
		assert_true(!done || n == 43);
	}
}

static char logged[2000];
static enum log_level logged_level;

static void remember(enum log_level level, const char *message)
{
	logged_level = level;
	snprintf(logged, sizeof(logged), "%s", message);
}

static void test_log(void **state)
{
	char long_text[1001];

	(void)state;
	memset(long_text, 'l', 1000);
	long_text[1000] = 0;
	log_set_callback(remember);
	log_error("probe '%s': no", "x");
	assert_string_equal(logged, "probe 'x': no");
	assert_int_equal(logged_level, LOG_ERROR);
	log_warn("%s", long_text);
	assert_string_equal(logged, long_text);
	assert_int_equal(logged_level, LOG_WARN);
	log_verbose("too much");
	assert_string_equal(logged, long_text);
	log_set_level(LOG_VERBOSE);
	assert_int_equal(log_get_level(), LOG_VERBOSE);
	log_verbose("shown");
	assert_string_equal(logged, "shown");
	assert_int_equal(logged_level, LOG_VERBOSE);
	/* without memory the message is cut, not lost */
	mem_fail_after(0);
	log_notice("%s", long_text);
	mem_fail_after(-1);
	assert_int_equal(strlen(logged), 511);
	assert_int_equal(logged_level, LOG_NOTICE);
	log_set_callback(NULL);
	log_set_level(LOG_NOTICE);
}

static void test_vec(void **state)
{
	struct { int *items; size_t count, capacity; } v = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(VEC_PUSH(&v, i * 3));
	for (int i = 0; i < 100; i++)
		assert_int_equal(v.items[i], i * 3);
	mem_fail_after(0);
	while (v.count < v.capacity)
		assert_true(VEC_PUSH(&v, 0));
	assert_false(VEC_PUSH(&v, 0));
	mem_fail_after(-1);
	assert_int_equal(v.count, 128);
	mem_free(v.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail_after),
		cmocka_unit_test(test_zalloc),
		cmocka_unit_test(test_arena_contents),
		cmocka_unit_test(test_arena_grow),
		cmocka_unit_test(test_arena_reset),
		cmocka_unit_test(test_arena_exhausted),
		cmocka_unit_test(test_buffer_appends),
		cmocka_unit_test(test_buffer_keep),
		cmocka_unit_test(test_buffer_numbers),
		cmocka_unit_test(test_buffer_exhausted),
		cmocka_unit_test(test_buffer_impossible_size),
		cmocka_unit_test(test_strmap),
		cmocka_unit_test(test_strmap_exhausted),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_vec),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
