/* tests/unit/compiler_prelude.c - the macros of the prelude against the rows that its comments give
 * them, and when the prelude is read. */
#include "tests/unit/compile_text.h"

#include "compiler/builtin.h"
#include "compiler/prelude.h"

static bool has_macro(const struct macro *macros, const char *name, uint32_t params)
{
	for (; macros; macros = macros->next)
		if (str_eq(macros->name, name) && macros->param_count == params)
			return true;
	return false;
}

static const struct macro *read_prelude(struct text_compilation *t)
{
	const struct macro *macros;

	text_open(t, "begin { }", NULL, 0);
	parse_pass(&t->c);
	macros = prelude_parse(&t->c);
	assert_non_null(macros);
	assert_false(diags_have_errors(t->c.diags));
	assert_null(t->c.program->macros);
	return macros;
}

/* As many arguments as its signature allows, not one more or less: what no macro takes, the row
 * refuses. */
static void rows_have_macros(void **state)
{
	struct text_compilation t;
	const struct macro *macros = read_prelude(&t);

	(void)state;
	for (const struct builtin *b = prelude_builtins; b->name; b++) {
		struct builtin_signature s;

		builtin_signature(b, t.c.arena, &s);
		for (uint32_t n = 0; n <= s.max_args + 1; n++)
			if (has_macro(macros, b->name, n) != (n >= s.min_args && n <= s.max_args))
				fail_msg("%s: the macros and the signature differ for %u arguments",
					b->signature, n);
		assert_int_equal(b->flags, has_macro(macros, b->name, 0) ? BI_VARIABLE : 0);
	}
	text_close(&t);
}

static void macros_have_rows(void **state)
{
	struct text_compilation t;
	const struct macro *m = read_prelude(&t);

	(void)state;
	for (; m; m = m->next) {
		const struct builtin *b = builtin_find(m->name, NULL);

		if (!prelude_has(m->name) || !b || b->lower)
			fail_msg("%s has a macro and no row of the prelude, or one in C too",
				m->name);
		for (const struct macro_param *p = m->params; p; p = p->next)
			assert_int_equal(p->kind, MACRO_EXPRESSION);
	}
	assert_false(prelude_has("comm"));
	assert_false(prelude_has("no_such_name"));
	text_close(&t);
}

/* The sources that a script is made of: the prelude is one of them, and each use of a macro. */
static uint32_t sources_of(const char *script)
{
	struct text_compilation t;
	uint32_t count;

	text_open(&t, script, NULL, 0);
	assert_true(text_run(&t));
	count = t.c.sources.count;
	text_close(&t);
	return count;
}

static void read_when_used(void **state)
{
	(void)state;
	assert_int_equal(
		sources_of(
			"begin { print(strstr(comm, \"a\")); @ppid = 1; $ppid = (ppid=1); print($ppid.ppid); }"),
		1);
	assert_int_equal(sources_of("macro f() { 1 } begin { print(f); }"), 2);
	assert_int_equal(sources_of("begin { print(strcontains(comm, \"a\")); }"), 3);
	assert_int_equal(
		sources_of(
			"begin { print(strcontains(comm, \"a\")); print(strcontains(comm, \"b\")); }"),
		4);
	assert_int_equal(
		sources_of("macro f() { strcontains(comm, \"a\") } begin { print(f); }"), 4);
	assert_int_equal(
		sources_of("#define HAS strcontains(comm, \"a\")\nbegin { print(HAS); }"), 3);
	assert_int_equal(
		sources_of(
			"fn f() : bool { return strcontains(comm, \"a\"); } begin { print(f()); }"),
		3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_have_macros),
		cmocka_unit_test(macros_have_rows),
		cmocka_unit_test(read_when_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
