/* probes/special.c - begin, end, self, test and bench: no event of the kernel, the runtime runs
 * their programs itself: before and after tracing, when a signal comes, and on request.  Rows of
 * the provider table. */
#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <signal.h>

#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* "begin", "begin:*" */
static int special_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	(void)a;
	if (spec->part_count > 1 || (spec->part_count == 1 && !str_eq(spec->parts[0], "*")))
		return probe_fail(err, PROBE_MALFORMED,
			"'%s' stands alone: nothing comes behind it", spec->provider->name);
	spec->part_count = 0;
	spec->text = spec->provider->name;
	return 0;
}

/* "self:signal:SIGUSR1" (P21): the one signal that is nobody else's. */
static int self_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	if (spec->part_count != 2 || !str_eq(spec->parts[0], "signal"))
		probe_fail(err, PROBE_MALFORMED, "'self' runs on a signal and on nothing else");
	else if (!str_eq(spec->parts[1], "SIGUSR1"))
		probe_fail(err, PROBE_MALFORMED, "'%s' is no signal that a script can wait for",
			spec->parts[1]);
	else {
		spec->text = arena_printf(a, "%s:signal:%s", spec->provider->name, spec->parts[1]);
		spec->numbers[0] = SIGUSR1;
		return 0;
	}
	probe_hint(err, "write %s", spec->provider->form);
	return -EINVAL;
}

static bool is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	while (isalnum((unsigned char)*text) || *text == '_')
		text++;
	return !*text;
}

/* "test:name", "bench:name" (P22) */
static int named_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	if (spec->part_count != 1 || !is_name(spec->parts[0])) {
		probe_fail(err, PROBE_MALFORMED,
			"a '%s' probe has one name, of letters, digits and '_'",
			spec->provider->name);
		probe_hint(err, "write %s", spec->provider->form);
		return -EINVAL;
	}
	spec->text = arena_printf(a, "%s:%s", spec->provider->name, spec->parts[0]);
	return 0;
}

static int special_carries(const struct probe_spec *spec, struct arena *a,
	struct probe_carries *out, struct probe_error *err)
{
	(void)spec;
	(void)a;
	(void)err;
	*out = (struct probe_carries){ 0 };
	return 0;
}

static enum probe_stage stage_of(const struct provider *p)
{
	static const struct {
		const struct provider *provider;
		enum probe_stage stage;
	} stages[] = {
		{ &begin_provider, PROBE_STAGE_BEGIN },
		{ &end_provider, PROBE_STAGE_END },
		{ &self_provider, PROBE_STAGE_SIGNAL },
		{ &test_provider, PROBE_STAGE_TEST },
		{ &bench_provider, PROBE_STAGE_BENCH },
	};
	size_t i = 0;

	while (stages[i].provider != p)
		i++;
	return stages[i].stage;
}

/* A raw tracepoint program can be run on request, in the context of the process that asks. */
static int special_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)a;
	(void)err;
	*out = (struct probe_plan){
		.mechanism = "run by sonde itself",
		.hook = spec->text,
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.stage = stage_of(spec->provider),
		.target_number = { spec->numbers[0] },
	};
	return 0;
}

#define SPECIAL(id, how, when, shown, bits, parse_form) \
	const struct provider id##_provider = { \
		.name = #id, .form = how, .help = when, .example = shown, .probetype = "special", \
		.flags = bits, .parse = parse_form, .list = probe_list_itself, \
		.carries = special_carries, .plan = special_plan, \
	}

SPECIAL(begin, "begin", "runs once, before anything is traced",
	"begin { printf(\"here we go\\n\"); }", PROVIDER_ALONE | PROVIDER_UNFILTERED,
	special_parse);
SPECIAL(end, "end", "runs once, after tracing has stopped",
	"end { printf(\"that was it\\n\"); }", PROVIDER_ALONE | PROVIDER_UNFILTERED, special_parse);
SPECIAL(self, "self:signal:SIGUSR1", "runs when sonde gets the signal",
	"tracepoint:raw_syscalls:sys_enter { @[comm] = count(); } self:signal:SIGUSR1 { print(@); }",
	PROVIDER_UNFILTERED, self_parse);
SPECIAL(test, "test:name", "runs once with --test only: passes when it returns 0",
	"test:sum { return 1 + 1 == 2 ? 0 : 1; }", PROVIDER_UNIQUE | PROVIDER_RESULT, named_parse);
SPECIAL(bench, "bench:name", "runs many times with --bench only, and is timed",
	"bench:join { $s = str_concat(\"a\", \"b\"); }", PROVIDER_UNIQUE | PROVIDER_RESULT,
	named_parse);
