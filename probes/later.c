/* probes/later.c - providers that the language has and sonde does not yet: their rows refuse, so that a script that uses them is told so instead of
 * being misread.  Rows of the provider table. */
#include "probes/rows.h"

static int later_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	(void)a;
	int ret = probe_fail(err, PROBE_MALFORMED, "'%s' probes are not there yet", spec->provider->name);

	probe_hint(err, "sonde attaches to kprobe, kretprobe, fentry, fexit, tracepoint, rawtracepoint, iter, profile, interval, software, uprobe, uretprobe and usdt probes");
	return ret;
}

static int later_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	(void)a;
	(void)visit;
	(void)arg;
	return probe_fail(err, PROBE_UNSUPPORTED, "'%s' probes are not there yet", spec->provider->name);
}

static int later_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	(void)a;
	(void)out;
	return probe_fail(err, PROBE_UNSUPPORTED, "'%s' probes are not there yet", spec->provider->name);
}

static int later_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)a;
	(void)out;
	return probe_fail(err, PROBE_UNSUPPORTED, "'%s' probes are not there yet", spec->provider->name);
}

#define LATER(id, short_names, how, what) \
	const struct provider id##_provider = { \
		.name = #id, .aliases = short_names, .form = how, .help = what, .probetype = #id, \
		.parse = later_parse, .list = later_list, .carries = later_carries, .plan = later_plan, \
	};

LATER(hardware, "h", "hardware:event[:count]", "every count-th event of a hardware counter")
LATER(watchpoint, "w asyncwatchpoint aw", "watchpoint:address:length:mode", "an access to memory")
