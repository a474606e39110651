/* probes/fentry.c - fentry and fexit: entry and return of a function of the kernel with typed arguments.  The rows know the form of these probes and say
 * what stands in their way on this kernel; attaching them is not there yet.  Rows of the provider table. */
#include <errno.h>
#include <linux/btf.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/function.h"
#include "probes/machine.h"
#include "probes/rows.h"

/* A function that every kernel has, to ask whether it takes such programs at all. */
#define ANY_FUNCTION "vfs_read"

static int fentry_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	return function_parse(spec, a, false, err);
}

static int refuse(const struct probe_spec *spec, struct probe_error *err)
{
	const char *name = spec->provider->name;
	uint32_t id = machine_btf_type(BTF_KIND_FUNC, ANY_FUNCTION);
	int fd = id ? bpf_call_load_fentry(id) : 0;
	int ret;

	if (!id)
		ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes cannot be had: this kernel has no type information (CONFIG_DEBUG_INFO_BTF)", name);
	else if (fd < 0)
		ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes cannot be had: this kernel refuses such programs: %s", name, strerror(-fd));
	else
		ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes are not there yet", name);
	if (id && fd >= 0)
		close(fd);
	probe_hint(err, "use a tracepoint near that function: sonde -l 'tracepoint:*:*' or sonde -l 'rawtracepoint:*' lists them");
	return ret;
}

static int fentry_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	(void)a;
	(void)visit;
	(void)arg;
	return refuse(spec, err);
}

static int fentry_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	(void)a;
	(void)out;
	return refuse(spec, err);
}

static int fentry_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)a;
	(void)out;
	return refuse(spec, err);
}

const struct provider fentry_provider = {
	.name = "fentry", .aliases = "f kfunc", .form = "fentry:function", .help = "entry of a function of the kernel, with typed arguments",
	.probetype = "fentry", .flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS,
	.parse = fentry_parse, .list = fentry_list, .carries = fentry_carries, .plan = fentry_plan,
};

const struct provider fexit_provider = {
	.name = "fexit", .aliases = "fr kretfunc", .form = "fexit:function", .help = "return of a function of the kernel, with typed arguments",
	.probetype = "fexit", .flags = PROVIDER_WILDCARDS,
	.parse = fentry_parse, .list = fentry_list, .carries = fentry_carries, .plan = fentry_plan,
};
