/* probes/usdt_args.c - decodes the operands by which the notes of static probes name their arguments, for x86_64 and aarch64, into the closed set of accesses.
 * The text comes from files that nobody has checked: what is not understood is refused with a reason, whatever it is. */
#include "probes/usdt_args.h"

#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"

#define MAX_SYMBOL 256

static const char no_operand[] = "its form is not known";
static const char no_register[] = "it names no register";
static const char vector_register[] = "it is in a vector register, and the kernel saves only the general ones";
static const char thread_local[] = "it is in thread-local memory";
static const char no_symbol[] = "the symbol table has not exactly one symbol of that name";
static const char through_table[] = "it is reached through a table of the dynamic linker";
static const char no_size[] = "it is not 1, 2, 4 or 8 bytes long";
static const char no_float[] = "it is a floating-point number, which programs of the kernel cannot handle";

/* An operand being read: text[at..len). */
struct operand {
	const struct usdt_frame *frame;
	const char *text;
	size_t at, len;
	uint32_t size;          /* of the argument */
	bool is_signed;
	const char *refused;
};

static void skip_blanks(struct operand *o)
{
	while (o->at < o->len && o->text[o->at] == ' ')
		o->at++;
}

static bool take(struct operand *o, char c)
{
	skip_blanks(o);
	if (o->at == o->len || o->text[o->at] != c)
		return false;
	o->at++;
	return true;
}

static bool take_word(struct operand *o, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(o);
	if (o->len - o->at < len || memcmp(o->text + o->at, word, len) != 0)
		return false;
	o->at += len;
	return true;
}

static bool refuse(struct operand *o, const char *why)
{
	if (!o->refused)
		o->refused = why;
	return false;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$' || c == '@';
}

/* Registers */

struct place {
	uint32_t offset, size;  /* in struct pt_regs */
};

/* The general registers of x86_64 by the stem of their names, in struct pt_regs. */
static const struct { const char *stem; uint16_t offset; } x86_stems[] = {
	{ "r15", 0 }, { "r14", 8 }, { "r13", 16 }, { "r12", 24 }, { "bp", 32 }, { "bx", 40 }, { "r11", 48 }, { "r10", 56 }, { "r9", 64 },
	{ "r8", 72 }, { "ax", 80 }, { "cx", 88 }, { "dx", 96 }, { "si", 104 }, { "di", 112 }, { "ip", 128 }, { "sp", 152 },
};
#define X86_IP 128

/* "al" or "ah", "sil": the low byte of a stem, or the one above it; its size is 0 when it is neither. */
static struct place x86_byte(const char *name, size_t len, const char *stem, uint32_t offset)
{
	bool letters = stem[1] == 'x';

	if (letters && len == 2 && name[0] == stem[0] && (name[1] == 'l' || name[1] == 'h'))
		return (struct place){ offset + (name[1] == 'h'), 1 };
	if (!letters && len == 3 && !memcmp(name, stem, 2) && name[2] == 'l')
		return (struct place){ offset, 1 };
	return (struct place){ 0, 0 };
}

/* rax, eax, ax, al, ah for the stem "ax". */
static struct place x86_old(const char *name, size_t len, const char *stem, uint32_t offset)
{
	if (len == 3 && (name[0] == 'r' || name[0] == 'e') && !memcmp(name + 1, stem, 2))
		return (struct place){ offset, name[0] == 'r' ? 8 : 4 };
	if (len == 2 && !memcmp(name, stem, 2))
		return (struct place){ offset, 2 };
	return x86_byte(name, len, stem, offset);
}

/* r8, r8d, r8w, r8b for the stem "r8". */
static struct place x86_new(const char *name, size_t len, const char *stem, uint32_t offset)
{
	static const struct { char letter; uint8_t size; } parts[] = { { 'd', 4 }, { 'w', 2 }, { 'b', 1 } };
	size_t stem_len = strlen(stem);

	if (len < stem_len || memcmp(name, stem, stem_len) != 0)
		return (struct place){ 0, 0 };
	if (len == stem_len)
		return (struct place){ offset, 8 };
	for (size_t i = 0; len == stem_len + 1 && i < ARRAY_SIZE(parts); i++)
		if (name[stem_len] == parts[i].letter)
			return (struct place){ offset, parts[i].size };
	return (struct place){ 0, 0 };
}

static struct place x86_register(const char *name, size_t len)
{
	struct place found = { 0, 0 };

