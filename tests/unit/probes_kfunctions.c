/* tests/unit/probes_kfunctions.c - the list of functions of the kernel: exact names, wildcards,
 * modules, what cannot be told apart and what is not there, from a text as tracefs gives it; and
 * the types of functions from this kernel's BTF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>

#include "probes/function.h"
#include "probes/kfunctions.h"
#include "probes/ksymbols.h"
#include "probes/rows.h"
#include "runtime/base/util.h"

static const char text[] =
	"vfs_write\nvfs_read\nvfs_readv\nvfs_read.cold\nrcu_note_read\n__ftrace_invalid_address___8\nlocal\nlocal\nwork.isra.0\n"
	"ext4_read [ext4]\nshared_read [ext4]\nshared_read [xfs]\nxfs_read [xfs]\ntwin [ext4]\ntwin [xfs]\n";

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	kernel_functions_set(text);
	arena = arena_new();
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	kernel_functions_set(NULL);
	kernel_symbols_set(NULL);
	arena_free(arena);
	return 0;
}

static int put(const struct probe_spec *spec, void *arg)
{
	struct buffer *out = arg;

	buffer_printf(out, "%s@%s%s%s", spec->text, spec->parts[FUNCTION_PART_MODULE],
		spec->numbers[FUNCTION_NUMBER_WILD] ? "*" : "",
		spec->numbers[FUNCTION_NUMBER_FLAGS] & FUNCTION_UNLISTED ? "!" : "");
	if (spec->parts[FUNCTION_PART_ALIAS])
		buffer_printf(out, "=%s", spec->parts[FUNCTION_PART_ALIAS]);
	buffer_putc(out, ' ');
	return 0;
}

static int list(const char *probe, struct buffer *out, struct probe_error *err)
{
	struct probe_spec spec;

	memset(err, 0, sizeof(*err));
	buffer_clear(out);
	assert_int_equal(probe_parse(probe, strlen(probe), arena, &spec, err), 0);
	return kernel_functions_list(&spec, arena, put, out, err);
}

static void test_found(void **state)
{
	static const struct {
		const char *probe, *found;
	} cases[] = {
		{ "kprobe:vfs_read", "kprobe:vfs_read@vmlinux " },
		{ "kprobe:vmlinux:vfs_read", "kprobe:vmlinux:vfs_read@vmlinux " },
		{ "kprobe:vfs_read+4", "kprobe:vfs_read+4@vmlinux " },
		{ "kprobe:vfs_read.cold", "kprobe:vfs_read.cold@vmlinux " },
		{ "kretprobe:ext4_read", "kretprobe:ext4_read@ext4 " },
		{ "kprobe:xfs:shared_read", "kprobe:xfs:shared_read@xfs " },
		{ "kprobe:vfs_*",
			"kprobe:vfs_read@vmlinux* kprobe:vfs_readv@vmlinux* kprobe:vfs_write@vmlinux* " },
		{ "kprobe:*_read",
			"kprobe:ext4_read@ext4* kprobe:vfs_read@vmlinux* kprobe:xfs_read@xfs* " },
		{ "kprobe:*:*_read",
			"kprobe:ext4:ext4_read@ext4* kprobe:ext4:shared_read@ext4* kprobe:xfs:shared_read@xfs* kprobe:vmlinux:vfs_read@vmlinux* "
			"kprobe:xfs:xfs_read@xfs* " },
		{ "kprobe:ext4:*",
			"kprobe:ext4:ext4_read@ext4* kprobe:ext4:shared_read@ext4* kprobe:ext4:twin@ext4* " },
		{ "kprobe:*:vfs_read", "kprobe:vmlinux:vfs_read@vmlinux* " },
		{ "kprobe:wor?.isra.0", "kprobe:work.isra.0@vmlinux* " },
	};
	struct buffer out = { 0 };
	struct probe_error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(list(cases[i].probe, &out, &err), 0);
		assert_string_equal(buffer_text(&out), cases[i].found);
	}
	buffer_free(&out);
}

static void test_not_found(void **state)
{
	static const struct {
		const char *probe;
		int ret;
		const char *message, *hint;
	} cases[] = {
		{ "kprobe:vfs_raed_nothing", -ENOENT,
			"the kernel has no function named 'vfs_raed_nothing'",
			"sonde -l 'kprobe:*vfs_raed_nothing*'" },
		{ "kprobe:vfs_wriet", -ENOENT, "the kernel has no function named 'vfs_wriet'",
			"did you mean 'vfs_write'?" },
		{ "kretprobe:work", -ENOENT, "the kernel has no function named 'work'",
			"'kretprobe:work.isra.0' is what is left of it" },
		{ "kprobe:local", -ENOENT,
			"vmlinux has 2 functions named 'local', which cannot be told apart by name",
			"that calls it" },
		{ "fentry:twin", -EINVAL,
			"function 'twin' is in several modules, such as ext4 and xfs",
			"say which: fentry:xfs:twin" },
		{ "kprobe:jfs:read", -ENOENT,
			"module 'jfs' is not loaded, or has no function that can be traced",
			"modprobe jfs" },
		{ "kprobe:jfs:r*", -ENOENT,
			"module 'jfs' is not loaded, or has no function that can be traced",
			"modprobe jfs" },
		{ "kprobe:ext4:xfs_reda", -ENOENT, "ext4 has no function named 'xfs_reda'", "" },
		{ "kprobe:loca*", -ENOENT, "no function that can be traced is named like 'loca*'",
			"" },
		{ "kprobe:rcu_*", -ENOENT, "no function that can be traced is named like 'rcu_*'",
			"" },
	};
	struct buffer out = { 0 };
	struct probe_error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(list(cases[i].probe, &out, &err), cases[i].ret);
		assert_string_equal(err.message, cases[i].message);
		assert_non_null(strstr(err.hint, cases[i].hint));
		assert_string_equal(buffer_text(&out), "");
	}
	buffer_free(&out);
}

/* What the list does not have and the kernel does: listed by another name, possible all the same,
 * or not. */
