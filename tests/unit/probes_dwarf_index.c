/* tests/unit/probes_dwarf_index.c - looking up names and addresses by the indexes that compilers,
 * linkers and gdb make, and names by a search for their texts: what is found is what the pass over
 * all units finds in the same program without an index, and the other units are not looked at for
 * it. */
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

#define C "$S/types.c $S/types_other.c"
/* Entries that several units have are moved to one of the same file. */
#define DWZ_TWICE(compile, source) \
	compile " -c -o $O-1.o " source " && " compile " -Dmain=second -c -o $O-2.o " source \
		" && gcc -c -o $O-3.o $S/types_other.c && gcc -Wl,-z,muldefs -o $O $O-1.o $O-2.o $O-3.o &&" \
		"dwz $O && readelf --debug-dump=info $O | grep -q partial_unit"
/* Those that several programs have, to a file that they share. */
#define DWZ_SHARED " && cp $O $O-2 && cp $O $O-3 && dwz -m $O.shared -M $PWD/$O.shared $O $O-2 $O-3"
#define DWZ_SUPPLEMENT \
	" && cp $O $O-2 && cp $O $O-3 && dwz -5 -m $O.shared -M $PWD/$O.shared $O $O-2 $O-3 && readelf -SW $O | grep -q debug_sup"
#define OBJECTS(compile) "for f in types types_other; do " compile " -c -o $O-$f.o $S/$f.c || exit; done; "

/* Which have an index of all units that tells what is not there, too: a name of nothing needs no
 * pass. */
static const struct indexed {
	struct form form;
	/* a struct that the index has; NULL: gdb numbers type units wrongly */
	const char *known;
	bool is_complete;
} indexed[] = {
	{ { "gdb-index", "gdb-add-index", "gcc -g -o $O " C " && gdb-add-index $O" }, "node",
		true },
	{ { "gdb-index4", "gdb-add-index",
		  "gcc -gdwarf-4 -fdebug-types-section -o $O " C " && gdb-add-index $O" },
		NULL, false },
	{ { "gdb-index-cc", "gdb-add-index", "g++ -g -o $O $S/names.cc && gdb-add-index $O" },
		"Plain", false },
	{ { "gdb-names", "gdb-add-index", "gcc -g -o $O " C " && gdb-add-index -dwarf-5 $O" },
		"node", true },
	{ { "gdb-names-cc", "gdb-add-index",
		  "g++ -g -o $O $S/names.cc && gdb-add-index -dwarf-5 $O" },
		"Plain", false },
	{ { "names", "clang",
		  "clang -gdwarf-5 -gpubnames -o $O " C
		  " && readelf -SW $O | grep -q debug_names" },
		"node", true },
	{ { "names-types", "clang",
		  "clang -gdwarf-5 -gpubnames -fdebug-types-section -o $O " C
		  " && readelf -SW $O | grep -q debug_names" },
		"node", true },
	{ { "names-split", "clang",
		  OBJECTS("clang -gdwarf-5 -gpubnames -gsplit-dwarf") "clang -o $O $O-*.o && readelf -SW $O | grep -q debug_names" },
		"node", true },
	{ { "names-cc", "clang",
		  "clang -x c++ -gdwarf-5 -gpubnames -o $O $S/names.cc && readelf -SW $O | grep -q debug_names" },
		"Plain", true },
	{ { "names-lld", "ld.lld-19",
		  OBJECTS("clang -gdwarf-5 -gpubnames") "clang -fuse-ld=lld-19 -Wl,--debug-names -o $O $O-*.o && readelf -SW $O | grep -q debug_names" },
		"node", true },
	{ { "names-half", "clang",
		  "clang -gdwarf-5 -gpubnames -c -o $O-1.o $S/types.c && gcc -g -c -o $O-2.o $S/types_other.c && clang -o $O $O-*.o" },
		"node", false },
	{ { "lld-index", "ld.lld-19",
		  OBJECTS("clang -gdwarf-4 -ggnu-pubnames") "clang -fuse-ld=lld-19 -Wl,--gdb-index -o $O $O-*.o && readelf -SW $O | grep -q gdb_index" },
		"node", false },
	{ { "lld-index-half", "ld.lld-19",
		  "clang -gdwarf-4 -ggnu-pubnames -c -o $O-1.o $S/types.c && gcc -g -c -o $O-2.o $S/types_other.c &&"
		  "clang -fuse-ld=lld-19 -Wl,--gdb-index -o $O $O-*.o && readelf -SW $O | grep -q gdb_index" },
		"node", false },
	{ { "dwz-gdb-index", "dwz", "gcc -g -o $O " C DWZ_SHARED " && gdb-add-index $O" }, "node",
		true },
};

