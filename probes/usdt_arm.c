/* probes/usdt_arm.c - operands of aarch64: 1 x0 [sp, 16] [x0, x1, lsl 3].  Row of the languages in
 * usdt_args.c. */
#include <ctype.h>
#include <elf.h>
#include <string.h>

#include "probes/usdt_operand.h"

#define ARM_SP 248
#define ARM_IP 256
#define ARM_LAST 30             /* x0 to x30 */

static struct saved_register arm_register(const char *name, size_t len)
{
	uint32_t n = 0, size = name[0] == 'x' ? 8 : 4;

	if (len == 2 && !memcmp(name, "sp", 2))
		return (struct saved_register){ ARM_SP, 8 };
	if (len < 2 || len > 3 || (name[0] != 'x' && name[0] != 'w'))
		return (struct saved_register){ 0, 0 };
	for (size_t i = 1; i < len; i++) {
		if (!isdigit((unsigned char)name[i]))
			return (struct saved_register){ 0, 0 };
		n = n * 10 + (uint32_t)(name[i] - '0');
	}
	return n <= ARM_LAST ? (struct saved_register){ 8 * n, size }
		: (struct saved_register){ 0, 0 };
}

static bool arm_is_vector(const char *name, size_t len)
{
	return len >= 2 && strchr("vqdsh", name[0]) && isdigit((unsigned char)name[1]);
}

static bool take_arm_index(struct operand *o, struct access *to)
{
	struct saved_register index = operand_register(o);
	int64_t shift = 0;

	if (index.size != 8)
		return operand_refuse(o, operand_unknown);
	if (operand_take(o, ',')) {
		if (!operand_take_word(o, "lsl"))
			return operand_refuse(o, operand_unknown);
		operand_take(o, '#');
		if (!operand_add_number(o, false, &shift) || shift < 0 || shift > 4)
			return operand_refuse(o, operand_unknown);
	}
	to->index_offset = index.offset;
	to->scale = 1u << shift;
	return true;
}

static struct access arm_memory(struct operand *o)
{
	struct access at = { .kind = ACCESS_USER_READ, .size = o->size, .is_signed = o->is_signed };
	struct saved_register base = operand_register(o);

	at.pointer_offset = base.offset;
	if (base.size != 8 && base.size)
		operand_refuse(o, operand_unknown);
	if (!o->refused && operand_take(o, ',')) {
		bool number, minus;

		operand_take(o, '#');
		minus = operand_take(o, '-');
		number = o->at < o->len && isdigit((unsigned char)o->text[o->at]);
		if (number || minus)
			operand_add_number(o, minus, &at.number);
		else
			take_arm_index(o, &at);
	}
	if (!o->refused && !operand_take(o, ']'))
		operand_refuse(o, operand_unknown);
	return at;
}

static struct access decode_arm(struct operand *o)
{
	struct sum sum = { 0 };

	if (operand_take(o, '['))
		return arm_memory(o);
	if (o->at < o->len && (isdigit((unsigned char)o->text[o->at]) || o->text[o->at] == '-')) {
		if (!operand_sum(o, &sum) || sum.has_symbol)
			operand_refuse(o, operand_unknown);
		return operand_constant(o, &sum);
	}
	return operand_in_register(o, operand_register(o));
}

const struct usdt_language usdt_aarch64 = {
	.machine = EM_AARCH64,
	.instruction_pointer = ARM_IP,
	.register_named = arm_register,
	.is_vector = arm_is_vector,
	.decode = decode_arm,
};
