/* tests/unit/base_bisect.c - the search in what is sorted, against counting one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/base/bisect.h"
#include "runtime/base/util.h"

#define MOST 33

static size_t count_up_to(const uint64_t *keys, size_t count, uint64_t wanted)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += keys[i] <= wanted;
	return n;
}

static void test_any_length(void **state)
{
	uint64_t keys[MOST];

	(void)state;
	/* 2, 2, 4, 6, 6, 8 ...: some stand there twice, and every odd number is between two */
	for (size_t i = 0; i < MOST; i++)
		keys[i] = 2 * (i - i / 3 + 1);
	for (size_t count = 0; count <= MOST; count++)
		for (uint64_t wanted = 0; wanted <= keys[MOST - 1] + 1; wanted++) {
			assert_int_equal(BISECT(i, count, keys[i] <= wanted),
				count_up_to(keys, count, wanted));
			assert_int_equal(BISECT(i, count, keys[i] < wanted),
				wanted ? count_up_to(keys, count, wanted - 1) : 0);
		}
}

static void test_few_questions(void **state)
{
	size_t asked = 0, most = (size_t)1 << 40;

	(void)state;
	assert_int_equal(BISECT(i, most, (asked++, i < most - 7)), most - 7);
	assert_in_range(asked, 40, 41);
	asked = 0;
	assert_int_equal(BISECT(i, SIZE_MAX, (asked++, i < SIZE_MAX)), SIZE_MAX);
	assert_in_range(asked, 64, 65);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_length),
		cmocka_unit_test(test_few_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