/* Programs without an index: with texts by their places and by their numbers, type units, split
 * files, packages, and what dwz makes of them. */
static const struct form unindexed[] = {
	{ "plain4-types", "gcc", "gcc -gdwarf-4 -fdebug-types-section -o $O " C },
	{ "plain5-types", "gcc", "gcc -gdwarf-5 -fdebug-types-section -o $O " C },
	{ "plain64", "gcc", "gcc -gdwarf-5 -gdwarf64 -o $O " C },
	{ "split4", "gcc", "gcc -gdwarf-4 -gsplit-dwarf -o $O " C },
	{ "split5", "gcc", "gcc -gdwarf-5 -gsplit-dwarf -o $O " C },
	{ "split4-types", "gcc", "gcc -gdwarf-4 -gsplit-dwarf -fdebug-types-section -o $O " C },
	{ "split5-types", "gcc", "gcc -gdwarf-5 -gsplit-dwarf -fdebug-types-section -o $O " C },
	{ "split5-cc", "g++",
		"g++ -gdwarf-5 -gsplit-dwarf -fdebug-types-section -o $O $S/names.cc" },
	{ "package4", "dwp",
		"gcc -gdwarf-4 -gsplit-dwarf -o $O " C " && timeout 30 dwp -e $O && rm $O-*.dwo" },
	{ "package4-types", "dwp",
		"gcc -gdwarf-4 -gsplit-dwarf -fdebug-types-section -o $O " C
		" && timeout 30 dwp -e $O && rm $O-*.dwo" },
	{ "numbers", "clang", "clang -gdwarf-5 -o $O " C },
	{ "numbers64", "clang", "clang -gdwarf-5 -gdwarf64 -o $O " C },
	{ "numbers-mixed", "clang",
		"clang -gdwarf-5 -c -o $O-1.o $S/types.c && gcc -g -c -o $O-2.o $S/types_other.c && clang -o $O $O-1.o $O-2.o" },
	{ "numbers-types", "clang", "clang -gdwarf-5 -fdebug-types-section -o $O " C },
	{ "numbers-cc", "clang", "clang -x c++ -gdwarf-5 -fdebug-types-section -o $O $S/names.cc" },
	{ "numbers-split", "clang", OBJECTS("clang -gdwarf-5 -gsplit-dwarf") "clang -o $O $O-*.o" },
	{ "numbers-split4", "clang",
		OBJECTS("clang -gdwarf-4 -gsplit-dwarf") "clang -o $O $O-*.o" },
	{ "numbers-package", "llvm-dwp-19",
		OBJECTS("clang -gdwarf-5 -gsplit-dwarf") "clang -o $O $O-*.o && timeout 30 llvm-dwp-19 -e $O -o $O.dwp && rm $O-*.dwo" },
	{ "numbers-package-cc", "llvm-dwp-19",
		"clang -x c++ -gdwarf-5 -gsplit-dwarf -fdebug-types-section -c -o $O-1.o $S/names.cc && clang -o $O $O-1.o &&"
		"timeout 30 llvm-dwp-19 -e $O -o $O.dwp && rm $O-*.dwo" },
	{ "dwz4", "dwz", DWZ_TWICE("gcc -gdwarf-4", "$S/types.c") },
	{ "dwz5", "dwz", DWZ_TWICE("gcc -gdwarf-5", "$S/types.c") },
	{ "dwz4-types", "dwz", DWZ_TWICE("gcc -gdwarf-4 -fdebug-types-section", "$S/types.c") },
	{ "dwz4-twice-cc", "dwz", DWZ_TWICE("g++ -gdwarf-4", "$S/names.cc") },
	{ "dwz5-twice-cc", "dwz", DWZ_TWICE("g++ -gdwarf-5", "$S/names.cc") },
	{ "dwz4-shared", "dwz", "gcc -gdwarf-4 -o $O " C DWZ_SHARED },
	{ "dwz5-shared", "dwz", "gcc -gdwarf-5 -o $O " C DWZ_SHARED },
	{ "dwz4-shared-cc", "dwz", "g++ -gdwarf-4 -o $O $S/names.cc" DWZ_SHARED },
	{ "dwz5-shared-cc", "dwz", "g++ -gdwarf-5 -o $O $S/names.cc" DWZ_SHARED },
	{ "dwz5-supplement", "dwz", "gcc -gdwarf-5 -o $O " C DWZ_SUPPLEMENT },
	{ "dwz5-supplement-cc", "dwz", "g++ -gdwarf-5 -o $O $S/names.cc" DWZ_SUPPLEMENT },
	{ "dwz-clang", "dwz", "clang -gdwarf-4 -o $O " C DWZ_SHARED },
	{ "dwz-clang-cc", "dwz", "clang -x c++ -gdwarf-4 -o $O $S/names.cc" DWZ_SHARED },
};

