/* probes/number.c - the number forms of the language, for the parts of attach points.  Called by the parsers of the providers. */
#include "probes/number.h"

#include <stddef.h>
#include <string.h>

#include "runtime/base/util.h"

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Digits with single underscores between them; returns how many characters were taken, 0 when there is no number or it does not fit. */
static size_t take_digits(const char *text, int base, uint64_t *out)
{
	size_t at = 0;

	*out = 0;
	for (;; at++) {
		if (text[at] == '_' && at && text[at - 1] != '_' && digit_of(text[at + 1]) < base)
			continue;
		int digit = digit_of(text[at]);

		if (digit >= base)
			return at;
		if (__builtin_mul_overflow(*out, (uint64_t)base, out) || __builtin_add_overflow(*out, (uint64_t)digit, out))
			return 0;
	}
}

/* "1e6": one digit, then how many zeros. */
static size_t take_exponent(const char *text, uint64_t *out)
{
	uint64_t zeros;
	size_t taken;

	if (text[0] < '1' || text[0] > '9' || (text[1] != 'e' && text[1] != 'E') || text[2] < '1' || text[2] > '9')
		return 0;
	taken = take_digits(text + 2, 10, &zeros);
	*out = (uint64_t)(text[0] - '0');
	for (; taken && zeros; zeros--)
		if (__builtin_mul_overflow(*out, 10, out))
			return 0;
	return taken ? taken + 2 : 0;
}

static size_t take_number(const char *text, uint64_t *out)
{
	static const struct { const char *prefix; int base; } forms[] = {
		{ "0x", 16 }, { "0X", 16 }, { "0b", 2 }, { "0B", 2 }, { "0", 8 }, { "", 10 },
	};
	size_t taken = take_exponent(text, out);

	if (taken)
		return taken;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t prefix = strlen(forms[i].prefix);

		if (!str_starts(text, forms[i].prefix))
			continue;
		taken = take_digits(text + prefix, forms[i].base, out);
		if (taken)
			return prefix + taken;
		/* a lone zero */
		return forms[i].base == 8 ? 1 : 0;
	}
	return 0;
}

bool number_parse(const char *text, uint64_t *out)
{
	size_t taken = take_number(text, out);

	return taken && !text[taken];
}

bool duration_parse(const char *text, uint64_t *ns, bool *has_unit)
{
	static const struct { const char *name; uint64_t ns; } units[] = {
		{ "", 1 }, { "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
		{ "m", 60000000000 }, { "h", 3600000000000 }, { "d", 86400000000000 },
	};
	uint64_t number;
	size_t taken = take_number(text, &number);

	*has_unit = taken && text[taken];
	for (size_t i = 0; taken && i < ARRAY_SIZE(units); i++)
		if (str_eq(text + taken, units[i].name))
			return !__builtin_mul_overflow(number, units[i].ns, ns);
	return false;
}
