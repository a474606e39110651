/* probes/kprobe.c - kprobe and kretprobe: entry and return of a function of the kernel, with its
 * registers.  Mechanisms: the trampoline of fentry where the body needs no registers, one
 * kprobe_multi link for the functions of a wildcard (a session where entry and return are probed),
 * a perf event for the rest. Rows of the provider table. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/btf_types.h"
#include "probes/kernel_feature.h"
#include "probes/kfunctions.h"
#include "probes/kprobe.h"
#include "probes/machine.h"
#include "probes/number.h"
#include "probes/pt_regs.h"
#include "probes/rows.h"
#include "runtime/base/file_access.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define KPROBE_EVENTS "/sys/bus/event_source/devices/kprobe"

static const uint16_t word_offset[] = PT_ARGUMENTS;

/* Their names for attach_by (K23): the plain one, and the group that the mechanism belongs to. */
static const struct {
	const char *name, *group;
} mechanisms[KPROBE_MECHANISM_COUNT] = {
	[BY_PERF] = { "kprobe", "perf" },
	[BY_MULTI] = { "kprobe_multi", "kprobe_multi" },
	[BY_FENTRY] = { "fentry", "btf" },
	[BY_SESSION] = { "kprobe_multi", "kprobe_multi" },
};

bool kprobe_asked(const struct probe_use *use, enum kprobe_mechanism by)
{
	return !use->attach_by || probe_asked(use, mechanisms[by].name) ||
		probe_asked(use, mechanisms[by].group);
}

struct probe_use kprobe_use(const struct probe_use *use, bool multi)
{
	struct probe_use own = *use;
	bool one_of_ours = false;

	for (enum kprobe_mechanism by = 0; by < KPROBE_MECHANISM_COUNT; by++)
		one_of_ours |=
			kprobe_asked(use, by) && (multi || (by != BY_MULTI && by != BY_SESSION));
	if (!one_of_ours)
		own.attach_by = NULL;
	return own;
}

static bool is_return(const struct probe_spec *spec)
{
	return spec->provider == &kretprobe_provider;
}

static int kprobe_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *text = spec->parts[0];

	if (spec->part_count != 1 || text[0] < '0' || text[0] > '9')
		return function_parse(spec, a, !is_return(spec), err);

	int ret = number_limit(spec, 0, text, UINT64_MAX, err);

	if (ret)
		return ret;
	if (!number_parse(text, &spec->numbers[FUNCTION_NUMBER_ADDRESS]) ||
		!spec->numbers[FUNCTION_NUMBER_ADDRESS])
		return probe_fail_part(err, spec, 0, PROBE_MALFORMED,
			"'%s' is neither a function nor an address", text);
	spec->parts[0] =
		arena_printf(a, "%llu", (unsigned long long)spec->numbers[FUNCTION_NUMBER_ADDRESS]);
	spec->risk = "puts a probe wherever the address is, which is not allowed";
	probe_complete(spec, a);
	return 0;
}

bool kprobe_works(void)
{
	return file_access(KPROBE_EVENTS, F_OK) == 0;
}

static int refuse(const char *name, struct probe_error *err)
{
	int ret = probe_fail(err, PROBE_UNSUPPORTED,
		"%s probes cannot be had: this kernel was built without CONFIG_KPROBES", name);

	probe_hint(err,
		"use a tracepoint near that function: sonde -l 'tracepoint:*:*' or sonde -l 'rawtracepoint:*' lists them");
	return ret;
}

static int check_offset(const struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *name = kernel_function_name(spec, a);
	uint64_t size, offset = spec->numbers[FUNCTION_NUMBER_OFFSET];

	if (!offset ||
		!kernel_function_address(
			spec->part_count == 2 ? spec->parts[0] : NULL, name, &size) ||
		!size || offset < size)
		return 0;
	return probe_fail_part(err, spec, spec->part_count - 1, PROBE_UNSUPPORTED,
		"offset %llu is outside of function '%s', which has %llu bytes",
		(unsigned long long)offset, name, (unsigned long long)size);
}

static int kprobe_available(const struct provider *p, struct probe_error *err)
{
	return kprobe_works() || function_tracing_works(p->name, NULL) ? 0 : refuse(p->name, err);
}

static int kprobe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	if (spec->numbers[FUNCTION_NUMBER_ADDRESS])
		return visit(spec, arg);
	int ret = kernel_functions_list(spec, a, visit, arg, err);

	return ret ? ret : check_offset(spec, a, err);
}