	for (size_t i = 0; i < ARRAY_SIZE(x86_stems) && !found.size; i++)
		found = x86_stems[i].stem[0] == 'r' ? x86_new(name, len, x86_stems[i].stem, x86_stems[i].offset)
						    : x86_old(name, len, x86_stems[i].stem, x86_stems[i].offset);
	return found;
}

#define ARM_SP 248
#define ARM_LAST 30             /* x0 to x30 */

static struct place arm_register(const char *name, size_t len)
{
	uint32_t n = 0, size = name[0] == 'x' ? 8 : 4;

	if (len == 2 && !memcmp(name, "sp", 2))
		return (struct place){ ARM_SP, 8 };
	if (len < 2 || len > 3 || (name[0] != 'x' && name[0] != 'w'))
		return (struct place){ 0, 0 };
	for (size_t i = 1; i < len; i++) {
		if (!isdigit((unsigned char)name[i]))
			return (struct place){ 0, 0 };
		n = n * 10 + (uint32_t)(name[i] - '0');
	}
	return n <= ARM_LAST ? (struct place){ 8 * n, size } : (struct place){ 0, 0 };
}

/* Names of registers that the kernel does not keep where programs see them. */
static bool is_vector(uint16_t machine, const char *name, size_t len)
{
	static const char *const x86[] = { "xmm", "ymm", "zmm", "mm", "st", "k" };

	for (size_t i = 0; machine == EM_X86_64 && i < ARRAY_SIZE(x86); i++)
		if (len >= strlen(x86[i]) && !memcmp(name, x86[i], strlen(x86[i])))
			return true;
	return machine == EM_AARCH64 && len >= 2 && strchr("vqdsh", name[0]) && isdigit((unsigned char)name[1]);
}

/* The register whose name comes next; size 0 when there is none. */
static struct place take_register(struct operand *o)
{
	const char *name;
	size_t len = 0;
	struct place found;

	skip_blanks(o);
	name = o->text + o->at;
	while (o->at + len < o->len && isalnum((unsigned char)name[len]))
		len++;
	found = !len ? (struct place){ 0, 0 } : o->frame->machine == EM_AARCH64 ? arm_register(name, len) : x86_register(name, len);
	if (!found.size)
		refuse(o, is_vector(o->frame->machine, name, len) ? vector_register : no_register);
	o->at += len;
	return found;
}

static struct access in_register(const struct operand *o, struct place p)
{
	/* the end that is read is the low one: these machines are little-endian */
	return (struct access){ .kind = ACCESS_CTX, .offset = p.offset, .size = MIN_OF(p.size, o->size), .is_signed = o->is_signed };
}

/* Numbers and symbols: a sum as the assembler writes it, "8", "-16", "table+8", "8+table". */

struct sum {
	int64_t number;
	bool has_symbol;
	uint64_t symbol;        /* its address */
};

/* The number that comes next, added to *to. */
static bool add_number(struct operand *o, bool minus, int64_t *to)
{
	char digits[32];
	size_t len = 0;
	char *end;

	skip_blanks(o);
	while (o->at + len < o->len && isalnum((unsigned char)o->text[o->at + len]))
		len++;
	if (!len || len >= sizeof(digits))
		return refuse(o, no_operand);
	memcpy(digits, o->text + o->at, len);
	digits[len] = '\0';
	errno = 0;
	uint64_t n = strtoull(digits, &end, 0);

	if (*end || errno)
		return refuse(o, no_operand);
	o->at += len;
	*to = (int64_t)((uint64_t)*to + (minus ? -n : n));
	return true;
}

static bool take_symbol(struct operand *o, struct sum *to)
{
	char name[MAX_SYMBOL];
	size_t len = 0;

	while (o->at + len < o->len && is_name_char(o->text[o->at + len]))
		len++;
	if (!len || len >= sizeof(name) || to->has_symbol)
		return refuse(o, no_operand);
	memcpy(name, o->text + o->at, len);
	name[len] = '\0';
	o->at += len;
	if (strchr(name, '@'))
		return refuse(o, through_table);
	if (!o->frame->symbol || !o->frame->symbol(name, &to->symbol, o->frame->arg))
		return refuse(o, no_symbol);
	to->has_symbol = true;
	return true;
}

