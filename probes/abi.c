/* probes/abi.c - the System V calling convention of x86-64 (its ABI document, 3.2.3), applied to
 * types of programs.  Asked by user_function.c. */
#include "probes/abi.h"
#include "probes/pt_regs.h"

#include <string.h>

#include "runtime/base/util.h"

#if defined(__x86_64__)

#define MEMBERS_MOST 4096       /* of a value, those of its members among them */
#define BY_REGISTERS_MOST 16    /* bytes of a value that registers can hold */
#define FLOAT_REGISTERS 8
#define WIDEST_REGISTER 64      /* bytes of a vector */
#define RETURN_ADDRESS 8        /* on the stack, below the arguments */

static const uint16_t argument_registers[] = PT_ARGUMENTS;
static const uint16_t result_registers[] = { PT_X86(AX), PT_X86(DX) };

/* FLOAT_REST: in the register of what is before */
enum class { NO_CLASS, INTEGER, FLOAT, FLOAT_REST, MEMORY };

bool abi_known(void)
{
	return true;
}

int abi_register(int dwarf_number)
{
	static const uint8_t offsets[] = {
		PT_X86(AX),
		PT_X86(DX),
		PT_X86(CX),
		PT_X86(BX),
		PT_X86(SI),
		PT_X86(DI),
		PT_X86(BP),
		PT_X86(SP),
		PT_X86(R8),
		PT_X86(R9),
		PT_X86(R10),
		PT_X86(R11),
		PT_X86(R12),
		PT_X86(R13),
		PT_X86(R14),
		PT_X86(R15),
	};

	return dwarf_number >= 0 && dwarf_number < (int)ARRAY_SIZE(offsets) ? offsets[dwarf_number]
		: -1;
}

bool abi_is_argument_register(int dwarf_number)
{
	int offset = abi_register(dwarf_number);

	for (size_t i = 0; i < ARRAY_SIZE(argument_registers); i++)
		if (offset == argument_registers[i])
			return true;
	return false;
}

uint16_t abi_stack_pointer(void)
{
	return PT_X86(SP);
}

uint16_t abi_instruction_pointer(void)
{
	return PT_X86(IP);
}

static unsigned kind_of(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

/* Members of a type and of what they consist of, down from `left`: damaged debug information may
 * have a struct in itself, several times. */
static bool is_bounded(const struct kernel_btf *b, uint32_t id, uint32_t *left, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	bool bounded = depth <= KERNEL_BTF_DEPTH_MOST && *left > 0;

	if (!t || !bounded)
		return bounded;
	--*left;
	if (kind_of(t) == BTF_KIND_ARRAY)
		return is_bounded(b, ((const struct btf_array *)(t + 1))->type, left, depth + 1);
	if (kind_of(t) != BTF_KIND_STRUCT && kind_of(t) != BTF_KIND_UNION)
		return true;
	for (uint32_t i = 0; bounded && i < BTF_INFO_VLEN(t->info); i++)
		bounded = is_bounded(
			b, ((const struct btf_member *)(t + 1))[i].type, left, depth + 1);
	return bounded;
}

bool abi_is_bounded(const struct kernel_btf *b, uint32_t type)
{
	uint32_t left = MEMBERS_MOST;

	return is_bounded(b, type, &left, 0);
}

/* Two numbers. */
static bool is_complex(const struct kernel_btf *b, const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_FLOAT &&
		strcasestr(kernel_btf_text(b, t->name_off), "complex");
}

static bool is_vector(const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_ARRAY &&
		((const struct btf_array *)(t + 1))->index_type == KERNEL_BTF_VECTOR;
}

/* What needs more than 8 is what the compilers align to 16: numbers of 16 bytes. */
static uint32_t alignment_of(const struct kernel_btf *b, uint32_t id, int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	uint32_t most = 1;

	if (!t || depth > KERNEL_BTF_DEPTH_MOST)
		return 1;
	if (is_vector(t))
		return MIN_OF(MAX_OF(kernel_btf_size(b, id), 1), WIDEST_REGISTER);
	if (kind_of(t) == BTF_KIND_ARRAY)
		return alignment_of(b, ((const struct btf_array *)(t + 1))->type, depth + 1);
	if (kind_of(t) != BTF_KIND_STRUCT && kind_of(t) != BTF_KIND_UNION)
		return MIN_OF(MAX_OF(kernel_btf_size(b, id) / (is_complex(b, t) ? 2 : 1), 1), 16);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t one =
			alignment_of(b, ((const struct btf_member *)(t + 1))[i].type, depth + 1);

		most = MAX_OF(most, one);
	}
	return most;
}

uint32_t abi_alignment(const struct kernel_btf *b, uint32_t type)
{
	return alignment_of(b, type, 0);
}

static void merge(enum class *into, enum class other)
{
	if (*into == NO_CLASS || other == MEMORY || (other == INTEGER && *into != MEMORY) ||
		(other == FLOAT && *into == FLOAT_REST))
		*into = other;
}