struct compared {
	const struct kernel_btf *plain, *indexed;
	struct arena *arena;
	unsigned kind, names;
};

static void compare_types(struct compared *c, uint32_t x, uint32_t y)
{
	assert_true(x && y);
	assert_int_equal(kernel_btf_size(c->plain, x), kernel_btf_size(c->indexed, y));
	assert_string_equal(kernel_btf_c_text(c->plain, x, c->arena),
		kernel_btf_c_text(c->indexed, y, c->arena));
}

/* Only the first names are searched for. */
static void search_again(const struct compared *c)
{
	dwarf_of_types(c->indexed)->name_searches = 0;
}

static void compare_name(const char *name, void *arg)
{
	struct compared *c = arg;

	c->names++;
	search_again(c);
	compare_types(c, kernel_btf_find(c->plain, c->kind, name),
		kernel_btf_find(c->indexed, c->kind, name));
}

/* Full names go by the same way, but no list has them. */
static void compare_full_names(struct compared *c)
{
	static const struct {
		unsigned kind;
		const char *name;
	} names[] = {
		{ BTF_KIND_STRUCT, "ns::Shape" },
		{ BTF_KIND_STRUCT, "ns::Shape::Inner" },
		{ BTF_KIND_STRUCT, "ns::(anonymous namespace)::Hidden" },
		{ BTF_KIND_STRUCT, "Box<ns::Shape>" },
		{ BTF_KIND_ENUM, "ns::Shape::Kind" },
		{ BTF_KIND_UNION, "ns::Number" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		c->kind = names[i].kind;
		compare_name(names[i].name, c);
	}
}

static void compare_variables(const struct compared *c, const char *const *names)
{
	for (; *names; names++) {
		struct dwarf_variable x, y;

		search_again(c);
		assert_true(dwarf_variable(c->plain, *names, &x) &&
			dwarf_variable(c->indexed, *names, &y));
		assert_int_equal(x.address, y.address);
		assert_int_equal(
			kernel_btf_size(c->plain, x.type), kernel_btf_size(c->indexed, y.type));
	}
}

static void compare_all(struct compared *c, bool is_cc)
{
	static const unsigned kinds[] = { BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_ENUM,
		BTF_KIND_TYPEDEF, BTF_KIND_INT };
	static const char *const variables[] = { "global_node", "big", NULL };
	static const char *const cc_variables[] = { "boxed", "hidden",
		"ns::(anonymous namespace)::hidden", "ns::Shape::counter", NULL };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		c->kind = kinds[i];
		c->plain->source->each_name(c->plain->from, c->kind, compare_name, c);
	}
	assert_true(c->names >= 8);
	if (is_cc)
		compare_full_names(c);
	compare_variables(c, is_cc ? cc_variables : variables);
	search_again(c);
	compare_types(c, kernel_btf_find_enumerator(c->plain, is_cc ? "FLAT" : "GREEN"),
		kernel_btf_find_enumerator(c->indexed, is_cc ? "FLAT" : "GREEN"));
}

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(indexed); i++) {
		const struct form *f = &indexed[i].form;
		bool is_cc = strstr(f->name, "-cc");
		char name[80];

		if (!make_program(f))
			continue;
		snprintf(name, sizeof(name), "%s-plain", f->name);
		assert_int_equal(
			sh("objcopy -R .gdb_index -R .debug_names %s %s", f->name, name), 0);
		struct compared c = {
			.plain = types_of(name), .indexed = types_of(f->name), .arena = arena_new()
		};

		assert_true(c.plain && c.indexed && c.arena);
		struct dwarf *d = dwarf_of_types(c.indexed);

		/* no pass for what is there, and none for what is not */
		if (indexed[i].known)
			assert_int_not_equal(
				kernel_btf_find(c.indexed, BTF_KIND_STRUCT, indexed[i].known), 0);
		assert_false(dwarf_index_is_made(d));
		assert_int_equal(kernel_btf_find(c.indexed, BTF_KIND_STRUCT, "nothing"), 0);
		assert_int_equal(kernel_btf_find(c.indexed, BTF_KIND_STRUCT, "ns::nothing"), 0);
		assert_int_equal(dwarf_index_is_made(d), !indexed[i].is_complete);
		assert_int_equal(kernel_btf_find(c.plain, BTF_KIND_STRUCT, "nothing"), 0);
		compare_all(&c, is_cc);
		snprintf(name, sizeof(name), "%s-searched", f->name);
		assert_int_equal(sh("cp %s-plain %s", f->name, name), 0);
		assert_non_null(c.indexed = types_of(name));
		compare_all(&c, is_cc);
		assert_int_equal(kernel_btf_find(c.indexed, BTF_KIND_STRUCT, "ns::nothing"), 0);
		assert_false(dwarf_index_is_made(dwarf_of_types(c.indexed)));
		arena_free(c.arena);
	}
}

