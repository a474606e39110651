/* probes/usdt_args.c - decodes the operands by which the notes of static probes name their
 * arguments into the closed set of accesses, each in the language of its machine.  The text comes
 * from files that nobody has checked: what is not understood is refused with a reason, whatever it
 * is. */
#include "probes/usdt_args.h"

#include <ctype.h>
#include <string.h>

#include "probes/usdt_operand.h"
#include "runtime/base/util.h"

static const char no_language[] = "it is written for another machine";
static const char no_size[] = "it is not 1, 2, 4 or 8 bytes long";
static const char no_float[] =
	"it is a floating-point number, which programs of the kernel cannot handle";

static const struct usdt_language *const languages[] = { &usdt_x86_64, &usdt_aarch64 };

static const struct usdt_language *language_of(uint16_t machine)
{
	for (size_t i = 0; i < ARRAY_SIZE(languages); i++)
		if (languages[i]->machine == machine)
			return languages[i];
	return NULL;
}

/* Up to a blank outside of brackets: "8@[sp, 16]" has one inside. */
static size_t argument_len(const char *text)
{
	int depth = 0;
	size_t len = 0;

	for (; text[len] && (depth > 0 || text[len] != ' '); len++)
		depth += (text[len] == '(' || text[len] == '[') -
			(text[len] == ')' || text[len] == ']');
	return len;
}

static const char *c_type_of(const struct operand *o, bool is_float)
{
	static const char *const names[4][2] = {
		{ "uint8_t", "int8_t" },
		{ "uint16_t", "int16_t" },
		{ "uint32_t", "int32_t" },
		{ "uint64_t", "int64_t" },
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
	is_float = operand_take(o, 'f');
	o->size = (uint32_t)size;
	if (!operand_take(o, '@'))
		operand_refuse(o, operand_unknown);
	else if (is_float)
		operand_refuse(o, no_float);
	else if (size != 1 && size != 2 && size != 4 && size != 8)
		operand_refuse(o, no_size);
	return is_float;
}

static void decode(struct usdt_arg *out, const struct usdt_frame *frame)
{
	struct operand o = {
		.language = language_of(frame->machine),
		.frame = frame,
		.text = out->text,
		.len = out->len,
	};
	bool is_float = take_size(&o);

	out->c_type = c_type_of(&o, is_float);
	if (!o.language)
		operand_refuse(&o, no_language);
	if (!o.refused)
		out->access = o.language->decode(&o);
	if (!o.refused && o.at != o.len)
		operand_refuse(&o, operand_unknown);
	out->refused = o.refused;
	if (o.refused)
		out->access = (struct access){ 0 };
}

uint32_t usdt_args_decode(
	const char *text, const struct usdt_frame *frame, struct usdt_arg out[USDT_MAX_ARGS])
{
	uint32_t count = 0;

	for (text += strspn(text, " "); *text && count < USDT_MAX_ARGS; text += strspn(text, " ")) {
		out[count] = (struct usdt_arg){ .text = text, .len = argument_len(text) };
		decode(&out[count], frame);
		text += out[count++].len;
	}
	return count;
}
