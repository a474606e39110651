/* tests/unit/probes_format.c - format files of tracepoints, as captured on Linux 6.18, and the
 * types of their fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/c_type.h"
#include "probes/tracefs.h"
#include "runtime/base/buffer.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

static const char mixed[] =
	"name: mixed\n"
	"ID: 365\n"
	"format:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
	"\n"
	"\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;\n"
	"\tfield:pid_t old_pid;\toffset:12;\tsize:4;\tsigned:1;\n"
	"\tfield:char prev_comm[16];\toffset:16;\tsize:16;\tsigned:0;\n"
	"\tfield:const char * name;\toffset:32;\tsize:8;\tsigned:0;\n"
	"\tfield:unsigned long args[6];\toffset:40;\tsize:48;\tsigned:0;\n"
	"\tfield:__u8 saddr[sizeof(struct sockaddr_in6)];\toffset:88;\tsize:28;\tsigned:0;\n"
	"\tfield:__rel_loc u64[] list;\toffset:116;\tsize:4;\tsigned:0;\n"
	"\tfield:struct task_struct * task;\toffset:120;\tsize:8;\tsigned:0;\n"
	"\tfield:bool ok;\toffset:128;\tsize:1;\tsigned:0;\n"
	"\n"
	"print fmt: \"field:int fake;offset:1;size:4;signed:0;\", REC->filename\n";

static void test_parse(void **state)
{
	static const struct event_field expected[] = {
		{ "filename", "char", EVENT_FIELD_DATA_LOC, 0, 8, 4, false },
		{ "old_pid", "pid_t", EVENT_FIELD_VALUE, 0, 12, 4, true },
		{ "prev_comm", "char", EVENT_FIELD_ARRAY, 16, 16, 16, false },
		{ "name", "const char *", EVENT_FIELD_VALUE, 0, 32, 8, false },
		{ "args", "unsigned long", EVENT_FIELD_ARRAY, 6, 40, 48, false },
		{ "saddr", "__u8", EVENT_FIELD_ARRAY, 0, 88, 28, false },
		{ "list", "u64", EVENT_FIELD_REL_LOC, 0, 116, 4, false },
		{ "task", "struct task_struct *", EVENT_FIELD_VALUE, 0, 120, 8, false },
		{ "ok", "bool", EVENT_FIELD_VALUE, 0, 128, 1, false },
	};
	struct event_format format;

	(void)state;
	assert_true(event_format_parse(mixed, arena, &format));
	assert_int_equal(format.count, ARRAY_SIZE(expected));
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		const struct event_field *f = &format.fields[i], *e = &expected[i];

		assert_string_equal(f->name, e->name);
		assert_string_equal(f->c_type, e->c_type);
		assert_int_equal(f->kind, e->kind);
		assert_int_equal(f->count, e->count);
		assert_int_equal(f->offset, e->offset);
		assert_int_equal(f->size, e->size);
		assert_int_equal(f->is_signed, e->is_signed);
	}
}

/* Whatever stands in the file, there are never more fields than lines that say "field:" (the last
 * of them inside of the print format). */
static void test_damaged(void **state)
{
	struct event_format format;
	char text[sizeof(mixed)];

	(void)state;
	assert_false(event_format_parse("", arena, &format));
	assert_false(event_format_parse("name: x\nID: 1\n", arena, &format));
	assert_true(event_format_parse(
		"format:\n\tfield:int;\toffset:8;\tsize:4;\tsigned:1;\n", arena, &format));
	assert_int_equal(format.count, 0);
	assert_true(event_format_parse(
		"format:\n\tfield:int x;\toffset:99999;\tsize:4;\tsigned:1;\n", arena, &format));
	assert_int_equal(format.count, 0);
	assert_true(event_format_parse(
		"format:\n\tfield:int x];\toffset:9;\tsize:4;\tsigned:1;\n", arena, &format));
	assert_int_equal(format.count, 0);
	for (size_t i = 0; i < sizeof(mixed) - 1; i++) {
		memcpy(text, mixed, sizeof(text));
		text[i] = '\0';
		if (event_format_parse(text, arena, &format))
			assert_true(format.count <= 12);
		memcpy(text, mixed, sizeof(text));
		text[i] = ';';
		if (event_format_parse(text, arena, &format))
			assert_true(format.count <= 12);
	}
}

