/* probes/rawtracepoint.c - rawtracepoint:event: a tracepoint, of the kernel itself or of a module,
 * with the arguments that the kernel passes to it, taken from BTF.  Row of the provider table. */
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "probes/bpf_call.h"
#include "probes/btf.h"
#include "probes/kfunctions.h"
#include "probes/machine.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define TYPE_PREFIX "btf_trace_"
#define BY_BTF "btf"    /* for attach_by (K23) */
#define PART_MODULE 3   /* where list() leaves the module that has the event */

static const char *event_of(const struct probe_spec *spec)
{
	return spec->parts[spec->part_count - 1];
}

static int raw_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	if (spec->part_count == 2 && str_eq(spec->parts[0], KERNEL_ITSELF)) {
		spec->parts[0] = spec->parts[1];
		spec->part_start[0] = spec->part_start[1];
		spec->part_len[0] = spec->part_len[1];
		spec->part_quoted[0] = spec->part_quoted[1];
		spec->part_count = 1;
	}
	probe_complete(spec, a);
	return 0;
}

static const struct kernel_btf *need_btf(struct probe_error *err)
{
	return machine_need_btf("rawtracepoint",
		"tracepoint:category:event, or a kernel with CONFIG_DEBUG_INFO_BTF", err);
}

static const char *type_name(const char *event, struct arena *a)
{
	return arena_printf(a, TYPE_PREFIX "%s", event);
}

/* The types that the event is described in. */
static const struct kernel_btf *types_of(const struct probe_spec *spec)
{
	const char *module = spec->parts[PART_MODULE];

	if (!module && spec->part_count == 2)
		module = spec->parts[0];
	return module ? kernel_btf_module(module) : kernel_btf();
}

struct event {
	const char *text;       /* as it is sorted and shown */
	const char *name;
	const char *module;
};

struct events {
	struct event *items;
	size_t count, capacity;
	struct name_list names;
};

/* Of several events of one name the kernel takes its own first. */
static int compare_events(const void *x, const void *y)
{
	const struct event *a = x, *b = y;
	int order = strcmp(a->text, b->text);

	return order ? order : str_eq(b->module, KERNEL_ITSELF) - str_eq(a->module, KERNEL_ITSELF);
}

/* Those of the kernel itself or of a module that the spec stands for; what could have been meant
 * goes into names. */
static void collect(
	struct events *out, const char *module, const struct probe_spec *spec, struct arena *a)
{
	const struct kernel_btf *b = kernel_btf_module(module);
	struct name_list names = { 0 };

	if (b)
		kernel_btf_names(b, BTF_KIND_TYPEDEF, TYPE_PREFIX, &names, a);
	for (size_t i = 0; i < names.count; i++) {
		struct event e = { names.items[i], names.items[i], module };

		name_list_add(&out->names, a, e.name);
		if (spec->part_count == 2)
			e.text = arena_printf(a, "%s:%s", module, e.name);
		if (probe_part_match(spec, spec->part_count - 1, e.name))
			VEC_PUSH(out, e);
	}
}

static int visit_event(const struct probe_spec *like, const struct event *e, struct arena *a,
	probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *like;

	spec.parts[spec.part_count - 1] = e->name;
	if (spec.part_count == 2)
		spec.parts[0] = e->module;
	spec.part_quoted[0] = spec.part_quoted[1] = true;
	spec.parts[PART_MODULE] = e->module;
	probe_complete(&spec, a);
	return visit(&spec, arg);
}

static int no_event(const struct probe_spec *spec, struct probe_error *err)
{
	return probe_fail_part(err, spec, spec->part_count - 1, PROBE_NO_MATCH,
		"there is no raw tracepoint '%s'", event_of(spec));
}

/* Found without a look at any other name; NULL if it is not there. */
static const char *module_of_exact(const struct probe_spec *spec, struct arena *a)
{
	const struct kernel_btf *b = types_of(spec);
	const char *type = type_name(event_of(spec), a);
	size_t count;
	const char *const *modules = kernel_btf_modules(&count);

	if (b && kernel_btf_find(b, BTF_KIND_TYPEDEF, type))
		return b->name;
	for (size_t i = 0; i < count && spec->part_count == 1; i++)
		if ((b = kernel_btf_module(modules[i])) &&
			kernel_btf_find(b, BTF_KIND_TYPEDEF, type))
			return modules[i];
	return NULL;
}

