/* tests/unit/probes_parse.c - attach points: what each form becomes, and which part is blamed when
 * it is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "probes/number.h"
#include "probes/rows.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

#if defined(__aarch64__)
#define WATCH_MODES "r, w, rw or x"
#define WATCH_CODE "4"
#else
#define WATCH_MODES "w, rw or x: the processor cannot watch reads alone"
#define WATCH_CODE "8"
#endif

static int parse(const char *text, struct probe_spec *spec, struct probe_error *err)
{
	return probe_parse(text, strlen(text), arena, spec, err);
}

static void test_full_names(void **state)
{
	static const struct {
		const char *text, *full;
	} cases[] = {
		{ "begin", "begin" },
		{ "BEGIN", "begin" },
		{ "END", "end" },
		{ "begin:*", "begin" },
		{ "tracepoint:sched:sched_switch", "tracepoint:sched:sched_switch" },
		{ "t:sched:*", "tracepoint:sched:*" },
		{ "TracePoint:a:b", "tracepoint:a:b" },
		{ "t:*", "tracepoint:*:*" },
		{ "t:\"a\\:b\":c", "tracepoint:a:b:c" },
		{ "rt:sched_switch", "rawtracepoint:sched_switch" },
		{ "rt:vmlinux:sys_enter", "rawtracepoint:sys_enter" },
		{ "rt:kvm:x", "rawtracepoint:kvm:x" },
		{ "rt:*:x", "rawtracepoint:*:x" },
		{ "p:hz:599", "profile:hz:599" },
		{ "profile:ms:0x10", "profile:ms:16" },
		{ "profile:s:1_000", "profile:s:1000" },
		{ "interval:1s", "interval:us:1000000" },
		{ "i:250ms", "interval:us:250000" },
		{ "i:1e6", "interval:us:1000" },
		{ "i:1500ns", "interval:1500ns" },
		{ "i:us:1", "interval:us:1" },
		{ "s:faults", "software:faults" },
		{ "software:cs:0b11", "software:cs:3" },
		{ "h:cycles", "hardware:cycles" },
		{ "hardware:branches:0x10", "hardware:branches:16" },
		{ "w:0x1000:8:w", "watchpoint:4096:8:w" },
		{ "aw:0xffffffff81000000:0b100:wr", "watchpoint:18446744071578845184:4:rw" },
		{ "u:/bin/sh:main", "uprobe:/bin/sh:main" },
		{ "ur:libc:malloc", "uretprobe:libc:malloc" },
		{ "u:\"/opt/a b:c\":main", "uprobe:/opt/a b:c:main" },
		{ "u:/bin/sh:main+0x10", "uprobe:/bin/sh:main+16" },
		{ "u:/bin/sh:0x1_000", "uprobe:/bin/sh:0x1_000" },
		{ "u:/bin/sh:cpp:\"ns::f(int)\"", "uprobe:/bin/sh:cpp:ns::f(int)" },
		{ "u:f", "uprobe::f" },
		{ "ur::f", "uretprobe::f" },
		{ "k:vfs_read+0x10", "kprobe:vfs_read+0x10" },
		{ "kr:vfs_read", "kretprobe:vfs_read" },
		{ "f:vfs_*", "fentry:vfs_*" },
		{ "kretfunc:vfs_read", "fexit:vfs_read" },
	};
	struct probe_spec spec;
	struct probe_error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (parse(cases[i].text, &spec, &err))
			fail_msg("'%s' refused: %s", cases[i].text, err.message);
		assert_string_equal(spec.text, cases[i].full);
	}
}

struct refusal {
	const char *text;
	uint32_t start, len;
	const char *message;
};

static void assert_refused(const struct refusal *cases, size_t count)
{
	struct probe_spec spec;
	struct probe_error err;

	for (size_t i = 0; i < count; i++) {
		if (parse(cases[i].text, &spec, &err) != -EINVAL)
			fail_msg("'%s' was not refused", cases[i].text);
		assert_int_equal(err.failure, PROBE_MALFORMED);
		assert_string_equal(err.message, cases[i].message);
		assert_int_equal(err.start, cases[i].start);
		assert_int_equal(err.len, cases[i].len);
	}
}

static void test_refused(void **state)
{
	static const struct refusal cases[] = {
		{ "", 0, 0, "'' is not a probe provider" },
		{ "tracpoint:a:b", 0, 9, "'tracpoint' is not a probe provider" },
		{ "T:a:b", 0, 1, "'T' is not a probe provider" },
		{ "begin:x", 0, 0, "'begin' stands alone: nothing comes behind it" },
		{ "t:sched", 0, 0,
			"attach point is incomplete: tracepoint is written 'tracepoint:category:event'" },
		{ "t:a:b:c", 0, 0,
			"attach point has too many parts: tracepoint is written 'tracepoint:category:event'" },
		{ "t:a:b:c:d:e", 0, 0,
			"attach point has too many parts: tracepoint is written 'tracepoint:category:event'" },
		{ "t::b", 0, 0,
			"attach point has an empty part: tracepoint is written 'tracepoint:category:event'" },
		{ "t:../x:b", 2, 4, "'../x' is not a name of a tracepoint: it holds a slash" },
		{ "t:\"a:b", 0, 0, "attach point has a quote that is not closed" },
		{ "profile:hz:0", 11, 1, "profile needs a number above 0" },
		{ "profile:hz:1000001", 11, 7,
			"'profile:hz:1000001' is too short a period: the shortest is 1us" },
		{ "profile:min:1", 8, 3, "'min' is not a unit of profile" },
		{ "profile:hz:x", 11, 1, "'x' is not a number" },
		{ "interval:999", 9, 3,
			"'interval:999ns' is too short a period: the shortest is 1us" },
		{ "interval:1w", 9, 2, "'1w' is not a period" },
		{ "interval:s:9223372037", 11, 10,
			"'interval:s:9223372037' is too long a period: it does not fit 63 bits of nanoseconds" },
		{ "interval:s:18446744073709551615", 11, 20,
			"'interval:s:18446744073709551615' is too long a period: it does not fit 63 bits of nanoseconds" },
		{ "software:faults:0", 16, 1, "'0' is not a count: it must be a number above 0" },
		{ "uprobe:/bin/sh", 0, 0,
			"attach point is incomplete: uprobe is written 'uprobe:binary:function[+offset]'" },
		{ "uprobe", 0, 0,
			"attach point is incomplete: uprobe is written 'uprobe:binary:function[+offset]'" },
		{ "u:a:cpp:b:c", 0, 0,
			"attach point has too many parts: uprobe is written 'uprobe:binary:function[+offset]'" },
		{ "ur:a:", 0, 0,
			"attach point has an empty part: uretprobe is written 'uretprobe:binary:function'" },
		{ "u:/bin/sh:main+z", 10, 6, "'main+z' is not a function with an offset" },
		{ "u:/bin/sh:+4", 10, 2, "'+4' is not a function with an offset" },
		{ "u:/bin/sh:m*+4", 10, 4, "there are no wildcards beside an offset" },
		{ "u:/bin/*:0x1000", 2, 6, "there are no wildcards beside an address" },
		{ "u:/bin/*@a.c:3", 2, 10, "there are no wildcards beside a line" },
		{ "u:/bin/sh:0x1000z", 10, 7, "'0x1000z' is neither a function nor an address" },
		{ "u:/bin/sh:java:f", 10, 4,
			"'java' is not a language: names as in the source are known for cpp, which stands for C++ and Rust" },
		{ "ur:/bin/sh:0x1000", 11, 6,
			"uretprobe takes no address: it sits where the function returns" },
		{ "u:/bin/sh@a.c:f", 14, 1, "'f' is not the number of a line" },
		{ "u:/bin/sh@a.c:3:0", 16, 1, "'0' is not the number of a column" },
		{ "u:/bin/sh@:3", 2, 8, "'/bin/sh@' is no binary and source file" },
		{ "ur:/bin/sh@a.c:3", 3, 11,
			"uretprobe takes no source line: it sits where the function returns" },
		{ "ur:libc:malloc+4", 8, 8,
			"uretprobe takes no offset: it sits where the function returns" },
		{ "kr:f+1", 3, 3,
			"kretprobe probes take no offset: they sit at the edge of a function" },
		{ "k:f+z", 2, 3, "'f+z' is not a function with an offset" },
		{ "usdt", 0, 0,
			"attach point is incomplete: usdt is written 'usdt:binary:namespace:probe', 'usdt:binary:probe', or 'usdt:probe' with -p or -c" },
		{ "usdt:a:b:c:d", 0, 0,
			"attach point has too many parts: usdt is written 'usdt:binary:namespace:probe', 'usdt:binary:probe', or 'usdt:probe' with -p or -c" },
		{ "usdt:a::c", 0, 0,
			"attach point has an empty part: usdt is written 'usdt:binary:namespace:probe', 'usdt:binary:probe', or 'usdt:probe' with -p or -c" },
		{ "hardware:cycles:x", 16, 1, "'x' is not a count: it must be a number above 0" },
		{ "w:0x1000:8", 0, 0,
			"attach point is incomplete: watchpoint is written 'watchpoint:address:length:mode'" },
		{ "w:main:8:w", 2, 4, "'main' is not an address: it must be a number" },
		{ "w:0x1001:2:w", 2, 6,
			"0x1001 is not a multiple of the length 2, as the processor needs it" },
		{ "w:0x1000:3:w", 9, 1,
			"'3' is not a length: watchpoint watches 1, 2, 4 or 8 bytes" },
		{ "w:0x1000:16:w", 9, 2,
			"'16' is not a length: watchpoint watches 1, 2, 4 or 8 bytes" },
		{ "w:0x1000:8:ww", 11, 2,
			"'ww' is not a mode of watchpoint: there are " WATCH_MODES },
		{ "w:0x1000:8:rwx", 11, 3,
			"'rwx' is not a mode of watchpoint: there are " WATCH_MODES },
		{ "w:0x1000:2:x", 9, 1,
			"'2' is not a length for mode x: it has to be " WATCH_CODE },
	};

	(void)state;
	assert_refused(cases, ARRAY_SIZE(cases));
}

static void test_numbers_too_large(void **state)
{
	static const struct refusal cases[] = {
		{ "i:s:99999999999999999999", 4, 20,
			"'interval:s:99999999999999999999' is too long a period: it does not fit 63 bits of nanoseconds" },
		{ "i:99999999999999999999", 2, 20,
			"'interval:99999999999999999999' is too long a period: it does not fit 63 bits of nanoseconds" },
		{ "i:300000000000d", 2, 13,
			"'interval:300000000000d' is too long a period: it does not fit 63 bits of nanoseconds" },
		{ "p:hz:99999999999999999999", 5, 20,
			"'profile:hz:99999999999999999999' is too short a period: the shortest is 1us" },
		{ "software:faults:9223372036854775808", 16, 19,
			"'9223372036854775808' is too large: at most 9223372036854775807" },
		{ "h:cycles:99999999999999999999", 9, 20,
			"'99999999999999999999' is too large: at most 9223372036854775807" },
		{ "software:faults:99999999999999999999s", 16, 21,
			"'99999999999999999999s' is not a count: it must be a number above 0" },
		{ "u:/bin/sh:0x10000000000000000", 10, 19,
			"'0x10000000000000000' is too large: at most 18446744073709551615" },
		{ "u:/bin/sh:main+1e20", 10, 9,
			"'1e20' is too large: at most 18446744073709551615" },
		{ "k:f+1e20", 2, 6, "'1e20' is too large: at most 18446744073709551615" },
		{ "u:/bin/sh@a.c:2147483648", 14, 10,
			"'2147483648' is too large: at most 2147483647" },
		{ "u:/bin/sh@a.c:1:1e20", 16, 4, "'1e20' is too large: at most 2147483647" },
		{ "w:1e20:8:w", 2, 4, "'1e20' is too large: at most 18446744073709551615" },
	};

	(void)state;
	assert_refused(cases, ARRAY_SIZE(cases));
}

static void test_parts(void **state)
{
	struct probe_spec spec;
	struct probe_error err;

	(void)state;
	assert_int_equal(parse("t:\"a*[?\":x?", &spec, &err), 0);
	assert_int_equal(spec.part_count, 2);
	assert_int_equal(spec.part_start[0], 2);
	assert_int_equal(spec.part_len[0], 6);
	assert_int_equal(spec.part_start[1], 9);
	assert_int_equal(spec.part_len[1], 2);
	/* in quotes only * is a wildcard */
	assert_true(probe_part_match(&spec, 0, "abc[?"));
	assert_false(probe_part_match(&spec, 0, "abc[d"));
	assert_true(probe_part_match(&spec, 1, "xy"));
	assert_int_equal(parse("t:\"a?\":b", &spec, &err), 0);
	assert_false(probe_part_wild(&spec, 0));
	assert_true(probe_part_match(&spec, 0, "a?"));
	assert_false(probe_part_match(&spec, 0, "ab"));
}

