/* tests/unit/probes_dwarf_damaged.c - debug information that no compiler makes, or few: what is
 * shared over and over is bounded, what cannot be said is left out, and nothing is read for
 * something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "probes/btf_types.h"
#include "probes/dwarf_internal.h"
#include "runtime/base/util.h"
#include "tests/unit/dwarf/programs.h"

/* What the assembler makes of a file is a program to the reader; sections of it are where they
 * are. */
static const struct kernel_btf *assemble(const char *name)
{
	assert_int_equal(sh("gcc -c -o %s $S/%s.s", name, name), 0);
	return types_of(name);
}

static void test_ranges(void **state)
{
	const struct kernel_btf *b = assemble("shared_ranges");
	struct dwarf_die d;

	(void)state;
	assert_non_null(b);
	assert_true(dwarf_function_at(dwarf_of_types(b), 0x1001, &d));
	assert_in_range(
		dwarf_file_units(dwarf_of_types(b)->main)->items[0]->functions.count, 1, 1u << 20);
}

static void test_members(void **state)
{
	const struct kernel_btf *b = assemble("shared_members");
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_find(b, BTF_KIND_STRUCT, "large"));
	uint64_t sum = 0;

	(void)state;
	assert_int_equal(BTF_INFO_VLEN(t->info), 80);
	for (uint32_t i = 0; i < 80; i++) {
		const struct btf_type *m =
			kernel_btf_type(b, ((const struct btf_member *)(t + 1))[i].type);

		assert_true(!i ? BTF_INFO_VLEN(m->info) == UINT16_MAX : m != NULL);
		sum += BTF_INFO_VLEN(m->info);
	}
	assert_in_range(sum, 1u << 21, (1u << 22) + UINT16_MAX);
}

static void test_names(void **state)
{
	const struct kernel_btf *b = assemble("nested_names");
	struct dwarf_die d;

	(void)state;
	assert_true(dwarf_find_name(dwarf_of_types(b), DWARF_STRUCTS, "c", &d));
	/* there were too many before it */
	assert_string_equal(dwarf_die_full_name(&d), "c");
	assert_in_range(dwarf_of_types(b)->names_len, 1, (128u << 20) + 8192);
}

/* It is opened once, however many units are looked for in it in vain, and however often. */
static void test_skeletons(void **state)
{
	const struct kernel_btf *b;
	uint32_t count = 0;

	(void)state;
	assert_int_equal(
		sh("gcc -g -gsplit-dwarf -c -o split.o $S/far.c && mv split.dwo other && cp other split.dwo"),
		0);
	assert_non_null(b = assemble("skeletons"));
	assert_int_equal(kernel_btf_find(b, BTF_KIND_STRUCT, "far"), 0);
	assert_int_equal(dwarf_file_units(dwarf_of_types(b)->main)->count, 50);
	for (const struct dwarf_file *f = dwarf_of_types(b)->files; f; f = f->next)
		count++;
	assert_int_equal(count, 2);
}

/* BTF has 24 bits for where a member is in a struct with bit fields. */
static void test_far_bits(void **state)
{
	struct arena *a = arena_new();
	const struct type *t;
	struct type_field f;
	uint32_t size;

	(void)state;
	assert_int_equal(sh("gcc -g -o far $S/far.c"), 0);
	const struct kernel_btf *b = types_of("far");
	uint32_t far = kernel_btf_find(b, BTF_KIND_STRUCT, "far"),
		 near = kernel_btf_find(b, BTF_KIND_STRUCT, "near");

	assert_int_equal(kernel_btf_member(b, far, "behind", &size), (3 << 20) + 4);
	assert_non_null(t = btf_types_by_id(kernel_btf_id(b, far), a));
	assert_false(btf_types_member(t, "low", a, &f));
	assert_non_null(t = btf_types_by_id(kernel_btf_id(b, near), a));
	assert_true(btf_types_member(t, "low", a, &f));
	assert_int_equal(f.bit_size, 3);
	arena_free(a);
}

/* Compile with words of the debug information changed. */
static const struct kernel_btf *changed(const char *name, const char *sed)
{
	assert_int_equal(
		sh("gcc -gdwarf-5 -dA -S -o %s.s $S/far.c && sed -i '%s' %s.s && gcc -o %s %s.s",
			name, sed, name, name, name),
		0);
	return types_of(name);
}

static void test_languages(void **state)
{
	const struct kernel_btf *b = changed("fortran", "/# DW_AT_language/s/0x[0-9a-f]*/0x22/");
	struct arena *a = arena_new();
	struct type_field f;
	uint32_t size;

	(void)state;
	/* an upper bound of 3 is that of three elements where they are counted from 1 */
	assert_true(kernel_btf_member(
			    b, kernel_btf_find(b, BTF_KIND_STRUCT, "near"), "four", &size) >= 0);
	assert_int_equal(size, 12);
	/* fixed-point numbers are no integers */
	assert_non_null(b = changed("fixed", "/# DW_AT_encoding/s/0x5\\b/0xd/"));
	assert_true(btf_types_member(
		btf_types_by_id(kernel_btf_id(b, kernel_btf_find(b, BTF_KIND_STRUCT, "near")), a),
		"behind", a, &f));
	assert_null(f.type);
	arena_free(a);
}

/* What was not known before a line was looked for is forgotten. */
static void test_line_tables(void **state)
{
	struct dwarf_line_result r;

	(void)state;
	assert_int_equal(sh("gcc -g -o lines $S/types.c $S/types_other.c"), 0);
	struct dwarf *d = dwarf_of_types(types_of("lines"));
	const struct dwarf_units *units = dwarf_file_units(d->main);

	assert_non_null(dwarf_unit_rows(units->items[0]));
	uint64_t kept = d->rows_kept;

	assert_int_not_equal(kept, 0);
	assert_true(dwarf_find_line(
		d, &(struct dwarf_line_query){ .file = "types.c", .line = 46 }, &r));
	assert_int_equal(r.count, 1);
	mem_free(r.items);
	assert_int_equal(d->rows_kept, kept);
	assert_true(
		units->count == 2 && units->items[0]->lines->has_rows && !units->items[1]->lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_skeletons),
		cmocka_unit_test(test_far_bits),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_line_tables),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
