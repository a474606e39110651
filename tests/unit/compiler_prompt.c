/* tests/unit/compiler_prompt.c - what is typed at the prompt: what a text is taken for, what it
 * becomes, and what may stand at its end. */
#include "tests/unit/compile_text.h"

#include <stdlib.h>

#include "compiler/ast.h"
#include "compiler/complete.h"
#include "compiler/prompt.h"

static const struct {
	const char *text, *form;
} forms[] = {
	{ "", "empty" },
	{ " \n\t// nothing\n/* at all */", "empty" },
	{ "pid", "expression" },
	{ "pid // with a remark", "expression" },
	{ "1 + 2 * 3", "expression" },
	{ "curtask->pid", "expression" },
	{ "(1, 2)", "expression" },
	{ "str(0)", "expression" },
	{ "comm == \"a\" ? 1 : 2", "expression" },
	{ "histt(pid)", "expression" },
	{ "pid;", "statements" },
	{ "pid; tid", "statements" },
	{ "printf(\"a\\n\")", "statements" },
	{ "print(1)", "statements" },
	{ "exit()", "statements" },
	{ "$x = 1; print($x)", "statements" },
	{ "let $x = 1; print($x)", "statements" },
	{ "@x = 1", "statements" },
	{ "@x++", "statements" },
	{ "if (pid) { print(1) }", "statements" },
	{ "_ = pid", "statements" },
	{ "begin { }", "program" },
	{ "BEGIN { exit(); }", "program" },
	{ "tracepoint:syscalls:sys_enter_open* /pid == 1/ { @ = count(); }", "program" },
	{ "uprobe:/usr/lib/*:f { @ = count(); }", "program" },
	{ "a=begin { }", "program" },
	{ "fn f() { }", "program" },
	{ "struct s { int a; }", "definitions" },
	{ "config = { max_strlen = 10 }", "definitions" },
	{ "fn f() : int64 { return 1; }", "definitions" },
	{ "fn f() : int64 { return 1; } begin { f(); }", "program" },
	{ "macro m($x) { $x }", "definitions" },
	{ "let @m = hash(10)", "definitions" },
	{ "#define N 1", "definitions" },
	{ "import \"net\";", "definitions" },
	{ "import \"net\"", "definitions" },
	{ "import \"net\"; import \"net\" // both", "definitions" },
	{ "import \"net\" import \"net\"", "program" },
	{ "import \"net\" begin { }", "program" },
	{ "import", "unfinished" },
	{ "#if 1\nimport \"net\"\n#endif", "unfinished" },
	/* what is wrong in the middle is not going to become right */
	{ "begin { $x = ; ", "program" },
	{ "begin { printf(\"a }", "program" },
	{ "$x = ; print($x", "statements" },
	{ "kprobe:f }", "program" },
	{ "begin", "unfinished" },
	{ "import \"net\"; begin { print(1); }", "program" },
	{ "print(1); import \"net\"; print(2)", "statements" },
	{ "begin { print(1); import", "unfinished" },
	{ "begin {", "unfinished" },
	{ "begin { if (pid) {\n print(1)\n}", "unfinished" },
	{ "begin { print(1", "unfinished" },
	{ "begin { @[1, ", "unfinished" },
	{ "begin { } /* and", "unfinished" },
	{ "begin { /* { */ \"}\"", "unfinished" },
	{ "kprobe:vfs_read", "unfinished" },
	{ "kprobe:vfs_read,", "unfinished" },
	{ "kprobe:vfs_read /pid == 1", "unfinished" },
	{ "kprobe:vfs_read /pid == 1/", "unfinished" },
	{ "1 +", "unfinished" },
	{ "print(", "unfinished" },
	{ "if (pid) {", "unfinished" },
	{ "$x =", "unfinished" },
	{ "fn f(", "unfinished" },
	{ "config = {", "unfinished" },
	{ "struct s {\n int a;", "unfinished" },
	{ "#if 1\n#define N 1", "unfinished" },
};

static void test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		struct text_compilation t;
		const char *answer;

		text_open(&t, forms[i].text, NULL, 0);
		t.c.at_prompt = true;
		prompt_write_form(&t.c);
		answer = buffer_text(&t.c.image);
		if (strncmp(answer, forms[i].form, strlen(forms[i].form)) ||
			answer[strlen(forms[i].form)] != '\n')
			fail_msg("'%s' is taken for %s, not %s", forms[i].text,
				buffer_text(&t.c.image), forms[i].form);
		assert_false(diags_have_errors(t.c.diags));
		buffer_free(&t.c.image);
		text_close(&t);
	}
}

