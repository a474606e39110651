/* tests/unit/probes_btf_print.c - types written in C: on a blob made by hand, on damaged ones, and
 * on this kernel's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "probes/btf_print.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"
#include "tests/unit/btf_blob.h"

#define SIGNED (BTF_INT_SIGNED << 24)
/* of the info of a struct: offsets hold widths; of an enum: values have a sign */
#define BIT_FIELDS (1u << 31)
#define BITS(width, at) ((uint32_t)(width) << 24 | (at))

enum {
	INT = 1,
	CHAR,
	LONG,
	NODE,
	TO_NODE,
	CONST_CHAR,
	TO_CONST_CHAR,
	CALL,
	TO_CALL,
	FOUR_INTS,
	TWO_ROWS,
	TO_ROWS,
	KIND,
	ANY,
	NODE_T,
	CONST_POINTER,
	GETTER,
	TO_GETTER,
	NOTHING,
	TO_NOTHING,
	WIDE,
	SMALL,
	LOOP,
	SELF,
	PRINTER,
	TO_PRINTER,
	AHEAD,
	TO_AHEAD,
	LAST
};

static void make(struct blob *b)
{
	uint32_t none = text(b, ""), n_int = text(b, "int"), n_char = text(b, "char"),
		 n_long = text(b, "long"), n_node = text(b, "node");
	uint32_t n_next = text(b, "next"), n_fn = text(b, "fn"), n_rows = text(b, "rows"),
		 n_name = text(b, "name"), n_flag = text(b, "flag");
	uint32_t n_mode = text(b, "mode"), n_kind = text(b, "kind"), n_one = text(b, "ONE"),
		 n_less = text(b, "LESS"), n_node_t = text(b, "node_t");
	uint32_t n_u = text(b, "u"), n_small = text(b, "small"), n_a = text(b, "a"),
		 n_b = text(b, "b"), n_loop = text(b, "loop"), n_x = text(b, "x");

	WORDS(b, n_int, INFO(BTF_KIND_INT, 0), 4, SIGNED | 32);
	WORDS(b, n_char, INFO(BTF_KIND_INT, 0), 1, SIGNED | 8);
	WORDS(b, n_long, INFO(BTF_KIND_INT, 0), 8, SIGNED | 64);
	/* a hole of the compiler's behind flag, one of the author's before fn, and one at the
	 * end */
	WORDS(b, n_node, INFO(BTF_KIND_STRUCT, 8) | BIT_FIELDS, 80, n_next, TO_NODE, 0, n_flag, INT,
		BITS(3, 64), n_mode, INT, BITS(2, 67), none, ANY, 128, n_fn, TO_CALL, 256, n_rows,
		TO_ROWS, 320, n_name, TO_CONST_CHAR, 384, n_kind, KIND, 448);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), NODE);
	WORDS(b, none, INFO(BTF_KIND_CONST, 0), CHAR);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), CONST_CHAR);
	WORDS(b, none, INFO(BTF_KIND_FUNC_PROTO, 2), INT, none, TO_NODE, n_name, TO_CONST_CHAR);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), CALL);
	WORDS(b, none, INFO(BTF_KIND_ARRAY, 0), 0, INT, INT, 4);
	WORDS(b, none, INFO(BTF_KIND_ARRAY, 0), 0, FOUR_INTS, INT, 2);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), TWO_ROWS);
	WORDS(b, n_kind, INFO(BTF_KIND_ENUM, 2) | BIT_FIELDS, 4, n_one, 1, n_less, UINT32_MAX);
	WORDS(b, none, INFO(BTF_KIND_UNION, 2), 8, n_u, CHAR, 0, n_x, LONG, 0);
	WORDS(b, n_node_t, INFO(BTF_KIND_TYPEDEF, 0), TO_CALL);
	WORDS(b, none, INFO(BTF_KIND_CONST, 0), TO_CONST_CHAR);
	/* char *(*(*)(void))(int, ...) has a function that returns a pointer to one */
	WORDS(b, none, INFO(BTF_KIND_FUNC_PROTO, 0), TO_PRINTER);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), GETTER);
	WORDS(b, none, INFO(BTF_KIND_FUNC_PROTO, 0), 0);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), NOTHING);
	WORDS(b, n_kind, INFO(BTF_KIND_ENUM64, 1), 8, n_one, 1, 1u << 31);
	WORDS(b, n_small, INFO(BTF_KIND_STRUCT, 2), 5, n_a, CHAR, 0, n_b, INT, 8);
	WORDS(b, n_loop, INFO(BTF_KIND_STRUCT, 2), 8, n_a, SELF, 0, n_b, SELF, 32);
	WORDS(b, none, INFO(BTF_KIND_STRUCT, 2), 8, n_a, SELF, 0, n_b, SELF, 32);
	WORDS(b, none, INFO(BTF_KIND_FUNC_PROTO, 2), TO_CONST_CHAR, none, INT, none, 0);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), PRINTER);
	WORDS(b, n_u, INFO(BTF_KIND_FWD, 0) | BIT_FIELDS, 0);
	WORDS(b, none, INFO(BTF_KIND_PTR, 0), AHEAD);
	finish(b);
}

