/* tests/unit/probes_usdt.c - the notes of static probes from bytes, whole and damaged, and every
 * form of operand that arguments have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/user.h>

#include "probes/elf_notes.h"
#include "probes/usdt_args.h"
#include "runtime/base/util.h"

#define NOP 0x1000              /* address of the probe in these tests */
#define TABLE 0x4000            /* and of the one symbol that there is, "table" */
#define REG(name) ((uint32_t)offsetof(struct user_regs_struct, name))

static bool find_table(const char *name, uint64_t *address, void *arg)
{
	(void)arg;
	*address = TABLE;
	return str_eq(name, "table");
}

static uint32_t decode(uint16_t machine, const char *text, struct usdt_arg args[USDT_MAX_ARGS])
{
	struct usdt_frame frame = { .machine = machine, .address = NOP, .symbol = find_table };

	return usdt_args_decode(text, &frame, args);
}

static void assert_same(const char *text, const struct access *a, const struct access *b)
{
	if (a->kind == b->kind && a->offset == b->offset && a->size == b->size &&
		a->pointer_offset == b->pointer_offset && a->index_offset == b->index_offset &&
		a->scale == b->scale && a->is_signed == b->is_signed && a->number == b->number)
		return;
	fail_msg("%s: kind %d offset %u size %u pointer %u index %u scale %u signed %d number %lld",
		text, a->kind, a->offset, a->size, a->pointer_offset, a->index_offset, a->scale,
		a->is_signed, (long long)a->number);
}

#define IN(reg, bytes, sign) \
	{ .kind = ACCESS_CTX, .offset = (reg), .size = (bytes), .is_signed = (sign) }
#define CONSTANT(n) { .kind = ACCESS_CONSTANT, .size = 8, .number = (n) }
#define AT(base, n, bytes, sign) \
	{ .kind = ACCESS_USER_READ, .pointer_offset = (base), .number = (n), .size = (bytes), \
	  .is_signed = (sign) }
#define INDEXED(base, n, bytes, sign, index, by) \
	{ \
		.kind = ACCESS_USER_READ, .pointer_offset = (base), .number = (n), \
		.size = (bytes), .is_signed = (sign), .index_offset = (index), .scale = (by) \
	}

struct form {
	const char *text;
	struct access access;
	const char *c_type;
};

static void check_forms(uint16_t machine, const struct form *forms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct usdt_arg args[USDT_MAX_ARGS];

		assert_int_equal(decode(machine, forms[i].text, args), 1);
		if (args[0].refused)
			fail_msg("%s: %s", forms[i].text, args[0].refused);
		assert_same(forms[i].text, &args[0].access, &forms[i].access);
		assert_string_equal(args[0].c_type, forms[i].c_type);
	}
}

#if defined(__x86_64__)
static void test_x86_registers(void **state)
{
	static const struct form forms[] = {
		{ "-4@%eax", IN(REG(rax), 4, true), "int32_t" },
		{ "4@%eax", IN(REG(rax), 4, false), "uint32_t" },
		{ "8@%rax", IN(REG(rax), 8, false), "uint64_t" },
		{ "-8@%rbx", IN(REG(rbx), 8, true), "int64_t" },
		{ "-4@%rcx", IN(REG(rcx), 4, true), "int32_t" },
		{ "2@%dx", IN(REG(rdx), 2, false), "uint16_t" },
		{ "-2@%si", IN(REG(rsi), 2, true), "int16_t" },
		{ "1@%al", IN(REG(rax), 1, false), "uint8_t" },
		{ "-1@%ah", IN(REG(rax) + 1, 1, true), "int8_t" },
		{ "1@%bh", IN(REG(rbx) + 1, 1, false), "uint8_t" },
		{ "1@%sil", IN(REG(rsi), 1, false), "uint8_t" },
		{ "1@%dil", IN(REG(rdi), 1, false), "uint8_t" },
		{ "1@%bpl", IN(REG(rbp), 1, false), "uint8_t" },
		{ "1@%spl", IN(REG(rsp), 1, false), "uint8_t" },
		{ "8@%rsp", IN(REG(rsp), 8, false), "uint64_t" },
		{ "8@%rbp", IN(REG(rbp), 8, false), "uint64_t" },
		{ "8@%rip", IN(REG(rip), 8, false), "uint64_t" },
		{ "8@%r8", IN(REG(r8), 8, false), "uint64_t" },
		{ "-4@%r9d", IN(REG(r9), 4, true), "int32_t" },
		{ "2@%r10w", IN(REG(r10), 2, false), "uint16_t" },
		{ "-1@%r11b", IN(REG(r11), 1, true), "int8_t" },
		{ "8@%r12", IN(REG(r12), 8, false), "uint64_t" },
		{ "8@%r13", IN(REG(r13), 8, false), "uint64_t" },
		{ "8@%r14", IN(REG(r14), 8, false), "uint64_t" },
		{ "8@%r15", IN(REG(r15), 8, false), "uint64_t" },
		{ "4@%r15d", IN(REG(r15), 4, false), "uint32_t" },
		/* what is wider than its register ends with that */
		{ "8@%eax", IN(REG(rax), 4, false), "uint64_t" },
		{ "%rdi", IN(REG(rdi), 8, false), "uint64_t" },
	};

	(void)state;
	check_forms(EM_X86_64, forms, ARRAY_SIZE(forms));
}

