/* compiler/fold_constant.c - operators between literals become literals, with checked arithmetic
 * (language.md T23 to T25).  Called at the start of the check pass, so that `-1` and `1 << 3` are
 * literals to it. */
#include "compiler/fold.h"

#include <string.h>

#include "runtime/base/util.h"
#include "compiler/builtin.h"
#include "compiler/fact.h"
#include "compiler/row.h"
#include "compiler/walk.h"

/* Every 64-bit value of either sign, and every sum of two. */
typedef __int128 wide_int;

struct constant {
	wide_int value;
	bool is_unsigned; /* a suffix asked for it, or it is above INT64_MAX */
};

static bool is_constant(const struct node *n)
{
	return n->kind == NODE_INT || n->kind == NODE_BOOL;
}

static struct constant constant_of(const struct node *n)
{
	if (n->kind == NODE_INT && !n->integer.is_unsigned)
		return (struct constant){.value = (int64_t)n->integer.value};
	return (struct constant){.value = n->integer.value, .is_unsigned = n->kind == NODE_INT};
}

static void become_bool(struct node *n, bool value)
{
	n->kind = NODE_BOOL;
	n->integer.value = value;
	n->integer.is_unsigned = n->integer.is_duration = false;
}

static void become_int(struct node *n, struct constant k)
{
	n->kind = NODE_INT;
	n->integer.value = (uint64_t)k.value;
	n->integer.is_unsigned = k.value > INT64_MAX || (k.is_unsigned && k.value >= 0);
	n->integer.is_duration = false;
}

static void overflow(struct compilation *c, const struct node *n, enum operator op)
{
	diag_error(c->diags, n->span, DIAG_OVERFLOW, "the result of '%s' does not fit into 64 bits",
		operator_text(op));
}

/* The bits of a 64-bit word, as signed if one of the operands is negative. */
static struct constant from_bits(uint64_t bits, bool is_signed, bool is_unsigned)
{
	return (struct constant){.value = is_signed ? (wide_int)(int64_t)bits : (wide_int)bits,
		.is_unsigned = is_unsigned};
}

static struct constant fold_bits(enum operator op, struct constant a, struct constant b)
{
	uint64_t x = (uint64_t)a.value, y = (uint64_t)b.value;
	bool is_signed = a.value < 0 || b.value < 0, is_unsigned = a.is_unsigned || b.is_unsigned;

	if (op == OP_AND)
		return from_bits(x & y, is_signed, is_unsigned);
	return from_bits(op == OP_OR ? x | y : x ^ y, is_signed, is_unsigned);
}

static bool fold_shift(struct compilation *c, struct node *n, struct constant a, struct constant b,
	struct constant *out)
{
	unsigned count = (unsigned)b.value & 63;

	if (b.value < 0 || b.value > 63)
		diag_warning(c->diags, n->binary.right->span, DIAG_SHIFT_COUNT,
			"a shift count is taken modulo 64: this one is %u", count);
	out->is_unsigned = a.is_unsigned;
	if (n->binary.op == OP_SHR) {
		out->value = a.value >> count;
		return true;
	}
	out->value = a.value * ((wide_int)1 << count);
	return true;
}

static bool fold_division(struct compilation *c, struct node *n, struct constant a,
	struct constant b, struct constant *out)
{
	if (b.value == 0) {
		diag_error(c->diags, n->span, DIAG_DIVISION_BY_ZERO,
			"'%s' divides a constant by zero", operator_text(n->binary.op));
		return false;
	}
	out->value = n->binary.op == OP_DIV ? a.value / b.value : a.value % b.value;
	if (a.value == INT64_MIN && out->value == -a.value)
		out->value = INT64_MIN; /* the one quotient that wraps (T23) */
	out->is_unsigned = a.is_unsigned || b.is_unsigned;
	return true;
}

static bool fold_arithmetic(struct compilation *c, struct node *n, struct constant a,
	struct constant b, struct constant *out)
{
	enum operator op = n->binary.op;

	out->is_unsigned = a.is_unsigned || b.is_unsigned;
	if (op == OP_SHL || op == OP_SHR)
		return fold_shift(c, n, a, b, out);
	if (op == OP_DIV || op == OP_MOD)
		return fold_division(c, n, a, b, out);
	if (op == OP_AND || op == OP_OR || op == OP_XOR)
		*out = fold_bits(op, a, b);
	else if (op == OP_ADD)
		out->value = a.value + b.value;
	else if (op == OP_SUB)
		*out = (struct constant){.value = a.value - b.value};
	else if (op != OP_MUL || __builtin_mul_overflow(a.value, b.value, &out->value))
		out->value = (wide_int)1 << 100; /* out of range, whatever it is */
	return true;
}

static bool compare(enum operator op, wide_int a, wide_int b)
{
	const bool results[OP_COUNT] = {
		[OP_EQ] = a == b,
		[OP_NE] = a != b,
		[OP_LT] = a<b, [OP_LE] = a <= b, [OP_GT] = a> b,
		[OP_GE] = a >= b,
	};

	return results[op];
}