/* Both halves of what lies at an offset of the value. */
static void classify(
	const struct kernel_btf *b, uint32_t id, uint64_t offset, enum class classes[2], int depth);

/* complex: the two numbers of one go into registers of their own, where others of 16 bytes and
 * vectors have one. */
static void classify_float(
	const char *name, uint32_t size, uint64_t offset, bool complex, enum class classes[2])
{
	bool is_x87 = strstr(name, "long double") != NULL;

	for (uint64_t at = offset; at < offset + size && at < BY_REGISTERS_MOST; at += 8)
		merge(&classes[at / 8],
			is_x87 ? MEMORY
				: at == offset || complex ? FLOAT
				: FLOAT_REST);
}

static void classify_members(const struct kernel_btf *b, const struct btf_type *t, uint64_t offset,
	enum class classes[2], int depth)
{
	const struct btf_member *members = (const void *)(t + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		uint32_t bits = BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(members[i].offset)
			: members[i].offset;
		bool is_bits =
			BTF_INFO_KFLAG(t->info) && BTF_MEMBER_BITFIELD_SIZE(members[i].offset);

		if (is_bits && (offset + bits / 8) < BY_REGISTERS_MOST)
			merge(&classes[(offset + bits / 8) / 8], INTEGER);
		else if (bits / 8 % alignment_of(b, members[i].type, 0))
			merge(&classes[0], MEMORY);
		else
			classify(b, members[i].type, offset + bits / 8, classes, depth + 1);
	}
}

static void classify(
	const struct kernel_btf *b, uint32_t id, uint64_t offset, enum class classes[2], int depth)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, id));
	uint32_t size = kernel_btf_size(b, id);
	const struct btf_array *array;

	if (!t || depth > KERNEL_BTF_DEPTH_MOST || !size)
		return;
	if (is_vector(t) && size <= WIDEST_REGISTER &&
		(!offset || offset + size <= BY_REGISTERS_MOST)) {
		classify_float("", size, offset, false, classes);
		return;
	}
	if (offset + size > BY_REGISTERS_MOST) {
		merge(&classes[0], MEMORY);
		return;
	}
	switch (kind_of(t)) {
	case BTF_KIND_FLOAT:
		classify_float(
			kernel_btf_text(b, t->name_off), size, offset, is_complex(b, t), classes);
		return;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		classify_members(b, t, offset, classes, depth);
		return;
	case BTF_KIND_ARRAY:
		array = (const void *)(t + 1);
		for (uint32_t i = 0; i < array->nelems && i < BY_REGISTERS_MOST; i++)
			classify(b, array->type,
				offset + i * (uint64_t)kernel_btf_size(b, array->type), classes,
				depth + 1);
		return;
	}
	for (uint64_t at = offset; at < offset + size; at += 8)
		merge(&classes[at / 8], INTEGER);
}

struct classes {
	enum class of[2];
	uint32_t integers, floats;      /* registers that it takes */
};

static struct classes classes_of(const struct kernel_btf *b, uint32_t type)
{
	struct classes c = { .of = { NO_CLASS, NO_CLASS } };

	classify(b, type, 0, c.of, 0);
	if (c.of[1] == MEMORY)
		c.of[0] = MEMORY;
	for (int i = 0; i < 2; i++) {
		c.integers += c.of[i] == INTEGER;
		c.floats += c.of[i] == FLOAT;
	}
	return c;
}

static struct abi_place in_registers(
	const struct classes *c, const uint16_t *registers, uint32_t size)
{
	struct abi_place place = { .where = ABI_REGISTERS, .size = size };

	if (c->floats) {
		place.where = ABI_NOWHERE;
		place.why = "it is in a floating-point register, which probes do not see";
	}
	for (uint16_t i = 0; i < 2 && !c->floats; i++)
		if (c->of[i] == INTEGER) {
			place.pieces[place.piece_count] = (struct access_piece){
				.offset = 8 * i,
				.size = 8,
				.ctx_offset = registers[place.piece_count],
			};
			place.piece_count++;
		}
	return place;
}

uint16_t abi_argument_register(uint32_t number)
{
	return argument_registers[number];
}

static struct abi_place no_value(void)
{
	return (struct abi_place){ .where = ABI_NOWHERE, .why = "it has no size" };
}

struct abi_place abi_stack_argument(uint32_t size, uint32_t offset)
{
	return (struct abi_place){
		.where = ABI_STACK, .size = size, .offset = offset + RETURN_ADDRESS
	};
}

static struct abi_place on_stack(
	struct abi_state *s, const struct kernel_btf *b, uint32_t type, uint32_t size)
{
	uint32_t align = MAX_OF(abi_alignment(b, type), 8), at = ROUND_UP(s->stack, align);

	s->stack = at + ROUND_UP(size, 8);
	return abi_stack_argument(size, at);
}

