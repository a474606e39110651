/* tests/unit/probes_btf.c - the BTF scanner: on a blob made by hand, on damaged ones, and on this
 * kernel's, whose layouts of structs that user space shares are known from the C headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "probes/btf.h"
#include "probes/machine.h"
#include "runtime/base/buffer.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"
#include "tests/unit/arena_fixture.h"
#include "tests/unit/btf_blob.h"

/* 1 int, 2 char, 3 struct inner {int a; int b;}, 4 anonymous union {int u; struct inner *p;}, 5
 * struct outer {int x; union; inner in; bits y:3}, 6 pointer to inner, 7 const char, 8 pointer to
 * it, 9 typedef t to 6, 10 int[4], 11 enum e, 12 bool, 13 typedef that is its own target */
static void make(struct blob *b)
{
	text(b, "");
	uint32_t n_int = text(b, "int"), n_char = text(b, "char"), n_inner = text(b, "inner"),
		 n_outer = text(b, "outer");
	uint32_t n_a = text(b, "a"), n_b = text(b, "b"), n_u = text(b, "u"), n_p = text(b, "p"),
		 n_x = text(b, "x"), n_in = text(b, "in");
	uint32_t n_y = text(b, "y"), n_t = text(b, "t"), n_e = text(b, "e"),
		 n_bool = text(b, "_Bool"), n_loop = text(b, "loop");

	WORDS(b, n_int, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32);
	WORDS(b, n_char, INFO(BTF_KIND_INT, 0), 1, BTF_INT_SIGNED << 24 | 8);
	WORDS(b, n_inner, INFO(BTF_KIND_STRUCT, 2), 8, n_a, 1, 0, n_b, 1, 32);
	WORDS(b, 0, INFO(BTF_KIND_UNION, 2), 8, n_u, 1, 0, n_p, 6, 0);
	WORDS(b, n_outer, INFO(BTF_KIND_STRUCT, 4) | 1u << 31, 32, n_x, 1, 0, 0, 4, 64, n_in, 3,
		128, n_y, 1, 3u << 24 | 192);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), 3);
	WORDS(b, 0, INFO(BTF_KIND_CONST, 0), 2);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), 7);
	WORDS(b, n_t, INFO(BTF_KIND_TYPEDEF, 0), 6);
	WORDS(b, 0, INFO(BTF_KIND_ARRAY, 0), 0, 1, 1, 4);
	WORDS(b, n_e, INFO(BTF_KIND_ENUM, 1), 4, n_a, 7);
	WORDS(b, n_bool, INFO(BTF_KIND_INT, 0), 1, BTF_INT_BOOL << 24 | 8);
	WORDS(b, n_loop, INFO(BTF_KIND_TYPEDEF, 0), 13);
	finish(b);
}

static void test_find_and_members(void **state)
{
	struct blob blob = { 0 };
	struct kernel_btf b;
	uint32_t size = 0;

	(void)state;
	make(&blob);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), 0);
	assert_int_equal(b.count, 13);
	/* the scan and, later, the table must find the same */
	for (int round = 0; round < 20; round++) {
		assert_int_equal(kernel_btf_find(&b, BTF_KIND_STRUCT, "outer"), 5);
		assert_int_equal(kernel_btf_find(&b, BTF_KIND_TYPEDEF, "t"), 9);
		assert_int_equal(kernel_btf_find(&b, BTF_KIND_UNION, "outer"), 0);
	}
	assert_int_equal(kernel_btf_member(&b, 5, "x", &size), 0);
	assert_int_equal(kernel_btf_member(&b, 5, "u", &size), 8);
	assert_int_equal(size, 4);
	assert_int_equal(kernel_btf_member(&b, 5, "p", &size), 8);
	assert_int_equal(size, 8);
	assert_int_equal(kernel_btf_member(&b, 5, "in", &size), 16);
	assert_int_equal(size, 8);
	assert_int_equal(kernel_btf_member(&b, 3, "b", NULL), 4);
	assert_int_equal(kernel_btf_member(&b, 5, "b", NULL), -1);
	assert_int_equal(kernel_btf_member(&b, 5, "y", NULL), -1);
	assert_int_equal(kernel_btf_member(&b, 0, "x", NULL), -1);
	assert_int_equal(kernel_btf_member(&b, 99, "x", NULL), -1);
	kernel_btf_close(&b);
	blob_free(&blob);
}

static void test_types(void **state)
{
	static const struct {
		uint32_t id;
		const char *c_text;
		const char *name;
		uint32_t size;
	} cases[] = {
		{ 1, "int", "int32", 4 },
		{ 2, "char", "int8", 1 },
		{ 6, "struct inner *", "struct inner*", 8 },
		{ 8, "const char *", "int8*", 8 },
		{ 9, "t", "struct inner*", 8 },
		{ 11, "enum e", "enum e", 4 },
		{ 12, "_Bool", "bool", 1 },
		{ 3, "struct inner", NULL, 8 },
		{ 10, "int[4]", NULL, 16 },
		{ 13, "loop", NULL, 0 },
		{ 0, "void", NULL, 0 },
		{ 99, "void", NULL, 0 },
	};
	struct blob blob = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct type *t = kernel_btf_value_type(&b, cases[i].id, arena);

		assert_string_equal(kernel_btf_c_text(&b, cases[i].id, arena), cases[i].c_text);
		assert_int_equal(kernel_btf_size(&b, cases[i].id), cases[i].size);
		if (!cases[i].name) {
			assert_null(t);
			continue;
		}
		assert_string_equal(type_text(arena, t), cases[i].name);
	}
	kernel_btf_close(&b);
	blob_free(&blob);
}