/* Has the result of an operator a sign, which the operands give it (T22)? */
static bool is_signed_result(enum operator op, struct constant a, struct constant b)
{
	bool is_shift = op == OP_SHL || op == OP_SHR;

	return op == OP_SUB || a.value < 0 || (b.value < 0 && !is_shift);
}

static bool fits(struct constant k, bool is_signed)
{
	return k.value >= INT64_MIN && k.value <= (is_signed ? (wide_int)INT64_MAX : UINT64_MAX);
}

static void fold_binary(struct compilation *c, struct node *n)
{
	enum operator op = n->binary.op;
	const struct node *left = n->binary.left, *right = n->binary.right;
	struct constant a, b, result;

	if (left->kind == NODE_STRING && right->kind == NODE_STRING &&
		(op == OP_EQ || op == OP_NE)) {
		become_bool(n, str_eq(left->string.text, right->string.text) == (op == OP_EQ));
		return;
	}
	if (!is_constant(left) || !is_constant(right))
		return;
	a = constant_of(left);
	b = constant_of(right);
	if (op >= OP_EQ && op <= OP_GE)
		become_bool(n, compare(op, a.value, b.value));
	else if (op == OP_LOGICAL_AND || op == OP_LOGICAL_OR)
		become_bool(n, op == OP_LOGICAL_AND ? a.value && b.value : a.value || b.value);
	else if (!fold_arithmetic(c, n, a, b, &result))
		return;
	else if (fits(result, is_signed_result(op, a, b)))
		become_int(n, result);
	else
		overflow(c, n, op);
}

static void fold_unary(struct compilation *c, struct node *n)
{
	enum operator op = n->unary.op;
	struct constant k;

	if (!is_constant(n->unary.operand))
		return;
	k = constant_of(n->unary.operand);
	if (op == OP_NOT) {
		become_bool(n, !k.value);
		return;
	}
	if (op == OP_NEGATE)
		k = (struct constant){.value = -k.value};
	else
		k = from_bits(~(uint64_t)k.value, !k.is_unsigned, k.is_unsigned);
	if (fits(k, op == OP_NEGATE))
		become_int(n, k);
	else
		overflow(c, n, op);
}

/* comptime of a literal is the literal. */
static void fold_comptime(struct node *n)
{
	struct node *next = n->next;

	if (!is_constant(n->unary.operand) && n->unary.operand->kind != NODE_STRING)
		return;
	*n = *n->unary.operand;
	n->next = next;
}

/* A field that the row of its object knows. */
static void fold_member(struct compilation *c, struct node *n)
{
	const struct node *object = n->field.object;
	const struct builtin *b = object->kind == NODE_NAME ? object->name.builtin : NULL;
	struct node literal = {.span = n->span, .next = n->next};

	if (b && b->member && b->member(c, n->field.name, &literal))
		*n = literal;
}

static void fold_child(struct node **child, void *arg)
{
	struct node *n = *child;

	while (fold_choice(arg, n))
		;
	walk_children(n, fold_child, arg);
	if (n->kind == NODE_BINARY)
		fold_binary(arg, n);
	else if (n->kind == NODE_UNARY)
		fold_unary(arg, n);
	else if (n->kind == NODE_COMPTIME)
		fold_comptime(n);
	else if (n->kind == NODE_FIELD)
		fold_member(arg, n);
}

bool fold_is_comptime(const struct node *cond)
{
	while (cond->kind == NODE_BINARY)
		cond = cond->binary.left;
	return cond->kind == NODE_COMPTIME;
}

bool fold_choice(struct compilation *c, struct node *n)
{
	bool is_if = n->kind == NODE_IF;
	struct node *next = n->next, *cond, *taken;

	if (!is_if && (n->kind != NODE_TERNARY || !n->ternary.then))
		return false;
	cond = is_if ? n->branch.cond : n->ternary.cond;
	if (!fold_is_comptime(cond))
		return false;
	fold_child(&cond, c);
	if (!is_constant(cond))
		return false;
	if (cond->integer.value)
		taken = is_if ? n->branch.then : n->ternary.then;
	else
		taken = is_if ? n->branch.other : n->ternary.other;
	if (taken)
		*n = *taken;
	else
		*n = (struct node){.kind = NODE_BLOCK, .span = n->span};
	n->next = next;
	return true;
}

/* What is known of checked expressions */

static struct node integer_literal(const struct node *n, uint64_t value)
{
	struct node literal = {.kind = n->type->kind == TYPE_BOOL ? NODE_BOOL : NODE_INT,
		.span = n->span,
		.type = n->type};

	literal.integer.value = value;
	literal.integer.is_unsigned =
		n->type->kind == TYPE_INT && !n->type->is_signed && value > INT64_MAX;
	return literal;
}

static const struct node *fold_known_binary(
	struct compilation *c, const struct node *n, struct node *literal)
{
	struct node left, right, copy = *n;
	bool is_logic = n->binary.op == OP_LOGICAL_AND || n->binary.op == OP_LOGICAL_OR;
	const struct node *unknown = fold_checked(c, n->binary.left, &left);

