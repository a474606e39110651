/* probes/rawtracepoint.c - rawtracepoint:event: a tracepoint with the arguments that the kernel passes to it, taken from BTF.  Row of the provider
 * table. */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/bpf_call.h"
#include "probes/btf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define TYPE_PREFIX "btf_trace_"

static const char *event_of(const struct probe_spec *spec)
{
	return spec->parts[spec->part_count - 1];
}

static int raw_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	if (spec->part_count == 2 && !probe_part_match(spec, 0, "vmlinux")) {
		ret = probe_fail_part(err, spec, 0, PROBE_MALFORMED, "raw tracepoints of modules are not there yet");
		probe_hint(err, "leave out the module, or use tracepoint:category:event");
		return ret;
	}
	if (spec->part_count == 2) {
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
	const struct kernel_btf *b = kernel_btf();

	if (!b) {
		probe_fail(err, PROBE_UNSUPPORTED, "rawtracepoint probes need the kernel's type information, and /sys/kernel/btf/vmlinux is not there");
		probe_hint(err, "use tracepoint:category:event, or a kernel with CONFIG_DEBUG_INFO_BTF");
	}
	return b;
}

static int visit_event(const struct probe_spec *like, const char *event, struct arena *a, probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *like;

	spec.parts[0] = event;
	spec.part_quoted[0] = true;
	probe_complete(&spec, a);
	return visit(&spec, arg);
}

static int raw_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	const struct kernel_btf *b = need_btf(err);
	struct name_list names = { 0 };
	bool found = false;
	int ret = 0;

	if (!b)
		return -EOPNOTSUPP;
	if (!probe_part_wild(spec, 0) && kernel_btf_find(b, BTF_KIND_TYPEDEF, arena_printf(a, TYPE_PREFIX "%s", event_of(spec))))
		return visit_event(spec, event_of(spec), a, visit, arg);
	kernel_btf_names(b, BTF_KIND_TYPEDEF, TYPE_PREFIX, &names, a);
	name_list_sort(&names);
	for (size_t i = 0; i < names.count && !ret; i++) {
		if (!probe_part_match(spec, 0, names.items[i]))
			continue;
		found = true;
		ret = visit_event(spec, names.items[i], a, visit, arg);
	}
	if (found)
		return ret;
	ret = probe_fail_part(err, spec, spec->part_count - 1, PROBE_NO_MATCH, "there is no raw tracepoint '%s'", event_of(spec));
	name_list_hint(&names, event_of(spec), "", err);
	return ret;
}

/* The prototype behind "typedef void (*btf_trace_x)(void *, ...)"; NULL if there is none. */
static const struct btf_type *prototype_of(const struct kernel_btf *b, const char *event, struct arena *a)
{
	const struct btf_type *t = kernel_btf_type(b, kernel_btf_find(b, BTF_KIND_TYPEDEF, arena_printf(a, TYPE_PREFIX "%s", event)));

	t = t ? kernel_btf_type(b, t->type) : NULL;
	t = t && BTF_INFO_KIND(t->info) == BTF_KIND_PTR ? kernel_btf_type(b, t->type) : NULL;
	return t && BTF_INFO_KIND(t->info) == BTF_KIND_FUNC_PROTO ? t : NULL;
}

/* A pointer's prototype has no names of parameters; the functions that the kernel makes for every tracepoint have. */
static const struct btf_type *named_prototype(const struct kernel_btf *b, const char *event, struct arena *a)
{
	static const char *const prefix[] = { "__probestub_", "__traceiter_", "__bpf_trace_" };

	for (size_t i = 0; i < ARRAY_SIZE(prefix); i++) {
		const struct btf_type *t = kernel_btf_type(b, kernel_btf_find(b, BTF_KIND_FUNC, arena_printf(a, "%s%s", prefix[i], event)));

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

static int no_event(const struct probe_spec *spec, struct probe_error *err)
{
	return probe_fail(err, PROBE_NO_MATCH, "there is no raw tracepoint '%s'", event_of(spec));
}

/* The first parameter is the kernel's own. */
static int raw_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	const struct kernel_btf *b = need_btf(err);
	const struct btf_type *proto = b ? prototype_of(b, event_of(spec), a) : NULL;
	const struct btf_type *named = proto ? named_prototype(b, event_of(spec), a) : NULL;

	if (!proto)
		return b ? no_event(spec, err) : -EOPNOTSUPP;
	uint32_t count = BTF_INFO_VLEN(proto->info) ? BTF_INFO_VLEN(proto->info) - 1 : 0;
	struct probe_value *args = arena_new_array(a, struct probe_value, count + 1);
	bool names = named && BTF_INFO_VLEN(named->info) == count + 1;

	for (uint32_t i = 0; i < count; i++) {
		const char *name = names ? kernel_btf_text(b, params_of(named)[i + 1].name_off) : "";
		const struct type *type = kernel_btf_value_type(b, params_of(proto)[i + 1].type, a);

		args[i].name = *name ? name : arena_printf(a, "arg%u", i);
		args[i].type = type ? type : &type_uint64;
		args[i].c_type = kernel_btf_c_text(b, params_of(proto)[i + 1].type, a);
	}
	*out = (struct probe_carries){ .args = args, .arg_count = count, .has_args = true, .word_count = count };
	return 0;
}

static int raw_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	bool call = str_eq(event_of(spec), "sys_enter") || str_eq(event_of(spec), "sys_exit");
	struct probe_carries carries = { 0 };

	if (use->args || use->whole_args || use->words) {
		int ret = raw_carries(spec, a, &carries, err);

		if (ret)
			return ret;
	}
	struct access *args = arena_new_array(a, struct access, carries.arg_count + 1);
	struct access *words = arena_new_array(a, struct access, carries.arg_count + 1);

	for (uint32_t i = 0; i < carries.arg_count; i++) {
		args[i] = (struct access){ .kind = ACCESS_CTX, .offset = 8 * i, .size = carries.args[i].type->size };
		words[i] = (struct access){ .kind = ACCESS_CTX, .offset = 8 * i, .size = 8 };
	}
	*out = (struct probe_plan){
		.mechanism = arena_printf(a, "raw tracepoint %s", event_of(spec)), .hook = arena_printf(a, "raw:%s", event_of(spec)),
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT, .nests = !call, .filterable = true, .stage = PROBE_STAGE_ATTACH,
		.args = args, .words = words, .target_text = { event_of(spec) }, .stub_event = event_of(spec),
	};
	return 0;
}

static int raw_attach(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int fd = bpf_call_raw_tracepoint(req->target_text[0], req->prog_fd);

	*out = (struct attachment){ 0 };
	int ret = fd < 0 ? fd : attachment_add(out, fd);

	if (ret) {
		probe_fail(err, ret == -ENOENT ? PROBE_NO_MATCH : PROBE_UNSUPPORTED, "probe '%s': cannot attach: %s", req->text,
			   ret == -ENOENT ? "this kernel has no such raw tracepoint" : strerror(-ret));
		if (ret == -EPERM)
			probe_hint(err, "run as root, or with CAP_BPF and CAP_PERFMON");
	}
	return ret;
}

const struct provider rawtracepoint_provider = {
	.name = "rawtracepoint", .aliases = "rt", .form = "rawtracepoint:event",
	.help = "a tracepoint with the arguments that the kernel passes to it",
	.probetype = "rawtracepoint", .flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS,
	.parse = raw_parse, .list = raw_list, .carries = raw_carries, .plan = raw_plan, .attach = raw_attach,
};
