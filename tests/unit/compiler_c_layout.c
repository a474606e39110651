/* tests/unit/compiler_c_layout.c - C definitions against the C compiler of the machine: structs
 * made at random (bit fields, packed, aligned, nested, arrays, #pragma pack) are read as the head
 * of a script, and compiled into a program that says where each member lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compiler/compilation.h"
#include "compiler/config.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "runtime/base/util.h"

#define STRUCTS 400

/* The texts being made: definitions, and the statements that print where members are. */
struct maker {
	struct buffer definitions, prints;
	uint32_t random;
	int structs, members;
};

static uint32_t pick(struct maker *m, uint32_t below)
{
	m->random = m->random * 1664525u + 1013904223u;
	return (m->random >> 8) % below;
}

static const char *const integers[] = { "char", "unsigned char", "signed char", "short",
	"unsigned short", "int", "unsigned int", "long", "unsigned long", "long long", "_Bool",
	"enum e0" };
static const int widths[] = { 8, 8, 8, 16, 16, 32, 32, 64, 64, 64, 1, 32 };

static void put_attributes(struct maker *m, bool is_struct)
{
	static const char *const texts[] = { " __attribute__((packed))",
		" __attribute__((aligned(4)))", " __attribute__((packed, aligned(2)))",
		" __attribute__((aligned(16)))", " __attribute__((__packed__))" };

	if (!pick(m, is_struct ? 4 : 12))
		buffer_puts(&m->definitions, texts[pick(m, ARRAY_SIZE(texts))]);
}

/* Where a member lies: of one that is all ones, the first and the number of the bits. */
static void put_print(struct maker *m, int id)
{
	buffer_printf(&m->prints, "\tSHOW(%d, m%d, memset(&s.m%d, 255, sizeof(s.m%d)));\n", id,
		m->members, m->members, m->members);
}

static void put_bits(struct maker *m, int id)
{
	uint32_t which = pick(m, ARRAY_SIZE(integers));
	int width = (int)pick(m, (uint32_t)widths[which]) + 1;

	if (!pick(m, 8)) {
		buffer_printf(
			&m->definitions, "\t%s : %d;\n", integers[which], pick(m, 2) ? 0 : width);
		return;
	}
	m->members++;
	buffer_printf(&m->definitions, "\t%s m%d : %d", integers[which], m->members, width);
	put_attributes(m, false);
	buffer_puts(&m->definitions, ";\n");
	buffer_printf(&m->prints, "\tSHOW(%d, m%d, s.m%d = (%s)-1);\n", id, m->members, m->members,
		integers[which]);
}

static void put_members(struct maker *m, int id, int depth);

static void put_member(struct maker *m, int id, int depth)
{
	static const char *const declarators[] = { "m%d", "*m%d", "m%d[3]", "m%d[2][5]",
		"(*m%d)(int, char *)", "**m%d[4]", "(*m%d)[7]", "m%d[sizeof(int) * 2 + (1 << 2)]" };
	uint32_t kind = pick(m, 12);

	if (kind < 4) {
		put_bits(m, id);
		return;
	}
	if (kind == 4 && depth < 3) {
		buffer_puts(&m->definitions, pick(m, 2) ? "\tunion {\n" : "\tstruct {\n");
		put_members(m, id, depth + 1);
		buffer_puts(&m->definitions, "\t}");
		put_attributes(m, true);
		buffer_puts(&m->definitions, ";\n");
		return;
	}
	m->members++;
	if (kind == 5 && id > 1)
		buffer_printf(&m->definitions, "\tstruct s%d ", (int)pick(m, (uint32_t)id));
	else if (kind == 6)
		buffer_printf(&m->definitions, "\tt%d ", (int)pick(m, 3));
	else
		buffer_printf(
			&m->definitions, "\tconst %s ", integers[pick(m, ARRAY_SIZE(integers))]);
	buffer_printf(&m->definitions, declarators[pick(m, ARRAY_SIZE(declarators))], m->members);
	put_attributes(m, false);
	buffer_puts(&m->definitions, ";\n");
	put_print(m, id);
}

static void put_members(struct maker *m, int id, int depth)
{
	for (uint32_t n = pick(m, 6) + 1; n > 0; n--)
		put_member(m, id, depth);
}

static void put_struct(struct maker *m, int id)
{
	bool packed = !pick(m, 6);

	m->members = 0;
	if (packed)
		buffer_printf(&m->definitions, "#pragma pack(push, %d)\n", 1 << pick(m, 4));
	buffer_printf(&m->definitions, "struct s%d {\n", id);
	buffer_printf(&m->definitions, "\tchar m0;\n");
	put_members(m, id, 0);
	buffer_puts(&m->definitions, "}");
	put_attributes(m, true);
	buffer_puts(&m->definitions, ";\n");
	if (packed)
		buffer_puts(&m->definitions, "#pragma pack(pop)\n");
	buffer_printf(&m->prints, "\tprintf(\"%d - %%zu\\n\", sizeof(struct s%d));\n", id, id);
}

