/* tests/unit/probes_btf_blobs.c - types of several BTF blobs at once: a kernel, two modules and a
 * script made by hand, in a directory of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>

#include "probes/btf.h"
#include "probes/btf_types.h"
#include "tests/unit/btf_blob.h"
#include "tests/unit/sysfs.h"

static struct arena *arena;

/* 1 int, 2 struct sock {int a}, 3 struct conn, only declared, 4 pointer to it, 5 struct flow {conn;
 * int b}, 6 enum side */
static void make_kernel(struct blob *b)
{
	text(b, "");
	uint32_t n_int = text(b, "int"), n_sock = text(b, "sock"), n_a = text(b, "a"),
		 n_conn = text(b, "conn"), n_flow = text(b, "flow");
	uint32_t n_b = text(b, "b"), n_side = text(b, "side"), n_left = text(b, "LEFT");

	WORDS(b, n_int, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32);
	WORDS(b, n_sock, INFO(BTF_KIND_STRUCT, 1), 4, n_a, 1, 0);
	WORDS(b, n_conn, INFO(BTF_KIND_FWD, 0), 0);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), 3);
	WORDS(b, n_flow, INFO(BTF_KIND_STRUCT, 2), 16, n_conn, 4, 0, n_b, 1, 64);
	WORDS(b, n_side, INFO(BTF_KIND_ENUM, 1), 4, n_left, 7);
	finish(b);
}

/* In beta: 7 struct conn {int port; struct sock *sk; }, 8 pointer to sock, 9 enum */
static void make_beta(struct blob *b)
{
	uint32_t n_conn = text(b, "conn"), n_port = text(b, "port"), n_sk = text(b, "sk"),
		 n_dir = text(b, "dir"), n_north = text(b, "NORTH");

	WORDS(b, n_conn, INFO(BTF_KIND_STRUCT, 2), 16, n_port, 1, 0, n_sk, 8, 64);
	WORDS(b, 0, INFO(BTF_KIND_PTR, 0), 2);
	WORDS(b, n_dir, INFO(BTF_KIND_ENUM, 1), 4, n_north, 3);
	finish(b);
}

/* In alpha: 7 struct only {int b}, whose member has a name ("b") and a type of the kernel's */
static void make_alpha(struct blob *b)
{
	WORDS(b, text(b, "only"), INFO(BTF_KIND_STRUCT, 1), 4, 22, 1, 0);
	finish(b);
}

