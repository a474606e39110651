/* compiler/named_parameter.c - collects what a script's calls of getopt() declare, and tells named
 * words of the command line from positional ones by it.  Called by the resolve pass and by the
 * row's check.  Owns the list in the compilation. */
#include "compiler/named_parameter.h"

#include <string.h>

#include "runtime/base/util.h"
#include "compiler/builtin.h"
#include "compiler/walk.h"

/* A string has room for a path, unless config allows less or the default is longer. */
#define STRING_ROOM 256

static const char *source_text(const struct compilation *c, struct span where)
{
	uint32_t len;
	const char *text = source_written(&c->sources, where, &len);

	return text ? arena_strndup(c->arena, text, len) : "";
}

static bool take_integer(struct named_parameter *p, const struct node *value)
{
	bool has_sign = value->kind == NODE_UNARY && value->unary.op == OP_NEGATE;
	const struct node *digits = has_sign ? value->unary.operand : value;
	uint64_t n = digits->integer.value;

	if (digits->kind != NODE_INT)
		return false;
	if (has_sign)
		n = -n;
	/* the check pass folds signs away */
	p->parameter.kind = (has_sign || !digits->integer.is_unsigned) && (int64_t)n < 0
				? PARAMETER_INT
				: PARAMETER_UINT;
	*(uint64_t *)p->initial = n;
	return true;
}

static void take_string(struct compilation *c, struct named_parameter *p, const struct node *value)
{
	uint32_t room = MIN_OF(STRING_ROOM, c->config.max_strlen);

	p->parameter.kind = PARAMETER_STRING;
	p->parameter.size = MAX_OF(room, value->string.len + 1);
	char *bytes = arena_alloc(c->arena, ROUND_UP(p->parameter.size, 8));

	memcpy(bytes, value->string.text, value->string.len);
	p->initial = bytes;
}

/* Kind, size and default out of the second argument. */
static bool take_default(struct compilation *c, struct named_parameter *p, const struct node *value)
{
	uint64_t *word = arena_new_object(c->arena, uint64_t);

	p->initial = word;
	p->parameter.size = sizeof(*word);
	p->parameter.kind = PARAMETER_BOOL;
	p->parameter.shown = value ? source_text(c, value->span) : "false";
	if (!value)
		return true;
	if (value->kind == NODE_STRING)
		take_string(c, p, value);
	else if (value->kind == NODE_BOOL)
		*word = value->integer.value;
	else
		return take_integer(p, value);
	return true;
}

static bool is_same(const struct parameter *a, const void *a_value, const struct named_parameter *b)
{
	return a->kind == b->parameter.kind && a->size == b->parameter.size &&
	       !memcmp(a_value, b->initial, a->size);
}

static void add(struct compilation *c, struct named_parameter *p, const char *key)
{
	struct named_parameter *last = c->named_last;

	p->offset = last ? last->offset + ROUND_UP(last->parameter.size, 8) : 0;
	*(last ? &last->next : &c->named) = p;
	c->named_last = p;
	c->named_by_name.arena = c->arena;
	strmap_put(&c->named_by_name, key, p);
}

/* Made by resolve_parameters.c out of $N or $#. */
static bool is_positional(const struct compilation *c, const struct node *call)
{
	const char *written = source_text(c, call->span);

	return c->portable && *written == '$';
}

static bool name_is_good(struct diags *diags, const struct node *name)
{
	const char *text = name->string.text;

	if (!parameter_name_ok(text) || strlen(text) != name->string.len) {
		diag_hint(diag_error(diags, name->span, DIAG_BAD_ARGUMENT,
				  "'%s' cannot be the name of a parameter", text),
			"a name begins with a letter or '_' and goes on with these, digits and '-'");
		return false;
	}
	if (str_eq(text, "help")) {
		diag_hint(diag_error(diags, name->span, DIAG_BAD_ARGUMENT,
				  "the parameter 'help' is every script's own"),
			"it shows the script's first comment and its parameters; choose another name");
		return false;
	}
	return true;
}

static void report_mismatch(
	struct diags *diags, const struct node *call, const struct named_parameter *p,
	const struct named_parameter *first)
{
	struct diag *d = diag_error(diags, call->span, DIAG_PARAMETER_MISMATCH,
		"parameter '%s' is %s with the default %s here, and %s with the default %s before",
		p->parameter.name, parameter_kind_name(p->parameter.kind), p->parameter.shown,
		parameter_kind_name(first->parameter.kind), first->parameter.shown);

	diag_note(d, first->where, "it is declared here");
	diag_hint(d, "all uses of one name must agree: write the same default in each");
}