	if (unknown)
		return unknown;
	if (is_logic && is_constant(&left) &&
		!left.integer.value == (n->binary.op == OP_LOGICAL_AND)) {
		*literal = integer_literal(n, left.integer.value != 0);
		return NULL;
	}
	unknown = fold_checked(c, n->binary.right, &right);
	if (unknown)
		return unknown;
	copy.binary.left = &left;
	copy.binary.right = &right;
	fold_binary(c, &copy);
	*literal = copy;
	return is_constant(&copy) ? NULL : n;
}

static const struct node *fold_known_unary(
	struct compilation *c, const struct node *n, struct node *literal)
{
	struct node operand, copy = *n;
	const struct node *unknown = fold_checked(c, n->unary.operand, &operand);

	if (unknown)
		return unknown;
	copy.unary.operand = &operand;
	fold_unary(c, &copy);
	*literal = copy;
	return is_constant(&copy) ? NULL : n;
}

static const struct node *fold_known_choice(
	struct compilation *c, const struct node *n, struct node *literal)
{
	struct node cond;
	const struct node *unknown = fold_checked(c, n->ternary.cond, &cond);

	if (unknown || (cond.integer.value && !n->ternary.then)) {
		*literal = cond;
		return unknown;
	}
	return fold_checked(c, cond.integer.value ? n->ternary.then : n->ternary.other, literal);
}

static uint64_t cast_bits(uint64_t value, const struct type *to)
{
	unsigned unused = 64 - 8 * to->size;

	if (to->kind == TYPE_BOOL)
		return value != 0;
	return to->is_signed ? (uint64_t)((int64_t)(value << unused) >> unused)
		: value << unused >> unused;
}

static const struct node *fold_known_cast(
	struct compilation *c, const struct node *n, struct node *literal)
{
	struct node operand;
	const struct node *unknown = fold_checked(c, n->cast.operand, &operand);

	if (unknown)
		return unknown;
	if (!n->type || (n->type->kind != TYPE_INT && n->type->kind != TYPE_BOOL) ||
		!is_constant(&operand))
		return n;
	*literal = integer_literal(n, cast_bits(operand.integer.value, n->type));
	literal->integer.is_unsigned = n->type->kind == TYPE_INT && !n->type->is_signed;
	return NULL;
}

static const struct builtin *row_of(const struct node *n)
{
	if (n->kind == NODE_CALL)
		return n->call.builtin;
	return n->kind == NODE_NAME ? n->name.builtin : NULL;
}

bool fold_awaits_types(const struct node *unknown)
{
	const struct builtin *b = row_of(unknown);

	return !unknown->type || (b && b->constant);
}

static const struct node *fold_known_row(
	struct compilation *c, const struct node *n, struct node *literal)
{
	const struct builtin *b = row_of(n);
	uint64_t value;

	if (!b || !b->constant || !n->type || !b->constant(n, &value))
		return n;
	if (b->fact)
		fact_assume(c, b->fact, row_fact_text(n), value, n->span);
	*literal = integer_literal(n, value);
	return NULL;
}

static const struct node *fold_known_literal(
	struct compilation *c, const struct node *n, struct node *literal)
{
	(void)c;
	*literal = *n;
	return NULL;
}

static const struct node *fold_known_query(
	struct compilation *c, const struct node *n, struct node *literal)
{
	(void)c;
	if (!n->type)
		return n;
	*literal = integer_literal(n, n->query.result);
	return NULL;
}

static const struct node *fold_known_comptime(
	struct compilation *c, const struct node *n, struct node *literal)
{
	return fold_checked(c, n->unary.operand, literal);
}

/* Other kinds are not known before the program runs. */
static const struct node *(*const known[NODE_KIND_COUNT])(
	struct compilation *c, const struct node *n, struct node *literal) = {
	[NODE_INT] = fold_known_literal,
	[NODE_BOOL] = fold_known_literal,
	[NODE_STRING] = fold_known_literal,
	[NODE_SIZEOF] = fold_known_query,
	[NODE_OFFSETOF] = fold_known_query,
	[NODE_COMPTIME] = fold_known_comptime,
	[NODE_UNARY] = fold_known_unary,
	[NODE_BINARY] = fold_known_binary,
	[NODE_TERNARY] = fold_known_choice,
	[NODE_CAST] = fold_known_cast,
	[NODE_NAME] = fold_known_row,
	[NODE_CALL] = fold_known_row,
};

const struct node *fold_checked(struct compilation *c, const struct node *n, struct node *literal)
{
	return known[n->kind] ? known[n->kind](c, n, literal) : n;
}

void fold_constants(struct compilation *c)
{
	for (struct probe_node *p = program_next(c->program, NULL); p;
		p = program_next(c->program, p)) {
		if (p->predicate)
			fold_child(&p->predicate, c);
		fold_child(&p->body, c);
	}
}