static void test_periods(void **state)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} cases[] = {
		{ "profile:hz:99", 10101010 },
		{ "profile:hz:1", 1000000000 },
		{ "profile:s:2", 2000000000 },
		{ "profile:ms:3", 3000000 },
		{ "profile:us:4", 4000 },
		{ "profile:5000", 5000 },
		{ "interval:2m", 120000000000 },
		{ "interval:1h", 3600000000000 },
		{ "interval:1d", 86400000000000 },
		{ "interval:hz:1000000", 1000 },
	};
	struct probe_spec spec;
	struct probe_error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(parse(cases[i].text, &spec, &err), 0);
		assert_int_equal(spec.numbers[0], cases[i].ns);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t value;
	} cases[] = {
		{ "0", true, 0 },
		{ "42", true, 42 },
		{ "0x2A", true, 42 },
		{ "0b101", true, 5 },
		{ "017", true, 15 },
		{ "1_000", true, 1000 },
		{ "1e3", true, 1000 },
		{ "9E2", false, 0 },
		{ "18446744073709551615", true, UINT64_MAX },
		{ "0xffffffffffffffff", true, UINT64_MAX },
		{ "18446744073709551616", false, 0 },
		{ "0x10000000000000000", false, 0 },
		{ "2e19", false, 0 },
		{ "1e99999999999", false, 0 },
		{ "", false, 0 },
		{ "x", false, 0 },
		{ "08", false, 0 },
		{ "0x", false, 0 },
		{ "1_", false, 0 },
		{ "_1", false, 0 },
		{ "1__0", false, 0 },
		{ "12e3", false, 0 },
		{ "1e0", false, 0 },
		{ "-1", false, 0 },
		{ "1 ", false, 0 },
		{ "5ms", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t value = 0;

		if (number_parse(cases[i].text, &value) != cases[i].good)
			fail_msg("'%s' taken wrongly", cases[i].text);
		if (cases[i].good)
			assert_int_equal(value, cases[i].value);
	}
	uint64_t ns;
	bool has_unit;

	assert_true(duration_parse("7", &ns, &has_unit));
	assert_false(has_unit);
	assert_int_equal(ns, 7);
	assert_true(duration_parse("7us", &ns, &has_unit));
	assert_true(has_unit);
	assert_int_equal(ns, 7000);
	assert_false(duration_parse("300000d", &ns, &has_unit));
	assert_false(duration_parse("7 us", &ns, &has_unit));
}

