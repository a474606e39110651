/* compiler/resolve_parameters.c - positional parameters (language.md E15): their text, and what it
 * is in an expression.  Called by the two halves of the resolve pass. */
#include "compiler/resolve_internal.h"

#include <string.h>

#include "compiler/builtin.h"
#include "compiler/lexer.h"
#include "runtime/base/parameter.h"

const char *resolve_parameter(struct compilation *c, uint64_t n, struct span where)
{
	struct diag *d;

	if (n >= 1 && n <= c->param_count)
		return c->params[n - 1];
	/* nobody runs it */
	if (c->goal == GOAL_CHECK)
		return "";
	d = diag_warning(c->diags, where, DIAG_MISSING_PARAMETER,
		"parameter $%llu is missing: it is 0, or \"\" where text is wanted",
		(unsigned long long)n);
	if (c->param_count)
		diag_hint(d, "the program was given %u parameter%s", c->param_count,
			c->param_count == 1 ? "" : "s");
	else
		diag_hint(d, "parameters are the words behind the program");
	return "";
}

static void become_string(struct node *n, const char *text)
{
	n->kind = NODE_STRING;
	n->string.text = text;
	n->string.len = (uint32_t)strlen(text);
}

static void become_integer(struct node *n, uint64_t value, bool is_unsigned)
{
	n->kind = NODE_INT;
	n->integer.value = value;
	n->integer.is_unsigned = is_unsigned;
	n->integer.is_duration = false;
}

/* Read the whole text as one integer of the language, in any base and with any suffix. */
static bool read_integer(struct compilation *c, const char *text, struct token *out)
{
	struct source source = {.name = "", .text = text, .len = (uint32_t)strlen(text)};
	struct diags *unheard = diags_new(c->arena);
	struct lexer l = {0};

	if (text[0] < '0' || text[0] > '9')
		return false;
	lexer_start(&l, &source, c->arena, unheard);
	*out = lexer_next(&l);
	return out->kind == TOKEN_INT && out->span.end == source.len && !diags_have_errors(unheard);
}

/* In an image for other machines it is data, as named parameters are: a call of their row with the
 * number as the name. */
static void become_data(struct compilation *c, struct node *n, const char *name, bool is_text)
{
	struct node *number = arena_memdup(c->arena, n, sizeof(*n)),
		    *missing = arena_memdup(c->arena, n, sizeof(*n));

	become_string(number, name);
	if (is_text)
		become_string(missing, "");
	else
		become_integer(missing, 0, false);
	number->next = missing;
	missing->next = NULL;
	n->kind = NODE_CALL;
	n->call = (typeof(n->call)){
		.name = "getopt", .name_span = n->span, .args = number, .arg_count = 2
	};
	n->call.builtin = builtin_find(n->call.name, NULL);
}

bool resolve_takes_late(const struct compilation *c)
{
	return c->portable && c->goal == GOAL_IMAGE;
}

void resolve_positional(struct resolver *r, struct node *n)
{
	uint64_t number = n->integer.value;
	const char *text;
	bool negative;
	struct token t;

	if (resolve_takes_late(r->c)) {
		become_data(r->c, n, arena_printf(r->c->arena, "%llu", (unsigned long long)number),
			false);
		return;
	}
	text = resolve_parameter(r->c, number, n->span);
	negative = text[0] == '-';
	if (number < 1 || number > r->c->param_count) {
		become_integer(n, 0, false);
		return;
	}
	if (!read_integer(r->c, text + negative, &t) ||
		(negative && t.value > (uint64_t)INT64_MAX + 1)) {
		become_string(n, text);
		return;
	}
	if (negative)
		become_integer(n, -t.value, false);
	else
		become_integer(n, t.value, t.is_unsigned);
}

void resolve_positional_count(struct resolver *r, struct node *n)
{
	if (resolve_takes_late(r->c))
		become_data(r->c, n, PARAMETER_COUNT_NAME, false);
	else
		become_integer(n, r->c->param_count, false);
}

bool resolve_parameter_text(struct compilation *c, struct node *argument)
{
	struct node *parameter = argument;
	uint64_t skip = 0;
	const char *text;

	if (argument->kind == NODE_BINARY && argument->binary.op == OP_ADD &&
		argument->binary.right->kind == NODE_INT) {
		parameter = argument->binary.left;
		skip = argument->binary.right->integer.value;
	}
	if (parameter->kind != NODE_POSITIONAL)
		return false;
	if (resolve_takes_late(c) && parameter == argument) {
		become_data(c, argument,
			arena_printf(
				c->arena, "%llu", (unsigned long long)parameter->integer.value),
			true);
		return true;
	}
	if (resolve_takes_late(c)) {
		diag_hint(
			diag_error(c->diags, argument->span, DIAG_NOT_PORTABLE,
				"$%llu is not known before the image runs: no part of it can be left out",
				(unsigned long long)parameter->integer.value),
			"use all of it");
		become_string(argument, "");
		return true;
	}
	text = resolve_parameter(c, parameter->integer.value, parameter->span);
	if (skip > strlen(text)) {
		diag_error(c->diags, argument->span, DIAG_OUT_OF_RANGE,
			"$%llu has %zu bytes: %llu cannot be left out",
			(unsigned long long)parameter->integer.value, strlen(text),
			(unsigned long long)skip);
		skip = 0;
	}
	become_string(argument, text + skip);
	return true;
}
