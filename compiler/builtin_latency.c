/* compiler/builtin_latency.c - row of latency, the time since the thread entered what a probe now
 * leaves, and the row that the hidden probes at the entries call (language.md 17.4).  Entries are
 * paired with returns in lower_entry.c. */

#include "compiler/compilation.h"
#include "compiler/row.h"

static bool leaves(const struct row_demand *d, const struct match *m)
{
	struct probe_spec entry;

	if (m->spec.provider->entry &&
		m->spec.provider->entry(&m->spec, checker_arena(d->c), &entry))
		return true;
	diag_hint(diag_error(checker_diags(d->c), d->use->span, DIAG_NOT_HERE,
			  "'latency' is not available in '%s': it is not the end of anything",
			  m->spec.text),
		"kretprobe, fexit, uretprobe, tracepoint:syscalls:sys_exit_* and tracepoint:raw_syscalls:sys_exit are");
	return false;
}

static const struct type *latency_check(struct checker *c, struct node *n)
{
	return row_demand(c, n, leaves, NULL) ? NULL : &type_error;
}

static ir_value latency_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	return lower_latency(l);
}

static ir_value entry_lower(struct lowering *l, const struct node *n)
{
	(void)n;
	lower_entry(l);
	return NULL;
}

const struct builtin latency_builtins[] = {
	{
		.name = "latency",
		.signature = "latency -> uint64",
		.flags = BI_VARIABLE | BI_PURE | BI_WEAK | BI_ENTRY | BI_PROBE_DATA |
			BI_BEFORE_LOOPS,
		.help = "nanoseconds since this thread entered the function or system call that the probe leaves",
		.example = "tracepoint:syscalls:sys_exit_read { @ns = hist(latency); }",
		.check = latency_check,
		.lower = latency_lower,
	},
	{ 0 },
};

const struct builtin latency_entry = {
	.name = "entry",
	.signature = "entry() -> void",
	.lower = entry_lower,
};
