/* tests/unit/compiler_fold.c - constants against what the C compiler makes of the same expression,
 * edges of 64 bits against arithmetic with checks of its own, and what the fold pass does to
 * statements. */
#include "tests/unit/compile_text.h"

#include <inttypes.h>

static const struct node *first_statement(struct text_compilation *t)
{
	return t->c.program->probes->body->list.first;
}

/* The literal that `expression` folds to; false when there is an error. */
static bool fold(const char *expression, struct node *out)
{
	struct text_compilation t;
	char text[256];
	bool good;

	snprintf(text, sizeof(text), "begin { $x = %s; }", expression);
	text_open(&t, text, NULL, 0);
	good = text_run(&t);
	if (good)
		*out = *first_statement(&t)->assign.value;
	text_close(&t);
	return good;
}

/* The text is C as well as the language. */
#define SAME(expression)                                                                           \
	{                                                                                          \
#expression, (int64_t)(expression)                                                 \
	}

static const struct {
	const char *text;
	int64_t value;
} same[] = {
	SAME(1 + 2 * 3),
	SAME((1 + 2) * 3),
	SAME(7 / 2),
	SAME(-7 / 2),
	SAME(7 / -2),
	SAME(-7 % 3),
	SAME(7 % -3),
	SAME(-8 >> 1),
	SAME(1ll << 40),
	SAME(0xff & 0x0f),
	SAME(0xf0 | 0x0f),
	SAME(0xff ^ 0x0f),
	SAME(~5),
	SAME(~-1),
	SAME(-5),
	SAME(- -5),
	SAME(10 - 20),
	SAME(100 - 1 - 2),
	SAME(2 * 3 % 4),
	{"1 + 1 << 3", (1 + 1) << 3},
	{"6 & 3 | 8", (6 & 3) | 8},
	SAME(-1 & 0xff),
	SAME(-256 | 1),
	SAME(-1 ^ 1),
	SAME(0x7fffffffffffffff - 1),
	SAME(010 + 0b11),
	SAME(-9223372036854775807 - 1),
	SAME(1000000007ll * 1000000007ll),
};

static void test_same_as_c(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(same); i++) {
		struct node n;

		if (!fold(same[i].text, &n))
			fail_msg("%s has an error", same[i].text);
		assert_int_equal(n.kind, NODE_INT);
		if ((int64_t)n.integer.value != same[i].value)
			fail_msg("%s is %" PRId64 ", not %" PRId64, same[i].text,
				(int64_t)n.integer.value, same[i].value);
	}
}

static const struct {
	const char *text;
	bool value;
} truths[] = {
#define TRUTH(expression)                                                                          \
	{                                                                                          \
#expression, (expression)                                                          \
	}
	TRUTH(1 < 2),
	TRUTH(-1 < 0),
	TRUTH(2 <= 1),
	TRUTH(3 == 3),
	TRUTH(3 != 3),
	TRUTH(-1 > -2),
	TRUTH(5 >= 5),
	TRUTH(!5),
	TRUTH(!0),
	TRUTH(1 && 0),
	TRUTH(1 && 2),
	TRUTH(0 || 0),
	TRUTH(0 || 7),
	TRUTH(!(1 == 2)),
	TRUTH((1 < 2) + 1 == 2),
	TRUTH(0x8000000000000000 > 0),
	TRUTH(0xffffffffffffffff > 1),
#undef TRUTH
	/* as numbers, not as bits: C would convert */
	{"-1 < 0xffffffffffffffff", true},
	{"\"a\" == \"a\"", true},
	{"\"a\" != \"a\"", false},
	{"\"a\" == \"b\"", false},
};

static void test_truths(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(truths); i++) {
		struct node n;

		if (!fold(truths[i].text, &n))
			fail_msg("%s has an error", truths[i].text);
		assert_int_equal(n.kind, NODE_BOOL);
		if ((n.integer.value != 0) != truths[i].value)
			fail_msg("%s is %d", truths[i].text, (int)n.integer.value);
	}
}

/* Sum, product and difference at the edges: an error exactly when neither an int64 nor a uint64
 * holds the result (a difference, and what has a negative operand: an int64). */
static bool in_signed(char op, __int128 a, __int128 b, int64_t *out)
{
	if (op == '+')
		return !__builtin_add_overflow(a, b, out);
	if (op == '-')
		return !__builtin_sub_overflow(a, b, out);
	return !__builtin_mul_overflow(a, b, out);
}

