/* compiler/check_expression.c - types of expressions: constants, variables, operators, conditions
 * (language.md T20 to T25, E5).  Part of the check pass. */
#include "compiler/check.h"

#include "runtime/base/util.h"

/* Constants */

static const struct type *check_int(struct checker *ck, struct node *n)
{
	(void)ck;
	n->is_literal = !n->integer.is_unsigned;
	if (n->of_enum)
		return n->of_enum;
	return type_literal(n->integer.value, n->integer.is_unsigned);
}

static const struct type *check_bool(struct checker *ck, struct node *n)
{
	(void)ck;
	(void)n;
	return &type_bool;
}

static const struct type *check_string(struct checker *ck, struct node *n)
{
	if (n->string.len >= ck->c->config.max_strlen && !n->string.of_builtin)
		diag_hint(diag_error(ck->diags, n->span, DIAG_STRING_TOO_LONG,
			      "the string has %u bytes, %u fit into a value", n->string.len,
			      ck->c->config.max_strlen - 1),
			"raise the limit with SONDE_MAX_STRLEN");
	return type_string(ck->arena, n->string.len + 1);
}

static const struct type *check_variable(struct checker *ck, struct node *n)
{
	(void)ck;
	return n->variable.ref->type;
}

/* Numbers */

/* A literal that is not negative takes the sign of what it meets (T20). */
static bool is_flexible(const struct node *n)
{
	return n->type->kind == TYPE_BOOL ||
	       (n->kind == NODE_INT && n->is_literal && (int64_t)n->integer.value >= 0);
}

static void adapt_literal(struct node *n, const struct type *to)
{
	if (n->kind == NODE_INT && is_flexible(n) && to->kind == TYPE_INT && !to->is_signed)
		n->type = type_literal(n->integer.value, true);
}

static bool is_signed(const struct type *t)
{
	return t->kind == TYPE_INT && t->is_signed;
}

/* A time and a distance make a time of the same clock (B16). */
static const struct type *with_clock(
	struct checker *ck, const struct type *t, const struct node *left, const struct node *right)
{
	uint8_t a = left->type->clock, b = right->type->clock;
	struct type *tagged;

	if (!a == !b)
		return t;
	tagged = arena_memdup(ck->arena, t, sizeof(*t));
	tagged->clock = a ? a : b;
	return tagged;
}

static const struct type *result_type(
	struct checker *ck, enum operator op, const struct node *left, const struct node *right)
{
	bool sign = is_signed(left->type) || is_signed(right->type);

	if (op == OP_SUB)
		return with_clock(ck, &type_int64, left, right);
	if (op == OP_ADD)
		return with_clock(ck, sign ? &type_int64 : &type_uint64, left, right);
	if (op == OP_SHL || op == OP_SHR)
		sign = is_signed(left->type);
	return sign ? &type_int64 : &type_uint64;
}

/* What is wrong with a constant on the right, though it is defined what comes out. */
static void warn_constant(struct checker *ck, enum operator op, const struct node *right)
{
	if (right->kind != NODE_INT)
		return;
	if ((op == OP_DIV || op == OP_MOD) && right->integer.value == 0)
		diag_warning(
			ck->diags, right->span, DIAG_DIVISION_BY_ZERO, "dividing by zero gives 1");
	if ((op == OP_SHL || op == OP_SHR) && right->integer.value > 63)
		diag_warning(ck->diags, right->span, DIAG_SHIFT_COUNT,
			"a shift count is taken modulo 64: this one is %u",
			(unsigned)(right->integer.value & 63));
}

void check_note_origin(struct checker *ck, struct diag *d, const struct node *n)
{
	const char *name;
	struct span where;

	if (n->kind == NODE_VARIABLE) {
		where = n->variable.ref->written ? n->variable.ref->written_at
			: n->variable.ref->typed;
		name = arena_printf(ck->arena, "$%s", n->variable.name);
	} else if (n->kind == NODE_MAP) {
		where = n->map.ref->value_span;
		name = n->map.ref->title;
	} else {
		return;
	}
	if (where.end > where.start && n->type && !type_is_bad(n->type))
		diag_note(d, where, "'%s' is %s here", name, type_text(ck->arena, n->type));
}

static const struct type *bad_arithmetic(
	struct checker *ck, const struct node *n, enum operator op, const struct node *odd)
{
	struct diag *d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND,
		"'%s' needs integers, not %s", operator_text(op), type_text(ck->arena, odd->type));

	check_note_origin(ck, d, odd);
	return &type_error;
}

const struct type *check_operands(struct checker *ck, const struct node *n, enum operator op,
	struct node *left, struct node *right)
{
	const struct type *a = left->type, *b = right->type;

