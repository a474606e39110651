/* tests/unit/probes_cfi.c - call frame information: the tables of libc, the shell and this program
 * are those that readelf prints, row for row; the kernel's own object in every process; broken
 * objects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/cfi.h"
#include "runtime/base/buffer.h"
#include "runtime/base/mem.h"
#include "runtime/base/util.h"

struct bytes {
	void *at;
	size_t len;
};

static struct bytes map_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct bytes b;
	struct stat st;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	b.len = (size_t)st.st_size;
	b.at = mmap(NULL, b.len, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	assert_true(b.at != MAP_FAILED);
	close(fd);
	return b;
}

#define LINE 4400

/* The first line about a mapping of this process. */
static bool find_mapping(const char *name, char line[LINE])
{
	FILE *maps = fopen("/proc/self/maps", "r");
	bool found = false;

	assert_non_null(maps);
	while (!found && fgets(line, LINE, maps))
		found = strstr(line, name) != NULL;
	fclose(maps);
	return found;
}

/* Comparison with readelf */

static const char *const register_names[] = { "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp",
	"rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15" };
static const uint8_t saved[] = UNWIND_SAVED;

#define COLUMNS 24

struct addresses {
	uint64_t *items;
	size_t count, capacity;
};

struct comparison {
	struct cfi_table table;
	char columns[COLUMNS][8];
	size_t column_count;
	size_t rows;                    /* compared */
	struct addresses boundaries;    /* where readelf lets rules begin and end */
};

/* What a column of readelf's says for a rule. */
static const char *expected(const struct unwind_rule *rule, const char *column)
{
	static char text[32];

	if (rule->kind == UNWIND_SIGNAL)
		return "exp";
	if (str_eq(column, "CFA")) {
		snprintf(text, sizeof(text), "%s%+d", register_names[rule->base], rule->offset);
		return rule->kind == UNWIND_REGISTER ? text : "exp";
	}
	if (str_eq(column, "ra")) {
		snprintf(text, sizeof(text), rule->return_in ? "r%d" : "c%+d",
			rule->return_in ? rule->return_in - 1 : rule->return_address * 8);
		return rule->kind == UNWIND_OUTERMOST ? "u" : text;
	}
	for (unsigned i = 0; i < UNWIND_SAVED_COUNT; i++)
		if (str_eq(column, register_names[saved[i]])) {
			snprintf(text, sizeof(text), "c%+d", rule->saved[i] * 8);
			return rule->saved[i] == UNWIND_UNCHANGED ? "u"
				: rule->from_rbp & 1u << i ? "exp"
				: text;
		}
	return NULL;
}

/* Cut readelf's line into its words: the address, and one a column. */
static size_t split(char *line, char *words[COLUMNS + 1])
{
	char *save = NULL;
	size_t count = 0;

	for (char *word = strtok_r(line, " \n", &save); word && count < COLUMNS + 1;
		word = strtok_r(NULL, " \n", &save))
		/* "r9 (r9)": in another register */
		if (*word != '(')
			words[count++] = word;
	return count;
}

/* What switches from one context to another (setcontext, longjmp) has its stack pointer where no
 * rule can say it. */
static bool switches_stacks(const struct comparison *c, char *const *words)
{
	for (size_t i = 0; i < c->column_count; i++)
		if (str_eq(c->columns[i], "rsp") && !str_eq(words[i + 1], "u"))
			return true;
	return false;
}

