/* tests/unit/compiler_resolve.c - what the resolve pass makes of positional parameters and of
 * attach points, and what the check pass notes down of their use. */
#include "tests/unit/compile_text.h"

/* Positional parameters */

static void test_parameters(void **state)
{
	static const char *const params[] = {"0x10", "-5", "abc", "2ms", "12x", "",
		"18446744073709551615", "-9223372036854775809", "0b101"};
	static const struct {
		const char *value;
		const char *type;
	} cases[] = {
		{"$1", "int8"},
		{"$2", "int8"},
		{"$3", "string[4]"},
		{"$4", "int32"},
		{"$5", "string[4]"},
		{"$6", "string[1]"},
		{"$7", "uint64"},
		{"$8", "string[21]"},
		{"$9", "int8"},
		{"$10", "int8"},
		{"$#", "int8"},
		{"str($1)", "string[5]"},
		{"str($1 + 2)", "string[3]"},
		{"str($11)", "string[1]"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;
		char text[64];

		snprintf(text, sizeof(text), "begin { $x = %s; }", cases[i].value);
		text_open(&t, text, params, ARRAY_SIZE(params));
		assert_true(text_run(&t));
		assert_string_equal(text_type(&t, text_type_of(&t, "$x")), cases[i].type);
		text_close(&t);
	}
}

static uint64_t assigned_integer(struct text_compilation *t)
{
	const struct node *n = t->c.program->probes->body->list.first;

	assert_int_equal(n->kind, NODE_ASSIGN);
	assert_int_equal(n->assign.value->kind, NODE_INT);
	return n->assign.value->integer.value;
}

static void test_parameter_values(void **state)
{
	static const char *const params[] = {"0x10", "-5", "2ms", "1e3", "0b101", "1_000", "010"};
	static const int64_t values[] = {16, -5, 2000000, 1000, 5, 1000, 8};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(params); i++) {
		struct text_compilation t;
		char text[64];

		snprintf(text, sizeof(text), "begin { $x = $%zu; }", i + 1);
		text_open(&t, text, params, ARRAY_SIZE(params));
		assert_true(text_run(&t));
		assert_int_equal((int64_t)assigned_integer(&t), values[i]);
		text_close(&t);
	}
}

static void test_parameter_in_attach_point(void **state)
{
	static const char *const params[] = {"s", "3", "interval:ms"};
	static const struct {
		const char *text;
		const char *probe;
	} cases[] = {
		{"interval:$1:$2 { }", "interval:s:3"},
		{"interval:ms:1$2 { }", "interval:ms:13"},
		{"$3:7 { }", "interval:ms:7"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_open(&t, cases[i].text, params, ARRAY_SIZE(params));
		if (!text_run(&t))
			fail_msg("%s\n%s", cases[i].text, text_diags(&t));
		assert_string_equal(
			t.c.program->probes->attach->matches->spec.text, cases[i].probe);
		text_close(&t);
	}
}

/* Probes */

static uint32_t match_count(const struct probe_node *p)
{
	uint32_t count = 0;

	for (const struct attach_node *a = p->attach; a; a = a->next)
		for (const struct match *m = a->matches; m; m = m->next)
			count++;
	return count;
}

static void test_matches(void **state)
{
	static const struct {
		const char *text;
		uint32_t matches;
	} cases[] = {
		{"begin { }", 1},
		{"begin, end { }", 2},
		{"BEGIN, begin { }", 1},
		{"interval:s:1, i:s:1, INTERVAL:s:1, i:s:2 { }", 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_must_run(&t, cases[i].text);
		if (match_count(t.c.program->probes) != cases[i].matches)
			fail_msg("%s: %u matches", cases[i].text, match_count(t.c.program->probes));
		text_close(&t);
	}
}

static void test_missing_probes(void **state)
{
	static const struct {
		int mode;
		bool good;
		int code;
		const char *says;
	} cases[] = {
		{MISSING_ERROR, false, 2, "error: "},
		{MISSING_WARN, true, 0, "warning: "},
		{MISSING_IGNORE, true, 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_open(&t, "begin, software:none-such { }", NULL, 0);
		t.c.config.missing_probes = (typeof(t.c.config.missing_probes))cases[i].mode;
		assert_int_equal(text_run(&t), cases[i].good);
		assert_int_equal(diags_exit_code(t.c.diags), cases[i].code);
		if (cases[i].says[0])
			assert_non_null(strstr(text_diags(&t), cases[i].says));
		else
			assert_string_equal(text_diags(&t), "");
		text_close(&t);
	}
}

/* A kernel without kprobes and this version without them say different things, at the same place
 * and with the same exit code. */
static void test_unsupported_probe(void **state)
{
	struct text_compilation t;

	(void)state;
	text_open(&t, "begin, kprobe:vfs_read { }", NULL, 0);
	assert_false(text_run(&t));
	assert_int_equal(diags_exit_code(t.c.diags), 2);
	assert_non_null(strstr(text_diags(&t), "<arg>:1:8: error: kprobe probes "));
	assert_non_null(strstr(text_diags(&t), "hint: use a tracepoint"));
	text_close(&t);
}

/* What the check pass notes down for the providers. */
static void test_probe_use(void **state)
{
	struct text_compilation t;
	const struct probe_node *p;

	(void)state;
	text_open(&t,
		"tracepoint:raw_syscalls:sys_enter { @[args.id, probe] = sum(args.args[args.id]); "
		"@[args.args[0], probe] = sum(1); }",
		NULL, 0);
	if (!text_run(&t)) {
		/* without root there are no tracepoints to ask */
		int code = diags_exit_code(t.c.diags);

		if (code != 2)
			fail_msg("%s", text_diags(&t));
		text_close(&t);
		skip();
	}
	p = t.c.program->probes;
	assert_true(p->uses_probe_id);
	assert_false(p->uses_retval);
	assert_non_null(p->used_fields);
	assert_non_null(p->used_fields->next);
	assert_null(p->used_fields->next->next);
	assert_string_equal(text_type(&t, text_type_of(&t, "@[]")), "(int64,probe)");
	text_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_parameter_values),
		cmocka_unit_test(test_parameter_in_attach_point),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_missing_probes),
		cmocka_unit_test(test_unsupported_probe),
		cmocka_unit_test(test_probe_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
