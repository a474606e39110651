/* tests/unit/compiler_builtin.c - the table of rows: every one well formed, found by its name, and
 * none of those promised missing. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "compiler/builtin.h"
#include "runtime/base/util.h"

static int set_up(void **state)
{
	*state = arena_new();
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void promised_rows_are_there(void **state)
{
	static const char *const names[] = {
		"pid",
		"tid",
		"uid",
		"gid",
		"comm",
		"cpu",
		"nsecs",
		"elapsed",
		"probe",
		"probetype",
		"rand",
		"cgroup",
		"retval",
		"arg0",
		"args",
		"ncpus",
		"jiffies",
		"printf",
		"print",
		"clear",
		"zero",
		"delete",
		"has_key",
		"len",
		"exit",
		"time",
		"strftime",
		"str",
		"join",
		"syscall_name",
		"strerror",
		"count",
		"sum",
		"avg",
		"min",
		"max",
		"stats",
		"hist",
		"lhist",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!builtin_find(names[i], NULL))
			fail_msg("no row for '%s'", names[i]);
}

static void unknown_names_are_not_found(void **state)
{
	static const char *const names[] = {
		"",
		"p",
		"pidx",
		"PID",
		"argN",
		"arg",
		"arg01",
		"arg00",
		"arg1x",
		"arg-1",
		"arg 1",
		"arg4294967296",
		"arg99999999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (builtin_find(names[i], NULL))
			fail_msg("'%s' is found", names[i]);
}

static void numbered_names_give_their_number(void **state)
{
	uint32_t number = 77;

	(void)state;
	assert_ptr_equal(builtin_find("arg0", &number), builtin_find("arg9", NULL));
	assert_int_equal(number, 0);
	assert_non_null(builtin_find("arg10", &number));
	assert_int_equal(number, 10);
	assert_non_null(builtin_find("arg4294967295", &number));
	assert_int_equal(number, UINT32_MAX);
	assert_non_null(builtin_find("pid", &number));
	assert_int_equal(number, 0);
}

static void count_visit(const struct builtin *b, void *arg)
{
	(void)b;
	++*(size_t *)arg;
}

/* How often a name stands in the table. */
struct tally {
	const char *name;
	unsigned seen;
};

static void tally_visit(const struct builtin *b, void *arg)
{
	struct tally *t = arg;

	t->seen += str_eq(b->name, t->name);
}

static void unique_visit(const struct builtin *b, void *arg)
{
	struct tally t = { .name = b->name };

	(void)arg;
	builtin_each(tally_visit, &t);
	if (t.seen != 1)
		fail_msg("%u rows for '%s'", t.seen, b->name);
}

static void names_are_unique(void **state)
{
	size_t count = 0;

	(void)state;
	builtin_each(unique_visit, NULL);
	builtin_each(count_visit, &count);
	assert_in_range(count, 38, 400);
}

static void help_visit(const struct builtin *b, void *arg)
{
	size_t len = strlen(b->help);

	(void)arg;
	if (len < 12 || b->help[len - 1] == '.' || b->help[0] < 'a' || b->help[0] > 'z')
		fail_msg("help of '%s' is not a sentence in lower case without a full stop: '%s'",
			b->name, b->help);
}

static void help_is_one_sentence(void **state)
{
	(void)state;
	builtin_each(help_visit, NULL);
}

/* Every word of a signature must be known, names must come in the order required, optional, many.
 */
