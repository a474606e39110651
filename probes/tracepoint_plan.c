/* probes/tracepoint_plan.c - the way of a tracepoint probe into the kernel: the cheapest of three
 * that keeps the meaning.  A raw tracepoint where no field is used, one program on sys_enter or
 * sys_exit for all system calls, a perf event for the rest.  The plan and attach halves of
 * probes/tracepoint.c. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/perf_event.h>

#include "probes/bpf_call.h"
#include "probes/machine.h"
#include "probes/perf.h"
#include "probes/syscalls.h"
#include "probes/tracefs.h"
#include "probes/tracepoint.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* How a probe is attached: target_number[0]. */
enum way { WAY_RAW, WAY_BTF, WAY_PERF, WAY_COUNT };

/* The first also for attach_by (K23). */
static const char *const way_name[] = { [WAY_RAW] = "raw", [WAY_BTF] = "btf", [WAY_PERF] = "perf" };

static bool uses_fields(const struct probe_use *use, uint32_t count)
{
	if (use->whole_args)
		return true;
	for (uint32_t i = 0; use->args && i < count; i++)
		if (use->args[i])
			return true;
	return false;
}

static void plan_way(struct probe_plan *out, enum way way, const char *event, struct arena *a)
{
	static const char *const mechanism[] = {
		[WAY_RAW] = "raw tracepoint",
		[WAY_BTF] = "BTF raw tracepoint",
		[WAY_PERF] = "perf tracepoint",
	};
	static const uint32_t type[] = {
		[WAY_RAW] = BPF_PROG_TYPE_RAW_TRACEPOINT,
		[WAY_BTF] = BPF_PROG_TYPE_TRACING,
		[WAY_PERF] = BPF_PROG_TYPE_TRACEPOINT,
	};

	out->prog_type = type[way];
	out->hook = arena_printf(a, "%s:%s", way_name[way], event);
	out->mechanism = arena_printf(a, "%s %s", mechanism[way], event);
	out->stub_event = way == WAY_PERF ? NULL : arena_strdup(a, event);
	out->stage = PROBE_STAGE_ATTACH;
	out->filter = PROBE_FILTER_TEST;
	out->nests = true;
	out->target_number[0] = way;
	out->target_text[0] = arena_strdup(a, event);
}

static void plan_perf(const struct probe_spec *spec, struct arena *a,
	const struct tracepoint_values *values, struct probe_plan *out)
{
	plan_way(out, WAY_PERF,
		arena_printf(a, "%s:%s", tracepoint_category(spec), tracepoint_event(spec)), a);
	out->target_text[0] = tracepoint_category(spec);
	out->target_text[1] = tracepoint_event(spec);
	if (values)
		out->args = values->accesses;
}

/* One tracepoint of the kernel's own code, without the record of its fields; false where BTF is
 * asked for and does not have it. */
static bool plan_raw(enum way way, const char *event, struct arena *a, struct probe_plan *out)
{
	plan_way(out, way, event, a);
	if (way == WAY_RAW)
		return true;
	out->attach_type = BPF_TRACE_RAW_TP;
	out->attach_btf_id =
		machine_btf_type(BTF_KIND_TYPEDEF, arena_printf(a, "btf_trace_%s", event));
	return out->attach_btf_id;
}

static bool plan_side(
	enum tracepoint_side side, enum way way, struct arena *a, struct probe_plan *out)
{
	bool done = plan_raw(way, tracepoint_hooks[side], a, out);

	out->nests = false;
	return done;
}

/* A word of the registers, which are the first argument of both sides: by BTF a program may load
 * through that pointer. */
static struct access register_access(enum way way, uint32_t offset, uint32_t size)
{
	return (struct access){ .kind = way == WAY_BTF ? ACCESS_CTX_PTR_DIRECT
						       : ACCESS_CTX_PTR_READ,
		.offset = offset,
		.size = size };
}

