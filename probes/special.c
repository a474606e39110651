/* probes/special.c - begin and end: no event of the kernel, the runtime runs their programs itself, before and after tracing.  Rows of the provider
 * table. */
#include <linux/bpf.h>

#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* "begin", "begin:*" */
static int special_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	(void)a;
	if (spec->part_count > 1 || (spec->part_count == 1 && !str_eq(spec->parts[0], "*")))
		return probe_fail(err, PROBE_MALFORMED, "'%s' stands alone: nothing comes behind it", spec->provider->name);
	spec->part_count = 0;
	spec->text = spec->provider->name;
	return 0;
}

static int special_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	(void)a;
	(void)err;
	return visit(spec, arg);
}

static int special_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	(void)spec;
	(void)a;
	(void)err;
	*out = (struct probe_carries){ 0 };
	return 0;
}

/* A raw tracepoint program can be run on request, in the context of the process that asks. */
static int special_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out,
			struct probe_error *err)
{
	(void)use;
	(void)a;
	(void)err;
	*out = (struct probe_plan){
		.mechanism = "run by sonde itself", .hook = spec->provider->name, .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.stage = spec->provider == &begin_provider ? PROBE_STAGE_BEGIN : PROBE_STAGE_END,
	};
	return 0;
}

const struct provider begin_provider = {
	.name = "begin", .form = "begin", .help = "runs once, before anything is traced",
	.probetype = "special", .flags = PROVIDER_ALONE,
	.parse = special_parse, .list = special_list, .carries = special_carries, .plan = special_plan,
};

const struct provider end_provider = {
	.name = "end", .form = "end", .help = "runs once, after tracing has stopped",
	.probetype = "special", .flags = PROVIDER_ALONE,
	.parse = special_parse, .list = special_list, .carries = special_carries, .plan = special_plan,
};