static void assert_type(const struct type *t, const char *name)
{
	struct buffer b = { 0 };

	assert_non_null(t);
	type_put_name(&b, t);
	assert_string_equal(buffer_text(&b), name);
	buffer_free(&b);
}

static void test_value_types(void **state)
{
	(void)state;
	assert_type(c_type_value(arena, "pid_t", 4, true), "int32");
	assert_type(c_type_value(arena, "dev_t", 4, false), "uint32");
	assert_type(c_type_value(arena, "bool", 1, false), "bool");
	assert_type(c_type_value(arena, "const struct sock *", 8, false), "struct sock*");
	assert_type(c_type_value(arena, "void *", 8, false), "void*");
	assert_type(c_type_value(arena, "const char *const *", 8, false), "char **");
	assert_type(c_type_value(arena, "struct in6_addr", 16, false), "uint8[16]");
	assert_null(c_type_value(arena, "struct nothing", 0, false));
	const struct type *text = c_type_value(arena, "const char *", 8, false);

	assert_int_equal(text->kind, TYPE_POINTER);
	assert_string_equal(text->name, "char");
	assert_ptr_equal(text->elem, &type_int8);
}

static void test_array_types(void **state)
{
	(void)state;
	assert_type(c_type_array(arena, "char", 16, 16, false), "string[16]");
	assert_type(c_type_array(arena, "u8", 16, 16, false), "uint8[16]");
	assert_type(c_type_array(arena, "unsigned long", 6, 48, false), "uint64[6]");
	assert_type(c_type_array(arena, "long", 3, 24, true), "int64[3]");
	assert_type(c_type_array(arena, "__u8", 0, 28, false), "uint8[28]");
	assert_type(c_type_array(arena, "__u32", 0, 28, false), "uint32[7]");
	assert_null(c_type_array(arena, "unsigned long", 0, 0, false));
	/* larger than the whole: nothing is divided by zero */
	assert_null(c_type_array(arena, "unsigned long", 0, 4, false));
}

/* The C types are those of this compiler, which has the same ABI as the kernel's. */
static void test_argument_types(void **state)
{
#define ARGUMENT(type, text) { text, sizeof(type), (type)-1 < (type)1 }
	static const struct {
		const char *text;
		size_t size;
		bool is_signed;
	} cases[] = {
		ARGUMENT(int, "int"),
		ARGUMENT(unsigned int, "unsigned int"),
		ARGUMENT(unsigned, "const unsigned"),
		ARGUMENT(long, "long"),
		ARGUMENT(unsigned long, "unsigned long"),
		ARGUMENT(size_t, "const size_t"),
		ARGUMENT(uint32_t, "u32"),
		ARGUMENT(int32_t, "__s32"),
		ARGUMENT(uint64_t, "__u64"),
		ARGUMENT(unsigned short, "umode_t"),
		ARGUMENT(pid_t, "pid_t"),
		ARGUMENT(off_t, "loff_t"),
		ARGUMENT(unsigned, "const enum landlock_rule_type"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct type *t = c_type_argument(arena, cases[i].text);

		assert_int_equal(t->kind, TYPE_INT);
		assert_int_equal(t->size, cases[i].size);
		assert_int_equal(t->is_signed, cases[i].is_signed);
	}
	assert_type(c_type_argument(arena, "const struct sockaddr *"), "struct sockaddr*");
	assert_type(c_type_argument(arena, "no_such_type_t"), "uint64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_value_types),
		cmocka_unit_test(test_array_types),
		cmocka_unit_test(test_argument_types),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