/* Why a mechanism that takes listed functions at their edges only cannot serve. */
static const char *not_at_edge(const struct probe_spec *spec)
{
	if (spec->numbers[FUNCTION_NUMBER_FLAGS] & FUNCTION_UNLISTED)
		return "the function is not in the kernel's list of those that can be traced";
	if (spec->numbers[FUNCTION_NUMBER_ADDRESS])
		return "the probe is at an address";
	return spec->numbers[FUNCTION_NUMBER_OFFSET] ? "the probe is inside of the function" : NULL;
}

/* True when the type says where every argument is: then `args` can be had, from registers as from
 * the trampoline. */
static bool has_args(const struct probe_spec *spec, struct arena *a, struct function_type *type)
{
	const char *module = spec->parts[FUNCTION_PART_MODULE];

	return !not_at_edge(spec) && module && function_type_of(spec, a, type) && type->simple;
}

static int kprobe_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	struct function_type type;

	(void)err;
	*out = (struct probe_carries){
		.has_registers = true, .context = "struct pt_regs", .has_func = true
	};
	if (is_return(spec)) {
		out->retval = &type_raw;
		return 0;
	}
	out->word_count = ARRAY_SIZE(word_offset);
	out->enters = true;
	if (has_args(spec, a, &type)) {
		out->has_args = true;
		out->args = type.args;
		out->arg_count = type.arg_count;
	}
	out->args_need_types = !out->has_args && !btf_types_present();
	return 0;
}

/* Why the trampoline of fentry would not do the same; NULL when it would. */
static const char *not_by_fentry(const struct probe_spec *spec, const struct probe_use *use,
	struct arena *a, struct function_type *type)
{
	const char *not_there = not_at_edge(spec);
	bool typed = has_args(spec, a, type);

	if (not_there)
		return not_there;
	if (use->ctx)
		return "the body uses registers";
	if (use->override)
		return "the body keeps the function from running";
	if (!typed)
		return "the type of the function is not known, or not all of its arguments are in registers";
	if (use->words >> type->slot_count)
		return "the body uses more arguments than the function has";
	if (use->retval && !type->retval)
		return "the function returns nothing";
	if (!function_tracing_works(spec->provider->name, NULL))
		return "this kernel refuses fentry programs";
	int fd = bpf_call_load_tracing(is_return(spec), type->id, type->module);

	if (fd < 0)
		return "this kernel refuses fentry programs on that function";
	close(fd);
	return NULL;
}

static const char *not_by_multi(const struct probe_spec *spec, const struct probe_use *use)
{
	const char *not_there = not_at_edge(spec);

	if (use->override)
		return "the body keeps the function from running";
	if (not_there)
		return not_there;
	if (kernel_feature_usable(KERNEL_FEATURE_KPROBE_MULTI, use->forbidden))
		return NULL;
	return kernel_feature_there(KERNEL_FEATURE_KPROBE_MULTI)
		? "--no-feature forbids kprobe_multi links"
		: "this kernel has no kprobe_multi links";
}

/* The mechanism, and in *no_fentry why it is not the trampoline. */
static int choose(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct function_type *type, const char **no_fentry, enum kprobe_mechanism *out,
	struct probe_error *err)
{
	/* a program for every function of a wildcard costs more than it saves, so the kernel is not
	 * asked for each */
	bool ask =
		!use->many || !kprobe_works() || (use->attach_by && kprobe_asked(use, BY_FENTRY));
	static const enum kprobe_mechanism one[] = { BY_FENTRY, BY_PERF, BY_MULTI },
					   many[] = { BY_MULTI, BY_PERF, BY_FENTRY };
	const enum kprobe_mechanism *order = use->many ? many : one;
	const char *reason = NULL;

	*no_fentry = ask ? not_by_fentry(spec, use, a, type) : "the probe is one of many";
	if (!ask)
		has_args(spec, a, type);
	const char *why[] = {
		[BY_PERF] = kprobe_works() ? NULL : "this kernel was built without CONFIG_KPROBES",
		[BY_MULTI] = not_by_multi(spec, use),
		[BY_FENTRY] = *no_fentry,
	};
	for (size_t i = 0; i < ARRAY_SIZE(one); i++) {
		*out = order[i];
		if (!kprobe_asked(use, *out))
			continue;
		if (!why[*out])
			return 0;
		reason = why[*out];
	}
	if (!use->attach_by)
		return refuse(spec->provider->name, err);
	return probe_fail_asked(spec, use, reason, err);
}

/* Kernels before 6.14 have places for a limited number of calls under way in the functions of a
 * link, and a call that finds none is kept from a session as a whole: its entry too, which a link
 * of its own would see. */
