/* runtime/base/integer.c - reads integers: bases, digits with '_' between them, NeM, suffixes of
 * type and of time.  The compiler's lexer calls it, and the command line for values of
 * parameters. */
#include "runtime/base/clock.h"
#include "runtime/base/integer.h"

#include <string.h>
#include <strings.h>

#include "runtime/base/util.h"

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

struct suffix {
	const char *text;
	uint64_t scale;
	bool any_case, is_unsigned, is_duration;
};

static const struct suffix suffixes[] = {
	{ .text = "", .scale = 1 },
	{ .text = "u", .scale = 1, .any_case = true, .is_unsigned = true },
	{ .text = "ul", .scale = 1, .any_case = true, .is_unsigned = true },
	{ .text = "ull", .scale = 1, .any_case = true, .is_unsigned = true },
	{ .text = "l", .scale = 1, .any_case = true },
	{ .text = "ll", .scale = 1, .any_case = true },
	{ .text = "ns", .scale = 1, .is_duration = true },
	{ .text = "us", .scale = 1000, .is_duration = true },
	{ .text = "ms", .scale = 1000000, .is_duration = true },
	{ .text = "s", .scale = SECOND_NS, .is_duration = true },
	{ .text = "m", .scale = 60 * SECOND_NS, .is_duration = true },
	{ .text = "h", .scale = 3600 * SECOND_NS, .is_duration = true },
	{ .text = "d", .scale = 86400 * SECOND_NS, .is_duration = true },
};

/* The state of reading one number. */
struct number {
	const char *text;
	size_t len, at;
	uint64_t value;
	bool overflow;
};

int integer_digit(int c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Digits with single '_' between them.  Returns what is wrong, or NULL. */
static const char *read_digits(struct number *n, unsigned base, unsigned allowed)
{
	size_t first = n->at;

	for (; n->at < n->len; n->at++) {
		unsigned digit = (unsigned)integer_digit(n->text[n->at]);

		if (n->text[n->at] == '_') {
			if (n->at == first || n->text[n->at - 1] == '_')
				return "'_' may only stand between digits";
			continue;
		}
		if (digit >= allowed)
			break;
		if (digit >= base)
			return "a number that begins with 0 is octal: digits 0 to 7";
		n->overflow |= __builtin_mul_overflow(n->value, base, &n->value);
		n->overflow |= __builtin_add_overflow(n->value, digit, &n->value);
	}
	if (n->at == first)
		return "number has no digits";
	return n->text[n->at - 1] == '_' ? "'_' may only stand between digits" : NULL;
}

/* NeM: N times ten to the M. */
static const char *read_exponent(struct number *n)
{
	struct number power = { .text = n->text, .len = n->len, .at = n->at + 1 };

	if (n->at >= n->len || n->text[n->at] != 'e')
		return NULL;
	if (n->at != 1 || n->text[0] == '0')
		return "only one digit from 1 to 9 may stand before the 'e'";
	if (power.at >= power.len || !is_digit(n->text[power.at]) || n->text[power.at] == '0')
		return "behind the 'e' there must be a number that begins with 1 to 9";
	for (; power.at < power.len && is_digit(power.text[power.at]); power.at++)
		if (power.value < 100)
			power.value = power.value * 10 + (uint64_t)(n->text[power.at] - '0');
	n->at = power.at;
	for (uint64_t i = 0; i < power.value && !n->overflow; i++)
		n->overflow = __builtin_mul_overflow(n->value, (uint64_t)10, &n->value);
	return NULL;
}

static const char *read_suffix(struct number *n, struct integer *out)
{
	const char *text = n->text + n->at;
	size_t len = n->len - n->at;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		const struct suffix *s = &suffixes[i];

		if (strlen(s->text) != len || strncasecmp(text, s->text, len) ||
			(!s->any_case && memcmp(text, s->text, len)))
			continue;
		n->overflow |= __builtin_mul_overflow(n->value, s->scale, &n->value);
		out->is_unsigned = s->is_unsigned || n->value > INT64_MAX;
		out->is_duration = s->is_duration;
		return NULL;
	}
	if (len && is_digit(*text))
		return "number has a digit that its base does not have";
	out->has_bad_suffix = true;
	return "number has an unknown suffix";
}

static const char *read_number(struct number *n, struct integer *out)
{
	int second = n->len > 1 ? n->text[1] : 0;
	const char *wrong;

	if (*n->text == '0' && (second == 'x' || second == 'X')) {
		n->at = 2;
		wrong = read_digits(n, 16, 16);
	} else if (*n->text == '0' && (second == 'b' || second == 'B')) {
		n->at = 2;
		wrong = read_digits(n, 2, 2);
	} else if (*n->text == '0' && (is_digit(second) || second == '_')) {
		wrong = read_digits(n, 8, 10);
	} else {
		wrong = read_digits(n, 10, 10);
		if (!wrong)
			wrong = read_exponent(n);
	}
	return wrong ? wrong : read_suffix(n, out);
}

const char *integer_read(const char *text, size_t len, struct integer *out)
{
	struct number n = { .text = text, .len = len };

	*out = (struct integer){ 0 };
	const char *wrong = read_number(&n, out);

	out->value = n.value;
	out->is_too_large = !wrong && n.overflow;
	return wrong;
}
