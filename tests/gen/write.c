/* tests/gen/write.c - writes the tree of a program as text of the language. */
#include <inttypes.h>
#include <stdio.h>

#include "tests/gen/gen.h"

static void put(const struct expr *e);

/* The last tuple is a record, whose fields have names. */
static bool is_record(uint32_t tuple)
{
	return tuple == TUPLES - 1;
}

static const char *const field_names[] = { "first", "second" };

static void put_field_name(uint32_t tuple, uint32_t element)
{
	if (is_record(tuple))
		printf("%s=", field_names[element]);
}

/* Those of a record in either order: names count, not places. */
static void put_tuple(
	uint32_t tuple, const struct expr *first, const struct expr *second, bool swapped)
{
	const struct expr *elements[] = { first, second };
	uint32_t begin = swapped && is_record(tuple);

	printf("(");
	put_field_name(tuple, begin);
	put(elements[begin]);
	printf(", ");
	put_field_name(tuple, !begin);
	put(elements[!begin]);
	printf(")");
}

static void put_literal(const struct expr *e)
{
	if (e->type == T_UINT64)
		printf("%" PRIu64, e->value);
	else
		printf("%" PRId64, (int64_t)e->value);
}

static void put_binary(const struct expr *e)
{
	printf("(");
	put(e->a);
	printf(" %s ", op_texts[e->op]);
	put(e->b);
	printf(")");
}

static void put_choice(const struct expr *e)
{
	printf(e->kind == E_IF ? "(if (" : "(");
	put(e->a);
	printf(e->kind == E_IF ? ") { " : e->kind == E_ELVIS ? " ?: " : " ? ");
	put(e->b);
	if (e->c) {
		printf(e->kind == E_IF ? " } else { " : " : ");
		put(e->c);
	}
	printf(e->kind == E_IF ? " })" : ")");
}

static void put(const struct expr *e)
{
	switch (e->kind) {
	case E_LITERAL:
		put_literal(e);
		break;
	case E_INPUT:
		printf("@i%u", e->index);
		break;
	case E_VARIABLE:
		printf("$v%u", e->index);
		break;
	case E_MAP:
		printf("@m%u[%" PRIu64 "]", e->index, e->a->value);
		break;
	case E_ELEMENT:
		if (is_record(e->index))
			printf("$t%u.%s", e->index, field_names[e->element]);
		else
			printf("$t%u.%u", e->index, e->element);
		break;
	case E_UNARY:
		printf("%s(", op_texts[e->op]);
		put(e->a);
		printf(")");
		break;
	case E_BINARY:
		put_binary(e);
		break;
	case E_CAST:
		printf("(%s)(", type_names[e->type]);
		put(e->a);
		printf(")");
		break;
	case E_TERNARY:
	case E_ELVIS:
	case E_IF:
		put_choice(e);
		break;
	case E_SAME_TUPLE:
		printf("($t%u %s ", e->index, op_texts[e->op]);
		put_tuple(e->index, e->a, e->b, e->op == OP_NE);
		printf(")");
		break;
	case E_SAME_STRING:
		printf("($s%u %s \"%s\")", e->index, op_texts[e->op], literal_strings[e->element]);
		break;
	case E_CALL:
		printf(e->index < FUNCTIONS ? "f%u(" : "q%u(", e->index);
		put(e->a);
		printf(", ");
		put(e->b);
		printf(")");
		break;
	}
}

static void put_body(const struct statement *s, uint32_t indent);

static void put_indent(uint32_t indent)
{
	printf("%.*s", (int)indent, "\t\t\t\t\t\t\t\t");
}

static void put_block(const struct statement *body, uint32_t indent)
{
	printf(" {\n");
	put_body(body, indent + 1);
	put_indent(indent);
	printf("}");
}

/* A loop that goes round so often whatever its body does. */
static void put_while(const struct statement *s, uint32_t indent)
{
	printf("$l%u = 0;\n", s->index);
	put_indent(indent);
	printf("while ($l%u < %" PRIu64 ") {\n", s->index, s->count);
	put_indent(indent + 1);
	printf("$l%u++;\n", s->index);
	put_body(s->body, indent + 1);
	put_indent(indent);
	printf("}");
}

static const char *print_format(const struct expr *e)
{
	return e->type == T_BOOL || type_is_signed(e->type) ? "%d" : "%u";
}

static void put_print(const struct statement *s)
{
	printf("printf(\"%s %s\\n\", ", print_format(s->value), print_format(s->other));
	put(s->value);
	printf(", ");
	put(s->other);
	printf(");");
}