/* Damaged, or only declared. */
static bool is_unknown(const struct kernel_btf *b, uint32_t type)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, type));

	return !abi_is_bounded(b, type) || (t && kind_of(t) == BTF_KIND_FWD);
}

/* Registers for a value, or for a pointer to it; false when it goes onto the stack. */
static bool take_registers(struct abi_state *s, const struct classes *c)
{
	if (c->of[0] == MEMORY || s->integers + c->integers > ARRAY_SIZE(argument_registers) ||
		s->floats + c->floats > FLOAT_REGISTERS)
		return false;
	s->integers += c->integers;
	s->floats += c->floats;
	return true;
}

/* A pointer to an object that is on the stack itself is not followed. */
static struct abi_place by_pointer(struct abi_state *s, const struct kernel_btf *b, uint32_t size)
{
	static const struct classes pointer = { .of = { INTEGER, NO_CLASS }, .integers = 1 };

	if (take_registers(s, &pointer))
		return (struct abi_place){
			.where = ABI_REFERENCE,
			.size = size,
			.pointer = argument_registers[s->integers - 1],
		};
	on_stack(s, b, 0, 8);
	return (struct abi_place){
		.where = ABI_NOWHERE,
		.why = "only a pointer to it is on the stack",
	};
}

struct abi_place abi_argument(
	struct abi_state *s, const struct kernel_btf *b, uint32_t type, bool by_reference)
{
	uint32_t size = kernel_btf_size(b, type), first = s->integers;

	s->lost |= !by_reference && is_unknown(b, type);
	if (s->lost)
		return (struct abi_place){
			.where = ABI_NOWHERE,
			.why = "it, or one before it, has a type that is not known",
		};
	if (by_reference)
		return by_pointer(s, b, size);
	struct classes c = classes_of(b, type);

	if (!size || c.of[0] + c.of[1] == NO_CLASS)
		return no_value();
	return take_registers(s, &c) ? in_registers(&c, argument_registers + first, size)
		: on_stack(s, b, type, size);
}

struct abi_place abi_result(const struct kernel_btf *b, uint32_t type, bool by_reference)
{
	uint32_t size = kernel_btf_size(b, type);

	if (by_reference)
		return (struct abi_place){
			.where = ABI_REFERENCE, .size = size, .pointer = PT_X86(AX)
		};
	if (is_unknown(b, type) || !size)
		return no_value();
	struct classes c = classes_of(b, type);

	if (c.of[0] == MEMORY) {
		const struct btf_type *t = kernel_btf_type(b, kernel_btf_strip(b, type));

		if (kind_of(t) == BTF_KIND_FLOAT)
			return (struct abi_place){
				.where = ABI_NOWHERE,
				.why = "it is a floating-point number",
			};
		return (struct abi_place){
			.where = ABI_REFERENCE, .size = size, .pointer = PT_X86(AX)
		};
	}
	return in_registers(&c, result_registers, size);
}

struct abi_state abi_begin(const struct kernel_btf *b, uint32_t result, bool by_reference)
{
	/* a result in memory: the first register says where */
	return (struct abi_state){ .integers = result &&
			abi_result(b, result, by_reference).where == ABI_REFERENCE,
		.lost = result && !by_reference && is_unknown(b, result) };
}

#else

bool abi_is_bounded(const struct kernel_btf *b, uint32_t type)
{
	(void)b;
	(void)type;
	return false;
}

uint16_t abi_argument_register(uint32_t number)
{
	(void)number;
	return 0;
}

uint32_t abi_alignment(const struct kernel_btf *b, uint32_t type)
{
	(void)b;
	(void)type;
	return 1;
}

bool abi_known(void)
{
	return false;
}

int abi_register(int dwarf_number)
{
	(void)dwarf_number;
	return -1;
}

bool abi_is_argument_register(int dwarf_number)
{
	(void)dwarf_number;
	return false;
}

uint16_t abi_stack_pointer(void)
{
	return 0;
}

uint16_t abi_instruction_pointer(void)
{
	return 0;
}

struct abi_place abi_argument(
	struct abi_state *s, const struct kernel_btf *b, uint32_t type, bool by_reference)
{
	(void)s;
	return abi_result(b, type, by_reference);
}

struct abi_place abi_stack_argument(uint32_t size, uint32_t offset)
{
	(void)size;
	(void)offset;
	return abi_result(NULL, 0, false);
}

struct abi_place abi_result(const struct kernel_btf *b, uint32_t type, bool by_reference)
{
	(void)b;
	(void)type;
	(void)by_reference;
	return (struct abi_place){
		.where = ABI_NOWHERE,
		.why = "the calling convention of this architecture is not known",
	};
}

struct abi_state abi_begin(const struct kernel_btf *b, uint32_t result, bool by_reference)
{
	(void)b;
	(void)result;
	(void)by_reference;
	return (struct abi_state){ 0 };
}

#endif
