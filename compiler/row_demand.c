/* compiler/row_demand.c - what rows of the language ask of the probes that they are used in.  A
 * body may stand on several probes, and each has to meet it: the first that does not is reported,
 * no other. */

#include "compiler/compilation.h"
#include "compiler/row.h"

struct asking {
	struct row_demand demand;
	row_demand_fn meets;
	bool failed;
};

static void ask(const struct match *m, void *arg)
{
	struct asking *a = arg;

	a->failed = a->failed || !a->meets(&a->demand, m);
}

bool row_demand(struct checker *c, const struct node *use, row_demand_fn meets, void *state)
{
	struct asking a = { .demand = { .c = c, .use = use, .state = state }, .meets = meets };

	checker_each_match(c, ask, &a);
	return !a.failed;
}

bool row_not_here(
	const struct row_demand *d, const struct match *m, const char *why, const char *hint)
{
	diag_hint(diag_error(checker_diags(d->c), d->use->span, DIAG_NOT_HERE,
			  "'%s' is not available in %s probes%s%s", row_name(d->use),
			  m->spec.provider->name, why ? ": " : "", why ? why : ""),
		"%s", hint);
	return false;
}
