/* tests/unit/probes_ksymbols.c - symbols of functions, from a text as /proc/kallsyms has it: by
 * name, by module, by place; what is no function is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "probes/kfunctions.h"
#include "probes/ksymbols.h"
#include "runtime/base/util.h"

static const char text[] =
	"0000000000000000 A fixed_percpu_data\n"
	"ffffffff81000000 T _stext\n"
	"ffffffff81000010 T vfs_read\n"
	"ffffffff81000010 T read_vfs_read\n"
	"ffffffff81000010 D vfs_read_data\n"
	"ffffffff81000040 t vfs_readv\n"
	"ffffffff81000060 W twice\n"
	"ffffffff81000090 t twice\n"
	"ffffffff81200000 D data\n"
	"ffffffff83000000 T _sinittext\n"
	"no symbol\n"
	"\n"
	"ffffffffc0000010 t ext4_read\t[ext4]\n"
	"ffffffffc0000000 t vfs_read\t[ext4]\n"
	"ffffffffc0000020 d ext4_data\t[ext4]\n"
	"ffffffffc0001000 t xfs_read\t[xfs]\n"
	"ffffffffc0001080 t twice\t[xfs]\n"
	"ffffffffc0002000 t bpf_prog_1_twice\t[bpf]\n"
	"ffffffffc0002000 t bpf_read\t[bpfilter]\n"
	"ffffffffc0003000 t ftrace_trampoline\t[__builtin__ftrace]\n";

static int set_up(void **state)
{
	(void)state;
	kernel_symbols_set(text);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	kernel_symbols_set(NULL);
	return 0;
}

/* The addresses of all lines with a name, in their order. */
static const char *places(const char *module, const char *name)
{
	static struct buffer out;
	struct kernel_symbol s;

	buffer_clear(&out);
	for (const char *at = NULL; kernel_symbol_find(&at, module, name, &s);) {
		assert_int_equal(s.name_len, strlen(name));
		assert_memory_equal(s.name, name, s.name_len);
		buffer_printf(&out, "%llx[%.*s] ", (unsigned long long)s.address, (int)s.module_len,
			s.module ? s.module : "");
	}
	return buffer_text(&out);
}

static void test_names(void **state)
{
	static const struct { const char *module, *name, *places; } cases[] = {
		{ NULL, "vfs_read", "ffffffff81000010[] ffffffffc0000000[ext4] " },
		{ KERNEL_ITSELF, "vfs_read", "ffffffff81000010[] " },
		{ "ext4", "vfs_read", "ffffffffc0000000[ext4] " },
		{ "ext", "vfs_read", "" },
		{ NULL, "vfs_readv", "ffffffff81000040[] " },
		{ NULL, "vfs_rea", "" },
		{ NULL, "fs_read", "" },
		{ NULL, "T vfs_read", "" },
		{ NULL, "twice", "ffffffff81000060[] ffffffff81000090[] ffffffffc0001080[xfs] " },
		{ "xfs", "ext4_read", "" },
		{ KERNEL_ITSELF, "ext4_read", "" },
		{ "bpfilter", "bpf_read", "ffffffffc0002000[bpfilter] " },
		{ NULL, "", "" },
		{ NULL, "symbol", "" },
		/* no functions, or none that stay */
		{ NULL, "data", "" },
		{ "ext4", "ext4_data", "" },
		{ NULL, "fixed_percpu_data", "" },
		{ NULL, "bpf_prog_1_twice", "" },
		{ NULL, "ftrace_trampoline", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(places(cases[i].module, cases[i].name), cases[i].places);
}

static void test_aliases(void **state)
{
	struct kernel_symbol s, alias;
	const char *at = NULL;
	struct buffer names = { 0 };

	(void)state;
	assert_true(kernel_symbol_find(&at, NULL, "vfs_read", &s));
	for (at = NULL; kernel_symbol_find_alias(&at, &s, &alias);)
		buffer_printf(&names, "%.*s ", (int)alias.name_len, alias.name);
	assert_string_equal(buffer_text(&names), "vfs_read read_vfs_read ");
	buffer_free(&names);
}

static void test_addresses(void **state)
{
	uint64_t size = 1;

	(void)state;
	assert_true(kernel_function_address(NULL, "vfs_read", &size) == 0xffffffff81000010);
	assert_int_equal(size, 0x30);
	assert_true(kernel_function_address("ext4", "vfs_read", &size) == 0xffffffffc0000000);
	assert_int_equal(size, 0x10);
	/* behind the last one there is nothing to tell where it ends */
	assert_true(kernel_function_address("bpfilter", "bpf_read", &size) == 0xffffffffc0002000);
	assert_int_equal(size, 0);
	assert_true(kernel_function_address("bpfilter", "vfs_read", &size) == 0);
	assert_int_equal(size, 0);
	assert_true(kernel_function_address("xfs", "xfs_read", NULL) == 0xffffffffc0001000);
}

static void test_hidden(void **state)
{
	struct kernel_symbol s, alias;
	const char *at = NULL;

	(void)state;
	kernel_symbols_set("0000000000000000 T vfs_read\n0000000000000000 t vfs_readv\n");
	assert_true(kernel_symbol_find(&at, NULL, "vfs_readv", &s));
	assert_true(s.address == 0);
	at = NULL;
	assert_false(kernel_symbol_find_alias(&at, &s, &alias));
	kernel_symbols_set("");
	at = NULL;
	assert_false(kernel_symbol_find(&at, NULL, "vfs_read", &s));
	kernel_symbols_set("ffffffff81000010 T not_ended");
	at = NULL;
	assert_true(kernel_symbol_find(&at, NULL, "not_ended", &s));
	assert_false(kernel_symbol_find(&at, NULL, "not_ended", &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_aliases, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_addresses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hidden, NULL, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
