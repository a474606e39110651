/* compiler/lexer_literal.c - the numbers (X6, X7) and strings (X8) of the language.  Called by the
 * lexer; decoded strings live in its arena. */
#include <strings.h>
#include <string.h>

#include "compiler/lexer_internal.h"
#include "runtime/base/util.h"

struct suffix {
	const char *text;
	uint64_t scale;
	bool any_case, is_unsigned, is_duration;
};

#define SECOND 1000000000ull

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
	{ .text = "s", .scale = SECOND, .is_duration = true },
	{ .text = "m", .scale = 60 * SECOND, .is_duration = true },
	{ .text = "h", .scale = 3600 * SECOND, .is_duration = true },
	{ .text = "d", .scale = 86400 * SECOND, .is_duration = true },
};

static const char unknown_suffix[] = "number has an unknown suffix";

/* The state of reading one number. */
struct number {
	const char *text;
	uint32_t len, at;
	uint64_t value;
	bool overflow;
};

static int digit_value(int c)
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
	uint32_t first = n->at;

	for (; n->at < n->len; n->at++) {
		unsigned digit = (unsigned)digit_value(n->text[n->at]);

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

static const char *read_suffix(struct number *n, struct token *t)
{
	const char *text = n->text + n->at;
	size_t len = n->len - n->at;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		const struct suffix *s = &suffixes[i];

		if (strlen(s->text) != len || strncasecmp(text, s->text, len) ||
		    (!s->any_case && memcmp(text, s->text, len)))
			continue;
		n->overflow |= __builtin_mul_overflow(n->value, s->scale, &n->value);
		t->is_unsigned = s->is_unsigned || n->value > INT64_MAX;
		t->is_duration = s->is_duration;
		return NULL;
	}
	if (len && is_digit(*text))
		return "number has a digit that its base does not have";
	return unknown_suffix;
}

static const char *read_number(struct number *n, struct token *t)
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
	return wrong ? wrong : read_suffix(n, t);
}

struct token lexer_number(struct lexer *l)
{
	uint32_t start = l->at;
	struct number n = { .text = l->source->text + start };
	struct token t = { .kind = TOKEN_INT };
	struct diag *d = NULL;
	const char *wrong;

	while (is_word(lexer_byte(l, start + n.len)))
		n.len++;
	l->at += n.len;
	if (lexer_byte(l, l->at) == '.' && is_digit(lexer_byte(l, l->at + 1))) {
		for (l->at++; is_word(lexer_byte(l, l->at)); l->at++)
			;
		wrong = "the language has no fractions";
	} else {
		wrong = read_number(&n, &t);
	}
	t.span = lexer_span(l, start, l->at);
	t.value = n.value;
	if (wrong)
		d = lexer_error(l, start, l->at, DIAG_BAD_INTEGER, wrong);
	else if (n.overflow)
		d = lexer_error(l, start, l->at, DIAG_INTEGER_TOO_LARGE,
				"number does not fit into 64 bits");
	if (wrong == unknown_suffix)
		lexer_hint(d, "suffixes are u l ul ll ull, and ns us ms s m h d for times");
	else if (!wrong)
		lexer_hint(d, "the largest is 18446744073709551615");
	if (wrong || n.overflow)
		t.value = 1;
	return t;
}

/* Decode the escape behind the '\' at l->at; l->at goes behind it.  Returns the byte. */
static int read_escape(struct lexer *l)
{
	static const char letters[] = "ntr\"\\", bytes[] = "\n\t\r\"\\";
	uint32_t start = l->at++;
	int c = lexer_byte(l, l->at), value = 0, digits = 0;
	const char *letter = c > 0 ? strchr(letters, c) : NULL;

	if (letter) {
		l->at++;
		return bytes[letter - letters];
	}
	if (c == 'x' || c == 'X') {
		for (l->at++; digits < 2 && digit_value(lexer_byte(l, l->at)) < 16; digits++)
			value = value * 16 + digit_value(lexer_byte(l, l->at++));
		if (digits)
			return value;
		lexer_error(l, start, l->at, DIAG_BAD_ESCAPE,
			    "'\\x' must be followed by one or two hexadecimal digits");
		return '?';
	}
	for (; digits < 3 && digit_value(lexer_byte(l, l->at)) < 8; digits++)
		value = value * 8 + digit_value(lexer_byte(l, l->at++));
	if (digits && value <= 255)
		return value;
	if (!digits)
		l->at++;
	while ((lexer_byte(l, l->at) & 0xc0) == 0x80 && lexer_byte(l, l->at) >= 0)
		l->at++;
	lexer_hint(lexer_error(l, start, l->at, DIAG_BAD_ESCAPE,
			       digits ? "octal escape is above 255" : "unknown escape in a string"),
		   digits ? "the largest is \\377" :
		   "known are \\n \\t \\r \\\" \\\\ \\NNN (octal) and \\xHH");
	return '?';
}

struct token lexer_string(struct lexer *l)
{
	const char *text = l->source->text;
	uint32_t start = l->at, end = start + 1, len = 0;

	while (lexer_byte(l, end) >= 0 && text[end] != '"' && text[end] != '\n')
		end += text[end] == '\\' && lexer_byte(l, end + 1) >= 0 && text[end + 1] != '\n' ?
			2 : 1;
	if (lexer_byte(l, end) != '"') {
		l->at = end;
		l->cut_off = true;
		lexer_hint(lexer_error(l, start, end, DIAG_UNTERMINATED_STRING,
				       "string has no closing '\"' on its line"),
			   "a line break in a string is written \\n");
		return (struct token){ .kind = TOKEN_BAD, .span = lexer_span(l, start, end) };
	}

	char *decoded = arena_alloc(l->arena, end - start);

	for (l->at = start + 1; l->at < end;)
		decoded[len++] = text[l->at] == '\\' ? (char)read_escape(l) : text[l->at++];
	l->at = end + 1;
	return (struct token){ .kind = TOKEN_STRING, .span = lexer_span(l, start, l->at),
			       .text = decoded, .len = len };
}