static void compare_row(struct comparison *c, char *line)
{
	char *words[COLUMNS + 1] = { 0 };
	size_t count = split(line, words);
	uint64_t pc = strtoull(words[0], NULL, 16);
	const struct unwind_rule *rule = cfi_find(&c->table, pc);

	assert_non_null(rule);
	assert_int_equal(count, c->column_count + 1);
	assert_true(VEC_PUSH(&c->boundaries, pc));
	c->rows++;
	if (switches_stacks(c, words) && rule->kind != UNWIND_SIGNAL) {
		assert_int_equal(rule->kind, UNWIND_UNKNOWN);
		return;
	}
	if (rule->kind == UNWIND_UNKNOWN)
		fail_msg("%" PRIx64 ": no rule where readelf says %s", pc, words[1]);
	for (size_t i = 0; i < c->column_count; i++) {
		const char *text = expected(rule, c->columns[i]);

		if (rule->kind == UNWIND_OUTERMOST && !str_eq(c->columns[i], "ra"))
			continue;
		if (text && !str_eq(text, words[i + 1]))
			fail_msg("%" PRIx64 ": %s is %s, readelf says %s", pc, c->columns[i], text,
				words[i + 1]);
	}
}

static void read_columns(struct comparison *c, char *line)
{
	char *save = NULL;

	c->column_count = 0;
	for (char *word = strtok_r(line, " \n", &save); word; word = strtok_r(NULL, " \n", &save))
		if (!str_eq(word, "LOC") && c->column_count < COLUMNS)
			snprintf(c->columns[c->column_count++], sizeof(c->columns[0]), "%s", word);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void compare_with_readelf(const char *path, size_t at_least)
{
	struct bytes object = map_file(path);
	struct comparison c = { 0 };
	char command[4096], line[1024];
	uint64_t start, end;
	bool in_function = false;
	FILE *out;

	assert_int_equal(cfi_read(&c.table, object.at, object.len), 0);
	snprintf(command, sizeof(command), "readelf --debug-dump=frames-interp %s 2>/dev/null",
		path);
	out = popen(command, "r");
	assert_non_null(out);
	while (fgets(line, sizeof(line), out)) {
		const char *pc = strstr(line, " pc=");

		if (pc && strstr(line, " FDE ")) {
			in_function = sscanf(pc, " pc=%" SCNx64 "..%" SCNx64, &start, &end) == 2;
			assert_true(VEC_PUSH(&c.boundaries, start) && VEC_PUSH(&c.boundaries, end));
		} else if (strstr(line, " CIE ")) {
			in_function = false;
		} else if (str_starts(line, "   LOC")) {
			read_columns(&c, line);
		} else if (in_function && isxdigit((unsigned char)line[0]) &&
			!strstr(line, "ZERO")) {
			compare_row(&c, line);
		}
	}
	pclose(out);    /* not 0 where it cannot find a debug file */
	assert_true(c.rows > at_least);
	qsort(c.boundaries.items, c.boundaries.count, sizeof(uint64_t), by_value);
	for (size_t i = 0; i < c.table.row_count; i++) {
		uint64_t at = c.table.rows[i].pc + c.table.base;

		if (at != c.table.base &&
			!bsearch(&at, c.boundaries.items, c.boundaries.count, sizeof(at), by_value))
			fail_msg("%" PRIx64 ": a rule begins where readelf has none", at);
	}
	mem_free(c.boundaries.items);
	cfi_free(&c.table);
	munmap(object.at, object.len);
}

static void libc_as_readelf_has_it(void **state)
{
	char line[LINE], path[4200] = "";

	(void)state;
	assert_true(find_mapping("/libc.so.6", line));
	assert_int_equal(sscanf(line, "%*s %*s %*s %*s %*s %4100s", path), 1);
	compare_with_readelf(path, 20000);
}

static void programs_as_readelf_has_them(void **state)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);

	(void)state;
	assert_true(len > 0);
	path[len] = '\0';
	compare_with_readelf(path, 100);
	compare_with_readelf("/bin/bash", 10000);
}

/* Single objects */

static void the_vdso_has_rules(void **state)
{
	struct cfi_table table;
	char line[LINE];
	uint64_t start, end;

	(void)state;
	if (!find_mapping("[vdso]", line))
		skip();
	assert_int_equal(sscanf(line, "%" SCNx64 "-%" SCNx64, &start, &end), 2);
	assert_int_equal(cfi_read(&table, (void *)(uintptr_t)start, end - start), 0);
	assert_true(table.row_count > 4);
	assert_int_equal(cfi_find(&table, table.base + table.rows[0].pc)->kind, UNWIND_REGISTER);
	cfi_free(&table);
}

