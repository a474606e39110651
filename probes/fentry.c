/* probes/fentry.c - fentry and fexit: entry and return of a function of the kernel with typed
 * arguments, called by the function itself without a breakpoint.  Rows of the provider table. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/btf_types.h"
#include "probes/kfunctions.h"
#include "probes/kprobe.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

static int fentry_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	return function_parse(spec, a, false, err);
}

/* Passes on those of the functions that have a type. */
struct typed {
	struct arena *arena;
	probe_visit_fn visit;
	void *arg;
	bool found;
};

static const char *module_of(const struct probe_spec *spec)
{
	return spec->parts[FUNCTION_PART_MODULE];
}

static int typed_visit(const struct probe_spec *spec, void *arg)
{
	struct typed *t = arg;
	const struct kernel_btf *b = kernel_btf_module(module_of(spec));

	if (!b || !kernel_btf_find(b, BTF_KIND_FUNC, kernel_function_type_name(spec, t->arena)))
		return 0;
	t->found = true;
	return t->visit(spec, t->arg);
}

static int fentry_available(const struct provider *p, struct probe_error *err)
{
	return (kprobe_works() && btf_types_present()) || function_tracing_works(p->name, err)
		? 0
		: -EOPNOTSUPP;
}

static int fentry_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	struct typed t = { .arena = a, .visit = visit, .arg = arg };
	unsigned last = spec->part_count - 1;

	int ret = kernel_functions_list(spec, a, typed_visit, &t, err);

	if (ret || t.found)
		return ret;
	ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH,
		"function '%s' has no type in the kernel's type information", spec->parts[last]);
	probe_hint(err, "use %s:%s",
		str_eq(spec->provider->probetype, "fexit") ? "kretprobe" : "kprobe",
		spec->parts[last]);
	return ret;
}

static int find_type(const struct probe_spec *spec, struct arena *a, struct function_type *out,
	struct probe_error *err)
{
	if (function_type_of(spec, a, out))
		return 0;
	return probe_fail(err, PROBE_NO_MATCH,
		"function '%s' has no type in the kernel's type information",
		kernel_function_name(spec, a));
}

static bool is_exit(const struct probe_spec *spec)
{
	return spec->provider == &fexit_provider;
}

static int fentry_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	struct function_type type;
	int ret = find_type(spec, a, &type, err);

	if (ret)
		return ret;
	*out = (struct probe_carries){
		.args = type.args,
		.arg_count = type.arg_count,
		.has_args = true,
		.retval = is_exit(spec) ? type.retval : NULL,
		.retval_c_type = is_exit(spec) ? type.retval_c_type : NULL,
		.has_func = true,
		.typed = true,
		.can_type = true,
	};
	return 0;
}

/* Why the trampoline cannot be had; NULL when it can. */
static const char *not_by_tracing(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type)
{
	if (!kprobe_asked(use, BY_FENTRY))
		return "attach_by asks for another mechanism";
	if (spec->numbers[FUNCTION_NUMBER_FLAGS] & FUNCTION_UNLISTED)
		return "the function is not in the kernel's list of those that can be traced";
	if (!type->known)
		return "the number of its arguments varies";
	if (!function_tracing_works(spec->provider->name, NULL))
		return "this kernel refuses such programs";
	/* asked for one function only: of the many of a wildcard, one that is refused says so when
	 * it is loaded */
	int fd = use->many ? -1 : bpf_call_load_tracing(is_exit(spec), type->id, type->module);

	if (fd < 0 && !use->many)
		return "this kernel refuses such programs on that function";
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* By a kprobe or kretprobe, which have the arguments where the registers have them: at the
 * entry. */
static int plan_instead(const struct probe_spec *spec, const struct probe_use *use,
	const struct function_type *type, const char *why, struct arena *a, struct probe_plan *out,
	struct probe_error *err)
{
	const char *other = is_exit(spec) ? "kretprobe" : "kprobe";
	bool uses_args = use->args || use->whole_args;

	if (use->attach_by && !kprobe_asked(use, BY_PERF))
		return probe_fail_asked(spec, use, why, err);
	if (use->typed)
		return probe_fail(err, PROBE_UNSUPPORTED,
			"'%s' cannot be attached: %s, and a %s in its place would not know what its pointers point to",
			spec->text, why, other);
	if (!kprobe_works())
		return probe_fail(err, PROBE_UNSUPPORTED,
			"'%s' cannot be attached: %s, and it has no kprobes", spec->text, why);
	if (uses_args && is_exit(spec))
		return probe_fail(err, PROBE_UNSUPPORTED,
			"'%s' cannot be attached: %s, and a kretprobe in its place would not have the arguments",
			spec->text, why);
	if (uses_args && !type->simple)
		return probe_fail(err, PROBE_UNSUPPORTED,
			"'%s' cannot be attached: %s, and a kprobe in its place would not have all arguments",
			spec->text, why);
	*out = (struct probe_plan){ .mechanism = arena_printf(a, "perf %s, not %s: %s", other,
					    spec->provider->name, why) };
	int ret = kprobe_plan_registers(spec, use, type, is_exit(spec), BY_PERF, a, out, err);

	if (type->retval)
		out->retval.size = type->retval->size;
	return ret;
}

static int fentry_plan(const struct probe_spec *spec, const struct probe_use *wanted,
	struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	const struct probe_use own = kprobe_use(wanted, false), *use = &own;
	struct function_type type;
	int ret = find_type(spec, a, &type, err);

	if (ret)
		return ret;
	const char *no_tracing = not_by_tracing(spec, use, &type);

	if (no_tracing)
		return plan_instead(spec, use, &type, no_tracing, a, out, err);
	*out = (struct probe_plan){ .mechanism = is_exit(spec) ? "fexit" : "fentry" };
	kprobe_plan_tracing(spec, use, &type, is_exit(spec), a, out);
	return 0;
}

const struct provider fentry_provider = {
	.name = "fentry",
	.aliases = "f kfunc",
	.form = "fentry[:module]:function",
	.help = "entry of a function of the kernel, with typed arguments",
	.example = "fentry:vfs_read { @bytes = hist(args.count); }",
	.probetype = "fentry",
	.flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.parse = fentry_parse,
	.available = fentry_available,
	.list = fentry_list,
	.carries = fentry_carries,
	.plan = fentry_plan,
	.attach = kprobe_attach,
};

static bool fexit_entry(const struct probe_spec *spec, struct arena *a, struct probe_spec *out)
{
	*out = probe_renamed(spec, &fentry_provider, a);
	return true;
}

const struct provider fexit_provider = {
	.name = "fexit",
	.aliases = "fr kretfunc",
	.form = "fexit[:module]:function",
	.help = "return of a function of the kernel, with typed arguments and result",
	.example = "fexit:vfs_read /retval < 0/ { @[errno_name(retval)] = count(); }",
	.probetype = "fexit",
	.flags = PROVIDER_NESTS | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.entry = fexit_entry,
	.parse = fentry_parse,
	.available = fentry_available,
	.list = fentry_list,
	.carries = fentry_carries,
	.plan = fentry_plan,
	.attach = kprobe_attach,
};