	if (type_is_bad(a) || type_is_bad(b))
		return &type_error;
	if (!a || !b)
		return NULL;
	if (!type_is_number(a) || !type_is_number(b))
		return bad_arithmetic(ck, n, op, type_is_number(a) ? right : left);
	if (op != OP_SHL && op != OP_SHR) {
		adapt_literal(left, b);
		adapt_literal(right, a);
	}
	warn_constant(ck, op, right);
	return result_type(ck, op, left, right);
}

/* Comparisons */

static bool is_probe_name(const struct node *a, const struct node *b)
{
	return a->type->kind == TYPE_PROBE && b->kind == NODE_STRING;
}

/* A literal is looked for among the names when the program is made. */
static bool is_text_beside_probe(const struct node *text, const struct node *probe)
{
	return text->type && probe->type && text->type->kind == TYPE_STRING &&
		text->kind != NODE_STRING && probe->type->kind == TYPE_PROBE;
}

/* Compared byte by byte when the types are the same: arrays, and what is only for printing (T5). */
static const bool has_equality[TYPE_KIND_COUNT] = {
	[TYPE_ARRAY] = true,
	[TYPE_STRUCT] = true,
	[TYPE_TIMESTAMP] = true,
	[TYPE_KSYM] = true,
	[TYPE_KSTACK] = true,
	[TYPE_USTACK] = true,
	[TYPE_USYM] = true,
	[TYPE_INET] = true,
	[TYPE_MAC] = true,
	[TYPE_USERNAME] = true,
	[TYPE_CGROUP_PATH] = true,
	[TYPE_BUFFER] = true,
	[TYPE_NAMED] = true,
	[TYPE_SOCKADDR] = true,
};

static bool can_be_equal(struct checker *ck, const struct node *left, const struct node *right)
{
	const struct type *a = left->type, *b = right->type;
	struct shape x, y;

	if (is_probe_name(left, right) || is_probe_name(right, left))
		return true;
	if (a->kind != b->kind)
		return false;
	if (a->kind == TYPE_STRING || a->kind == TYPE_PROBE)
		return true;
	if (type_has_parts(a)) {
		x = shape_of_node(ck->arena, left);
		y = shape_of_node(ck->arena, right);
		return shape_join(ck->arena, &x, &y) != JOIN_CONFLICT;
	}
	return has_equality[a->kind] && type_equal(a, b);
}

static bool is_word(const struct type *t)
{
	return type_is_number(t) || t->kind == TYPE_POINTER;
}

static const struct type *bad_comparison(
	struct checker *ck, const struct node *n, const struct type *a, const struct type *b)
{
	const char *op = operator_text(n->binary.op);
	struct diag *d;

	if (a->kind == TYPE_STRING && b->kind == TYPE_STRING) {
		diag_hint(diag_error(ck->diags, n->span, DIAG_BAD_OPERAND,
			      "'%s' cannot order strings", op),
			"strings can be compared with == and != only");
		return &type_error;
	}
	d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "'%s' cannot compare %s with %s", op,
		type_text(ck->arena, a), type_text(ck->arena, b));
	check_note_origin(ck, d, n->binary.left);
	if (a != b)
		check_note_origin(ck, d, n->binary.right);
	if (a->kind == TYPE_PROBE || b->kind == TYPE_PROBE)
		diag_hint(d, "compare 'probe' with the full name of a probe as a literal");
	return &type_error;
}

static const struct type *check_comparison(struct checker *ck, struct node *n)
{
	struct node *left = n->binary.left, *right = n->binary.right;
	const struct type *a = left->type, *b = right->type;
	bool equality = n->binary.op == OP_EQ || n->binary.op == OP_NE;

	if (is_text_beside_probe(right, left))
		a = checker_as_text(ck, left);
	if (is_text_beside_probe(left, right))
		b = checker_as_text(ck, right);

	if (type_is_bad(a) || type_is_bad(b))
		return &type_error;
	if (!a || !b)
		return &type_bool;
	if (is_word(a) && is_word(b)) {
		adapt_literal(left, b);
		adapt_literal(right, a);
		check_same_pointers(ck, n);
		return &type_bool;
	}
	if (equality && can_be_equal(ck, left, right))
		return &type_bool;
	return bad_comparison(ck, n, a, b);
}

void check_condition(struct checker *ck, struct node *n)
{
	const struct type *t = check_value(ck, n);

	if (!t || type_is_bad(t) || is_word(t))
		return;
	struct diag *d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND,
		"a condition is an integer, a bool or a pointer, not %s", type_text(ck->arena, t));

	check_note_origin(ck, d, n);
	if (t->kind == TYPE_STRING)
		diag_hint(d, "compare it: ... != \"\"");
	else if (n->kind == NODE_RECORD)
		diag_hint(d, "to compare, write '=='");
	n->type = &type_error;
}

