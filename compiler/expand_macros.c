/* compiler/expand_macros.c - the macros that a script can use, by their names: its own, those of
 * packages and those of the prelude; and which of several of one name a use means (language.md
 * 9.1).  Part of the expand pass. */
#include "compiler/expand_internal.h"

#include "compiler/prelude.h"
#include "runtime/base/util.h"

static bool fits(const struct macro_param *p, const struct node *arg)
{
	switch (p->kind) {
	case MACRO_VARIABLE:
		return arg->kind == NODE_VARIABLE;
	case MACRO_MAP:
		return arg->kind == NODE_MAP && !arg->map.keys;
	case MACRO_EXPRESSION:
		return true;
	}
	return false;
}

static bool takes(const struct macro *m, const struct node *args)
{
	const struct macro_param *p = m->params;

	for (; p && args && fits(p, args); p = p->next)
		args = args->next;
	return !p && !args;
}

/* Of two that take the same: the one whose first difference says more than "any expression". */
static bool says_more(const struct macro *a, const struct macro *b)
{
	const struct macro_param *p = a->params, *q = b->params;

	while (p && p->kind == q->kind) {
		p = p->next;
		q = q->next;
	}
	return p && q->kind == MACRO_EXPRESSION;
}

static bool same_signature(const struct macro *a, const struct macro *b)
{
	const struct macro_param *p = a->params, *q = b->params;

	for (; p && q && p->kind == q->kind; p = p->next)
		q = q->next;
	return !p && !q;
}

static bool is_better(const struct macro *m, const struct macro *than)
{
	return !than || says_more(m, than) || (same_signature(m, than) && than->is_builtin);
}

const struct macro *expand_choose(
	bool builtin_only, const struct macro *first, const struct node *args)
{
	const struct macro *best = NULL;

	for (const struct macro *m = first; m; m = m->overload)
		if ((m->is_builtin || !builtin_only) && takes(m, args) && is_better(m, best))
			best = m;
	return best;
}

static const char *signature(struct arena *a, const struct macro *m)
{
	static const char *const signs[] = {
		[MACRO_VARIABLE] = "$", [MACRO_MAP] = "@", [MACRO_EXPRESSION] = ""
	};
	struct buffer text = { 0 };

	buffer_printf(&text, "%s(", m->name);
	for (const struct macro_param *p = m->params; p; p = p->next)
		buffer_printf(&text, "%s%s%s", signs[p->kind], p->name, p->next ? ", " : "");
	buffer_putc(&text, ')');
	return buffer_keep(&text, a);
}

void expand_report_arguments(struct expander *x, const struct macro *first, struct span where)
{
	struct diag *d = diag_error(x->c->diags, where, DIAG_MACRO_ARGUMENTS,
		"no macro '%s' takes these arguments", first->name);

	for (const struct macro *m = diag_is_shown(d) ? first : NULL; m; m = m->overload)
		diag_note(d, m->name_span, "%s is declared here", signature(x->c->arena, m));
}

void expand_add_macro(struct expander *x, struct macro *m)
{
	struct macro *other = strmap_get(&x->macros, m->name), *last = NULL;
	uint32_t variants = 0;

	for (; other; last = other, other = other->overload, variants++)
		if (same_signature(m, other) && m->is_builtin == other->is_builtin) {
			diag_note(diag_error(x->c->diags, m->name_span, DIAG_REDECLARED,
					  "the macro %s is declared twice",
					  signature(x->c->arena, m)),
				other->name_span, "it is declared here");
			return;
		}
	if (variants == MACRO_VARIANTS_MAX)
		diag_hint(
			diag_error(x->c->diags, m->name_span, DIAG_TOO_MANY,
				"there are more than %d macros '%s'", MACRO_VARIANTS_MAX, m->name),
			"give some of them other names");
	else if (last)
		last->overload = m;
	else
		strmap_put(&x->macros, m->name, m);
}

const struct macro *expand_find_macros(struct expander *x, const char *name, struct span where)
{
	struct macro *m;

	if (!x->has_prelude && prelude_has(name)) {
		x->has_prelude = true;
		m = prelude_parse(x->c);
		if (!m)
			expand_report_full(x, where);
		for (; m; m = m->next)
			expand_add_macro(x, m);
	}
	return strmap_get(&x->macros, name);
}