/* Context of sys_enter: registers, number of the call.  Of sys_exit: registers, result. */
static struct access number_access(enum tracepoint_side side, enum way way, uint32_t size)
{
	if (side == SIDE_ENTER)
		return (struct access){ .kind = ACCESS_CTX, .offset = 8, .size = size };
	return register_access(way, syscall_number_offset, size);
}

/* Fields in the order of tracepoint_values(): the number, then arguments or result. */
static const struct access *syscall_accesses(enum tracepoint_side side, enum way way,
	const struct tracepoint_values *values, struct arena *a)
{
	struct access *out = arena_new_array(a, struct access, values->count + 1);
	uint32_t argument = 0;

	for (uint32_t i = 0; i < values->count; i++) {
		uint32_t size = values->accesses[i].size;

		if (str_eq(values->values[i].name, "__syscall_nr"))
			out[i] = number_access(side, way, size);
		else if (side == SIDE_EXIT)
			out[i] = (struct access){ .kind = ACCESS_CTX, .offset = 8, .size = size };
		else if (argument < SYSCALL_ARGS)
			out[i] = register_access(way, syscall_arg_offset[argument++], size);
	}
	return out;
}

/* One program serves all calls of a side.  It must not see what syscalls:* leave out: calls by the
 * 32-bit entry, whose numbers mean others. False where that cannot be told: then a perf event keeps
 * the meaning. */
static bool plan_syscall(enum tracepoint_side side, enum way way, const char *call, struct arena *a,
	const struct tracepoint_values *values, struct probe_plan *out)
{
	int number = syscall_event_number(call);
	int info = number < 0 ? -1 : machine_btf_member("task_struct", "thread_info", NULL);
	int word = info < 0 ? -1 : machine_btf_member("thread_info", syscall_compat_member, NULL);

	if (word < 0 || !plan_side(side, way, a, out))
		return false;
	out->selector = (struct probe_selector){
		.used = true, .access = number_access(side, way, 8), .value = (uint64_t)number
	};
	out->skip_compat = (struct access){
		.kind = ACCESS_CTX_PTR_DIRECT, .offset = (uint32_t)(info + word), .size = 4
	};
	out->skip_compat_mask = syscall_compat_mask;
	if (values)
		out->args = syscall_accesses(side, way, values, a);
	return true;
}

/* raw_syscalls:sys_enter (id, args[6]) and sys_exit (id, ret).  `way` WAY_COUNT: the cheapest.
 * False: the fields need another way. */
static bool plan_raw_syscall(const struct probe_spec *spec, const struct probe_use *use,
	enum way way, struct arena *a, const struct tracepoint_values *values,
	struct probe_plan *out)
{
	enum tracepoint_side side =
		str_eq(tracepoint_event(spec), "sys_enter") ? SIDE_ENTER : SIDE_EXIT;
	struct access *accesses = values ? arena_new_array(a, struct access, values->count) : NULL;
	bool registers = false;

	for (uint32_t i = 0; values && i < values->count; i++) {
		bool used = use->whole_args || (use->args && use->args[i]);
		const char *name = values->values[i].name;

		if (str_eq(name, "id"))
			registers |= used && side == SIDE_EXIT;
		else if (used && !str_eq(name, "ret"))
			return false;
	}
	if (way == WAY_COUNT)
		way = registers || use->typed ? WAY_BTF : WAY_RAW;
	for (uint32_t i = 0; values && i < values->count; i++) {
		uint32_t size = values->accesses[i].size;

		if (str_eq(values->values[i].name, "id"))
			accesses[i] = number_access(side, way, size);
		else if (str_eq(values->values[i].name, "ret"))
			accesses[i] =
				(struct access){ .kind = ACCESS_CTX, .offset = 8, .size = size };
	}
	out->args = accesses;
	return plan_side(side, way, a, out);
}

