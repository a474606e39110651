/* tests/unit/compiler_check.c - the types that the resolve and check passes give to variables, maps
 * and expressions, against the rules of the language written down here as a table. */
#include "tests/unit/compile_text.h"

#include "compiler/builtin.h"

struct expectation {
	const char *body;  /* of a begin probe */
	const char *place; /* $x, @x, @x[] */
	const char *type;
};

/* Each must hold whatever the order of the statements: see test_order(). */
static const struct expectation expectations[] = {
	/* literals: the smallest signed type, or unsigned above INT64_MAX */
	{"$x = 0", "$x", "int8"},
	{"$x = 127", "$x", "int8"},
	{"$x = 128", "$x", "int16"},
	{"$x = -128", "$x", "int8"},
	{"$x = -129", "$x", "int16"},
	{"$x = 32768", "$x", "int32"},
	{"$x = 2147483647", "$x", "int32"},
	{"$x = 2147483648", "$x", "int64"},
	{"$x = 9223372036854775807", "$x", "int64"},
	{"$x = 9223372036854775808", "$x", "uint64"},
	{"$x = -9223372036854775808", "$x", "int64"},
	{"$x = 5u", "$x", "uint8"},
	{"$x = 1; $x = 300", "$x", "int16"},
	{"$x = 200; $x = -1", "$x", "int16"},
	{"@x = 1", "@x", "int64"},
	{"@x = 18446744073709551615", "@x", "uint64"},
	/* literals take the sign of what they meet */
	{"$x = 1; $x = pid", "$x", "uint32"},
	{"$x = pid; $x = 5000000000", "$x", "uint64"},
	{"$x = pid; $x = -1", "$x", "int64"},
	{"@x = 1; @x = pid", "@x", "uint32"},
	{"@x = nsecs; @x = 0", "@x", "uint64"},
	{"@x = 0; $y = @x; @z = $y; @z = nsecs", "@z", "uint64"},
	{"$x = 5u; $x = -1", "$x", "int16"},
	/* two signs without a common type */
	{"@x = nsecs; @x = -1", "@x", "int64"},
	{"@x = nsecs; @x = -pid", "@x", "int64"},
	/* bool counts as 0 or 1 */
	{"$x = true", "$x", "bool"},
	{"$x = pid == 1; $x = false", "$x", "bool"},
	{"$x = true; $x = 5", "$x", "int8"},
	{"$x = true; $x = pid", "$x", "uint32"},
	{"@x = true; @x = 2", "@x", "int64"},
	/* arithmetic: 64 bits, signed if either operand is; '-' is always int64 */
	{"$x = pid + 1", "$x", "uint64"},
	{"$x = 1 + pid", "$x", "uint64"},
	{"$x = pid + -1", "$x", "int64"},
	{"$x = pid - 1", "$x", "int64"},
	{"$x = pid * nsecs", "$x", "uint64"},
	{"$x = pid / 2", "$x", "uint64"},
	{"$x = pid % -2", "$x", "int64"},
	{"$x = -pid", "$x", "int64"},
	{"$x = ~pid", "$x", "uint64"},
	{"$x = ~(pid - 1)", "$x", "int64"},
	{"$x = pid << 3", "$x", "uint64"},
	{"$x = 1 << pid", "$x", "int64"},
	{"$x = pid >> (pid - 1)", "$x", "uint64"},
	{"$x = pid & 1", "$x", "uint64"},
	{"$x = pid + true", "$x", "uint64"},
	{"$x = pid < 5 && comm == \"a\"", "$x", "bool"},
	{"$x = !pid", "$x", "bool"},
	{"$x = pid == 5 || true", "$x", "bool"},
	{"$x = (1, 2) == (pid, 3)", "$x", "bool"},
	{"$x = probe == \"begin\"", "$x", "bool"},
	{"$x = \"begin\" != probe", "$x", "bool"},
	/* assignments with an operator, steps */
	{"@x++", "@x", "int64"},
	{"@x = pid; @x++", "@x", "uint64"},
	{"@x = pid; @x--", "@x", "int64"},
	{"@x += pid", "@x", "uint64"},
	{"@x += 1", "@x", "int64"},
	{"@x -= pid", "@x", "int64"},
	{"@x = pid; @x <<= 2", "@x", "uint64"},
	{"@x = 0; @x += nsecs", "@x", "uint64"},
	{"@x = 0; @x += -1", "@x", "int64"},
	/* values that take their type from each other */
	{"@a = @b; @b = @a", "@a", "int64"},
	{"@a = @b; @b = @c; @c = comm", "@a", "string[16]"},
	{"@a = @b + 1; @b = pid", "@a", "uint64"},
	{"@a[@b] = 1; @b = comm", "@a[]", "string[16]"},
	/* strings: the largest */
	{"$x = \"abc\"", "$x", "string[4]"},
	{"$x = \"\"", "$x", "string[1]"},
	{"$x = \"abc\"; $x = comm", "$x", "string[16]"},
	{"@x[comm] = 1; @x[\"a\"] = 2", "@x[]", "string[16]"},
	{"@x[\"a\"] = 1; $y = @x[\"abcdef\"]", "@x[]", "string[7]"},
	{"@x[\"a\"] = 1; $y = has_key(@x, comm)", "@x[]", "string[16]"},
	/* tuples: element by element */
	{"$x = (1, \"ab\")", "$x", "(int64,string[3])"},
	{"$x = (1, \"ab\"); $x = (pid, comm)", "$x", "(uint32,string[16])"},
	{"$x = (1, (pid, 2)); $y = $x.1", "$y", "(uint32,int64)"},
	{"$x = (1, (pid, 2)); $y = $x.1.0", "$y", "uint32"},
	{"$x = (comm, pid); $y = $x[1]", "$y", "uint32"},
	/* keys */
	{"@x[1] = 1", "@x[]", "int64"},
	{"@x[pid] = 1", "@x[]", "uint32"},
	{"@x[pid, comm] = 1", "@x[]", "(uint32,string[16])"},
	{"@x[(pid, comm)] = 1; @x[1, \"a\"] = 2", "@x[]", "(uint32,string[16])"},
	{"@x[1, nsecs] = 1; @x[pid, 2] = 2", "@x[]", "(uint32,uint64)"},
	/* ternary */
	{"$x = pid ? 1 : 300", "$x", "int16"},
	{"$x = pid ? 1 : nsecs", "$x", "uint64"},
	{"$x = pid ? \"a\" : comm", "$x", "string[16]"},
	{"$x = pid ?: 5000000000", "$x", "uint64"},
	{"@x = pid ? 1 : 2; @x = nsecs", "@x", "uint64"},
	/* aggregations */
	{"@x = count()", "@x", "count_t"},
	{"@x = count", "@x", "count_t"},
	{"@x = sum(pid)", "@x", "usum_t"},
	{"@x = sum(1)", "@x", "sum_t"},
	{"@x = sum(1); @x = sum(pid)", "@x", "usum_t"},
	{"@x = max(-pid)", "@x", "max_t"},
	{"@x = min(pid == 1)", "@x", "umin_t"},
	{"@x = avg(pid)", "@x", "uavg_t"},
	{"@x = stats(nsecs)", "@x", "ustats_t"},
	{"@x = hist(pid)", "@x", "hist"},
	{"@x[comm] = count(); $y = @x[\"a\"]", "$y", "uint64"},
	{"@x = count(); $y = @x > 5", "$y", "bool"},
	{"@x = sum(-1); $y = @x", "$y", "int64"},
	{"@x = sum(pid); @y[@x] = 1", "@y[]", "uint64"},
	/* let */
	{"let $x; $x = comm", "$x", "string[16]"},
	{"let $x = 5; $x = pid", "$x", "uint32"},
	{"let $x", "$x", "int64"},
	/* values that only print */
	{"@x = strftime(\"%H\", nsecs)", "@x", "timestamp"},
	{"@x = probe", "@x", "probe"},
};

