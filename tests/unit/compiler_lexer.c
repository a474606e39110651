/* tests/unit/compiler_lexer.c - numbers, strings, words, punctuation, layout and attach points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/lexer.h"
#include "runtime/base/util.h"

struct text {
	struct arena *arena;
	struct diags *diags;
	struct source source;
	struct lexer lexer;
};

static struct text read_bytes(const char *bytes, size_t len)
{
	struct text t = { .arena = arena_new(), .source.name = "t", .source.text = bytes };

	assert_non_null(t.arena);
	t.source.len = (uint32_t)len;
	t.diags = diags_new(t.arena);
	return t;
}

static void start(struct text *t)
{
	lexer_start(&t->lexer, &t->source, t->arena, t->diags);
}

/* The first token of a text, which must be all of it. */
static struct token only_token(struct text *t)
{
	start(t);

	struct token first = lexer_next(&t->lexer);

	assert_int_equal(lexer_next(&t->lexer).kind, TOKEN_END);
	return first;
}

static void test_integers(void **state)
{
	static const struct { const char *text; uint64_t value; bool is_unsigned, is_duration; }
	cases[] = {
		{ "0", 0, false, false }, { "7", 7, false, false },
		{ "1234567890", 1234567890, false, false },
		{ "1_000_000", 1000000, false, false }, { "0_7", 7, false, false },
		{ "0x0", 0, false, false }, { "0xDeadBeef", 3735928559, false, false },
		{ "0Xff_ff", 65535, false, false }, { "0b101", 5, false, false },
		{ "0B1111_0000", 240, false, false }, { "017", 15, false, false },
		{ "0777", 511, false, false }, { "00", 0, false, false },
		{ "1e3", 1000, false, false }, { "9e18", 9000000000000000000u, false, false },
		{ "1e19", 10000000000000000000u, true, false },
		{ "5e10", 50000000000, false, false },
		{ "9223372036854775807", INT64_MAX, false, false },
		{ "9223372036854775808", 1ull << 63, true, false },
		{ "18446744073709551615", UINT64_MAX, true, false },
		{ "0xffffffffffffffff", UINT64_MAX, true, false },
		{ "01777777777777777777777", UINT64_MAX, true, false },
		{ "5u", 5, true, false }, { "5UL", 5, true, false }, { "5uLl", 5, true, false },
		{ "5l", 5, false, false }, { "5LL", 5, false, false }, { "0x10u", 16, true, false },
		{ "3ns", 3, false, true }, { "3us", 3000, false, true },
		{ "3ms", 3000000, false, true },
		{ "3s", 3000000000, false, true }, { "3m", 180000000000, false, true },
		{ "3h", 10800000000000, false, true }, { "3d", 259200000000000, false, true },
		{ "1e3s", 1000000000000, false, true }, { "0x1d", 29, false, false },
		{ "106751d", 9223286400000000000u, false, true },
		{ "213503d", 18446659200000000000u, true, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text t = read_bytes(cases[i].text, strlen(cases[i].text));
		struct token n = only_token(&t);

		if (n.kind != TOKEN_INT || n.value != cases[i].value ||
			n.is_unsigned != cases[i].is_unsigned ||
			n.is_duration != cases[i].is_duration || diags_have_errors(t.diags))
			fail_msg("%s: kind %d value %llu unsigned %d duration %d", cases[i].text,
				 n.kind, (unsigned long long)n.value, n.is_unsigned, n.is_duration);
		arena_free(t.arena);
	}
}

/* The message of the only error of a text. */
static void check_error(const char *text, const char *message, uint32_t from, uint32_t to)
{
	struct text t = read_bytes(text, strlen(text));
	struct sources sources = { &t.source, 1 };
	struct buffer shown = { 0 }, expected = { 0 };

	start(&t);
	while (lexer_next(&t.lexer).kind != TOKEN_END)
		;
	diags_render(t.diags, &sources, true, &shown);
	source_render(&expected, &sources, (struct span){ from, to }, "error", message);
	if (strncmp(buffer_text(&shown), buffer_text(&expected), expected.len))
		fail_msg("%s:\n%s\nexpected\n%s", text, buffer_text(&shown),
			 buffer_text(&expected));
	buffer_free(&shown);
	buffer_free(&expected);
	arena_free(t.arena);
}

static void test_bad_integers(void **state)
{
	static const char octal[] = "a number that begins with 0 is octal: digits 0 to 7";
	static const char under[] = "'_' may only stand between digits";
	static const char suffix[] = "number has an unknown suffix";
	static const char large[] = "number does not fit into 64 bits";
	static const struct { const char *text, *message; } cases[] = {
		{ "08", octal }, { "0779", octal }, { "09ms", octal },
		{ "1_", under }, { "1__0", under }, { "0x_1", under }, { "0x1_", under },
		{ "0x", "number has no digits" }, { "0b", "number has no digits" },
		{ "0b2", "number has no digits" },
		{ "0b12", "number has a digit that its base does not have" },
		{ "12a", suffix }, { "5MS", suffix }, { "5uu", suffix }, { "5lu", suffix },
		{ "1S", suffix }, { "5sec", suffix }, { "1e", "behind the 'e' there must be a "
		  "number that begins with 1 to 9" },
		{ "12e3", "only one digit from 1 to 9 may stand before the 'e'" },
		{ "0e3", "only one digit from 1 to 9 may stand before the 'e'" },
		{ "1e03", "behind the 'e' there must be a number that begins with 1 to 9" },
		{ "1.5", "the language has no fractions" },
		{ "18446744073709551616", large }, { "1e20", large }, { "2e19", large },
		{ "1e99999999999", large }, { "0x10000000000000000", large }, { "213504d", large },
		{ "99999999999999999999999999999", large },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_error(cases[i].text, cases[i].message, 0, (uint32_t)strlen(cases[i].text));
}

static void test_strings(void **state)
{
	static const struct { const char *text; const char *bytes; uint32_t len; } cases[] = {
		{ "\"\"", "", 0 }, { "\"a b\"", "a b", 3 },
		{ "\"\\n\\t\\r\\\"\\\\\"", "\n\t\r\"\\", 5 },
		{ "\"\\101\\0\\7x\\377\"", "A\0\7x\377", 5 }, { "\"\\1012\"", "A2", 2 },
		{ "\"\\x41\\X4a\\x4\"", "AJ\4", 3 }, { "\"\\x414\"", "A4", 2 },
		{ "\"/* no comment // */ $x @y {}\"", "/* no comment // */ $x @y {}", 28 },
		{ "\"\303\251\"", "\303\251", 2 }, { "\"\377\"", "\377", 1 }, { "\"\t\"", "\t", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text t = read_bytes(cases[i].text, strlen(cases[i].text));
		struct token s = only_token(&t);

		assert_int_equal(s.kind, TOKEN_STRING);
		assert_int_equal(s.len, cases[i].len);
		assert_memory_equal(s.text, cases[i].bytes, s.len + 1);
		assert_false(diags_have_errors(t.diags));
		arena_free(t.arena);
	}
}

static void test_bad_strings(void **state)
{
	(void)state;
	check_error("\"abc", "string has no closing '\"' on its line", 0, 4);
	check_error("1 \"abc\n\"", "string has no closing '\"' on its line", 2, 6);
	check_error("\"abc\\\"", "string has no closing '\"' on its line", 0, 6);
	check_error("\"abc\\\n\"", "string has no closing '\"' on its line", 0, 5);
	check_error("\"a\\qb\"", "unknown escape in a string", 2, 4);
	check_error("\"a\\8\"", "unknown escape in a string", 2, 4);
	check_error("\"\\\303\251\"", "unknown escape in a string", 1, 4);
	check_error("\"\\400\"", "octal escape is above 255", 1, 5);
	check_error("\"\\xg\"", "'\\x' must be followed by one or two hexadecimal digits", 1, 3);
}

static void test_punctuation(void **state)
{
	static const char *const marks[] = {
#define MARK(id, text) text,
		PUNCTUATION_LIST(MARK)
#undef MARK
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		struct text t = read_bytes(marks[i], strlen(marks[i]));
		struct token p = only_token(&t);

		assert_int_equal(p.kind, TOKEN_SHL_ASSIGN + (int)i);
		assert_int_equal(p.span.end, strlen(marks[i]));
		arena_free(t.arena);
	}
}

/* Tokens of a text as one line: kinds that have text show it. */
static void check_tokens(const char *text, const char *expected)
{
	struct text t = read_bytes(text, strlen(text));
	struct buffer out = { 0 };
	struct token token;

	start(&t);
	while ((token = lexer_next(&t.lexer)).kind != TOKEN_END) {
		buffer_puts(&out, out.len ? " " : "");
		if (token.kind == TOKEN_INT || token.kind == TOKEN_POSITIONAL)
			buffer_printf(&out, "%s%u", token.kind == TOKEN_INT ? "" : "$",
				      (unsigned)token.value);
		else if (token.kind == TOKEN_NAME || token.kind == TOKEN_VARIABLE ||
			 token.kind == TOKEN_MAP)
			buffer_printf(&out, "%s%.*s", token.kind == TOKEN_VARIABLE ? "$" :
				      token.kind == TOKEN_MAP ? "@" : "", (int)token.len,
				      token.text);
		else
			buffer_puts(&out, token_kind_text(token.kind));
	}
	assert_string_equal(buffer_text(&out), expected);
	buffer_free(&out);
	arena_free(t.arena);
}

static void test_sequences(void **state)
{
	(void)state;
	check_tokens("a _b C9 if", "a _b C9 if");
	check_tokens("$a $_ $1 $23 $#", "$a $_ $1 $23 '$#'");
	check_tokens("@ @x @[1] @_9", "@ @x @ '[' 1 ']' @_9");
	check_tokens("$t.0.1->2 1 0..5", "$t '.' 0 '.' 1 '->' 2 1 0 '..' 5");
	check_tokens("a+++b", "a '++' '+' b");
	check_tokens("a<<=b>>c>=d", "a '<<=' b '>>' c '>=' d");
	check_tokens("a/b/=c", "a '/' b '/=' c");
	check_tokens("a // b\nc /* d\n */ e/**/f", "a c e f");
	check_tokens(" \t\r\n", "");
	check_tokens("#!/bin/sh\na", "a");
	check_tokens("a\303\251b", "a unreadable text b");
}

static void test_first_on_line(void **state)
{
	static const char text[] = "a b\n c /* x\n */ d // y\n e";
	static const bool expected[] = { true, false, true, true, true };
	struct text t = read_bytes(text, strlen(text));

	(void)state;
	start(&t);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		assert_int_equal(lexer_next(&t.lexer).first_on_line, expected[i]);
	arena_free(t.arena);
}

static void test_shebang(void **state)
{
	struct text t = read_bytes("#!x\na", 5), none = read_bytes(" #!x", 4);

	(void)state;
	assert_true(lexer_start(&t.lexer, &t.source, t.arena, t.diags));
	assert_int_equal(lexer_next(&t.lexer).kind, TOKEN_NAME);
	assert_false(lexer_start(&none.lexer, &none.source, none.arena, none.diags));
	assert_int_equal(lexer_next(&none.lexer).kind, TOKEN_END);
	assert_true(diags_have_errors(none.diags));
	arena_free(t.arena);
	arena_free(none.arena);
}

static void test_predicate_end(void **state)
{
	static const char text[] = "a / b / c /= d / // e\n /* f */ {";
	static const enum token_kind kinds[] = {
		TOKEN_NAME, TOKEN_SLASH, TOKEN_NAME, TOKEN_SLASH, TOKEN_NAME, TOKEN_DIV_ASSIGN,
		TOKEN_NAME, TOKEN_PREDICATE_END, TOKEN_BRACE_OPEN, TOKEN_END,
	};
	struct text t = read_bytes(text, strlen(text));

	(void)state;
	start(&t);
	t.lexer.in_predicate = true;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		assert_int_equal(lexer_next(&t.lexer).kind, kinds[i]);
	arena_free(t.arena);
}

static void test_attach_points(void **state)
{
	static const struct { const char *text; uint32_t len; bool good; } cases[] = {
		{ "begin{", 5, true }, { "begin /1/", 5, true }, { "begin/1/", 5, true },
		{ "kprobe:f/1", 10, true }, { "a:b,c", 3, true }, { "a:b\nc", 3, true },
		{ "uprobe:/bin/sh:main {", 19, true }, { "u:\"a {,b\":c {", 11, true },
		{ "u:\"a\\\"b\":c {", 10, true }, { "t:*:[a-z]?x {", 11, true },
		{ "u:$1:$23x {", 9, true }, { "u:\"$x\" {", 6, true }, { "", 0, true },
		{ "u:$x {", 4, false }, { "u:$0 {", 4, false }, { "u:$ {", 3, false },
		{ "u:\"abc\n", 6, false }, { "u:\377 {", 3, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text t = read_bytes(cases[i].text, strlen(cases[i].text));

		start(&t);
		if (lexer_attach_point(&t.lexer).len != cases[i].len ||
			diags_have_errors(t.diags) == cases[i].good)
			fail_msg("%s: ends at %u", cases[i].text, t.lexer.at);
		arena_free(t.arena);
	}
}

static void test_bad_characters(void **state)
{
	(void)state;
	check_error("a ` b", "character '`' means nothing here", 2, 3);
	check_error("a \303\251 b", "character '\303\251' means nothing here", 2, 4);
	check_error("a \377\376 b", "the script is not valid UTF-8 here", 2, 4);
	check_error("a \300\257 b", "the script is not valid UTF-8 here", 2, 4);
	check_error("'abc' b", "single quotes mean nothing here", 0, 5);
	check_error("'abc\n'", "single quotes mean nothing here", 0, 1);
	check_error("a /* b", "comment has no end", 2, 4);
	check_error("/*/", "comment has no end", 0, 2);
	check_error("$", "'$' must be followed by a name or a number", 0, 1);
	check_error("$0", "not a positional parameter", 0, 2);
	check_error("$1a", "not a positional parameter", 0, 3);
	check_error("$99999999999999999999", "not a positional parameter", 0, 21);
}

/* A copy that looks ahead reports nothing and moves nothing. */
static void test_quiet_copy(void **state)
{
	struct text t = read_bytes("a ` 08 \"x", 9);

	(void)state;
	start(&t);

	struct lexer ahead = t.lexer;

	ahead.quiet = true;
	while (lexer_next(&ahead).kind != TOKEN_END)
		;
	assert_false(diags_have_errors(t.diags));
	assert_int_equal(t.lexer.at, 0);
	arena_free(t.arena);
}

/* The second source of a compilation begins behind the first. */
static void test_global_spans(void **state)
{
	struct text t = read_bytes("a bc", 4);

	(void)state;
	t.source.start = 1000;
	start(&t);
	lexer_next(&t.lexer);

	struct token b = lexer_next(&t.lexer);

	assert_int_equal(b.span.start, 1002);
	assert_int_equal(b.span.end, 1004);
	arena_free(t.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integers), cmocka_unit_test(test_bad_integers),
		cmocka_unit_test(test_strings), cmocka_unit_test(test_bad_strings),
		cmocka_unit_test(test_punctuation), cmocka_unit_test(test_sequences),
		cmocka_unit_test(test_first_on_line), cmocka_unit_test(test_shebang),
		cmocka_unit_test(test_predicate_end), cmocka_unit_test(test_attach_points),
		cmocka_unit_test(test_bad_characters), cmocka_unit_test(test_quiet_copy),
		cmocka_unit_test(test_global_spans),
	};

	return cmocka_run_group_tests_name("compiler_lexer", tests, NULL, NULL);
}
