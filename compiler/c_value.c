/* compiler/c_value.c - integer constant expressions of C: of #if, of dimensions, of enumerators, of
 * macros in headers.  Works on tokens whose macros are replaced.  Called by the directives and the
 * definitions. */
#include "compiler/c_unit.h"

#include <string.h>

#include "compiler/lexer_internal.h"
#include "runtime/base/util.h"

#define ZERO ((struct c_value){ 0 })

static struct c_value fail(struct c_cursor *c, const char *why)
{
	if (!c->failed) {
		c->culprit = c->at;
		c->why = why;
	}
	c->failed = true;
	return ZERO;
}

static bool accept(struct c_cursor *c, const char *text)
{
	if (!c_token_is(c->at, text))
		return false;
	c->at++;
	return true;
}

static unsigned digit_of(int c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* 10, 0x1f, 017, 0b11, with u and l behind it */
static struct c_value number(struct c_cursor *c)
{
	const char *at = c->at->text, *end = at + c->at->len;
	struct c_value v = ZERO;
	unsigned base = 10;

	if (*at == '0' && at + 1 < end) {
		int kind = at[1] | 0x20;

		base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
		at += base == 8 ? 1 : 2;
	}
	for (; at < end && digit_of((unsigned char)*at) < base; at++) {
		if (v.bits > (UINT64_MAX - digit_of((unsigned char)*at)) / base)
			return fail(c, "the number does not fit into 64 bits");
		v.bits = v.bits * base + digit_of((unsigned char)*at);
	}
	v.is_unsigned = v.bits > INT64_MAX;
	for (; at < end && *at && strchr("uUlL", *at); at++)
		v.is_unsigned |= (*at | 0x20) == 'u';
	if (at < end)
		return fail(c, "not an integer");
	c->at++;
	return v;
}

/* 'a', '\n', '\x1b', '\033' */
static struct c_value character(struct c_cursor *c)
{
	static const char escapes[] = "n\nt\tr\ra\ab\bf\fv\v\\\\''\"\"??e\033";
	const char *at = c->at->text + 1, *end = c->at->text + c->at->len - 1;
	struct c_value v = ZERO;

	if (at >= end)
		return fail(c, "empty character");
	if (*at != '\\' || at + 1 == end) {
		v.bits = (uint64_t)(int64_t)(signed char)*at;
	} else if (at[1] == 'x' || digit_of((unsigned char)at[1]) < 8) {
		unsigned base = at[1] == 'x' ? 16 : 8;

		for (at += base == 16 ? 2 : 1; at < end && digit_of((unsigned char)*at) < base;
			at++)
			v.bits = v.bits * base + digit_of((unsigned char)*at);
		v.bits = (uint64_t)(int64_t)(signed char)v.bits;
	} else {
		for (const char *e = escapes; *e; e += 2)
			if (*e == at[1])
				v.bits = (uint64_t)e[1];
	}
	c->at++;
	return v;
}

static struct c_value ternary(struct c_cursor *c);

static bool enter(struct c_cursor *c)
{
	if (++c->nesting > C_NESTING_MAX)
		fail(c, "nested too deeply");
	return !c->failed;
}

static struct c_value name(struct c_cursor *c)
{
	struct c_value v = ZERO;

	if (c->in_condition) {
		c->at++;
		/* what a compiler is asked about itself: __has_attribute(x) */
		if (accept(c, "(")) {
			for (uint32_t depth = 1; depth && c->at->kind != C_END; c->at++)
				depth += (uint32_t)c_token_is(c->at, "(") - c_token_is(c->at, ")");
		}
		return v;
	}
	if (c->name && c->name(c, &v))
		return v;
	return fail(c, "not a constant");
}

static struct c_value primary(struct c_cursor *c)
{
	struct c_value v;

	if (c->failed)
		return ZERO;
	if (c->at->kind == C_NUMBER)
		return number(c);
	if (c->at->kind == C_CHARACTER)
		return character(c);
	if (c->at->kind == C_NAME)
		return name(c);
	if (!accept(c, "("))
		return fail(c, "not a constant expression");
	v = ternary(c);
	if (!c->failed && !accept(c, ")"))
		return fail(c, "')' is missing");
	return v;
}

static struct c_value unary(struct c_cursor *c)
{
	struct c_value v;

	if (!enter(c))
		return ZERO;
	if (accept(c, "-")) {
		v = unary(c);
		v.bits = 0 - v.bits;
	} else if (accept(c, "+")) {
		v = unary(c);
	} else if (accept(c, "~")) {
		v = unary(c);
		v.bits = ~v.bits;
	} else if (accept(c, "!")) {
		v = (struct c_value){ !unary(c).bits, false };
	} else if (!c->in_condition && c->cast && c->cast(c, &v)) {
		;
	} else {
		v = primary(c);
	}
	c->nesting--;
	return v;
}

struct operation {
	const char *text;
	uint8_t level;
	enum {
		MUL,
		DIV,
		MOD,
		ADD,
		SUB,
		SHL,
		SHR,
		LT,
		GT,
		LE,
		GE,
		EQ,
		NE,
		AND,
		XOR,
		OR,
		ALL,
		ANY
	} what;
};

static const struct operation operations[] = {
	{ "*", 10, MUL },
	{ "/", 10, DIV },
	{ "%", 10, MOD },
	{ "+", 9, ADD },
	{ "-", 9, SUB },
	{ "<<", 8, SHL },
	{ ">>", 8, SHR },
	{ "<", 7, LT },
	{ ">", 7, GT },
	{ "<=", 7, LE },
	{ ">=", 7, GE },
	{ "==", 6, EQ },
	{ "!=", 6, NE },
	{ "&", 5, AND },
	{ "^", 4, XOR },
	{ "|", 3, OR },
	{ "&&", 2, ALL },
	{ "||", 1, ANY },
};

static struct c_value truth(bool holds)
{
	return (struct c_value){ holds, false };
}

static bool less(struct c_value a, struct c_value b)
{
	return a.is_unsigned || b.is_unsigned ? a.bits < b.bits : (int64_t)a.bits < (int64_t)b.bits;
}

static struct c_value divide(struct c_cursor *c, struct c_value a, struct c_value b, bool rest)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;

	if (!b.bits)
		return c->skipping ? ZERO : fail(c, "division by zero");
	if (is_unsigned)
		return (struct c_value){ rest ? a.bits % b.bits : a.bits / b.bits, true };
	if (b.bits == UINT64_MAX)
		return (struct c_value){ rest ? 0 : 0 - a.bits, false };
	return (struct c_value){ (uint64_t)(rest ? (int64_t)a.bits % (int64_t)b.bits
		: (int64_t)a.bits / (int64_t)b.bits),
		false };
}

