/* tests/unit/probes_dwarf.c - types out of the debug information of programs that this test
 * compiles, in every form that the compilers and tools of the machine can give it: what is read is
 * compared with what the program itself prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/btf_types.h"
#include "probes/dwarf.h"
#include "runtime/base/util.h"
#include "tests/unit/dwarf/programs.h"

static const struct form forms[] = {
	{ "gcc4", "gcc", "gcc -gdwarf-4 -o $O $S/types.c $S/types_other.c" },
	{ "gcc5", "gcc", "gcc -gdwarf-5 -o $O $S/types.c $S/types_other.c" },
	{ "gcc3", "gcc", "gcc -gdwarf-3 -gstrict-dwarf -o $O $S/types.c $S/types_other.c" },
	{ "gcc2", "gcc", "gcc -gdwarf-2 -gstrict-dwarf -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-O2", "gcc", "gcc -gdwarf-5 -O2 -flto -o $O $S/types.c $S/types_other.c" },
	{ "gcc4-types", "gcc",
		"gcc -gdwarf-4 -fdebug-types-section -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-types", "gcc",
		"gcc -gdwarf-5 -fdebug-types-section -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-64", "gcc", "gcc -gdwarf-5 -gdwarf64 -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-z", "gcc", "gcc -gdwarf-5 -gz -o $O $S/types.c $S/types_other.c" },
	{ "gcc4-oldz", "gcc", "gcc -gdwarf-4 -gz=zlib-gnu -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-zstd", "objcopy",
		"gcc -gdwarf-5 -o $O $S/types.c $S/types_other.c && objcopy --compress-debug-sections=zstd $O && readelf -tW $O | grep -q ZSTD" },
	{ "clang5-zstd-lld", "ld.lld-19",
		"clang -gdwarf-5 -fuse-ld=lld-19 -Wl,--compress-debug-sections=zstd -o $O $S/types.c $S/types_other.c" },
	{ "gcc4-split", "gcc", "gcc -gdwarf-4 -gsplit-dwarf -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-split", "gcc", "gcc -gdwarf-5 -gsplit-dwarf -o $O $S/types.c $S/types_other.c" },
	{ "gcc4-split-types", "gcc",
		"gcc -gdwarf-4 -gsplit-dwarf -fdebug-types-section -o $O $S/types.c $S/types_other.c" },
	{ "gcc5-split-types", "gcc",
		"gcc -gdwarf-5 -gsplit-dwarf -fdebug-types-section -o $O $S/types.c $S/types_other.c" },
	{ "gcc4-dwp", "dwp",
		"gcc -gdwarf-4 -gsplit-dwarf -o $O $S/types.c $S/types_other.c && timeout 30 dwp -e $O && rm $O-*.dwo" },
	{ "gcc4-dwp-types", "dwp",
		"gcc -gdwarf-4 -gsplit-dwarf -fdebug-types-section -o $O $S/types.c $S/types_other.c && timeout 30 dwp -e $O && rm $O-*.dwo" },
	{ "gcc-debuglink", "objcopy",
		"gcc -g -o $O $S/types.c $S/types_other.c && objcopy --only-keep-debug $O $O.debug &&"
		"objcopy --strip-all --add-gnu-debuglink=$O.debug $O" },
	{ "gcc-dwz", "dwz",
		"gcc -g -o $O $S/types.c $S/types_other.c && cp $O $O-2 && cp $O $O-3 && dwz -m $O.shared -M $PWD/$O.shared $O $O-2 $O-3" },
	{ "clang4", "clang", "clang -gdwarf-4 -o $O $S/types.c $S/types_other.c" },
	{ "clang5", "clang", "clang -gdwarf-5 -o $O $S/types.c $S/types_other.c" },
	{ "clang5-O2", "clang", "clang -gdwarf-5 -O2 -o $O $S/types.c $S/types_other.c" },
	{ "clang4-split", "clang",
		"for f in types types_other; do clang -gdwarf-4 -gsplit-dwarf -c -o $O-$f.o $S/$f.c || exit; done; clang -o $O $O-*.o" },
	{ "clang5-split", "clang",
		"for f in types types_other; do clang -gdwarf-5 -gsplit-dwarf -c -o $O-$f.o $S/$f.c || exit; done; clang -o $O $O-*.o" },
	{ "clang5-dwp", "llvm-dwp-19",
		"for f in types types_other; do clang -gdwarf-5 -gsplit-dwarf -c -o $O-$f.o $S/$f.c || exit; done; clang -o $O $O-*.o &&"
		"timeout 30 llvm-dwp-19 -e $O -o $O.dwp && rm $O-*.dwo" },
	{ "clang5-types", "clang",
		"clang -gdwarf-5 -fdebug-types-section -o $O $S/types.c $S/types_other.c" },
};

/* What the program prints of its members is what is read. */
static void check_members(const char *name, const struct kernel_btf *b)
{
	char command[PATH_MAX + 64], member[32];
	uint32_t id = kernel_btf_find(b, BTF_KIND_STRUCT, "node");
	size_t offset, size, members = 0;

	snprintf(command, sizeof(command), "%s/%s", directory, name);
	FILE *f = popen(command, "r");

	assert_non_null(f);
	assert_int_not_equal(id, 0);
	while (fscanf(f, "%31s %zu %zu", member, &offset, &size) == 3) {
		uint32_t found = 0;

		assert_int_equal(kernel_btf_member(b, id, member, &found), offset);
		assert_int_equal(found, size);
		members++;
	}
	pclose(f);
	assert_int_equal(members, 14);
}

