/* compiler/check_call.c - uses of the rows: arguments against the signature, then what the row
 * itself says. Part of the check pass. */
#include "compiler/check.h"

#include <string.h>

#include "compiler/row.h"
#include "runtime/base/util.h"

/* How far the arguments are understood. */
enum state { STATE_GOOD, STATE_PENDING, STATE_BAD };

static enum state state_of(const struct type *t)
{
	if (!t)
		return STATE_PENDING;
	return t->kind == TYPE_ERROR ? STATE_BAD : STATE_GOOD;
}

static const char *const kind_texts[] = {
	[PARAM_INT] = "an integer",
	[PARAM_ANY] = "a value",
	[PARAM_STRING] = "a string",
	[PARAM_POINTER] = "a pointer",
	[PARAM_MAP] = "a whole map",
	[PARAM_ELEMENT] = "a map or a map element",
	[PARAM_LITERAL_INT] = "an integer literal",
	[PARAM_LITERAL_STRING] = "a string literal",
	[PARAM_WORD] = "a bare word",
	[PARAM_WORD_OR_INT] = "a bare word or an integer literal",
	[PARAM_TYPE] = "typeof(...)",
	[PARAM_VARIABLE] = "a variable",
};

/* What an argument is that has no type yet. */
static const char *node_text(const struct node *n)
{
	if (n->kind == NODE_INT || n->kind == NODE_BOOL)
		return "a number";
	if (n->kind == NODE_STRING)
		return "a string";
	if (n->kind == NODE_VARIABLE)
		return "a variable";
	if (n->kind == NODE_MAP && n->map.ref && n->map.ref->is_thread)
		return "a variable of the thread";
	if (n->kind == NODE_MAP)
		return n->map.keys ? "a map element" : "a map";
	return n->kind == NODE_TYPEOF ? "a type" : "an expression";
}

/* An argument that was written where a macro is used may be wrong for a call that is not to be seen
 * there. */
static void note_call_in_macro(
	struct checker *ck, struct diag *d, const struct node *call, const struct node *arg)
{
	const struct sources *sources = &ck->c->sources;
	const struct source *use = source_use(sources, call->span.start);

	if (use && use != source_use(sources, arg->span.start))
		diag_note(d, call->span, "this is the call, in a macro");
}

static enum state wrong_argument(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	bool literal = p->kind == PARAM_LITERAL_INT || p->kind == PARAM_LITERAL_STRING;
	bool plain = p->kind == PARAM_INT || p->kind == PARAM_STRING || p->kind == PARAM_POINTER;
	const char *got = plain ? type_text(ck->arena, arg->type) : node_text(arg);
	const char *which = p->name[0] ? arena_printf(ck->arena, " as '%s'", p->name) : "";
	struct diag *d =
		diag_error(ck->diags, arg->span, literal ? DIAG_NOT_A_LITERAL : DIAG_BAD_ARGUMENT,
		"%s() takes %s%s, not %s", call->call.name, kind_texts[p->kind], which, got);

	note_call_in_macro(ck, d, call, arg);
	if (plain)
		check_note_origin(ck, d, arg);
	if (p->kind == PARAM_MAP && arg->kind == NODE_MAP && arg->map.keys)
		diag_hint(d, "leave the key away: @%s", arg->map.name);
	arg->type = &type_error;
	return STATE_BAD;
}

static bool fits(const struct type *t, enum param_kind kind)
{
	if (kind == PARAM_INT)
		return type_is_number(t);
	if (kind == PARAM_STRING)
		return t->kind == TYPE_STRING;
	if (kind == PARAM_POINTER)
		return t->kind == TYPE_POINTER || t->kind == TYPE_INT;
	return true;
}

static enum state check_plain(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	const struct type *t = check_value(ck, arg);
	enum state s = state_of(p->kind == PARAM_STRING ? checker_as_text(ck, arg) : t);

	if (s == STATE_GOOD && !fits(arg->type, p->kind))
		return wrong_argument(ck, call, arg, p);
	return s;
}