static void what_has_no_frames(void **state)
{
	static const char text[] =
		"#!/bin/sh\nno object of any kind, but longer than the header of one\n";
	struct bytes object = map_file("/proc/self/exe");
	struct cfi_table table;

	(void)state;
	assert_int_equal(cfi_read(&table, text, sizeof(text)), -ENOEXEC);
	assert_int_equal(cfi_read(&table, text, 0), -ENOEXEC);
	assert_int_equal(cfi_read(&table, object.at, object.len), 0);
	assert_null(cfi_find(&table, 0));
	assert_int_equal(cfi_find(&table, UINT64_MAX)->kind, UNWIND_UNKNOWN);
	cfi_free(&table);
	((uint8_t *)object.at)[4] = 1;  /* of 32 bits */
	assert_int_equal(cfi_read(&table, object.at, object.len), -ENOEXEC);
	munmap(object.at, object.len);
}

/* What is read of a damaged object is a table, or nothing: rows in order, rules that are there. */
static void check_table(struct cfi_table *table, int err)
{
	for (size_t i = 0; !err && i < table->row_count; i++) {
		assert_true(table->rows[i].value < table->rule_count);
		assert_true(!i || table->rows[i].pc > table->rows[i - 1].pc);
	}
	cfi_free(table);
}

static void damaged_objects(void **state)
{
	struct bytes object = map_file("/proc/self/exe");
	uint8_t *copy = malloc(object.len);
	uint32_t random = 1;
	struct cfi_table table;

	(void)state;
	assert_non_null(copy);
	for (int round = 0; round < 200; round++) {
		memcpy(copy, object.at, object.len);
		for (size_t i = 0; i < 1 + object.len / 256; i++) {
			random = random * 1103515245 + 12345;
			/* the headers, too, but not always */
			copy[(round % 4 ? 64 : 0) + (random >> 4) % (object.len - 64)] =
				(uint8_t)(random >> 24);
		}
		check_table(&table, cfi_read(&table, copy, object.len));
	}
	for (size_t len = 0; len < object.len; len += object.len / 100) {
		uint8_t *cut = malloc(len + 1);

		assert_non_null(cut);
		memcpy(cut, object.at, len);
		check_table(&table, cfi_read(&table, cut, len));
		free(cut);
	}
	free(copy);
	munmap(object.at, object.len);
}

/* Objects that were made for it */

struct made {
	Elf64_Ehdr header;
	Elf64_Phdr code, index;
	uint8_t found[8];               /* .eh_frame_hdr: version, encodings, where .eh_frame is */
	uint8_t frames[];
};

static void put_number(struct buffer *b, uint64_t number, size_t size)
{
	buffer_append(b, &number, size);
}

/* What is common to the functions: a stack pointer that was moved by the call alone, and `padding`
 * bytes more of instructions that do nothing. */
static void put_common(struct buffer *b, uint32_t padding)
{
	/* with addresses as they are */
	static const uint8_t start[] = { 0, 0, 0, 0, 1, 'z', 'R', 0, 1, 0x78, 16, 1, 0, 0x0c, 7, 8,
		0x90, 1 };

	put_number(b, sizeof(start) + padding, 4);
	buffer_append(b, start, sizeof(start));
	for (uint32_t i = 0; i < padding; i++)
		put_number(b, 0, 1);
}