static void test_unlisted(void **state)
{
	static const char symbols[] =
		"ffffffff81000000 T vfs_read\nffffffff81000000 T vfs_alias\nffffffff81000020 t alone\nffffffff81000030 t double\n"
		"ffffffff81000040 t double\nffffffff82000000 T _sinittext\nffffffff82000010 t start\nffffffff82000020 T _einittext\n"
		"ffffffffc0000000 t ext4_alone\t[ext4]\nffffffffc0000010 t ext4_alias\t[ext4]\nffffffffc0000010 t ext4_read\t[ext4]\n";
	static const struct {
		const char *probe, *found, *message;
	} cases[] = {
		{ "kprobe:vfs_alias", "kprobe:vfs_alias@vmlinux=vfs_read ", "" },
		{ "kprobe:vmlinux:vfs_alias", "kprobe:vmlinux:vfs_alias@vmlinux=vfs_read ", "" },
		{ "kprobe:alone", "kprobe:alone@vmlinux! ", "" },
		{ "kprobe:ext4_alone", "kprobe:ext4_alone@ext4! ", "" },
		{ "kprobe:ext4:ext4_alias", "kprobe:ext4:ext4_alias@ext4! ", "" },
		{ "kprobe:double", "",
			"function 'double' cannot be traced: the kernel has several of that name, and none in its list of functions that can be traced" },
		{ "kprobe:start", "",
			"function 'start' cannot be traced: it ran when the kernel started, and is gone" },
		{ "kprobe:ext4:alone", "", "ext4 has no function named 'alone'" },
	};
	struct buffer out = { 0 };
	struct probe_error err;

	(void)state;
	kernel_symbols_set(symbols);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(list(cases[i].probe, &out, &err), *cases[i].message ? -ENOENT : 0);
		assert_string_equal(err.message, cases[i].message);
		assert_string_equal(buffer_text(&out), cases[i].found);
	}
	kernel_symbols_set("0000000000000000 T vfs_read\n0000000000000000 T vfs_alias\n");
	assert_int_equal(list("kprobe:vfs_alias", &out, &err), -ENOENT);
	assert_non_null(strstr(err.message, "the kernel hides its addresses"));
	buffer_free(&out);
}