static void signature_visit(const struct builtin *b, void *arg)
{
	struct builtin_signature s;
	unsigned commas = 0;
	bool was_optional = false;

	builtin_signature(b, arg, &s);
	if (strncmp(b->signature, b->name, strlen(b->name)) != 0 || !strstr(b->signature, " -> "))
		fail_msg("signature of '%s' does not begin with its name or has no result: %s",
			b->name, b->signature);
	for (const char *p = b->signature; *p; p++)
		commas += *p == ',';
	if (s.param_count !=
		(strchr(b->signature, '(') && !strstr(b->signature, "()") ? commas + 1 : 0))
		fail_msg("signature of '%s' has %u parameters: %s", b->name, s.param_count,
			b->signature);
	for (uint32_t i = 0; i < s.param_count; i++) {
		const struct builtin_param *p = &s.params[i];

		if (p->many ? i + 1 != s.param_count : !p->name[0])
			fail_msg("parameter %u of '%s' is malformed: %s", i + 1, b->name,
				b->signature);
		if (was_optional && !p->optional)
			fail_msg("a required parameter of '%s' follows an optional one: %s",
				b->name, b->signature);
		was_optional = p->optional;
	}
	if (!s.result && !strstr(b->signature, "-> agg") && !strstr(b->signature, "-> custom"))
		fail_msg("result of '%s' is not known: %s", b->name, b->signature);
	if (strstr(b->signature, "-> custom") && !b->check)
		fail_msg("nobody says what the result of '%s' is", b->name);
	if (!(b->flags & BI_AGGREGATION) != !strstr(b->signature, "-> agg"))
		fail_msg("'%s' is an aggregation by flag or by signature only", b->name);
	if ((b->flags & BI_VARIABLE) && s.min_args)
		fail_msg("'%s' needs arguments but may stand without parentheses", b->name);
}

static void signatures_parse(void **state)
{
	builtin_each(signature_visit, *state);
}

static void signature_of_lhist(void **state)
{
	struct builtin_signature s;

	builtin_signature(builtin_find("lhist", NULL), *state, &s);
	assert_int_equal(s.param_count, 4);
	assert_int_equal(s.min_args, 4);
	assert_int_equal(s.max_args, 4);
	assert_int_equal(s.params[0].kind, PARAM_INT);
	assert_string_equal(s.params[0].name, "n");
	assert_int_equal(s.params[3].kind, PARAM_LITERAL_INT);
	assert_string_equal(s.params[3].name, "step");
	assert_false(s.params[3].optional);
	assert_null(s.result);
}

static void signature_of_printf(void **state)
{
	struct builtin_signature s;

	builtin_signature(builtin_find("printf", NULL), *state, &s);
	assert_int_equal(s.param_count, 2);
	assert_int_equal(s.min_args, 1);
	assert_int_equal(s.max_args, UINT32_MAX);
	assert_int_equal(s.params[0].kind, PARAM_LITERAL_STRING);
	assert_int_equal(s.params[1].kind, PARAM_ANY);
	assert_true(s.params[1].many);
	assert_ptr_equal(s.result, &type_void);
}

static void signature_of_strerror(void **state)
{
	struct builtin_signature s;

	builtin_signature(builtin_find("strerror", NULL), *state, &s);
	assert_int_equal(s.param_count, 1);
	assert_int_equal(s.max_args, 1);
	assert_int_equal(s.result->kind, TYPE_STRING);
	assert_int_equal(s.result->size, 64);
}

static void signatures_with_optional_parameters(void **state)
{
	struct builtin_signature s;

	builtin_signature(builtin_find("pid", NULL), *state, &s);
	assert_int_equal(s.param_count, 1);
	assert_int_equal(s.min_args, 0);
	assert_int_equal(s.max_args, 1);
	assert_int_equal(s.params[0].kind, PARAM_WORD);
	assert_true(s.params[0].optional);
	assert_ptr_equal(s.result, &type_uint32);

	builtin_signature(builtin_find("print", NULL), *state, &s);
	assert_int_equal(s.min_args, 1);
	assert_int_equal(s.max_args, 3);
	assert_int_equal(s.params[2].kind, PARAM_LITERAL_INT);
}

/* Every name of the list of aggregations has a row, and the row says so. */
static void aggregations_have_rows(void **state)
{
	(void)state;
	for (int id = 0; id < AGG_COUNT_OF; id++) {
		const struct builtin *b = builtin_find(agg_name((enum agg_id)id), NULL);

		assert_non_null(b);
		assert_true(b->flags & BI_AGGREGATION);
		assert_int_equal(b->agg, id);
		assert_non_null(b->lower);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(promised_rows_are_there),
		cmocka_unit_test(unknown_names_are_not_found),
		cmocka_unit_test(numbered_names_give_their_number),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(help_is_one_sentence),
		cmocka_unit_test_setup_teardown(signatures_parse, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signature_of_lhist, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signature_of_printf, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signature_of_strerror, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			signatures_with_optional_parameters, set_up, tear_down),
		cmocka_unit_test(aggregations_have_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