/* Cut anywhere or with any byte changed, a blob is refused or stays readable. */
static void test_damaged(void **state)
{
	struct blob blob = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	for (size_t i = 0; i < blob.all.len; i++) {
		char *copy = mem_alloc(blob.all.len);

		memcpy(copy, blob.all.data, blob.all.len);
		assert_int_equal(kernel_btf_open(&b, NULL, copy, i), -EINVAL);
		for (int bit = 0; bit < 8; bit++) {
			memcpy(copy, blob.all.data, blob.all.len);
			copy[i] ^= (char)(1 << bit);
			if (kernel_btf_open(&b, NULL, copy, blob.all.len))
				continue;
			for (uint32_t id = 0; id <= b.count + 1; id++) {
				kernel_btf_member(&b, id, "p", NULL);
				kernel_btf_value_type(&b, id, arena);
				assert_non_null(kernel_btf_c_text(&b, id, arena));
			}
			kernel_btf_close(&b);
		}
		mem_free(copy);
		arena_reset(arena);
	}
	mem_fail_after(0);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), -ENOMEM);
	mem_fail_after(1);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), -ENOMEM);
	mem_fail_after(-1);
	blob_free(&blob);
}

/* Several bytes at once, in a blob that stands alone and in one that goes on from it. */
static void test_mutated(void **state)
{
	struct blob first = { 0 }, second = { 0 };
	struct kernel_btf base, b;

	(void)state;
	make(&first);
	assert_int_equal(kernel_btf_open(&base, NULL, first.all.data, first.all.len), 0);
	second.base = &base;
	make(&second);
	srand(7);
	for (int round = 0; round < 10000; round++) {
		const struct blob *from = round % 2 ? &second : &first;
		char *copy = mem_alloc(from->all.len);

		memcpy(copy, from->all.data, from->all.len);
		for (int i = rand() % 8; i >= 0; i--)
			copy[sizeof(struct btf_header) +
				(size_t)rand() % (from->all.len - sizeof(struct btf_header))] =
				(char)(rand() % 4 ? rand() % 20 : rand());
		if (!kernel_btf_open(&b, round % 2 ? &base : NULL, copy, from->all.len)) {
			struct kernel_btf_tables tables;

			for (int pass = 0; pass < 2; pass++) {
				for (uint32_t id = 0; id <= b.count + 1; id++) {
					kernel_btf_member(&b, id, "p", NULL);
					kernel_btf_value_type(&b, id, arena);
					kernel_btf_c_text(&b, id, arena);
				}
				assert_true(
					kernel_btf_find(&b, BTF_KIND_STRUCT, "outer") <= b.count);
				assert_true(kernel_btf_find_enumerator(&b, "a") <= b.count);
				assert_true(kernel_btf_tables(&b, &tables));
			}
			kernel_btf_close(&b);
		}
		mem_free(copy);
		arena_reset(arena);
	}
	kernel_btf_close(&base);
	blob_free(&first);
	blob_free(&second);
}

static void need_kernel_btf(void)
{
	if (!kernel_btf()) {
		print_message("this kernel has no BTF\n");
		skip();
	}
}

/* User space and kernel agree on these structs: the headers say where their members are. */
static void test_kernel_layouts(void **state)
{
#define SHARED(type, member) \
	{ #type, #member, offsetof(struct type, member), sizeof(((struct type *)0)->member) }
	static const struct {
		const char *type, *member;
		size_t offset, size;
	} cases[] = {
		SHARED(iovec, iov_base),
		SHARED(iovec, iov_len),
		SHARED(perf_event_attr, type),
		SHARED(perf_event_attr, config),
		SHARED(perf_event_attr, sample_period),
		SHARED(perf_event_attr, wakeup_events),
		SHARED(perf_event_attr, config1),
		SHARED(perf_event_attr, config2),
		SHARED(perf_event_attr, aux_watermark),
		SHARED(perf_event_attr, sig_data),
		SHARED(perf_event_mmap_page, data_head),
		SHARED(perf_event_mmap_page, data_size),
	};

	(void)state;
	need_kernel_btf();
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
			uint32_t size = 0;

			assert_int_equal(machine_btf_member(cases[i].type, cases[i].member, &size),
				cases[i].offset);
			assert_int_equal(size, cases[i].size);
		}
	}
	assert_int_equal(machine_btf_member("perf_event_attr", "disabled", NULL), -1);
	assert_int_equal(machine_btf_member("perf_event_attr", "no_such_member", NULL), -1);
	assert_int_equal(machine_btf_member("no_such_struct", "x", NULL), -1);
	assert_int_equal(machine_btf_type(BTF_KIND_STRUCT, "no_such_struct"), 0);
	assert_true(machine_btf_type(BTF_KIND_STRUCT, "iovec") !=
		machine_btf_type(BTF_KIND_STRUCT, "perf_event_attr"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find_and_members),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_mutated),
		cmocka_unit_test(test_kernel_layouts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
