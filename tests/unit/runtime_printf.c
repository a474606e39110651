/* tests/unit/runtime_printf.c - printf records against the C library's own printf where both mean
 * the same, and against written-out text elsewhere. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/test_image.h"
#include "runtime/base/event.h"
#include "runtime/base/image_write.h"

static char record[4096] __attribute__((aligned(8)));

/* Puts one argument into the record: words by size, strings in line or apart. */
static size_t put_argument(
	size_t end, const struct type *t, uint32_t at, const void *value, size_t len)
{
	struct event_string where = { (uint32_t)end, (uint32_t)len };

	if (t->kind != TYPE_STRING || t->size <= EVENT_INLINE_STRING) {
		memset(record + at, 0, t->size);
		memcpy(record + at, value, MIN_OF(len, (size_t)t->size));
		return end;
	}
	memcpy(record + at, &where, sizeof(where));
	memcpy(record + end, value, len);
	return end + len;
}

struct argument {
	const struct type *type;
	uint64_t word;
	const char *text;       /* instead of the word */
};

/* The text of a printf with these arguments. */
static const char *format(const char *fmt, const struct argument *args, uint32_t count)
{
	static char text[65536 * 3];
	struct image_writer w = { 0 };
	struct type_field fields[16] = { 0 };
	struct buffer out = { 0 };
	struct test_image t;
	uint32_t offsets[16];
	struct type tuple;
	size_t end;

	for (uint32_t i = 0; i < count; i++)
		fields[i].type = args[i].type;
	tuple = test_tuple(fields, count);
	test_action(&w, ACTION_PRINTF, fmt, &tuple);
	test_image_open(&t, &w, "..");
	end = event_layout(fields, count, offsets);
	for (uint32_t i = 0; i < count; i++)
		end = put_argument(end, args[i].type, offsets[i],
			args[i].text ? args[i].text : (const char *)&args[i].word,
			args[i].text ? strlen(args[i].text) : sizeof(args[i].word));
	assert_int_equal(printf_format(&t.ctx, &out, &t.image.actions[0], record, end), 0);
	assert_true(out.len < sizeof(text));
	memcpy(text, buffer_text(&out), out.len + 1);
	buffer_free(&out);
	test_image_close(&t);
	return text;
}

static const uint64_t words[] = {
	0,
	1,
	7,
	8,
	10,
	255,
	4095,
	65535,
	123456789,
	0x7fffffff,
	0x80000000,
	0xffffffff,
	1ULL << 53,
	INT64_MAX,
	1ULL << 63,
	UINT64_MAX,
	UINT64_MAX - 41,
};

/* Every flag set, some widths and precisions: one action each. */
static void test_against_libc(void **state)
{
	static const char *const widths[] = { "", "1", "5", "22", "40" };
	static const char *const precisions[] = { "", ".", ".0", ".1", ".6", ".30" };
	static const char conversions[] = "diuoxX";
	struct image_writer w = { 0 };
	struct type_field field = { .type = &type_int64 };
	struct type args = test_tuple(&field, 1);
	struct buffer out = { 0 }, formats = { 0 };
	struct test_image t;
	char expected[128];
	uint64_t compared = 0;

	(void)state;
	for (unsigned flags = 0; flags < 32; flags++)
		for (size_t wi = 0; wi < ARRAY_SIZE(widths); wi++)
			for (size_t pi = 0; pi < ARRAY_SIZE(precisions); pi++)
				for (const char *c = conversions; *c; c++) {
					buffer_clear(&formats);
					buffer_printf(&formats, "<%%%s%s%s%s%s%s%sll%c>",
						flags & 1 ? "-" : "", flags & 2 ? "+" : "",
						flags & 4 ? " " : "", flags & 8 ? "#" : "",
						flags & 16 ? "0" : "", widths[wi], precisions[pi],
						*c);
					test_action(
						&w, ACTION_PRINTF, buffer_text(&formats), &args);
				}
	test_image_open(&t, &w, "..");
	for (uint32_t a = 0; a < t.image.counts[IMAGE_ACTIONS]; a++) {
		const char *fmt = image_text(&t.image, t.image.actions[a].text);

		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			memcpy(record + 8, &words[i], 8);
			buffer_clear(&out);
			assert_int_equal(
				printf_format(&t.ctx, &out, &t.image.actions[a], record, 16), 0);
			snprintf(expected, sizeof(expected), fmt, words[i]);
			if (strcmp(buffer_text(&out), expected) != 0)
				fail_msg("'%s' of %llu: '%s', the C library '%s'", fmt,
					(unsigned long long)words[i], buffer_text(&out), expected);
			compared++;
		}
	}
	assert_int_equal(compared, 32 * 5 * 6 * 6 * ARRAY_SIZE(words));
	buffer_free(&out);
	buffer_free(&formats);
	test_image_close(&t);
}