static struct c_value shift_right(struct c_value a, uint64_t by)
{
	a.bits = a.is_unsigned ? a.bits >> (by & 63) : (uint64_t)((int64_t)a.bits >> (by & 63));
	return a;
}

static struct c_value operate(
	struct c_cursor *c, const struct operation *op, struct c_value a, struct c_value b)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;

	switch (op->what) {
	case MUL: return (struct c_value){ a.bits * b.bits, is_unsigned };
	case DIV: return divide(c, a, b, false);
	case MOD: return divide(c, a, b, true);
	case ADD: return (struct c_value){ a.bits + b.bits, is_unsigned };
	case SUB: return (struct c_value){ a.bits - b.bits, is_unsigned };
	case SHL: return (struct c_value){ a.bits << (b.bits & 63), a.is_unsigned };
	case SHR: return shift_right(a, b.bits);
	case LT: return truth(less(a, b));
	case GT: return truth(less(b, a));
	case LE: return truth(!less(b, a));
	case GE: return truth(!less(a, b));
	case EQ: return truth(a.bits == b.bits);
	case NE: return truth(a.bits != b.bits);
	case AND: return (struct c_value){ a.bits & b.bits, is_unsigned };
	case XOR: return (struct c_value){ a.bits ^ b.bits, is_unsigned };
	case OR: return (struct c_value){ a.bits | b.bits, is_unsigned };
	case ALL: return truth(a.bits && b.bits);
	case ANY: return truth(a.bits || b.bits);
	}
	return ZERO;
}

static const struct operation *operation_at(const struct c_cursor *c, uint8_t level)
{
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++)
		if (operations[i].level >= level && c_token_is(c->at, operations[i].text))
			return &operations[i];
	return NULL;
}

static struct c_value binary(struct c_cursor *c, uint8_t level)
{
	struct c_value v = unary(c), right;
	const struct operation *op;

	while (!c->failed && (op = operation_at(c, level))) {
		/* what does not count may divide by zero */
		bool idle = (op->what == ALL && !v.bits) || (op->what == ANY && v.bits);

		c->at++;
		c->skipping += idle;
		right = binary(c, (uint8_t)(op->level + 1));
		c->skipping -= idle;
		v = operate(c, op, v, right);
	}
	return v;
}

static struct c_value ternary(struct c_cursor *c)
{
	struct c_value cond = binary(c, 1), a, b;

	if (c->failed || !accept(c, "?"))
		return cond;
	if (!enter(c))
		return ZERO;
	c->skipping += !cond.bits;
	a = ternary(c);
	c->skipping -= !cond.bits;
	if (!c->failed && !accept(c, ":"))
		return fail(c, "':' is missing");
	c->skipping += !!cond.bits;
	b = ternary(c);
	c->skipping -= !!cond.bits;
	c->nesting--;
	return cond.bits ? a : b;
}

struct c_value c_unary(struct c_cursor *cursor)
{
	return unary(cursor);
}

struct c_value c_value(struct c_cursor *cursor)
{
	return ternary(cursor);
}
