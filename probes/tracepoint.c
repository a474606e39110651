/* probes/tracepoint.c - tracepoint:category:event.  Takes the cheapest of three ways into the
 * kernel that keeps the meaning: a raw tracepoint where no field is used, one program on sys_enter
 * or sys_exit for all system calls, a perf event for the rest.  Row of the provider table. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>

#include "probes/bpf_call.h"
#include "probes/btf.h"
#include "probes/c_type.h"
#include "probes/machine.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "probes/syscalls.h"
#include "probes/tracefs.h"
#include "runtime/base/image.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define DATA_LOC_STRING 256     /* capacity of a string that the record holds behind its fields */
/* larger arrays are left out: no map key or record has room for them */
#define MAX_FIELD_BYTES 1024

/* How a probe is attached: target_number[0]. */
enum way { WAY_RAW, WAY_BTF, WAY_PERF, WAY_COUNT };

/* The first also for attach_by (K23). */
static const char *const way_name[] = { [WAY_RAW] = "raw", [WAY_BTF] = "btf", [WAY_PERF] = "perf" };

/* A system call's tracepoint: which side, which call. */
enum side { SIDE_NONE, SIDE_ENTER, SIDE_EXIT };

static const char *const side_hook[] = { [SIDE_ENTER] = "sys_enter", [SIDE_EXIT] = "sys_exit" };

/* The fields of an event and how a perf program gets at them. */
struct event_values {
	struct probe_value *values;
	struct access *accesses;
	uint32_t count;
};

static const char *category_of(const struct probe_spec *spec)
{
	return spec->parts[0];
}

static const char *event_of(const struct probe_spec *spec)
{
	return spec->parts[1];
}

static enum side syscall_side(const struct probe_spec *spec, const char **call)
{
	*call = "";
	if (!str_eq(category_of(spec), "syscalls"))
		return SIDE_NONE;
	if (str_starts(event_of(spec), "sys_enter_")) {
		*call = event_of(spec) + strlen("sys_enter_");
		return SIDE_ENTER;
	}
	if (str_starts(event_of(spec), "sys_exit_")) {
		*call = event_of(spec) + strlen("sys_exit_");
		return SIDE_EXIT;
	}
	return SIDE_NONE;
}

/* parse and list */

/* Of one word there is a category or, more often, an event. */
static void hint_whole_name(const char *word, struct arena *a, struct probe_error *err)
{
	struct name_list categories = { 0 };
	struct probe_error ignored;
	const char *root = machine_tracefs(&ignored);

	if (root)
		tracefs_names(root, "", a, &categories);
	for (size_t i = 0; i < categories.count; i++)
		if (tracefs_has_event(root, categories.items[i], word)) {
			probe_hint(
				err, "did you mean 'tracepoint:%s:%s'?", categories.items[i], word);
			return;
		}
	probe_hint(err, "all events of a category: tracepoint:%s:*", word);
}

static int tracepoint_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	if (spec->part_count == 1 && str_eq(spec->parts[0], "*") && !spec->part_quoted[0])
		spec->parts[spec->part_count++] = "*";
	int ret = probe_expect_parts(spec, 2, 2, err);

	if (ret) {
		if (spec->part_count == 1)
			hint_whole_name(spec->parts[0], a, err);
		return ret;
	}
	for (unsigned i = 0; i < 2; i++)
		if (strchr(spec->parts[i], '/'))
			return probe_fail_part(err, spec, i, PROBE_MALFORMED,
				"'%s' is not a name of a tracepoint: it holds a slash",
				spec->parts[i]);
	probe_complete(spec, a);
	return 0;
}

static int visit_event(const struct probe_spec *like, const char *category, const char *event,
	struct arena *a, probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *like;

	spec.parts[0] = arena_strdup(a, category);
	spec.parts[1] = arena_strdup(a, event);
	spec.part_quoted[0] = spec.part_quoted[1] = true;
	probe_complete(&spec, a);
	return visit(&spec, arg);
}

/* Which part is wrong, and what comes near to it. */
static int no_such_event(
	const struct probe_spec *spec, const char *root, struct arena *a, struct probe_error *err)
{
	struct name_list names = { 0 };
	bool wild = probe_part_wild(spec, 0) || probe_part_wild(spec, 1);

	tracefs_names(root, "", a, &names);
	for (size_t i = 0; i < names.count && !wild; i++) {
		if (!str_eq(names.items[i], category_of(spec)))
			continue;
		int ret = probe_fail_part(err, spec, 1, PROBE_NO_MATCH,
			"category '%s' has no tracepoint '%s'", category_of(spec), event_of(spec));
		struct name_list events = { 0 };

		tracefs_names(root, category_of(spec), a, &events);
		name_list_hint(&events, event_of(spec), "", err);
		return ret;
	}
	if (wild)
		return probe_fail(err, PROBE_NO_MATCH, "no tracepoint matches '%s:%s'",
			category_of(spec), event_of(spec));
	int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH,
		"there is no category '%s' of tracepoints", category_of(spec));

	name_list_hint(&names, category_of(spec), "", err);
	return ret;
}

