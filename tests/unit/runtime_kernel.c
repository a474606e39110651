/* tests/unit/runtime_kernel.c - values that are addresses in the kernel: the text of symbols and of
 * stacks in every mode. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probes/kallsyms.h"
#include "tests/lib/test_image.h"
#include "runtime/base/image_write.h"

enum { FRAMES = 4 };

static const char symbols[] = "ffffffff81000000 T do_nanosleep\n"
			      "ffffffff81000100 T hrtimer_nanosleep\n"
			      "ffffffffc0000000 t nft_do\t[nf_tables]\n";

static struct buffer out;

/* Stack 7 has three frames, one of them unknown; 8 says that it has more than fit; there is no
 * other. */
static int read_stack(void *arg, uint32_t map, uint64_t id, struct image_stack *stack)
{
	struct test_image *t = arg;

	assert_int_equal(t->image.maps[map].storage, MAP_STACKS);
	if (id != 7 && id != 8)
		return -ENOENT;
	stack->count = id == 7 ? 3 : 1000;
	stack->frames[0] = 0xffffffff81000001;
	stack->frames[1] = 0xffffffff810001fc;
	stack->frames[2] = id == 7 ? 0x1234 : 0xffffffffc0000010;
	stack->frames[3] = 0xffffffff81000002;
	return 0;
}

static void open_kernel(struct test_image *t, bool with_stacks)
{
	struct image_writer w = { 0 };
	struct image_map map = {
		.name = image_write_text(&w, "kstack"),
		.storage = MAP_STACKS,
		.key_type = IMAGE_NONE,
		.value_type = IMAGE_NONE,
		.key_size = 8,
		.value_size = sizeof(struct image_stack) + 8 * FRAMES,
		.max_entries = 9,
		.twin = IMAGE_NONE,
		.selector = IMAGE_NONE,
		.key_names = IMAGE_NONE,
	};

	if (with_stacks)
		image_write_record(&w, IMAGE_MAPS, &map);
	test_image_open(t, &w, "..");
	t->ctx.read_stack = read_stack;
	t->ctx.read_stack_arg = t;
	assert_int_equal(kallsyms_parse(symbols, strlen(symbols), &t->ctx.kallsyms), 0);
}

static void expect(struct test_image *t, const struct type *type, uint64_t word, const char *text)
{
	struct value v;

	buffer_clear(&out);
	assert_int_equal(value_decode(&t->ctx, type, &word, &v), 0);
	assert_int_equal(v.kind, type->kind == TYPE_KSTACK ? VALUE_STACK : VALUE_TEXT);
	value_put_text(&t->ctx, &out, &v);
	assert_string_equal(buffer_text(&out), text);
}

static void symbols_as_text(void **state)
{
	struct test_image t;

	(void)state;
	open_kernel(&t, false);
	expect(&t, &type_ksym, 0xffffffff81000000, "do_nanosleep");
	expect(&t, &type_ksym, 0xffffffff810000ff, "do_nanosleep");
	expect(&t, &type_ksym, 0xffffffffc0000001, "nft_do");
	assert_int_equal(t.ctx.unresolved_symbols, 0);
	expect(&t, &type_ksym, 0x7f12, "0x7f12");
	expect(&t, &type_ksym, 0, "0x0");
	assert_int_equal(t.ctx.unresolved_symbols, 2);
	test_image_close(&t);
}

static void stacks_as_text(void **state)
{
	const struct type *stack = &type_kstack[STACK_BPFTRACE];
	struct test_image t;

	(void)state;
	open_kernel(&t, true);
	expect(&t, stack, 7,
		"\n        do_nanosleep+1\n        hrtimer_nanosleep+252\n        0x1234\n");
	assert_int_equal(t.ctx.unresolved_symbols, 1);
	expect(&t, stack, 8,
		"\n        do_nanosleep+1\n        hrtimer_nanosleep+252\n        nft_do+16\n"
		"        do_nanosleep+2\n");
	expect(&t, stack, 0, "\n");
	expect(&t, stack, 9, "\n        <stack not kept>\n");
	stack = &type_kstack[STACK_PERF];
	expect(&t, stack, 7,
		"\n\tffffffff81000001 do_nanosleep+1\n\tffffffff810001fc hrtimer_nanosleep+252\n"
		"\t1234 ([unknown])\n");
	expect(&t, stack, 9, "\n\t<stack not kept>\n");
	stack = &type_kstack[STACK_RAW];
	expect(&t, stack, 7, "\nffffffff81000001\nffffffff810001fc\n1234\n");
	expect(&t, stack, 9, "\n<stack not kept>\n");
	test_image_close(&t);
}

/* The names of the frames alone, in each mode, and the order of stacks. */
static void names_of_frames(void **state)
{
	static const char *const names[STACK_MODE_COUNT][3] = {
		[STACK_BPFTRACE] = { "do_nanosleep", "hrtimer_nanosleep", "0x1234" },
		[STACK_PERF] = { "do_nanosleep", "hrtimer_nanosleep", "1234" },
		[STACK_RAW] = { "ffffffff81000001", "ffffffff810001fc", "1234" },
	};
	uint64_t short_id = 7, long_id = 8;
	struct test_image t;
	struct value v, longer;

	(void)state;
	open_kernel(&t, true);
	for (int mode = STACK_BPFTRACE; mode <= STACK_RAW; mode++) {
		assert_int_equal(value_decode(&t.ctx, &type_kstack[mode], &short_id, &v), 0);
		assert_int_equal(v.stack.count, 3);
		assert_true(v.stack.is_kernel);
		for (int i = 0; i < 3; i++) {
			const struct value_frame *f = &v.stack.frames[i];

			assert_int_equal(f->name_len, strlen(names[mode][i]));
			assert_memory_equal(f->text + f->name_at, names[mode][i], f->name_len);
		}
	}
	assert_int_equal(value_decode(&t.ctx, &type_kstack[STACK_BPFTRACE], &short_id, &v), 0);
	assert_int_equal(value_decode(&t.ctx, &type_kstack[STACK_BPFTRACE], &long_id, &longer), 0);
	assert_int_equal(value_compare(&v, &v), 0);
	assert_true(value_compare(&v, &longer) < 0);    /* "0x1234" before "nft_do" */
	assert_true(value_compare(&longer, &v) > 0);
	v.stack.count = 2;
	assert_true(value_compare(&v, &longer) < 0);
	test_image_close(&t);
}

static void stacks_without_a_map(void **state)
{
	struct test_image t;

	(void)state;
	open_kernel(&t, false);
	expect(&t, &type_kstack[STACK_BPFTRACE], 7, "\n");
	test_image_close(&t);
	open_kernel(&t, true);
	t.ctx.read_stack = NULL;
	expect(&t, &type_kstack[STACK_BPFTRACE], 7, "\n");
	test_image_close(&t);
}

static void memory_runs_out(void **state)
{
	uint64_t id = 7;
	struct test_image t;
	struct value v;

	(void)state;
	open_kernel(&t, true);
	mem_fail_after(0);
	assert_int_equal(value_decode(&t.ctx, &type_kstack[STACK_BPFTRACE], &id, &v), -ENOMEM);
	assert_int_equal(value_decode(&t.ctx, &type_ksym, &id, &v), -ENOMEM);
	mem_fail_after(-1);
	test_image_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols_as_text),
		cmocka_unit_test(stacks_as_text),
		cmocka_unit_test(names_of_frames),
		cmocka_unit_test(stacks_without_a_map),
		cmocka_unit_test(memory_runs_out),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buffer_free(&out);
	return failed;
}
