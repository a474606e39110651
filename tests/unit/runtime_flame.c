/* tests/unit/runtime_flame.c - flame graphs: how stacks become a tree, and names that would break
 * an XML document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/util.h"
#include "runtime/flame_svg.h"
#include "runtime/flame_tree.h"

enum { FRAMES_MAX = 8 };

/* Frames stand between ';', the kernel's with a '*' behind them. */
static int add(struct flame_tree *t, const char *text, struct value weight)
{
	struct folded_frame frames[FRAMES_MAX];
	struct folded_stack stack = { .frames = frames, .weight = weight };

	for (const char *at = text; *at; at += strcspn(at, ";"), at += *at == ';') {
		size_t len = strcspn(at, ";");
		bool kernel = at[len - 1] == '*';

		frames[stack.count++] = (struct folded_frame){ at, len - kernel,
			kernel ? FOLDED_KERNEL : FOLDED_USER };
	}
	return flame_tree_add(t, &stack);
}

static struct value weight(uint64_t n)
{
	return (struct value){ .kind = VALUE_UINT, .u = n };
}

static void put_tree(struct buffer *b, const struct flame_tree *t, uint32_t index)
{
	const struct flame_node *n = &t->nodes[index];

	buffer_append(b, n->name, n->len);
	buffer_printf(
		b, "%s %llu", n->origin == FOLDED_KERNEL ? "*" : "", (unsigned long long)n->total);
	for (uint32_t i = 0; i < n->child_count; i++) {
		buffer_puts(b, i ? ", " : " (");
		put_tree(b, t, t->order[n->first_child + i]);
	}
	buffer_puts(b, n->child_count ? ")" : "");
}

static void same_frames_are_one(void **state)
{
	struct flame_tree t;
	struct buffer b = { 0 };

	(void)state;
	assert_int_equal(flame_tree_open(&t), 0);
	assert_int_equal(add(&t, "main;b;c", weight(5)), 0);
	assert_int_equal(add(&t, "main;a;c", weight(1)), 0);
	assert_int_equal(add(&t, "main;b", weight(2)), 0);
	assert_int_equal(add(&t, "main;b*", weight(4)), 0);
	assert_int_equal(add(&t, "", weight(3)), 0);
	assert_int_equal(add(&t, "main;ab;c", weight(1)), 0);
	/* nothing, and less, is drawn by no width */
	assert_int_equal(add(&t, "none", weight(0)), 0);
	assert_int_equal(add(&t, "less", (struct value){ .kind = VALUE_INT, .i = -1 }), 0);
	assert_int_equal(flame_tree_finish(&t), 0);
	put_tree(&b, &t, 0);
	assert_string_equal(
		buffer_text(&b), "all 16 (main 13 (a 1 (c 1), ab 1 (c 1), b 7 (c 5), b* 4))");
	assert_int_equal(t.depth, 3);
	buffer_free(&b);
	flame_tree_close(&t);
}

static void thousands_of_frames(void **state)
{
	struct flame_tree t;
	char text[32];

	(void)state;
	assert_int_equal(flame_tree_open(&t), 0);
	for (unsigned i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "f%u;g%u", i % 1000, i % 500);
		assert_int_equal(add(&t, text, weight(1)), 0);
	}
	assert_int_equal(flame_tree_finish(&t), 0);
	assert_int_equal(t.count, 1 + 1000 + 1000);
	assert_int_equal(t.nodes[0].child_count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(t.nodes[t.order[t.nodes[0].first_child + i]].total, 20);
	flame_tree_close(&t);
}

static void weights_do_not_wrap(void **state)
{
	struct flame_tree t;
	struct buffer b = { 0 };

	(void)state;
	assert_int_equal(flame_tree_open(&t), 0);
	assert_int_equal(add(&t, "a", weight(UINT64_MAX)), 0);
	assert_int_equal(add(&t, "b", weight(UINT64_MAX)), 0);
	assert_int_equal(flame_tree_finish(&t), 0);
	assert_true(t.nodes[0].total == UINT64_MAX);
	flame_svg_put(&b, &t, "t");
	assert_false(b.failed);
	buffer_free(&b);
	flame_tree_close(&t);
}

static void names_are_text(void **state)
{
	struct flame_tree t;
	struct buffer b = { 0 };

	(void)state;
	assert_int_equal(flame_tree_open(&t), 0);
	assert_int_equal(add(&t, "<script>&\"]]>", weight(1)), 0);
	/* no characters of XML: U+FFFE, and bytes that are no UTF-8 */
	assert_int_equal(add(&t, "a\xef\xbf\xbe\xff\x01z\xc3\xa9", weight(1)), 0);
	assert_int_equal(flame_tree_finish(&t), 0);
	flame_svg_put(&b, &t, "of <@>");
	assert_non_null(strstr(buffer_text(&b),
		"<title>&lt;script&gt;&amp;&quot;]]&gt;\n1 of 2, 50.00%\nprocess</title>"));
	assert_non_null(strstr(buffer_text(&b), ">&lt;script&gt;&amp;&quot;]]&gt;</text>"));
	assert_non_null(
		strstr(buffer_text(&b), "<title>a???z\xc3\xa9\n1 of 2, 50.00%\nprocess</title>"));
	assert_non_null(strstr(buffer_text(&b), "<title>of &lt;@&gt;</title>"));
	buffer_free(&b);
	flame_tree_close(&t);
}

/* Narrow frames have no text, narrower ones are left out; what is cut ends in a mark. */
static void wide_and_narrow_frames(void **state)
{
	struct flame_tree t;
	struct buffer b = { 0 };

	(void)state;
	assert_int_equal(flame_tree_open(&t), 0);
	assert_int_equal(add(&t, "wide", weight(1000000)), 0);
	assert_int_equal(add(&t, "a_name_that_is_cut", weight(60000)), 0);
	assert_int_equal(add(&t, "narrow", weight(5000)), 0);
	assert_int_equal(add(&t, "dust", weight(1)), 0);
	assert_int_equal(flame_tree_finish(&t), 0);
	flame_svg_put(&b, &t, "t");
	assert_non_null(strstr(buffer_text(&b), ">wide</text>"));
	assert_non_null(strstr(buffer_text(&b), ">a_name_…</text>"));
	assert_non_null(strstr(buffer_text(&b), "<title>narrow\n5,000 of 1,065,001, 0.47%"));
	assert_null(strstr(buffer_text(&b), ">narrow</text>"));
	assert_null(strstr(buffer_text(&b), "dust"));
	buffer_free(&b);
	flame_tree_close(&t);
}

static void memory_runs_out(void **state)
{
	bool worked = false;

	(void)state;
	for (long n = 0; !worked; n++) {
		struct flame_tree t;
		int err;

		mem_fail_after(n);
		err = flame_tree_open(&t);
		for (int i = 0; !err && i < 100; i++) {
			char text[16];

			snprintf(text, sizeof(text), "f%d", i);
			err = add(&t, text, weight(1));
		}
		if (!err)
			err = flame_tree_finish(&t);
		mem_fail_after(-1);
		worked = !err;
		flame_tree_close(&t);
		assert_true(n < 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_frames_are_one),
		cmocka_unit_test(thousands_of_frames),
		cmocka_unit_test(weights_do_not_wrap),
		cmocka_unit_test(names_are_text),
		cmocka_unit_test(wide_and_narrow_frames),
		cmocka_unit_test(memory_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
