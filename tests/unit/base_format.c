/* tests/unit/base_format.c - printf formats taken apart: literals, every conversion, every way to
 * be malformed. */
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
#include "runtime/base/format.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

/* A format as text, one line an item, so that cases read side by side. */
static void describe(struct buffer *b, const struct format *f)
{
	static const char *const names[] = {
		"end",
		"signed",
		"unsigned",
		"octal",
		"hex",
		"HEX",
		"char",
		"pointer",
		"string",
		"buffer",
		"buffer-hex",
		"buffer-spaced",
		"gfp",
	};
	static const char flags[] = "-+ #0";

	for (uint32_t i = 0; i < f->count; i++) {
		const struct format_item *item = &f->items[i];

		buffer_printf(b, "'%.*s' %s", (int)item->literal_len, item->literal,
			names[item->conversion]);
		for (int bit = 0; bit < 5; bit++)
			if (item->flags & 1u << bit)
				buffer_printf(b, " %c", flags[bit] == ' ' ? '_' : flags[bit]);
		if (item->width_from_arg || item->width)
			buffer_printf(b, item->width_from_arg ? " w*" : " w%d", item->width);
		if (item->has_precision)
			buffer_printf(
				b, item->precision_from_arg ? " p*" : " p%d", item->precision);
		if (item->narrow)
			buffer_printf(b, " n%d", item->narrow);
		buffer_puts(b, i + 1 < f->count ? "; " : "");
	}
}

static void test_formats(void **state)
{
	static const struct {
		const char *text;
		uint32_t args;
		const char *expected;
	} cases[] = {
		{ "", 0, "'' end" },
		{ "plain\n", 0, "'plain\n' end" },
		{ "100%%", 0, "'100%' end" },
		{ "%%%d%%", 1, "'%' signed; '%' end" },
		{ "a %d b %s c", 2, "'a ' signed; ' b ' string; ' c' end" },
		{ "%d%i%u%o%x%X%c%p%s", 9,
			"'' signed; '' signed; '' unsigned; '' octal; '' hex; '' HEX; '' char; '' pointer; '' string; '' end" },
		{ "%r %rx %rh %gr", 4,
			"'' buffer; ' ' buffer-hex; ' ' buffer-spaced; ' ' gfp; '' end" },
		{ "%-+ #0d", 1, "'' signed - + _ # 0; '' end" },
		{ "%--00d", 1, "'' signed - 0; '' end" },
		{ "%5d|%-10s|%08x", 3, "'' signed w5; '|' string - w10; '|' hex 0 w8; '' end" },
		{ "%.3s%.s%7.2d", 3, "'' string p3; '' string p0; '' signed w7 p2; '' end" },
		{ "%*d%.*s%*.*x", 7, "'' signed w*; '' string p*; '' hex w* p*; '' end" },
		{ "%hhd%hu%ld%llx%jd%zu%td%Ld", 8,
			"'' signed n8; '' unsigned n16; '' signed; '' hex; '' signed; '' unsigned; '' signed; '' signed; '' end" },
		{ "%65535d", 1, "'' signed w65535; '' end" },
		{ "%ls%lc%lp", 3, "'' string; '' char; '' pointer; '' end" },
		{ "\xc3\xa4%d\xc3\xb6", 1, "'\xc3\xa4' signed; '\xc3\xb6' end" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct arena *a = arena_new();
		struct buffer b = { 0 };
		struct format f;
		const char *what;
		uint32_t at, len;

		assert_int_equal(format_parse(cases[i].text, a, &f, &what, &at, &len), 0);
		describe(&b, &f);
		assert_string_equal(buffer_text(&b), cases[i].expected);
		assert_int_equal(f.arg_count, cases[i].args);
		buffer_free(&b);
		arena_free(a);
	}
}

static void test_positions(void **state)
{
	struct arena *a = arena_new();
	struct format f;
	const char *what;
	uint32_t at, len;

	(void)state;
	assert_int_equal(format_parse("ab%%%-5ld x%gr", a, &f, &what, &at, &len), 0);
	assert_int_equal(f.count, 3);
	assert_int_equal(f.items[0].at, 4);
	assert_int_equal(f.items[0].at_len, 5);
	assert_int_equal(f.items[1].at, 11);
	assert_int_equal(f.items[1].at_len, 3);
	arena_free(a);
}

static void test_malformed(void **state)
{
	static const struct { const char *text, *what; uint32_t at, len; } cases[] = {
		{ "%y", "unknown conversion '%y'", 0, 2 },
		{ "ab %-5.2k", "unknown conversion '%-5.2k'", 3, 6 },
		{ "%d %e", "unknown conversion '%e'", 3, 2 },
		{ "%f", "unknown conversion '%f'", 0, 2 },
		{ "%g", "unknown conversion '%g'", 0, 2 },
		{ "%gx", "unknown conversion '%g'", 0, 2 },
		{ "%a", "unknown conversion '%a'", 0, 2 },
		{ "%n", "unknown conversion '%n'", 0, 2 },
		{ "%5%", "unknown conversion '%5%'", 0, 3 },
		{ "%hhhd", "unknown conversion '%hhh'", 0, 4 },
		{ "%.-5d", "unknown conversion '%.-'", 0, 3 },
		{ "%\xc3\xa4", "unknown conversion '%\xc3\xa4'", 0, 3 },
		{ "%\x01", "unknown conversion: no letter after '%'", 0, 2 },
		{ "%\xff", "unknown conversion: no letter after '%'", 0, 2 },
		{ "x%", "incomplete conversion at the end of the format", 1, 1 },
		{ "%-08.", "incomplete conversion at the end of the format", 0, 5 },
		{ "%ll", "incomplete conversion at the end of the format", 0, 3 },
		{ "%65536d", "width is too large: at most 65535", 0, 6 },
		{ "%.99999999999999999999d", "precision is too large: at most 65535", 0, 22 },
		{ "%hs", "lengths 'h' and 'hh' fit only the conversions d i u o x X", 0, 3 },
		{ "%hhgr", "lengths 'h' and 'hh' fit only the conversions d i u o x X", 0, 5 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct arena *a = arena_new();
		struct format f;
		const char *what;
		uint32_t at, len;

		assert_int_equal(format_parse(cases[i].text, a, &f, &what, &at, &len), -EINVAL);
		assert_string_equal(what, cases[i].what);
		assert_int_equal(at, cases[i].at);
		assert_int_equal(len, cases[i].len);
		arena_free(a);
	}
}

static void test_exhausted(void **state)
{
	char text[6001];
	bool done = false;
	long n = 0;

	(void)state;
	for (size_t i = 0; i < 3000; i++)
		memcpy(text + 2 * i, "%d", 3);
	for (; !done; n++) {
		struct arena *a;
		struct format f;
		const char *what;
		uint32_t at, len;
		int err;

		a = arena_new();
		mem_fail_after(n);
		err = format_parse(text, a, &f, &what, &at, &len);
		mem_fail_after(-1);
		done = !err;
		assert_int_equal(err, done ? 0 : -ENOMEM);
		if (done)
			assert_int_equal(f.arg_count, 3000);
		else
			assert_string_equal(what, "out of memory");
		arena_free(a);
	}
	/* one allocation for the items, one for the texts */
	assert_int_equal(n, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_exhausted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
