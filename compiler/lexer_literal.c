/* compiler/lexer_literal.c - the numbers (X6, X7) and strings (X8) of the language.  Called by the
 * lexer; decoded strings live in its arena. */
#include <string.h>

#include "compiler/lexer_internal.h"
#include "runtime/base/integer.h"
#include "runtime/base/util.h"

struct token lexer_number(struct lexer *l)
{
	uint32_t start = l->at;
	struct token t = { .kind = TOKEN_INT };
	struct integer n = { 0 };
	struct diag *d = NULL;
	const char *wrong;

	while (is_word(lexer_byte(l, l->at)))
		l->at++;
	if (lexer_byte(l, l->at) == '.' && is_digit(lexer_byte(l, l->at + 1))) {
		for (l->at++; is_word(lexer_byte(l, l->at)); l->at++)
			;
		wrong = "the language has no fractions";
	} else {
		wrong = integer_read(l->source->text + start, l->at - start, &n);
	}
	t.span = lexer_span(l, start, l->at);
	t.value = n.value;
	t.is_unsigned = n.is_unsigned;
	t.is_duration = n.is_duration;
	if (wrong)
		d = lexer_error(l, start, l->at, DIAG_BAD_INTEGER, wrong);
	else if (n.is_too_large)
		d = lexer_error(l, start, l->at, DIAG_INTEGER_TOO_LARGE,
				"number does not fit into 64 bits");
	if (n.has_bad_suffix)
		lexer_hint(d, "suffixes are u l ul ll ull, and ns us ms s m h d for times");
	else if (!wrong)
		lexer_hint(d, "the largest is 18446744073709551615");
	if (wrong || n.is_too_large)
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
		for (l->at++; digits < 2 && integer_digit(lexer_byte(l, l->at)) < 16; digits++)
			value = value * 16 + integer_digit(lexer_byte(l, l->at++));
		if (digits)
			return value;
		lexer_error(l, start, l->at, DIAG_BAD_ESCAPE,
				"'\\x' must be followed by one or two hexadecimal digits");
		return '?';
	}
	for (; digits < 3 && integer_digit(lexer_byte(l, l->at)) < 8; digits++)
		value = value * 8 + integer_digit(lexer_byte(l, l->at++));
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
