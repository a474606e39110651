/* tests/unit/compiler_c.c - the C in scripts: macros against the C preprocessor of the machine,
 * conditions, constant expressions against C, definitions on a kernel that has no types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compiler/c_unit.h"
#include "compiler/config.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

struct c_text {
	struct compilation c;
	struct source source;
};

static void c_open(struct c_text *t, const char *text)
{
	*t = (struct c_text){
		.source = { .name = "<arg>", .text = text, .len = (uint32_t)strlen(text) }
	};
	t->c.arena = arena_new();
	assert_non_null(t->c.arena);
	t->c.diags = diags_new(t->c.arena);
	t->c.sources = (struct sources){ &t->source, 1 };
	config_defaults(&t->c.config);
}

static void c_close(struct c_text *t)
{
	arena_free(t->c.arena);
}

static const char *messages(struct c_text *t)
{
	struct buffer b = { 0 };

	diags_render(t->c.diags, &t->c.sources, true, &b);
	const char *text = arena_strdup(t->c.arena, buffer_text(&b));

	buffer_free(&b);
	return text;
}

/* Everything that is no directive, expanded, with one blank between tokens and none elsewhere. */
static void preprocess(struct c_text *t, struct buffer *out)
{
	struct c_unit *u = c_script_open(&t->c, &t->source);
	struct c_token token;
	uint32_t at = 0;

	for (struct c_tokens line = { 0 };; line.count = 0) {
		while ((token = c_lex(&u->script, &at, u->script.len)).kind != C_END &&
			!(token.first && c_token_is(&token, "#")))
			c_tokens_add(u, &line, token);
		struct c_tokens list = c_expand(u, &line);

		for (uint32_t i = 0; i < list.count; i++)
			buffer_printf(out, "%.*s ", (int)list.items[i].len, list.items[i].text);
		if (token.kind == C_END)
			break;
		at = c_script_line(u, (uint32_t)(token.text - u->script.text));
	}
}

/* The same of the machine's preprocessor: its output, taken apart by our lexer. */
static void reference(const char *text, struct buffer *out)
{
	const char *cc = getenv("CC");
	char path[] = "/tmp/sonde-cpp-XXXXXX", command[128];
	struct buffer got = { 0 };
	struct c_token token;
	uint32_t at = 0;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	snprintf(command, sizeof(command), "%s -E -P -x c %s", cc ? cc : "cc", path);
	FILE *f = popen(command, "r");

	assert_non_null(f);
	for (int c; (c = fgetc(f)) != EOF;)
		buffer_putc(&got, (char)c);
	assert_int_equal(pclose(f), 0);
	unlink(path);
	struct c_file file = { .text = got.data, .len = (uint32_t)got.len };

	while ((token = c_lex(&file, &at, file.len)).kind != C_END)
		buffer_printf(out, "%.*s ", (int)token.len, token.text);
	buffer_free(&got);
}