static void test_searched_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(unindexed); i++) {
		const struct form *f = &unindexed[i];
		bool is_cc = strstr(f->name, "-cc");
		char name[80];

		if (!make_program(f))
			continue;
		snprintf(name, sizeof(name), "%s-searched", f->name);
		assert_int_equal(sh("cp %s %s && if [ -e %s.dwp ]; then cp %s.dwp %s.dwp; fi",
					 f->name, name, f->name, f->name, name),
			0);
		struct compared c = {
			.plain = types_of(f->name), .indexed = types_of(name), .arena = arena_new()
		};

		assert_true(c.plain && c.indexed && c.arena);
		assert_int_equal(kernel_btf_find(c.indexed, BTF_KIND_STRUCT, "nothing"), 0);
		assert_int_equal(kernel_btf_find(c.indexed, BTF_KIND_STRUCT, "ns::nothing"), 0);
		compare_all(&c, is_cc);
		assert_true(dwarf_index_is_made(dwarf_of_types(c.plain)));
		assert_false(dwarf_index_is_made(dwarf_of_types(c.indexed)));
		arena_free(c.arena);
	}
}

static const struct form addressed[] = {
	{ "aranges4", "gcc", "gcc -gdwarf-4 -O2 -o $O " C },
	{ "aranges5", "gcc", "gcc -gdwarf-5 -o $O " C },
	{ "aranges64", "gcc", "gcc -gdwarf-5 -gdwarf64 -o $O " C },
	{ "aranges-sections", "gcc", "gcc -g -ffunction-sections -Wl,--gc-sections -o $O " C },
	{ "gdb-addresses", "gdb-add-index",
		"clang -gdwarf-5 -o $O " C
		" && gdb-add-index $O && readelf -SW $O | grep -q gdb_index" },
};

/* The function of one unit is found without the headers of the others. */
static void test_addresses(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(addressed); i++) {
		char path[PATH_MAX];
		struct dwarf_function fn;
		uint64_t address = 0;

		if (!make_program(&addressed[i]))
			continue;
		const struct kernel_btf *b = types_of(addressed[i].name);

		assert_int_equal(
			sh("nm %s | awk '/ touch$/ { print $1 }' >address", addressed[i].name), 0);
		snprintf(path, sizeof(path), "%s/address", directory);
		FILE *f = fopen(path, "r");

		assert_true(b && f && fscanf(f, "%lx", &address) == 1);
		fclose(f);
		assert_true(dwarf_function(b, address, a, &fn));
		assert_string_equal(fn.name, "touch");
		assert_int_equal(fn.count, 1);
		assert_string_equal(
			kernel_btf_c_text(b, fn.parameters[0].type, a), "struct other *");
		assert_false(dwarf_of_types(b)->main->scanned);
		/* and what is of no unit is of none by the table either */
		assert_false(dwarf_function(b, 1, a, &fn));
		assert_true(dwarf_of_types(b)->main->scanned);
		assert_true(dwarf_function(b, address, a, &fn));
		assert_string_equal(fn.name, "touch");
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_searched_names),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
