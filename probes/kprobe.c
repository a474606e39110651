/* probes/kprobe.c - kprobe and kretprobe: entry and return of a function of the kernel.  The rows know the form of these probes and say why they cannot
 * be had; attaching them is not there yet.  Rows of the provider table. */
#include <unistd.h>

#include "probes/function.h"
#include "probes/rows.h"

#define KPROBE_EVENTS "/sys/bus/event_source/devices/kprobe"

static int kprobe_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	return function_parse(spec, a, spec->provider == &kprobe_provider, err);
}

static int refuse(const struct probe_spec *spec, struct probe_error *err)
{
	const char *name = spec->provider->name;
	int ret;

	if (access(KPROBE_EVENTS, F_OK))
		ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes cannot be had: this kernel was built without CONFIG_KPROBES", name);
	else
		ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes are not there yet", name);
	probe_hint(err, "use a tracepoint near that function: sonde -l 'tracepoint:*:*' or sonde -l 'rawtracepoint:*' lists them");
	return ret;
}

static int kprobe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	(void)a;
	(void)visit;
	(void)arg;
	return refuse(spec, err);
}

static int kprobe_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	(void)a;
	(void)out;
	return refuse(spec, err);
}

static int kprobe_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)a;
	(void)out;
	return refuse(spec, err);
}

const struct provider kprobe_provider = {
	.name = "kprobe", .aliases = "k", .form = "kprobe:function[+offset]", .help = "entry of a function of the kernel",
	.probetype = "kprobe", .flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS,
	.parse = kprobe_parse, .list = kprobe_list, .carries = kprobe_carries, .plan = kprobe_plan,
};

const struct provider kretprobe_provider = {
	.name = "kretprobe", .aliases = "kr", .form = "kretprobe:function", .help = "return of a function of the kernel",
	.probetype = "kretprobe", .flags = PROVIDER_WILDCARDS,
	.parse = kprobe_parse, .list = kprobe_list, .carries = kprobe_carries, .plan = kprobe_plan,
};