/* What is defined, a line each: where it must stand, its bytes, its names. */
static const struct {
	const char *text, *answer;
} defined[] = {
	{ "begin { }", "program\n" },
	{ " struct a { int x; };\nstruct b { struct a a; };",
		"definitions\n0 1 21 struct a\n0 22 47 struct b\n" },
	{ "typedef struct a { enum { X, Y } e; } t;",
		"definitions\n0 0 40 struct a\tconstant X\tconstant Y\ttypedef t\n" },
	{ "struct a;", "definitions\n0 0 9 \n" },
	{ "macro m($x, @y, z) { @y[$x] = z }\nmacro m() { 1 }",
		"definitions\n2 0 33 macro m($, @, value)\n2 34 49 macro m()\n" },
	{ "config = { max_strlen = 10 } import \"net\";",
		"definitions\n1 0 29 config\n1 29 42 import \"net\"\n" },
	/* the end of what is typed needs no ';', and what is kept of it does */
	{ "import \"a\"; import \"b\" // and",
		"definitions\n1 0 12 import \"a\"\n1 12 22; import \"b\"\n" },
	{ "#if 1\n#endif\nimport \"a\" // and",
		"definitions\n1 0 23; #if 1\t#endif\timport \"a\"\n" },
	{ "fn f() : int64 { return 1; } let @m = hash(5);",
		"definitions\n2 0 28 fn f\n2 29 46 let @m\n" },
	{ "#define N(x) 1\n#undef M\n# include <linux/types.h>",
		"definitions\n0 0 14 #define N\n0 15 23 #define M\n0 24 49 # include <linux/types.h>\n" },
	/* lines within something are a part of it */
	{ "struct a {\n#define N 1\n int x[N]; }; fn f() : int64 {\n#define M 2\nreturn M; }",
		"definitions\n0 0 36 struct a\n2 37 77 fn f\n" },
	/* what has conditions cannot be taken apart */
	{ "#if 1\n#define N 1\n#endif\nfn f() : int64 { return N; }",
		"definitions\n2 0 53 #if 1\t#define N\t#endif\tfn f\n" },
	{ "struct a { int x; }; begin {\n#define N 1\nprint(N); } fn f() : void { }",
		"program\n0 0 20 struct a\n2 53 70 fn f\n" },
	/* also where something else is wrong */
	{ "struct a { struct nothing_of_that_name n; };", "program\n0 0 44 struct a\n" },
};

static void test_definitions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(defined); i++) {
		struct text_compilation t;

		text_open(&t, defined[i].text, NULL, 0);
		t.c.at_prompt = true;
		prompt_write_form(&t.c);
		assert_string_equal(buffer_text(&t.c.image), defined[i].answer);
		buffer_free(&t.c.image);
		text_close(&t);
	}
}

/* What was defined before is known, is warned of no more, and its mistakes say where they are. */
static void test_definitions_before(void **state)
{
	struct text_compilation t;

	(void)state;
	text_open(&t, "twice(sizeof(struct a)) + nothing", NULL, 0);
	t.c.at_prompt = true;
	t.c.definitions =
		"struct a { int x; };\nlet @unused = hash(3)\nfn twice($n : int64) : int64 { return $n * 2; }\n";
	compilation_add_definitions(&t.c);
	assert_false(text_run(&t));
	assert_string_equal(text_diags(&t),
		"<arg>:1:27: error: 'nothing' is not defined\n    twice(sizeof(struct a)) + nothing\n                              ^~~~~~~\n");
	text_close(&t);
	text_open(&t, "", NULL, 0);
	t.c.at_prompt = true;
	t.c.goal = GOAL_CHECK;
	t.c.definitions = "fn f() : int64 { return $x; }\n";
	compilation_add_definitions(&t.c);
	assert_false(text_run(&t));
	assert_non_null(strstr(text_diags(&t), "<definitions>:1:25: error: '$x' is not defined\n"));
	text_close(&t);
}

static const struct {
	const char *text, *type; /* NULL: it has none */
} types[] = {
	{ "pid", "uint32" },
	{ "1", "int8" },
	{ "1 == 2", "bool" },
	{ "(1, \"ab\")", "(int64,string[3])" },
	{ "(a = 1, b = pid)", "(a=int64,b=uint32)" },
	{ "print(1)", NULL },
	{ "begin { }", NULL },
};

static void test_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct text_compilation t;
		const char *got;

		text_open(&t, types[i].text, NULL, 0);
		t.c.at_prompt = true;
		t.c.goal = GOAL_TYPE;
		text_run(&t);
		prompt_write_type(&t.c);
		got = buffer_text(&t.c.image);
		if (types[i].type ? !str_eq(got, arena_printf(t.c.arena, "%s\n", types[i].type))
			: *got || !diags_have_errors(t.c.diags))
			fail_msg("'%s' is of type %s%s", types[i].text, got, text_diags(&t));
		buffer_free(&t.c.image);
		text_close(&t);
	}
}

/* An expression is shown, by a program of one probe whose messages point at what was typed. */
static void test_expression_becomes_program(void **state)
{
	struct text_compilation t;
	struct buffer tree = { 0 };

	(void)state;
	text_open(&t, "pid + nothing", NULL, 0);
	t.c.at_prompt = true;
	assert_false(text_run(&t));
	ast_dump(t.c.program, &tree);
	assert_non_null(strstr(buffer_text(&tree), "print"));
	assert_non_null(t.c.program->probes);
	assert_null(t.c.program->probes->next);
	assert_string_equal(text_diags(&t),
		"<arg>:1:7: error: 'nothing' is not defined\n    pid + nothing\n          ^~~~~~~\n");
	buffer_free(&tree);
	text_close(&t);
}