static int list_category(const struct probe_spec *spec, const char *root, const char *category,
	struct arena *a, probe_visit_fn visit, void *arg, bool *found)
{
	struct name_list events = { 0 };
	int ret = 0;

	tracefs_names(root, category, a, &events);
	for (size_t i = 0; i < events.count && !ret; i++) {
		/* events of the function tracers have no perf form that a program could sit on */
		if (!probe_part_match(spec, 1, events.items[i]) ||
			!tracefs_has_event(root, category, events.items[i]))
			continue;
		*found = true;
		ret = visit_event(spec, category, events.items[i], a, visit, arg);
	}
	return ret;
}

/* The kernel's types know which tracepoints there are, if not in which category or with which
 * record. */
static bool known_by_types(const struct probe_spec *spec, struct arena *a)
{
	const char *call;
	enum side side = syscall_side(spec, &call);
	const char *hook = side == SIDE_NONE ? event_of(spec) : side_hook[side];

	if (side != SIDE_NONE && syscall_event_number(call) < 0)
		return false;
	return kernel_btf_lookup(NULL, BTF_KIND_TYPEDEF, arena_printf(a, "btf_trace_%s", hook)) !=
		0;
}

static int tracepoint_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	const char *root = machine_tracefs(err);
	struct name_list categories = { 0 };
	bool found = false;
	int ret = 0;

	if (!root &&
		(probe_part_wild(spec, 0) || probe_part_wild(spec, 1) || !known_by_types(spec, a)))
		return -EOPNOTSUPP;
	if (!root)
		return visit_event(spec, category_of(spec), event_of(spec), a, visit, arg);
	if (!probe_part_wild(spec, 0) && !probe_part_wild(spec, 1)) {
		if (!tracefs_has_event(root, category_of(spec), event_of(spec)))
			return no_such_event(spec, root, a, err);
		return visit_event(spec, category_of(spec), event_of(spec), a, visit, arg);
	}
	if (probe_part_wild(spec, 0))
		tracefs_names(root, "", a, &categories);
	else
		name_list_add(&categories, a, category_of(spec));
	for (size_t i = 0; i < categories.count && !ret; i++)
		if (probe_part_match(spec, 0, categories.items[i]))
			ret = list_category(spec, root, categories.items[i], a, visit, arg, &found);
	return found ? ret : no_such_event(spec, root, a, err);
}

/* carries */

/* False: nothing that a script could use. */
static bool field_value(
	const struct event_field *f, struct arena *a, struct probe_value *v, struct access *how)
{
	*v = (struct probe_value){ .name = f->name, .c_type = f->c_type };
	*how = (struct access){ .kind = ACCESS_CTX, .offset = f->offset, .size = f->size };
	switch (f->kind) {
	case EVENT_FIELD_VALUE:
		v->type = c_type_value(a, f->c_type, f->size, f->is_signed);
		/* the verifier wants loads from the record aligned to their size */
		if (v->type && (v->type->kind == TYPE_ARRAY || f->offset % f->size))
			how->kind = ACCESS_CTX_BYTES;
		break;
	case EVENT_FIELD_ARRAY:
		v->type = c_type_array(a, f->c_type, f->count, f->size, f->is_signed);
		v->c_type = f->count ? arena_printf(a, "%s[%u]", f->c_type, f->count)
			: arena_printf(a, "%s[]", f->c_type);
		how->kind = ACCESS_CTX_BYTES;
		break;
	case EVENT_FIELD_DATA_LOC:
	case EVENT_FIELD_REL_LOC:
		if (!str_eq(f->c_type, "char"))
			return false;
		v->type = type_string(a, DATA_LOC_STRING);
		v->c_type = "char[]";
		how->kind = ACCESS_DATA_LOC;
		how->size = f->kind == EVENT_FIELD_REL_LOC ? f->offset + 4 : 0;
		break;
	}
	return v->type && f->size <= MAX_FIELD_BYTES;
}

/* Fields of a system call's event: the number, then the arguments (or the result), each in 8 bytes
 * whatever its type. */
static bool syscall_value(
	const struct event_field *f, struct arena *a, struct probe_value *v, struct access *how)
{
	if (f->kind != EVENT_FIELD_VALUE)
		return false;
	*v = (struct probe_value){ .name = f->name, .c_type = f->c_type };
	if (str_eq(f->name, "__syscall_nr"))
		v->type = &type_int32;
	else
		v->type = c_type_argument(a, f->c_type);
	v->user = v->type->kind == TYPE_POINTER;
	*how = (struct access){ .kind = ACCESS_CTX, .offset = f->offset, .size = v->type->size };
	return true;
}

static int event_values(const struct probe_spec *spec, struct arena *a, struct event_values *out,
	struct probe_error *err)
{
	struct event_field exit_fields[] = {
		{
			.name = "__syscall_nr",
			.c_type = "int",
			.offset = 8,
			.size = 4,
			.is_signed = true,
		},
		{ .name = "ret", .c_type = "long", .offset = 16, .size = 8, .is_signed = true },
	};
	struct event_format format;
	const char *call;
	enum side side = syscall_side(spec, &call);

