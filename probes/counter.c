/* probes/counter.c - software:event[:count] and hardware:event[:count]: every count-th event that
 * the kernel or the processor counts.  Rows of the provider table. */
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <string.h>

#include "probes/number.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* An alias is the same event by another name. */
struct counter_event {
	const char *name;
	const char *alias;
	uint32_t config;
	uint32_t count;         /* when the script gives none */
};

/* In name order. */
static const struct counter_event software_events[] = {
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

static const struct counter_event hardware_events[] = {
	{ "backend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_BACKEND, 1000000 },
	{ "branch-instructions", "branches", PERF_COUNT_HW_BRANCH_INSTRUCTIONS, 100000 },
	{ "branch-misses", NULL, PERF_COUNT_HW_BRANCH_MISSES, 100000 },
	{ "bus-cycles", NULL, PERF_COUNT_HW_BUS_CYCLES, 100000 },
	{ "cache-misses", NULL, PERF_COUNT_HW_CACHE_MISSES, 1000000 },
	{ "cache-references", NULL, PERF_COUNT_HW_CACHE_REFERENCES, 1000000 },
	{ "cpu-cycles", "cycles", PERF_COUNT_HW_CPU_CYCLES, 1000000 },
	{ "frontend-stalls", NULL, PERF_COUNT_HW_STALLED_CYCLES_FRONTEND, 1000000 },
	{ "instructions", NULL, PERF_COUNT_HW_INSTRUCTIONS, 1000000 },
	{ "ref-cycles", NULL, PERF_COUNT_HW_REF_CPU_CYCLES, 1000000 },
};

/* Who counts. */
static const struct counter {
	const struct provider *provider;
	uint32_t type;                  /* enum perf_type_id */
	const struct counter_event *events;
	size_t event_count;
} counters[] = {
	{ &software_provider, PERF_TYPE_SOFTWARE, software_events, ARRAY_SIZE(software_events) },
	{ &hardware_provider, PERF_TYPE_HARDWARE, hardware_events, ARRAY_SIZE(hardware_events) },
};

/* What attach() needs of the plan. */
enum { NUMBER_CONFIG, NUMBER_COUNT, NUMBER_TYPE };

static const struct counter *counter_of(const struct provider *provider)
{
	const struct counter *c = counters;

	while (c->provider != provider)
		c++;
	return c;
}

static const struct counter_event *event_find(const struct counter *c, const char *name)
{
	for (size_t i = 0; i < c->event_count; i++)
		if (str_eq(c->events[i].name, name) ||
			(c->events[i].alias && str_eq(c->events[i].alias, name)))
			return &c->events[i];
	return NULL;
}

/* numbers[0] is the count, 0 when the script gives none */
static int counter_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	if (spec->part_count == 2) {
		ret = number_limit(spec, 1, spec->parts[1], INT64_MAX, err);
		if (ret)
			return ret;
		if (!number_parse(spec->parts[1], &spec->numbers[0]) || !spec->numbers[0])
			return probe_fail_part(err, spec, 1, PROBE_MALFORMED,
				"'%s' is not a count: it must be a number above 0", spec->parts[1]);
		spec->parts[1] = arena_printf(a, "%llu", (unsigned long long)spec->numbers[0]);
	}
	probe_complete(spec, a);
	return 0;
}

static int no_such_event(const struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const struct counter *c = counter_of(spec->provider);
	struct name_list names = { 0 };
	int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH, "there is no %s event '%s'",
		spec->provider->name, spec->parts[0]);

	for (size_t i = 0; i < c->event_count; i++)
		name_list_add(&names, a, c->events[i].name);
	name_list_hint(&names, spec->parts[0], "", err);
	if (!err->hint[0])
		probe_hint(err, "list them: sonde -l '%s:*'", spec->provider->name);
	return ret;
}

/* The table has no wildcards for attaching; a * lists them all. */
static int counter_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	const struct counter *c = counter_of(spec->provider);
	bool found = false;

	if (!probe_part_wild(spec, 0))
		return event_find(c, spec->parts[0]) ? visit(spec, arg)
			: no_such_event(spec, a, err);
	for (size_t i = 0; i < c->event_count; i++) {
		struct probe_spec one = *spec;

		if (!probe_part_match(spec, 0, c->events[i].name))
			continue;
		found = true;
		one.parts[0] = c->events[i].name;
		probe_complete(&one, a);
		int ret = visit(&one, arg);

		if (ret)
			return ret;
	}
	return found ? 0 : no_such_event(spec, a, err);
}

static int counter_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	const struct counter *c = counter_of(spec->provider);
	const struct counter_event *event = event_find(c, spec->parts[0]);

	(void)use;
	if (!event)
		return no_such_event(spec, a, err);
	uint64_t count = spec->numbers[0] ? spec->numbers[0] : event->count;

	*out = (struct probe_plan){
		.mechanism = arena_printf(a, "perf event %s", event->name),
		.hook = arena_printf(a, "%s:%s:%llu", spec->provider->name, event->name,
			(unsigned long long)count),
		.prog_type = BPF_PROG_TYPE_PERF_EVENT,
		.nests = true,
		.filter = PROBE_FILTER_ATTACH,
		.stage = PROBE_STAGE_ATTACH,
		.target_number = { [NUMBER_CONFIG] = event->config,
			[NUMBER_COUNT] = count,
			[NUMBER_TYPE] = c->type },
	};
	return 0;
}

static int counter_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.type = (uint32_t)req->target_number[NUMBER_TYPE],
		.config = req->target_number[NUMBER_CONFIG],
		.period = req->target_number[NUMBER_COUNT],
		.scope = PERF_THREADS,
	};

	return perf_attach(req, &target, out, err);
}

/* Virtual machines often have no counters at all; of those that processors have, each lacks
 * some. */
static int hardware_available(const struct provider *p, struct probe_error *err)
{
	const struct counter *c = counter_of(p);

	for (size_t i = 0; i < c->event_count; i++)
		if (perf_has(c->type, c->events[i].config))
			return 0;
	int ret = probe_fail(err, PROBE_UNSUPPORTED,
		"there are no hardware probes here: this machine has no counters that the kernel could use");

	probe_hint(err,
		"virtual machines often have none; software:cpu-clock and software:task-clock count time, and profile:hz:99 takes samples");
	return ret;
}

#define COUNTER_ROW(id, short_name, what, shown, ...) \
	const struct provider id##_provider = { \
		.name = #id, .aliases = short_name, .form = #id ":event[:count]", .help = what, \
		.example = #id ":" shown " { @[comm] = count(); }", .probetype = #id, \
		.flags = PROVIDER_KERNEL, .parse = counter_parse, .list = counter_list, \
		.carries = perf_carries, .plan = counter_plan, .attach = counter_attach, \
		__VA_ARGS__ \
	};

COUNTER_ROW(software, "s", "every count-th event that the kernel itself counts", "page-faults:100")
COUNTER_ROW(hardware, "h", "every count-th event that the processor counts", "cache-misses:1000000",
	.available = hardware_available)