/* Every prefix and every one-byte change of good attach points is taken or refused, and a refusal
 * says why. */
static void test_broken_texts(void **state)
{
	static const char *const texts[] = { "t:\"a\\\"b\":c*[x]", "u:/bin/sh:main",
		"interval:1_0e3ms", "profile:hz:99", "software:cs:0x1f", "k:a:b+1" };
	struct probe_spec spec;
	struct probe_error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		size_t len = strlen(texts[i]);

		for (size_t cut = 0; cut <= len; cut++)
			for (int byte = -1; byte < 256; byte++) {
				char text[64];

				memcpy(text, texts[i], len);
				if (byte >= 0 && cut < len)
					text[cut] = (char)byte;
				int ret =
					probe_parse(text, byte < 0 ? cut : len, arena, &spec, &err);

				if (ret)
					assert_true(ret == -EINVAL && err.message[0]);
				else
					assert_true(spec.text[0] && spec.provider);
			}
	}
}

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; providers[i]; i++) {
		assert_ptr_equal(provider_find(providers[i]->name), providers[i]);
		assert_non_null(providers[i]->form);
		assert_non_null(providers[i]->help);
		assert_non_null(providers[i]->probetype);
		assert_memory_equal(
			providers[i]->form, providers[i]->name, strlen(providers[i]->name));
	}
	assert_ptr_equal(provider_find("u"), &uprobe_provider);
	assert_ptr_equal(provider_find("U"), &usdt_provider);
	assert_ptr_equal(provider_find("kfunc"), &fentry_provider);
	assert_null(provider_find("KR"));
	assert_null(provider_find("trace"));
}

static void test_hints(void **state)
{
	struct probe_spec spec;
	struct probe_error err;

	(void)state;
	assert_int_equal(parse("intervall:s:1", &spec, &err), -EINVAL);
	assert_string_equal(err.hint, "did you mean 'interval'?");
	assert_int_equal(parse("t:sched", &spec, &err), -EINVAL);
	assert_string_equal(err.hint, "all events of a category: tracepoint:sched:*");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_names),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_numbers_too_large),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_broken_texts),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_hints),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
