/* probes/usdt_x86.c - operands of x86_64: $1 %eax -16(%rbp)  table+8(%rip)  (%rax,%rbx,4).  Row of
 * the languages in usdt_args.c. */
#include <elf.h>
#include <string.h>

#include "probes/pt_regs.h"
#include "probes/usdt_operand.h"
#include "runtime/base/util.h"

/* The general registers of x86_64 by the stem of their names, in struct pt_regs. */
static const struct {
	const char *stem;
	uint16_t offset;
} x86_stems[] = {
	{ "r15", PT_X86(R15) },
	{ "r14", PT_X86(R14) },
	{ "r13", PT_X86(R13) },
	{ "r12", PT_X86(R12) },
	{ "r11", PT_X86(R11) },
	{ "r10", PT_X86(R10) },
	{ "r9", PT_X86(R9) },
	{ "r8", PT_X86(R8) },
	{ "ax", PT_X86(AX) },
	{ "bx", PT_X86(BX) },
	{ "cx", PT_X86(CX) },
	{ "dx", PT_X86(DX) },
	{ "si", PT_X86(SI) },
	{ "di", PT_X86(DI) },
	{ "bp", PT_X86(BP) },
	{ "sp", PT_X86(SP) },
	{ "ip", PT_X86(IP) },
};

/* "al" or "ah", "sil": the low byte of a stem, or the one above it; its size is 0 when it is
 * neither. */
static struct saved_register x86_byte(
	const char *name, size_t len, const char *stem, uint32_t offset)
{
	bool letters = stem[1] == 'x';

	if (letters && len == 2 && name[0] == stem[0] && (name[1] == 'l' || name[1] == 'h'))
		return (struct saved_register){ offset + (name[1] == 'h'), 1 };
	if (!letters && len == 3 && !memcmp(name, stem, 2) && name[2] == 'l')
		return (struct saved_register){ offset, 1 };
	return (struct saved_register){ 0, 0 };
}

/* rax, eax, ax, al, ah for the stem "ax". */
static struct saved_register x86_old(
	const char *name, size_t len, const char *stem, uint32_t offset)
{
	if (len == 3 && (name[0] == 'r' || name[0] == 'e') && !memcmp(name + 1, stem, 2))
		return (struct saved_register){ offset, name[0] == 'r' ? 8 : 4 };
	if (len == 2 && !memcmp(name, stem, 2))
		return (struct saved_register){ offset, 2 };
	return x86_byte(name, len, stem, offset);
}

/* r8, r8d, r8w, r8b for the stem "r8". */
static struct saved_register x86_new(
	const char *name, size_t len, const char *stem, uint32_t offset)
{
	static const struct {
		char letter;
		uint8_t size;
	} parts[] = { { 'd', 4 }, { 'w', 2 }, { 'b', 1 } };
	size_t stem_len = strlen(stem);

	if (len < stem_len || memcmp(name, stem, stem_len) != 0)
		return (struct saved_register){ 0, 0 };
	if (len == stem_len)
		return (struct saved_register){ offset, 8 };
	for (size_t i = 0; len == stem_len + 1 && i < ARRAY_SIZE(parts); i++)
		if (name[stem_len] == parts[i].letter)
			return (struct saved_register){ offset, parts[i].size };
	return (struct saved_register){ 0, 0 };
}

static struct saved_register x86_register(const char *name, size_t len)
{
	struct saved_register found = { 0, 0 };

	for (size_t i = 0; i < ARRAY_SIZE(x86_stems) && !found.size; i++)
		found = x86_stems[i].stem[0] == 'r'
			? x86_new(name, len, x86_stems[i].stem, x86_stems[i].offset)
			: x86_old(name, len, x86_stems[i].stem, x86_stems[i].offset);
	return found;
}

static bool x86_is_vector(const char *name, size_t len)
{
	static const char *const beginnings[] = { "xmm", "ymm", "zmm", "mm", "st", "k" };

	for (size_t i = 0; i < ARRAY_SIZE(beginnings); i++)
		if (len >= strlen(beginnings[i]) &&
			!memcmp(name, beginnings[i], strlen(beginnings[i])))
			return true;
	return false;
}

static bool take_x86_register(struct operand *o, struct saved_register *out)
{
	if (!operand_take(o, '%'))
		return operand_refuse(o, operand_unknown);
	*out = operand_register(o);
	if (out->size && out->size != 8)
		operand_refuse(o, "its address is not 64 bits wide");
	return out->size == 8;
}

static bool take_x86_index(struct operand *o, struct access *to)
{
	struct saved_register index;
	int64_t scale = 0;

	if (!take_x86_register(o, &index))
		return false;
	if (!operand_take(o, ','))
		scale = 1;
	else if (!operand_add_number(o, false, &scale))
		return false;
	if (scale != 1 && scale != 2 && scale != 4 && scale != 8)
		return operand_refuse(o, operand_unknown);
	to->index_offset = index.offset;
	to->scale = (uint32_t)scale;
	return true;
}

/* (base,index,scale) behind the sum, or nothing. */
static bool take_x86_address(struct operand *o, struct access *to)
{
	struct saved_register base = { ACCESS_NO_POINTER, 8 };

	if (operand_take(o, '(')) {
		bool without = operand_take(o, ',');

		if (!without && !take_x86_register(o, &base))
			return false;
		if ((without || operand_take(o, ',')) && !take_x86_index(o, to))
			return false;
		if (!operand_take(o, ')'))
			return operand_refuse(o, operand_unknown);
	}
	to->pointer_offset = base.offset;
	return true;
}

static struct access x86_memory(struct operand *o)
{
	struct access at = { .kind = ACCESS_USER_READ, .size = o->size, .is_signed = o->is_signed };
	struct sum sum = { 0 };

	if (o->at == o->len) {
		operand_refuse(o, operand_unknown);
		return at;
	}
	if (o->text[o->at] != '(' && !operand_sum(o, &sum))
		return at;
	if (!take_x86_address(o, &at))
		return at;
	at.number = sum.number;
	/* only a program that is not moved when it is loaded adds a symbol to a register */
	if (sum.has_symbol && at.pointer_offset != ACCESS_NO_POINTER &&
		at.pointer_offset != PT_X86(IP)) {
		at.number = (int64_t)((uint64_t)sum.number + sum.symbol);
	} else if (sum.has_symbol) {
		at.pointer_offset = PT_X86(IP);
		at.number = (int64_t)((uint64_t)sum.number + sum.symbol - o->frame->address);
	}
	return at;
}

static struct access decode_x86(struct operand *o)
{
	struct sum sum = { 0 };

	if (operand_take(o, '$'))
		return operand_sum(o, &sum) ? operand_constant(o, &sum) : (struct access){ 0 };
	if (operand_take(o, '%')) {
		bool segment = o->len - o->at >= 3 && o->text[o->at + 1] == 's' &&
			o->text[o->at + 2] == ':';

		if (segment) {
			operand_refuse(o, "it is in thread-local memory");
			return (struct access){ 0 };
		}
		return operand_in_register(o, operand_register(o));
	}
	return x86_memory(o);
}

const struct usdt_language usdt_x86_64 = {
	.machine = EM_X86_64,
	.instruction_pointer = PT_X86(IP),
	.register_named = x86_register,
	.is_vector = x86_is_vector,
	.decode = decode_x86,
};
