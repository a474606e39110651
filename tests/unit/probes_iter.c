/* tests/unit/probes_iter.c - iterators: names, pins, where the object of a step lies.  The places
 * are those of the kernel's interface: each context is a row of 8-byte slots, the first about the
 * walk, and they stay where they are from version to version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

static struct probe_spec parsed(const char *text)
{
	struct probe_spec spec;
	struct probe_error err;

	if (probe_parse(text, strlen(text), arena, &spec, &err))
		fail_msg("'%s': %s", text, err.message);
	return spec;
}

static void test_names(void **state)
{
	static const struct {
		const char *text, *full;
	} cases[] = {
		{ "iter:task", "iter:task" },
		{ "it:task_file", "iter:task_file" },
		{ "iter:task:list", "iter:task:list" },
		{ "it:tcp:\"/sys/fs/bpf/a/b\"", "iter:tcp:/sys/fs/bpf/a/b" },
		{ "it:t*", "iter:t*" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(parsed(cases[i].text).text, cases[i].full);
}

static void test_plans(void **state)
{
	static const struct {
		const char *text;
		uint32_t object;
		bool waits;
		const char *pin;
	} cases[] = {
		{ "iter:task", 8, true, NULL },
		{ "iter:task_file", 24, true, NULL },
		{ "iter:task_vma", 16, true, NULL },
		{ "iter:bpf_map", 8, true, NULL },
		{ "iter:udp", 8, true, NULL },
		{ "iter:cgroup", 8, false, NULL },
		{ "iter:task:list", 8, false, "/sys/fs/bpf/list" },
		{ "iter:task:/sys/fs/bpf/a/b", 8, false, "/sys/fs/bpf/a/b" },
	};

	(void)state;
	if (!kernel_btf())
		skip();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct probe_spec spec = parsed(cases[i].text);
		struct probe_carries carries;
		struct probe_plan plan;
		struct probe_error err;

		assert_int_equal(spec.provider->carries(&spec, arena, &carries, &err), 0);
		assert_string_equal(
			carries.context, arena_printf(arena, "struct bpf_iter__%s", spec.parts[0]));
		assert_int_equal(carries.outlives, cases[i].pin != NULL);
		assert_int_equal(
			spec.provider->plan(&spec, &(struct probe_use){ 0 }, arena, &plan, &err),
			0);
		assert_int_equal(plan.prog_type, BPF_PROG_TYPE_TRACING);
		assert_int_equal(plan.attach_type, BPF_TRACE_ITER);
		assert_int_not_equal(plan.attach_btf_id, 0);
		assert_int_equal(plan.stage, PROBE_STAGE_ATTACH);
		assert_int_equal(plan.present.kind, ACCESS_CTX);
		assert_int_equal(plan.present.offset, cases[i].object);
		assert_int_equal(plan.waits, cases[i].waits);
		assert_int_equal(plan.preemptible, cases[i].pin != NULL);
		assert_int_equal(plan.filter, PROBE_FILTER_NONE);
		if (cases[i].pin)
			assert_string_equal(plan.target_text[0], cases[i].pin);
		else
			assert_null(plan.target_text[0]);
	}
}

struct seen {
	struct name_list names;
	bool odd;
};

static int see(const struct probe_spec *spec, void *arg)
{
	struct seen *s = arg;
	struct probe_plan plan;
	struct probe_error err;

	name_list_add(&s->names, arena, spec->text);
	if (spec->provider->plan(spec, &(struct probe_use){ 0 }, arena, &plan, &err) ||
		plan.present.kind != ACCESS_CTX || !plan.attach_btf_id)
		fail_msg("'%s' has no object", spec->text);
	return 0;
}

/* Every one has an object, and what needs a map to walk over is none of them. */
static void test_listing(void **state)
{
	struct probe_spec all = parsed("iter:*"), one = parsed("iter:bpf_map_elem");
	struct seen seen = { 0 };
	struct probe_error err;

	(void)state;
	if (!kernel_btf())
		skip();
	assert_int_equal(all.provider->list(&all, arena, see, &seen, &err), 0);
	assert_true(seen.names.count > 8);
	for (size_t i = 1; i < seen.names.count; i++)
		assert_true(strcmp(seen.names.items[i - 1], seen.names.items[i]) < 0);
	for (size_t i = 0; i < seen.names.count; i++)
		assert_string_not_equal(seen.names.items[i], "iter:bpf_map_elem");
	assert_int_not_equal(one.provider->list(&one, arena, see, &seen, &err), 0);
	assert_int_equal(err.failure, PROBE_UNSUPPORTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_listing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
