/* probes/fentry.c - fentry and fexit: entry and return of a function of the kernel with typed arguments, called by the function itself without a
 * breakpoint.  Rows of the provider table. */
#include <errno.h>
#include <string.h>

#include "probes/function.h"
#include "probes/kfunctions.h"
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
	return function_tracing_works(p->name, err) ? 0 : -EOPNOTSUPP;
}

static int fentry_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	struct typed t = { .arena = a, .visit = visit, .arg = arg };
	unsigned last = spec->part_count - 1;

	int ret = kernel_functions_list(spec, a, typed_visit, &t, err);

	if (ret || t.found)
		return ret;
	ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "function '%s' has no type in the kernel's type information", spec->parts[last]);
	probe_hint(err, "use %s:%s", str_eq(spec->provider->probetype, "fexit") ? "kretprobe" : "kprobe", spec->parts[last]);
	return ret;
}

static int find_type(const struct probe_spec *spec, struct arena *a, struct function_type *out, struct probe_error *err)
{
	if (function_type_of(spec, a, out))
		return 0;
	return probe_fail(err, PROBE_NO_MATCH, "function '%s' has no type in the kernel's type information", kernel_function_name(spec, a));
}

static bool is_exit(const struct probe_spec *spec)
{
	return spec->provider == &fexit_provider;
}

static int fentry_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	struct function_type type;
	int ret = find_type(spec, a, &type, err);

	if (ret)
		return ret;
	*out = (struct probe_carries){
		.args = type.args, .arg_count = type.arg_count, .has_args = true, .retval = is_exit(spec) ? type.retval : NULL,
		.retval_c_type = is_exit(spec) ? type.retval_c_type : NULL,
	};
	return 0;
}

static int fentry_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	struct function_type type;
	int ret = find_type(spec, a, &type, err);

	if (!ret && use->attach_by && !str_eq(use->attach_by, "fentry"))
		ret = probe_fail(err, PROBE_UNSUPPORTED, "'%s' cannot be attached by %s, which attach_by asks for: only by fentry", spec->text,
				 use->attach_by);
	if (!ret && !type.known)
		ret = probe_fail(err, PROBE_UNSUPPORTED, "'%s' cannot be attached: the number of its arguments varies", spec->text);
	if (ret)
		return ret;
	*out = (struct probe_plan){
		.mechanism = is_exit(spec) ? "fexit" : "fentry", .stage = PROBE_STAGE_ATTACH,
		.hook = arena_printf(a, "%s:%s:%s", spec->provider->name, module_of(spec), kernel_function_name(spec, a)),
		.target_text = { kernel_function_name(spec, a) },
	};
	function_tracing_plan(&type, is_exit(spec), a, out);
	return 0;
}

const struct provider fentry_provider = {
	.name = "fentry", .aliases = "f kfunc", .form = "fentry[:module]:function", .help = "entry of a function of the kernel, with typed arguments",
	.probetype = "fentry", .flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS,
	.parse = fentry_parse, .available = fentry_available, .list = fentry_list, .carries = fentry_carries, .plan = fentry_plan, .attach = function_tracing_attach,
};

const struct provider fexit_provider = {
	.name = "fexit", .aliases = "fr kretfunc", .form = "fexit[:module]:function",
	.help = "return of a function of the kernel, with typed arguments and result", .probetype = "fexit", .flags = PROVIDER_WILDCARDS,
	.parse = fentry_parse, .available = fentry_available, .list = fentry_list, .carries = fentry_carries, .plan = fentry_plan, .attach = function_tracing_attach,
};