/* A map element may be of a kind that is no number: the row says what it makes of that. */
static enum state check_any(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	const struct type *t;

	if (arg->kind == NODE_ADDRESS && (call->call.builtin->flags & BI_TAKES_ADDRESS) &&
		node_is_whole_map(arg->unary.operand) && !arg->unary.operand->map.ref->is_thread) {
		check_map_whole(ck, arg->unary.operand);
		arg->type = &type_pointer;
		return STATE_GOOD;
	}
	if (arg->kind != NODE_MAP)
		return check_plain(ck, call, arg, p);
	if (node_is_whole_map(arg) &&
		((arg == call->call.args &&
			 (call->call.builtin->flags & (BI_PRINTS_MAP | BI_TAKES_MAP))) ||
			(call->call.builtin->flags & BI_TAKES_MAPS))) {
		if (ck->map_loops && arg->map.ref->is_keyed &&
			(call->call.builtin->flags & BI_PRINTS_MAP))
			diag_hint(diag_warning(ck->diags, arg->span, DIAG_PRINTED_LATER,
					  "'@%s' is printed as it is when the loop is over",
					  arg->map.name),
				"print the variable of the loop for the entry of the moment");
		return state_of(check_map_whole(ck, arg));
	}
	t = check_map_element(ck, arg);
	if (t && t->kind == TYPE_AGG && agg_is_number(t->agg))
		arg->type = t->elem;
	return state_of(arg->type);
}

static enum state check_element(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	if (arg->kind != NODE_MAP)
		return wrong_argument(ck, call, arg, p);
	return state_of(
		node_is_whole_map(arg) ? check_map_whole(ck, arg) : check_map_element(ck, arg));
}

static enum state check_literal(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	bool is_string = p->kind == PARAM_LITERAL_STRING;

	if (arg->kind != (is_string ? NODE_STRING : NODE_INT))
		return wrong_argument(ck, call, arg, p);
	/* a format may be longer than a value */
	if (is_string)
		arg->type = type_string(ck->arena, arg->string.len + 1);
	else
		check_expression(ck, arg);
	return STATE_GOOD;
}

static enum state check_argument(struct checker *ck, const struct node *call, struct node *arg,
	const struct builtin_param *p)
{
	switch (p->kind) {
	case PARAM_INT:
	case PARAM_STRING:
	case PARAM_POINTER:
		return check_plain(ck, call, arg, p);
	case PARAM_ANY:
		return check_any(ck, call, arg, p);
	case PARAM_MAP:
		if (!node_is_whole_map(arg))
			return wrong_argument(ck, call, arg, p);
		return state_of(check_map_whole(ck, arg));
	case PARAM_ELEMENT:
		return check_element(ck, call, arg, p);
	case PARAM_LITERAL_INT:
	case PARAM_LITERAL_STRING:
		return check_literal(ck, call, arg, p);
	case PARAM_TYPE:
		return arg->kind == NODE_TYPEOF ? state_of(check_typeof(ck, arg))
			: wrong_argument(ck, call, arg, p);
	case PARAM_VARIABLE:
		if (arg->kind != NODE_VARIABLE)
			return wrong_argument(ck, call, arg, p);
		/* it may get its type only from this call */
		check_expression(ck, arg);
		return STATE_GOOD;
	case PARAM_WORD_OR_INT:
		if (arg->kind == NODE_INT)
			return check_literal(ck, call, arg, p);
		/* fallthrough */
	case PARAM_WORD:
		arg->type = &type_void;
		return arg->kind == NODE_NAME ? STATE_GOOD : wrong_argument(ck, call, arg, p);
	}
	return STATE_BAD;
}

static const char *count_text(struct checker *ck, const struct builtin_signature *s)
{
	if (!s->max_args)
		return "no arguments";
	if (s->min_args == s->max_args)
		return arena_printf(
			ck->arena, "%u argument%s", s->min_args, s->min_args == 1 ? "" : "s");
	if (s->max_args == UINT32_MAX)
		return arena_printf(ck->arena, "at least %u argument%s", s->min_args,
			s->min_args == 1 ? "" : "s");
	return arena_printf(ck->arena, "%u %s %u arguments", s->min_args,
		s->max_args - s->min_args == 1 ? "or" : "to", s->max_args);
}

static bool check_count(
	struct checker *ck, const struct node *call, const struct builtin_signature *s)
{
	uint32_t given = call->call.arg_count;

