/* tests/gen/run.c - runs the tree of a program, by the rules of language.md T20 to T26, E1 to E17
 * and chapter 5. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/gen/gen.h"

struct state {
	const struct program *p;
	uint64_t maps[MAPS][KEYS];
	uint64_t variables[VARIABLES];
	uint64_t tuples[TUPLES][2];
	uint32_t strings[STRINGS];      /* which of the literals */
};

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed, bool remainder)
{
	if (!b)
		return 1;
	if (!is_signed)
		return remainder ? a % b : a / b;
	if ((int64_t)b == -1)
		return remainder ? 0 : 0 - a;
	return (uint64_t)(remainder ? (int64_t)a % (int64_t)b : (int64_t)a / (int64_t)b);
}

/* Of two values of 64 bits; is_signed: either operand is. */
static uint64_t compute(enum op op, uint64_t a, uint64_t b, bool is_signed, bool left_signed)
{
	bool less = is_signed ? (int64_t)a < (int64_t)b : a < b;

	switch (op) {
	case OP_ADD: return a + b;
	case OP_SUB: return a - b;
	case OP_MUL: return a * b;
	case OP_DIV: return divide(a, b, is_signed, false);
	case OP_MOD: return divide(a, b, is_signed, true);
	case OP_AND: return a & b;
	case OP_OR: return a | b;
	case OP_XOR: return a ^ b;
	case OP_SHL: return a << (b & 63);
	case OP_SHR: return left_signed ? (uint64_t)((int64_t)a >> (b & 63)) : a >> (b & 63);
	case OP_LT: return less;
	case OP_LE: return less || a == b;
	case OP_GT: return !less && a != b;
	case OP_GE: return !less;
	case OP_EQ: return a == b;
	case OP_NE: return a != b;
	case OP_LOGICAL_AND: return a && b;
	case OP_LOGICAL_OR: return a || b;
	case OP_NEGATE: return 0 - a;
	case OP_COMPLEMENT: return ~a;
	case OP_NOT: return !a;
	case OP_COUNT: break;
	}
	return 0;
}

static uint64_t eval(struct state *s, const struct expr *e);

static uint64_t call(struct state *s, const struct expr *e)
{
	const struct function *f = &s->p->functions[e->index];
	struct state inner = *s;

	inner.variables[0] = type_cut(f->params[0], eval(s, e->a));
	inner.variables[1] = type_cut(f->params[1], eval(s, e->b));
	return eval(&inner, f->value);
}

static uint64_t eval(struct state *s, const struct expr *e)
{
	uint64_t a;
	bool same;

	switch (e->kind) {
	case E_LITERAL:
		return e->value;
	case E_INPUT:
		return s->p->input_values[e->index];
	case E_VARIABLE:
		return s->variables[e->index];
	case E_MAP:
		return s->maps[e->index][e->a->value];
	case E_ELEMENT:
		return s->tuples[e->index][e->element];
	case E_UNARY:
		return compute(e->op, eval(s, e->a), 0, false, false);
	case E_BINARY:
		a = eval(s, e->a);
		return compute(e->op, a, eval(s, e->b), e->element, type_is_signed(e->a->type));
	case E_CAST:
		return type_cut(e->type, eval(s, e->a));
	case E_TERNARY:
	case E_IF:
		return eval(s, eval(s, e->a) ? e->b : e->c);
	case E_ELVIS:
		a = eval(s, e->a);
		return a ? a : eval(s, e->b);
	case E_SAME_TUPLE:
		same = s->tuples[e->index][0] == eval(s, e->a) &&
			s->tuples[e->index][1] == eval(s, e->b);
		return same == (e->op == OP_EQ);
	case E_SAME_STRING:
		return (s->strings[e->index] == e->element) == (e->op == OP_EQ);
	case E_CALL:
		return call(s, e);
	}
	return 0;
}

static void print(const struct expr *e, uint64_t value, const char *behind)
{
	if (e->type == T_BOOL || type_is_signed(e->type))
		printf("%" PRId64 "%s", (int64_t)value, behind);
	else
		printf("%" PRIu64 "%s", value, behind);
}

static void run_body(struct state *s, const struct statement *body);

static void run_statement(struct state *s, const struct statement *n)
{
	uint64_t value;
	enum type t = n->index < VARIABLES ? s->p->variables[n->index] : T_INT64;

	switch (n->kind) {
	case S_ASSIGN:
		s->variables[n->index] = eval(s, n->value);
		break;
	case S_COMPOUND:
		value = eval(s, n->value);
		s->variables[n->index] = type_cut(t,
			compute(n->op, s->variables[n->index], value,
				type_is_signed(t) || type_is_signed(n->value->type),
				type_is_signed(t)));
		break;
	case S_STEP:
		s->variables[n->index] =
			type_cut(t, compute(n->op, s->variables[n->index], 1, false, false));
		break;
	case S_MAP:
		s->maps[n->index][n->key->value] = eval(s, n->value);
		break;
	case S_TUPLE:
		value = eval(s, n->value);
		s->tuples[n->index][1] = eval(s, n->other);
		s->tuples[n->index][0] = value;
		break;
	case S_STRING:
		s->strings[n->index] = (uint32_t)n->count;
		break;
	case S_IF:
		run_body(s, eval(s, n->value) ? n->body : n->other_body);
		break;
	case S_WHILE:
	case S_UNROLL:
		for (uint64_t i = 0; i < n->count; i++)
			run_body(s, n->body);
		break;
	case S_FOR:
		for (int64_t i = (int64_t)n->count; i < (int64_t)n->value->value; i++)
			run_body(s, n->body);
		break;
	case S_PRINT:
		value = eval(s, n->value);
		print(n->value, value, " ");
		print(n->other, eval(s, n->other), "\n");
		break;
	}
}

static void run_body(struct state *s, const struct statement *body)
{
	for (; body; body = body->next)
		run_statement(s, body);
}

void program_run(const struct program *p)
{
	struct state s = { .p = p };

	for (uint32_t i = 0; i < MAPS; i++)
		s.maps[i][0] = type_cut(p->maps[i], p->input_values[i]);
	for (uint32_t n = 0; n < p->probe_count; n++) {
		for (uint32_t i = 0; i < VARIABLES; i++)
			s.variables[i] = p->has_written_type[i]
				? i
				: type_cut(p->variables[i], p->input_values[i % INPUTS]);
		for (uint32_t i = 0; i < TUPLES; i++)
			for (uint32_t k = 0; k < 2; k++)
				s.tuples[i][k] = type_cut(p->tuples[i][k], p->input_values[i + k]);
		for (uint32_t i = 0; i < STRINGS; i++)
			s.strings[i] = i;
		run_body(&s, p->probes[n]);
	}
}
