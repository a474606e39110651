/* tests/unit/compiler_config.c - which values the keys of the configuration take, and what those
 * become. */
#include <unistd.h>

#include "tests/unit/compile_text.h"

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
		cmocka_unit_test(test_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