static bool take_sum(struct operand *o, struct sum *to)
{
	bool first = true, minus;

	for (;; first = false) {
		minus = take(o, '-');
		if (!minus && !take(o, '+') && !first)
			return true;
		if (o->at == o->len)
			return refuse(o, no_operand);
		if (isdigit((unsigned char)o->text[o->at])) {
			if (!add_number(o, minus, &to->number))
				return false;
		} else if (minus) {
			return refuse(o, no_operand);
		} else if (!take_symbol(o, to)) {
			return false;
		}
	}
}

/* The whole word that a value of the argument's size is, by its sign. */
static int64_t extended(const struct operand *o, int64_t n)
{
	unsigned unused = 64 - 8 * o->size;

	if (o->is_signed)
		return (int64_t)((uint64_t)n << unused) >> unused;
	return (int64_t)((uint64_t)n << unused >> unused);
}

static struct access constant(const struct operand *o, const struct sum *s)
{
	/* what is loaded together moves together: the distance from the nop stays */
	if (s->has_symbol)
		return (struct access){
			.kind = ACCESS_CTX_SUM, .offset = X86_IP, .size = o->size, .is_signed = o->is_signed,
			.number = (int64_t)(s->symbol + (uint64_t)s->number - o->frame->address),
		};
	return (struct access){ .kind = ACCESS_CONSTANT, .size = 8, .number = extended(o, s->number) };
}

/* x86_64: $1  %eax  -16(%rbp)  table+8(%rip)  (%rax,%rbx,4) */

static bool take_x86_register(struct operand *o, struct place *out)
{
	if (!take(o, '%'))
		return refuse(o, no_operand);
	*out = take_register(o);
	if (out->size && out->size != 8)
		refuse(o, "its address is not 64 bits wide");
	return out->size == 8;
}

static bool take_x86_index(struct operand *o, struct access *to)
{
	struct place index;
	int64_t scale = 0;

	if (!take_x86_register(o, &index))
		return false;
	if (!take(o, ','))
		scale = 1;
	else if (!add_number(o, false, &scale))
		return false;
	if (scale != 1 && scale != 2 && scale != 4 && scale != 8)
		return refuse(o, no_operand);
	to->index_offset = index.offset;
	to->scale = (uint32_t)scale;
	return true;
}

/* (base,index,scale) behind the sum, or nothing. */
static bool take_x86_address(struct operand *o, struct access *to)
{
	struct place base = { ACCESS_NO_POINTER, 8 };

	if (take(o, '(')) {
		bool without = take(o, ',');

		if (!without && !take_x86_register(o, &base))
			return false;
		if ((without || take(o, ',')) && !take_x86_index(o, to))
			return false;
		if (!take(o, ')'))
			return refuse(o, no_operand);
	}
	to->pointer_offset = base.offset;
	return true;
}

static struct access x86_memory(struct operand *o)
{
	struct access at = { .kind = ACCESS_USER_READ, .size = o->size, .is_signed = o->is_signed };
	struct sum sum = { 0 };

	if (o->at == o->len) {
		refuse(o, no_operand);
		return at;
	}
	if (o->text[o->at] != '(' && !take_sum(o, &sum))
		return at;
	if (!take_x86_address(o, &at))
		return at;
	at.number = sum.number;
	/* only a program that is not moved when it is loaded adds a symbol to a register */
	if (sum.has_symbol && at.pointer_offset != ACCESS_NO_POINTER && at.pointer_offset != X86_IP) {
		at.number = (int64_t)((uint64_t)sum.number + sum.symbol);
	} else if (sum.has_symbol) {
		at.pointer_offset = X86_IP;
		at.number = (int64_t)((uint64_t)sum.number + sum.symbol - o->frame->address);
	}
	return at;
}

static struct access decode_x86(struct operand *o)
{
	struct sum sum = { 0 };

	if (take(o, '$'))
		return take_sum(o, &sum) ? constant(o, &sum) : (struct access){ 0 };
	if (take(o, '%')) {
		bool segment = o->len - o->at >= 3 && o->text[o->at + 1] == 's' && o->text[o->at + 2] == ':';

		if (segment) {
			refuse(o, thread_local);
			return (struct access){ 0 };
		}
		return in_register(o, take_register(o));
	}
	return x86_memory(o);
}

/* aarch64: 1  x0  [sp, 16]  [x0, x1, lsl 3] */

