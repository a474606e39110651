/* probes/usdt_operand.c - pieces of operands: characters, registers, numbers, symbols.  Called by
 * the languages of the machines. */
#include "probes/usdt_operand.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/util.h"

#define MAX_SYMBOL 256

const char operand_unknown[] = "its form is not known";
static const char no_register[] = "it names no register";
static const char vector_register[] =
	"it is in a vector register, and the kernel saves only the general ones";
static const char no_symbol[] = "the symbol table has not exactly one symbol of that name";
static const char through_table[] = "it is reached through a table of the dynamic linker";

static void skip_blanks(struct operand *o)
{
	while (o->at < o->len && o->text[o->at] == ' ')
		o->at++;
}

bool operand_take(struct operand *o, char c)
{
	skip_blanks(o);
	if (o->at == o->len || o->text[o->at] != c)
		return false;
	o->at++;
	return true;
}

bool operand_take_word(struct operand *o, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(o);
	if (o->len - o->at < len || memcmp(o->text + o->at, word, len) != 0)
		return false;
	o->at += len;
	return true;
}

bool operand_refuse(struct operand *o, const char *why)
{
	if (!o->refused)
		o->refused = why;
	return false;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$' || c == '@';
}

struct saved_register operand_register(struct operand *o)
{
	const char *name;
	size_t len = 0;
	struct saved_register found;

	skip_blanks(o);
	name = o->text + o->at;
	while (o->at + len < o->len && isalnum((unsigned char)name[len]))
		len++;
	found = !len ? (struct saved_register){ 0, 0 } : o->language->register_named(name, len);
	if (!found.size)
		operand_refuse(
			o, o->language->is_vector(name, len) ? vector_register : no_register);
	o->at += len;
	return found;
}

struct access operand_in_register(const struct operand *o, struct saved_register p)
{
	/* the end that is read is the low one: these machines are little-endian */
	return (struct access){
		.kind = ACCESS_CTX,
		.offset = p.offset,
		.size = MIN_OF(p.size, o->size),
		.is_signed = o->is_signed,
	};
}

bool operand_add_number(struct operand *o, bool minus, int64_t *to)
{
	char digits[32];
	size_t len = 0;
	char *end;

	skip_blanks(o);
	while (o->at + len < o->len && isalnum((unsigned char)o->text[o->at + len]))
		len++;
	if (!len || len >= sizeof(digits))
		return operand_refuse(o, operand_unknown);
	memcpy(digits, o->text + o->at, len);
	digits[len] = '\0';
	errno = 0;
	uint64_t n = strtoull(digits, &end, 0);

	if (*end || errno)
		return operand_refuse(o, operand_unknown);
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
		return operand_refuse(o, operand_unknown);
	memcpy(name, o->text + o->at, len);
	name[len] = '\0';
	o->at += len;
	if (strchr(name, '@'))
		return operand_refuse(o, through_table);
	if (!o->frame->symbol || !o->frame->symbol(name, &to->symbol, o->frame->arg))
		return operand_refuse(o, no_symbol);
	to->has_symbol = true;
	return true;
}

bool operand_sum(struct operand *o, struct sum *to)
{
	bool first = true, minus;

	for (;; first = false) {
		minus = operand_take(o, '-');
		if (!minus && !operand_take(o, '+') && !first)
			return true;
		if (o->at == o->len)
			return operand_refuse(o, operand_unknown);
		if (isdigit((unsigned char)o->text[o->at])) {
			if (!operand_add_number(o, minus, &to->number))
				return false;
		} else if (minus) {
			return operand_refuse(o, operand_unknown);
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

struct access operand_constant(const struct operand *o, const struct sum *s)
{
	/* what is loaded together moves together: the distance from the nop stays */
	if (s->has_symbol)
		return (struct access){
			.kind = ACCESS_CTX_SUM,
			.offset = o->language->instruction_pointer,
			.size = o->size,
			.is_signed = o->is_signed,
			.number = (int64_t)(s->symbol + (uint64_t)s->number - o->frame->address),
		};
	return (struct access){
		.kind = ACCESS_CONSTANT, .size = 8, .number = extended(o, s->number)
	};
}
