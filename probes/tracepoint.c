/* probes/tracepoint.c - tracepoint:category:event: which there are, and the fields of their
 * records.  How programs get there is in tracepoint_plan.c.  Row of the provider table. */
#include <errno.h>
#include <linux/btf.h>
#include <string.h>

#include "probes/btf.h"
#include "probes/c_type.h"
#include "probes/machine.h"
#include "probes/rows.h"
#include "probes/syscalls.h"
#include "probes/tracefs.h"
#include "probes/tracepoint.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define DATA_LOC_STRING 256     /* capacity of a string that the record holds behind its fields */
/* larger arrays are left out: no map key or record has room for them */
#define MAX_FIELD_BYTES 1024

const char *const tracepoint_hooks[] = { [SIDE_ENTER] = "sys_enter", [SIDE_EXIT] = "sys_exit" };

enum tracepoint_side tracepoint_side(const struct probe_spec *spec, const char **call)
{
	*call = "";
	if (!str_eq(tracepoint_category(spec), "syscalls"))
		return SIDE_NONE;
	if (str_starts(tracepoint_event(spec), "sys_enter_")) {
		*call = tracepoint_event(spec) + strlen("sys_enter_");
		return SIDE_ENTER;
	}
	if (str_starts(tracepoint_event(spec), "sys_exit_")) {
		*call = tracepoint_event(spec) + strlen("sys_exit_");
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
		if (!str_eq(names.items[i], tracepoint_category(spec)))
			continue;
		int ret = probe_fail_part(err, spec, 1, PROBE_NO_MATCH,
			"category '%s' has no tracepoint '%s'", tracepoint_category(spec),
			tracepoint_event(spec));
		struct name_list events = { 0 };

		tracefs_names(root, tracepoint_category(spec), a, &events);
		name_list_hint(&events, tracepoint_event(spec), "", err);
		return ret;
	}
	if (wild)
		return probe_fail(err, PROBE_NO_MATCH, "no tracepoint matches '%s:%s'",
			tracepoint_category(spec), tracepoint_event(spec));
	int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH,
		"there is no category '%s' of tracepoints", tracepoint_category(spec));

	name_list_hint(&names, tracepoint_category(spec), "", err);
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
	enum tracepoint_side side = tracepoint_side(spec, &call);
	const char *hook = side == SIDE_NONE ? tracepoint_event(spec) : tracepoint_hooks[side];

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
		return visit_event(
			spec, tracepoint_category(spec), tracepoint_event(spec), a, visit, arg);
	if (!probe_part_wild(spec, 0) && !probe_part_wild(spec, 1)) {
		if (!tracefs_has_event(root, tracepoint_category(spec), tracepoint_event(spec)))
			return no_such_event(spec, root, a, err);
		return visit_event(
			spec, tracepoint_category(spec), tracepoint_event(spec), a, visit, arg);
	}
	if (probe_part_wild(spec, 0))
		tracefs_names(root, "", a, &categories);
	else
		name_list_add(&categories, a, tracepoint_category(spec));
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

int tracepoint_values(const struct probe_spec *spec, struct arena *a, struct tracepoint_values *out,
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
	enum tracepoint_side side = tracepoint_side(spec, &call);

	/* all exits look alike: their format files need not be read */
	if (side == SIDE_EXIT) {
		format = (struct event_format){ exit_fields, ARRAY_SIZE(exit_fields) };
	} else {
		int ret = tracefs_format(
			tracepoint_category(spec), tracepoint_event(spec), a, &format, err);

		if (ret)
			return ret;
	}
	*out = (struct tracepoint_values){ 0 };
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
	struct tracepoint_values values;
	int ret = tracepoint_values(spec, a, &values, err);

	if (ret)
		return ret;
	*out = (struct probe_carries){
		.args = values.values, .arg_count = values.count, .has_args = true
	};
	return 0;
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
