/* tests/unit/runtime_stack.c - stacks of processes as text in every mode: addresses of this very
 * program, build ids, what is not known. */
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/lib/test_image.h"
#include "runtime/base/image_write.h"

enum { FRAMES = 8 };

int stack_marker(int n);
__attribute__((noinline)) int stack_marker(int n)
{
	__asm__ volatile("" : "+r"(n));
	return n + 1;
}

static struct buffer out;

static uint64_t marker(void)
{
	return (uint64_t)(uintptr_t)stack_marker;
}

/* Stack 7 is in the marker, was called from it, and comes from nowhere; 8 has a frame with a build
 * id and one without. */
static int read_stack(void *arg, uint32_t map, uint64_t id, struct image_stack *stack)
{
	struct test_image *t = arg;
	struct image_build_id *ids = (void *)stack->frames;

	assert_int_equal(t->image.maps[map].storage, MAP_USER_STACKS);
	if (id != 7 && id != 8)
		return -ENOENT;
	stack->pid = (uint64_t)getpid();
	stack->time_ns = UINT64_MAX;
	stack->count = id == 7 ? 3 : 1000;
	if (id == 7) {
		stack->frames[0] = marker();
		stack->frames[1] = marker() + 2;
		stack->frames[2] = 0x10;
		return 0;
	}
	ids[0] = (struct image_build_id){
		.status = BPF_STACK_BUILD_ID_VALID,
		.build_id = { 0x01, 0xab, [19] = 0xff },
		.offset = 0x1234,
	};
	ids[1] = (struct image_build_id){ .status = BPF_STACK_BUILD_ID_IP, .offset = 0x7f00 };
	return 0;
}

static void open_image(struct test_image *t)
{
	struct image_writer w = { 0 };
	struct image_map map = {
		.name = image_write_text(&w, "ustack"),
		.storage = MAP_USER_STACKS,
		.key_type = IMAGE_NONE,
		.value_type = IMAGE_NONE,
		.key_size = 8,
		.value_size = sizeof(struct image_stack) + 8 * FRAMES,
		.max_entries = 9,
		.twin = IMAGE_NONE,
		.selector = IMAGE_NONE,
		.key_names = IMAGE_NONE,
	};

	image_write_record(&w, IMAGE_MAPS, &map);
	test_image_open(t, &w, "..");
	t->ctx.read_stack = read_stack;
	t->ctx.read_stack_arg = t;
}

static void expect(struct test_image *t, enum stack_mode mode, uint64_t id, const char *text)
{
	struct value v;

	buffer_clear(&out);
	assert_int_equal(value_decode(&t->ctx, &type_ustack[mode], &id, &v), 0);
	assert_int_equal(v.kind, VALUE_STACK);
	value_put_text(&t->ctx, &out, &v);
	assert_string_equal(buffer_text(&out), text);
}

static void frames_in_every_mode(void **state)
{
	char exe[4000], text[8192];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	struct test_image t;

	(void)state;
	assert_true(len > 0);
	exe[len] = '\0';
	open_image(&t);
	expect(&t, STACK_BPFTRACE, 7,
		"\n        stack_marker+0\n        stack_marker+2\n        0x10\n");
	assert_int_equal(t.ctx.unresolved_symbols, 1);
	snprintf(text, sizeof(text),
		"\n\t%" PRIx64 " stack_marker+0 (%s)\n\t%" PRIx64
		" stack_marker+2 (%s)\n\t10 ([unknown])\n",
		marker(), exe, marker() + 2, exe);
	expect(&t, STACK_PERF, 7, text);
	assert_int_equal(t.ctx.unresolved_symbols, 2);
	snprintf(text, sizeof(text), "\n%" PRIx64 "\n%" PRIx64 "\n10\n", marker(), marker() + 2);
	expect(&t, STACK_RAW, 7, text);
	assert_int_equal(t.ctx.unresolved_symbols, 2);
	test_image_close(&t);
}

/* A map has room for two frames of that size, whatever the stack says. */
static void build_ids(void **state)
{
	struct test_image t;

	(void)state;
	open_image(&t);
	expect(&t, STACK_BUILD_ID, 8,
		"\n01ab0000000000000000000000000000000000ff 0x1234\n0x7f00\n");
	assert_int_equal(t.ctx.unresolved_symbols, 1);
	test_image_close(&t);
}

static void what_is_not_there(void **state)
{
	struct test_image t;

	(void)state;
	open_image(&t);
	expect(&t, STACK_BPFTRACE, 0, "\n");
	expect(&t, STACK_BPFTRACE, 9, "\n        <stack not kept>\n");
	expect(&t, STACK_BUILD_ID, 9, "\n<stack not kept>\n");
	t.ctx.read_stack = NULL;
	expect(&t, STACK_BPFTRACE, 7, "\n");
	test_image_close(&t);
}

static void memory_runs_out(void **state)
{
	struct test_image t;
	struct value v;
	uint64_t id = 7;

	(void)state;
	open_image(&t);
	for (long successes = 0; successes < 60; successes++) {
		mem_fail_after(successes);
		if (value_decode(&t.ctx, &type_ustack[STACK_PERF], &id, &v))
			assert_true(successes < 10);
		mem_fail_after(-1);
	}
	test_image_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_in_every_mode),
		cmocka_unit_test(build_ids),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(memory_runs_out),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buffer_free(&out);
	return failed;
}