static const struct type *check_binary(struct checker *ck, struct node *n)
{
	enum operator op = n->binary.op;
	const struct type *pointer;

	if (op == OP_LOGICAL_AND || op == OP_LOGICAL_OR) {
		check_condition(ck, n->binary.left);
		check_condition(ck, n->binary.right);
		if (!n->binary.left->type || !n->binary.right->type)
			return NULL;
		return type_is_bad(n->binary.left->type) || type_is_bad(n->binary.right->type)
			   ? &type_error
				: &type_bool;
	}
	check_value(ck, n->binary.left);
	check_value(ck, n->binary.right);
	if (op >= OP_EQ && op <= OP_GE)
		return check_comparison(ck, n);
	pointer = check_pointer_arithmetic(ck, n);
	if (pointer)
		return pointer;
	return check_operands(ck, n, op, n->binary.left, n->binary.right);
}

static const struct type *check_unary(struct checker *ck, struct node *n)
{
	struct node *operand = n->unary.operand;
	const struct type *t;

	if (n->unary.op == OP_NOT) {
		check_condition(ck, operand);
		return !operand->type ? NULL
			: type_is_bad(operand->type) ? &type_error
			: &type_bool;
	}
	t = check_value(ck, operand);
	if (!t || type_is_bad(t))
		return t;
	if (!type_is_number(t))
		return bad_arithmetic(
			ck, n, n->unary.op == OP_NEGATE ? OP_SUB : n->unary.op, operand);
	return n->unary.op == OP_NEGATE || is_signed(t) || t->kind == TYPE_BOOL ? &type_int64
		: &type_uint64;
}

static const struct type *check_tuple(struct checker *ck, struct node *n)
{
	bool pending = false, bad = false;
	struct shape shape;

	for (struct node *part = n->list.first; part; part = part->next) {
		const struct type *t = check_value(ck, part);

		pending |= !t;
		bad |= type_is_bad(t);
	}
	if (bad)
		return &type_error;
	if (pending)
		return NULL;
	n->type = &type_void; /* shape_of_node() looks at the parts of what has a type */
	shape = shape_of_node(ck->arena, n);
	return shape_type(ck->arena, &shape, true);
}

typedef const struct type *(*check_fn)(struct checker *ck, struct node *n);

static const check_fn rules[NODE_KIND_COUNT] = {
	[NODE_INT] = check_int,
	[NODE_STRING] = check_string,
	[NODE_BOOL] = check_bool,
	[NODE_NAME] = check_name,
	[NODE_VARIABLE] = check_variable,
	[NODE_MAP] = check_map_read,
	[NODE_UNARY] = check_unary,
	[NODE_STEP] = check_step,
	[NODE_BINARY] = check_binary,
	[NODE_TERNARY] = check_ternary,
	[NODE_FIELD] = check_field,
	[NODE_INDEX] = check_index,
	[NODE_CALL] = check_call,
	[NODE_TUPLE] = check_tuple,
	[NODE_RECORD] = check_tuple,
	[NODE_CAST] = check_cast,
	[NODE_DEREF] = check_deref,
	[NODE_SIZEOF] = check_sizeof,
	[NODE_OFFSETOF] = check_offsetof,
	[NODE_TYPEOF] = check_typeof_value,
	[NODE_COMPTIME] = check_comptime,
	[NODE_ADDRESS] = check_address,
	[NODE_BLOCK] = check_block_value,
};

const struct type *check_object(struct checker *ck, struct node *n)
{
	if (!rules[n->kind]) {
		diag_error(ck->diags, n->span, DIAG_INTERNAL,
			"this is no expression; please report it");
		n->type = &type_error;
		return n->type;
	}
	n->type = rules[n->kind](ck, n);
	return n->type;
}

const struct type *check_expression(struct checker *ck, struct node *n)
{
	const struct type *t = check_object(ck, n);

	if (t)
		n->type = check_whole(ck, n, t);
	return n->type;
}

static void no_value(struct checker *ck, const struct node *n)
{
	struct diag *d = diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "this has no value");

	if (n->kind == NODE_BLOCK)
		diag_hint(d, "the value of a block is its last expression, without ';' behind it");
}

const struct type *check_value(struct checker *ck, struct node *n)
{
	const struct type *t = check_expression(ck, n);

	if (!t || t->kind != TYPE_VOID)
		return t;
	if (n->kind == NODE_CALL)
		diag_error(ck->diags, n->span, DIAG_BAD_OPERAND, "%s() has no value", n->call.name);
	else
		no_value(ck, n);
	n->type = &type_error;
	return n->type;
}