static void test_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(expectations); i++) {
		const struct expectation *e = &expectations[i];
		struct text_compilation t;
		char text[256];

		snprintf(text, sizeof(text), "begin { %s; }", e->body);
		text_must_run(&t, text);
		const char *type = text_type(&t, text_type_of(&t, e->place));

		if (!str_eq(type, e->type))
			fail_msg("%s: %s is %s, not %s", text, e->place, type, e->type);
		text_close(&t);
	}
}

/* The same with the statements in reverse order, each in a probe of its own: only maps reach over.
 */
static void test_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(expectations); i++) {
		const struct expectation *e = &expectations[i];
		struct text_compilation t;
		char text[512] = "", body[256], *part, *save = NULL;

		if (strchr(e->body, '$') || e->place[0] != '@')
			continue;
		snprintf(body, sizeof(body), "%s", e->body);
		for (part = strtok_r(body, ";", &save); part; part = strtok_r(NULL, ";", &save)) {
			char rest[512];

			snprintf(rest, sizeof(rest), "%s", text);
			snprintf(text, sizeof(text), "begin { %s; } %.400s", part, rest);
		}
		text_must_run(&t, text);
		const char *type = text_type(&t, text_type_of(&t, e->place));

		if (!str_eq(type, e->type))
			fail_msg("%s: %s is %s, not %s", text, e->place, type, e->type);
		text_close(&t);
	}
}