	if (given >= s->min_args && given <= s->max_args)
		return true;
	diag_hint(diag_error(ck->diags, call->span, DIAG_ARGUMENT_COUNT, "%s() takes %s, not %u",
			  call->call.name, count_text(ck, s), given),
		"%.*s", (int)builtin_form_length(call->call.builtin),
		call->call.builtin->signature);
	return false;
}

static enum state check_arguments(
	struct checker *ck, struct node *call, const struct builtin_signature *s)
{
	enum state worst = STATE_GOOD;
	uint32_t i = 0;

	if (!check_count(ck, call, s))
		return STATE_BAD;
	for (struct node *arg = call->call.args; arg; arg = arg->next, i++) {
		enum state state =
			check_argument(ck, call, arg, &s->params[MIN_OF(i, s->param_count - 1)]);

		worst = MAX_OF(worst, state);
	}
	return worst;
}

/* What is finished in user space has nobody to do that once sonde is gone. */
static bool check_finished(struct checker *ck, const struct node *n, const struct builtin *b)
{
	const struct match *m;

	if (!(b->flags & BI_ASYNC) || b->flags & BI_PRINTS_TEXT)
		return true;
	m = checker_outliving(ck);
	if (!m)
		return true;
	diag_hint(
		diag_error(ck->diags, n->span, DIAG_NOT_HERE,
			"'%s' cannot be used in '%s': it is pinned, and sonde is gone when it runs",
			b->name, m->spec.text),
		"printf() prints to whoever reads the pin");
	return false;
}

static bool check_allowed(struct checker *ck, const struct node *n, const struct builtin *b)
{
	if (!check_finished(ck, n, b))
		return false;
	if (ck->probe->function && (b->flags & BI_PROBE_DATA)) {
		diag_hint(diag_error(ck->diags, n->span, DIAG_NOT_HERE,
			      "'%s' belongs to the probe: a function has none", row_name(n)),
			"give it to the function as an argument");
		return false;
	}
	if (!(b->flags & BI_UNSAFE) || ck->c->unsafe)
		return true;
	diag_hint(diag_error(ck->diags, n->span, DIAG_NOT_HERE,
		      "'%s' changes the traced system, which is not allowed", b->name),
		"allow it with --unsafe");
	return false;
}

static const struct type *row_type(struct checker *ck, struct node *n, const struct builtin *b,
	const struct type *result, enum state s)
{
	const struct type *t;

	if (s == STATE_BAD)
		return result ? result : &type_error;
	if (s == STATE_PENDING)
		return result;
	t = b->check ? b->check(ck, n) : NULL;
	if (t)
		return t;
	return result ? result : &type_error;
}

const struct type *check_name(struct checker *ck, struct node *n)
{
	const struct builtin *b = n->name.builtin;
	struct builtin_signature s;

	if (!b || !check_allowed(ck, n, b))
		return &type_error;
	builtin_signature(b, ck->arena, &s);
	return row_type(ck, n, b, s.result, STATE_GOOD);
}

const struct type *check_call(struct checker *ck, struct node *n)
{
	const struct builtin *b = n->call.builtin;
	struct builtin_signature s;

	if (!b || !check_allowed(ck, n, b))
		return &type_error;
	builtin_signature(b, ck->arena, &s);
	if (b->flags & BI_AGGREGATION) {
		diag_hint(diag_error(ck->diags, n->span, DIAG_AGG_MISPLACED,
			      "%s() only stands alone on the right side of an assignment to a map",
			      b->name),
			"write @name = %s(...) or @name[key] = %s(...)", b->name, b->name);
		return &type_error;
	}
	return row_type(ck, n, b, s.result, check_arguments(ck, n, &s));
}

bool check_aggregation_call(struct checker *ck, struct node *call)
{
	const struct builtin *b = call->call.builtin;
	struct builtin_signature s;
	enum state state;

	builtin_signature(b, ck->arena, &s);
	call->type = &type_void;
	if (!check_allowed(ck, call, b))
		return false;
	state = check_arguments(ck, call, &s);
	if (state == STATE_BAD)
		call->type = &type_error;
	if (state != STATE_GOOD)
		return false;
	if (b->check && type_is_bad(b->check(ck, call)))
		call->type = &type_error;
	return !type_is_bad(call->type);
}