static int list_all(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err)
{
	struct events events = { 0 };
	size_t count;
	const char *const *modules = kernel_btf_modules(&count);
	bool any = spec->part_count == 1 || probe_part_match(spec, 0, KERNEL_ITSELF);
	int ret = 0;

	if (any)
		collect(&events, KERNEL_ITSELF, spec, a);
	for (size_t i = 0; i < count; i++) {
		if (spec->part_count == 2 && !probe_part_match(spec, 0, modules[i]))
			continue;
		any = true;
		collect(&events, modules[i], spec, a);
	}
	if (events.count)
		qsort(events.items, events.count, sizeof(*events.items), compare_events);
	for (size_t i = 0; i < events.count && !ret; i++)
		if (!i || strcmp(events.items[i - 1].text, events.items[i].text))
			ret = visit_event(spec, &events.items[i], a, visit, arg);
	if (!events.count && !any) {
		ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH,
			"module '%s' is not loaded, or does not describe its types",
			spec->parts[0]);
		probe_hint(err, "load it with: modprobe %s", spec->parts[0]);
	} else if (!events.count) {
		ret = no_event(spec, err);
		name_list_sort(&events.names);
		name_list_hint(&events.names, event_of(spec), "", err);
	}
	mem_free(events.items);
	return ret;
}

static int raw_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg,
	struct probe_error *err)
{
	bool wild = probe_part_wild(spec, spec->part_count - 1) ||
		(spec->part_count == 2 && probe_part_wild(spec, 0));

	if (!need_btf(err))
		return -EOPNOTSUPP;
	const char *module = wild ? NULL : module_of_exact(spec, a);

	if (module)
		return visit_event(spec, &(struct event){ event_of(spec), event_of(spec), module },
			a, visit, arg);
	return wild || probe_is_advised(spec) ? list_all(spec, a, visit, arg, err)
		: no_event(spec, err);
}

/* The prototype behind "typedef void (*btf_trace_x)(void *, ...)"; NULL if there is none. */
static const struct btf_type *prototype_of(
	const struct kernel_btf *b, const char *event, struct arena *a)
{
	const struct btf_type *t =
		kernel_btf_type(b, kernel_btf_find(b, BTF_KIND_TYPEDEF, type_name(event, a)));

	t = t ? kernel_btf_type(b, t->type) : NULL;
	t = t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR ? kernel_btf_type(b, t->type) : NULL;
	return t && BTF_INFO_KIND(t->info) == BTF_KIND_FUNC_PROTO ? t : NULL;
}

/* A pointer's prototype has no names of parameters; the functions that the kernel makes for every
 * tracepoint have. */
static const struct btf_type *named_prototype(
	const struct kernel_btf *b, const char *event, struct arena *a)
{
	static const char *const prefix[] = { "__probestub_", "__traceiter_", "__bpf_trace_" };

	for (size_t i = 0; i < ARRAY_SIZE(prefix); i++) {
		const struct btf_type *t = kernel_btf_type(b,
			kernel_btf_find(
				b, BTF_KIND_FUNC, arena_printf(a, "%s%s", prefix[i], event)));

		t = t ? kernel_btf_type(b, t->type) : NULL;
		if (t && BTF_INFO_KIND(t->info) == BTF_KIND_FUNC_PROTO)
			return t;
	}
	return NULL;
}

static const struct btf_param *params_of(const struct btf_type *proto)
{
	return (const void *)(proto + 1);
}

/* The first parameter is the kernel's own. */
static int raw_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	const struct kernel_btf *b = need_btf(err) ? types_of(spec) : NULL;
	const struct btf_type *proto = b ? prototype_of(b, event_of(spec), a) : NULL;
	const struct btf_type *named = proto ? named_prototype(b, event_of(spec), a) : NULL;

	if (!proto)
		return kernel_btf() ? no_event(spec, err) : -EOPNOTSUPP;
	uint32_t count = BTF_INFO_VLEN(proto->info) ? BTF_INFO_VLEN(proto->info) - 1 : 0;
	struct probe_value *args = arena_new_array(a, struct probe_value, count + 1);
	bool names = named && BTF_INFO_VLEN(named->info) == count + 1;

	for (uint32_t i = 0; i < count; i++) {
		const char *name =
			names ? kernel_btf_text(b, params_of(named)[i + 1].name_off) : "";
		const struct type *type = kernel_btf_value_type(b, params_of(proto)[i + 1].type, a);

		args[i].name = *name ? name : arena_printf(a, "arg%u", i);
		args[i].type = type ? type : &type_uint64;
		args[i].c_type = kernel_btf_c_text(b, params_of(proto)[i + 1].type, a);
	}
	*out = (struct probe_carries){ .args = args,
		.arg_count = count,
		.has_args = true,
		.word_count = count,
		.can_type = true };
	return 0;
}

