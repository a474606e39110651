/* compiler/c_name.c - a bare name in an expression that a #define gives a meaning (language.md C7,
 * C8, E18): the text of the #define is read as an expression of the language and takes the place of
 * the name, with the name's place in all messages.  Called by the resolve pass. */
#include "compiler/c_script.h"

#include <string.h>

#include "compiler/c_unit.h"
#include "compiler/parse.h"
#include "compiler/walk.h"
#include "runtime/base/util.h"

#define REPLACED_MAX 50000      /* tokens of the text of macros, all uses together */

static void put_at(struct node **child, void *arg)
{
	const struct span *where = arg;
	struct node *n = *child;

	n->span = *where;
	if (n->kind == NODE_CALL) {
		n->call.name_span = *where;
	} else if (n->kind == NODE_FIELD) {
		n->field.name_span = *where;
	} else if (n->kind == NODE_CAST) {
		n->cast.to->span = *where;
	} else if (n->kind == NODE_SIZEOF || n->kind == NODE_OFFSETOF || n->kind == NODE_TYPEOF) {
		if (n->query.of)
			n->query.of->span = *where;
		for (struct member_name *m = n->query.path; m; m = m->next)
			m->span = *where;
	}
	walk_children(n, put_at, arg);
}

static struct diag *cannot(
	struct c_unit *u, const struct node *n, const struct c_macro *m, const char *why)
{
	struct diag *d = diag_error(u->compilation->diags, n->span, DIAG_BAD_MACRO,
		"'%s' cannot be used here: %s", m->name, why);

	if (!m->of_header)
		diag_note(d, m->span, "it is defined here");
	return d;
}

static struct c_macro *macro_of(struct compilation *c, const char *name, struct span where)
{
	struct c_macro *m = c->c_unit
		? c_macro_find(c->c_unit, name, where.start - c->c_unit->script.start)
		: NULL;

	return m && !m->active ? m : NULL;
}

/* What may still be read on top of the macros around. */
static bool has_room(
	struct c_unit *u, const struct node *n, const struct c_macro *m, uint32_t height)
{
	if (u->height + height <= PARSE_HEIGHT_MAX && u->replaced + m->body.count <= REPLACED_MAX)
		return true;
	cannot(u, n, m, "too many macros stand in one another");
	return false;
}

static void become(struct node *n, struct c_value v)
{
	n->kind = NODE_INT;
	n->integer.value = v.bits;
	n->integer.is_unsigned = v.bits > INT64_MAX && v.is_unsigned;
	n->integer.is_duration = false;
}

/* A macro of a header is C: an integer, or of no use. */
static bool c_constant(struct c_unit *u, const char *name, uint32_t at, struct c_value *out)
{
	struct c_token t[2] = { { .kind = C_NAME, .text = name, .len = (uint32_t)strlen(name) },
		{ .kind = C_END, .text = "" } };
	struct c_tokens list = { t, 1, 2 };

	u->now = at;
	list = c_expand(u, &list);
	return c_constant_value(u, &list, out);
}

bool c_script_replace(struct compilation *c, struct node *n, struct c_replaced *out)
{
	struct c_macro *m = macro_of(c, n->name.text, n->span);
	struct compilation apart = *c;
	struct node *value, *next = n->next;
	struct span where = n->span;
	struct c_value v;

	out->macro = NULL;
	if (m && m->of_header && !m->is_function &&
		c_constant(c->c_unit, n->name.text, where.start - c->c_unit->script.start, &v)) {
		become(n, v);
		return true;
	}
	if (!m || !has_room(c->c_unit, n, m, 0))
		return m;
	if (m->is_function) {
		diag_hint(cannot(c->c_unit, n, m,
				  "a '#define' with parameters is for the preprocessor"),
			"write a macro of the language: macro NAME(a, b) { ... }");
		return true;
	}
	apart.diags = diags_new(c->arena);
	value = parse_text(&apart, c_tokens_text(c->c_unit, &m->body), &out->height);
	c->c_unit->replaced += m->body.count + 1;
	if (!value) {
		cannot(c->c_unit, n, m,
			m->body.count ? "its text is no expression" : "it stands for nothing");
		return true;
	}
	if (!has_room(c->c_unit, n, m, out->height))
		return true;
	*n = *value;
	n->next = next;
	put_at(&n, &where);
	m->active = true;
	c->c_unit->height += out->height;
	out->macro = m;
	return true;
}

void c_script_replaced(struct compilation *c, const struct c_replaced *r)
{
	if (!r->macro)
		return;
	r->macro->active = false;
	c->c_unit->height -= r->height;
}

bool c_script_constant(struct compilation *c, struct node *n)
{
	struct c_unit *u = c->c_unit;
	struct c_value v;

	if (!u)
		return false;
	if (u->unread && !c_macro_find(u, n->name.text, n->span.start - u->script.start))
		c_read_unread(u);
	if (!c_constant(u, n->name.text, n->span.start - u->script.start, &v) &&
		!c_uapi_constant(n->name.text, &v))
		return false;
	become(n, v);
	return true;
}

void c_script_each_constant(void (*visit)(const char *name, void *arg), void *arg)
{
	c_uapi_each(visit, arg);
}

bool c_script_refuse_call(struct compilation *c, const char *name, struct span where)
{
	struct c_macro *m = macro_of(c, name, where);

	if (!m)
		return false;
	diag_hint(cannot(c->c_unit, &(struct node){ .span = where }, m,
			  m->is_function ? "a '#define' with parameters is for the preprocessor"
				: "it is no function"),
		m->is_function ? "write a macro of the language: macro NAME(a, b) { ... }"
			: "leave the parentheses away");
	return true;
}