static bool sessions_lose_entries(void)
{
	return machine_btf_member("fprobe", "rethook", NULL) >= 0;
}

/* True when a session serves the probe and the one on the other side of its function: neither runs
 * by the trampoline, which is cheaper, and programs that serve many functions do not ask which one
 * they are on, for their attachment has one number for both sides. */
static bool shares_session(
	const struct probe_spec *spec, const struct probe_use *use, struct arena *a)
{
	struct probe_spec other = *spec;
	struct function_type type = { 0 };
	enum kprobe_mechanism by;
	struct probe_error err;
	const char *no_fentry;

	if (!use->mate || use->mate->override || !kprobe_asked(use, BY_SESSION) ||
		not_by_multi(spec, use) ||
		!kernel_feature_usable(KERNEL_FEATURE_KPROBE_SESSION, use->forbidden))
		return false;
	if (!use->attach_by && sessions_lose_entries())
		return false;
	if ((use->many || use->mate->many) && (use->id || use->mate->id))
		return false;
	other.provider = spec->provider->mate;
	return !choose(&other, use->mate, a, &type, &no_fentry, &by, &err) && by != BY_FENTRY;
}

/* The kernel knows the function of a probe at its edge; inside of one the address is known
 * before. */
static int plan_func(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	uint64_t offset = spec->numbers[FUNCTION_NUMBER_OFFSET],
		 address = spec->numbers[FUNCTION_NUMBER_ADDRESS];

	if (!use->func)
		return 0;
	if (!offset && !address) {
		out->func = PROBE_FUNC_ASK;
		return 0;
	}
	if (!address)
		address = kernel_function_address(
			spec->parts[FUNCTION_PART_MODULE], kernel_function_name(spec, a), NULL);
	if (address) {
		out->func = PROBE_FUNC_CONSTANT;
		out->func_address = address;
		return 0;
	}
	int ret = probe_fail(err, PROBE_UNSUPPORTED,
		"'func' of '%s' is not known: the kernel hides its addresses", spec->text);

	probe_hint(err, "run as root, with the sysctl kernel.kptr_restrict at 0 or 1");
	return ret;
}

static void plan_target(const struct probe_spec *spec, bool is_return, enum kprobe_mechanism by,
	struct arena *a, struct probe_plan *out)
{
	const char *name = kernel_function_name(spec, a),
		   *module = spec->parts[FUNCTION_PART_MODULE];
	uint64_t offset = spec->numbers[FUNCTION_NUMBER_OFFSET],
		 address = spec->numbers[FUNCTION_NUMBER_ADDRESS];

	/* the same for kprobe and fentry: bodies of both on one trampoline run in written order */
	out->hook = arena_printf(a, "%s of %s:%s+%llu by %s",
		by == BY_SESSION ? "both sides"
			: is_return ? "return"
			: "entry",
		module ? module : "", name, (unsigned long long)offset, mechanisms[by].name);
	out->stage = PROBE_STAGE_ATTACH;
	out->target_text[KPROBE_TEXT_FUNCTION] = name;
	out->target_text[KPROBE_TEXT_MODULE] = module;
	out->target_number[KPROBE_NUMBER_OFFSET] = offset;
	out->target_number[KPROBE_NUMBER_RETURN] = is_return;
	out->target_number[KPROBE_NUMBER_MECHANISM] = by;
	out->target_number[KPROBE_NUMBER_ADDRESS] = address;
	out->guarded = spec->numbers[FUNCTION_NUMBER_FLAGS] & FUNCTION_GUARDED;
}