/* `words`: the offset of the word, then words that are offered, and with a ! before them words that
 * are not. */
static const struct {
	const char *text, *words;
} completions[] = {
	{ "", "0 begin tracepoint: printf( pid if" },
	{ "trac", "0 tracepoint: !pid" },
	{ "begi", "0 begin !begin:" },
	{ "begin { pri", "8 print( printf( !pid !begin" },
	{ "pri", "0 print( printf(" },
	{ "begin { @a = 1; @bee[pid] = 2; print(@", "37 @a @bee" },
	{ "begin { @a = 1; @bee[pid] = 2; print(@b", "37 @bee !@a" },
	{ "begin { $x = 1; $yy = $", "22 $x $yy" },
	{ "fn twice($n : int64) : int64 { return $n * 2; } begin { tw", "56 twice(" },
	{ "config = { max_s", "11 max_strlen !max_map_keys" },
	{ "begin { $r = (left = 1, right = (one = 2, two = 3)); print($r.", "62 left right" },
	{ "begin { $r = (left = 1, right = (one = 2, two = 3)); print($r.right.t", "68 two !one" },
	{ "begin { $r = (left = 1, lower = 2); if ($r.l", "43 left lower" },
	{ "begin { $r = (left = 1, lower = 2); if $r.lo", "42 lower !left" },
	{ "begin { $r = (left = 1, lower = 2); $x = $r.left ? $r.lo", "54 lower !left" },
	{ "begin { $r = (left = 1, lower = 2); @[$r.lo", "41 lower" },
	{ "struct pair { int first; int second; } begin { $p = (struct pair *)0; $p->",
		"74 first second" },
	{ "struct pair { int first; int second; } begin /((struct pair *)0).s",
		"65 second !first" },
	/* nothing is offered in strings and comments, and behind what cannot be understood */
	{ "begin { \"pri", "9" },
	{ "begin { // pri", "11" },
	{ "begin { /* pri", "11" },
	{ "begin { $x.", "11" },
	{ "begin { } ", "10 begin tracepoint: !printf(" },
	{ "begin { }\nend { pri", "16 print( !end" },
};

static bool offers(const char *answer, const char *word)
{
	const char *line = strchr(answer, '\n');
	size_t len = strlen(word);

	for (; line && line[1]; line = strchr(line + 1, '\n'))
		if (!strncmp(line + 1, word, len) && line[1 + len] == '\n')
			return true;
	return false;
}

static void check_words(struct arena *a, const char *text, const char *answer, const char *words)
{
	char *save = NULL, *list = arena_strdup(a, words), *word = strtok_r(list, " ", &save);
	const char *rest = strchr(answer, '\n');

	if (atoi(answer) != atoi(word))
		fail_msg("'%s': the word begins at %d, not at %s", text, atoi(answer), word);
	word = strtok_r(NULL, " ", &save);
	if (!word && rest[1])
		fail_msg("'%s': something is offered: %s", text, answer);
	for (; word; word = strtok_r(NULL, " ", &save))
		if (offers(answer, word + (*word == '!')) == (*word == '!'))
			fail_msg("'%s': %s is wrong in %s", text, word, answer);
}

static void test_completions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(completions); i++) {
		struct text_compilation t;

		text_open(&t, completions[i].text, NULL, 0);
		t.c.at_prompt = true;
		complete_write(&t.c);
		check_words(t.c.arena, completions[i].text, buffer_text(&t.c.image),
			completions[i].words);
		buffer_free(&t.c.image);
		text_close(&t);
	}
}

/* Maps of programs before this one. */
static void test_earlier_names(void **state)
{
	struct text_compilation t;

	(void)state;
	text_open(&t, "print(@lat", NULL, 0);
	t.c.at_prompt = true;
	t.c.earlier = "begin { @latency = 1 }\nend { @other = 1 }\n";
	complete_write(&t.c);
	assert_string_equal(buffer_text(&t.c.image), "6\n@latency\n");
	buffer_free(&t.c.image);
	text_close(&t);
}

/* Types, and fields of theirs, of what was defined before. */
static void test_defined_names(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "tw", "0 twice(" },
		{ "sizeof(struct pai", "14 pair_of_mine" },
		{ "$p = (struct pair_of_mine *)0; $p->f", "35 first !second" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct text_compilation t;

		text_open(&t, cases[i].text, NULL, 0);
		t.c.at_prompt = true;
		t.c.definitions =
			"struct pair_of_mine { int first, second; };\nfn twice($n : int64) : int64 { return $n * 2; }\n";
		compilation_add_definitions(&t.c);
		complete_write(&t.c);
		check_words(t.c.arena, cases[i].text, buffer_text(&t.c.image), cases[i].words);
		buffer_free(&t.c.image);
		text_close(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_definitions_before),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_expression_becomes_program),
		cmocka_unit_test(test_completions),
		cmocka_unit_test(test_earlier_names),
		cmocka_unit_test(test_defined_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