static void test_declarations(void **state)
{
	static const struct {
		uint32_t id;
		const char *name, *text;
	} cases[] = {
		{ INT, "x", "int x" },
		{ 0, "", "void" },
		{ TO_NODE, "", "struct node *" },
		{ TO_CONST_CHAR, "s", "const char *s" },
		{ CONST_POINTER, "s", "const char *const s" },
		{ CONST_POINTER, "", "const char *const" },
		{ TO_CALL, "open", "int (*open)(struct node *, const char *name)" },
		{ TO_CALL, "", "int (*)(struct node *, const char *name)" },
		{ FOUR_INTS, "a", "int a[4]" },
		{ TWO_ROWS, "a", "int a[2][4]" },
		{ TO_ROWS, "a", "int (*a)[2][4]" },
		{ KIND, "k", "enum kind k" },
		{ TO_NOTHING, "f", "void (*f)(void)" },
		{ TO_GETTER, "f", "const char *(*(*f)(void))(int, ...)" },
		{ NODE_T, "f", "node_t f" },
		{ TO_AHEAD, "p", "union u *p" },
		{ 99, "x", "void x" },
	};
	struct blob blob = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), 0);
	assert_int_equal(b.count, LAST - 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct buffer out = { 0 };

		kernel_btf_put_declaration(&b, cases[i].id, cases[i].name, &out);
		assert_string_equal(buffer_text(&out), cases[i].text);
		buffer_free(&out);
	}
	kernel_btf_close(&b);
	blob_free(&blob);
}

static void test_definitions(void **state)
{
	static const struct {
		uint32_t id;
		const char *text;
	} cases[] = {
		{ NODE,
			"struct node {\n\tstruct node *next;\n\tint flag: 3;\n\tint mode: 2;\n\tunion {\n\t\tchar u;\n\t\tlong x;\n\t};\n\tlong: 64;\n"
			"\tint (*fn)(struct node *, const char *name);\n\tint (*rows)[2][4];\n\tconst char *name;\n\tenum kind kind;\n\tlong: 32;\n"
			"\tlong: 64;\n\tlong: 64;\n};" },
		{ KIND, "enum kind {\n\tONE = 1,\n\tLESS = -1,\n};" },
		{ WIDE, "enum kind {\n\tONE = 9223372036854775809,\n};" },
		{ NODE_T, "typedef int (*node_t)(struct node *, const char *name);" },
		{ SMALL, "struct small {\n\tchar a;\n\tint b;\n} __attribute__((packed));" },
	};
	static const uint32_t undefined[] = { 0, INT, TO_NODE, AHEAD, CALL, 99 };
	struct blob blob = { 0 };
	struct buffer out = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		buffer_clear(&out);
		assert_true(kernel_btf_put_definition(&b, cases[i].id, &out));
		assert_string_equal(buffer_text(&out), cases[i].text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(undefined); i++) {
		buffer_clear(&out);
		assert_false(kernel_btf_put_definition(&b, undefined[i], &out));
		assert_int_equal(out.len, 0);
	}
	buffer_free(&out);
	kernel_btf_close(&b);
	blob_free(&blob);
}

static void visit_member(const char *c_type, const char *name, void *arg)
{
	buffer_printf(arg, "%s %s;", c_type, name);
}

static void test_members(void **state)
{
	struct arena *a = arena_new();
	struct blob blob = { 0 };
	struct buffer out = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	assert_int_equal(kernel_btf_open(&b, NULL, blob.all.data, blob.all.len), 0);
	kernel_btf_each_member(&b, NODE, a, visit_member, &out);
	assert_string_equal(buffer_text(&out),
		"struct node * next;int flag;int mode;char u;long x;void * fn;int[4][2] * rows;const char * name;enum kind kind;");
	buffer_clear(&out);
	kernel_btf_each_member(&b, INT, a, visit_member, &out);
	kernel_btf_each_member(&b, 99, a, visit_member, &out);
	assert_int_equal(out.len, 0);
	buffer_free(&out);
	kernel_btf_close(&b);
	blob_free(&blob);
	arena_free(a);
}

/* What refers to itself, or was damaged, ends. */
static void test_damaged(void **state)
{
	struct blob blob = { 0 };
	struct buffer out = { 0 };
	struct kernel_btf b;

	(void)state;
	make(&blob);
	for (size_t i = 24; i < blob.all.len; i += 7) {
		char *copy = mem_alloc(blob.all.len);

		memcpy(copy, blob.all.data, blob.all.len);
		copy[i] ^= (char)(1 << i % 8);
		for (uint32_t id = 1; id < LAST && !kernel_btf_open(&b, NULL, copy, blob.all.len);
			id++) {
			buffer_clear(&out);
			kernel_btf_put_definition(&b, id, &out);
			kernel_btf_close(&b);
		}
		mem_free(copy);
	}
	buffer_free(&out);
	blob_free(&blob);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_declarations),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
