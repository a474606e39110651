/* tests/unit/compiler_c_object.c - objects in C: what is read of one, and that of a damaged one
 * either nothing is read or all of it lies within its bytes. */
#include "tests/unit/compile_text.h"

#include <stdlib.h>

#include "compiler/c_program.h"
#include "compiler/core_relocation.h"

#define OBJECT "tests/live/data/functions.bpf.o"
#define PROGRAMS "tests/live/data/programs.bpf.o"

static void *bytes, *program_bytes;
static size_t length, program_length;

static void *read_object(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	void *all = malloc(1 << 16);

	*len = f ? fread(all, 1, 1 << 16, f) : 0;
	if (f)
		fclose(f);
	return all;
}

static int set_up(void **state)
{
	(void)state;
	bytes = read_object(OBJECT, &length);
	program_bytes = read_object(PROGRAMS, &program_length);
	return length && program_length ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	free(bytes);
	free(program_bytes);
	return 0;
}

static const struct c_map *c_map_named(struct text_compilation *t, const char *name)
{
	for (const struct c_map *m = t->c.c_objects->maps; m; m = m->next)
		if (str_eq(m->name, name))
			return m;
	fail_msg("there is no map %s", name);
	return NULL;
}

static void test_prototypes(void **state)
{
	struct text_compilation t;
	const struct c_function *f;

	(void)state;
	text_open(&t, "", NULL, 0);
	c_object_add(&t.c, OBJECT, SPAN_NONE, bytes, length);
	assert_false(diags_have_errors(t.c.diags));
	f = c_function_find(&t.c, "five");
	assert_non_null(f);
	assert_string_equal(f->prototype, "s64 five(s64 a, s16 b, u8 c, u32 d, s64 e)");
	assert_int_equal(f->param_count, 5);
	assert_ptr_equal(f->params[1], &type_int16);
	assert_ptr_equal(f->params[2], &type_uint8);
	assert_ptr_equal(f->result, &type_int64);
	assert_string_equal(c_function_find(&t.c, "next")->prototype, "u64 next(void)");
	assert_ptr_equal(c_function_find(&t.c, "bump")->result, &type_void);
	assert_ptr_equal(c_function_find(&t.c, "odd")->result, &type_bool);
	assert_int_equal(c_function_find(&t.c, "gives_pointer")->result->kind, TYPE_POINTER);
	assert_int_equal(c_map_named(&t, "pairs")->value_size, 16);
	assert_int_equal(c_map_named(&t, "pairs")->storage, MAP_HASH);
	assert_int_equal(c_map_named(&t, "numbers")->max_entries, 4);
	assert_int_equal(c_map_named(&t, "by_cpu")->storage, MAP_PERCPU_DATA);
	assert_non_null(c_map_named(&t, "ring")->refusal);
	/* static, and of no object */
	assert_null(c_function_find(&t.c, "mix"));
	assert_null(c_function_find(&t.c, "nowhere"));
	text_close(&t);
}

static void test_programs(void **state)
{
	static const char *const expected[][2] = {
		{ "enter", "tracepoint:syscalls:sys_enter_getppid" },
		{ "leave", "tracepoint:syscalls:sys_exit_getppid" },
		{ "raw_enter", "rawtracepoint:sys_enter" },
		{ "typed_leave", "rawtracepoint:sys_exit" },
		{ "typed_leave_too", "rawtracepoint:sys_exit" },
	};
	struct text_compilation t;
	const struct probe_node *p;
	size_t i = 0;

	(void)state;
	text_open(&t, "", NULL, 0);
	p = c_programs_take(
		&t.c, c_object_add(&t.c, PROGRAMS, SPAN_NONE, program_bytes, program_length));
	assert_false(diags_have_errors(t.c.diags));
	for (; p; p = p->next, i++) {
		assert_true(i < ARRAY_SIZE(expected));
		assert_string_equal(p->c_program->name, expected[i][0]);
		assert_string_equal(p->attach->text, expected[i][1]);
		assert_int_equal(p->uses_typed, i >= 3);
		assert_ptr_equal(c_program_at(&t.c, (uint32_t)i), p->c_program);
		/* they are called by the kernel alone */
		assert_null(c_function_find(&t.c, expected[i][0]));
	}
	assert_int_equal(i, ARRAY_SIZE(expected));
	text_close(&t);
}

static void take_code(
	struct text_compilation *t, const struct c_object *o, uint32_t section, uint32_t start)
{
	const Elf64_Sym *s = bpf_elf_function(&o->elf, section, start);
	uint32_t count = (uint32_t)(s->st_size / sizeof(struct image_insn));
	const struct image_insn *insns =
		(const struct image_insn *)bpf_elf_section(&o->elf, section) + start;
	const Elf64_Rel *r;

	core_relocate(&t->c, o, section, start, count, arena_memdup(t->c.arena, insns, s->st_size));
	for (uint32_t i = 0; i < count; i++)
		if ((r = bpf_elf_relocation(&o->elf, section, start + i)))
			assert_non_null(bpf_elf_symbol_name(
				&o->elf, &o->elf.symbols[ELF64_R_SYM(r->r_info)]));
}

/* Read everything that there is in an object of len bytes, which no read may leave; true when it
 * was taken. */
static bool take(const void *from, size_t len)
{
	struct text_compilation t;
	void *exact = malloc(len ? len : 1);
	struct c_object *o;
	bool good;

	memcpy(exact, from, len);
	text_open(&t, "", NULL, 0);
	o = c_object_add(&t.c, "x.bpf.o", SPAN_NONE, exact, len);
	good = !diags_have_errors(t.c.diags);
	if (o)
		c_programs_take(&t.c, o);
	for (const struct c_function *f = o ? o->functions : NULL; f; f = f->next)
		take_code(&t, o, f->section, f->start);
	for (const struct c_program *p = o ? o->programs : NULL; p; p = p->next)
		take_code(&t, o, p->section, p->start);
	text_close(&t);
	free(exact);
	return good;
}

static void truncate_one(const void *from, size_t full)
{
	assert_true(take(from, full));
	/* the table of sections comes last */
	for (size_t len = 0; len < full; len += 1 + len % 7)
		assert_false(take(from, len));
}

static void test_truncated(void **state)
{
	(void)state;
	truncate_one(bytes, length);
	truncate_one(program_bytes, program_length);
}

static void flip_each(const void *from, size_t full)
{
	static const unsigned char masks[] = { 0xff, 0x01, 0x80 };
	unsigned char *damaged = malloc(full);

	for (size_t at = 0; at < full; at++) {
		memcpy(damaged, from, full);
		damaged[at] ^= masks[at % ARRAY_SIZE(masks)];
		take(damaged, full);
	}
	free(damaged);
}

static void test_flipped(void **state)
{
	(void)state;
	flip_each(bytes, length);
	flip_each(program_bytes, program_length);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prototypes),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_flipped),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