static bool in_unsigned(char op, __int128 a, __int128 b, uint64_t *out)
{
	if (a < 0 || b < 0)
		return false;
	if (op == '+')
		return !__builtin_add_overflow(a, b, out);
	return op == '*' && !__builtin_mul_overflow(a, b, out);
}

static void check_edge(char op, const char *left, __int128 a, const char *right, __int128 b)
{
	char text[128];
	int64_t s = 0;
	uint64_t u = 0;
	struct node n;
	bool fits_signed = in_signed(op, a, b, &s), fits = fits_signed || in_unsigned(op, a, b, &u);

	snprintf(text, sizeof(text), "%s %c %s", left, op, right);
	if (fold(text, &n) != fits)
		fail_msg("%s should %s", text, fits ? "fold" : "overflow");
	if (fits && n.integer.value != (fits_signed ? (uint64_t)s : u))
		fail_msg("%s is %" PRIu64, text, n.integer.value);
	if (fits && n.integer.is_unsigned != !fits_signed)
		fail_msg("%s has the wrong sign", text);
}

static void test_edges(void **state)
{
	static const struct {
		const char *text;
		__int128 value;
	} edges[] = {
		{"0", 0},
		{"1", 1},
		{"-1", -1},
		{"2", 2},
		{"4294967296", 4294967296},
		{"9223372036854775807", INT64_MAX},
		{"-9223372036854775807", -(__int128)INT64_MAX},
		{"-9223372036854775808", INT64_MIN},
		{"9223372036854775808", (__int128)INT64_MAX + 1},
		{"18446744073709551615", UINT64_MAX},
	};
	static const char ops[] = "+-*";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(edges); i++)
		for (size_t k = 0; k < ARRAY_SIZE(edges); k++)
			for (const char *op = ops; *op; op++) {
				bool big = edges[i].value > INT64_MAX || edges[k].value > INT64_MAX;

				/* what is above INT64_MAX is unsigned: its result is too, where it
				 * can be */
				if (!big)
					check_edge(*op, edges[i].text, edges[i].value,
						edges[k].text, edges[k].value);
			}
}

static void test_unsigned_edges(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t value;
	} cases[] = {
		{"0xffffffffffffffff + 0", true, UINT64_MAX},
		{"0xffffffffffffffff + 1", false, 0},
		{"0xffffffffffffffff * 1", true, UINT64_MAX},
		{"0xffffffffffffffff * 2", false, 0},
		{"0xffffffffffffffff / 2", true, INT64_MAX},
		{"0xffffffffffffffff % 10", true, 5},
		{"0xffffffffffffffff - 1", false, 0},
		{"0xffffffffffffffff >> 1", true, INT64_MAX},
		{"~0xffffffffffffffff", true, 0},
		{"-0xffffffffffffffff", false, 0},
		{"-9223372036854775808", true, 1ull << 63},
		{"-9223372036854775809", false, 0},
		{"1 << 63", true, 1ull << 63},
		{"2 << 63", false, 0},
		{"-1 << 63", true, 1ull << 63},
		{"-2 << 63", false, 0},
		{"9223372036854775807 + 1", true, 1ull << 63},
		{"-9223372036854775808 / -1", true, 1ull << 63},
		{"-9223372036854775808 % -1", true, 0},
		{"1 / 0", false, 0},
		{"1 % 0", false, 0},
		{"0 / 5", true, 0},
		{"18446744073709551616", false, 0},
		{"1 << 64", true, 1},
		{"1 << 65", true, 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct node n;

		if (fold(cases[i].text, &n) != cases[i].good)
			fail_msg("%s should %s", cases[i].text,
				cases[i].good ? "fold" : "be an error");
		if (cases[i].good && n.integer.value != cases[i].value)
			fail_msg("%s is %" PRIu64, cases[i].text, n.integer.value);
	}
}

/* Statements */

static uint32_t count_statements(const struct node *block)
{
	uint32_t count = 0;

	for (const struct node *s = block->list.first; s; s = s->next)
		count++;
	return count;
}

