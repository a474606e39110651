/* tests/unit/compiler_clang_depends.c - what clang says of the files that it reads: every quoting
 * of a name, what cannot be told, what is no such report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compiler/clang_depends.h"
#include "runtime/base/arena.h"
#include "runtime/base/util.h"

#define SEARCH "clang version 14\n#include \"...\" search starts here:\n#include <...> search starts here:\n .\nEnd of search list.\n"
#define RULE CLANG_DEPENDS_TARGET ": plain "

static void put_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void tells_what_it_can(void **state)
{
	static const struct { const char *search, *rules; bool told; } cases[] = {
		{ SEARCH, CLANG_DEPENDS_TARGET ": plain\n", true },
		{ SEARCH, RULE "\\\n  a\\ b \\\n  a\\#b a$$b\n", true },
		{ SEARCH, RULE "a b\n", false },
		{ SEARCH, RULE "nosuch\n", false },
		{ SEARCH, RULE "time\n", false },
		{ SEARCH, RULE "asks\n", false },
		{ SEARCH, RULE "next\n", true },
		{ SEARCH, "other: plain\n", false },
		{ SEARCH, CLANG_DEPENDS_TARGET ":\n", false },
		{ SEARCH, "", false },
		{ "", RULE "\n", false },
		{ "ignoring nonexistent directory \"/nowhere\"\n", RULE "\n", true },
		{ "ignoring nonexistent directory \"", RULE "\n", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct arena *a = arena_new();

		if (clang_depends_look(cases[i].search, cases[i].rules, a) != cases[i].told)
			fail_msg("case %zu: %s", i, cases[i].rules);
		arena_free(a);
	}
}

int main(void)
{
	static const char *const names[] = { "plain", "a b", "a#b", "a$b", "time", "asks", "next" };
	static const char *const texts[] = { "int x;\n", "", "", "", "char t[] = __TIME__;\n",
		"#if __has_include(<x.h>)\n", "#if __has_include_next(<x.h>)\n" };
	const struct CMUnitTest tests[] = { cmocka_unit_test(tells_what_it_can) };
	char place[] = "/tmp/sonde-depends-XXXXXX";
	int failed;

	if (!mkdtemp(place) || chdir(place))
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		put_file(names[i], texts[i]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		unlink(names[i]);
	rmdir(place);
	return failed;
}