static void make(struct maker *m)
{
	buffer_puts(&m->definitions,
		"enum e0 { E0 = 5, E1 = E0 * 2, E2 };\nenum e1 { F0 = -1 } __attribute__((packed));\n"
		"typedef struct { short a; char b; } t0;\ntypedef long t1 __attribute__((aligned(4)));\ntypedef enum e1 t2;\n");
	for (int i = 0; i < STRUCTS; i++)
		put_struct(m, i);
}

/* The program's answers: "struct member first-bit bits", "struct - size". */
static FILE *run_compiler(struct maker *m)
{
	char path[] = "/tmp/sonde-layout-XXXXXX", command[256];
	const char *cc = getenv("CC");
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(f);
	fprintf(f, "#include <stdio.h>\n#include <string.h>\n%s", buffer_text(&m->definitions));
	fprintf(f,
		"static void show(int id, const char *name, const unsigned char *at, size_t size)\n{\n"
		"\tsize_t first = size * 8, count = 0;\n\tfor (size_t i = 0; i < size * 8; i++)\n\t\tif (at[i / 8] >> i %% 8 & 1) {\n"
		"\t\t\tfirst = i < first ? i : first;\n\t\t\tcount++;\n\t\t}\n\tprintf(\"%%d %%s %%zu %%zu\\n\", id, name, first, count);\n}\n"
		"#define SHOW(id, member, set) do { struct s##id s; memset(&s, 0, sizeof(s)); set; \\\n"
		"\tshow(id, #member, (const void *)&s, sizeof(s)); } while (0)\nint main(void)\n{\n%s\treturn 0;\n}\n",
		buffer_text(&m->prints));
	fclose(f);
	snprintf(command, sizeof(command), "%s -w -x c -o %s.out %s && %s.out; rm -f %s.out %s",
		cc ? cc : "cc", path, path, path, path, path);
	return popen(command, "r");
}

/* Constness is in the way of setting members, and of nothing else. */
static void drop_const(struct buffer *b)
{
	for (char *at = b->data; (at = memmem(at, b->len - (size_t)(at - b->data), "const ", 6)); )
		memset(at, ' ', 6);
}

static void read_script(struct compilation *c, struct source *s, const char *text)
{
	struct buffer out = { 0 };

	*s = (struct source){ .name = "<arg>", .text = text, .len = (uint32_t)strlen(text) };
	*c = (struct compilation){ .arena = arena_new(), .sources = { s, 1 } };
	c->diags = diags_new(c->arena);
	config_defaults(&c->config);
	parse_pass(c);
	diags_render(c->diags, &c->sources, true, &out);
	assert_string_equal(buffer_text(&out), "");
	buffer_free(&out);
}

static uint32_t bits_of(const struct type *t, const struct type_field *f)
{
	(void)t;
	return f->bit_size ? f->bit_size : f->type->kind == TYPE_BOOL ? 8 : f->type->size * 8;
}

static void check_line(struct compilation *c, const char *line)
{
	unsigned id, first, count;
	char name[32];
	struct type_field f;

	if (sscanf(line, "%u - %u", &id, &count) == 2) {
		const struct type *t =
			btf_types_by_name(NULL, arena_printf(c->arena, "struct s%u", id), c->arena);

		assert_non_null(t);
		if (t->size != count)
			fail_msg("struct s%u has %u bytes, not %u", id, count, t->size);
		return;
	}
	assert_int_equal(sscanf(line, "%u %31s %u %u", &id, name, &first, &count), 4);

	const struct type *t =
		btf_types_by_name(NULL, arena_printf(c->arena, "struct s%u", id), c->arena);

	assert_non_null(t);
	if (!btf_types_member(t, name, c->arena, &f) || !f.type)
		fail_msg("struct s%u: no %s", id, name);
	if (f.offset * 8 + f.bit_offset != first ||
		(f.type->kind != TYPE_STRUCT && bits_of(t, &f) != count &&
			f.type->kind != TYPE_BOOL))
		fail_msg("struct s%u: %s is %u bits at %u, not %u at %u", id, name, count, first,
			bits_of(t, &f), f.offset * 8 + f.bit_offset);
}

static void test_layout(void **state)
{
	struct maker m = { .random = 20260 };
	struct compilation c;
	struct source s;
	char line[128];
	int lines = 0;
	FILE *answers;

	(void)state;
	make(&m);
	read_script(&c, &s, buffer_text(&m.definitions));
	drop_const(&m.definitions);
	answers = run_compiler(&m);
	assert_non_null(answers);
	for (; fgets(line, sizeof(line), answers); lines++)
		check_line(&c, line);
	pclose(answers);
	assert_true(lines > 3 * STRUCTS);
	kernel_btf_add(NULL, 0);
	arena_free(c.arena);
	buffer_free(&m.definitions);
	buffer_free(&m.prints);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