/* A literal next to something unsigned has an unsigned type, so that a look at the types tells the
 * sign. */
static void test_literal_sign(void **state)
{
	static const struct {
		const char *text;
		bool is_signed;
	} cases[] = {
		{"begin /pid > 5/ { }", false},
		{"begin /pid > -5/ { }", true},
		{"begin /5 < nsecs/ { }", false},
		{"begin /(pid - 1) > 5/ { }", true},
		{"begin /true > nsecs/ { }", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;
		const struct node *n;

		text_must_run(&t, cases[i].text);
		n = t.c.program->probes->predicate;
		assert_int_equal(n->kind, NODE_BINARY);
		assert_int_equal(
			n->binary.left->type->is_signed || n->binary.right->type->is_signed,
			cases[i].is_signed);
		text_close(&t);
	}
}

/* Scopes */

static uint32_t count_variables(struct text_compilation *t)
{
	uint32_t count = 0;

	for (struct variable *v = t->c.program->probes->variables; v; v = v->next)
		count++;
	return count;
}

static void test_scopes(void **state)
{
	static const struct {
		const char *text;
		uint32_t variables;
		bool warns;
	} cases[] = {
		{"begin { $x = 1; if (pid) { $x = 2; } print($x); }", 1, false},
		{"begin { if (pid) { $x = 1; } else { $x = \"a\"; } }", 2, false},
		{"begin { if (pid) { $x = 1; } else { $x = 2; } print($x); }", 1, true},
		{"begin { if (pid) { $x = 1; } $x = \"a\"; print($x); }", 2, false},
		{"begin { if (pid) { if (tid) { $x = 1; } print($x); } }", 1, true},
		{"begin { if (pid) { $x = 1; } if (tid) { print($x); } }", 1, true},
		{"begin { { let $x = 1; } { let $x = \"a\"; } }", 2, false},
		{"begin { let $x; if (pid) { $x = 5; } print($x); }", 1, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_must_run(&t, cases[i].text);
		if (count_variables(&t) != cases[i].variables)
			fail_msg("%s: %u variables", cases[i].text, count_variables(&t));
		if ((strstr(text_diags(&t), "behind the block") != NULL) != cases[i].warns)
			fail_msg("%s\n%s", cases[i].text, text_diags(&t));
		text_close(&t);
	}
}

/* Uses that a variable's move left behind must mean the moved one. */
static void check_ref(struct node **child, void *arg)
{
	struct variable **only = arg;

	if ((*child)->kind == NODE_VARIABLE) {
		if (!*only)
			*only = (*child)->variable.ref;
		assert_ptr_equal((*child)->variable.ref, *only);
	}
	walk_children(*child, check_ref, arg);
}

static void test_moved_variable(void **state)
{
	struct text_compilation t;
	struct variable *only = NULL;

	(void)state;
	text_must_run(&t,
		"begin { if (pid) { $x = 1; $x++; } else if (tid) { $x = 2; } print($x); $x = 3; }");
	check_ref(&t.c.program->probes->body, &only);
	assert_non_null(only);
	assert_null(only->moved);
	text_close(&t);
}

/* Maps */

static void test_key_names(void **state)
{
	static const struct {
		const char *text;
		const char *names;
	} cases[] = {
		{"begin { @x[pid] = 1; }", "pid"},
		{"begin { @x[pid, comm] = 1; }", "pid,comm"},
		{"begin { @x[(pid, comm)] = 1; }", "pid,comm"},
		{"begin { $who = comm; @x[$who, 1, pid + 1] = 1; }", "who,key2,key3"},
		{"begin { @x[pid, pid, pid] = 1; }", "pid,pid_2,pid_3"},
		{"begin { @x[pid()] = 1; @x[tid] = 2; }", "pid"},
		{"begin { print(@x[tid]); @x[pid] = 1; }", "pid"},
		{"begin { $t = (1, 2); @x[$t.0] = 1; }", "key1"},
		{"begin { @x = 1; }", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_must_run(&t, cases[i].text);
		if (cases[i].names)
			assert_string_equal(text_map(&t, "x")->key_names, cases[i].names);
		else
			assert_null(text_map(&t, "x")->key_names);
		text_close(&t);
	}
}

static void test_agg_params(void **state)
{
	struct text_compilation t;
	const struct type *type;

	(void)state;
	text_must_run(
		&t, "begin { @l = lhist(pid, -10, 1 << 4, 2); @h = hist(pid, 3); @c = count(); }");
	type = text_type_of(&t, "@l");
	assert_int_equal(type->agg, AGG_LHIST);
	assert_int_equal(type->agg_params.min, -10);
	assert_int_equal(type->agg_params.max, 16);
	assert_int_equal(type->agg_params.step, 2);
	assert_int_equal(type->size, 8 * (13 + 2));
	type = text_type_of(&t, "@h");
	assert_int_equal(type->agg_params.bits, 3);
	assert_int_equal(type->size, 8 * hist_bucket_count(3));
	assert_int_equal(text_type_of(&t, "@c")->size, 8);
	text_close(&t);
}

/* Names that are known but have no row are told apart from mistakes. */
static void test_not_yet(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} cases[] = {
		{"begin { print(container); }", "is not there yet"},
		{"begin { print(sarg3); }", "is not available in begin probes"},
		{"begin { print(sarg); }", "is not defined"},
		{"begin { print(nothing_at_all); }", "is not defined"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_open(&t, cases[i].text, NULL, 0);
		assert_false(text_run(&t));
		assert_non_null(strstr(text_diags(&t), cases[i].says));
		text_close(&t);
	}
}

static void count_lines(const char *text, const char *needle, uint32_t *count)
{
	for (*count = 0; (text = strstr(text, needle)); text++)
		(*count)++;
}

/* One mistake is one error: what depends on it is silent. */
static void test_no_cascades(void **state)
{
	static const char *const texts[] = {
		("begin { $x = comm + 1; $y = $x + 1; @z[$y] = $x; print(@z[$y] + comm * 0 == 5 ? 0 : "
		 "$x); }"),
		"begin { $x = args.fd; @a[$x] = $x; if ($x == \"a\") { print($x + 1); } }",
		"begin { @x = 1; @x = comm; $y = @x + 1; print(@x * 2); }",
		"begin { @x[1, 2, pid(nowhere)] = 1; print(@x[1, 2, 3]); @x[4, 5, 6]++; }",
	};
	static const uint32_t errors[] = {2, 1, 1, 1};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct text_compilation t;
		uint32_t count;

		text_open(&t, texts[i], NULL, 0);
		assert_false(text_run(&t));
		count_lines(text_diags(&t), ": error: ", &count);
		if (count != errors[i])
			fail_msg("%s", text_diags(&t));
		text_close(&t);
	}
}

/* Types that go round in a circle and change sign on the way must come to rest. */
static void test_rounds_end(void **state)
{
	struct text_compilation t;

	(void)state;
	text_must_run(&t, "begin { $x = 0; $y = nsecs; $y = $x + 1; $x = $y; print($y); }");
	assert_string_equal(text_type(&t, text_type_of(&t, "$x")), "int64");
	assert_string_equal(text_type(&t, text_type_of(&t, "$y")), "int64");
	text_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_literal_sign),
		cmocka_unit_test(test_scopes),
		cmocka_unit_test(test_moved_variable),
		cmocka_unit_test(test_key_names),
		cmocka_unit_test(test_agg_params),
		cmocka_unit_test(test_not_yet),
		cmocka_unit_test(test_no_cascades),
		cmocka_unit_test(test_rounds_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
