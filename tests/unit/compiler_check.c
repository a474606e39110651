/* tests/unit/compiler_check.c - the types that the resolve and check passes give to variables, maps
 * and expressions, against the rules of the language written down here as a table. */
#include <unistd.h>

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

static void test_config(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{"max_strlen=200", true},
		{"MAX_STRLEN=200", true},
		{"BPFTRACE_MAX_STRLEN=1", true},
		{"SONDE_max_map_keys=1", true},
		{"max_strlen=0", false},
		{"max_strlen=99999999999", false},
		{"max_strlen=12x", false},
		{"max_strlen=-1", false},
		{"max_strlen", false},
		{"nothing=1", false},
		{"print_maps_on_exit=0", true},
		{"print_maps_on_exit=maybe", false},
		{"missing_probes=warn", true},
		{"missing_probes=later", false},
		{"attach_by=fentry", true},
		{"attach_by=magic", false},
		{"attach_by=kprobe_multi", true},
		{"license=GPL", true},
		{"license=MIT", false},
		{"str_trunc_trailer=", true},
		{"perf_rb_pages=3", true},
		{"metrics_prefix=_a9", true},
		{"metrics_prefix=9a", false},
		{"metrics_prefix=a-b", false},
		{"metrics_prefix=", false},
	};
	struct compile_config config;
	struct arena *a = arena_new();

	(void)state;
	config_defaults(&config);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *problem = config_set(&config, a, cases[i].text);

		if (!problem != cases[i].good)
			fail_msg("%s: %s", cases[i].text, problem ? problem : "accepted");
	}
	assert_int_equal(config.max_strlen, 1);
	assert_int_equal(config.max_map_keys, 1);
	assert_int_equal(config.missing_probes, MISSING_WARN);
	assert_string_equal(config.attach_by, "kprobe_multi");
	assert_false(config.print_maps_on_exit);
	assert_string_equal(config.str_trunc_trailer, "");
	/* three pages, or one a CPU, rounded up to a power of two */
	assert_true(config.ring_bytes >= 3 * 4096 &&
		config.ring_bytes >= sysconf(_SC_NPROCESSORS_CONF) * 4096);
	assert_int_equal(config.ring_bytes & (config.ring_bytes - 1), 0);
	arena_free(a);
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
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_parameter_values),
		cmocka_unit_test(test_parameter_in_attach_point),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_missing_probes),
		cmocka_unit_test(test_unsupported_probe),
		cmocka_unit_test(test_probe_use),
		cmocka_unit_test(test_not_yet),
		cmocka_unit_test(test_no_cascades),
		cmocka_unit_test(test_rounds_end),
		cmocka_unit_test(test_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
