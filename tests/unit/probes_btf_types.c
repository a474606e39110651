/* tests/unit/probes_btf_types.c - types of the running kernel, checked where headers of user space
 * say the same: members, bit fields, arrays, pointers, enumerators. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <linux/uio.h>

#include "probes/btf_types.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"

static void need_btf(void)
{
	if (!btf_types_present()) {
		print_message("this kernel has no BTF\n");
		skip();
	}
}

static struct type_field member_of(const char *type, const char *name)
{
	const struct type *t = btf_types_by_name(NULL, type, arena);
	struct type_field out;

	assert_non_null(t);
	assert_true(btf_types_member(t, name, arena, &out));
	assert_non_null(out.type);
	return out;
}

static void check_name(const struct type *t, const char *expected)
{
	struct buffer b = { 0 };

	assert_non_null(t);
	type_put_name(&b, t);
	assert_string_equal(buffer_text(&b), expected);
	buffer_free(&b);
}

static void test_names(void **state)
{
	static const struct {
		const char *text, *name;
		uint32_t size;
	} cases[] = {
		{ "struct iovec", "struct iovec", sizeof(struct iovec) },
		{ "union bpf_attr", "union bpf_attr", 0 },
		{ "u32", "uint32", 4 },
		{ "unsigned int", "uint32", 4 },
		{ "int", "int32", 4 },
		{ "char", "int8", 1 },
		{ "gid_t", "uint32", 4 },
		{ "void", "void", 0 },
		{ "enum bpf_map_type", "enum bpf_map_type", 4 },
		{ "const struct iovec", "struct iovec", 16 },
		{ "struct iovec *", "struct iovec*", 8 },
		{ "char *", "int8*", 8 },
		{ "struct iovec **", "struct iovec **", 8 },
		{ "kuid_t", "kuid_t", 4 },
	};

	(void)state;
	need_btf();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct type *t = btf_types_by_name(NULL, cases[i].text, arena);

		check_name(t, cases[i].name);
		if (cases[i].size)
			assert_int_equal(t->size, cases[i].size);
	}
	assert_null(btf_types_by_name(NULL, "struct no_such_struct", arena));
	assert_null(btf_types_by_name(NULL, "iovec", arena));
	assert_null(btf_types_by_name(NULL, "", arena));
	assert_null(btf_types_by_name(NULL, "struct", arena));
}

static void test_members(void **state)
{
	struct type_field f;

	(void)state;
	need_btf();
	f = member_of("struct iovec", "iov_len");
	assert_int_equal(f.offset, offsetof(struct iovec, iov_len));
	check_name(f.type, "uint64");
	/* in an anonymous union */
	f = member_of("struct perf_event_attr", "sample_freq");
	assert_int_equal(f.offset, offsetof(struct perf_event_attr, sample_freq));
	assert_int_equal(f.bit_size, 0);
	f = member_of("struct task_struct", "comm");
	check_name(f.type, "string[16]");
	f = member_of("struct task_struct", "real_parent");
	check_name(f.type, "struct task_struct*");
	check_name(btf_types_pointee(NULL, f.type, arena), "struct task_struct");
	assert_false(
		btf_types_member(btf_types_by_name(NULL, "struct iovec", arena), "", arena, &f));
	assert_false(
		btf_types_member(btf_types_by_name(NULL, "struct iovec", arena), "x", arena, &f));
	assert_false(btf_types_member(&type_uint32, "x", arena, &f));
}

static void test_bit_fields(void **state)
{
	static const struct { const char *type, *name; uint32_t bit, size; } cases[] = {
		{ "struct perf_event_attr", "disabled", 40 * 8, 1 },
		{ "struct perf_event_attr", "exclude_kernel", 40 * 8 + 5, 1 },
		{ "struct perf_event_attr", "precise_ip", 40 * 8 + 15, 2 },
		{ "struct bpf_insn", "dst_reg", 8, 4 }, { "struct bpf_insn", "src_reg", 12, 4 },
	};

	(void)state;
	need_btf();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct type_field f = member_of(cases[i].type, cases[i].name);

		assert_int_equal(f.offset * 8 + f.bit_offset, cases[i].bit);
		assert_int_equal(f.bit_size, cases[i].size);
	}
}

static void test_enumerators(void **state)
{
	struct btf_enumerator e;

	(void)state;
	need_btf();
	assert_true(btf_types_enumerator(NULL, "BPF_PROG_TYPE_KPROBE", &e));
	assert_int_equal(e.value, BPF_PROG_TYPE_KPROBE);
	assert_true(btf_types_enumerator(NULL, "PIDTYPE_PID", &e));
	assert_int_equal(e.value, 0);
	assert_false(btf_types_enumerator(NULL, "NO_SUCH_ENUMERATOR", &e));
	assert_false(btf_types_enumerator(NULL, "", &e));
}

static const struct type_field *part(const struct type *t, const char *name)
{
	for (uint32_t i = 0; i < t->field_count; i++)
		if (str_eq(t->fields[i].name, name))
			return &t->fields[i];
	fail_msg("no '%s' in %s", name, t->name);
	return NULL;
}

static void test_enums(void **state)
{
	const struct type *t;

	(void)state;
	need_btf();
	t = btf_types_by_name(NULL, "enum bpf_map_type", arena);
	assert_true(type_is_enum(t));
	assert_int_equal(part(t, "BPF_MAP_TYPE_RINGBUF")->value, BPF_MAP_TYPE_RINGBUF);
	assert_int_equal(part(t, "BPF_MAP_TYPE_UNSPEC")->value, 0);
	assert_false(type_is_enum(btf_types_by_name(NULL, "u32", arena)));
}

/* Every member that can be read by itself lies in the whole where it is then. */
static void check_parts(const struct type *whole, const struct type *t)
{
	for (uint32_t i = 0; i < whole->field_count; i++) {
		const struct type_field *f = &whole->fields[i];
		struct type_field one;

		assert_true(btf_types_member(t, f->name, arena, &one));
		assert_int_equal(one.offset, f->offset);
		assert_int_equal(one.bit_offset, f->bit_offset);
		assert_int_equal(one.bit_size, f->bit_size);
		assert_int_equal(one.type->kind, f->type->kind);
		assert_int_equal(one.type->size, f->type->size);
	}
}

static void test_whole(void **state)
{
	const struct type *t, *whole;

	(void)state;
	need_btf();
	t = btf_types_by_name(NULL, "struct perf_event_attr", arena);
	whole = btf_types_whole(t, arena);
	check_parts(whole, t);
	/* both members of an anonymous union, and bits */
	assert_int_equal(part(whole, "sample_period")->offset, part(whole, "sample_freq")->offset);
	assert_int_equal(part(whole, "precise_ip")->bit_size, 2);
	/* structs in arrays in structs */
	t = btf_types_by_name(NULL, "struct task_struct", arena);
	whole = btf_types_whole(t, arena);
	assert_int_equal(whole->size, t->size);
	assert_int_equal(part(whole, "pending")->type->kind, TYPE_STRUCT);
	assert_true(part(part(whole, "pending")->type, "signal")->type->field_count == 1);
	assert_true(part(whole, "pid_links")->type->elem->field_count == 2);
	assert_ptr_equal(btf_types_whole(&type_uint32, arena), &type_uint32);
	assert_ptr_equal(btf_types_whole(whole, arena), whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_members),
		cmocka_unit_test(test_bit_fields), cmocka_unit_test(test_enumerators),
		cmocka_unit_test(test_enums), cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