static void test_macros(void **state)
{
	static const char *const texts[] = {
		"#define A B\n#define B A c\nA B A\n",
		"#define F(x) x + F(x)\nF(1) F F (2) F(F(3))\n",
		"#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)\n",
		"#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n#define m(a) a(w)\n"
		"#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\n"
		"f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\ng(x+(3,4)-w) | h 5) & m\n(f)^m(m);\n"
		"p() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };\nchar c[2][6] = { str(hello), str() };\n",
		"#define str(s) # s\n#define xstr(s) str(s)\n#define debug(s, t) printf(\"x\" # s \"= %d, x\" # t \"= %s\", \\\n x ## s, x ## t)\n"
		"#define INCFILE(n) vers ## n\n#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n#define HIGHLOW \"hello\"\n"
		"#define LOW LOW \", world\"\ndebug(1, 2);\nxstr(INCFILE(2).h)\nglue(HIGH, LOW);\nxglue(HIGH, LOW)\n",
		"#define t(x,y,z) x ## y ## z\nint j[] = { t(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), t(,,) };\n",
		"#define V(...) f(__VA_ARGS__)\n#define W(a, ...) g(a, __VA_ARGS__)\nV() V(1) V(1, (2, 3)) W(1, 2, 3) W(x, )\n",
		"#define E(fmt, args...) p(fmt, ## args)\nE(1) E(1, 2) E(1, 2, 3)\n",
		"#if 0\nno\n#elif defined A || !defined(B) && 1\nyes\n#else\nno\n#endif\n#ifdef __linux__\nlinux_\n#endif\n",
		"#define N 2\n#if N == 2 && (N << 3) / 5 == 3 && -7 / 2 == -3 && -7 % 2 == -1 && ~0 < 0 && -1 > 0u\ngood\n#endif\n",
		"#define L 1\nL\n#undef L\nL\n#define L 2\nL /* L */ \"L\" // L\n'L'\n",
		"#define O() one\n#define P O\nP() O ( ) O\nP\n()\n",
		"#if 1 ? 2 ? 0 : 3 : 4\nno\n#elif (2 || 1/0) && (0 && 1/0) == 0 && 'a' == 97 && '\\n' == 10 && 0x10 + 010 + 0b1 == 25\nyes\n#endif\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct buffer ours = { 0 }, theirs = { 0 };
		struct c_text t;

		c_open(&t, texts[i]);
		preprocess(&t, &ours);
		reference(texts[i], &theirs);
		assert_string_equal(buffer_text(&ours), buffer_text(&theirs));
		assert_string_equal(messages(&t), "");
		buffer_free(&ours);
		buffer_free(&theirs);
		c_close(&t);
	}
}

/* What is known of a script's type, on a kernel that says nothing about its own. */
static void check_alone(struct compilation *c)
{
	const struct type *t = btf_types_by_name(NULL, "struct alone", c->arena);
	struct type_field f;
	struct btf_enumerator e;

	assert_non_null(t);
	assert_int_equal(t->size, 48);
	assert_true(btf_types_member(t, "deep", c->arena, &f));
	assert_int_equal(f.offset, 12);
	assert_int_equal(f.bit_offset, 3);
	assert_int_equal(f.bit_size, 5);
	assert_true(btf_types_member(t, "words", c->arena, &f));
	assert_int_equal(f.type->kind, TYPE_ARRAY);
	assert_int_equal(f.type->count, 3);
	assert_true(btf_types_member(t, "next", c->arena, &f));
	assert_string_equal(f.type->name, "struct alone");
	assert_true(btf_types_member(t, "real", c->arena, &f));
	assert_null(f.type);
	assert_true(btf_types_enumerator(NULL, "THIRD", &e));
	assert_int_equal(e.value, 0x100000000);
	assert_true(btf_types_enumerator(NULL, "LESS", &e));
	assert_int_equal((int64_t)e.value, -1);
	assert_non_null(btf_types_by_name(NULL, "alone_t", c->arena));
	assert_null(btf_types_by_name(NULL, "struct task_struct", c->arena));
}

static void test_without_kernel_types(void **state)
{
	static const char script[] =
		"enum { FIRST = 1, SECOND = FIRST << 1, THIRD = 1ULL << 32 };\nenum signs { LESS = -1, MORE };\n"
		"struct alone {\n\tu64 first;\n\tint words_before;\n\tunsigned : 3, deep : 5;\n\tshort words[SECOND + 1];\n"
		"\tstruct alone *next;\n\tfloat real;\n\tstruct unknown *far;\n};\ntypedef struct alone alone_t[2];\nbegin { }\n";
	struct c_text t;

	(void)state;
	kernel_btf_set_sysfs("/nowhere", NULL);
	c_open(&t, script);
	parse_pass(&t.c);
	assert_string_equal(messages(&t), "");
	check_alone(&t.c);
	kernel_btf_add(NULL, 0);
	c_close(&t);
	c_open(&t, "#ifdef BPFTRACE_HAVE_BTF\n#error there are types\n#endif\nbegin { }\n");
	parse_pass(&t.c);
	assert_string_equal(messages(&t), "");
	c_close(&t);
	kernel_btf_set_sysfs(NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_macros),
		cmocka_unit_test(test_without_kernel_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