/* By BTF the kernel takes arguments for pointers of its own: fetched as plain numbers, with which
 * anything may be done. */
static void plan_values(
	const struct probe_carries *carries, bool btf, struct arena *a, struct probe_plan *out)
{
	struct access *args = arena_new_array(a, struct access, carries->arg_count + 1);
	struct access *words = arena_new_array(a, struct access, carries->arg_count + 1);
	enum access_kind kind = btf ? ACCESS_CTX_NUMBER : ACCESS_CTX;

	for (uint32_t i = 0; i < carries->arg_count; i++) {
		args[i] = (struct access){
			.kind = kind, .offset = 8 * i, .size = carries->args[i].type->size
		};
		words[i] = (struct access){ .kind = kind, .offset = 8 * i, .size = 8 };
	}
	out->args = args;
	out->words = words;
}

static int raw_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	bool call = str_eq(event_of(spec), "sys_enter") || str_eq(event_of(spec), "sys_exit");
	bool btf = probe_asked(use, BY_BTF) || use->typed;
	struct probe_carries carries = { 0 };

	if (use->args || use->whole_args || use->words) {
		int ret = raw_carries(spec, a, &carries, err);

		if (ret)
			return ret;
	}
	*out = (struct probe_plan){
		.mechanism =
			arena_printf(a, "%sraw tracepoint %s", btf ? "BTF " : "", event_of(spec)),
		.hook = arena_printf(a, "%s:%s", btf ? BY_BTF : "raw", event_of(spec)),
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.nests = !call,
		.filter = PROBE_FILTER_TEST,
		.stage = PROBE_STAGE_ATTACH,
		.target_text = { event_of(spec), spec->parts[PART_MODULE] },
		.target_number = { btf },
		.stub_event = event_of(spec),
	};
	plan_values(&carries, btf, a, out);
	if (!btf)
		return 0;
	const struct kernel_btf *b = types_of(spec);

	out->prog_type = BPF_PROG_TYPE_TRACING;
	out->attach_type = BPF_TRACE_RAW_TP;
	out->attach_btf_id =
		b ? kernel_btf_find(b, BTF_KIND_TYPEDEF, type_name(event_of(spec), a)) : 0;
	out->attach_module = b && b->base ? b->name : NULL;
	return out->attach_btf_id ? 0 : no_event(spec, err);
}

static int raw_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	/* by BTF the program knows its event */
	int fd = bpf_call_raw_tracepoint(
		req->target_number[0] ? NULL : req->target_text[0], req->prog_fd);

	*out = (struct attachment){ 0 };
	int ret = fd < 0 ? fd : attachment_add(out, fd);

	static const struct attach_reason reasons[] = {
		{ ENOENT, "this kernel has no such raw tracepoint", .no_match = true }, { 0 }
	};

	if (!ret)
		return 0;
	probe_fail_attach(err, req, ret, reasons);
	if (ret == -ENOENT && req->target_text[1] && !str_eq(req->target_text[1], KERNEL_ITSELF))
		probe_hint(err, "load its module with: modprobe %s", req->target_text[1]);
	return ret;
}

const struct provider rawtracepoint_provider = {
	.name = "rawtracepoint",
	.aliases = "rt",
	.form = "rawtracepoint[:module]:event",
	.help = "a tracepoint with the arguments that the kernel passes to it",
	.example = "rawtracepoint:sched_switch { @[cpu] = count(); }",
	.probetype = "rawtracepoint",
	.flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.parse = raw_parse,
	.list = raw_list,
	.carries = raw_carries,
	.plan = raw_plan,
	.attach = raw_attach,
};