static void test_forms(void **state)
{
	static const struct {
		const char *probe, *message;
	} cases[] = {
		{ "kprobe:0xffffffff81000000x",
			"'0xffffffff81000000x' is neither a function nor an address" },
		{ "kprobe:0x1ffffffff81000000",
			"'0x1ffffffff81000000' is too large: at most 18446744073709551615" },
		{ "kprobe:0", "'0' is neither a function nor an address" },
		{ "kprobe:ext4:0xffffffff81000000",
			"'0xffffffff81000000' is not the name of a function: only kprobe and kretprobe take addresses, without a module" },
		{ "fentry:0xffffffff81000000",
			"'0xffffffff81000000' is not the name of a function: only kprobe and kretprobe take addresses, without a module" },
		{ "kretprobe:f+4",
			"kretprobe probes take no offset: they sit at the edge of a function" },
		{ "fentry:f+4",
			"fentry probes take no offset: they sit at the edge of a function" },
		{ "kprobe:f+x", "'f+x' is not a function with an offset" },
	};
	struct probe_error err;
	struct probe_spec spec;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(
			probe_parse(cases[i].probe, strlen(cases[i].probe), arena, &spec, &err),
			-EINVAL);
		assert_string_equal(err.message, cases[i].message);
	}
}

static void test_address_form(void **state)
{
	static const char probe[] = "kretprobe:0xffffffff81000000";
	struct probe_error err;
	struct probe_spec spec;

	(void)state;
	assert_int_equal(probe_parse(probe, strlen(probe), arena, &spec, &err), 0);
	assert_string_equal(spec.text, "kretprobe:18446744071578845184");
	assert_true(spec.numbers[FUNCTION_NUMBER_ADDRESS] == 0xffffffff81000000u);
	assert_non_null(spec.risk);
}

static void test_types(void **state)
{
	struct probe_plan plan = { 0 };
	struct probe_spec missing = { .parts = { "no_function_has_this_name" }, .part_count = 1 },
			  found = { .parts = { "vfs_write" }, .part_count = 1 };
	struct function_type t;

	(void)state;
	if (!kernel_btf()) {
		print_message("this kernel has no type information\n");
		skip();
	}
	assert_false(function_type_of(&missing, arena, &t));
	assert_true(function_type_of(&found, arena, &t));
	assert_null(t.module);
	found.parts[FUNCTION_PART_MODULE] = "no_such_module";
	assert_false(function_type_of(&found, arena, &t));
	found.parts[FUNCTION_PART_MODULE] = KERNEL_ITSELF;
	assert_true(function_type_of(&found, arena, &t));
	assert_true(t.simple);
	assert_int_equal(t.arg_count, 4);
	assert_string_equal(t.args[0].name, "file");
	assert_string_equal(t.args[0].c_type, "struct file *");
	assert_string_equal(t.args[2].name, "count");
	assert_int_equal(t.retval->size, 8);
	assert_true(t.retval->is_signed);
	function_tracing_plan(&t, true, arena, &plan);
	assert_int_equal(plan.prog_type, BPF_PROG_TYPE_TRACING);
	assert_int_equal(plan.attach_type, BPF_TRACE_FEXIT);
	assert_int_equal(plan.attach_btf_id, t.id);
	assert_int_equal(plan.args[0].kind, ACCESS_CTX_NUMBER);
	assert_int_equal(plan.args[2].kind, ACCESS_CTX);
	assert_int_equal(plan.args[2].offset, 16);
	assert_int_equal(plan.words[3].kind, ACCESS_CTX_NUMBER);
	assert_int_equal(plan.retval.offset, 32);
}

static void test_addresses(void **state)
{
	uint64_t size = 0, address = kernel_function_address(KERNEL_ITSELF, "vfs_read", &size);

	(void)state;
	if (!address) {
		print_message("addresses of the kernel are hidden here\n");
		skip();
	}
	assert_true(size > 16 && size < 1 << 20);
	assert_true(address == kernel_function_address(NULL, "vfs_read", NULL));
	assert_true(kernel_function_address("no_such_module", "vfs_read", NULL) == 0);
	assert_true(
		kernel_function_address(KERNEL_ITSELF, "no_function_has_this_name", &size) == 0);
	assert_true(size == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_not_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_unlisted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_address_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_types, set_up, tear_down),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