static const struct type *member_of(
	const struct type *t, const char *name, struct arena *a, struct type_field *out)
{
	assert_true(btf_types_member(t, name, a, out));
	assert_non_null(out->type);
	return out->type;
}

static void check_types(const struct kernel_btf *b)
{
	struct arena *a = arena_new();
	const struct type *node = btf_types_by_id(
				  kernel_btf_id(b, kernel_btf_find(b, BTF_KIND_TYPEDEF, "node_t")),
				  a),
			  *t;
	struct type_field f;

	assert_string_equal(node->name, "struct node");
	t = member_of(node, "low", a, &f);
	assert_int_equal(f.bit_size, 3);
	assert_int_equal(8 * f.offset + f.bit_offset, 8 * 21);
	t = member_of(node, "high", a, &f);
	assert_int_equal(f.bit_size, 7);
	assert_int_equal(8 * f.offset + f.bit_offset, 8 * 21 + 3);
	assert_true(t->kind == TYPE_INT && !t->is_signed);
	t = member_of(node, "name", a, &f);
	assert_true(t->kind == TYPE_STRING && t->size == 13);
	t = member_of(node, "rows", a, &f);
	assert_true(t->kind == TYPE_ARRAY && t->count == 2 && t->elem->kind == TYPE_ARRAY &&
		t->elem->count == 3 && t->elem->elem->is_signed);
	t = member_of(node, "flag", a, &f);
	assert_int_equal(t->kind, TYPE_BOOL);
	t = member_of(node, "color", a, &f);
	assert_string_equal(t->name, "enum color");
	assert_int_equal(t->field_count, 3);
	assert_int_equal(t->fields[1].value, 7);
	assert_int_equal((int64_t)t->fields[2].value, -2);
	t = member_of(node, "large", a, &f);
	assert_true(t->size == 8 && t->fields[0].value == 0x123456789abull);
	/* floats are there, but cannot be read */
	assert_true(btf_types_member(node, "ratio", a, &f));
	assert_null(f.type);
	/* the definition is another unit's */
	t = btf_types_pointee(NULL, member_of(node, "other", a, &f), a);
	assert_non_null(t);
	assert_int_equal(t->size, 16);
	t = member_of(t, "in", a, &f);
	member_of(t, "deep", a, &f);
	assert_int_equal(f.offset, 0);
	assert_int_not_equal(kernel_btf_find_enumerator(b, "GREEN"), 0);
	assert_int_equal(kernel_btf_find_enumerator(b, "PINK"), 0);
	assert_int_equal(kernel_btf_find(b, BTF_KIND_STRUCT, "nothing"), 0);
	arena_free(a);
}

static void test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *f = &forms[i];

		if (!make_program(f))
			continue;
		const struct kernel_btf *b = types_of(f->name);

		assert_non_null(b);
		check_members(f->name, b);
		check_types(b);
	}
}

/* Frames as addr2line prints them: "0xADDRESS", then for each frame the function and
 * "file:line". */
struct shown {
	FILE *out;
};

static bool show_frame(const struct dwarf_frame *f, void *arg)
{
	struct shown *s = arg;
	char path[PATH_MAX];

	/* one file may be named in several ways */
	fprintf(s->out, "%s\n%s:%u\n", f->function ? f->function : "??",
		f->has_source && realpath(f->file, path) ? path : "??", f->line);
	return false;
}

/* The last frame names the function, where the debug information has one: not between functions,
 * where addr2line goes by the symbols. */
static bool has_function(const struct dwarf_frame *f, void *arg)
{
	*(bool *)arg |= !f->inlined && f->function;
	return false;
}