static bool has_raw_form(const struct probe_spec *spec)
{
	static const char *const without[] = { "ftrace", "kprobes", "uprobes", "synthetic",
		"eprobes", "fprobes", "syscalls" };

	for (size_t i = 0; i < ARRAY_SIZE(without); i++)
		if (str_eq(tracepoint_category(spec), without[i]))
			return false;
	return !tracefs_is_dynamic(tracepoint_category(spec), tracepoint_event(spec));
}

/* The way that attach_by asks for; WAY_COUNT: none of them. */
static enum way asked_way(const struct probe_use *use)
{
	enum way way = 0;

	while (way < WAY_COUNT && !probe_asked(use, way_name[way]))
		way++;
	return way;
}

/* Why the raw or the BTF way that was asked for does not do. */
static const char *no_way(enum tracepoint_side side, bool fields, const struct probe_spec *spec)
{
	if (side != SIDE_NONE)
		return "without types of the kernel (CONFIG_DEBUG_INFO_BTF) calls by the 32-bit entry cannot be told from others";
	if (!has_raw_form(spec))
		return "only perf has that event";
	return fields ? "only perf has the fields of that event"
		      : "the kernel's types do not have that event";
}

int tracepoint_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	struct tracepoint_values stored, *values = NULL;
	const char *call;
	enum tracepoint_side side = tracepoint_side(spec, &call);
	bool raw_syscall = str_eq(tracepoint_category(spec), "raw_syscalls");
	enum way asked = asked_way(use);

	*out = (struct probe_plan){ 0 };
	if (use->whole_args || use->args) {
		int ret = tracepoint_values(spec, a, &stored, err);

		if (ret)
			return ret;
		if (uses_fields(use, stored.count))
			values = &stored;
	}
	/* whoever looks at the context itself means the record that perf makes of the event */
	if (use->ctx && asked != WAY_PERF && asked != WAY_COUNT)
		return probe_fail_asked(spec, use,
			"the program reads the record of the event, which only perf has", err);
	if (asked != WAY_PERF && !use->ctx) {
		if (side != SIDE_NONE && !use->apart &&
			plan_syscall(
				side, asked == WAY_RAW ? WAY_RAW : WAY_BTF, call, a, values, out))
			return 0;
		if (raw_syscall && plan_raw_syscall(spec, use, asked, a, values, out))
			return 0;
		*out = (struct probe_plan){ 0 };
		if (side == SIDE_NONE && !values && has_raw_form(spec) &&
			plan_raw(asked == WAY_BTF || use->typed ? WAY_BTF : WAY_RAW,
				tracepoint_event(spec), a, out))
			return 0;
		if (asked != WAY_COUNT)
			return probe_fail_asked(spec, use, no_way(side, values, spec), err);
	}
	plan_perf(spec, a, values, out);
	return 0;
}

/* attach */

static int attach_failed(const struct attach_request *req, int ret, struct probe_error *err)
{
	static const struct attach_reason reasons[] = { { ENOENT, .no_match = true }, { 0 } };

	return probe_fail_attach(err, req, ret, reasons);
}

static int attach_perf(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int64_t id = tracefs_event_id(req->target_text[0], req->target_text[1], err);

	if (id < 0)
		return (int)id;
	/* a program on a tracepoint's event runs on every CPU, whichever the event was opened
	 * for */
	return perf_attach(req,
		&(struct perf_target){
			.type = PERF_TYPE_TRACEPOINT, .config = (uint64_t)id, .slow = true },
		out, err);
}

int tracepoint_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	enum way way = (enum way)req->target_number[0];

	if (way == WAY_PERF)
		return attach_perf(req, out, err);
	int fd = bpf_call_raw_tracepoint(way == WAY_RAW ? req->target_text[0] : NULL, req->prog_fd);

	if (fd < 0)
		return attach_failed(req, fd, err);
	*out = (struct attachment){ 0 };
	int ret = attachment_add(out, fd);

	return ret ? attach_failed(req, ret, err) : 0;
}