/* A positional one of an image that takes them when it runs: a number, or beside that a text, as
 * its default is. */
static const struct named_parameter *declare_positional(
	struct compilation *c, const char *number, const struct node *value, struct span where)
{
	const char *key =
		arena_printf(c->arena, value->kind == NODE_STRING ? "$%s text" : "$%s", number);
	struct named_parameter *p = strmap_get(&c->named_by_name, key);

	if (p)
		return p;
	p = arena_new_object(c->arena, struct named_parameter);
	take_default(c, p, value);
	if (p->parameter.kind == PARAMETER_UINT)
		p->parameter.kind = PARAMETER_INT;
	p->parameter.shown = value->kind == NODE_STRING ? "\"\"" : "0";
	p->parameter.name = number;
	p->where = where;
	add(c, p, key);
	return p;
}

void named_parameter_use_text(struct compilation *c, uint64_t number, struct span where)
{
	const struct node none = {.kind = NODE_STRING, .string.text = ""};

	declare_positional(
		c, arena_printf(c->arena, "%llu", (unsigned long long)number), &none, where);
}

const struct named_parameter *named_parameter_declare(
	struct compilation *c, const struct node *call, struct diags *diags)
{
	const struct node *name = call->call.args, *value = name->next,
			  *help = value ? value->next : NULL;
	struct named_parameter *p = arena_new_object(c->arena, struct named_parameter), *known;

	if (is_positional(c, call))
		return declare_positional(c, name->string.text, value, call->span);
	if (!name_is_good(diags, name))
		return NULL;
	if (!take_default(c, p, value)) {
		diag_hint(diag_error(diags, value->span, DIAG_NOT_A_LITERAL,
				  "the default of parameter '%s' is not written out",
				  name->string.text),
			"write a number, a string, true or false: it decides the parameter's type");
		return NULL;
	}
	p->parameter.name = name->string.text;
	p->parameter.help = help && help->kind == NODE_STRING ? help->string.text : NULL;
	p->where = call->span;
	known = strmap_get(&c->named_by_name, p->parameter.name);
	if (known && !is_same(&p->parameter, p->initial, known)) {
		report_mismatch(diags, call, p, known);
		return NULL;
	}
	if (known && !known->parameter.help)
		known->parameter.help = p->parameter.help;
	if (known)
		return known;
	add(c, p, p->parameter.name);
	return p;
}

/* The search through the program before anything is resolved */

struct search {
	struct compilation *c;
	struct diags *unheard;
};

static void search_child(struct node **child, void *arg)
{
	struct search *s = arg;
	struct node *n = *child;

	if (n->kind == NODE_CALL && n->call.args && n->call.args->kind == NODE_STRING) {
		const struct builtin *b = builtin_find(n->call.name, NULL);

		if (b && b->flags & BI_PARAMETER)
			named_parameter_declare(s->c, n, s->unheard);
	}
	walk_children(n, search_child, s);
}

static void keep_positional(struct compilation *c)
{
	const char **positional = arena_new_array(c->arena, const char *, c->param_count + 1);
	struct parameter_walk walk = {.words = c->params, .word_count = c->param_count};
	struct parameter_use use;
	uint32_t count = 0;

	walk.known = named_parameters_list(c, &walk.known_count);
	while (parameter_next(&walk, &use))
		if (!use.is_named)
			positional[count++] = use.word;
	c->params = positional;
	c->param_count = count;
}

void named_parameters_collect(struct compilation *c)
{
	struct search s = {.c = c, .unheard = diags_new(c->arena)};

	for (struct probe_node *p = program_next(c->program, NULL); p;
		p = program_next(c->program, p)) {
		if (p->predicate)
			search_child(&p->predicate, &s);
		search_child(&p->body, &s);
	}
	keep_positional(c);
}

const struct parameter *named_parameters_list(const struct compilation *c, uint32_t *count)
{
	struct parameter *list;
	uint32_t n = 0;

	for (const struct named_parameter *p = c->named; p; p = p->next)
		n++;
	list = arena_new_array(c->arena, struct parameter, n + 1);
	n = 0;
	for (const struct named_parameter *p = c->named; p; p = p->next)
		list[n++] = p->parameter;
	*count = n;
	return list;
}