int kprobe_plan_registers(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type, bool is_return, enum kprobe_mechanism by, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	struct access *args = arena_new_array(a, struct access, (type ? type->arg_count : 0) + 1);
	struct access *words = arena_new_array(a, struct access, ARRAY_SIZE(word_offset));

	for (size_t i = 0; i < ARRAY_SIZE(word_offset); i++)
		words[i] =
			(struct access){ .kind = ACCESS_CTX, .offset = word_offset[i], .size = 8 };
	for (uint32_t i = 0;
		type && i < type->arg_count && type->slots[i] < ARRAY_SIZE(word_offset); i++)
		args[i] = (struct access){
			.kind = ACCESS_CTX,
			.offset = word_offset[type->slots[i]],
			.size = type->args[i].type->size,
		};
	out->args = args;
	out->words = words;
	out->retval = (struct access){ .kind = ACCESS_CTX, .offset = PT_RESULT, .size = 8 };
	/* at a return it is that of the kernel's own code for returns, which differs from version
	 * to version */
	if (!is_return)
		out->stack_pointer = (struct access){
			.kind = ACCESS_CTX, .offset = PT_STACK_POINTER, .size = 8
		};
	out->stack_bits = 14;           /* stacks are aligned to their size, at least 16 KiB */
	out->prog_type = BPF_PROG_TYPE_KPROBE;
	out->attach_type = by == BY_SESSION ? SONDE_BPF_TRACE_KPROBE_SESSION
		: by == BY_MULTI ? BPF_TRACE_KPROBE_MULTI
		: 0;
	if (by == BY_SESSION)
		out->selector = (struct probe_selector){
			.used = true,
			.value = is_return,
			.access = {
				.kind = ACCESS_IS_RETURN,
				.offset = machine_btf_type(BTF_KIND_FUNC, SONDE_SESSION_SIDE),
				.size = 1,
			},
		};
	out->filter = PROBE_FILTER_TEST;
	out->nests = true;
	out->cookies = true;
	plan_target(spec, is_return, by, a, out);
	return plan_func(spec, use, a, out, err);
}

void kprobe_plan_tracing(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type, bool is_return, struct arena *a, struct probe_plan *out)
{
	function_tracing_plan(type, is_return, a, out);
	plan_target(spec, is_return, BY_FENTRY, a, out);
	out->func = use->func ? PROBE_FUNC_ASK : PROBE_FUNC_NONE;
}

static const char *mechanism_text(const struct probe_spec *spec, enum kprobe_mechanism by,
	const char *no_fentry, struct arena *a)
{
	switch (by) {
	case BY_FENTRY:
		return is_return(spec) ? "fexit, cheaper than a kretprobe"
			: "fentry, cheaper than a breakpoint";
	case BY_MULTI:
		return "kprobe_multi link";
	case BY_SESSION:
		return "kprobe_session link";
	case BY_PERF:
	case KPROBE_MECHANISM_COUNT:
		break;
	}
	return no_fentry
		? arena_printf(a, "perf %s, not fentry: %s", spec->provider->name, no_fentry)
		: arena_printf(a, "perf %s", spec->provider->name);
}

static int kprobe_plan(const struct probe_spec *spec, const struct probe_use *wanted,
	struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	const struct probe_use own = kprobe_use(wanted, true), *use = &own;
	struct function_type type = { 0 };
	enum kprobe_mechanism by;
	const char *no_fentry;
	int ret = choose(spec, use, a, &type, &no_fentry, &by, err);

	if (ret)
		return ret;
	if (by != BY_FENTRY && shares_session(spec, use, a))
		by = BY_SESSION;
	*out = (struct probe_plan){ .mechanism = mechanism_text(spec, by, no_fentry, a) };
	if (by != BY_FENTRY)
		return kprobe_plan_registers(spec, use, &type, is_return(spec), by, a, out, err);
	kprobe_plan_tracing(spec, use, &type, is_return(spec), a, out);
	/* the whole register, as a kretprobe would see it */
	if (type.retval)
		out->retval.size = 8;
	return 0;
}

const struct provider kprobe_provider = {
	.name = "kprobe",
	.aliases = "k",
	.form = "kprobe[:module]:function[+offset]",
	.help = "entry of a function of the kernel",
	.example = "kprobe:vfs_read { @[comm] = count(); }",
	.probetype = "kprobe",
	.flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.mate = &kretprobe_provider,
	.parse = kprobe_parse,
	.available = kprobe_available,
	.list = kprobe_list,
	.carries = kprobe_carries,
	.plan = kprobe_plan,
	.attach = kprobe_attach,
	.attach_many = kprobe_attach_many,
};

static bool kretprobe_entry(const struct probe_spec *spec, struct arena *a, struct probe_spec *out)
{
	*out = probe_renamed(spec, &kprobe_provider, a);
	return true;
}

const struct provider kretprobe_provider = {
	.name = "kretprobe",
	.aliases = "kr",
	.form = "kretprobe[:module]:function",
	.help = "return of a function of the kernel",
	.example = "kretprobe:vfs_read { @[retval > 0] = count(); }",
	.probetype = "kretprobe",
	.flags = PROVIDER_NESTS | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.mate = &kprobe_provider,
	.entry = kretprobe_entry,
	.parse = kprobe_parse,
	.available = kprobe_available,
	.list = kprobe_list,
	.carries = kprobe_carries,
	.plan = kprobe_plan,
	.attach = kprobe_attach,
	.attach_many = kprobe_attach_many,
};