/* addr2line is of another author: it has to say the same of every instruction of the functions. */
static void check_frames(const char *name)
{
	static const char *const functions = "main|twice|rarely";
	const struct kernel_btf *b = types_of(name);
	char path[PATH_MAX], line[64];
	struct shown s;
	unsigned between = 0;
	uint64_t address;

	assert_int_equal(
		sh("objdump -d %s | awk '/^[0-9a-f]+ <(%s)(.cold)?>:/ { on = 1; next } /^$/ { on = 0 } on && /^ / { sub(\":\", \"\", $1); print \"0x\" $1 }' >addresses &&"
		   "test $(wc -l <addresses) -gt 40",
			name, functions),
		0);
	snprintf(path, sizeof(path), "%s/addresses", directory);
	FILE *addresses = fopen(path, "r");

	snprintf(path, sizeof(path), "%s/compared", directory);
	s.out = fopen(path, "w");
	assert_true(s.out && addresses);
	while (fgets(line, sizeof(line), addresses) && sscanf(line, "%" SCNx64, &address) == 1) {
		bool inside = false;

		dwarf_frames_at(dwarf_of_types(b), address, has_function, &inside);
		if (inside)
			fputs(line, s.out);
		else
			between++;
	}
	fclose(s.out);
	assert_true(between < 12);
	assert_int_equal(
		sh("addr2line -afi -e %s @compared | awk '/^0x/ { print; next } /:/ { sub(/ .discriminator.*/, \"\");"
		   "sub(/:\\?$/, \":0\"); split($0, p, \":\"); full = p[1]; if (p[1] != \"??\") { (\"realpath \" p[1]) | getline full; close(\"realpath \" p[1]) }"
		   "print full \":\" p[2]; next } { print }' >expected",
			name),
		0);
	snprintf(path, sizeof(path), "%s/got", directory);
	s.out = fopen(path, "w");
	fclose(addresses);
	snprintf(path, sizeof(path), "%s/compared", directory);
	addresses = fopen(path, "r");
	assert_true(s.out && addresses);
	while (fgets(line, sizeof(line), addresses) && sscanf(line, "%" SCNx64, &address) == 1) {
		fprintf(s.out, "0x%016" PRIx64 "\n", address);
		dwarf_frames_at(dwarf_of_types(b), address, show_frame, &s);
	}
	fclose(s.out);
	fclose(addresses);
	assert_int_equal(sh("diff expected got >&2"), 0);
}

static void test_frames(void **state)
{
	static const struct form inlined[] = {
		{ "inline-gcc4", "addr2line", "gcc -gdwarf-4 -O2 -o $O $S/inline.c" },
		{ "inline-gcc5", "addr2line", "gcc -gdwarf-5 -O2 -o $O $S/inline.c" },
		{ "inline-O0", "addr2line", "gcc -g -O0 -o $O $S/inline.c" },
		{ "inline-clang", "clang", "clang -gdwarf-4 -O1 -o $O $S/inline.c" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(inlined); i++)
		if (make_program(&inlined[i]))
			check_frames(inlined[i].name);
}

/* Where a split unit and its skeleton say who was inlined, it is the same as without the split. */
static void test_split_frames(void **state)
{
	const struct kernel_btf *whole, *split;
	struct shown s = { 0 };

	(void)state;
	assert_int_equal(
		sh("gcc -g -O2 -o inline-whole $S/inline.c && gcc -g -O2 -gsplit-dwarf -o inline-split $S/inline.c"),
		0);
	whole = types_of("inline-whole");
	split = types_of("inline-split");
	for (uint64_t address = 0x1040; address < 0x1280; address++) {
		char *text[2] = { NULL };
		size_t len[2];

		for (int i = 0; i < 2; i++) {
			s.out = open_memstream(&text[i], &len[i]);
			dwarf_frames_at(dwarf_of_types(i ? split : whole), address, show_frame, &s);
			fclose(s.out);
		}
		assert_string_equal(text[0], text[1]);
		free(text[0]);
		free(text[1]);
	}
}

static void test_without(void **state)
{
	(void)state;
	assert_int_equal(sh("gcc -o none $S/types.c $S/types_other.c"), 0);
	assert_null(types_of("none"));
	assert_null(types_of("not-there"));
	assert_null(types_of("none"));
}

static bool ignore_frame(const struct dwarf_frame *frame, void *arg)
{
	(void)frame;
	(void)arg;
	return false;
}

/* The first of all: the handler of the first mapping takes the place of cmocka's. */
static void test_shorter(void **state)
{
	char path[PATH_MAX];
	struct dwarf_line_result found;
	struct debug_file_place place = { "", path };

	(void)state;
	assert_int_equal(sh("gcc -g -o shorter $S/types.c $S/types_other.c"), 0);
	snprintf(path, sizeof(path), "%s/shorter", directory);
	struct dwarf *d = dwarf_open(&place);

	assert_non_null(d);
	assert_int_equal(sh(": >shorter"), 0);
	assert_false(dwarf_frames_at(d, 0x1139, ignore_frame, NULL));
	assert_true(dwarf_find_line(
		d, &(struct dwarf_line_query){ .file = "types.c", .line = 1 }, &found));
	assert_int_equal(found.count, 0);
	assert_false(found.has_file);
	mem_free(found.items);
	dwarf_close(d);
	/* and from the start, which is no program at all */
	assert_null(types_of("shorter"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shorter),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_split_frames),
		cmocka_unit_test(test_without),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