static void test_unreachable(void **state)
{
	static const struct {
		const char *text;
		uint32_t statements;
		bool warns;
	} cases[] = {
		{"begin { exit(); print(1); print(2); }", 1, true},
		{"begin { return; }", 1, false},
		{"begin { if (pid) { return; } print(1); }", 2, false},
		{"begin { if (pid) { return; } else { exit(); } print(1); }", 1, true},
		{"begin { { return; } print(1); }", 1, true},
		{"begin { print(1); exit(); }", 2, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_must_run(&t, cases[i].text);
		if (count_statements(t.c.program->probes->body) != cases[i].statements)
			fail_msg("%s", cases[i].text);
		assert_int_equal(strstr(text_diags(&t), "never runs") != NULL, cases[i].warns);
		text_close(&t);
	}
}

static void test_dead_branches(void **state)
{
	static const struct {
		const char *text;
		enum node_kind kind;
		uint32_t statements;
	} cases[] = {
		{"begin { if (1) { print(1); print(2); } else { print(3); } }", NODE_BLOCK, 2},
		{"begin { if (1 > 2) { print(1); print(2); } else { print(3); } }", NODE_BLOCK, 1},
		{"begin { if (0) { print(1); } }", NODE_BLOCK, 0},
		{"begin { if (0) { print(1); } else if (1) { print(1); print(2); print(3); } }",
		NODE_BLOCK, 3},
		{"begin { if (pid) { print(1); } }", NODE_IF, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;
		const struct node *n;

		text_must_run(&t, cases[i].text);
		n = first_statement(&t);
		assert_int_equal(n->kind, cases[i].kind);
		if (n->kind == NODE_BLOCK)
			assert_int_equal(count_statements(n), cases[i].statements);
		text_close(&t);
	}
}

struct joined {
	uint32_t with_clear, dropped;
};

static void count_joined(struct node **child, void *arg)
{
	struct joined *j = arg;

	if ((*child)->kind == NODE_CALL)
		j->dropped += (*child)->call.dropped;
	if ((*child)->kind == NODE_MAP)
		j->with_clear += (*child)->map.with_clear;
	walk_children(*child, count_joined, arg);
}

static void test_print_clear(void **state)
{
	static const struct {
		const char *text;
		uint32_t joined;
	} cases[] = {
		{"begin { @x = 1; print(@x); clear(@x); }", 1},
		{"begin { @x = 1; print(@x, 5); clear(@x); }", 1},
		{"begin { @x = 1; print(@x); printf(\"a\"); time(); clear(@x); }", 1},
		{"begin { @x = 1; @y = 1; print(@x); print(@y); clear(@x); clear(@y); }", 2},
		{"begin { @x[1] = 1; if (pid) { print(@x); clear(@x); } }", 1},
		{"begin { @x = 1; @y = 1; table(@x, @y, (top=3)); clear(@y); clear(@x); }", 2},
		{"begin { @x = 1; @y = 1; table(@y, @x); clear(@x); print(@y); clear(@y); }", 2},
		{"begin { @x = count(); rate(@x); clear(@x); }", 1},
		{"begin { @x = 1; @y = 1; table(@x, @y); print(@y); clear(@y); clear(@x); }", 2},
		{"begin { @x = 1; clear(@x); print(@x); }", 0},
		{"begin { @x = 1; print(@x); @x = 2; clear(@x); }", 0},
		{"begin { @x = 1; print(@x); zero(@x); clear(@x); }", 0},
		{"begin { @x = 1; print(@x); print(@x + 1); clear(@x); }", 0},
		{"begin { @x = 1; print(@x); $y = 1; clear(@x); }", 0},
		{"begin { @x = 1; @y = 1; print(@x); clear(@y); }", 0},
		{"begin { @x = 1; print(@x); if (pid) { clear(@x); } }", 0},
		{"begin { @x[1] = 1; print(@x[1]); clear(@x); }", 0},
		{"begin { @x = 1; print(@x); clear(@x); clear(@x); print(@x); clear(@x); }", 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;
		struct joined j = {0};

		text_must_run(&t, cases[i].text);
		count_joined(&t.c.program->probes->body, &j);
		if (j.with_clear != cases[i].joined || j.dropped != cases[i].joined)
			fail_msg("%s: %u joined, %u dropped", cases[i].text, j.with_clear,
				j.dropped);
		assert_int_equal(text_map(&t, "x")->twin, cases[i].joined > 0);
		text_close(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_as_c),
		cmocka_unit_test(test_truths),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_unsigned_edges),
		cmocka_unit_test(test_unreachable),
		cmocka_unit_test(test_dead_branches),
		cmocka_unit_test(test_print_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
