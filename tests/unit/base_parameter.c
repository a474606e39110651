/* tests/unit/base_parameter.c - named parameters of scripts: words, values, the text of --help. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/integer.h"
#include "runtime/base/parameter.h"
#include "runtime/base/util.h"

static const struct parameter known[] = {
	{ .name = "slow", .kind = PARAMETER_UINT, .size = 8, .shown = "10ms", .help = "threshold" },
	{ .name = "low", .kind = PARAMETER_INT, .size = 8, .shown = "-3" },
	{
		.name = "who",
		.kind = PARAMETER_STRING,
		.size = 16,
		.shown = "\"init\"",
		.help = "whose",
	},
	{ .name = "all", .kind = PARAMETER_BOOL, .size = 8, .shown = "false" },
	{ .name = "no-op", .kind = PARAMETER_BOOL, .size = 8, .shown = "false" },
};

/* What the words of a line stand for, as "name=value" ("~" no value, "!" negated, "?" unknown) or
 * the positional word. */
static const char *walked(const char *line)
{
	static struct buffer out;
	char copy[256], *save = NULL;
	const char *words[16];
	struct parameter_walk walk = {
		.words = words, .known = known, .known_count = ARRAY_SIZE(known)
	};
	struct parameter_use use;

	snprintf(copy, sizeof(copy), "%s", line);
	for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save))
		words[walk.word_count++] = w;
	buffer_clear(&out);
	while (parameter_next(&walk, &use)) {
		if (out.len)
			buffer_putc(&out, ' ');
		if (!use.is_named)
			buffer_puts(&out, use.word);
		else if (!use.of)
			buffer_printf(&out, "?%.*s", (int)use.name_len, use.word + 2);
		else
			buffer_printf(&out, "%s%s=%s", use.is_negated ? "!" : "", use.of->name,
				use.value ? use.value : "~");
	}
	return buffer_text(&out);
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(walked("one --slow=5ms two"), "one slow=5ms two");
	assert_string_equal(walked("--slow 5ms two"), "slow=5ms two");
	assert_string_equal(walked("--all two"), "all=~ two");
	assert_string_equal(walked("--all=false --no-all"), "all=false !all=~");
	assert_string_equal(walked("--who --all"), "who=--all");
	assert_string_equal(walked("--who="), "who=");
	assert_string_equal(walked("--who"), "who=~");
	assert_string_equal(walked("--no-slow 5"), "!slow=~ 5");
	/* a parameter's own name goes before the negation of another's */
	assert_string_equal(walked("--no-op --no-no-op"), "no-op=~ !no-op=~");
	assert_string_equal(walked("--fast 5 --slo=1"), "?fast 5 ?slo");
	assert_string_equal(walked("-5 -x - --"), "-5 -x -");
	assert_string_equal(walked("--all -- --slow --"), "all=~ --slow --");
}

static const char *wrong(int index, const char *text)
{
	char bytes[16];

	return parameter_value(&known[index], text, bytes);
}

static uint64_t number(int index, const char *text)
{
	uint64_t n = 42;

	assert_null(parameter_value(&known[index], text, &n));
	return n;
}

static void test_values(void **state)
{
	char bytes[16];

	(void)state;
	assert_int_equal(number(0, "5ms"), 5000000);
	assert_int_equal(number(0, "0x1f"), 31);
	assert_int_equal(number(0, "0b101"), 5);
	assert_int_equal(number(0, "017"), 15);
	assert_int_equal(number(0, "1_000"), 1000);
	assert_int_equal(number(0, "3e6"), 3000000);
	assert_int_equal(number(0, "2d"), 2ull * 86400 * 1000000000);
	assert_true(number(0, "18446744073709551615") == UINT64_MAX);
	assert_int_equal((int64_t)number(1, "-7"), -7);
	assert_int_equal(number(1, "9223372036854775807"), INT64_MAX);
	assert_true((int64_t)number(1, "-9223372036854775808") == INT64_MIN);
	assert_int_equal(number(3, NULL), 1);
	assert_int_equal(number(3, "TRUE"), 1);
	assert_int_equal(number(3, "False"), 0);
	assert_int_equal(number(3, "1"), 1);
	assert_int_equal(number(3, "0"), 0);
	assert_string_equal(wrong(0, "-7"), "negative");
	assert_string_equal(wrong(0, "18446744073709551616"), "too large for 64 bits");
	assert_string_equal(wrong(1, "9223372036854775808"), "too large for 64 bits");
	assert_string_equal(wrong(1, "-9223372036854775809"), "too large for 64 bits");
	assert_non_null(strstr(wrong(0, "5min"), "not an integer"));
	assert_non_null(strstr(wrong(0, "08"), "not an integer"));
	assert_non_null(strstr(wrong(0, ""), "not an integer"));
	assert_non_null(strstr(wrong(1, "--5"), "not an integer"));
	assert_string_equal(wrong(0, NULL), "missing");
	assert_string_equal(wrong(3, "2"), "not true, false, 1 or 0");
	assert_string_equal(wrong(2, "0123456789abcdef"), "too long");
	assert_null(parameter_value(&known[2], "0123456789abcde", bytes));
	assert_string_equal(bytes, "0123456789abcde");
	assert_null(parameter_value(&known[2], "a", bytes));
	assert_memory_equal(bytes, "a\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(parameter_name_ok("slow"));
	assert_true(parameter_name_ok("_a-1"));
	assert_false(parameter_name_ok(""));
	assert_false(parameter_name_ok("-a"));
	assert_false(parameter_name_ok("1a"));
	assert_false(parameter_name_ok("a=b"));
	assert_false(parameter_name_ok("a b"));
}

static const char *help_of(const char *script, uint32_t count)
{
	static struct buffer out;

	buffer_clear(&out);
	parameter_help(&out, script, known, count);
	return buffer_text(&out);
}

static void test_help(void **state)
{
	(void)state;
	assert_string_equal(
		help_of("#!/usr/bin/sonde run\n// one\n//two\n//\n//  three \nbegin {}\n// not this\n",
			0),
		"one\ntwo\n\n three\n");
	assert_string_equal(
		help_of("\n\n/*\n * one\n *\n * two\n */\nbegin {}", 0), "one\n\ntwo\n");
	assert_string_equal(help_of("/* one */", 0), "one\n");
	assert_string_equal(help_of("/* no end", 0), "");
	assert_string_equal(help_of("begin {}", 0), "");
	assert_string_equal(help_of("// x\n", 4),
		"x\n\n"
		"  --slow  uint64  10ms    threshold\n"
		"  --low   int64   -3\n"
		"  --who   string  \"init\"  whose\n"
		"  --all   bool    false\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