/* hh and h, and the width of small types: each against a cast in C. */
static void test_narrow(void **state)
{
	const struct type *types[] = { &type_int8, &type_int16, &type_int32, &type_int64,
		&type_uint8, &type_uint16, &type_uint32, &type_uint64 };
	char expected[160];

	(void)state;
	for (size_t ti = 0; ti < ARRAY_SIZE(types); ti++)
		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			unsigned bits = types[ti]->size * 8;
			uint64_t word = words[i] << (64 - bits);
			struct argument arg = { types[ti], words[i], NULL };
			struct argument all[] = { arg, arg, arg, arg, arg, arg };
			uint64_t shown;

			word = types[ti]->is_signed ? (uint64_t)((int64_t)word >> (64 - bits))
				: word >> (64 - bits);
			shown = types[ti]->is_signed && bits <= 32 ? (uint32_t)word : word;
			snprintf(expected, sizeof(expected), "%lld %llu %llx %hhd %hx %p",
				(long long)word, (unsigned long long)shown,
				(unsigned long long)shown, (signed char)word, (unsigned short)word,
				(void *)(uintptr_t)word);
			assert_string_equal(format("%d %u %x %hhd %hx %p", all, 6),
				word ? expected : "0 0 0 0 0 0x0");
		}
}

static void test_words(void **state)
{
	static const struct {
		const char *format;
		struct argument args[4];
		uint32_t count;
		const char *expected;
	} cases[] = {
		/* a raw word is a C int when it looks like one */
		{ "%d", { { &type_raw, 0xfffffffe, NULL } }, 1, "-2" },
		{ "%d", { { &type_raw, 0x80000000, NULL } }, 1, "-2147483648" },
		{ "%d", { { &type_raw, 0x7fffffff, NULL } }, 1, "2147483647" },
		{ "%d", { { &type_raw, 0x100000000, NULL } }, 1, "4294967296" },
		{ "%d", { { &type_uint64, 0xfffffffe, NULL } }, 1, "4294967294" },
		{ "%u %x", { { &type_raw, 0xfffffffe, NULL }, { &type_raw, 0xfffffffe, NULL } }, 2,
			"4294967294 fffffffe" },
		{ "%d", { { &type_uint64, UINT64_MAX, NULL } }, 1, "-1" },
		{ "%x", { { &type_int32, 0xffffffff, NULL } }, 1, "ffffffff" },
		{ "%u", { { &type_int8, 0xff, NULL } }, 1, "4294967295" },
		{ "%x", { { &type_int64, UINT64_MAX, NULL } }, 1, "ffffffffffffffff" },
		{ "%d %d", { { &type_bool, 1, NULL }, { &type_bool, 0, NULL } }, 2, "1 0" },
		{ "%p|%20p|%-20p|%020p",
			{ { &type_pointer, 0xffff888812345678, NULL }, { &type_uint64, 16, NULL },
				{ &type_uint64, 16, NULL }, { &type_uint64, 16, NULL } },
			4,
			"0xffff888812345678|                0x10|0x10                |0x000000000000000010" },
		{ "%p", { { &type_uint64, 0, NULL } }, 1, "0x0" },
		{ "%c%3c%-3c|",
			{ { &type_int8, 'a', NULL }, { &type_uint64, 'b', NULL },
				{ &type_uint64, 0x163, NULL } },
			3, "a  bc  |" },
		{ "%*d|%*d|",
			{ { &type_int64, 5, NULL }, { &type_int64, 42, NULL },
				{ &type_int64, (uint64_t)-5, NULL }, { &type_int64, 42, NULL } },
			4, "   42|42   |" },
		{ "%.*d|%.*d|",
			{ { &type_int32, 4, NULL }, { &type_int64, 42, NULL },
				{ &type_int32, (uint32_t)-1, NULL }, { &type_int64, 42, NULL } },
			4, "0042|42|" },
		{ "%s %s %s",
			{ { &type_int8, 0x80, NULL }, { &type_bool, 1, NULL },
				{ &type_pointer, 0xab, NULL } },
			3, "-128 true 0xab" },
		{ "%5s|%-5s|%.2s",
			{ { &type_int64, 12, NULL }, { &type_int64, 12, NULL },
				{ &type_int64, 1234, NULL } },
			3, "   12|12   |12" },
		{ "100%%", { { 0 } }, 0, "100%" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(
			format(cases[i].format, cases[i].args, cases[i].count), cases[i].expected);
}

static void test_strings(void **state)
{
	const struct type s4 = test_string(4), s16 = test_string(16), s64 = test_string(64),
			  s65 = test_string(65), s1024 = test_string(1024);
	const struct {
		const char *format;
		const struct type *type;
		const char *text, *expected;
	} cases[] = {
		{ "[%s]", &s16, "", "[]" },
		{ "[%s]", &s16, "bash", "[bash]" },
		{ "[%8s]", &s16, "bash", "[    bash]" },
		{ "[%-8s]", &s16, "bash", "[bash    ]" },
		{ "[%08s]", &s16, "bash", "[    bash]" },
		{ "[%3s]", &s16, "bash", "[bash]" },
		{ "[%.2s]", &s16, "bash", "[ba]" },
		{ "[%6.2s]", &s16, "bash", "[    ba]" },
		{ "[%.0s]", &s16, "bash", "[]" },
		{ "[%.s]", &s16, "bash", "[]" },
		{ "[%.9s]", &s16, "bash", "[bash]" },
		/* truncated: no NUL within the capacity */
		{ "[%s]", &s4, "full", "[full..]" },
		{ "[%8s]", &s4, "full", "[  full..]" },
		{ "[%.4s]", &s4, "full", "[full]" },
		{ "[%.5s]", &s4, "full", "[full.]" },
		{ "[%s]", &s64, "0123456789012345678901234567890123456789012345678901234567890123",
			"[0123456789012345678901234567890123456789012345678901234567890123..]" },
		/* out of line */
		{ "[%s]", &s65, "apart", "[apart]" },
		{ "[%-7s]", &s1024, "apart", "[apart  ]" },
		{ "[%.3s]", &s1024, "apart", "[apa]" },
		{ "[%s]", &s65, "01234567890123456789012345678901234567890123456789012345678901234",
			"[01234567890123456789012345678901234567890123456789012345678901234..]" },
		{ "[%s]", &s65, "", "[]" },
		/* precision never leaves part of a character */
		{ "[%.1s]", &s16,
			"\xc3\xa9"
			"a",
			"[]" },
		{ "[%.2s]", &s16,
			"\xc3\xa9"
			"a",
			"[\xc3\xa9]" },
		{ "[%.3s]", &s16, "a\xe2\x82\xac", "[a]" },
		{ "[%.4s]", &s16, "a\xe2\x82\xac", "[a\xe2\x82\xac]" },
		{ "[%.4s]", &s16, "ab\xf0\x9f\x98\x80", "[ab]" },
		{ "[%.5s]", &s16, "ab\xf0\x9f\x98\x80", "[ab]" },
		{ "[%.6s]", &s16, "ab\xf0\x9f\x98\x80", "[ab\xf0\x9f\x98\x80]" },
		/* bytes that are no character are cut anywhere */
		{ "[%.2s]", &s16, "\x80\x80\x80", "[\x80\x80]" },
		{ "[%.1s]", &s16, "\xe2\x82", "[\xe2]" },
		{ "%s", &s16, "\x01\xff\n", "\x01\xff\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct argument arg = { cases[i].type, 0, cases[i].text };

		assert_string_equal(format(cases[i].format, &arg, 1), cases[i].expected);
	}
}

/* Strings stop at the first NUL wherever they lie; what stands behind it does not show. */
static void test_nul(void **state)
{
	const struct type s8 = test_string(8), s100 = test_string(100);
	struct type_field fields[] = { { .type = &s8 }, { .type = &s100 } };
	struct type args = test_tuple(fields, 2);
	struct image_writer w = { 0 };
	struct buffer out = { 0 };
	struct test_image t;
	uint32_t offsets[2];
	struct event_string where = { 24, 6 };

	(void)state;
	test_action(&w, ACTION_PRINTF, "%s %s|", &args);
	test_image_open(&t, &w, "..");
	assert_int_equal(event_layout(fields, 2, offsets), 24);
	memcpy(record + offsets[0], "ab\0cdefg", 8);
	memcpy(record + offsets[1], &where, sizeof(where));
	memcpy(record + 24, "xyz\0zz", 6);
	assert_int_equal(printf_format(&t.ctx, &out, &t.image.actions[0], record, 30), 0);
	assert_string_equal(buffer_text(&out), "ab xyz|");
	assert_int_equal(t.ctx.truncated_strings, 0);
	buffer_free(&out);
	test_image_close(&t);
}

/* Truncated strings count when they print their mark, and only then. */
static void test_counting(void **state)
{
	const struct type s4 = test_string(4);
	struct type_field fields[] = { { .type = &s4 }, { .type = &s4 } };
	struct type args = test_tuple(fields, 2);
	struct image_writer w = { 0 };
	struct buffer out = { 0 };
	struct test_image t;

	(void)state;
	test_action(&w, ACTION_PRINTF, "%s %.3s\n", &args);
	test_image_open(&t, &w, "[cut]");
	memcpy(record + 8, "fullfull", 8);
	assert_int_equal(printf_format(&t.ctx, &out, &t.image.actions[0], record, 16), 0);
	assert_int_equal(printf_format(&t.ctx, &out, &t.image.actions[0], record, 16), 0);
	assert_string_equal(buffer_text(&out), "full[cut] ful\nfull[cut] ful\n");
	assert_int_equal(t.ctx.truncated_strings, 2);
	buffer_free(&out);
	test_image_close(&t);
}

/* Records that no program writes: nothing outside of them is read. */
static void test_damaged(void **state)
{
	const struct type s100 = test_string(100);
	struct type_field fields[] = { { .type = &s100 }, { .type = &type_int64 } };
	struct type args = test_tuple(fields, 2);
	const struct event_string places[] = { { 24, 100 }, { UINT32_MAX, 1 }, { 0, UINT32_MAX },
		{ 25, 0 }, { UINT32_MAX, UINT32_MAX } };
	struct image_writer w = { 0 };
	struct buffer out = { 0 };
	struct test_image t;

	(void)state;
	test_action(&w, ACTION_PRINTF, "<%s %d>", &args);
	test_image_open(&t, &w, "..");
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char *exact = malloc(24);       /* so that a sanitizer sees one byte too many */

		memset(exact, 0, 24);
		memcpy(exact + 8, &places[i], 8);
		exact[16] = 7;
		buffer_clear(&out);
		assert_int_equal(printf_format(&t.ctx, &out, &t.image.actions[0], exact, 24), 0);
		assert_string_equal(buffer_text(&out), "< 7>");
		free(exact);
	}
	for (size_t len = 0; len < 24; len++)
		assert_int_equal(
			printf_format(&t.ctx, &out, &t.image.actions[0], record, len), -EINVAL);
	buffer_free(&out);
	test_image_close(&t);
}

/* Widths and precisions from arguments that no one means. */
static void test_huge_fields(void **state)
{
	const uint64_t huge[] = { INT64_MAX, 1ULL << 63, UINT32_MAX, 1ULL << 40 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(huge); i++) {
		struct argument args[] = { { &type_int64, huge[i], NULL },
			{ &type_int64, huge[i], NULL }, { &type_int64, 1, NULL } };
		size_t len = strlen(format("%*.*d", args, 3));

		assert_true(len == 65535);
	}
}

static void test_out_of_memory(void **state)
{
	const struct type s16 = test_string(16);
	struct type_field fields[] = { { .type = &type_int64 }, { .type = &s16 } };
	struct type args = test_tuple(fields, 2);
	struct image_writer w = { 0 };
	struct test_image t;
	bool worked = false;

	(void)state;
	test_action(&w, ACTION_PRINTF, "%d %s", &args);
	test_image_open(&t, &w, "..");
	memset(record, 0, 32);
	for (long n = 0; !worked; n++) {
		struct buffer out = { 0 };
		int err;

		mem_fail_after(n);
		err = printf_format(&t.ctx, &out, &t.image.actions[0], record, 32);
		mem_fail_after(-1);
		assert_true(err == 0 || err == -ENOMEM);
		worked = err == 0;
		if (worked)
			assert_string_equal(buffer_text(&out), "0 ");
		buffer_free(&out);
		assert_true(n < 100);
	}
	test_image_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_libc),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_counting),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_huge_fields),
		cmocka_unit_test(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