/* A function of 4 bytes at an address, whose CFA is rsp + offset. */
static void put_function(struct buffer *b, uint64_t at, uint32_t offset)
{
	const uint8_t program[] = { 0x0e, (uint8_t)(offset | 0x80), (uint8_t)(offset >> 7 | 0x80),
		(uint8_t)(offset >> 14) };

	put_number(b, 4 + 16 + 1 + sizeof(program), 4);
	put_number(b, b->len - sizeof(struct made), 4);
	put_number(b, at, 8);
	put_number(b, 4, 8);
	put_number(b, 0, 1);
	buffer_append(b, program, sizeof(program));
}

static void begin_object(struct buffer *b)
{
	static const struct made nothing;

	*b = (struct buffer){ 0 };
	buffer_append(b, &nothing, sizeof(nothing));
}

/* All of the file is code, mapped at 0. */
static int read_object(struct buffer *b, struct cfi_table *table)
{
	const uint8_t found[8] = { 1, 0x03 /* 4 bytes */, 0xff, 0xff, sizeof(struct made) };
	struct made *m;

	put_number(b, 0, 4);
	assert_false(b->failed);
	m = (void *)b->data;
	m->header = (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB },
		.e_machine = EM_X86_64,
		.e_phoff = sizeof(Elf64_Ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 2,
	};
	m->code = (Elf64_Phdr){
		.p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_filesz = b->len, .p_memsz = b->len
	};
	m->index =
		(Elf64_Phdr){ .p_type = PT_GNU_EH_FRAME, .p_vaddr = offsetof(struct made, found) };
	memcpy(m->found, found, sizeof(found));
	return cfi_read(table, b->data, b->len);
}

static void what_is_common_has_a_usual_size(void **state)
{
	static const struct {
		uint32_t padding;
		int err;
	} rows[] = { { 0, 0 }, { 1000, 0 }, { 1100, -ENODATA }, { 1000000, -ENODATA } };
	struct cfi_table table;
	struct buffer b;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_object(&b);
		put_common(&b, rows[i].padding);
		put_function(&b, 16, 24);
		assert_int_equal(read_object(&b, &table), rows[i].err);
		if (!rows[i].err) {
			assert_int_equal(cfi_find(&table, 16)->offset, 24);
			assert_int_equal(cfi_find(&table, 20)->kind, UNWIND_UNKNOWN);
		}
		cfi_free(&table);
		buffer_free(&b);
	}
}

static void there_is_room_for_so_many_rules(void **state)
{
	struct cfi_table table;
	struct buffer b;

	(void)state;
	begin_object(&b);
	put_common(&b, 0);
	for (uint32_t i = 0; i < UNWIND_RULES + 10; i++)
		put_function(&b, 4 * i, 8 * (i + 1));
	assert_int_equal(read_object(&b, &table), 0);
	assert_int_equal(table.rule_count, UNWIND_RULES);
	/* one of them says that nothing is known */
	assert_int_equal(cfi_find(&table, 4 * (UNWIND_RULES - 2))->offset, 8 * (UNWIND_RULES - 1));
	assert_int_equal(cfi_find(&table, 4 * (UNWIND_RULES - 1))->kind, UNWIND_UNKNOWN);
	cfi_free(&table);
	buffer_free(&b);
}

static void memory_may_run_out(void **state)
{
	struct bytes object = map_file("/proc/self/exe");
	struct cfi_table table;
	int err = -ENOMEM;

	(void)state;
	for (long successes = 0; err; successes++) {
		mem_fail_after(successes);
		err = cfi_read(&table, object.at, object.len);
		mem_fail_after(-1);
		assert_true(err == 0 || err == -ENOMEM);
	}
	cfi_free(&table);
	munmap(object.at, object.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libc_as_readelf_has_it),
		cmocka_unit_test(programs_as_readelf_has_them),
		cmocka_unit_test(the_vdso_has_rules),
		cmocka_unit_test(what_has_no_frames),
		cmocka_unit_test(damaged_objects),
		cmocka_unit_test(what_is_common_has_a_usual_size),
		cmocka_unit_test(there_is_room_for_so_many_rules),
		cmocka_unit_test(memory_may_run_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
