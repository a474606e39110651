/* probes/timer.c - profile and interval: the clock of a CPU as a perf event, on every CPU or on
 * one.  Rows of the provider table. */
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <string.h>

#include "probes/number.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "runtime/base/clock.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define SHORTEST_NS 1000ull

static const struct timer_unit {
	const char *name;
	uint64_t ns;            /* of one; 0: the number is a frequency */
} units[] = {
	{ "hz", 0 }, { "s", SECOND_NS }, { "ms", 1000000 }, { "us", 1000 },
};

static const struct timer_unit *unit_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (str_eq(units[i].name, name))
			return &units[i];
	return NULL;
}

static int too_short(const struct probe_spec *spec, struct probe_error *err)
{
	int ret = probe_fail_part(err, spec, spec->part_count - 1, PROBE_MALFORMED,
		"'%s' is too short a period: the shortest is 1us", spec->text);

	if (spec->part_count == 1)
		probe_hint(err,
			"a number without a unit counts nanoseconds; write 1s, 10ms or %s:hz:99",
			spec->provider->name);
	return ret;
}

/* "hz:99", "ms:10"; of a number that is too large the period is too long or too short, too. */
static int parse_unit(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const struct timer_unit *unit = unit_find(spec->parts[0]);
	uint64_t n;

	if (!unit) {
		int ret = probe_fail_part(err, spec, 0, PROBE_MALFORMED, "'%s' is not a unit of %s",
			spec->parts[0], spec->provider->name);

		probe_hint(err, "the units are hz, s, ms and us");
		return ret;
	}
	if (number_is_too_large(spec->parts[1])) {
		spec->numbers[0] = unit->ns ? UINT64_MAX : 0;
		probe_complete(spec, a);
		return 0;
	}
	if (!number_parse(spec->parts[1], &n))
		return probe_fail_part(
			err, spec, 1, PROBE_MALFORMED, "'%s' is not a number", spec->parts[1]);
	if (!n)
		return probe_fail_part(err, spec, 1, PROBE_MALFORMED, "%s needs a number above 0",
			spec->provider->name);
	if (unit->ns ? __builtin_mul_overflow(n, unit->ns, &spec->numbers[0])
		: !(spec->numbers[0] = SECOND_NS / n))
		spec->numbers[0] = unit->ns ? UINT64_MAX : 0;
	spec->parts[1] = arena_printf(a, "%llu", (unsigned long long)n);
	probe_complete(spec, a);
	return 0;
}

/* "1s", "250ms", "1000000" (ns) */
static int parse_duration(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *name = spec->provider->name;
	bool has_unit;
	uint64_t ns;

	if (number_is_too_large(spec->parts[0])) {
		spec->numbers[0] = UINT64_MAX;
		probe_complete(spec, a);
		return 0;
	}
	if (!duration_parse(spec->parts[0], &ns, &has_unit)) {
		int ret = probe_fail_part(
			err, spec, 0, PROBE_MALFORMED, "'%s' is not a period", spec->parts[0]);

		probe_hint(err, "write %s:hz:99, %s:ms:10 or %s:10ms", name, name, name);
		return ret;
	}
	spec->numbers[0] = ns;
	/* microseconds are the unit of the full name; only a period that has a rest keeps its
	 * nanoseconds */
	spec->text = ns % 1000 ? arena_printf(a, "%s:%lluns", name, (unsigned long long)ns)
		: arena_printf(a, "%s:us:%llu", name, (unsigned long long)ns / 1000);
	return 0;
}

static int timer_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret) {
		probe_hint(err, "write %s:hz:99, %s:ms:10 or %s:10ms", spec->provider->name,
			spec->provider->name, spec->provider->name);
		return ret;
	}
	ret = spec->part_count == 2 ? parse_unit(spec, a, err) : parse_duration(spec, a, err);
	if (ret)
		return ret;
	if (spec->numbers[0] < SHORTEST_NS)
		return too_short(spec, err);
	/* the kernel keeps the top bit of a period for itself */
	if (spec->numbers[0] > INT64_MAX)
		return probe_fail_part(err, spec, spec->part_count - 1, PROBE_MALFORMED,
			"'%s' is too long a period: it does not fit 63 bits of nanoseconds",
			spec->text);
	return 0;
}

static int timer_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)err;
	const char *every = spec->provider == &profile_provider ? "every CPU" : "one CPU";

	*out = (struct probe_plan){
		.mechanism = arena_printf(a, "perf event cpu-clock on %s", every),
		.hook = arena_printf(
			a, "%s:%llu", spec->provider->name, (unsigned long long)spec->numbers[0]),
		.prog_type = BPF_PROG_TYPE_PERF_EVENT,
		.nests = true,
		.timer = true,
		.stage = PROBE_STAGE_ATTACH,
		.filter = spec->provider == &profile_provider ? PROBE_FILTER_ATTACH
			: PROBE_FILTER_NONE,
		.target_number = { spec->numbers[0] },
	};
	return 0;
}

static int profile_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.period = req->target_number[0],
		.scope = PERF_THREADS,
	};

	return perf_attach(req, &target, out, err);
}

static int interval_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.period = req->target_number[0],
		.scope = PERF_ANYWHERE,
	};

	return perf_attach(req, &target, out, err);
}

const struct provider profile_provider = {
	.name = "profile",
	.aliases = "p",
	.form = "profile:hz:99",
	.help = "by the clock, on every CPU",
	.example = "profile:hz:99 { @[kstack] = count(); }",
	.probetype = "profile",
	.flags = PROVIDER_SIGNALS,
	.parse = timer_parse,
	.list = probe_list_itself,
	.carries = perf_carries,
	.plan = timer_plan,
	.attach = profile_attach,
};

const struct provider interval_provider = {
	.name = "interval",
	.aliases = "i",
	.form = "interval:s:1",
	.help = "by the clock, on one CPU",
	.example =
		"tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:1 { print(@); clear(@); }",
	.probetype = "interval",
	.parse = timer_parse,
	.list = probe_list_itself,
	.carries = perf_carries,
	.plan = timer_plan,
	.attach = interval_attach,
};