	/* all exits look alike: their format files need not be read */
	if (side == SIDE_EXIT) {
		format = (struct event_format){ exit_fields, ARRAY_SIZE(exit_fields) };
	} else {
		int ret = tracefs_format(category_of(spec), event_of(spec), a, &format, err);

		if (ret)
			return ret;
	}
	*out = (struct event_values){ 0 };
	out->values = arena_new_array(a, struct probe_value, format.count + 1);
	out->accesses = arena_new_array(a, struct access, format.count + 1);
	for (uint32_t i = 0; i < format.count; i++) {
		struct probe_value *v = &out->values[out->count];
		struct access *how = &out->accesses[out->count];

		if (side == SIDE_NONE ? field_value(&format.fields[i], a, v, how)
			: syscall_value(&format.fields[i], a, v, how))
			out->count++;
	}
	return 0;
}

static int tracepoint_carries(const struct probe_spec *spec, struct arena *a,
	struct probe_carries *out, struct probe_error *err)
{
	struct event_values values;
	int ret = event_values(spec, a, &values, err);

	if (ret)
		return ret;
	*out = (struct probe_carries){
		.args = values.values, .arg_count = values.count, .has_args = true
	};
	return 0;
}

/* plan */

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
	const struct event_values *values, struct probe_plan *out)
{
	plan_way(out, WAY_PERF, arena_printf(a, "%s:%s", category_of(spec), event_of(spec)), a);
	out->target_text[0] = category_of(spec);
	out->target_text[1] = event_of(spec);
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

static bool plan_side(enum side side, enum way way, struct arena *a, struct probe_plan *out)
{
	bool done = plan_raw(way, side_hook[side], a, out);

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
static struct access number_access(enum side side, enum way way, uint32_t size)
{
	if (side == SIDE_ENTER)
		return (struct access){ .kind = ACCESS_CTX, .offset = 8, .size = size };
	return register_access(way, syscall_number_offset, size);
}

/* Fields in the order of event_values(): the number, then arguments or result. */
static const struct access *syscall_accesses(
	enum side side, enum way way, const struct event_values *values, struct arena *a)
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
static bool plan_syscall(enum side side, enum way way, const char *call, struct arena *a,
	const struct event_values *values, struct probe_plan *out)
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
	enum way way, struct arena *a, const struct event_values *values, struct probe_plan *out)
{
	enum side side = str_eq(event_of(spec), "sys_enter") ? SIDE_ENTER : SIDE_EXIT;
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
		if (str_eq(category_of(spec), without[i]))
			return false;
	return !tracefs_is_dynamic(category_of(spec), event_of(spec));
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
static const char *no_way(enum side side, bool fields, const struct probe_spec *spec)
{
	if (side != SIDE_NONE)
		return "without types of the kernel (CONFIG_DEBUG_INFO_BTF) calls by the 32-bit entry cannot be told from others";
	if (!has_raw_form(spec))
		return "only perf has that event";
	return fields ? "only perf has the fields of that event"
		: "the kernel's types do not have that event";
}

static int tracepoint_plan(const struct probe_spec *spec, const struct probe_use *use,
	struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	struct event_values stored, *values = NULL;
	const char *call;
	enum side side = syscall_side(spec, &call);
	bool raw_syscall = str_eq(category_of(spec), "raw_syscalls");
	enum way asked = asked_way(use);

	*out = (struct probe_plan){ 0 };
	if (use->whole_args || use->args) {
		int ret = event_values(spec, a, &stored, err);

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
			plan_raw(asked == WAY_BTF || use->typed ? WAY_BTF : WAY_RAW, event_of(spec),
				a, out))
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

static int tracepoint_attach(
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

/* System calls are left where they end: syscalls:sys_exit_NAME, raw_syscalls:sys_exit. */
static bool tracepoint_entry(const struct probe_spec *spec, struct arena *a, struct probe_spec *out)
{
	static const char leave[] = "sys_exit", enter[] = "sys_enter";
	const char *name = spec->parts[1];

	if ((!str_eq(spec->parts[0], "syscalls") && !str_eq(spec->parts[0], "raw_syscalls")) ||
		!str_starts(name, leave))
		return false;
	*out = *spec;
	out->parts[1] = arena_printf(a, "%s%s", enter, name + strlen(leave));
	out->text = arena_printf(a, "%s:%s:%s", spec->provider->name, out->parts[0], out->parts[1]);
	return true;
}

const struct provider tracepoint_provider = {
	.name = "tracepoint",
	.aliases = "t",
	.form = "tracepoint:category:event",
	.help = "a place in the kernel that its authors marked for tracing",
	.example =
		"tracepoint:sched:sched_process_exec { printf(\"%d %s\\n\", pid, str(args.filename)); }",
	.probetype = "tracepoint",
	.flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.entry = tracepoint_entry,
	.parse = tracepoint_parse,
	.list = tracepoint_list,
	.carries = tracepoint_carries,
	.plan = tracepoint_plan,
	.attach = tracepoint_attach,
};