static bool take_arm_index(struct operand *o, struct access *to)
{
	struct place index = take_register(o);
	int64_t shift = 0;

	if (index.size != 8)
		return refuse(o, no_operand);
	if (take(o, ',')) {
		if (!take_word(o, "lsl"))
			return refuse(o, no_operand);
		take(o, '#');
		if (!add_number(o, false, &shift) || shift < 0 || shift > 4)
			return refuse(o, no_operand);
	}
	to->index_offset = index.offset;
	to->scale = 1u << shift;
	return true;
}

static struct access arm_memory(struct operand *o)
{
	struct access at = { .kind = ACCESS_USER_READ, .size = o->size, .is_signed = o->is_signed };
	struct place base = take_register(o);

	at.pointer_offset = base.offset;
	if (base.size != 8 && base.size)
		refuse(o, no_operand);
	if (!o->refused && take(o, ',')) {
		bool number, minus;

		take(o, '#');
		minus = take(o, '-');
		number = o->at < o->len && isdigit((unsigned char)o->text[o->at]);
		if (number || minus)
			add_number(o, minus, &at.number);
		else
			take_arm_index(o, &at);
	}
	if (!o->refused && !take(o, ']'))
		refuse(o, no_operand);
	return at;
}

static struct access decode_arm(struct operand *o)
{
	struct sum sum = { 0 };

	if (take(o, '['))
		return arm_memory(o);
	if (o->at < o->len && (isdigit((unsigned char)o->text[o->at]) || o->text[o->at] == '-')) {
		if (!take_sum(o, &sum) || sum.has_symbol)
			refuse(o, no_operand);
		return constant(o, &sum);
	}
	return in_register(o, take_register(o));
}

/* Arguments */

/* Up to a blank outside of brackets: "8@[sp, 16]" has one inside. */
static size_t argument_len(const char *text)
{
	int depth = 0;
	size_t len = 0;

	for (; text[len] && (depth > 0 || text[len] != ' '); len++)
		depth += (text[len] == '(' || text[len] == '[') - (text[len] == ')' || text[len] == ']');
	return len;
}

static const char *c_type_of(const struct operand *o, bool is_float)
{
	static const char *const names[4][2] = {
		{ "uint8_t", "int8_t" }, { "uint16_t", "int16_t" }, { "uint32_t", "int32_t" }, { "uint64_t", "int64_t" },
	};

	if (is_float)
		return o->size == 4 ? "float" : o->size == 8 ? "double" : "long double";
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		if (o->size == 1u << i)
			return names[i][o->is_signed];
	return "void";
}

/* "-4@", "8f@": how the operand is to be taken.  One without is a word. */
static bool take_size(struct operand *o)
{
	const char *at = memchr(o->text, '@', o->len);
	int64_t size = 0;
	bool is_float = false;

	o->size = 8;
	o->is_signed = o->len && o->text[0] == '-' && at;
	if (!at || (!isdigit((unsigned char)o->text[0]) && !o->is_signed))
		return false;
	o->at = o->is_signed;
	for (; o->at < o->len && isdigit((unsigned char)o->text[o->at]) && size < 1000; o->at++)
		size = size * 10 + (o->text[o->at] - '0');
	is_float = take(o, 'f');
	o->size = (uint32_t)size;
	if (!take(o, '@'))
		refuse(o, no_operand);
	else if (is_float)
		refuse(o, no_float);
	else if (size != 1 && size != 2 && size != 4 && size != 8)
		refuse(o, no_size);
	return is_float;
}

static void decode(struct usdt_arg *out, const struct usdt_frame *frame)
{
	struct operand o = { .frame = frame, .text = out->text, .len = out->len };
	bool is_float = take_size(&o);

	out->c_type = c_type_of(&o, is_float);
	if (!o.refused)
		out->access = frame->machine == EM_AARCH64 ? decode_arm(&o) : decode_x86(&o);
	if (!o.refused && o.at != o.len)
		refuse(&o, no_operand);
	out->refused = o.refused;
	if (o.refused)
		out->access = (struct access){ 0 };
}

uint32_t usdt_args_decode(const char *text, const struct usdt_frame *frame, struct usdt_arg out[USDT_MAX_ARGS])
{
	uint32_t count = 0;

	for (text += strspn(text, " "); *text && count < USDT_MAX_ARGS; text += strspn(text, " ")) {
		out[count] = (struct usdt_arg){ .text = text, .len = argument_len(text) };
		decode(&out[count], frame);
		text += out[count++].len;
	}
	return count;
}