static void test_x86_memory(void **state)
{
	static const struct form forms[] = {
		{ "4@8(%rbp)", AT(REG(rbp), 8, 4, false), "uint32_t" },
		{ "-4@-20(%rbp)", AT(REG(rbp), -20, 4, true), "int32_t" },
		{ "8@(%rsp)", AT(REG(rsp), 0, 8, false), "uint64_t" },
		{ "-1@0x10(%rdi)", AT(REG(rdi), 16, 1, true), "int8_t" },
		{ "8@(%rax,%rbx,4)", INDEXED(REG(rax), 0, 8, false, REG(rbx), 4), "uint64_t" },
		{ "-2@-8(%rax,%r9)", INDEXED(REG(rax), -8, 2, true, REG(r9), 1), "int16_t" },
		{ "8@16(,%rcx,8)", INDEXED(ACCESS_NO_POINTER, 16, 8, false, REG(rcx), 8),
			"uint64_t" },
		{ "8@-16(%rip)", AT(REG(rip), -16, 8, false), "uint64_t" },
		{ "8@table(%rip)", AT(REG(rip), TABLE - NOP, 8, false), "uint64_t" },
		{ "8@table+8(%rip)", AT(REG(rip), TABLE - NOP + 8, 8, false), "uint64_t" },
		{ "8@8+table(%rip)", AT(REG(rip), TABLE - NOP + 8, 8, false), "uint64_t" },
		{ "-4@table-4+8(%rip)", AT(REG(rip), TABLE - NOP + 4, 4, true), "int32_t" },
		{ "8@table", AT(REG(rip), TABLE - NOP, 8, false), "uint64_t" },
		{ "8@table(,%rax,8)", INDEXED(REG(rip), TABLE - NOP, 8, false, REG(rax), 8),
			"uint64_t" },
		{ "8@table(%rbx)", AT(REG(rbx), TABLE, 8, false), "uint64_t" },
		{ "4@4096", AT(ACCESS_NO_POINTER, 4096, 4, false), "uint32_t" },
		{ "table(%rip)", AT(REG(rip), TABLE - NOP, 8, false), "uint64_t" },
	};

	(void)state;
	check_forms(EM_X86_64, forms, ARRAY_SIZE(forms));
}

static void test_x86_constants(void **state)
{
	static const struct form forms[] = {
		{ "8@$5", CONSTANT(5), "uint64_t" },
		{ "-8@$-1", CONSTANT(-1), "int64_t" },
		{ "-4@$-7", CONSTANT(-7), "int32_t" },
		{ "4@$-1", CONSTANT(0xffffffff), "uint32_t" },
		{ "1@$300", CONSTANT(44), "uint8_t" },
		{ "-1@$200", CONSTANT(-56), "int8_t" },
		{ "8@$0xffffffffffffffff", CONSTANT(-1), "uint64_t" },
		{ "-8@$-0x10", CONSTANT(-16), "int64_t" },
		{ "8@$table",
			{
				.kind = ACCESS_CTX_SUM,
				.offset = REG(rip),
				.size = 8,
				.number = TABLE - NOP,
			},
			"uint64_t" },
		{ "8@$table+2",
			{
				.kind = ACCESS_CTX_SUM,
				.offset = REG(rip),
				.size = 8,
				.number = TABLE - NOP + 2,
			},
			"uint64_t" },
	};

	(void)state;
	check_forms(EM_X86_64, forms, ARRAY_SIZE(forms));
}
#endif

