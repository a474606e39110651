/* tests/unit/probes_name_filter.c - regular expressions of --probe-filter: what they keep, and
 * which are too much for the C library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "probes/name_filter.h"
#include "probes/provider.h"
#include "runtime/base/util.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* NULL, or why it is refused. */
static const char *refusal(const char *regex)
{
	const char *why = NULL;
	struct name_filter *filter = name_filter_new(regex, arena, &why);

	assert_int_equal(filter == NULL, why != NULL);
	if (filter)
		assert_string_equal(name_filter_text(filter), regex);
	name_filter_free(filter);
	return why;
}

static void assert_refused(const char *regex, const char *part)
{
	const char *why = refusal(regex);

	if (!why || !strstr(why, part))
		fail_msg("'%.60s': %s", regex, why ? why : "is taken");
}

static void assert_taken(const char *regex)
{
	const char *why = refusal(regex);

	if (why)
		fail_msg("'%.60s': %s", regex, why);
}

/* A text so many times, with a start and an end. */
static const char *many(const char *start, const char *text, size_t count, const char *end)
{
	struct buffer b = { 0 };

	buffer_puts(&b, start);
	for (size_t i = 0; i < count; i++)
		buffer_puts(&b, text);
	buffer_puts(&b, end);
	const char *out = arena_strdup(arena, buffer_text(&b));

	buffer_free(&b);
	return out;
}

static bool keeps(const char *regex, const char *point)
{
	const char *why;
	struct name_filter *filter = name_filter_new(regex, arena, &why);
	struct probe_spec spec = { 0 };
	struct probe_error err;

	assert_non_null(filter);
	assert_int_equal(probe_parse(point, strlen(point), arena, &spec, &err), 0);
	bool kept = name_filter_keeps(filter, &spec);

	assert_true(name_filter_keeps(NULL, &spec));
	name_filter_free(filter);
	return kept;
}

static void test_what_is_found_in_the_full_name_is_kept(void **state)
{
	(void)state;
	assert_true(
		keeps("^tracepoint:sched:.*_(switch|wakeup)$", "tracepoint:sched:sched_switch"));
	assert_true(keeps("^tracepoint:", "t:sched:sched_switch"));
	assert_false(keeps("^t:", "t:sched:sched_switch"));
	assert_false(keeps("(fork|exit)$", "tracepoint:sched:sched_switch"));
	assert_true(keeps("[[:alpha:]]{4}d_s", "tracepoint:sched:sched_switch"));
	assert_true(keeps("", "tracepoint:sched:sched_switch"));
	/* no events of the machine */
	assert_true(keeps("nothing", "begin"));
	assert_true(keeps("nothing", "self:signal:SIGUSR1"));
}

static void test_what_the_c_library_does_not_take_is_refused_by_it(void **state)
{
	static const char *const wrong[] = { "a(b", "a[b", "[[:nothing:]]", "a{2,1}", "a\\", "*a",
		"(*a)", "a{99999}", "[[:", "[a-", "((((", "a{1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_refused(wrong[i], "is no extended regular expression: ");
}

static void test_what_is_repeated_is_counted_as_often(void **state)
{
	(void)state;
	assert_taken("(a{200}){200}");
	assert_refused("((a{200}){200}){200}", "more than 50000 characters");
	assert_refused("((a{1,200}){1,200}){1,200}", "more than 2000 alternatives and repetitions");
	assert_taken("a{0,2000}");
	assert_refused("a{0,2001}", "more than 2000 alternatives and repetitions");
	assert_refused("a{,2001}", "more than 2000 alternatives and repetitions");
	assert_refused("(x|y){2001}", "more than 2000 alternatives and repetitions");
	assert_refused("a{200}{200}{200}", "more than 50000 characters");
	assert_refused("((a{200}){200,}){30,}", "more than 50000 characters");
	/* each + copies what it repeats */
	assert_taken(many(many("", "(", 9, "a"), "+)", 9, ""));
	assert_refused(many(many("", "(", 30, "a"), "+)", 30, ""), "more than");
	assert_refused(many("a", "+", 30, ""), "more than");
	assert_taken(many("a", "|a", 2000, ""));
	assert_refused(many("a", "|a", 2001, ""), "more than 2000 alternatives and repetitions");
	assert_refused(many("", "a?", 2001, ""), "more than 2000 alternatives and repetitions");
	assert_refused(many("", "a*", 2001, ""), "more than 2000 alternatives and repetitions");
	assert_taken(many("", "a", 50000, ""));
	assert_refused(many("", "a", 50001, ""), "more than 50000 characters");
}

/* What only looks like it repeats, does not. */
static void test_sets_and_escapes_are_one_character(void **state)
{
	(void)state;
	assert_taken("[]*{200}]{200}[^]|{200}]{200}");
	assert_taken(many("[", "*|+?{9}", 2000, "]"));
	assert_taken(many("", "\\*", 2001, ""));
	assert_taken(many("[[:alpha:][.-.][=a=]", "|", 2001, "]"));
	assert_refused(
		many("[[:alpha:]]", "|a", 2001, ""), "more than 2000 alternatives and repetitions");
	assert_refused(many("[]]", "|a", 2001, ""), "more than 2000 alternatives and repetitions");
	assert_refused(many("[^]]", "|a", 2001, ""), "more than 2000 alternatives and repetitions");
}

static void test_groups_are_in_one_another_so_deep(void **state)
{
	(void)state;
	assert_taken(many(many("", "(", 100, "a"), ")", 100, ""));
	assert_refused(
		many(many("", "(", 101, "a"), ")", 101, ""), "more than 100 groups in one another");
	assert_refused(many("", "(", 100000, ""), "more than 100 groups in one another");
	assert_taken(many("", "(a)", 2000, ""));
	/* a bracket that closes nothing is one to be found */
	assert_taken(many("a", ")", 2000, ""));
}

static void test_nothing_refers_back(void **state)
{
	(void)state;
	assert_refused("(a*)(a*)\\2b", "refers back to a group");
	assert_refused("(a)\\\\\\1", "refers back to a group");
	assert_taken("(a)\\\\1");
	assert_taken("(a)[\\1]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_found_in_the_full_name_is_kept),
		cmocka_unit_test(test_what_the_c_library_does_not_take_is_refused_by_it),
		cmocka_unit_test(test_what_is_repeated_is_counted_as_often),
		cmocka_unit_test(test_sets_and_escapes_are_one_character),
		cmocka_unit_test(test_groups_are_in_one_another_so_deep),
		cmocka_unit_test(test_nothing_refers_back),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
