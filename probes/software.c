/* probes/software.c - software:event[:count]: every count-th event that the kernel itself counts.  Row of the provider table. */
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <string.h>

#include "probes/number.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* In name order; an alias is the same event by another name. */
static const struct software_event {
	const char *name;
	const char *alias;
	uint32_t config;
	uint32_t count;         /* when the script gives none */
} events[] = {
	{ "alignment-faults", NULL, PERF_COUNT_SW_ALIGNMENT_FAULTS, 1 },
	{ "bpf-output", NULL, PERF_COUNT_SW_BPF_OUTPUT, 1 },
	{ "context-switches", "cs", PERF_COUNT_SW_CONTEXT_SWITCHES, 1000 },
	{ "cpu-clock", "cpu", PERF_COUNT_SW_CPU_CLOCK, 1000000 },
	{ "cpu-migrations", NULL, PERF_COUNT_SW_CPU_MIGRATIONS, 1 },
	{ "dummy", NULL, PERF_COUNT_SW_DUMMY, 1 },
	{ "emulation-faults", NULL, PERF_COUNT_SW_EMULATION_FAULTS, 1 },
	{ "major-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MAJ, 1 },
	{ "minor-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MIN, 100 },
	{ "page-faults", "faults", PERF_COUNT_SW_PAGE_FAULTS, 100 },
	{ "task-clock", NULL, PERF_COUNT_SW_TASK_CLOCK, 1 },
};

static const struct software_event *event_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (str_eq(events[i].name, name) || (events[i].alias && str_eq(events[i].alias, name)))
			return &events[i];
	return NULL;
}

/* numbers[0] is the count, 0 when the script gives none */
static int software_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	if (spec->part_count == 2) {
		if (!number_parse(spec->parts[1], &spec->numbers[0]) || !spec->numbers[0] || spec->numbers[0] > INT64_MAX)
			return probe_fail_part(err, spec, 1, PROBE_MALFORMED, "'%s' is not a count: it must be a number above 0", spec->parts[1]);
		spec->parts[1] = arena_printf(a, "%llu", (unsigned long long)spec->numbers[0]);
	}
	probe_complete(spec, a);
	return 0;
}

static int no_such_event(const struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	struct name_list names = { 0 };
	int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH, "there is no software event '%s'", spec->parts[0]);

	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		name_list_add(&names, a, events[i].name);
	name_list_hint(&names, spec->parts[0], "", err);
	if (!err->hint[0])
		probe_hint(err, "list them: sonde -l 'software:*'");
	return ret;
}

/* The table has no wildcards for attaching; a * lists them all. */
static int software_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	bool found = false;

	if (!probe_part_wild(spec, 0))
		return event_find(spec->parts[0]) ? visit(spec, arg) : no_such_event(spec, a, err);
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		struct probe_spec one = *spec;

		if (!probe_part_match(spec, 0, events[i].name))
			continue;
		found = true;
		one.parts[0] = events[i].name;
		probe_complete(&one, a);
		int ret = visit(&one, arg);

		if (ret)
			return ret;
	}
	return found ? 0 : no_such_event(spec, a, err);
}

static int software_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out,
			 struct probe_error *err)
{
	const struct software_event *event = event_find(spec->parts[0]);

	(void)use;
	if (!event)
		return no_such_event(spec, a, err);
	uint64_t count = spec->numbers[0] ? spec->numbers[0] : event->count;

	*out = (struct probe_plan){
		.mechanism = arena_printf(a, "perf event %s", event->name),
		.hook = arena_printf(a, "software:%s:%llu", event->name, (unsigned long long)count),
		.prog_type = BPF_PROG_TYPE_PERF_EVENT, .nests = true, .filter = PROBE_FILTER_ATTACH, .stage = PROBE_STAGE_ATTACH,
		.target_number = { event->config, count },
	};
	return 0;
}

static int software_attach(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.type = PERF_TYPE_SOFTWARE, .config = req->target_number[0], .period = req->target_number[1], .scope = PERF_THREADS,
	};

	return perf_attach(req, &target, out, err);
}

const struct provider software_provider = {
	.name = "software", .aliases = "s", .form = "software:event[:count]", .help = "every count-th event that the kernel itself counts",
	.probetype = "software", .flags = PROVIDER_KERNEL,
	.parse = software_parse, .list = software_list, .carries = perf_carries, .plan = software_plan, .attach = software_attach,
};
