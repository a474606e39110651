/* tests/unit/probes_function_code.c - entries with and without endbr64, places inside of
 * instructions, ways out of functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>

#include "probes/function_code.h"
#include "runtime/base/util.h"

#if defined(__x86_64__)

static void test_entry(void **state)
{
	static const struct {
		const char *what;
		uint8_t code[16];
		size_t len;
		uint64_t skip;
	} cases[] = {
		{ "none", { 0x55, 0xc3 }, 2, 0 },
		{ "plain", { 0xf3, 0x0f, 0x1e, 0xfa, 0x55, 0xc3 }, 6, 4 },
		{ "push r12", { 0xf3, 0x0f, 0x1e, 0xfa, 0x41, 0x54, 0xc3 }, 7, 4 },
		{ "jump", { 0xf3, 0x0f, 0x1e, 0xfa, 0xe9, 1, 2, 3, 4 }, 9, 4 },
		{ "sub, which is stepped over as well",
			{ 0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x83, 0xec, 8, 0xc3 }, 9, 0 },
		{ "notrack jump, which takes no probe",
			{ 0xf3, 0x0f, 0x1e, 0xfa, 0x3e, 0xff, 0xe0 }, 7, 0 },
		{ "vector, which takes no probe",
			{ 0xf3, 0x0f, 0x1e, 0xfa, 0xc5, 0xfb, 0x59, 0xc0, 0xc3 }, 9, 0 },
		{ "nothing behind", { 0xf3, 0x0f, 0x1e, 0xfa }, 4, 0 },
		{ "endbr32", { 0xf3, 0x0f, 0x1e, 0xfb, 0x55, 0xc3 }, 6, 0 },
		{ "short jump back to 4", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xeb, 0xfd }, 7, 0 },
		{ "short jump back to 5", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0x90, 0xeb, 0xfd }, 8,
			4 },
		{ "the bytes of one in another instruction",
			{ 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xb0, 0xeb, 0xb0, 0xfb, 0xc3 }, 10, 4 },
		{ "conditional jump to 4", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0x75, 0xfd, 0xc3 }, 8,
			0 },
		{ "loop to 4", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xe2, 0xfd, 0xc3 }, 8, 0 },
		{ "near jump to 4", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xe9, 0xfa, 0xff, 0xff, 0xff },
			10, 0 },
		{ "near conditional jump to 4",
			{ 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0x0f, 0x85, 0xf9, 0xff, 0xff, 0xff }, 11,
			0 },
		{ "jump cut off", { 0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xeb }, 6, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (code_entry(&(struct function_code){ cases[i].code, cases[i].len }) !=
			cases[i].skip)
			fail_msg("%s", cases[i].what);
}

/* push %rbp; mov $0x04030201, %eax; (no instruction) */
static void test_place(void **state)
{
	static const uint8_t bytes[] = { 0x55, 0xb8, 1, 2, 3, 4, 0x06, 0x90 };
	struct function_code code = { bytes, sizeof(bytes) };
	uint64_t before, after;

	(void)state;
	assert_int_equal(code_place(&code, 0, &before, &after), CODE_INSTRUCTION);
	assert_int_equal(code_place(&code, 1, &before, &after), CODE_INSTRUCTION);
	for (uint64_t at = 2; at < 6; at++) {
		assert_int_equal(code_place(&code, at, &before, &after), CODE_INSIDE);
		assert_int_equal(before, 1);
		assert_int_equal(after, 6);
	}
	assert_int_equal(code_place(&code, 6, &before, &after), CODE_UNKNOWN);
	assert_int_equal(code_place(&code, 7, &before, &after), CODE_UNKNOWN);
}

struct returns {
	uint64_t at[8];
	unsigned count;
};

static int keep_return(uint64_t offset, void *arg)
{
	struct returns *r = arg;

	r->at[r->count++] = offset;
	return 0;
}

static void test_returns(void **state)
{
	static const struct {
		const char *what;
		uint8_t code[16];
		size_t len;
		unsigned count;
		uint64_t at[3];
		const char *why;
	} cases[] = {
		{ "two", { 0x74, 1, 0xc3, 0x55, 0xc2, 8, 0 }, 7, 2, { 2, 4 } },
		{ "a byte of another instruction", { 0xb0, 0xc3, 0xc3 }, 3, 1, { 2 } },
		{ "jump to its own start", { 0xc3, 0xeb, 0xfd }, 3, 1, { 0 } },
		{ "jump away", { 0xc3, 0xeb, 0x10 }, 3, 0, { 0 },
			"it leaves by a jump into another function" },
		{ "jump to before it", { 0xc3, 0xeb, 0xf0 }, 3, 0, { 0 },
			"it leaves by a jump into another function" },
		{ "no return", { 0x90, 0xff, 0xe0 }, 3, 0, { 0 }, "it has no return instruction" },
		{ "no code", { 0xc3, 0x06 }, 2, 0, { 0 },
			"its code has bytes that are no instructions" },
		{ "cut off", { 0xc3, 0xe8, 1 }, 3, 0, { 0 },
			"its code has bytes that are no instructions" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct returns found = { .count = 0 };
		const char *why;
		int ret = code_returns(&(struct function_code){ cases[i].code, cases[i].len },
			keep_return, &found, &why);

		if (ret != (cases[i].why ? -ENOENT : 0) || found.count != cases[i].count ||
			(ret && !str_eq(why, cases[i].why)))
			fail_msg("%s: %d, %u, %s", cases[i].what, ret, found.count, ret ? why : "");
		for (unsigned k = 0; k < found.count; k++)
			assert_int_equal(found.at[k], cases[i].at[k]);
	}
}

static void test_takes_probe(void **state)
{
	static const struct {
		uint8_t code[8];
		bool takes;
	} cases[] = {
		{ { 0x55 }, true },
		{ { 0xf3, 0x0f, 0x1e, 0xfa }, true },
		{ { 0x64, 0x48, 0x8b, 4, 0x25 }, true },
		{ { 0x0f, 0x05 }, true },
		{ { 0xf0, 0x48, 0xff, 0x05 }, false },
		{ { 0x66, 0x2e, 0x0f, 0x1f }, false },
		{ { 0xc5, 0xf8, 0x77 }, false },
		{ { 0xcc }, false },
		{ { 0xf4 }, false },
		{ { 0x62, 0xf1 }, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(code_takes_probe(&(struct function_code){ cases[i].code, 8 }, 0),
			cases[i].takes);
	assert_false(code_takes_probe(&(struct function_code){ (const uint8_t *)"\x66", 1 }, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_returns),
		cmocka_unit_test(test_takes_probe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 0;
}

#endif
