/* tests/unit/probes_kallsyms.c - the kernel's symbols: lists as kernels print them, and broken
 * ones. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probes/kallsyms.h"
#include "runtime/base/mem.h"

static const char list[] = "ffffffff81000000 T _stext\n"
			   "ffffffff81000000 T _text\n"
			   "ffffffff81000400 t do_one.cold\n"
			   "ffffffff81000300 T do_one\n"
			   "ffffffff82000000 B table\n"
			   "ffffffff82200000 B _end\n"
			   "ffffffffc0000000 t helper\t[nf_tables]\n"
			   "ffffffffc0001000 t helper\t[other]\n"
			   "ffffffffc0201000 t ftrace_trampoline\t[__builtin__ftrace]";

static struct kallsyms *parse(const char *text)
{
	struct kallsyms *k;

	assert_int_equal(kallsyms_parse(text, strlen(text), &k), 0);
	return k;
}

static void expect(const struct kallsyms *k, uint64_t address, const char *name, uint64_t offset)
{
	struct kernel_symbol symbol;

	assert_true(kallsyms_at(k, address, &symbol));
	assert_string_equal(symbol.name, name);
	assert_int_equal(address - symbol.address, offset);
}

static void names_of_addresses(void **state)
{
	struct kallsyms *k = parse(list);

	(void)state;
	expect(k, 0xffffffff81000000, "_stext", 0);
	expect(k, 0xffffffff810002ff, "_stext", 0x2ff);
	expect(k, 0xffffffff81000300, "do_one", 0);
	expect(k, 0xffffffff810003ff, "do_one", 0xff);
	expect(k, 0xffffffff81000400, "do_one.cold", 0);
	expect(k, 0xffffffff820fffff, "table", 0xfffff);
	expect(k, 0xffffffffc0000fff, "helper", 0xfff);
	expect(k, 0xffffffffc0201fff, "ftrace_trampoline", 0xfff);
	kallsyms_free(k);
}

static void ends_of_symbols(void **state)
{
	static const struct {
		uint64_t address, end;
	} cases[] = {
		{ 0xffffffff81000000, 0xffffffff81000300 },
		{ 0xffffffff810003ff, 0xffffffff81000400 },
		{ 0xffffffffc0001001, 0xffffffffc0201000 },
		{ 0xffffffffc0201000, 0xffffffffc0202000 },
	};
	struct kallsyms *k = parse(list);
	struct kernel_symbol symbol;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(kallsyms_at(k, cases[i].address, &symbol));
		assert_int_equal(symbol.end, cases[i].end);
	}
	kallsyms_free(k);
}

static void offsets_in_the_memory_of_a_cpu(void **state)
{
	struct kallsyms *k = parse("0000000000001000 A cpu_debug_store\n"
				   "ffffffff81000000 T _stext\n");
	struct kernel_symbol symbol;

	(void)state;
	assert_false(kallsyms_at(k, 0x1000, &symbol));
	assert_false(kallsyms_at(k, 0x1234, &symbol));
	assert_int_equal(kallsyms_address(k, "cpu_debug_store"), 0x1000);
	expect(k, 0xffffffff81000000, "_stext", 0);
	kallsyms_free(k);
}

static void addresses_of_nothing(void **state)
{
	static const uint64_t nothing[] = { 0, 0x7fffffffffff, 0xffffffff80ffffff,
		0xffffffff82100000, 0xffffffff82200000, 0xffffffff82200001, 0xffffffffc0202000,
		UINT64_MAX };
	struct kallsyms *k = parse(list);
	struct kernel_symbol symbol;

	(void)state;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		assert_false(kallsyms_at(k, nothing[i], &symbol));
	kallsyms_free(k);
}

static void addresses_of_names(void **state)
{
	struct kallsyms *k = parse(list);

	(void)state;
	assert_int_equal(kallsyms_address(k, "_text"), 0xffffffff81000000);
	assert_int_equal(kallsyms_address(k, "do_one"), 0xffffffff81000300);
	assert_int_equal(kallsyms_address(k, "helper"), 0xffffffffc0000000);
	assert_int_equal(kallsyms_address(k, "do_"), 0);
	assert_int_equal(kallsyms_address(k, ""), 0);
	kallsyms_free(k);
}

static void hidden_and_broken_lists(void **state)
{
	static const char *const broken[] = { "", "\n\n", "0000000000000000 T _stext\n",
		"T _stext\n", "ffff", "ffff ", "ffff T", "ffff T ", "xyz T a", " T a", "ffff  a" };
	struct kallsyms *k;

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		assert_int_equal(kallsyms_parse(broken[i], strlen(broken[i]), &k), -EPERM);
		assert_null(k);
	}
	k = parse("nonsense\nffffffff8000ffff T a\n\n123");
	expect(k, 0xffffffff80010000, "a", 1);
	kallsyms_free(k);
}

static void memory_runs_out(void **state)
{
	struct kallsyms *k;
	int failures = 0;

	(void)state;
	for (int n = 0; n < 100; n++) {
		int err;

		mem_fail_after(n);
		err = kallsyms_parse(list, strlen(list), &k);
		mem_fail_after(-1);
		if (!err)
			break;
		assert_int_equal(err, -ENOMEM);
		failures++;
	}
	assert_true(failures > 2);
	assert_int_equal(kallsyms_address(k, "_end"), 0xffffffff82200000);
	kallsyms_free(k);
}

/* Without memory for an index of the names they are found all the same. */
static void addresses_without_memory(void **state)
{
	(void)state;
	for (int n = 0; n < 12; n++) {
		struct kallsyms *k = parse(list);
		uint64_t helper, none;

		mem_fail_after(n);
		helper = kallsyms_address(k, "helper");
		none = kallsyms_address(k, "do_");
		mem_fail_after(-1);
		assert_int_equal(helper, 0xffffffffc0000000);
		assert_int_equal(none, 0);
		kallsyms_free(k);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_addresses),
		cmocka_unit_test(ends_of_symbols),
		cmocka_unit_test(offsets_in_the_memory_of_a_cpu),
		cmocka_unit_test(addresses_of_nothing),
		cmocka_unit_test(addresses_of_names),
		cmocka_unit_test(hidden_and_broken_lists),
		cmocka_unit_test(memory_runs_out),
		cmocka_unit_test(addresses_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