static int set_up(void **state)
{
	struct blob kernel = { 0 }, beta = { 0 }, alpha = { 0 };
	struct kernel_btf base;

	(void)state;
	arena = arena_new();
	sysfs_make();
	make_kernel(&kernel);
	assert_int_equal(kernel_btf_open(&base, NULL, kernel.all.data, kernel.all.len), 0);
	alpha.base = beta.base = &base;
	make_beta(&beta);
	make_alpha(&alpha);
	sysfs_write_types("vmlinux", kernel.all.data, kernel.all.len);
	sysfs_write_types("beta", beta.all.data, beta.all.len);
	sysfs_write_types("alpha", alpha.all.data, alpha.all.len);
	sysfs_write_types("broken", alpha.all.data, alpha.all.len / 2);
	sysfs_write_types(".hidden", alpha.all.data, alpha.all.len);
	kernel_btf_close(&base);
	blob_free(&kernel);
	blob_free(&beta);
	blob_free(&alpha);
	kernel_btf_set_sysfs(sysfs_root, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	kernel_btf_set_sysfs(NULL, NULL);
	sysfs_remove();
	arena_free(arena);
	return 0;
}

static void test_modules(void **state)
{
	size_t count;
	const char *const *names = kernel_btf_modules(&count);
	const struct kernel_btf *beta = kernel_btf_module("beta");

	(void)state;
	assert_int_equal(count, 3);
	assert_string_equal(names[0], "alpha");
	assert_string_equal(names[2], "broken");
	assert_non_null(beta);
	assert_ptr_equal(kernel_btf_module("beta"), beta);
	assert_ptr_equal(kernel_btf_module("vmlinux"), kernel_btf());
	assert_null(kernel_btf_module("broken"));
	assert_null(kernel_btf_module("gamma"));
	assert_null(kernel_btf_module("../vmlinux"));
	assert_int_equal(kernel_btf()->count, 6);
	assert_int_equal(beta->first, 7);
	assert_int_equal(beta->count, 9);
	assert_int_equal(kernel_btf_find(beta, BTF_KIND_STRUCT, "conn"), 7);
	assert_int_equal(kernel_btf_find(beta, BTF_KIND_STRUCT, "sock"), 0);
	assert_string_equal(kernel_btf_c_text(beta, 8, arena), "struct sock *");
	assert_string_equal(kernel_btf_c_text(beta, 2, arena), "struct sock");
	assert_string_equal(kernel_btf_c_text(beta, 7, arena), "struct conn");
	assert_null(kernel_btf_type(beta, 10));
	assert_int_equal(kernel_btf_member(beta, 7, "sk", NULL), 8);
}

static void test_numbers(void **state)
{
	const struct kernel_btf *alpha = kernel_btf_module("alpha"),
				*beta = kernel_btf_module("beta");
	uint32_t id, conn = kernel_btf_lookup(NULL, BTF_KIND_STRUCT, "conn"),
		     only = kernel_btf_lookup(NULL, BTF_KIND_STRUCT, "only");

	(void)state;
	assert_int_equal(kernel_btf_lookup(NULL, BTF_KIND_STRUCT, "sock"), 2);
	assert_int_equal(kernel_btf_lookup(NULL, BTF_KIND_STRUCT, "nothing"), 0);
	assert_true(conn != only);
	assert_ptr_equal(kernel_btf_of(conn, &id), beta);
	assert_int_equal(id, 7);
	assert_ptr_equal(kernel_btf_of(only, &id), alpha);
	assert_int_equal(id, 7);
	assert_int_equal(kernel_btf_id(beta, 7), conn);
	/* what is the kernel's has one number wherever it is seen */
	assert_int_equal(kernel_btf_id(beta, 2), 2);
	assert_int_equal(kernel_btf_id(kernel_btf(), 2), 2);
	assert_int_equal(kernel_btf_id(beta, 0), 0);
	assert_null(kernel_btf_of(0, &id));
	assert_null(kernel_btf_of(77u << 22 | 1, &id));
	assert_null(kernel_btf_of(1023u << 22 | 1, &id));
}

static const struct type *member(const char *type, const char *name)
{
	const struct type *t = btf_types_by_name(NULL, type, arena);
	struct type_field out;

	assert_non_null(t);
	if (!btf_types_member(t, name, arena, &out))
		return NULL;
	assert_non_null(out.type);
	return out.type;
}

/* From a struct of the kernel's into the module's that it points to, and back. */
static void test_across(void **state)
{
	const struct type *conn = btf_types_pointee(NULL, member("struct flow", "conn"), arena),
			  *sock;
	struct type_field f;
	struct btf_enumerator e;

	(void)state;
	assert_non_null(conn);
	assert_int_equal(conn->size, 16);
	assert_true(btf_types_member(conn, "sk", arena, &f));
	assert_int_equal(f.offset, 8);
	sock = btf_types_pointee(NULL, f.type, arena);
	assert_non_null(sock);
	assert_string_equal(sock->name, "struct sock");
	assert_true(btf_types_member(sock, "a", arena, &f));
	assert_ptr_equal(f.type, &type_int32);
	assert_ptr_equal(member("struct only", "b"), &type_int32);
	assert_true(btf_types_enumerator(NULL, "LEFT", &e));
	assert_int_equal(e.value, 7);
	assert_true(btf_types_enumerator(NULL, "NORTH", &e));
	assert_int_equal(e.value, 3);
}

/* A script's definition replaces the kernel's of that name only (C9). */
static void test_script(void **state)
{
	struct blob b = { .base = kernel_btf() };

	(void)state;
	WORDS(&b, text(&b, "sock"), INFO(BTF_KIND_STRUCT, 1), 8, text(&b, "mine"), 1, 32);
	finish(&b);
	assert_int_equal(kernel_btf_add(b.all.data, b.all.len - 1), -EINVAL);
	assert_non_null(member("struct sock", "a"));
	assert_int_equal(kernel_btf_add(b.all.data, b.all.len), 0);
	assert_ptr_equal(member("struct sock", "mine"), &type_int32);
	assert_null(member("struct sock", "a"));
	assert_ptr_equal(member("struct flow", "b"), &type_int32);
	assert_int_equal(kernel_btf_add(NULL, 0), 0);
	assert_ptr_equal(member("struct sock", "a"), &type_int32);
	blob_free(&b);
}

/* Without the kernel's types there are none of modules, but the script's can stand alone. */
static void test_without_kernel(void **state)
{
	struct blob b = { 0 };

	(void)state;
	kernel_btf_set_sysfs("/nonexistent", NULL);
	assert_null(kernel_btf());
	assert_null(kernel_btf_module("beta"));
	assert_null(btf_types_by_name(NULL, "struct sock", arena));
	text(&b, "");
	uint32_t n_int = text(&b, "int"), n_own = text(&b, "own"), n_x = text(&b, "x");

	WORDS(&b, n_int, INFO(BTF_KIND_INT, 0), 4, BTF_INT_SIGNED << 24 | 32);
	WORDS(&b, n_own, INFO(BTF_KIND_STRUCT, 1), 4, n_x, 1, 0);
	finish(&b);
	assert_int_equal(kernel_btf_add(b.all.data, b.all.len), 0);
	assert_ptr_equal(member("struct own", "x"), &type_int32);
	kernel_btf_set_sysfs(sysfs_root, NULL);
	assert_null(btf_types_by_name(NULL, "struct own", arena));
	blob_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_modules),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_across),
		cmocka_unit_test(test_script),
		cmocka_unit_test(test_without_kernel),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
