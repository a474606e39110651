/* compiler/builtin_program.c - rows about the program that a user probe is on: uaddr. */

#include "compiler/compilation.h"
#include "compiler/row.h"

/* What the probes of a body agree on. */
struct variable_search {
	const char *name;
	const struct type *type;
};

static bool has_variable(const struct row_demand *d, const struct match *m)
{
	const struct provider *p = m->spec.provider;
	struct variable_search *s = d->state;
	struct probe_variable v;
	struct probe_error err = { 0 };

	if (!p->variable)
		return row_not_here(d, m, NULL, "variables are those of the programs of uprobe, uretprobe and usdt probes");
	if (p->variable(&m->spec, s->name, checker_arena(d->c), &v, &err)) {
		struct diag *diag = diag_environment(checker_diags(d->c), row_argument(d->use, 0)->span, DIAG_NO_SYMBOL, "%s", err.message);

		if (*err.hint)
			diag_hint(diag, "%s", err.hint);
		return false;
	}
	if (s->type && !type_equal(s->type, v.type)) {
		diag_error(checker_diags(d->c), d->use->span, DIAG_TYPE_MISMATCH, "'%s' has another type in '%s' than in the probe before it", s->name,
			m->spec.text);
		return false;
	}
	s->type = v.type;
	return true;
}

static const struct type *uaddr_check(struct checker *c, struct node *n)
{
	struct variable_search s = { .name = row_argument(n, 0)->string.text };

	if (!row_demand(c, n, has_variable, &s) || !s.type)
		return &type_error;
	checker_probe(c)->uses_place = true;
	checker_probe(c)->uses_ctx = true;
	return s.type;
}

static ir_value uaddr_lower(struct lowering *l, const struct node *n)
{
	return lower_probe_variable(l, row_argument(n, 0)->string.text);
}

const struct builtin program_builtins[] = {
	{
		.name = "uaddr",
		.signature = "uaddr(literal_string variable) -> custom",
		.flags = BI_PURE | BI_PROBE_DATA,
		.help = "address of a variable of the program that is probed",
		.check = uaddr_check,
		.lower = uaddr_lower,
	},
	{ 0 },
};