static void put_statement(const struct statement *s, uint32_t indent)
{
	switch (s->kind) {
	case S_ASSIGN:
		printf("$v%u = ", s->index);
		put(s->value);
		printf(";");
		break;
	case S_COMPOUND:
		printf("$v%u %s= ", s->index, op_texts[s->op]);
		put(s->value);
		printf(";");
		break;
	case S_STEP:
		printf(s->prefix ? "%1$s%1$s$v%2$u;" : "$v%2$u%1$s%1$s;", op_texts[s->op],
			s->index);
		break;
	case S_MAP:
		printf("@m%u[%" PRIu64 "] = ", s->index, s->key->value);
		put(s->value);
		printf(";");
		break;
	case S_TUPLE:
		printf("$t%u = ", s->index);
		put_tuple(s->index, s->value, s->other, false);
		printf(";");
		break;
	case S_STRING:
		printf("$s%u = \"%s\";", s->index, literal_strings[s->count]);
		break;
	case S_IF:
		printf("if (");
		put(s->value);
		printf(")");
		put_block(s->body, indent);
		if (s->other_body) {
			printf(" else");
			put_block(s->other_body, indent);
		}
		break;
	case S_WHILE:
		put_while(s, indent);
		break;
	case S_FOR:
		printf("for ($l%u : %" PRId64 "..%" PRId64 ")", s->index, (int64_t)s->count,
			(int64_t)s->value->value);
		put_block(s->body, indent);
		break;
	case S_UNROLL:
		printf("unroll (%" PRIu64 ")", s->count);
		put_block(s->body, indent);
		break;
	case S_PRINT:
		put_print(s);
		break;
	}
}

static void put_body(const struct statement *s, uint32_t indent)
{
	for (; s; s = s->next) {
		put_indent(indent);
		put_statement(s, indent);
		printf("\n");
	}
}

static void put_functions(const struct program *p)
{
	for (uint32_t i = 0; i < FUNCTIONS; i++) {
		const struct function *f = &p->functions[i];

		printf("fn f%u($v0 : %s, $v1 : %s) : %s {\n\treturn ", i, type_names[f->params[0]],
			type_names[f->params[1]], type_names[f->result]);
		put(f->value);
		printf(";\n}\n\n");
	}
}

static void put_macros(const struct program *p)
{
	for (uint32_t i = FUNCTIONS; i < FUNCTIONS + MACROS; i++) {
		const struct function *f = &p->functions[i];

		printf("macro q%u(a, b) {\n\t$v0 = (%s)(a);\n\t$v1 = (%s)(b);\n\t", i,
			type_names[f->params[0]], type_names[f->params[1]]);
		put(f->value);
		printf("\n}\n\n");
	}
}

/* Every variable begins with its type and its number. */
static void put_variables(const struct program *p)
{
	for (uint32_t i = 0; i < VARIABLES; i++) {
		if (p->has_written_type[i])
			printf("\tlet $v%u : %s = %u;\n", i, type_names[p->variables[i]], i);
		else
			printf("\t$v%u = (%s)(@i%u);\n", i, type_names[p->variables[i]],
				i % INPUTS);
	}
	for (uint32_t i = 0; i < TUPLES; i++) {
		printf("\t$t%u = (", i);
		put_field_name(i, 0);
		printf("(%s)(@i%u), ", type_names[p->tuples[i][0]], i);
		put_field_name(i, 1);
		printf("(%s)(@i%u));\n", type_names[p->tuples[i][1]], i + 1);
	}
	for (uint32_t i = 0; i < STRINGS; i++)
		printf("\t$s%u = \"%s\";\n", i, literal_strings[i]);
}

void program_write(const struct program *p)
{
	if (p->features & FEATURE_FUNCTIONS)
		put_functions(p);
	if (p->features & FEATURE_MACROS)
		put_macros(p);
	printf("begin {\n");
	for (uint32_t i = 0; i < INPUTS; i++) {
		struct expr literal = {
			.kind = E_LITERAL, .type = p->inputs[i], .value = p->input_values[i]
		};

		printf("\t@i%u = (%s)", i, type_names[p->inputs[i]]);
		put_literal(&literal);
		printf(";\n");
	}
	for (uint32_t i = 0; i < MAPS; i++)
		printf("\t@m%u[0] = (%s)(@i%u);\n", i, type_names[p->maps[i]], i);
	printf("}\n");
	for (uint32_t i = 0; i < p->probe_count; i++) {
		printf("\nbegin {\n");
		put_variables(p);
		put_body(p->probes[i], 1);
		printf("}\n");
	}
}