static void test_arm(void **state)
{
	static const struct form forms[] = {
		{ "8@x0", IN(0, 8, false), "uint64_t" },
		{ "-4@w30", IN(240, 4, true), "int32_t" },
		{ "8@sp", IN(248, 8, false), "uint64_t" },
		{ "8@[sp]", AT(248, 0, 8, false), "uint64_t" },
		{ "-4@[sp, 16]", AT(248, 16, 4, true), "int32_t" },
		{ "8@[x29, #-8]", AT(232, -8, 8, false), "uint64_t" },
		{ "8@[x1, x2]", INDEXED(8, 0, 8, false, 16, 1), "uint64_t" },
		{ "1@[x1,x2,lsl 3]", INDEXED(8, 0, 1, false, 16, 8), "uint8_t" },
		{ "-4@-5", CONSTANT(-5), "int32_t" },
		{ "8@7", CONSTANT(7), "uint64_t" },
	};

	(void)state;
	check_forms(EM_AARCH64, forms, ARRAY_SIZE(forms));
}

static void test_refused(void **state)
{
	static const struct {
		uint16_t machine;
		const char *text, *why;
	} cases[] = {
		{ EM_X86_64, "8f@%xmm0",
			"it is a floating-point number, which programs of the kernel cannot handle" },
		{ EM_X86_64, "-8f@-8(%rbp)",
			"it is a floating-point number, which programs of the kernel cannot handle" },
		{ EM_X86_64, "8@%xmm1",
			"it is in a vector register, and the kernel saves only the general ones" },
		{ EM_AARCH64, "8@[x0, x1, lxl 3]", "its form is not known" },
		{ EM_AARCH64, "8@v0",
			"it is in a vector register, and the kernel saves only the general ones" },
		{ EM_X86_64, "8@%rzz", "it names no register" },
		{ EM_RISCV, "8@%rax", "it is written for another machine" },
		{ EM_X86_64, "8@%", "it names no register" },
		{ EM_X86_64, "8@%r16", "it names no register" },
		{ EM_AARCH64, "8@x31", "it names no register" },
		{ EM_X86_64, "16@%rax", "it is not 1, 2, 4 or 8 bytes long" },
		{ EM_X86_64, "0@%rax", "it is not 1, 2, 4 or 8 bytes long" },
		{ EM_X86_64, "99999999999999999999@%rax", "its form is not known" },
		{ EM_X86_64, "8@%fs:16", "it is in thread-local memory" },
		{ EM_X86_64, "8@nothing(%rip)",
			"the symbol table has not exactly one symbol of that name" },
		{ EM_X86_64, "8@table@GOTPCREL(%rip)",
			"it is reached through a table of the dynamic linker" },
		{ EM_X86_64, "8@(%eax)", "its address is not 64 bits wide" },
		{ EM_X86_64, "8@(%rax,%rbx,3)", "its form is not known" },
		{ EM_X86_64, "8@(%rax", "its form is not known" },
		{ EM_X86_64, "8@(", "its form is not known" },
		{ EM_X86_64, "8@", "its form is not known" },
		{ EM_X86_64, "8@$", "its form is not known" },
		{ EM_X86_64, "8@$-", "its form is not known" },
		{ EM_X86_64, "8@$-table", "its form is not known" },
		{ EM_X86_64, "8@$18446744073709551616", "its form is not known" },
		{ EM_X86_64, "8@%raxx", "it names no register" },
		{ EM_X86_64, "8@(%rax)x", "its form is not known" },
		{ EM_X86_64, "-@%rax", "it is not 1, 2, 4 or 8 bytes long" },
		{ EM_AARCH64, "8@[x0", "its form is not known" },
		{ EM_AARCH64, "8@4+table", "its form is not known" },
		{ EM_AARCH64, "8@[x0, x1, asr 2]", "its form is not known" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct usdt_arg args[USDT_MAX_ARGS];

		assert_int_equal(decode(cases[i].machine, cases[i].text, args), 1);
		if (!args[0].refused)
			fail_msg("%s was taken", cases[i].text);
		if (!str_eq(args[0].refused, cases[i].why))
			fail_msg("%s: %s", cases[i].text, args[0].refused);
		assert_int_equal(args[0].access.kind, ACCESS_NONE);
	}
}

static void test_several(void **state)
{
	struct usdt_arg args[USDT_MAX_ARGS];
	char many[4 * 300 + 1];

	(void)state;
	assert_int_equal(decode(EM_X86_64, "", args), 0);
	assert_int_equal(
		decode(EM_X86_64, "  8@%rax   -4@(%rax, %rbx, 4) 8f@%xmm0 1@$1 ", args), 4);
	assert_int_equal(args[1].len, strlen("-4@(%rax, %rbx, 4)"));
	assert_int_equal(args[1].access.kind, ACCESS_USER_READ);
	assert_non_null(args[2].refused);
	assert_int_equal(args[3].access.number, 1);
	for (int i = 0; i < 300; i++)
		memcpy(many + 4 * i, "1@2 ", 5);
	assert_int_equal(decode(EM_X86_64, many, args), USDT_MAX_ARGS);
}

/* Notes */

struct bytes {
	uint8_t data[512];
	size_t len;
};

static void put(struct bytes *b, const void *data, size_t len)
{
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static void put_note(struct bytes *b, const char *owner, uint32_t type, const uint64_t addresses[3],
	const char *texts, size_t texts_len)
{
	Elf64_Nhdr header = { (uint32_t)strlen(owner) + 1, (uint32_t)(24 + texts_len), type };

	put(b, &header, sizeof(header));
	put(b, owner, header.n_namesz);
	b->len = ROUND_UP(b->len, 4);
	put(b, addresses, 24);
	put(b, texts, texts_len);
	b->len = ROUND_UP(b->len, 4);
}

struct seen {
	struct static_probe_note notes[8];
	unsigned count;
};

static int see(const struct static_probe_note *note, void *arg)
{
	struct seen *s = arg;

	s->notes[s->count++ % ARRAY_SIZE(s->notes)] = *note;
	return 0;
}

static struct bytes sample(void)
{
	struct bytes b = { .len = 0 };

	put_note(&b, "stapsdt", 3, (const uint64_t[]){ 0x1234, 0x2000, 0 }, "app\0start\0", 11);
	put_note(&b, "GNU", 3, (const uint64_t[]){ 1, 2, 3 }, "build-id", 8);
	put_note(&b, "stapsdt", 3, (const uint64_t[]){ 0x5678, 0x2000, 0x3002 },
		"app\0stop\0-4@%eax 8@$1\0", 23);
	return b;
}

static void test_notes(void **state)
{
	struct bytes b = sample();
	struct seen seen = { .count = 0 };
	size_t at;

	(void)state;
	assert_int_equal(static_probe_notes(b.data, b.len, see, &seen, &at), 0);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.notes[0].address, 0x1234);
	assert_string_equal(seen.notes[0].name, "start");
	assert_string_equal(seen.notes[0].args, "");
	assert_int_equal(seen.notes[1].base, 0x2000);
	assert_int_equal(seen.notes[1].semaphore, 0x3002);
	assert_string_equal(seen.notes[1].ns, "app");
	assert_string_equal(seen.notes[1].args, "-4@%eax 8@$1");
}

/* Cut anywhere and with any byte changed, it is read or refused; nothing outside of it is touched
 * (the sanitizers watch). */
static void test_damaged(void **state)
{
	struct bytes whole = sample();

	(void)state;
	for (size_t len = 0; len <= whole.len; len++) {
		uint8_t *copy = mem_alloc(len + !len);
		struct seen seen = { .count = 0 };
		size_t at;

		memcpy(copy, whole.data, len);
		int ret = static_probe_notes(copy, len, see, &seen, &at);

		assert_true(ret == 0 || ret == -EBADMSG);
		assert_true(at <= len);
		mem_free(copy);
	}
	for (size_t i = 0; i < whole.len; i++) {
		struct bytes b = whole;
		struct seen seen = { .count = 0 };
		size_t at;

		b.data[i] ^= 0xff;
		static_probe_notes(b.data, b.len, see, &seen, &at);
		assert_true(seen.count <= 2);
	}
}

static void test_absurd(void **state)
{
	Elf64_Nhdr header = { 8, UINT32_MAX, 3 };
	struct seen seen = { .count = 0 };
	struct bytes b = { .len = 0 };
	size_t at;

	(void)state;
	put(&b, &header, sizeof(header));
	put(&b, "stapsdt", 8);
	assert_int_equal(static_probe_notes(b.data, b.len, see, &seen, &at), -EBADMSG);
	assert_int_equal(at, 0);
	/* no name, no end of a text, too short for its addresses */
	b.len = 0;
	put_note(&b, "stapsdt", 3, (const uint64_t[]){ 1, 2, 3 }, "\0name\0", 7);
	assert_int_equal(static_probe_notes(b.data, b.len, see, &seen, &at), -EBADMSG);
	b = sample();
	put_note(&b, "stapsdt", 3, (const uint64_t[]){ 1, 2, 3 }, "app\0name\0args", 13);
	assert_int_equal(static_probe_notes(b.data, b.len, see, &seen, &at), -EBADMSG);
	assert_int_equal(at, sample().len);
	header.n_descsz = 8;
	b.len = 0;
	put(&b, &header, sizeof(header));
	put(&b, "stapsdt\0xxxxxxxx", 16);
	assert_int_equal(static_probe_notes(b.data, b.len, see, &seen, &at), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#if defined(__x86_64__)
		cmocka_unit_test(test_x86_registers),
		cmocka_unit_test(test_x86_memory),
		cmocka_unit_test(test_x86_constants),
#endif
		cmocka_unit_test(test_arm),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_absurd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
