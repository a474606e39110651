/* tests/gen/make.c - makes the tree of a random program.  What is only a question of taste in the
 * language (constants that overflow, values that do not fit) is avoided: every program must compile
 * without an error. */
#include <stdlib.h>

#include "tests/gen/gen.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct maker {
	struct program *p;
	uint64_t state;
	uint32_t loops;                 /* around the statement */
	bool in_function;
	const struct function *function;
};

static void *new(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort();
	return memory;
}

/* splitmix64 */
static uint64_t next(struct maker *m)
{
	uint64_t z = m->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint32_t below(struct maker *m, uint32_t limit)
{
	return (uint32_t)(next(m) % limit);
}

static bool chance(struct maker *m, uint32_t percent)
{
	return below(m, 100) < percent;
}

static enum type any_integer(struct maker *m)
{
	return T_INT8 + below(m, T_COUNT - T_INT8);
}

/* Numbers near the ends of the types are more interesting than others. */
static uint64_t any_value(struct maker *m)
{
	static const uint64_t ends[] = { 0, 0, 1, 2, 7, 63, 64, 127, 128, 255, 256, 32767, 32768,
		65535, 65536, 2147483647, 2147483648, 4294967295, 4294967296, INT64_MAX, 1ull << 63,
		UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - 127, UINT64_MAX - 128, UINT64_MAX - 32768,
		0xffffffff80000000 };

	if (chance(m, 70))
		return ends[below(m, COUNT(ends))];
	return next(m) >> below(m, 64);
}

static struct expr *expr(enum expr_kind kind, enum type type)
{
	struct expr *e = new(sizeof(*e));

	e->kind = kind;
	e->type = type;
	return e;
}

/* The smallest type that holds it; above INT64_MAX unsigned (T20).  With `negative` it is written
 * -N. */
static struct expr *make_literal(struct maker *m)
{
	struct expr *e = expr(E_LITERAL, T_INT64);
	bool negative = chance(m, 25);

	e->value = any_value(m);
	if (negative || e->value == 1ull << 63)
		e->value &= INT64_MAX;
	if (negative)
		e->value = 0 - e->value;
	else if (e->value > INT64_MAX)
		e->type = T_UINT64;
	return e;
}

/* Something that no compiler knows. */
static struct expr *make_leaf(struct maker *m)
{
	uint32_t limit = m->in_function ? 2 : 6, pick = below(m, limit);
	struct expr *e;

	if (m->in_function) {
		e = expr(E_VARIABLE, m->function->params[pick]);
		e->index = pick;
		return e;
	}
	if (pick < 2) {
		e = expr(E_INPUT, T_BOOL);
		e->index = below(m, INPUTS);
		e->type = m->p->inputs[e->index];
	} else if (pick < 4) {
		e = expr(E_VARIABLE, T_BOOL);
		e->index = below(m, VARIABLES);
		e->type = m->p->variables[e->index];
	} else if (pick < 5) {
		e = expr(E_MAP, T_BOOL);
		e->index = below(m, MAPS);
		e->type = m->p->maps[e->index];
		e->a = expr(E_LITERAL, T_INT64);
		e->a->value = below(m, KEYS);
	} else {
		e = expr(E_ELEMENT, T_BOOL);
		e->index = below(m, TUPLES);
		e->element = below(m, 2);
		e->type = m->p->tuples[e->index][e->element];
	}
	return e;
}

static bool is_constant(const struct expr *e)
{
	return e->kind == E_LITERAL || (e->kind == E_CAST && is_constant(e->a));
}

static struct expr *make_expr(struct maker *m, uint32_t depth);

static struct expr *make_cast(struct maker *m, enum type type, uint32_t depth)
{
	struct expr *e = expr(E_CAST, type);

	e->a = make_expr(m, depth);
	return e;
}

/* A literal that is not negative takes the sign of the number it meets (T20), a truth value is no
 * signed one (T22). */
static bool takes_sign(const struct expr *e, const struct expr *other)
{
	if (e->kind == E_LITERAL && (int64_t)e->value >= 0 && other->type != T_BOOL &&
		!type_is_signed(other->type))
		return false;
	return type_is_signed(e->type);
}

static enum type binary_type(enum op op, const struct expr *a, const struct expr *b)
{
	bool is_signed = takes_sign(a, b) || takes_sign(b, a);

	if (op >= OP_LT)
		return T_BOOL;
	if (op == OP_SUB)
		return T_INT64;
	if (op == OP_SHL || op == OP_SHR)
		is_signed = type_is_signed(a->type);
	return is_signed ? T_INT64 : T_UINT64;
}

static struct expr *make_binary(struct maker *m, uint32_t depth)
{
	struct expr *e = expr(E_BINARY, T_BOOL);

	e->op = below(m, OP_BINARY_COUNT);
	e->a = make_expr(m, depth - 1);
	e->b = make_expr(m, depth - 1);
	if (is_constant(e->a) && is_constant(e->b)) {
		if (chance(m, 50))
			e->a = make_leaf(m);
		else
			e->b = make_leaf(m);
	}
	e->type = binary_type(e->op, e->a, e->b);
	/* what comparing and dividing need to know */
	e->element = takes_sign(e->a, e->b) || takes_sign(e->b, e->a);
	return e;
}

static struct expr *make_unary(struct maker *m, uint32_t depth)
{
	struct expr *e = expr(E_UNARY, T_BOOL);

	e->op = OP_NEGATE + below(m, OP_COUNT - OP_NEGATE);
	e->a = make_expr(m, depth - 1);
	if (is_constant(e->a) || (e->a->type == T_BOOL && e->op != OP_NOT))
		e->a = make_cast(m, any_integer(m), 0);
	if (is_constant(e->a))
		e->a = make_leaf(m);
	if (e->a->type == T_BOOL && e->op != OP_NOT)
		e->op = OP_NOT;
	e->type = e->op == OP_NOT ? T_BOOL
		: e->op == OP_NEGATE ? T_INT64
		: type_is_signed(e->a->type) ? T_INT64
		: T_UINT64;
	return e;
}

/* Both ways have one type, so that there is nothing to join. */
static struct expr *make_choice(struct maker *m, enum expr_kind kind, uint32_t depth)
{
	struct expr *e = expr(kind, any_integer(m));

	e->a = kind == E_ELVIS ? make_cast(m, e->type, depth - 1) : make_expr(m, depth - 1);
	if (is_constant(e->a))
		e->a = kind == E_ELVIS ? make_cast(m, e->type, 0) : make_leaf(m);
	e->b = make_cast(m, e->type, depth - 1);
	if (kind != E_ELVIS)
		e->c = make_cast(m, e->type, depth - 1);
	return e;
}

static struct expr *make_same_tuple(struct maker *m, uint32_t depth)
{
	struct expr *e = expr(E_SAME_TUPLE, T_BOOL);

	e->index = below(m, TUPLES);
	e->op = chance(m, 50) ? OP_EQ : OP_NE;
	e->a = make_cast(m, m->p->tuples[e->index][0], depth - 1);
	e->b = make_cast(m, m->p->tuples[e->index][1], depth - 1);
	return e;
}

static struct expr *make_same_string(struct maker *m)
{
	struct expr *e = expr(E_SAME_STRING, T_BOOL);

	e->index = below(m, STRINGS);
	e->op = chance(m, 50) ? OP_EQ : OP_NE;
	e->element = below(m, LITERAL_STRINGS);
	return e;
}

static struct expr *make_call(struct maker *m, uint32_t depth)
{
	struct expr *e = expr(E_CALL, T_BOOL);
	const struct function *f;

	e->index = m->p->features & FEATURE_FUNCTIONS ? 0 : FUNCTIONS;
	e->index += below(m,
		(m->p->features & FEATURE_FUNCTIONS ? FUNCTIONS : 0) +
			(m->p->features & FEATURE_MACROS ? MACROS : 0));
	f = &m->p->functions[e->index];
	e->type = f->result;
	e->a = make_cast(m, f->params[0], depth - 1);
	e->b = make_cast(m, f->params[1], depth - 1);
	return e;
}

static struct expr *make_expr(struct maker *m, uint32_t depth)
{
	uint32_t pick = below(m, 100);

	if (!depth || pick < 8)
		return chance(m, 25) ? make_literal(m) : make_leaf(m);
	if (pick < 55)
		return make_binary(m, depth);
	if (pick < 65)
		return make_unary(m, depth);
	if (pick < 75)
		return make_cast(m, any_integer(m), depth - 1);
	if (pick < 83)
		return make_choice(m, E_TERNARY, depth);
	if (pick < 87)
		return make_choice(m, E_ELVIS, depth);
	if (pick < 91)
		return make_choice(m, E_IF, depth);
	if (m->in_function ||
		(pick >= 96 && !(m->p->features & (FEATURE_FUNCTIONS | FEATURE_MACROS))))
		return make_binary(m, depth);
	if (pick < 94)
		return make_same_tuple(m, depth);
	if (pick < 96)
		return make_same_string(m);
	return make_call(m, depth);
}

/* Statements */

static struct statement *make_body(struct maker *m, uint32_t depth, uint32_t count);

/* What an operator leaves in a variable must be of its type: only 64 bits, and those with a written
 * type, which cuts. */
static bool make_compound(struct maker *m, struct statement *s)
{
	enum type t = m->p->variables[s->index];
	bool written = m->p->has_written_type[s->index];

	s->kind = S_COMPOUND;
	s->op = below(m, OP_LT);
	if (!written && t != T_INT64 && (t != T_UINT64 || s->op == OP_SUB))
		return false;
	s->value = make_cast(m, t == T_UINT64 || !type_is_signed(t) ? T_UINT64 : T_INT64, 2);
	return true;
}

static bool make_step(struct maker *m, struct statement *s)
{
	enum type t = m->p->variables[s->index];

	s->kind = S_STEP;
	s->op = chance(m, 50) ? OP_ADD : OP_SUB;
	s->prefix = chance(m, 50);
	return m->p->has_written_type[s->index] || t == T_INT64 ||
		(t == T_UINT64 && s->op == OP_ADD);
}

static void make_change(struct maker *m, struct statement *s)
{
	uint32_t pick = below(m, 100);

	s->index = below(m, VARIABLES);
	if (pick < 15 && make_compound(m, s))
		return;
	if (pick >= 15 && pick < 25 && make_step(m, s))
		return;
	if (pick < 70) {
		s->kind = S_ASSIGN;
		s->value = make_cast(m, m->p->variables[s->index], 2);
	} else if (pick < 85) {
		s->kind = S_MAP;
		s->index = below(m, MAPS);
		s->key = expr(E_LITERAL, T_INT64);
		s->key->value = below(m, KEYS);
		s->value = make_cast(m, m->p->maps[s->index], 2);
	} else if (pick < 95) {
		s->kind = S_TUPLE;
		s->index = below(m, TUPLES);
		s->value = make_cast(m, m->p->tuples[s->index][0], 2);
		s->other = make_cast(m, m->p->tuples[s->index][1], 2);
	} else {
		s->kind = S_STRING;
		s->index = below(m, STRINGS);
		s->count = below(m, LITERAL_STRINGS);
	}
}

static void make_loop(struct maker *m, struct statement *s, uint32_t depth)
{
	static const enum statement_kind kinds[] = { S_WHILE, S_FOR, S_UNROLL };

	s->kind = kinds[below(m, COUNT(kinds))];
	s->index = m->p->loop_count++;
	s->count = 1 + below(m, 4);
	if (s->kind == S_FOR) {
		s->count = (uint64_t)((int64_t)below(m, 5) - 2);
		s->value = expr(E_LITERAL, T_INT64);
		s->value->value = s->count + below(m, 5);
	}
	m->loops++;
	s->body = make_body(m, depth - 1, 2);
	m->loops--;
}

static struct statement *make_statement(struct maker *m, uint32_t depth)
{
	struct statement *s = new(sizeof(*s));
	uint32_t pick = below(m, 100);

	if (depth && pick < 15) {
		s->kind = S_IF;
		s->value = make_expr(m, 2);
		s->body = make_body(m, depth - 1, 2);
		if (chance(m, 60))
			s->other_body = make_body(m, depth - 1, 2);
	} else if (depth && pick < 25 && m->loops < 1 && (m->p->features & FEATURE_LOOPS)) {
		make_loop(m, s, depth);
	} else if (pick < 45 && !m->loops) {
		s->kind = S_PRINT;
		s->value = make_expr(m, 3);
		s->other = make_expr(m, 2);
	} else {
		make_change(m, s);
	}
	return s;
}

static struct statement *make_body(struct maker *m, uint32_t depth, uint32_t count)
{
	struct statement *first = NULL, **end = &first;

	for (uint32_t i = 0; i < count; i++) {
		*end = make_statement(m, depth);
		end = &(*end)->next;
	}
	return first;
}

static void make_functions(struct maker *m)
{
	for (uint32_t i = 0; i < FUNCTIONS + MACROS; i++) {
		struct function *f = &m->p->functions[i];

		for (uint32_t k = 0; k < PARAMS; k++)
			f->params[k] = any_integer(m);
		f->result = any_integer(m);
		m->in_function = true;
		m->function = f;
		f->value = make_cast(m, f->result, 3);
		m->in_function = false;
	}
}

struct program *program_make(uint64_t seed, uint32_t probe_count, uint32_t features)
{
	struct program *p = new(sizeof(*p));
	struct maker m = { .p = p, .state = seed };

	p->features = features;
	for (uint32_t i = 0; i < INPUTS; i++) {
		p->inputs[i] = any_integer(&m);
		p->input_values[i] = type_cut(p->inputs[i], any_value(&m));
	}
	for (uint32_t i = 0; i < VARIABLES; i++) {
		p->variables[i] = any_integer(&m);
		p->has_written_type[i] = chance(&m, 40);
	}
	for (uint32_t i = 0; i < MAPS; i++)
		p->maps[i] = any_integer(&m);
	for (uint32_t i = 0; i < TUPLES; i++)
		for (uint32_t k = 0; k < 2; k++)
			p->tuples[i][k] = any_integer(&m);
	make_functions(&m);
	p->probe_count = probe_count;
	p->probes = new(sizeof(*p->probes) * probe_count);
	for (uint32_t i = 0; i < probe_count; i++)
		p->probes[i] = make_body(&m, 2, 6);
	return p;
}
